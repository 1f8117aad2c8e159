// What may be asked: a query is a value, never SQL, and is refused whole before anybody reads for it.
import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import { parseChainId, parseId } from '../../core/ids.ts'
import { nameBytesMax } from '../../core/limits.ts'
import type { Element } from '../../core/words.ts'
import { conditionsMax, daysMax, filesMax, groupsByMax, measuresMax, valuesMax, zonesMax } from './limits.ts'

const valid = (parse: (text: string) => unknown) => (text: string) => {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}
const name = z.string().min(1).max(nameBytesMax)
const chainId = z.string().refine(valid(parseChainId), 'a chain id')
const localId = z.string().refine(
  valid((text) => parseId(`did:causeway:asset:xx:${text}`)),
  'the local part of a stream',
)
/** Moments have at most microseconds, as the exported column has. */
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/)
  .refine(isInCalendar, 'a moment of the calendar, in UTC')
const value = z.union([z.string().max(256), z.boolean()])

const conditionSchema = z.union([
  z.strictObject({ element: name, op: z.enum(['eq', 'ne', 'lt', 'lte', 'gt', 'gte']), value }),
  z.strictObject({ element: name, op: z.literal('in'), values: z.array(value).min(1).max(valuesMax) }),
])

export const querySchema = z.strictObject({
  dataset: localId,
  zones: z.array(chainId).min(1).max(zonesMax),
  from: moment,
  until: moment,
  groupBy: z.array(z.union([z.enum(['zone', 'hour', 'day']), z.strictObject({ element: name })])).max(groupsByMax),
  measures: z
    .array(z.strictObject({ element: name, fn: z.enum(['count', 'sum', 'min', 'max', 'mean', 'variance']) }))
    .min(1)
    .max(measuresMax),
  where: z.array(conditionSchema).max(conditionsMax),
})
export const columnSchema = z.strictObject({
  name,
  type: z.enum(['boolean', 'integer', 'decimal', 'text', 'bytes', 'timestamp']),
})

/** What one platform is asked for. It plans the SQL itself; `batchIds` pins the inputs where a result is repeated. */
export const partRequestSchema = z.strictObject({
  query: querySchema,
  columns: z.array(columnSchema).max(measuresMax + groupsByMax + conditionsMax),
  zone: chainId,
  purpose: name,
  deadlineMs: z.int().positive().optional(),
  batchIds: z.array(z.string().max(128)).max(filesMax).optional(),
})

export type Query = Readonly<z.infer<typeof querySchema>>
export type Condition = z.infer<typeof conditionSchema>
export type Fn = Query['measures'][number]['fn']
/** What a query must know of an element of the stream. */
export type Column = Pick<Element, 'name' | 'type'>
export type PartRequest = Readonly<z.infer<typeof partRequestSchema>>

/** Text of the wire as the value that the schema describes; the first mistake is named. */
export function parseShape<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  throw new CausewayError('BODY_INVALID', { path, expected: (issue?.message ?? 'another shape').slice(0, 160) })
}

export function parseQuery(input: unknown): Query {
  const query = parseShape(querySchema, input)
  checkQuery(query)
  return query
}

/** What no shape can say. */
export function checkQuery(query: Query): void {
  checkSpan(query)
  const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length
  if (!distinct(query.zones)) throw new CausewayError('BODY_INVALID', { path: 'zones', expected: 'each zone once' })
  if (!distinct(query.groupBy.map((group) => JSON.stringify(group))))
    throw new CausewayError('BODY_INVALID', { path: 'groupBy', expected: 'each group once' })
}

/** Date.parse takes the 30th of February for the 1st of March. */
function isInCalendar(text: string): boolean {
  const seconds = text.slice(0, 19)
  const ms = Date.parse(`${seconds}Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(seconds)
}

function checkSpan({ from, until }: Query): void {
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000
  if (microseconds(from) >= microseconds(until))
    throw new CausewayError('BODY_INVALID', { path: 'until', expected: 'a moment after from' })
  if (days > daysMax)
    throw new CausewayError('LIMIT_EXCEEDED', { path: 'until', max: `${daysMax} days`, actual: `${days}` })
}

/** Microseconds since 1970; Date keeps milliseconds only. */
export function microseconds(moment: string): bigint {
  const fraction = /\.(\d+)Z$/.exec(moment)?.[1] ?? ''
  const wholeMs = Date.parse(moment.replace(/\.\d+Z$/, 'Z'))
  return BigInt(wholeMs) * 1_000n + BigInt(fraction.padEnd(6, '0'))
}
