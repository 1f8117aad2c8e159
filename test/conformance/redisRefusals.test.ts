// A Redis that is there and takes nothing, or is not there at all: each is told by its code, and packets go on without.
import { type CausewayError, isCausewayError } from '../../core/errors.ts'
import { type Bullmq, openBullmq } from '../../relayer/adapters/bullmqQueue.ts'
import { redisLeases } from '../../relayer/adapters/redisLeases.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import { Leases } from '../../relayer/leases.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import {
  connectNodes,
  listeningLog,
  openChannel,
  type Process,
  settled,
  startProcess,
  stopProcess,
} from '../fakes/ibcPair.ts'
import { lifeKey } from '../fakes/ibcRules.ts'
import { RedisServer } from '../fakes/redisServer.ts'
import { silent } from './queueCases.ts'

type Trouble = {
  readonly code: 'REDIS_REFUSED' | 'REDIS_UNAVAILABLE'
  readonly reason: RegExp
  readonly begin: (server: RedisServer) => Promise<unknown>
  readonly end: (server: RedisServer) => Promise<unknown>
  /** Behind `redis://`, of the address that the relayer has. */
  readonly user?: string
}

const password = 'CONFIG SET requirepass secret'
const noPassword = 'AUTH secret\r\nCONFIG SET requirepass ""'
const troubles: Readonly<Record<string, Trouble>> = {
  'its disk is full': {
    code: 'REDIS_REFUSED',
    reason: /^MISCONF/,
    begin: async (server) => {
      server.limitFiles(1)
      // The first one is answered before it is written.
      await until(async () => (await server.ask('SET some thing')).startsWith('-MISCONF'))
    },
    end: async (server) => server.limitFiles('unlimited'),
  },
  'its memory is full': {
    code: 'REDIS_REFUSED',
    reason: /^OOM/,
    begin: (server) => server.ask('CONFIG SET maxmemory 1'),
    end: (server) => server.ask('CONFIG SET maxmemory 0'),
  },
  'it is a replica, and can only be read': {
    code: 'REDIS_REFUSED',
    reason: /READONLY/,
    begin: (server) => server.ask('REPLICAOF 127.0.0.1 1'),
    end: (server) => server.ask('REPLICAOF NO ONE'),
  },
  'it wants a password that the configuration does not have': {
    code: 'REDIS_REFUSED',
    reason: /NOAUTH/,
    begin: (server) => server.ask(password),
    end: (server) => server.ask(noPassword),
  },
  'the password is wrong': {
    code: 'REDIS_REFUSED',
    reason: /WRONGPASS/,
    begin: (server) => server.ask(password),
    end: (server) => server.ask('AUTH secret\r\nCONFIG SET requirepass wrong'),
    user: ':wrong@',
  },
  'it is not there at the start': {
    code: 'REDIS_UNAVAILABLE',
    reason: /ECONNREFUSED|no answer/,
    begin: (server) => server.kill(),
    end: (server) => server.start(),
  },
}

const blockMs = 50
const patienceMs = 15_000

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs
  for (;;) {
    await settled(1)
    if (await condition()) return
    if (performance.now() > end) throw new Error(`it did not come to that: ${condition}`)
  }
}

type Part = { readonly bullmq: Bullmq; readonly leases: Leases; readonly process: Process }

describe.each(Object.entries(troubles))('Redis, when %s', (_, { code, reason, begin, end, user = '' }) => {
  let server: RedisServer
  let part: Part
  let blocks: NodeJS.Timeout
  const nodes = connectNodes()
  const channel = openChannel(nodes, 0)
  const log = listeningLog()

  beforeAll(async () => {
    server = await RedisServer.start()
    await begin(server)
    const bullmq = openBullmq({ url: server.url.replace('//', `//${user}`), log, lockMs: 1_000 })
    const own = { process: 'one', hasEnded: () => false, clock: systemClock, log: silent, metrics: openRelayMetrics() }
    const leases = new Leases({ store: redisLeases(bullmq.redis), nowMs: () => performance.now(), ...own })
    const { openQueue } = bullmq
    blocks = setInterval(() => {
      for (const node of [nodes.a, nodes.b]) node.makeBlock()
    }, blockMs)
    part = { bullmq, leases, process: await startProcess({ nodes, openQueue, openLease: leases.open }) }
  }, 20_000)
  afterAll(async () => {
    clearInterval(blocks)
    await stopProcess(part.process)
    await part.leases.close()
    await part.bullmq.close()
    await server.stop()
  })

  /** Until the packet has come back to its sender. */
  async function untilDone(data: string): Promise<void> {
    const packet = await nodes.a.send(channel.a, data)
    await until(async () => nodes.a.store.get(lifeKey('acknowledged', packet)) !== undefined)
    expect(nodes.b.store.get(lifeKey('received', packet))).toBe('1')
  }

  test('is told by its code and its own words, once, and packets are relayed all the same', async () => {
    const queue = part.bullmq.openQueue('{relay.chain-a.chain-b}')
    let failure: unknown
    // While a connection is made anew, it is that which fails.
    await until(async () => {
      failure = await queue.add([{ id: 'a', data: {} }]).catch((error: unknown) => error)
      return isCausewayError(failure, code)
    })
    expect((failure as CausewayError).facts).toMatchObject({
      redis: `127.0.0.1:${server.port}`,
      reason: expect.stringMatching(reason),
    })
    await untilDone('without')
    expect(log.told.filter(({ event }) => event === 'redis.lost')).toHaveLength(1)
    expect(JSON.stringify(log.told)).not.toContain('secret')
  }, 20_000)

  test('when it is well again, jobs and leases go through it by themselves', async () => {
    await end(server)
    await until(async () => log.told.some(({ event }) => event === 'redis.back'))
    await untilDone('with')
    await until(async () => (await server.ask('DBSIZE')) !== ':0\r\n')
  }, 20_000)
})
