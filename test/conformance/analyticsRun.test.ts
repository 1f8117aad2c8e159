// Analyses of real observations in two zones: compared with sums by hand, repeated, refused, and kept to their limits.
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AnalyseDeps, type Ask, analyse } from '../../platform/analytics/analyse.ts'
import type { Result } from '../../platform/analytics/combine.ts'
import { formatDecimal, parseDecimal } from '../../platform/analytics/decimal.ts'
import { planParts, planQuery } from '../../platform/analytics/plan.ts'
import { type AnalyticsPlatform, ownParts } from '../../platform/analytics/platform.ts'
import type { PartAnswer } from '../../platform/analytics/ports.ts'
import { type PartRequest, parseQuery } from '../../platform/analytics/query.ts'
import {
  AnalyticsWorld,
  batchesOf,
  decimal,
  element,
  integer,
  quakeBatches,
  quakeColumns,
  quakes,
  seattleHours,
  weatherBatches,
  weatherColumns,
} from './analyticsWorld.ts'

const hours = seattleHours()
/** A year of hours is four hundred files, each written safely. */
const fillMs = 60_000
const asker = 'did:causeway:platform:zone-a:asker'
let world: AnalyticsWorld
let platforms: Map<string, AnalyticsPlatform>

beforeAll(async () => {
  world = new AnalyticsWorld()
  platforms = new Map()
  for (const zone of ['zone-a', 'zone-b']) platforms.set(zone, await world.filled(zone, weatherBatches(zone, hours)))
  for (const batch of quakeBatches('zone-a')) await platforms.get('zone-a')?.exportBatch(batch)
}, fillMs)
afterAll(() => world.close())
beforeEach(() => {
  world.rights.asked.length = 0
  world.rights.allows = () => true
})

const deps = (own: ReadonlyMap<string, AnalyticsPlatform> = platforms): AnalyseDeps => ({
  sourceOf: (zone) => {
    const platform = own.get(zone)
    return platform && ownParts(platform, asker)
  },
  clock: world.clock,
})

const weather: Record<string, unknown> = {
  dataset: 'weather',
  zones: ['zone-a', 'zone-b'],
  from: '2010-01-01T00:00:00Z',
  until: '2011-01-01T00:00:00Z',
  groupBy: [],
  measures: [
    { element: 'temperature', fn: 'count' },
    { element: 'temperature', fn: 'sum' },
    { element: 'temperature', fn: 'min' },
    { element: 'temperature', fn: 'max' },
    { element: 'temperature', fn: 'mean' },
    { element: 'temperature', fn: 'variance' },
  ],
  where: [],
}
const ask = (query: Record<string, unknown>, more: Partial<Ask> = {}): Ask => ({
  query: { ...weather, ...query },
  columns: weatherColumns,
  purpose: 'planning',
  ...more,
})

/** The measures of `weather` from the file itself, in tenths. */
function byHand(own: typeof hours): readonly string[] {
  const tenths = own.map(({ temperature }) => parseDecimal(temperature, 10, 1) ?? 0n)
  const n = BigInt(tenths.length)
  const sum = tenths.reduce((a, b) => a + b, 0n)
  const squares = tenths.reduce((a, b) => a + b * b, 0n)
  const sorted = [...tenths].sort((a, b) => Number(a - b))
  const at = (index: number): string => formatDecimal(sorted.at(index) ?? 0n, 1)
  const round = (numerator: bigint, denominator: bigint): string => {
    const doubled = (2n * numerator * 10n ** 18n) / denominator
    return formatDecimal((doubled + 1n) / 2n, 18)
  }
  const variance = round(n * squares - sum * sum, 100n * n * (n - 1n))
  return [n.toString(), formatDecimal(sum, 1), at(0), at(-1), round(sum, 10n * n), variance]
}

const number = (result: Result, row: number, column: number): number => Number(result.rows[row]?.[column])

test('an analysis over two zones gives what the file gives by hand, to the last digit (Y-9.6)', async () => {
  const { result } = await analyse(ask({}), deps())
  expect(result.rows).toEqual([byHand(hours)])
  expect(result.columns.map(({ name }) => name)).toEqual([
    'count(temperature)',
    'sum(temperature)',
    'min(temperature)',
    'max(temperature)',
    'mean(temperature)',
    'variance(temperature)',
  ])
  expect(number(result, 0, 4)).toBeCloseTo(
    hours.reduce((sum, { temperature }) => sum + +temperature, 0) / hours.length,
    9,
  )
})

test('groups by zone, day and hour are the days, hours and zones of the entries', async () => {
  const byZone = await analyse(ask({ groupBy: ['zone'] }), deps())
  const isFirst = ({ at }: { at: string }): boolean => at < '2010-07-01'
  expect(byZone.result.rows).toEqual([
    ['zone-a', ...byHand(hours.filter(isFirst))],
    ['zone-b', ...byHand(hours.filter((hour) => !isFirst(hour)))],
  ])
  const byDay = await analyse(ask({ groupBy: ['day'] }), deps())
  expect(byDay.result.rows).toHaveLength(365)
  expect(byDay.result.rows[180]).toEqual([
    '2010-06-30',
    ...byHand(hours.filter(({ at }) => at.startsWith('2010-06-30'))),
  ])
  const byHour = await analyse(ask({ groupBy: ['hour'], until: '2010-01-02T00:00:00Z' }), deps())
  expect(byHour.result.rows[4]?.slice(0, 3)).toEqual(['2010-01-01T05:00:00Z', '1', hours[4]?.temperature])
})

test('a span holds its first moment, and not its last', async () => {
  const span = { from: '2010-06-30T23:00:00Z', until: '2010-07-01T01:00:00Z', groupBy: ['hour'] }
  const { result } = await analyse(ask(span), deps())
  expect(result.rows.map(([hour]) => hour)).toEqual(['2010-06-30T23:00:00Z', '2010-07-01T00:00:00Z'])
})

test('conditions and groups on elements choose as the file does, and an empty cell is no value', async () => {
  const query = {
    dataset: 'quakes',
    zones: ['zone-a'],
    from: '2018-01-01T00:00:00Z',
    until: '2018-12-31T00:00:00Z',
    groupBy: [{ element: 'kind' }],
    measures: [
      { element: 'magnitude', fn: 'count' },
      { element: 'significance', fn: 'sum' },
      { element: 'at', fn: 'max' },
    ],
    where: [
      { element: 'significance', op: 'gte', value: '10' },
      { element: 'kind', op: 'in', values: ['earthquake', 'explosion'] },
    ],
  }
  const { result } = await analyse({ query, columns: quakeColumns, purpose: 'planning' }, deps())
  const expected = ['earthquake', 'explosion'].map((kind) => {
    const own = quakes().filter(({ type, sig }) => type === kind && sig >= 10)
    const latest = BigInt(Math.max(...own.map(({ time }) => time))) * 1_000_000n
    const sum = own.reduce((total, { sig }) => total + sig, 0)
    return [kind, String(own.filter(({ mag }) => mag !== null).length), String(sum), String(latest)]
  })
  expect(result.rows).toEqual(expected)
})

test('nothing in the span is a count of zero and no value, and cites nothing', async () => {
  const { result } = await analyse(ask({ from: '2012-01-01T00:00:00Z', until: '2012-01-02T00:00:00Z' }), deps())
  expect(result.rows).toEqual([['0', null, null, null, null, null]])
  expect(result.cites.map(({ batches }) => batches)).toEqual([[], []])
})

test('a result cites every batch that was read, with its root and certificate (Y-8.2, Y-9.6)', async () => {
  const { result } = await analyse(ask({}), deps())
  const expected = ['zone-a', 'zone-b'].map((zone) => ({
    zone,
    batches: weatherBatches(zone, hours)
      .map(({ batchId, root, certificateId }) => ({ batchId, root, certificateId }))
      .sort((a, b) => (a.batchId < b.batchId ? -1 : 1)),
  }))
  expect(result.cites).toEqual(expected)
})

test('the same query gives the same fingerprint again, with other threads and in a new process (Y-9.6)', async () => {
  const query = ask({ groupBy: ['zone', 'day'] })
  const first = await analyse(query, deps())
  const others = new Map<string, AnalyticsPlatform>()
  for (const zone of platforms.keys()) others.set(zone, await world.open(zone, { threads: { deadline: 1, batch: 4 } }))
  const again = await analyse(query, deps(others))
  expect(again.fingerprint).toBe(first.fingerprint)
  expect(first.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  const other = await analyse(
    ask({ groupBy: ['zone', 'day'], where: [{ element: 'wind', op: 'gt', value: '0' }] }),
    deps(),
  )
  expect(other.fingerprint).not.toBe(first.fingerprint)
})

test(
  'the same entries in batches of another size, written in another order, give the same rows',
  async () => {
    const query = ask({ groupBy: ['day'] })
    const first = await analyse(query, deps())
    const shuffled = new AnalyticsWorld()
    const others = new Map<string, AnalyticsPlatform>()
    for (const zone of platforms.keys()) {
      others.set(zone, await shuffled.filled(zone, [...weatherBatches(zone, hours, 99)].reverse()))
    }
    const other = await analyse(query, deps(others))
    expect(other.result.rows).toEqual(first.result.rows)
    expect(other.result.codeHash).toBe(first.result.codeHash)
    shuffled.close()
  },
  fillMs,
)

test(
  'a result is repeated over the batches that it cites, though more have come since (Y-9.6)',
  async () => {
    const own = new AnalyticsWorld()
    const [first, second, ...later] = weatherBatches('zone-a', hours)
    const platform = await own.filled(
      'zone-a',
      [first, second].flatMap((batch) => batch ?? []),
    )
    const source = deps(new Map([['zone-a', platform]]))
    const query = ask({ zones: ['zone-a'] })
    const before = await analyse(query, source)
    for (const batch of later) await platform.exportBatch(batch)
    expect((await analyse(query, source)).fingerprint).not.toBe(before.fingerprint)
    const repeated = await analyse({ ...query, repeats: before.result }, source)
    expect(repeated).toEqual(before)
    rmSync(join(own.root('zone-a'), 'dataset=weather/zone=zone-a/day=2010-01-01'), { recursive: true })
    await expect(analyse({ ...query, repeats: before.result }, source)).rejects.toMatchObject({ code: 'INPUT_MISSING' })
    own.close()
  },
  fillMs,
)

test('a batch of which one day is missing is refused instead of counted in part', async () => {
  const own = new AnalyticsWorld()
  const platform = await own.filled('zone-a', weatherBatches('zone-a', hours.slice(0, 60)))
  const source = deps(new Map([['zone-a', platform]]))
  rmSync(join(own.root('zone-a'), 'dataset=weather/zone=zone-a/day=2010-01-02'), { recursive: true })
  const query = { zones: ['zone-a'] }
  await expect(analyse(ask(query), source)).rejects.toMatchObject({ code: 'INPUT_MISSING' })
  const { result } = await analyse(ask({ ...query, until: '2010-01-02T00:00:00Z' }), source)
  expect(result.rows[0]?.[0]).toBe('23')
  own.close()
})

test('without the right nothing is read, not even a file that would fail (Y-9.6)', async () => {
  const own = new AnalyticsWorld()
  const platform = await own.filled('zone-a', weatherBatches('zone-a', hours.slice(0, 5)))
  const day = join(own.root('zone-a'), 'dataset=weather/zone=zone-a/day=2010-01-01')
  for (const file of readdirSync(day)) writeFileSync(join(day, file), 'no Parquet')
  const source = deps(new Map([['zone-a', platform]]))
  own.rights.allows = ({ purpose }) => purpose === 'research'
  const query = { zones: ['zone-a'], where: [{ element: 'wind', op: 'gt', value: '1' }] }
  await expect(analyse(ask(query), source)).rejects.toMatchObject({ code: 'ANALYSIS_DENIED' })
  expect(own.rights.asked).toEqual([
    {
      requester: asker,
      zone: 'zone-a',
      dataset: 'weather',
      elements: ['temperature', 'wind'],
      purpose: 'planning',
      from: '2010-01-01T00:00:00Z',
      until: '2011-01-01T00:00:00Z',
    },
  ])
  await expect(analyse(ask(query, { purpose: 'research' }), source)).rejects.not.toMatchObject({
    code: 'ANALYSIS_DENIED',
  })
  own.close()
})

test('one zone that refuses leaves no result at all, and says which zone it was', async () => {
  world.rights.allows = ({ zone }) => zone === 'zone-a'
  const refusal = analyse(ask({}), deps())
  await expect(refusal).rejects.toMatchObject({ code: 'ANALYSIS_DENIED', facts: { zone: 'zone-b' } })
  const alone = new Map([...platforms].filter(([zone]) => zone === 'zone-a'))
  await expect(analyse(ask({}), deps(alone))).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' })
})

test('an analysis says that it is late when a part was, and its result is the same (Y-8.2.2)', async () => {
  const span = { until: '2010-01-02T00:00:00Z' }
  const inTime = await analyse(ask(span, { deadlineMs: 1_000 }), deps())
  expect(inTime.late).toBe(false)
  const { sourceOf, clock } = deps()
  const part = async (zone: string, request: PartRequest): Promise<PartAnswer> => {
    const answer = await sourceOf(zone)?.part(request)
    if (answer === undefined) throw new Error(`no platform of ${zone}`)
    return { ...answer, late: zone === 'zone-b' }
  }
  const slow: AnalyseDeps = { clock, sourceOf: (zone) => ({ part: (request) => part(zone, request) }) }
  expect(await analyse(ask(span, { deadlineMs: 1_000 }), slow)).toEqual({ ...inTime, late: true })
})

test('a deadline is answered before the batch analyses that were asked for earlier (Y-8.2.2)', async () => {
  const platform = platforms.get('zone-a')
  const [request] = planParts(planQuery(parseQuery({ ...weather, zones: ['zone-a'] }), weatherColumns), 'planning')
  if (platform === undefined || request === undefined) throw new Error('no platform')
  const ended: string[] = []
  const run = async (name: string, deadlineMs?: number): Promise<void> => {
    await platform.runPart({ ...request, ...(deadlineMs === undefined ? {} : { deadlineMs }) }, asker)
    ended.push(name)
  }
  const batch = Array.from({ length: 10 }, (_, index) => run(`batch ${index}`))
  await run('deadline', 1_000)
  expect(ended.length).toBeLessThan(10)
  await Promise.all(batch)
  expect(ended.filter((name) => name !== 'deadline')).toEqual(batch.map((_, index) => `batch ${index}`))
})

test('an element of another type than its files have is refused, whatever the asker claims', async () => {
  const columns = weatherColumns.map(({ name }) => ({ name, type: 'integer' as const }))
  await expect(analyse(ask({}, { columns }), deps())).rejects.toMatchObject({ code: 'ELEMENT_UNSUITABLE' })
  const unknown = [...weatherColumns, { name: 'humidity', type: 'decimal' as const }]
  const measures = [{ element: 'humidity', fn: 'sum' }]
  await expect(analyse(ask({ measures }, { columns: unknown }), deps())).rejects.toMatchObject({
    code: 'ELEMENT_UNSUITABLE',
    facts: { element: 'humidity' },
  })
})

test('a stream whose model grew is analysed over its old and its new batches', async () => {
  const own = new AnalyticsWorld()
  const [old] = weatherBatches('zone-a', hours.slice(0, 5))
  const grown = [element('humidity', 'integer'), element('wind', 'decimal')]
  const observations = [{ observedAt: '2010-01-02T00:00:00Z', cells: [integer(40n), decimal('1.5')] }]
  const batches = batchesOf('zone-a', 'weather', 'station-2', grown, observations)
  const platform = await own.filled(
    'zone-a',
    [old, ...batches].flatMap((batch) => batch ?? []),
  )
  const measures = [
    { element: 'humidity', fn: 'sum' },
    { element: 'wind', fn: 'count' },
    { element: 'pressure', fn: 'count' },
  ]
  const columns = [...weatherColumns, { name: 'humidity', type: 'integer' as const }]
  const source = deps(new Map([['zone-a', platform]]))
  const { result } = await analyse(ask({ zones: ['zone-a'], measures }, { columns }), source)
  expect(result.rows).toEqual([['40', '6', '5']])
  const other = columns.map(({ name }) => ({ name, type: 'text' as const }))
  const count = [{ element: 'humidity', fn: 'count' }]
  const wrong = analyse(ask({ zones: ['zone-a'], measures: count }, { columns: other }), source)
  await expect(wrong).rejects.toMatchObject({ code: 'ELEMENT_UNSUITABLE', facts: { element: 'humidity' } })
  own.close()
})

test('names and values are never read as SQL', async () => {
  const name = `x" FROM entries; DROP TABLE entries; --`
  const own = new AnalyticsWorld()
  const observations = ['1.5', '2.5'].map((value) => ({ observedAt: '2010-01-01T00:00:00Z', cells: [decimal(value)] }))
  const platform = await own.filled(
    'zone-a',
    batchesOf('zone-a', 'weather', 'd', [element(name, 'decimal')], observations),
  )
  const columns = [{ name, type: 'decimal' as const }]
  const query = { zones: ['zone-a'], measures: [{ element: name, fn: 'sum' }] }
  const { result } = await analyse(ask(query, { columns }), deps(new Map([['zone-a', platform]])))
  expect(result.rows).toEqual([['4']])
  own.close()
})

test('what cannot be summed exactly is refused, never rounded', async () => {
  const own = new AnalyticsWorld()
  const observations = ['9999999999.5', '1'].map((value) => ({
    observedAt: '2010-01-01T00:00:00Z',
    cells: [decimal(value)],
  }))
  const elements = [element('temperature', 'decimal')]
  const platform = await own.filled('zone-a', batchesOf('zone-a', 'weather', 'd', elements, observations))
  const source = deps(new Map([['zone-a', platform]]))
  const squares = ask({ zones: ['zone-a'], measures: [{ element: 'temperature', fn: 'variance' }] })
  await expect(analyse(squares, source)).rejects.toMatchObject({ code: 'ANALYSIS_OVERFLOW' })
  const sum = ask({ zones: ['zone-a'], measures: [{ element: 'temperature', fn: 'sum' }] })
  expect((await analyse(sum, source)).result.rows).toEqual([['10000000000.5']])
  own.close()
})

test('a file that was renamed to another batch is not believed', async () => {
  const own = new AnalyticsWorld()
  const platform = await own.filled('zone-a', weatherBatches('zone-a', hours.slice(0, 5)))
  const day = join(own.root('zone-a'), 'dataset=weather/zone=zone-a/day=2010-01-01')
  renameSync(join(day, 'weather.station-1.1-5.parquet'), join(day, 'weather.station-2.1-5.parquet'))
  const refusal = analyse(ask({ zones: ['zone-a'] }), deps(new Map([['zone-a', platform]])))
  await expect(refusal).rejects.toMatchObject({ code: 'INPUT_MISSING' })
  own.close()
})
