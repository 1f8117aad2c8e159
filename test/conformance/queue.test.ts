// One suite for every JobQueue: the memory fake and BullMQ on a real Redis keep the same promises.
import { CausewayError } from '../../core/errors.ts'
import { openBullmq, retryDelayMs } from '../../relayer/adapters/bullmqQueue.ts'
import type { Job, JobQueue } from '../../relayer/ports.ts'
import { RedisServer } from '../fakes/redisServer.ts'
import { bullmqWorld, clusterWorld, memoryWorld, type QueueWorld, shortLocks, silent } from './queueCases.ts'

type Data = { readonly text: string }

/** What a handler saw, with a promise for the moment when it has seen enough. */
class Seen {
  readonly ids: string[] = []
  #waits: { readonly count: number; readonly resolve: () => void }[] = []

  push(id: string): void {
    this.ids.push(id)
    for (const { resolve } of this.#waits.filter(({ count }) => count <= this.ids.length)) resolve()
  }

  until(count: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.ids.length >= count) resolve()
      else this.#waits.push({ count, resolve })
    })
  }
}

const job = (id: string, text = id): Job<Data> => ({ id, data: { text } })

async function settled(queue: JobQueue<Data>, is: (counts: Awaited<ReturnType<typeof queue.counts>>) => boolean) {
  for (;;) {
    const counts = await queue.counts()
    if (is(counts)) return counts
  }
}

const worlds: readonly (readonly [string, () => Promise<QueueWorld>])[] = [
  ['memory', memoryWorld],
  ['BullMQ', bullmqWorld],
  ['BullMQ over a Cluster', clusterWorld],
]

describe.each(worlds)('a queue on %s', (_, start) => {
  let world: QueueWorld
  let session: ReturnType<QueueWorld['open']>
  let lane = 0
  let queue: JobQueue<Data>

  beforeAll(async () => {
    world = await start()
  })
  afterAll(() => world.stop())
  beforeEach(() => {
    session = world.open()
    lane += 1
    queue = session.openQueue<Data>(`{lane-${lane}.zone-a}`)
  })
  afterEach(() => session.close())

  /** Works the queue of the test; `handle` may throw. */
  function working(handle: (job: Job<Data>) => void | Promise<void> = () => undefined, concurrency = 1): Seen {
    const seen = new Seen()
    queue.work(
      async (taken) => {
        seen.push(taken.id)
        await handle(taken)
      },
      { concurrency },
    )
    return seen
  }

  test('runs jobs in the order in which they were added, one at a time, with their data', async () => {
    const texts: string[] = []
    let running = 0
    const seen = working(async ({ data }) => {
      running += 1
      expect(running).toBe(1)
      texts.push(data.text)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    })
    await queue.add([job('a', 'ä "1"'), job('b')])
    await queue.add([job('c')])
    await seen.until(3)
    expect(seen.ids).toEqual(['a', 'b', 'c'])
    expect(texts).toEqual(['ä "1"', 'b', 'c'])
  })

  test('adds an id once for as long as it is there, waiting, running or just completed', async () => {
    await queue.add([job('a'), job('a', 'again')])
    await session.openQueue<Data>(queue.name).add([job('a', 'by another')])
    expect(await queue.counts()).toEqual({ waiting: 1, active: 0, failed: 0 })
    const seen = working(() => queue.add([job('a', 'while it runs')]))
    await settled(queue, ({ waiting, active }) => waiting + active === 0)
    await queue.add([job('a', 'once it is done'), job('z')])
    await seen.until(2)
    expect(seen.ids).toEqual(['a', 'z'])
  })

  test('runs as many jobs at once as it is told, and no more', async () => {
    let release = (): void => undefined
    const open = new Promise<void>((resolve) => {
      release = resolve
    })
    const seen = working(() => open, 3)
    await queue.add(['a', 'b', 'c', 'd'].map((id) => job(id)))
    await seen.until(3)
    expect(await queue.counts()).toEqual({ waiting: 1, active: 3, failed: 0 })
    release()
    await seen.until(4)
  })

  test('repeats a job that threw until it succeeds, and lets the next ones pass meanwhile', async () => {
    let throwing = 2
    const seen = working(({ id }) => {
      if (id === 'a' && throwing-- > 0) throw new CausewayError('CHAIN_UNREACHABLE', { chainId: 'zone-a' })
    })
    await queue.add([job('a'), job('b')])
    await seen.until(4)
    expect(seen.ids.slice(0, 2)).toEqual(['a', 'b'])
    expect(seen.ids.filter((id) => id === 'a')).toHaveLength(3)
    const counts = await settled(queue, ({ waiting, active }) => waiting + active === 0)
    expect(counts.failed).toBe(0)
  })

  test('ends a job whose error says never, counts it, and takes its id again', async () => {
    const seen = working(({ data }) => {
      if (data.text === 'bad') throw new CausewayError('HANDSHAKE_REFUSED', {})
    })
    await queue.add([job('a', 'bad')])
    const counts = await settled(queue, ({ failed }) => failed > 0)
    expect(counts).toEqual({ waiting: 0, active: 0, failed: 1 })
    await queue.add([job('a', 'good')])
    await seen.until(2)
    expect(await settled(queue, ({ waiting, active }) => waiting + active === 0)).toMatchObject({ failed: 1 })
  })

  test('gives a job whose worker died to another worker', async () => {
    await queue.add([job('a')])
    await world.dieWorking(queue.name)
    const seen = working()
    await seen.until(1)
    expect(seen.ids).toEqual(['a'])
  }, 15_000)

  test('rests when it is told to and works again later; what it did not end is done by whoever works then', async () => {
    const seen = working()
    await queue.add([job('a')])
    await settled(queue, ({ waiting, active }) => waiting + active === 0)
    await queue.rest()
    await queue.add([job('b')])
    const other = session.openQueue<Data>(queue.name)
    const others = new Seen()
    other.work(async ({ id }) => others.push(id), { concurrency: 1 })
    await others.until(1)
    await other.rest()
    await queue.add([job('c')])
    const again = working()
    await again.until(1)
    expect([seen.ids, others.ids, again.ids]).toEqual([['a'], ['b'], ['c']])
  })

  test('refuses ids that BullMQ would refuse', async () => {
    await expect(queue.add([job('1')])).rejects.toThrow('a job id that BullMQ refuses: 1')
    await expect(queue.add([job('a:b')])).rejects.toThrow('a job id that BullMQ refuses: a:b')
    expect(await queue.counts()).toMatchObject({ waiting: 0 })
  })

  test('works on after it was emptied in the middle of a job', async () => {
    const seen = working(async ({ id }) => {
      if (id === 'a') await world.empty()
    })
    await queue.add([job('a'), job('lost')])
    await seen.until(1)
    await settled(queue, ({ waiting, active }) => waiting + active === 0)
    await queue.add([job('b')])
    await seen.until(2)
    expect(seen.ids).toEqual(['a', 'b'])
  })

  test('tells within a second or two that its server is away, and goes on by itself when it is back', async () => {
    const seen = working()
    await queue.add([job('before')])
    await seen.until(1)
    await world.goDown()
    const asked = performance.now()
    await expect(queue.add([job('away')])).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' })
    await expect(queue.counts()).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' })
    expect(performance.now() - asked).toBeLessThan(4_000)
    await world.comeBack()
    for (;;) {
      const added = await queue.add([job('after')]).then(
        () => true,
        () => false,
      )
      if (added) break
    }
    await seen.until(2)
    expect(seen.ids).toEqual(['before', 'after'])
  }, 15_000)

  test('begins to work once a server that was away at the start is there, with the jobs that it kept', async () => {
    await queue.add([job('kept')])
    await world.goDown()
    const late = world.open()
    const seen = new Seen()
    late.openQueue<Data>(queue.name).work(async ({ id }) => seen.push(id), { concurrency: 1 })
    await expect(late.openQueue<Data>(queue.name).counts()).rejects.toMatchObject({ code: 'REDIS_UNAVAILABLE' })
    await world.comeBack()
    await seen.until(1)
    expect(seen.ids).toEqual(['kept'])
    await late.close()
  }, 15_000)

  test('closes while its server is away', async () => {
    const away = world.open()
    const gone = away.openQueue<Data>(queue.name)
    gone.work(async () => undefined, { concurrency: 1 })
    await gone.add([job('a')])
    await settled(gone, ({ waiting, active }) => waiting + active === 0)
    await world.goDown()
    await away.close()
    await world.comeBack()
  }, 15_000)
})

describe('BullMQ alone', () => {
  test('retries come quickly at first, double up to ten seconds, and differ by chance', () => {
    expect([1, 2, 3, 7, 8, 20].map((attempt) => retryDelayMs(attempt, 0))).toEqual([
      100, 200, 400, 6_400, 10_000, 10_000,
    ])
    expect(retryDelayMs(1, 1)).toBe(50)
    expect(retryDelayMs(20, 0.5)).toBe(7_500)
  })

  test('a server that holds its connections and does not answer is away as well', async () => {
    const server = await RedisServer.start()
    const bullmq = openBullmq({ url: server.url, log: silent })
    await bullmq.ping()
    server.freeze()
    const asked = performance.now()
    await expect(bullmq.ping()).rejects.toMatchObject({
      code: 'REDIS_UNAVAILABLE',
      facts: { redis: `127.0.0.1:${server.port}`, reason: 'no answer within 1000 ms' },
    })
    expect(performance.now() - asked).toBeLessThan(2_000)
    server.thaw()
    await bullmq.ping()
    await bullmq.close()
    await server.stop()
  })

  test('closing does not wait for ever for a job that does not end, and another process runs it again', async () => {
    const server = await RedisServer.start()
    const [first, second] = [1, 2].map(() => openBullmq({ url: server.url, log: silent, ...shortLocks }))
    const seen = new Seen()
    const hang = (): Promise<void> => {
      seen.push('first')
      return new Promise(() => undefined)
    }
    const queue = first?.openQueue<Data>('{lane}')
    queue?.work(hang, { concurrency: 1 })
    await queue?.add([job('a')])
    await seen.until(1)
    await first?.close()
    second?.openQueue<Data>('{lane}').work(async () => seen.push('second'), { concurrency: 1 })
    await seen.until(2)
    expect(seen.ids).toEqual(['first', 'second'])
    await second?.close()
    await server.stop()
  }, 15_000)

  test('an address where nobody listens is told with its host and port', async () => {
    const bullmq = openBullmq({ url: 'redis://127.0.0.1:1', log: silent })
    await expect(bullmq.ping()).rejects.toMatchObject({ facts: { redis: '127.0.0.1:1' } })
    await bullmq.close()
  })
})
