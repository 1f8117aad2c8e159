// Merges the parts of all zones into one result. Exact and pure: neither order nor number of parts changes a digit.

import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import { divide, formatDecimal, parseDecimal } from './decimal.ts'
import { digestOf } from './digest.ts'
import { decimalScale, filesMax, groupsMax, quotientScale } from './limits.ts'
import { codeHash, type Input, type Measure, type Part, type Plan } from './plan.ts'
import type { Column, PartRequest } from './query.ts'
import type { Key, State } from './statement.ts'

export type Cite = { readonly zone: string; readonly batches: readonly Input[] }
/** Numbers are decimal text, so that nothing is rounded on the way and RFC 8785 gives one spelling. */
export type Result = {
  readonly columns: readonly { readonly name: string; readonly type: Column['type'] }[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly cites: readonly Cite[]
  readonly codeHash: string
  readonly queryDigest: string
}

/** Of a result, in RFC 8785 form: who repeats the query over the cited batches gets the same 64 digits. */
export const resultFingerprint = (result: Result): string => digestOf(result)

const partSchema = z.strictObject({
  zone: z.string(),
  engine: z.string().min(1).max(64),
  rows: z.array(z.array(z.string().max(65_536).nullable())).max(groupsMax),
  inputs: z
    .array(
      z.strictObject({
        batchId: z.string().max(128),
        root: z.string().regex(/^[0-9a-f]{64}$/),
        certificateId: z.string().max(256),
      }),
    )
    .max(filesMax),
})

/** The answer of another platform as a part, or PARTS_DIFFER: it is trusted for its numbers, not for their form. */
export function parsePart(plan: Plan, request: PartRequest, input: unknown): Part {
  const { zone } = request
  const differs = (path: string): never => {
    throw new CausewayError('PARTS_DIFFER', { zone, path })
  }
  const parsed = partSchema.safeParse(input)
  if (!parsed.success) return differs(parsed.error.issues[0]?.path.join('.') ?? '')
  const part = parsed.data
  if (part.zone !== zone) differs('zone')
  const ids = part.inputs.map(({ batchId }) => batchId)
  if (new Set(ids).size !== ids.length || !ids.every((id) => isBatchOf(id, zone))) differs('inputs')
  if (request.batchIds !== undefined && [...request.batchIds].sort().join() !== [...ids].sort().join())
    differs('inputs')
  const width = keysInParts(plan).length + plan.states.length
  part.rows.forEach((row, index) => {
    if (row.length !== width || readStates(plan, row) === undefined) differs(`rows.${index}`)
  })
  return part
}

function isBatchOf(id: string, zone: string): boolean {
  try {
    const { kind, chainId } = parseId(id)
    return kind === 'entry' && chainId === zone
  } catch {
    return false
  }
}

const keysInParts = ({ keys }: Plan): readonly Key[] => keys.filter(({ of }) => of !== 'zone')

type Units = bigint | null

/** States of a row as units of their scale; undefined where one is no exact number. */
function readStates(plan: Plan, row: readonly (string | null)[]): readonly Units[] | undefined {
  const units = plan.states.map(({ scale }, index) => {
    const text = row[keysInParts(plan).length + index]
    return text === null || text === undefined ? null : parseDecimal(text, 60, scale)
  })
  return units.every((one): one is Units => one !== undefined) ? units : undefined
}

export function combineParts(plan: Plan, parts: readonly Part[]): Result {
  const groups = new Map<string, { readonly keys: readonly (string | null)[]; states: readonly Units[] }>()
  // Over nothing, an aggregate without groups still has one row.
  if (plan.keys.length === 0) groups.set('[]', { keys: [], states: plan.states.map(() => null) })
  for (const part of parts) {
    for (const row of part.rows) {
      const states = readStates(plan, row)
      if (states === undefined) throw new CausewayError('PARTS_DIFFER', { zone: part.zone, path: 'rows' })
      const keys = keysOf(plan, part, row)
      const group = groups.get(JSON.stringify(keys))
      if (group === undefined) groups.set(JSON.stringify(keys), { keys, states })
      else group.states = plan.states.map(({ kind }, at) => merge(kind, group.states[at] ?? null, states[at] ?? null))
    }
  }
  if (groups.size > groupsMax) throw new CausewayError('ANALYSIS_TOO_LARGE', { limit: `${groupsMax} groups` })
  return {
    columns: [
      ...plan.keys.map(({ name, type }) => ({ name, type })),
      ...plan.measures.map((measure) => ({ name: `${measure.fn}(${measure.column.name})`, type: typeOf(measure) })),
    ],
    rows: [...groups.values()]
      .sort((a, b) => compareKeys(plan.keys, a.keys, b.keys))
      .map(({ keys, states }) => [...keys, ...plan.measures.map((measure) => finish(plan, measure, states))]),
    cites: parts
      .map(({ zone, inputs }) => ({ zone, batches: [...inputs].sort((a, b) => compare(a.batchId, b.batchId)) }))
      .sort((a, b) => compare(a.zone, b.zone)),
    codeHash: codeHash(
      plan,
      parts.map(({ engine }) => engine),
    ),
    queryDigest: plan.queryDigest,
  }
}

function keysOf(plan: Plan, part: Part, row: readonly (string | null)[]): readonly (string | null)[] {
  let next = 0
  return plan.keys.map(({ of }) => (of === 'zone' ? part.zone : (row[next++] ?? null)))
}

function merge(kind: State['kind'], a: Units, b: Units): Units {
  if (a === null || b === null) return a ?? b
  if (kind === 'min') return a < b ? a : b
  if (kind === 'max') return a > b ? a : b
  return a + b
}

function typeOf({ column, fn }: Measure): Column['type'] {
  if (fn === 'count') return 'integer'
  return fn === 'mean' || fn === 'variance' ? 'decimal' : column.type
}

function finish(plan: Plan, { column, fn }: Measure, states: readonly Units[]): string | null {
  const state = (kind: State['kind']): Units =>
    states[plan.states.findIndex((one) => one.kind === kind && one.column.name === column.name)] ?? null
  const scale = column.type === 'decimal' ? decimalScale : 0
  if (fn === 'count') return (state('count') ?? 0n).toString()
  if (fn === 'mean' || fn === 'variance') {
    const count = state('count') ?? 0n
    const sum = state('sum') ?? 0n
    const units = fn === 'mean' ? mean(count, sum, scale) : variance(count, sum, state('squares') ?? 0n, scale)
    return units === undefined ? null : formatDecimal(units, quotientScale)
  }
  const units = state(fn)
  return units === null ? null : formatDecimal(units, scale)
}

const mean = (count: bigint, sum: bigint, scale: number): bigint | undefined =>
  count === 0n ? undefined : divide(sum * 10n ** BigInt(quotientScale - scale), count)

/** Of a sample, as SQL's `variance`: (n * sum of squares - sum squared) / (n * (n - 1)). */
function variance(count: bigint, sum: bigint, squares: bigint, scale: number): bigint | undefined {
  if (count < 2n) return undefined
  const numerator = (count * squares - sum * sum) * 10n ** BigInt(quotientScale - 2 * scale)
  return divide(numerator, count * (count - 1n))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function compareKeys(keys: readonly Key[], a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [index, { type }] of keys.entries()) {
    const [left, right] = [a[index] ?? null, b[index] ?? null]
    if (left === right) continue
    if (left === null || right === null) return left === null ? -1 : 1
    if (type === 'integer') return BigInt(left) < BigInt(right) ? -1 : 1
    return compare(left, right)
  }
  return 0
}
