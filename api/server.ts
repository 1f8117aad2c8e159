// Puts the routes behind Express: limits first, then parsing, then the handler; every error leaves as a problem.
import { createServer as createHttpServer, type Server } from 'node:http'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { CausewayError } from '../core/errors.ts'
import { asRefusal, problemMediaType, problemOf, traceIdIn } from '../core/problem.ts'
import type { Deps } from './deps.ts'
import type { Reply, Route } from './route.ts'

export type ServerOptions = {
  /** Requests of one address in a minute; 0 turns the limit off. */
  readonly requestsPerMinute: number
  readonly bodyBytesMax: number
}

export const serverDefaults: ServerOptions = { requestsPerMinute: 60_000, bodyBytesMax: 4 * 1024 * 1024 }

export function createApp(routes: readonly Route[], deps: Deps, options: ServerOptions = serverDefaults): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(helmet())
  app.use((request, response, next) => {
    response.locals['traceId'] = traceIdOf(request, deps)
    next()
  })
  if (options.requestsPerMinute > 0) app.use(limiter(options.requestsPerMinute))
  app.use(refuseOtherMedia)
  app.use(express.json({ limit: options.bodyBytesMax, strict: true, type: [...mediaTypes] }))
  for (const route of routes) {
    app[route.method](pathOf(route), (request, response) => serve(route, request, response, deps))
  }
  for (const [path, methods] of methodsOf(routes)) {
    app.all(path, (request, response) => {
      response.setHeader('Allow', methods)
      throw new CausewayError('METHOD_NOT_ALLOWED', { method: request.method, path: request.path, allowed: methods })
    })
  }
  app.use((request) => {
    throw new CausewayError('NOT_FOUND', { path: request.path })
  })
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerProblem(error, request, response, deps)
  })
  return app
}

/** `/v1/zones/{chainId}` as Express spells it. */
const pathOf = (route: Route): string => route.path.replaceAll(/\{([A-Za-z]+)\}/g, ':$1')

/** Methods by path, as the header Allow lists them. */
function methodsOf(routes: readonly Route[]): ReadonlyMap<string, string> {
  const methods = new Map<string, string>()
  for (const route of routes) {
    const others = methods.get(pathOf(route))
    const own = route.method === 'get' ? 'GET, HEAD' : route.method.toUpperCase()
    methods.set(pathOf(route), others === undefined ? own : `${others}, ${own}`)
  }
  return methods
}

const mediaTypes = ['application/json', 'application/*+json'] as const

/** A body of another type would be left unread, and the request refused for a body that seems to be missing. */
function refuseOtherMedia(request: Request, _response: Response, next: NextFunction): void {
  // null: there is no body. Some clients say so with a length of 0 behind any method.
  if (request.get('content-length') === '0' || request.is([...mediaTypes]) !== false) return next()
  throw new CausewayError('MEDIA_TYPE_UNSUPPORTED', { 'content-type': request.get('content-type') ?? 'none' })
}

/** Listens; throws PORT_IN_USE when somebody else does. */
export async function listen(app: Express, host: string, port: number): Promise<Server> {
  const server = createHttpServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      reject(taken ? new CausewayError('PORT_IN_USE', { host, port: String(port) }, cause) : cause)
    })
    server.listen(port, host, resolve)
  })
  return server
}

async function serve(route: Route, request: Request, response: Response, deps: Deps): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const raw = {
    params: { ...request.params },
    query: { ...request.query },
    headers: request.headers,
    body: request.body as unknown,
    signal: gone.signal,
  }
  const endTimer = deps.metrics.startRequest(route.method, route.path)
  response.on('finish', () => endTimer(response.statusCode))
  await send(await route.run(raw, deps), response, gone.signal)
}

async function send(reply: Reply, response: Response, signal: AbortSignal): Promise<void> {
  response.status(reply.status)
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value)
  if (reply.events !== undefined) {
    response.setHeader('Content-Type', 'text/event-stream')
    response.setHeader('Cache-Control', 'no-store')
    response.flushHeaders()
    await reply.events((frame) => void response.write(frame), signal)
    response.end()
  } else if (typeof reply.body === 'string') {
    response.send(reply.body)
  } else {
    response.json(reply.body)
  }
}

function answerProblem(error: unknown, request: Request, response: Response, deps: Deps): void {
  const traceId = String(response.locals['traceId'] ?? '')
  const problem = problemOf(asRefusal(error), request.originalUrl, traceId)
  if (problem.status >= 500)
    deps.log.error('request.failed', { trace_id: traceId, code: problem.code, error: explain(error) })
  if (response.headersSent) {
    // A stream that fails half-way can only be cut; the client comes back with Last-Event-ID.
    response.destroy()
    return
  }
  // Who limits requests has said how long to wait.
  if (problem.retryable && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', '1')
  response.status(problem.status).type(problemMediaType).json(problem)
}

const explain = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

function limiter(limit: number): express.RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) => next(new CausewayError('RATE_LIMITED', { limit: String(limit) })),
  })
}

/** W3C trace context when the caller sends one, so that its logs and ours meet. */
function traceIdOf(request: Request, deps: Deps): string {
  return traceIdIn(request.get('traceparent')) ?? Buffer.from(deps.random(16)).toString('hex')
}
