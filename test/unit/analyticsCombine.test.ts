// Parts merge exactly, in any order; strange parts are refused; a result becomes a product whose lineage leads back.
import fc from 'fast-check'
import { sha256 } from '../../api/sha256.ts'
import { checkContent } from '../../core/format.ts'
import { parseDataId } from '../../core/ids.ts'
import { combineParts, parsePart, type Result, resultFingerprint } from '../../platform/analytics/combine.ts'
import { divide, formatDecimal, parseDecimal } from '../../platform/analytics/decimal.ts'
import { rootOf } from '../../platform/analytics/digest.ts'
import { type Part, planParts, planQuery } from '../../platform/analytics/plan.ts'
import { planLineage, productOf } from '../../platform/analytics/product.ts'
import { parseQuery } from '../../platform/analytics/query.ts'

const fns = ['count', 'sum', 'min', 'max', 'mean', 'variance'] as const
const planOf = (groupBy: readonly unknown[], zones: readonly string[] = ['zone-a', 'zone-b']) =>
  planQuery(
    parseQuery({
      dataset: 'meters',
      zones,
      from: '2026-01-01T00:00:00Z',
      until: '2026-02-01T00:00:00Z',
      groupBy,
      measures: fns.map((fn) => ({ element: 'load', fn })),
      where: [],
    }),
    [
      { name: 'load', type: 'decimal' },
      { name: 'station', type: 'integer' },
    ],
  )

/** What an engine would answer for these loads, in billionths; states are count, sum, min, max, squares. */
function statesOf(loads: readonly bigint[]): readonly (string | null)[] {
  if (loads.length === 0) return ['0', null, null, null, null]
  const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((a, b) => a + b, 0n)
  const sorted = [...loads].sort((a, b) => (a < b ? -1 : 1))
  const at = (index: number): string => formatDecimal(sorted.at(index) ?? 0n, 9)
  const squares = formatDecimal(sum(loads.map((load) => load * load)), 18)
  return [String(loads.length), formatDecimal(sum(loads), 9), at(0), at(-1), squares]
}
const input = (zone: string, n: number) => ({
  batchId: `did:causeway:entry:${zone}:meters.d.${n}-${n}`,
  root: 'ab'.repeat(32),
  certificateId: '',
})
const part = (zone: string, rows: Part['rows'], batches = 1): Part => ({
  zone,
  engine: 'duckdb v1.5.6',
  rows,
  inputs: Array.from({ length: batches }, (_, index) => input(zone, index + 1)),
})
const load = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })

test('however entries are spread over parts, and parts are ordered, every digit is the same (Y-9.6)', () => {
  const plan = planOf([])
  const anyParts = fc.array(fc.array(load, { maxLength: 8 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(anyParts, (spread) => {
      const parts = spread.map((loads) => part('zone-a', [statesOf(loads)]))
      const whole = combineParts(plan, [part('zone-a', [statesOf(spread.flat())])])
      expect(combineParts(plan, parts).rows).toEqual(whole.rows)
      expect(combineParts(plan, [...parts].reverse()).rows).toEqual(whole.rows)
    }),
  )
})

test('mean and variance are those of the numbers', () => {
  const loads = [1_500_000_000n, 2_500_000_000n, -1_000_000_000n, 3_000_000_000n]
  const { rows } = combineParts(planOf([]), [part('zone-a', [statesOf(loads)])])
  expect(rows).toEqual([['4', '6', '-1', '3', '1.5', '3.166666666666666667']])
  const one = combineParts(planOf([]), [part('zone-a', [statesOf([1n])])])
  expect(one.rows).toEqual([['1', '0.000000001', '0.000000001', '0.000000001', '0.000000001', null]])
})

test('rows are sorted by their keys, numbers as numbers, nothing first', () => {
  const plan = planOf([{ element: 'station' }, 'zone'])
  const rows = (...stations: readonly (string | null)[]) => stations.map((one) => [one, ...statesOf([1n])])
  const result = combineParts(plan, [part('zone-b', rows('10', '9', null)), part('zone-a', rows('9', '-1'))])
  expect(result.rows.map(([station, zone]) => [station, zone])).toEqual([
    [null, 'zone-b'],
    ['-1', 'zone-a'],
    ['9', 'zone-a'],
    ['9', 'zone-b'],
    ['10', 'zone-b'],
  ])
  expect(result.columns[0]).toEqual({ name: 'station', type: 'integer' })
})

test('the fingerprint covers rows, cites, code and query', () => {
  const result = combineParts(planOf([]), [part('zone-a', [statesOf([1n])])])
  const changed: readonly Result[] = [
    { ...result, rows: [] },
    { ...result, cites: [] },
    { ...result, codeHash: '00' },
    { ...result, queryDigest: '00' },
    { ...result, columns: [] },
  ]
  const prints = [result, ...changed].map(resultFingerprint)
  expect(new Set(prints).size).toBe(prints.length)
})

const plan = planOf([{ element: 'station' }])
const [request] = planParts(plan, 'planning')
const good = part('zone-a', [['1', ...statesOf([1n])]])
const strange: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['another zone', { ...good, zone: 'zone-b' }],
  ['a row too short', { ...good, rows: [['1']] }],
  ['a number with an exponent', { ...good, rows: [['1', '1e3', '1', '1', '1', '1']] }],
  ['a fraction of a count', { ...good, rows: [['1', '1.5', '1', '1', '1', '1']] }],
  ['numbers instead of text', { ...good, rows: [[1, 1, 1, 1, 1, 1]] }],
  ['too many groups', { ...good, rows: Array.from({ length: 10_001 }, () => good.rows[0]) }],
  ['a batch of another zone', { ...good, inputs: [input('zone-b', 1)] }],
  ['a batch twice', { ...good, inputs: [input('zone-a', 1), input('zone-a', 1)] }],
  ['a root that is none', { ...good, inputs: [{ ...input('zone-a', 1), root: 'x' }] }],
  ['a member more', { ...good, more: true }],
]
test.each(strange)('a part with %s is refused', (_, answer) => {
  if (request === undefined) throw new Error('no request')
  expect(parsePart(plan, request, good)).toEqual(good)
  expect(() => parsePart(plan, request, answer)).toThrow(expect.objectContaining({ code: 'PARTS_DIFFER' }))
})

test('a part over other batches than those that were pinned is refused', () => {
  if (request === undefined) throw new Error('no request')
  const pinned = { ...request, batchIds: [input('zone-a', 1).batchId] }
  expect(parsePart(plan, pinned, good)).toEqual(good)
  const others = { ...request, batchIds: [input('zone-a', 2).batchId] }
  expect(() => parsePart(plan, others, good)).toThrow(expect.objectContaining({ code: 'PARTS_DIFFER' }))
})

test('division rounds half to even on both sides of zero', () => {
  const cases = [5n, 15n, 25n, -5n, -15n, -25n, 26n, -26n, 24n].map((n) => divide(n, 10n))
  expect(cases).toEqual([0n, 2n, 2n, 0n, -2n, -2n, 3n, -3n, 2n])
})

test('decimals survive the round trip in their shortest form', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n }), fc.nat(12), (units, scale) => {
      expect(parseDecimal(formatDecimal(units, scale), 60, scale)).toBe(units)
    }),
  )
  const texts = ['-0.000', '007.50', '1.', '.5', '+1', '1e3', ''].map((text) => parseDecimal(text, 28, 9))
  expect(texts).toEqual([0n, 7_500_000_000n, undefined, undefined, undefined, undefined, undefined])
})

const terms = {
  id: 'did:causeway:entry:zone-a:meters-report.1',
  access: 'open',
  copyable: true,
  movable: false,
  owner: 'did:causeway:party:zone-a:city',
  controller: '',
  terms: 'urn:terms:1',
  claimedTimeNs: 1n,
} as const

test('a product is a valid record whose lineage names the batches it came from (Y-8.2)', () => {
  const result = combineParts(planOf([]), [part('zone-b', [statesOf([1n])], 2), part('zone-a', [statesOf([2n])])])
  const { envelope, content } = productOf(result, terms)
  checkContent(envelope, content, sha256)
  expect(Buffer.from(envelope.stored?.digest ?? []).toString('hex')).toBe(resultFingerprint(result))
  expect(envelope.lineage).toEqual(
    [input('zone-a', 1), input('zone-b', 1), input('zone-b', 2)].map(({ batchId }) => batchId),
  )
  expect(JSON.parse(new TextDecoder().decode(content))).toEqual(result)
})

test('a product of more batches than an envelope lists names one root per zone, over the batches it cites (Y-8.2)', () => {
  const cites = combineParts(planOf([]), [part('zone-b', [], 30), part('zone-a', [], 3)]).cites
  const lineage = planLineage(cites)
  const ids = (zone: string, n: number): string[] => Array.from({ length: n }, (_, at) => input(zone, at + 1).batchId)
  expect(lineage).toEqual([
    `did:causeway:entry:zone-a:${rootOf(ids('zone-a', 3).sort())}`,
    `did:causeway:entry:zone-b:${rootOf(ids('zone-b', 30).sort())}`,
  ])
  lineage.forEach((id) => void parseDataId(id))
  expect(planLineage(combineParts(planOf([]), [part('zone-b', [], 29), part('zone-a', [], 3)]).cites)).toHaveLength(32)
})

test('a product of nothing has no lineage and is refused', () => {
  const result = combineParts(planOf([]), [])
  expect(() => productOf(result, terms)).toThrow(expect.objectContaining({ code: 'PART_MISSING' }))
})

test('the root over identifiers is the one of RFC 6962', () => {
  const hash = (...parts: readonly Uint8Array[]): Uint8Array => sha256(Buffer.concat(parts))
  const leaf = (text: string): Uint8Array => hash(Uint8Array.of(0), Buffer.from(text))
  const node = (left: Uint8Array, right: Uint8Array): Uint8Array => hash(Uint8Array.of(1), left, right)
  const five = node(node(node(leaf('a'), leaf('b')), node(leaf('c'), leaf('d'))), leaf('e'))
  expect(rootOf(['a', 'b', 'c', 'd', 'e'])).toBe(Buffer.from(five).toString('hex'))
  expect(rootOf(['a'])).toBe(Buffer.from(leaf('a')).toString('hex'))
})
