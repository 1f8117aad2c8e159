// The door of an analytics process: signature over the bytes first, then shape, then rights; errors leave as problems.
import { randomBytes } from 'node:crypto'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import type { CatalogueEntry } from '../../core/chainErrors.ts'
import { CausewayError, catalogue } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'
import { requestBytesMax, requestsPerMinute } from './limits.ts'
import type { AnalyticsPlatform } from './platform.ts'
import type { RequestSignatures } from './ports.ts'
import { parsePartRequest } from './runPart.ts'

export type DoorDeps = {
  readonly platform: Pick<AnalyticsPlatform, 'runPart'>
  readonly signatures: RequestSignatures
  readonly log: Log
}

export const partsPath = '/parts'

export function createDoor(deps: DoorDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(helmet())
  app.use(
    rateLimit({
      windowMs: 60_000,
      limit: requestsPerMinute,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (_request, _response, next) =>
        next(new CausewayError('RATE_LIMITED', { limit: `${requestsPerMinute}` })),
    }),
  )
  app.post(partsPath, express.raw({ limit: requestBytesMax, type: 'application/json' }), async (request, response) => {
    const body = bodyOf(request)
    const requester = await signerOf(request, body, deps.signatures)
    const { value, late } = await deps.platform.runPart(parsePartRequest(parseJson(body)), requester)
    response.json({ part: value, late })
  })
  app.use((request) => {
    throw new CausewayError('NOT_FOUND', { path: request.path })
  })
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerProblem(fromExpress(error), request, response, deps.log)
  })
  return app
}

function bodyOf(request: Request): Uint8Array {
  if (request.body instanceof Uint8Array) return request.body
  throw new CausewayError('MEDIA_TYPE_UNSUPPORTED', { 'content-type': request.get('content-type') ?? 'none' })
}

async function signerOf(request: Request, body: Uint8Array, signatures: RequestSignatures): Promise<string> {
  const header = (name: string): string | undefined => request.get(name)
  const signer = await signatures.signer({ method: 'POST', path: partsPath, header, body })
  if (signer === undefined) throw new CausewayError('REQUEST_UNSIGNED')
  return signer
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown
  } catch (cause) {
    throw new CausewayError('BODY_INVALID', { where: 'body' }, cause)
  }
}

function fromExpress(error: unknown): unknown {
  if (!(error instanceof Error) || !('status' in error) || error instanceof CausewayError) return error
  if (error.status === 413) return new CausewayError('BODY_TOO_LARGE', { max: `${requestBytesMax}` }, error)
  return typeof error.status === 'number' && error.status < 500 ? new CausewayError('BODY_INVALID', {}, error) : error
}

/** RFC 9457, as the API answers. */
function answerProblem(error: unknown, request: Request, response: Response, log: Log): void {
  const traceId = randomBytes(16).toString('hex')
  const known = error instanceof CausewayError ? error : new CausewayError('INTERNAL', {}, error)
  const entry: CatalogueEntry = catalogue[known.code]
  if (entry.status >= 500) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    log.error('request.failed', { trace_id: traceId, code: known.code, error: detail })
  }
  if (entry.retry === 'later') response.setHeader('Retry-After', '1')
  response
    .status(entry.status)
    .type('application/problem+json')
    .json({
      type: `/problems/${known.code.toLowerCase().replaceAll('_', '-')}`,
      title: entry.text,
      status: entry.status,
      detail: known.message,
      instance: request.originalUrl,
      code: known.code,
      retryable: entry.retry === 'later',
      hint: entry.hint,
      traceId,
    })
}
