// The SQL of one part: partial aggregates that merge exactly, over a relation `entries`, with every value a parameter.
import type { Dialect } from './dialect.ts'
import { decimalScale, groupsMax } from './limits.ts'
import type { Column, Condition, Query } from './query.ts'

/** A partial aggregate; its values are exact decimals of `scale` fractional digits. */
export type State = {
  readonly column: Column
  readonly kind: 'count' | 'sum' | 'squares' | 'min' | 'max'
  readonly scale: number
}
export type Key = {
  readonly name: string
  readonly type: Column['type']
  readonly of: 'zone' | 'hour' | 'day' | Column
}
export type Statement = { readonly text: string; readonly parameters: readonly string[] }

const operators = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

export function writeStatement(
  query: Query,
  keys: readonly Key[],
  states: readonly State[],
  columnOf: (name: string) => Column,
  dialect: Dialect,
): Statement {
  const parameters: string[] = []
  const bind = (value: string, type: string): string => {
    parameters.push(value)
    return `CAST(${dialect.parameter(parameters.length)} AS ${type})`
  }
  // The zone is the same in every row of a part: it is added where parts are combined.
  const own = keys.flatMap(({ of }) => (of === 'zone' ? [] : [of]))
  const groups = own.map((of) => groupText(of, dialect))
  const shown = own.map((of) => (typeof of === 'string' ? dialect[of](groupText(of, dialect)) : groupText(of, dialect)))
  const where = [
    `observed_at >= ${bind(query.from, 'TIMESTAMP')}`,
    `observed_at < ${bind(query.until, 'TIMESTAMP')}`,
    ...query.where.map((condition) => conditionText(condition, columnOf(condition.element), bind, dialect)),
  ]
  const text = [
    `SELECT ${[...shown, ...states.map((state) => stateText(state, dialect))].join(', ')}`,
    `FROM entries WHERE ${where.join(' AND ')}`,
    ...(groups.length > 0 ? [`GROUP BY ${groups.join(', ')}`] : []),
    `LIMIT ${groupsMax + 1}`,
  ]
  return { text: text.join(' '), parameters }
}

/** Times are grouped as times and written as text once per group: for every entry it costs as much as the rest. */
function groupText(of: 'hour' | 'day' | Column, dialect: Dialect): string {
  return typeof of === 'string' ? `date_trunc('${of}', observed_at)` : dialect.quote(of.name)
}

function conditionText(
  condition: Condition,
  column: Column,
  bind: (value: string, type: string) => string,
  dialect: Dialect,
): string {
  const name = dialect.quote(column.name)
  const type = dialect.types[column.type]
  if (condition.op !== 'in') return `${name} ${operators[condition.op]} ${bind(String(condition.value), type)}`
  return `${name} IN (${condition.values.map((value) => bind(String(value), type)).join(', ')})`
}

function stateText({ column, kind }: State, dialect: Dialect): string {
  const name = dialect.quote(column.name)
  const isInteger = column.type === 'integer'
  switch (kind) {
    case 'count':
    case 'min':
    case 'max':
      return `${kind}(${name})`
    case 'sum':
      return isInteger ? dialect.sumOfIntegers(name) : `sum(${name})`
    case 'squares':
      return `sum(${isInteger ? dialect.squareOfInteger(name) : squareOfDecimal(name)})`
  }
}

/** 18 digits each, so that the product has 36 and every engine multiplies exactly; larger values overflow, loudly. */
const squareOfDecimal = (name: string): string => {
  const narrow = `CAST(${name} AS DECIMAL(18,${decimalScale}))`
  return `${narrow} * ${narrow}`
}
