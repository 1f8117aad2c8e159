// Decides how a query is split: one part per zone, each with the same statement over partial aggregates.

import { CausewayError } from '../../core/errors.ts'
import { parseDecimal } from './decimal.ts'
import { type Dialect, duckdbDialect } from './dialect.ts'
import { digestOf } from './digest.ts'
import { decimalDigits, decimalScale } from './limits.ts'
import type { Column, Condition, Fn, PartRequest, Query } from './query.ts'
import { type Key, type State, type Statement, writeStatement } from './statement.ts'

/** Changes whenever the same query would be calculated in another way. */
const plannerVersion = 1

export type Measure = { readonly column: Column; readonly fn: Fn }
export type Plan = {
  readonly query: Query
  readonly queryDigest: string
  readonly keys: readonly Key[]
  readonly measures: readonly Measure[]
  readonly states: readonly State[]
  readonly statement: Statement
  /** The elements that the query touches, by ascending name: what rights are asked for. */
  readonly columns: readonly Column[]
}
export type Input = { readonly batchId: string; readonly root: string; readonly certificateId: string }
/** What one zone answers: partial aggregates, keys first, and the batches whose files were read. */
export type Part = {
  readonly zone: string
  readonly engine: string
  readonly rows: readonly (readonly (string | null)[])[]
  readonly inputs: readonly Input[]
}

/** States behind each function: they merge by addition or comparison, in any order. */
const statesOf: Readonly<Record<Fn, readonly State['kind'][]>> = {
  count: ['count'],
  sum: ['sum'],
  min: ['min'],
  max: ['max'],
  mean: ['count', 'sum'],
  variance: ['count', 'sum', 'squares'],
}
const measurable: Readonly<Record<Column['type'], readonly Fn[]>> = {
  boolean: ['count'],
  text: ['count'],
  bytes: ['count'],
  timestamp: ['count', 'min', 'max'],
  integer: ['count', 'sum', 'min', 'max', 'mean', 'variance'],
  decimal: ['count', 'sum', 'min', 'max', 'mean', 'variance'],
}

/** `columns` are elements of the stream; those that the query does not touch are left out of the plan. */
export function planQuery(query: Query, columns: readonly Column[], dialect: Dialect = duckdbDialect): Plan {
  const columnOf = (element: string): Column => {
    const column = columns.find(({ name }) => name === element)
    return column ?? unsuitable(element, 'an element of the stream')
  }
  const keys = query.groupBy.map((group) => keyOf(group, columnOf))
  const measures = query.measures.map(({ element, fn }) => measureOf(columnOf(element), fn))
  for (const condition of query.where) checkCondition(condition, columnOf(condition.element))
  const states = planStates(measures)
  const touched = new Map(
    [...measures.map(({ column }) => column), ...keys.flatMap(({ of }) => (typeof of === 'string' ? [] : [of]))]
      .concat(query.where.map(({ element }) => columnOf(element)))
      .map(({ name, type }) => [name, { name, type }]),
  )
  return {
    query,
    queryDigest: digestOf(query),
    keys,
    measures,
    states,
    statement: writeStatement(query, keys, states, columnOf, dialect),
    columns: [...touched.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

/** One request per zone; `batchIds` pins what a result cites. */
export function planParts(
  { query, columns }: Plan,
  purpose: string,
  deadlineMs?: number,
  batchIds?: (zone: string) => readonly string[],
): readonly PartRequest[] {
  return query.zones.map((zone) => ({
    query,
    columns: [...columns],
    zone,
    purpose,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(batchIds === undefined ? {} : { batchIds: [...batchIds(zone)] }),
  }))
}

/** What calculated a result: the planner, the normalised SQL, and every engine that ran it with its version. */
export function codeHash({ statement }: Plan, engines: readonly string[]): string {
  return digestOf({ planner: plannerVersion, statement: statement.text, engines: [...new Set(engines)].sort() })
}

function planStates(measures: readonly Measure[]): readonly State[] {
  const states = new Map<string, State>()
  for (const { column, fn } of measures) {
    for (const kind of statesOf[fn])
      states.set(`${kind} ${column.name}`, { column, kind, scale: scaleOf(column, kind) })
  }
  return [...states.values()]
}

function scaleOf(column: Column, kind: State['kind']): number {
  if (kind === 'count' || column.type !== 'decimal') return 0
  return kind === 'squares' ? 2 * decimalScale : decimalScale
}

function keyOf(group: Query['groupBy'][number], columnOf: (element: string) => Column): Key {
  if (typeof group === 'string') return { name: group, type: 'text', of: group }
  const column = columnOf(group.element)
  if (!['boolean', 'integer', 'text'].includes(column.type)) unsuitable(column.name, 'boolean | integer | text')
  return { name: column.name, type: column.type, of: column }
}

function measureOf(column: Column, fn: Fn): Measure {
  if (!measurable[column.type].includes(fn)) unsuitable(column.name, `${fn} of another type than ${column.type}`)
  return { column, fn }
}

/** Engines round and parse in their own ways, so a value must already be one of its type, exactly. */
function checkCondition(condition: Condition, column: Column): void {
  const { name, type } = column
  if (type === 'bytes') unsuitable(name, 'no condition on bytes')
  if (type === 'boolean' && !['eq', 'ne', 'in'].includes(condition.op)) unsuitable(name, 'eq | ne | in')
  for (const value of condition.op === 'in' ? condition.values : [condition.value]) {
    const fits = type === 'boolean' ? typeof value === 'boolean' : typeof value === 'string' && isText(value, type)
    if (!fits) unsuitable(name, `a value of type ${type}, numbers as text`)
  }
}

function isText(value: string, type: Exclude<Column['type'], 'bytes' | 'boolean'>): boolean {
  if (type === 'text') return true
  if (type === 'decimal') return parseDecimal(value, decimalDigits, decimalScale) !== undefined
  return /^-?\d{1,19}$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value)
}

function unsuitable(element: string, expected: string): never {
  throw new CausewayError('ELEMENT_UNSUITABLE', { element, expected })
}
