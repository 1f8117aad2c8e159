// The parts of the proof programme that only compute: the ledger's sums, what tools have printed, hostile input.
import { type Engine, type Entry, goals, renderLedger, sumOf } from '../../docs/assurance/ledger.ts'
import { chosen } from '../attack/attack.ts'
import { faultOf } from '../attack/doors.ts'
import { readRuns, targets } from '../attack/fuzz.ts'
import { mutateBytes, mutateJson } from '../attack/mutate.ts'
import { nextSlices } from '../campaign.ts'
import { readWitnesses, witnesses } from '../model/traces.ts'
import { randomFrom } from '../random.ts'

const entry = (contracts: string, counts: Entry['counts'], violations = 0): Entry => ({
  contracts,
  engine: 'zoo',
  at: '2026-01-01T00:00:00.000Z',
  counts,
  violations,
})

describe('the ledger', () => {
  test('adds up what runs of one engine have done, and never leaves a violation out', () => {
    const entries = [entry('a', { runs: 5 }), entry('a', { runs: 7, other: 1 }, 2)]
    expect(sumOf(entries, { engine: 'zoo', count: 'runs' })).toEqual({ count: 12, runs: 2, violations: 2 })
    expect(sumOf(entries, { engine: 'sim', count: 'runs' })).toEqual({ count: 0, runs: 0, violations: 0 })
  })

  test('counts what the target that was tried least has, over all runs', () => {
    const runs = [entry('a', { votes: 5, text: 90 }), entry('a', { votes: 8 }), entry('a', { text: 1 })]
    expect(sumOf(runs, { engine: 'zoo', count: 'least of a target' }).count).toBe(13)
    expect(sumOf([], { engine: 'zoo', count: 'least of a target' }).count).toBe(0)
  })

  test('adds up faults over their kinds, and says how often the rarest was', () => {
    const noted = { ...entry('a', { seeds: 1 }), engine: 'sim' as const, faults: { restart: 2, 'proof lost': 7 } }
    const runs = [
      { ...entry('a', { faults: 30 }), engine: 'sim' as const },
      noted,
      { ...noted, faults: { restart: 1 } },
    ]
    expect(sumOf(runs, { engine: 'sim', count: 'faults' }).count).toBe(40)
    expect(sumOf(runs, { engine: 'sim', count: 'least of a kind of fault' }).count).toBe(3)
  })

  test('begins anew with every build of the contracts, the newest first', () => {
    const text = renderLedger([entry('old', { runs: 50_000 }), entry('new', { runs: 500 }, 1)])
    expect(text.indexOf('## Contracts new')).toBeLessThan(text.indexOf('## Contracts old'))
    expect(text).toContain('| zoo | runs | 500 | 50000 | 1 % | 1 | 1 |')
    expect(text).toContain('| zoo | runs | 50000 | 50000 | 100 % | 1 | 0 |')
  })
})

describe('a campaign', () => {
  const done = (engine: Engine, counts: Entry['counts'], seed = 0): Entry => ({
    ...entry('a', counts),
    engine,
    seed,
  })
  const reached = goals.map(({ engine, count, full }) => {
    if (count === 'least of a kind of fault') return { ...done(engine, {}), faults: { restart: full } }
    return done(engine, { [count === 'least of a target' ? 'text' : count]: full })
  })
  const without = (one: Engine): readonly Entry[] => reached.filter(({ engine }) => engine !== one)

  test('goes on with what is farthest from its goal, on seeds that were not run', () => {
    const slices = nextSlices(
      [
        ...without('sim'),
        { ...done('sim', { seeds: 500, transactions: 9_000 }, 1_000), faults: { restart: 10_000_000 } },
      ],
      2,
    )
    expect(slices.map(({ goal, words }) => [goal.count, words])).toEqual([
      ['transactions', ['--seeds', '1000', '--from', '1500']],
    ])
  })

  test('kills everywhere once more, or in pairs, by which of the two is missing', () => {
    const some = without('crashes')
    expect(nextSlices([...some, done('crashes', { crashes: 4_543, pairs: 100_000 })], 2)[0]?.words).toEqual([])
    expect(nextSlices([...some, done('crashes', { crashes: 9_086 })], 2)[0]?.words).toEqual(['--pairs', '4000'])
  })

  test('runs beside each other what needs one core alone', () => {
    const some = [...without('fuzz').filter(({ engine }) => engine !== 'zoo'), done('fuzz', { votes: 7, text: 9 })]
    expect(nextSlices(some, 2).map(({ words }) => words)).toEqual([
      ['zoo', '--from', '0'],
      ['fuzz', '--only', 'votes', '--times', '3'],
    ])
    expect(nextSlices(some, 1)).toHaveLength(1)
  })

  test('is over when every goal is reached', () => {
    expect(nextSlices(reached, 2)).toEqual([])
  })
})

test('an answer of a door is a fault where it failed itself, and where no program can read why it refuses', () => {
  const problem = (status: number, code: string): Parameters<typeof faultOf>[1] => ({
    status,
    type: 'application/problem+json; charset=utf-8',
    text: JSON.stringify({ code }),
  })
  expect(faultOf('GET', { status: 200, type: 'text/plain', text: '' })).toBeUndefined()
  expect(faultOf('GET', problem(400, 'BODY_INVALID'))).toBeUndefined()
  expect(faultOf('GET', problem(500, 'INTERNAL'))).toContain('500')
  expect(faultOf('GET', problem(400, 'SOMETHING'))).toBe('400 with the code SOMETHING')
  expect(faultOf('GET', { status: 404, type: 'text/html', text: 'no' })).toBe('404 as text/html: no')
  expect(faultOf('HEAD', { status: 404, type: problem(404, '').type, text: '' })).toBeUndefined()
})

test('an attack on a target that there is not is refused', () => {
  const effort = { times: 1, from: 0, say: () => undefined }
  expect(chosen([{ name: 'a' }, { name: 'b' }], { ...effort, only: 'b' })).toEqual([{ name: 'b' }])
  expect(() => chosen([{ name: 'a' }], { ...effort, only: 'c' })).toThrow('there is no target c; there are a')
})

test('what Quint says of its witnesses is read, and every one of them is asked for', () => {
  const output = witnesses
    .map((name, index) => `${name} was witnessed in ${index} trace(s) out of 9 explored`)
    .join('\n')
  expect([...readWitnesses(output)]).toEqual(witnesses.map((name, index) => [name, index]))
})

test('what libFuzzer says of its runs is read; a fuzzer that says nothing has run nothing', () => {
  expect(readRuns('…\nDone 12345 runs in 61 second(s)\n')).toBe(12_345)
  expect(readRuns('==1==ERROR: libFuzzer: deadly signal')).toBe(0)
  expect(targets().length).toBeGreaterThanOrEqual(10)
})

describe('hostile input', () => {
  const seeds = [Uint8Array.from([1, 2, 3, 4]), Uint8Array.from([9, 9])]
  const value = { a: [1, 2], b: { c: 'x' } }

  test('is the same for the same seed', () => {
    expect(mutateBytes(seeds, randomFrom(3))).toEqual(mutateBytes(seeds, randomFrom(3)))
    expect(mutateJson(value, randomFrom(3))).toEqual(mutateJson(value, randomFrom(3)))
  })

  test('is hardly ever what it was made of, and leaves that alone', () => {
    const random = randomFrom(1)
    const made = Array.from({ length: 200 }, () => JSON.stringify(mutateJson(value, random)))
    expect(new Set(made).size).toBeGreaterThan(40)
    expect(value).toEqual({ a: [1, 2], b: { c: 'x' } })
    const bytes = Array.from({ length: 200 }, () => Buffer.from(mutateBytes(seeds, random)).toString('hex'))
    expect(bytes.filter((hex) => hex === '01020304' || hex === '0909').length).toBeLessThan(20)
  })
})
