// One suite for every LeaseStore: the fake and the one in Redis, alone and as a Cluster, keep the same promises.
import { PromptRedis, type RedisPlace } from '../../relayer/adapters/redis.ts'
import { redisLeases } from '../../relayer/adapters/redisLeases.ts'
import type { LeaseStore } from '../../relayer/ports.ts'
import { MemoryLeases } from '../fakes/memoryLeases.ts'
import { RedisCluster } from '../fakes/redisCluster.ts'
import { RedisServer } from '../fakes/redisServer.ts'
import { silent } from './queueCases.ts'

type World = {
  readonly store: LeaseStore
  /** A moment goes by. */
  wait(): Promise<void>
  stop(): Promise<void>
}

async function memory(): Promise<World> {
  const store = new MemoryLeases()
  const wait = async (): Promise<void> => {
    store.nowMs += 50
  }
  return { store, wait, stop: async () => undefined }
}

async function world(place: RedisPlace, server: Pick<RedisServer, 'stop'>): Promise<World> {
  const redis = new PromptRedis(place, silent)
  const stop = async (): Promise<void> => {
    redis.close()
    await server.stop()
  }
  const wait = (): Promise<void> => new Promise((resume) => setImmediate(resume))
  return { store: redisLeases(redis), wait, stop }
}

async function oneServer(): Promise<World> {
  const server = await RedisServer.start()
  return world({ url: server.url }, server)
}

async function cluster(): Promise<World> {
  const servers = await RedisCluster.start()
  return world({ nodes: servers.urls }, servers)
}

describe.each([
  ['memory', memory],
  ['Redis', oneServer],
  ['a Cluster', cluster],
] as const)('leases in %s', (_, start) => {
  let at: World
  let number = 0
  let lane: string

  beforeAll(async () => {
    at = await start()
  })
  afterAll(() => at.stop())
  beforeEach(() => {
    number += 1
    lane = `relay.zone-${number}.hub`
  })

  const ask = (process: string, held = 0, ttlMs = 60_000, more: { insteadOf?: string } = {}) =>
    at.store.ask({ lane, process, held, ttlMs, ...more })

  test('the first has the lane, keeps it, and everybody hears who else would have it, and holds how many', async () => {
    expect(await ask('one', 3)).toEqual({ holder: 'one', others: new Map() })
    expect(await ask('two', 0)).toEqual({ holder: 'one', others: new Map([['one', 3]]) })
    expect(await ask('one', 4)).toEqual({ holder: 'one', others: new Map([['two', 0]]) })
    expect((await ask('two', 1)).others).toEqual(new Map([['one', 4]]))
  })

  test('lanes are held each by itself', async () => {
    await ask('one')
    lane = `${lane}.other`
    expect((await ask('two')).holder).toBe('two')
  })

  test('a lease that is not renewed ends, and with it what is known of its process', async () => {
    await ask('one', 2, 100)
    for (;;) {
      const { holder, others } = await ask('two', 0, 100)
      if (holder === 'two' && others.size === 0) break
      await at.wait()
    }
    expect((await ask('one', 0, 100)).holder).toBe('two')
  })

  test('who has ended, or gives its lane away, is replaced; nobody else is', async () => {
    await ask('one', 2)
    expect(await ask('two', 0, 60_000, { insteadOf: 'three' })).toMatchObject({ holder: 'one' })
    expect(await ask('two', 0, 60_000, { insteadOf: 'one' })).toEqual({ holder: 'two', others: new Map() })
    expect(await ask('one')).toMatchObject({ holder: 'two' })
  })

  test('a released lane is free at once; only its holder can release it', async () => {
    await ask('one')
    await at.store.release(lane, 'two')
    expect((await ask('two')).holder).toBe('one')
    await at.store.release(lane, 'one')
    expect(await ask('two')).toEqual({ holder: 'two', others: new Map() })
  })
})
