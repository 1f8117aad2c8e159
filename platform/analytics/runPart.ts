// Carries out one zone's part of a query where its data is: first the right, then the files.
import { CausewayError } from '../../core/errors.ts'
import type { Duckdb } from './duckdb.ts'
import { checkColumns, inputsOf } from './fileNotes.ts'
import { listFiles, zoneFolder } from './layout.ts'
import { groupsMax } from './limits.ts'
import { type Part, planQuery } from './plan.ts'
import type { Rights } from './ports.ts'
import { checkQuery, type PartRequest, parseShape, partRequestSchema } from './query.ts'

export type PartDeps = {
  readonly engine: Duckdb
  /** The folder `exports`. */
  readonly root: string
  /** Zones whose entries are kept here. */
  readonly zones: readonly string[]
  readonly rights: Rights
}

/** A part as another platform asks for it; the SQL is planned here, from the query. */
export function parsePartRequest(input: unknown): PartRequest {
  const request = parseShape(partRequestSchema, input)
  checkQuery(request.query)
  if (!request.query.zones.includes(request.zone)) {
    throw new CausewayError('BODY_INVALID', { path: 'zone', expected: 'one of query.zones' })
  }
  return request
}

/** Denied, unknown or too large: nothing was read. */
export async function runPart(request: PartRequest, requester: string, deps: PartDeps): Promise<Part> {
  const { query, zone, purpose } = request
  const plan = planQuery(query, request.columns)
  if (!deps.zones.includes(zone)) throw new CausewayError('NOT_FOUND', { zone })
  const elements = plan.columns.map(({ name }) => name)
  const { dataset, from, until } = query
  const answer = await deps.rights.mayAnalyse({ requester, zone, dataset, elements, purpose, from, until })
  if (!answer.allowed) throw new CausewayError('ANALYSIS_DENIED', { zone, dataset, purpose, reason: answer.reason })
  const files = await listFiles(zoneFolder(deps.root, dataset, zone), query, zone, request.batchIds)
  if (files.length === 0) return { zone, engine: deps.engine.name, rows: [], inputs: [] }
  // The asker says of which type an element is; the files decide.
  const { isMixed } = await checkColumns(plan.columns, files, deps.engine)
  const inputs = await inputsOf(zone, query, files, deps.engine)
  const rows = await deps.engine.aggregate(files, plan.statement, { isMixed })
  if (rows.length > groupsMax) throw new CausewayError('ANALYSIS_TOO_LARGE', { zone, limit: `${groupsMax} groups` })
  return { zone, engine: deps.engine.name, rows, inputs }
}
