// What runs next: earliest deadline first, never behind batch work, and late results say so.

import { waitingMax } from '../../platform/analytics/limits.ts'
import { Scheduler } from '../../platform/analytics/scheduler.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'

type Piece = { readonly start: PromiseWithResolvers<void>; readonly end: PromiseWithResolvers<void> }

class Work {
  readonly started: string[] = []
  readonly #pieces = new Map<string, Piece>()

  /** A piece of work that ends when the test says so, be it before it starts. */
  named(name: string): (lane: string) => Promise<string> {
    const { start, end } = this.#piece(name)
    return async (lane) => {
      this.started.push(`${name} in ${lane}`)
      start.resolve()
      await end.promise
      return name
    }
  }

  start(name: string): Promise<void> {
    return this.#piece(name).start.promise
  }

  end(name: string, error?: Error): void {
    const { end } = this.#piece(name)
    if (error === undefined) end.resolve()
    else end.reject(error)
  }

  #piece(name: string): Piece {
    const piece = this.#pieces.get(name) ?? { start: Promise.withResolvers(), end: Promise.withResolvers() }
    this.#pieces.set(name, piece)
    return piece
  }
}

const clock = { ms: 0, nowMs: () => clock.ms }
let scheduler: Scheduler
let work: Work
beforeEach(() => {
  clock.ms = 0
  scheduler = new Scheduler(clock)
  work = new Work()
})

test('work with a deadline starts at once while batch work runs (Y-8.2.2)', async () => {
  const batch = scheduler.run(undefined, work.named('b'))
  const urgent = scheduler.run(1_000, work.named('u'))
  expect(work.started).toEqual(['b in batch', 'u in deadline'])
  work.end('u')
  expect(await urgent).toEqual({ value: 'u', lane: 'deadline', late: false, waitedMs: 0, ranMs: 0 })
  work.end('b')
  expect(await batch).toMatchObject({ lane: 'batch', late: false })
})

test('the earliest deadline runs first, and equal deadlines in the order in which they came (Y-8.2.2)', async () => {
  const deadlines: readonly (readonly [string, number])[] = [
    ['first', 9_000],
    ['late', 8_000],
    ['early', 2_000],
    ['middle', 5_000],
    ['middle too', 5_000],
  ]
  const all = deadlines.map(([name, deadlineMs]) => scheduler.run(deadlineMs, work.named(name)))
  for (const name of ['first', 'early', 'middle', 'middle too', 'late']) {
    work.end(name)
    await all[deadlines.findIndex(([other]) => other === name)]
  }
  expect(work.started.map((one) => one.replace(' in deadline', ''))).toEqual([
    'first',
    'early',
    'middle',
    'middle too',
    'late',
  ])
})

test('batch work runs one at a time, in the order in which it came', async () => {
  const all = ['a', 'b', 'c'].map((name) => scheduler.run(undefined, work.named(name)))
  expect(work.started).toEqual(['a in batch'])
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    work.end(name)
    await all[index]
  }
  expect(work.started).toEqual(['a in batch', 'b in batch', 'c in batch'])
})

test('a result that comes after its deadline is flagged, with how long it waited and ran (Y-8.2.2)', async () => {
  const first = scheduler.run(100, work.named('first'))
  const second = scheduler.run(200, work.named('second'))
  clock.ms = 100
  work.end('first')
  expect(await first).toMatchObject({ late: false, waitedMs: 0, ranMs: 100 })
  await work.start('second')
  clock.ms = 201
  work.end('second')
  expect(await second).toMatchObject({ late: true, waitedMs: 100, ranMs: 101 })
})

test('work that fails rejects, and the next one runs', async () => {
  const first = scheduler.run(1, work.named('first'))
  const second = scheduler.run(2, work.named('second'))
  work.end('first', new Error('no'))
  await expect(first).rejects.toThrow('no')
  work.end('second')
  expect((await second).value).toBe('second')
})

test('a full lane refuses what comes next, and leaves the other lane alone', async () => {
  const ends = Array.from({ length: waitingMax + 1 }, (_, index) => scheduler.run(1_000, work.named(`w${index}`)))
  await expect(scheduler.run(1, work.named('more'))).rejects.toMatchObject({ code: 'ANALYSES_WAITING' })
  const batch = scheduler.run(undefined, work.named('batch'))
  work.end('batch')
  expect((await batch).value).toBe('batch')
  for (const [index, end] of ends.entries()) {
    work.end(`w${index}`)
    await end
  }
})

test('batch work from a durable queue shares the lane, and runs again when its process died', async () => {
  const queues = new MemoryQueues()
  const queue = queues.open<{ name: string }>('{analytics.zone-a}')
  const taken = Promise.withResolvers<void>()
  scheduler.workBatch(queue, () => {
    taken.resolve()
    return new Promise(() => undefined)
  })
  await queue.add([{ id: 'monthly', data: { name: 'monthly' } }])
  await taken.promise
  queues.crash()
  const done = Promise.withResolvers<string>()
  new Scheduler(clock).workBatch(queues.open<{ name: string }>('{analytics.zone-a}'), async ({ name }, lane) => {
    done.resolve(`${name} in ${lane}`)
  })
  expect(await done.promise).toBe('monthly in batch')
})
