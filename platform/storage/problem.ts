// How the doors of platforms refuse: a body of another shape, and every error as application/problem+json.
import type { Response } from 'express'
import type { z } from 'zod'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'

/** Throws REQUEST_INVALID with the first mistake. */
export function parseBody<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new CausewayError('REQUEST_INVALID', { reason: `${issue?.path.join('.')}: ${issue?.message}` })
}

export function answerProblem(error: unknown, response: Response, log: Log): void {
  const known = isCausewayError(error) ? error : fromExpress(error)
  if (known.status >= 500) log.error('request.failed', { code: known.code, reason: error })
  if (response.headersSent) return void response.destroy()
  const { message: title, status, code, hint, retryable } = known
  const problem = { title, status, code, hint, retryable }
  response
    .status(known.status)
    .type('application/problem+json')
    .json({ ...problem, facts: known.facts })
}

/** What the parsers of Express refuse; anything else nobody foresaw, and says nothing of the inside. */
function fromExpress(error: unknown): CausewayError {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (status === 413) return new CausewayError('OBJECT_TOO_LARGE', {}, error)
  const ours = typeof status === 'number' && status < 500
  return ours ? new CausewayError('REQUEST_INVALID', {}, error) : new CausewayError('INTERNAL', {}, error)
}
