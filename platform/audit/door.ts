// The door of an audit process: questions of auditors that are on chain, and data by its identifier for everybody.
import type { KeyObject } from 'node:crypto'
import { type Express, type Request, Router } from 'express'
import { CausewayError } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'
import type { RequestSignatures } from '../analytics/ports.ts'
import { type Door, type DoorOptions, listenHttp } from '../process/doors.ts'
import { createDoorApp } from '../process/problem.ts'
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

export const openAuditDoor = (options: DoorOptions, deps: AuditDoorDeps): Promise<Door> =>
  listenHttp(createAuditApp(deps), options)

export function createAuditApp(deps: AuditDoorDeps, perMinute = requestsPerMinute): Express {
  return createDoorApp({ log: deps.log, requestsPerMinute: perMinute }, (app) => {
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
  })
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
