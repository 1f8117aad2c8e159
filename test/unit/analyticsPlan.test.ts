// What a query may be, into which statement it is planned, and by which digests it is known.

import { sparkDialect } from '../../platform/analytics/dialect.ts'
import { codeHash, planParts, planQuery } from '../../platform/analytics/plan.ts'
import { type Column, parseQuery, type Query } from '../../platform/analytics/query.ts'

const columns: readonly Column[] = [
  { name: 'load', type: 'decimal' },
  { name: 'count', type: 'integer' },
  { name: 'open', type: 'boolean' },
  { name: 'place', type: 'text' },
  { name: 'raw', type: 'bytes' },
  { name: 'seen', type: 'timestamp' },
]
const base = {
  dataset: 'meters',
  zones: ['zone-a', 'zone-b'],
  from: '2026-01-01T00:00:00Z',
  until: '2026-02-01T00:00:00Z',
  groupBy: [],
  measures: [{ element: 'load', fn: 'sum' }],
  where: [],
}
const query = (change: object = {}): Query => parseQuery({ ...base, ...change })
const plan = (change: object = {}) => planQuery(query(change), columns)

test('a plan asks every zone for the same part, and for the elements it touches alone', () => {
  const planned = plan({ groupBy: ['zone', { element: 'place' }], where: [{ element: 'open', op: 'eq', value: true }] })
  const parts = planParts(planned, 'planning', 5)
  expect(parts.map(({ zone }) => zone)).toEqual(['zone-a', 'zone-b'])
  expect(parts[0]?.columns.map(({ name }) => name)).toEqual(['load', 'open', 'place'])
  expect(parts[1]).toEqual({ ...parts[0], zone: 'zone-b' })
  expect(parts[0]).toMatchObject({ purpose: 'planning', deadlineMs: 5 })
})

test('the statement holds names in quotes and no value at all', () => {
  const where = [{ element: 'place', op: 'in', values: ["x' OR 1=1 --", 'y'] }]
  const { statement } = plan({ where, groupBy: ['hour', { element: 'place' }] })
  expect(statement.text).toBe(
    [
      `SELECT strftime(date_trunc('hour', observed_at), '%Y-%m-%dT%H:00:00Z'), "place", sum("load") FROM entries`,
      'WHERE observed_at >= CAST($1 AS TIMESTAMP) AND observed_at < CAST($2 AS TIMESTAMP)',
      'AND "place" IN (CAST($3 AS VARCHAR), CAST($4 AS VARCHAR))',
      `GROUP BY date_trunc('hour', observed_at), "place" LIMIT 10001`,
    ].join(' '),
  )
  expect(statement.parameters).toEqual([base.from, base.until, "x' OR 1=1 --", 'y'])
})

test('a name with quotes stays one name in every dialect', () => {
  const odd = { name: 'a"b`c', type: 'integer' } as const
  const asked = query({ measures: [{ element: odd.name, fn: 'max' }] })
  expect(planQuery(asked, [odd]).statement.text).toContain('max("a""b`c")')
  expect(planQuery(asked, [odd], sparkDialect).statement.text).toContain('max(`a"b``c`)')
})

test('the code hash changes with the statement and the engine, not with values or the order of zones', () => {
  const one = codeHash(plan(), ['duckdb v1.5.6', 'duckdb v1.5.6'])
  expect(one).toMatch(/^[0-9a-f]{64}$/)
  expect(codeHash(plan({ from: '2026-01-02T00:00:00Z', zones: ['zone-b'] }), ['duckdb v1.5.6'])).toBe(one)
  expect(codeHash(plan(), ['duckdb v1.5.7'])).not.toBe(one)
  expect(codeHash(plan(), ['duckdb v1.5.6', 'spark 4.1.1'])).not.toBe(one)
  expect(codeHash(plan({ measures: [{ element: 'load', fn: 'max' }] }), ['duckdb v1.5.6'])).not.toBe(one)
})

test('the query digest is that of the query, however its members were ordered', () => {
  const reordered = Object.fromEntries(Object.entries(base).reverse())
  expect(planQuery(parseQuery(reordered), columns).queryDigest).toBe(plan().queryDigest)
  expect(plan({ from: '2026-01-02T00:00:00Z' }).queryDigest).not.toBe(plan().queryDigest)
})

const unsuitable: readonly (readonly [string, object])[] = [
  ['a sum of text', { measures: [{ element: 'place', fn: 'sum' }] }],
  ['a mean of moments', { measures: [{ element: 'seen', fn: 'mean' }] }],
  ['the least of booleans', { measures: [{ element: 'open', fn: 'min' }] }],
  ['an element that the stream does not have', { measures: [{ element: 'rain', fn: 'sum' }] }],
  ['groups of decimals', { groupBy: [{ element: 'load' }] }],
  ['a condition on bytes', { where: [{ element: 'raw', op: 'eq', value: 'x' }] }],
  ['a boolean that is less', { where: [{ element: 'open', op: 'lt', value: true }] }],
  ['a boolean as text', { where: [{ element: 'open', op: 'eq', value: 'true' }] }],
  ['a decimal with ten fractional digits', { where: [{ element: 'load', op: 'eq', value: '0.1234567891' }] }],
  ['a decimal with an exponent', { where: [{ element: 'load', op: 'eq', value: '1e3' }] }],
  ['an integer above 64 bits', { where: [{ element: 'count', op: 'in', values: ['1', '9223372036854775808'] }] }],
]
test.each(unsuitable)('%s is refused before anybody reads for it', (_, change) => {
  expect(() => plan(change)).toThrow(expect.objectContaining({ code: 'ELEMENT_UNSUITABLE' }))
})

const malformed: readonly (readonly [string, object, string])[] = [
  ['no zone', { zones: [] }, 'BODY_INVALID'],
  ['seventeen zones', { zones: Array.from({ length: 17 }, (_, at) => `zone-${at}`) }, 'BODY_INVALID'],
  ['a zone twice', { zones: ['zone-a', 'zone-a'] }, 'BODY_INVALID'],
  ['a group twice', { groupBy: ['hour', 'hour'] }, 'BODY_INVALID'],
  ['no measure', { measures: [] }, 'BODY_INVALID'],
  ['a member that nobody knows', { limit: 5 }, 'BODY_INVALID'],
  ['a function that nobody knows', { measures: [{ element: 'load', fn: 'median' }] }, 'BODY_INVALID'],
  ['the 30th of February', { from: '2026-02-30T00:00:00Z', until: '2026-04-01T00:00:00Z' }, 'BODY_INVALID'],
  ['a moment of another time zone', { from: '2026-01-01T00:00:00+01:00' }, 'BODY_INVALID'],
  ['nanoseconds', { from: '2026-01-01T00:00:00.123456789Z' }, 'BODY_INVALID'],
  ['an empty span', { until: base.from }, 'BODY_INVALID'],
  ['a span of eleven years', { from: '2015-01-01T00:00:00Z' }, 'LIMIT_EXCEEDED'],
]
test.each(malformed)('a query with %s is refused', (_, change, code) => {
  expect(() => query(change)).toThrow(expect.objectContaining({ code }))
})

test('a span of one microsecond is a span', () => {
  expect(query({ from: '2026-01-01T00:00:00.000001Z', until: '2026-01-01T00:00:00.000002Z' })).toBeDefined()
})
