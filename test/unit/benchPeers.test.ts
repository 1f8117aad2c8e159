// The parts of the relayers' benchmark that compute: lost blocks, floors, orders, choices, tables, targets, charts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCpuSeconds, parsePeakMb } from '../bench/cpu.ts'
import { quantile } from '../bench/figure.ts'
import { commitsMin, countCommits, floorMs, hopsOf, livesOf } from '../bench/hops.ts'
import type { Arrival, PacketSight } from '../bench/observer.ts'
import { drawChart, stairs, ticksAround } from '../bench/peers/chart.ts'
import { hermesVersion } from '../bench/peers/install.ts'
import { keepRun, readKept } from '../bench/peers/kept.ts'
import type { Outcome, Run } from '../bench/peers/matrix.ts'
import { cell, renderReport, repeatsText, table, versionsText } from '../bench/peers/report.ts'
import { lastOf, thinned } from '../bench/peers/scenarios.ts'
import { targetFigures } from '../bench/peers/targets.ts'
import { readChoice } from '../bench/relayer.ts'
import { shuffled } from '../random.ts'

const sight = (chainId: string, kind: PacketSight['kind'], height: number, atMs: number, key = 'p/1'): PacketSight => ({
  chainId,
  kind,
  key,
  height: BigInt(height),
  atMs,
})

/** Blocks of `a` each 500 ms from 1,000, those of `b` 200 ms later. */
const blocks = (fromMs: number): Arrival[] =>
  Array.from({ length: 12 }, (_, index) => ({ height: BigInt(index + 1), atMs: fromMs + index * 500 }))
const observer = {
  arrivals: new Map([
    ['a', blocks(1_000)],
    ['b', blocks(1_200)],
  ]),
}
const sent = sight('a', 'sent', 3, 2_000)

describe('commits of a hop', () => {
  test('are two where the message stands in the first block after the proof block, and more by each block lost', () => {
    // Block 4 of a, at 2,500, proves; block 4 of b, at 2,700, is the next.
    for (const [height, commits] of [
      [4, 2],
      [5, 3],
      [9, 7],
    ] as const) {
      const to = sight('b', 'received', height, 1_200 + (height - 1) * 500)
      expect(countCommits(observer, { from: sent, to })).toBe(commits)
    }
    expect(commitsMin).toBe(2)
  })

  test('are paired by packet and kind, whatever the order of the sights', () => {
    const other = 'p/2'
    const sights = [
      sent,
      sight('a', 'sent', 3, 2_000, other),
      sight('b', 'received', 5, 3_200, other),
      sight('b', 'received', 4, 2_700),
      sight('b', 'ack_written', 4, 2_700),
      sight('a', 'acknowledged', 6, 3_500),
    ]
    expect(hopsOf(sights).map(({ from, to }) => [from.kind, to.kind, to.height])).toEqual([
      ['sent', 'received', 4n],
      ['ack_written', 'acknowledged', 6n],
      ['sent', 'received', 5n],
    ])
  })

  test('an event that a second relayer makes come again counts once, by its first block', () => {
    const again = [sight('b', 'received', 4, 2_700), sight('b', 'received', 6, 3_700)]
    expect(livesOf([sent, ...again]).get('p/1')?.received?.height).toBe(4n)
  })

  test('at their fewest take the time that the blocks of both chains leave', () => {
    // There: proven at 2,500, in b at 2,700. Back: proven by b's block 5 at 3,200, in a at 3,500.
    expect(floorMs(observer, sent, 'b')).toEqual({ recv: 700, ack: 1_500 })
    expect(floorMs(observer, sight('a', 'sent', 12, 6_500), 'b')).toEqual({ recv: Number.NaN, ack: Number.NaN })
  })
})

test('quantiles lie between neighbours, and nothing has none', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
  expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2)
  expect(quantile([7], 0.95)).toBe(7)
  expect(quantile([], 0.5)).toBeNaN()
})

test("a process's time is that of program and kernel, and its name may hold spaces and parentheses", () => {
  const rest = 'S 1 2 2 0 -1 4194304 100 200 3 4 1234 66 11 12 20 0 11 0 300 1000 200'
  expect(parseCpuSeconds(`4711 (a (strange) name) ${rest}`)).toBe(13)
  expect(parsePeakMb('VmPeak:\t  900000 kB\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n')).toBe(200)
  expect(parsePeakMb('')).toBeNaN()
})

test('the last of packets that are not all there came no sooner than one gave up waiting', () => {
  expect(lastOf([100, 300, 200], 3, 9_000)).toBe(300)
  expect(lastOf([100, 300], 3, 9_000)).toBe(9_000)
  expect(lastOf([], 1, 9_000)).toBe(9_000)
})

test('an order has everybody once, and draws decide it', () => {
  const draws = [0.99, 0, 0.5]
  expect(shuffled(['x', 'y', 'z'], () => draws.shift() ?? 0)).toEqual(['z', 'x', 'y'])
  expect([...shuffled([1, 2, 3, 4])].sort()).toEqual([1, 2, 3, 4])
})

describe('what is to be measured', () => {
  test('is everything five times, or what the beginnings of names say', () => {
    const all = readChoice([])
    expect([all.repeats, all.scenarios.length, all.names.length, all.settings.length]).toEqual([5, 9, 3, 2])
    const some = readChoice(['idle', 'link', '--repeats', '2', '--relayers', 'rly,causeway', '--settings', 'tuned'])
    expect(some.scenarios.map(({ name }) => name)).toEqual(['idle-500ms', 'idle-200ms', 'link-500ms'])
    expect([some.repeats, some.names, some.settings]).toEqual([2, ['causeway', 'rly'], ['tuned']])
  })

  test('a part of the counts leaves the names as they are', () => {
    const [burst] = readChoice(['burst-3000', '--part', '0.1']).scenarios
    expect([burst?.name, burst?.about]).toEqual(['burst-3000-500ms', '300 packets at once, blocks of 500 ms'])
  })

  test('names of nothing are refused with what there is', () => {
    expect(() => readChoice(['idel'])).toThrow('no scenario idel; there are idle-500ms, ')
    expect(() => readChoice(['--relayers', 'confio'])).toThrow('unknown: confio; there are causeway, hermes, rly')
    expect(() => readChoice(['--repeat', '3'])).toThrow('--repeat')
    expect(() => readChoice(['--part', '0.1', '--write'])).toThrow('no --write')
  })
})

const done = (metrics: Record<string, number>, ackMs: readonly number[] = []): Run => ({
  result: { metrics, ackMs, floorMs: 1_500 },
})
const outcome = (name: string, runs: Record<string, readonly Run[]>): Outcome => ({
  scenario: { name, about: 'packets & <blocks>' },
  runs: new Map(Object.entries(runs)),
})

describe('targets', () => {
  const last = (seconds: number): Run => done({ 'send → ack, last, s': seconds })

  test('a ratio is taken within each repeat, and its median counts', () => {
    const runs = { Causeway: [last(2), last(10), last(4)], 'Hermes, tuned': [last(8), last(20), last(40)] }
    const [figure] = targetFigures([outcome('burst-1000-500ms', runs)])
    expect(figure).toMatchObject({ name: 'last ack of 1000 at once, sooner than Hermes', value: 4, met: true })
    expect(figure?.spread).toContain('n 3')
  })

  test('a repeat in which one of the two failed gives no ratio; none at all is a miss', () => {
    const runs = { Causeway: [last(2), last(2)], 'Hermes, tuned': [last(4), { failure: 'gone' }] }
    expect(targetFigures([outcome('burst-1000-500ms', runs)])[0]).toMatchObject({ value: 2, met: false })
    const failed = { Causeway: [{ failure: 'gone' }], 'Hermes, tuned': [last(4)] }
    expect(targetFigures([outcome('burst-1000-500ms', failed)])[0]).toMatchObject({ value: Number.NaN, met: false })
  })

  test('of a relayer that was not measured nothing is said', () => {
    const runs = { 'Hermes, tuned': [done({ 'hops that lost none, %': 99 })] }
    expect(targetFigures([outcome('idle-200ms', runs)])).toEqual([])
  })

  test('what a further machine has measured is judged by itself', () => {
    const lost = (value: number): Record<string, Run[]> => ({ Causeway: [done({ 'hops that lost none, %': value })] })
    const further = { ...outcome('idle-200ms', lost(70)), title: 'idle-200ms-2' }
    expect(targetFigures([outcome('idle-200ms', lost(99)), further]).map(({ name, met }) => [name, met])).toEqual([
      ['idle, 200 ms', true],
      ['idle, 200 ms (idle-200ms-2)', false],
    ])
  })

  test('without a tuned Hermes only what is asked of ours by itself remains', () => {
    const runs = { Causeway: [done({ 'hops that lost none, %': 99, 'send → ack, p50, s': 0.6 })] }
    expect(targetFigures([outcome('idle-200ms', runs)]).map(({ name, met }) => [name, met])).toEqual([
      ['idle, 200 ms', true],
    ])
  })
})

describe('the document', () => {
  const runs = { Causeway: [done({ 'x, s': 1 }), done({ 'x, s': 3 })], 'Hermes, tuned': [{ failure: 'gone' }] }

  test('has medians with quartiles, a dash for nothing, and says what failed', () => {
    expect(cell(runs.Causeway, 'x, s')).toBe('2 (1.5–2.5)')
    expect(cell([done({ 'x, s': 1.23456 })], 'x, s')).toBe('1.23')
    expect(table(outcome('some', runs)).split('\n')).toEqual([
      '|  | Causeway | Hermes, tuned |',
      '| --- | --- | --- |',
      '| x, s | 2 (1.5–2.5) | – |',
      '| runs that failed | 0 | 1 |',
    ])
  })

  test('shows versions, every configuration and the charts that there are', () => {
    const measured = { outcomes: [{ ...outcome('some', runs), setup: versionsText(), title: 'some' }], figures: [] }
    const text = renderReport(measured, new Set(['some']))
    expect(text).toContain(`Hermes ${hermesVersion}`)
    expect(text).toContain('![some](benchmarks/some.svg)')
    for (const words of ["interval = '50ms'", "interval = '1s'", 'min-loop-duration: 50ms', 'min-loop-duration: 1s'])
      expect(text).toContain(words)
    expect(renderReport(measured, new Set())).not.toContain('![some]')
  })
})

describe('runs that are kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const one = { setup: '2 cores', scenario: { name: 'idle-500ms', about: 'single packets' } }

  test('are read as if they had been done in one go: pairs stay pairs, and what was not done is no failure', () => {
    const file = join(folder, 'runs.jsonl')
    const ratio = (value: number): Run => done({ 'x, s': value })
    keepRun(file, { ...one, repeat: 'first 0', label: 'Hermes, tuned', run: ratio(8) })
    keepRun(file, { ...one, repeat: 'first 0', label: 'Causeway', run: ratio(2) })
    keepRun(file, { ...one, repeat: 'later 0', label: 'Causeway', run: done({ 'x, s': Number.NaN }) })
    const [outcome] = readKept(file) as unknown as [Outcome]
    expect([...outcome.runs]).toEqual([
      ['Causeway', [ratio(2), ratio(Number.NaN)]],
      ['Hermes, tuned', [ratio(8), {}]],
    ])
    expect(table(outcome)).not.toContain('failed')
    expect(repeatsText(outcome)).toBe('repeats: Causeway 2; Hermes, tuned 1')
  })

  test('of other machines or versions are told by themselves, and compared with nothing', () => {
    const file = join(folder, 'mixed.jsonl')
    keepRun(file, { ...one, repeat: '0', label: 'Causeway', run: done({ 'x, s': 1 }) })
    keepRun(file, { ...one, setup: '4 cores', repeat: '1', label: 'Causeway', run: done({ 'x, s': 2 }) })
    expect(readKept(file).map(({ setup, title, runs }) => [setup, title, runs.get('Causeway')])).toEqual([
      ['2 cores', 'idle-500ms', [done({ 'x, s': 1 })]],
      ['4 cores', 'idle-500ms-2', [done({ 'x, s': 2 })]],
    ])
  })

  test('keep what never came back and what was not measured apart', () => {
    const file = join(folder, 'gaps.jsonl')
    const run = done({ 'x, s': Number.NaN }, [7, Number.POSITIVE_INFINITY])
    keepRun(file, { ...one, repeat: '0', label: 'Causeway', run })
    expect(readKept(file)[0]?.runs.get('Causeway')).toEqual([run])
  })

  test('keep of many packets enough for a chart, and those that never came back among them', () => {
    expect(thinned([3.4, 1.6], 3)).toEqual([2, 3, Number.POSITIVE_INFINITY])
    const many = thinned(
      Array.from({ length: 3_000 }, (_, index) => 3_000 - index),
      4_000,
    )
    expect([many.length, many[0], many.at(-1)]).toEqual([200, 1, Number.POSITIVE_INFINITY])
    expect(many.filter(Number.isFinite)).toHaveLength(150)
  })
})

describe('a chart', () => {
  test('has ticks around what it shows', () => {
    expect(ticksAround(1_500, 81_000)).toEqual([1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000])
    expect(ticksAround(200, 200)).toEqual([200])
  })

  test('rises by one step a packet, up to the part that was acknowledged', () => {
    const curve = { name: 'x', samples: [200, 100], total: 4, never: 2 }
    // The plot is 286 high and ends at 330: a quarter is 71.5.
    expect(stairs(curve, (ms) => ms)).toBe('100,330 100,258.5 200,258.5 200,187')
    const many = { name: 'x', samples: Array.from({ length: 3_000 }, (_, index) => index + 1), total: 3_000, never: 0 }
    const points = stairs(many, (ms) => ms).split(' ')
    expect(points.length).toBeLessThan(420)
    expect(points.at(-1)).toBe('3000,44')
  })

  test('draws each relayer that relayed, the floor, and who left packets behind', () => {
    const curves = [
      { name: 'Causeway', samples: [1_600, 1_700], total: 2, never: 0 },
      { name: 'Hermes', samples: [30_000], total: 3, never: 2 },
      { name: 'rly', samples: [], total: 3, never: 3 },
    ]
    const svg = drawChart({ title: 'packets & <blocks>', curves, floorMs: 1_500 })
    expect(svg.match(/<polyline /g)).toHaveLength(2)
    expect(svg).toContain('>two commits a hop<')
    expect(svg).toContain('>Hermes (2 never)<')
    expect(svg).toContain('packets &amp; &lt;blocks>')
    expect(drawChart({ title: '', curves, floorMs: Number.NaN })).not.toContain('two commits')
    expect(svg).not.toMatch(/NaN|Infinity/)
  })
})
