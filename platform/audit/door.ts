// The door of an audit process: questions of auditors that are on chain, and data by its identifier for everybody.
import type { KeyObject } from 'node:crypto'
import express, { type Express, type NextFunction, type Request, type Response, Router } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { CausewayError } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'
import type { RequestSignatures } from '../analytics/ports.ts'
import type { AuditIndex } from './auditIndex.ts'
import type { FoundData } from './findData.ts'
import { pageLinesMax, reportLinesMax, requestsPerMinute } from './limits.ts'
import type { AuditLine } from './lines.ts'
import { parseQuestion, type Question } from './question.ts'
import { csvOf, reportOf, signReport } from './report.ts'

export type AuditDoorDeps = {
  readonly index: AuditIndex
  readonly chainIds: readonly string[]
  readonly signatures: RequestSignatures
  /** Throws unless this use of the scope is on chain. */
  readonly admit: (party: string, question: Question) => Promise<void>
  readonly find: (id: string) => Promise<FoundData>
  /** DID and key of whoever vouches for reports. */
  readonly signer: { readonly did: string; readonly key: KeyObject }
  readonly log: Log
}

export const eventsPath = '/v1/audit-events'
export const reportsPath = '/v1/audit-reports'

export function createAuditDoor(deps: AuditDoorDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(helmet())
  const handler = (_request: Request, _response: Response, next: NextFunction): void =>
    next(new CausewayError('RATE_LIMITED', { limit: `${requestsPerMinute}` }))
  app.use(rateLimit({ windowMs: 60_000, limit: requestsPerMinute, handler, legacyHeaders: false }))
  app.get(eventsPath, async (request, response) => {
    const { query, after } = await admitted(request, deps)
    const { lines, next } = await deps.index.find(query, pageLinesMax, after)
    response.json({ lines: reportOf(query, lines, await readTo(deps)).lines, ...(next && { next }) })
  })
  app.get(reportsPath, async (request, response) => {
    const { query, format } = await admitted(request, deps)
    // Heights first: what is read meanwhile may be in the report, but nothing below these heights is missing.
    const heights = await readTo(deps)
    const report = reportOf(query, await allLines(deps.index, query), heights)
    const { did, key } = deps.signer
    response.json(format === 'csv' ? signReport(csvOf(report), did, key) : signReport(report, did, key))
  })
  app.use(dataRoutes(deps.find))
  app.use((request) => {
    throw new CausewayError('NOT_FOUND', { path: request.path })
  })
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    answerProblem(error, response, deps.log)
  })
  return app
}

/** `GET /v1/data/{did}`, for the door of any platform. */
export function dataRoutes(find: AuditDoorDeps['find']): Router {
  const router = Router()
  router.get('/v1/data/:id', async (request, response) => {
    response.json(await find(request.params.id))
  })
  return router
}

async function admitted(request: Request, { signatures, admit, log }: AuditDoorDeps): Promise<Question> {
  const header = (name: string): string | undefined => request.get(name)
  const signed = { method: 'GET', path: request.originalUrl, header, body: new Uint8Array() }
  const party = await signatures.signer(signed)
  if (party === undefined) throw new CausewayError('REQUEST_UNSIGNED')
  const question = parseQuestion(request.query)
  await admit(party, question)
  log.info('audit.asked', { party, record: question.record })
  return question
}

async function readTo({ index, chainIds }: AuditDoorDeps): Promise<ReadonlyMap<string, bigint>> {
  return new Map(await Promise.all(chainIds.map(async (id) => [id, await index.height(id)] as const)))
}

/** LIMIT_EXCEEDED instead of a report that lacks lines. */
async function allLines(index: AuditIndex, query: Question['query']): Promise<readonly AuditLine[]> {
  const lines: AuditLine[] = []
  for (let after: string | undefined; ; ) {
    const page = await index.find(query, pageLinesMax, after)
    lines.push(...page.lines)
    if (lines.length > reportLinesMax) throw new CausewayError('LIMIT_EXCEEDED', { max: `${reportLinesMax} lines` })
    if (page.next === undefined) return lines
    after = page.next
  }
}

function answerProblem(error: unknown, response: Response, log: Log): void {
  const known = error instanceof CausewayError ? error : new CausewayError('INTERNAL', {}, error)
  const { code, status, facts, retryable, hint } = known
  if (status >= 500) log.error('audit.request_failed', { code, error: String(known.cause ?? known) })
  if (retryable) response.setHeader('Retry-After', '1')
  const type = `/problems/${code.toLowerCase().replaceAll('_', '-')}`
  const problem = { type, title: known.message, status, code, retryable, hint, facts }
  response.status(status).type('application/problem+json').json(problem)
}
