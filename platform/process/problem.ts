// What every HTTP door is: limits first, then its routes, and each refusal as the problem document of core/problem.ts.
import { randomBytes } from 'node:crypto'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import type { z } from 'zod'
import { CausewayError, type ErrorCode } from '../../core/errors.ts'
import { asRefusal, type BodyCodes, problemMediaType, problemOf, shapeRefused, traceIdIn } from '../../core/problem.ts'
import type { Log } from '../../relayer/ports.ts'

export type DoorAppOptions = {
  readonly log: Log
  /** Of one address; absent where devices come through gateways, and connections are limited instead. */
  readonly requestsPerMinute?: number
  readonly bodyCodes?: BodyCodes
  /** Told of each refusal before it is answered. */
  readonly refused?: (error: CausewayError, response: Response) => Promise<void>
}

/** Of the doors that serve objects and single rows. */
export const objectBodyCodes: BodyCodes = { invalid: 'REQUEST_INVALID', tooLarge: 'OBJECT_TOO_LARGE' }

export function createDoorApp(options: DoorAppOptions, addRoutes: (app: Express) => void): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(helmet())
  if (options.requestsPerMinute !== undefined) app.use(limiter(options.requestsPerMinute))
  addRoutes(app)
  app.use((request) => {
    throw new CausewayError('NOT_FOUND', { path: request.path })
  })
  app.use(async (error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const refusal = asRefusal(error, options.bodyCodes)
    await options.refused?.(refusal, response).catch((cause: unknown) => {
      options.log.error('request.refusal_lost', { code: refusal.code, error: explain(cause) })
    })
    answerProblem(refusal, request, response, options.log)
  })
  return app
}

/** Throws with every mistake, by its place. */
export function parseBody<T>(schema: z.ZodType<T>, value: unknown, code?: ErrorCode): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw shapeRefused(parsed.error.issues, '', code)
}

function limiter(limit: number): express.RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) => next(new CausewayError('RATE_LIMITED', { limit: `${limit}` })),
  })
}

function answerProblem(refusal: CausewayError, request: Request, response: Response, log: Log): void {
  const traceId = traceIdIn(request.get('traceparent')) ?? randomBytes(16).toString('hex')
  const problem = problemOf(refusal, request.originalUrl, traceId)
  if (problem.status >= 500) {
    const { cause } = refusal
    const because = cause === undefined ? {} : { cause: explain(cause) }
    log.error('request.failed', { trace_id: traceId, code: problem.code, error: explain(refusal), ...because })
  }
  // What has begun as an answer can only be cut.
  if (response.headersSent) return void response.destroy()
  // Who limits requests has said how long to wait.
  if (problem.retryable && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', '1')
  response.status(problem.status).type(problemMediaType).json(problem)
}

const explain = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
