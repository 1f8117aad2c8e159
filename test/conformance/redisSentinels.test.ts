// A real Sentinel puts a replica in the place of a killed master: queues and leases go on there by themselves.
import { isCausewayError } from '../../core/errors.ts'
import { openBullmq } from '../../relayer/adapters/bullmqQueue.ts'
import { redisLeases } from '../../relayer/adapters/redisLeases.ts'
import { RedisSentinels } from '../fakes/redisSentinels.ts'
import { shortLocks, silent } from './queueCases.ts'

const failoverMs = 60_000
let servers: RedisSentinels

beforeAll(async () => {
  servers = await RedisSentinels.start()
}, failoverMs)
afterAll(() => servers.stop())

/** Again while nobody can take it. */
async function untilTaken<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isCausewayError(error, 'REDIS_UNAVAILABLE') && !isCausewayError(error, 'REDIS_REFUSED')) throw error
      await new Promise((resume) => setImmediate(resume))
    }
  }
}

test(
  'what was added before and after the master is killed is worked off, and a lane keeps its holder',
  async () => {
    const bullmq = openBullmq({ ...servers.place, log: silent, ...shortLocks })
    const store = redisLeases(bullmq.redis)
    const queue = bullmq.openQueue<{ readonly text: string }>('{lane.zone-a}')
    const seen = new Set<string>()
    const ask = (process: string) => store.ask({ lane: 'relay.zone-a.hub', process, held: 0, ttlMs: 600_000 })
    try {
      await queue.add([{ id: 'before', data: { text: 'x' } }])
      expect((await ask('one')).holder).toBe('one')
      await servers.synced()
      await servers.master.kill()
      await untilTaken(() => queue.add([{ id: 'after', data: { text: 'y' } }]))
      queue.work(async ({ id }) => void seen.add(id), { concurrency: 2 })
      while (seen.size < 2) await new Promise((resume) => setImmediate(resume))
      expect([...seen].sort()).toEqual(['after', 'before'])
      expect((await untilTaken(() => ask('two'))).holder).toBe('one')
    } finally {
      await bullmq.close()
    }
  },
  failoverMs,
)
