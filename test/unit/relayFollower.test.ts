// Handed-in txs over two chains in memory: followed through their stages, and cleared by the relayer that is asked.
import { RelayFollower, viewOf } from '../../api/relayFollower.ts'
import { openKyselyStore } from '../../api/store/kyselyStore.ts'
import type { RelayRow } from '../../api/store/relays.ts'
import type { Store } from '../../api/store/store.ts'
import { CausewayError } from '../../core/errors.ts'
import { packetState } from '../../core/followedTx.ts'
import { clearQueueName } from '../../core/jobs.ts'
import { relayFollowMs, relayPacketsMax } from '../../core/limits.ts'
import type { PacketFilter } from '../../core/relay.ts'
import { openSqlite } from '../../database/sqlite.ts'
import type { Chain } from '../../relayer/ports.ts'
import { ManualClock } from '../fakes/apiWorld.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type Channel,
  type ClientPair,
  connectNodes,
  listeningLog,
  makeBlocks,
  openChannel,
  type Process,
  pairClients,
  settled,
  startProcess,
  stopProcess,
} from '../fakes/ibcPair.ts'
import { Refused, sendPacket, writeAck } from '../fakes/ibcRules.ts'
import { sendPacketV2, Unwanted } from '../fakes/ibcRulesV2.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'

const everything: PacketFilter = { policy: 'allow', list: [['*', '*']] }
const queueName = clearQueueName('chain-a')

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let queues: MemoryQueues
let clock: ManualClock
let store: Store
let log: ReturnType<typeof listeningLog>
let stop: AbortController
let running: Promise<void>
let follower: RelayFollower
/** Chains that do not answer the follower. */
let away: Set<string>
let relayers: Process[]

beforeEach(async () => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0)
  queues = new MemoryQueues()
  clock = new ManualClock()
  store = await openKyselyStore(openSqlite(':memory:'), 'sqlite')
  away = new Set()
  relayers = []
  follow()
})
afterEach(async () => {
  await endFollowing()
  await Promise.all(relayers.map(stopProcess))
  await store.close()
})

function follow(filter = everything): void {
  log = listeningLog()
  stop = new AbortController()
  const client = (node: IbcNode): IbcClient =>
    new IbcClient(node, async () => {
      if (away.has(node.chainId)) throw new CausewayError('CHAIN_UNREACHABLE', { chainId: node.chainId })
    })
  const chains = new Map<string, Chain>([nodes.a, nodes.b].map((node) => [node.chainId, client(node)]))
  const paths = [{ a: 'chain-b', b: 'chain-a', packetFilter: filter }]
  follower = new RelayFollower({ store, chains, paths, openQueue: queues.open, clock, log })
  running = follower.run(stop.signal)
}

async function endFollowing(): Promise<void> {
  stop.abort()
  await running
}

async function relayer(filter?: PacketFilter): Promise<Process> {
  const process = await startProcess({ nodes, queues, ...(filter === undefined ? {} : { filter }) })
  relayers.push(process)
  return process
}

/** One tx on chain-a with this many packets; its hash. */
async function send(count: number, timeoutNs = 0n): Promise<string> {
  const { portId, channelId } = channel.a
  nodes.a.act((context) => {
    for (let index = 0; index < count; index += 1) sendPacket(context, portId, channelId, `packet ${index}`, timeoutNs)
  })
  const { txs } = nodes.a.makeBlock()
  await settled()
  return txs.at(-1)?.hash ?? ''
}

async function handIn(txHash: string): Promise<RelayRow> {
  const row = await store.relays.keep({
    id: `chain-a.${txHash}`,
    chainId: 'chain-a',
    txHash,
    receivedAtMs: clock.nowMs(),
  })
  follower.wake()
  return row
}

const turn = (rounds?: number): Promise<void> => makeBlocks(nodes, rounds)

/** Time passes and blocks come until what is followed is so. */
async function until(txHash: string, is: (row: RelayRow) => boolean): Promise<RelayRow> {
  for (let round = 0; ; round += 1) {
    const row = await store.relays.find(`chain-a.${txHash}`)
    if (row !== undefined && is(row)) return row
    if (round > 200) throw new Error(`it stays as it is: ${JSON.stringify(row)}`)
    clock.ms += 1_000
    follower.wake()
    await turn()
  }
}
const untilState = (txHash: string, state: string): Promise<RelayRow> => until(txHash, (row) => row.state === state)
const firstOf = (row: RelayRow) => viewOf(row).packets[0]

test('a packet is followed from its sending to its acknowledgement, with the tx of each stage', async () => {
  await relayer()
  const txHash = await send(1)
  await handIn(txHash)
  const row = await untilState(txHash, 'COMPLETE')
  const [packet] = viewOf(row).packets
  const relayed = (node: IbcNode): string | undefined => node.executed[0]?.result.hash
  expect(packet).toMatchObject({
    sequence: '1',
    source: { chainId: 'chain-a', ...channel.a },
    destination: { chainId: 'chain-b', ...channel.b },
    sendTx: { chainId: 'chain-a', txHash },
    recvTx: { chainId: 'chain-b', txHash: relayed(nodes.b) },
    ackTx: { chainId: 'chain-a', txHash: relayed(nodes.a) },
    timeoutTx: null,
    ackError: null,
  })
  expect(row.dueAtMs).toBeUndefined()
})

test('a packet that waits is PENDING and handed to the relayer, which clears it when it runs', async () => {
  const txHash = await send(1)
  await handIn(txHash)
  const pending = await untilState(txHash, 'PENDING')
  expect(firstOf(pending)).toMatchObject({ recvTx: null, ackTx: null, timeoutTx: null })
  await until(txHash, (row) => row.handOvers > 0)
  expect(queues.jobs(queueName)[0]?.data).toEqual({ chain: 'chain-a', txHash })
  await relayer()
  await untilState(txHash, 'COMPLETE')
})

test('the relayer is asked again and again, ever less often, also when Redis was emptied in between', async () => {
  const txHash = await send(1)
  await handIn(txHash)
  await until(txHash, (row) => row.handOvers === 1)
  queues.empty()
  const startMs = clock.nowMs()
  await until(txHash, (row) => row.handOvers === 4)
  expect(queues.jobs(queueName)).toHaveLength(3)
  expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual((1 + 2 + 4) * 5_000)
})

test('a Redis that is away delays the hand-over and is told in the log', async () => {
  queues.down = true
  const txHash = await send(1)
  await handIn(txHash)
  await untilState(txHash, 'PENDING')
  expect(log.told).toContainEqual(expect.objectContaining({ event: 'relay.not_handed_over', level: 'warn' }))
  expect(log.told.find(({ event }) => event === 'relay.not_handed_over')?.facts['code']).toBe('REDIS_UNAVAILABLE')
  queues.down = false
  await until(txHash, (row) => row.handOvers === 1)
})

test('an acknowledgement that tells of a failure is COMPLETE with what has failed', async () => {
  nodes.b.app = () => Buffer.from('{"error":"ABCI code: 5: error handling packet"}')
  await relayer()
  const txHash = await send(1)
  await handIn(txHash)
  const row = await untilState(txHash, 'COMPLETE')
  expect(firstOf(row)).toMatchObject({ ackError: 'ABCI code: 5: error handling packet', timeoutTx: null })
})

test('a packet that nobody carried in time is COMPLETE by its timeout', async () => {
  const txHash = await send(1, nodes.b.timeNs + 1n)
  await handIn(txHash)
  await turn()
  await relayer()
  const row = await untilState(txHash, 'COMPLETE')
  const timeoutTx = { chainId: 'chain-a', txHash: nodes.a.executed[0]?.result.hash }
  expect(firstOf(row)).toMatchObject({ recvTx: null, ackTx: null, timeoutTx })
})

test('a received packet whose acknowledgement is not written yet is PENDING with the tx that received it', async () => {
  nodes.b.app = () => undefined
  await relayer()
  const packet = nodes.a.send(channel.a, 'vote')
  const txHash = nodes.a.makeBlock().txs.at(-1)?.hash ?? ''
  await handIn(txHash)
  const row = await until(txHash, (one) => firstOf(one)?.recvTx != null)
  expect([row.state, firstOf(row)?.ackTx]).toEqual(['PENDING', null])
  const vote = await packet
  nodes.b.act((context) => writeAck(context, vote, Buffer.from('ok')))
  await untilState(txHash, 'COMPLETE')
})

test('a tx that is in no block yet is UNKNOWN, and found when it is', async () => {
  // Another world that does the same knows the hash before this one has the block.
  const twin = connectNodes()
  openChannel(twin, 0)
  void twin.a.send(channel.a, 'packet 0')
  const coming = await handIn(twin.a.makeBlock().txs.at(-1)?.hash ?? '')
  await until(coming.txHash, ({ dueAtMs }) => (dueAtMs ?? 0) > coming.receivedAtMs)
  expect(await store.relays.find(coming.id)).toMatchObject({ state: 'UNKNOWN', handOvers: 0 })
  expect(await send(1)).toBe(coming.txHash)
  await untilState(coming.txHash, 'PENDING')
})

test('a sending chain that is away leaves a tx UNKNOWN until it is back', async () => {
  away.add('chain-a')
  const row = await handIn(await send(1))
  await until(row.txHash, ({ dueAtMs }) => (dueAtMs ?? 0) > row.receivedAtMs)
  expect((await store.relays.find(row.id))?.state).toBe('UNKNOWN')
  away.delete('chain-a')
  await untilState(row.txHash, 'PENDING')
})

test('a tx without packets, one that failed and one with too many are FAILED, each by its code', async () => {
  nodes.a.act(() => undefined)
  nodes.a.act(() => {
    throw new Refused('sdk', 5, 'no funds')
  })
  nodes.a.act((context) => {
    for (let index = 0; index <= relayPacketsMax; index += 1) {
      const sending = { portId: channel.a.portId, channelId: channel.a.channelId }
      context.events.push({
        type: 'send_packet',
        attributes: [
          { key: 'packet_sequence', value: `${index + 1}` },
          { key: 'packet_src_port', value: sending.portId },
          { key: 'packet_src_channel', value: sending.channelId },
        ],
      })
    }
  })
  const hashes = nodes.a.makeBlock().txs.map(({ hash }) => hash)
  const codes: (string | null)[] = []
  for (const hash of hashes) {
    await handIn(hash)
    codes.push(viewOf(await untilState(hash, 'FAILED')).code)
  }
  expect(codes).toEqual(['TX_WITHOUT_PACKETS', 'TX_FAILED', 'LIMIT_EXCEEDED'])
})

test('what the relayer leaves out is followed and never handed over', async () => {
  await endFollowing()
  follow({ policy: 'allow', list: [['transfer', '*']] })
  const txHash = await send(1)
  await handIn(txHash)
  await untilState(txHash, 'PENDING')
  await turn(10)
  expect(queues.jobs(queueName)).toEqual([])
  // Another relayer carries it, and that is seen all the same.
  queues = new MemoryQueues()
  await relayer()
  await untilState(txHash, 'COMPLETE')
})

test('a receiving chain that is away is asked later: an acknowledged packet still gets its receipt', async () => {
  await relayer()
  away.add('chain-b')
  const txHash = await send(1)
  await handIn(txHash)
  const row = await untilState(txHash, 'COMPLETE')
  expect(firstOf(row)?.recvTx).toBeNull()
  expect(row.dueAtMs).toBeDefined()
  away.delete('chain-b')
  const told = await until(txHash, ({ dueAtMs }) => dueAtMs === undefined)
  expect(firstOf(told)?.recvTx).toMatchObject({ chainId: 'chain-b' })
})

test('a packet whose end no node shows any more is UNKNOWN, not COMPLETE', async () => {
  await relayer()
  const txHash = await send(1)
  await turn(6)
  for (const { events } of nodes.a.blocks.flatMap(({ txs }) => txs)) {
    const ends = events.filter(({ type }) => type !== 'acknowledge_packet')
    ;(events as unknown[]).splice(0, events.length, ...ends)
  }
  await handIn(txHash)
  const row = await until(txHash, (one) => firstOf(one)?.committed === false)
  expect([row.state, viewOf(row).packets.map(packetState)]).toEqual(['UNKNOWN', ['UNKNOWN']])
})

test('after its time a tx is left alone until somebody asks for it or hands it in again', async () => {
  const row = await handIn('CD'.repeat(32))
  await until(row.txHash, ({ dueAtMs }) => (dueAtMs ?? 0) > row.receivedAtMs)
  clock.ms += relayFollowMs + 1
  await until(row.txHash, ({ dueAtMs }) => dueAtMs === undefined)
  await follower.ask((await store.relays.find(row.id)) ?? row)
  expect((await store.relays.find(row.id))?.dueAtMs).toBe(clock.nowMs())
  await until(row.txHash, ({ dueAtMs }) => dueAtMs === undefined)
  await handIn(row.txHash)
  await until(row.txHash, ({ dueAtMs }) => (dueAtMs ?? 0) > clock.nowMs())
})

test('a projection that is thrown away is made again from the chains', async () => {
  await relayer()
  const txHash = await send(2)
  await handIn(txHash)
  const { view } = await untilState(txHash, 'COMPLETE')
  expect(viewOf({ view }).packets.map(({ sequence }) => sequence)).toEqual(['1', '2'])
  await store.clearProjection()
  expect(await store.relays.find(`chain-a.${txHash}`)).toMatchObject({ state: 'UNKNOWN', view: '' })
  expect((await untilState(txHash, 'COMPLETE')).view).toBe(view)
})

test('a store that is away is waited for, and told once', async () => {
  const { due } = store.relays
  let failures = 0
  store.relays.due = (...args) => {
    failures += 1
    return failures > 3 ? due.call(store.relays, ...args) : Promise.reject(new CausewayError('STORE_UNAVAILABLE'))
  }
  const txHash = await send(1)
  await handIn(txHash)
  await untilState(txHash, 'PENDING')
  expect(log.told.filter(({ event }) => event === 'relays.waiting').map(({ facts }) => facts['code'])).toEqual([
    'STORE_UNAVAILABLE',
  ])
})

describe('packets between a pair of clients', () => {
  const nsPerSecond = 1_000_000_000n

  /** One tx on chain-a with packets of IBC v2 and of v1, in this order; its hash. */
  async function sendBoth(lifeSec = 3_600n): Promise<{ txHash: string; clients: ClientPair }> {
    const clients = pairClients(nodes)
    const timeoutSec = nodes.a.timeNs / nsPerSecond + lifeSec
    nodes.a.act((context) => {
      sendPacketV2(context, { clientId: clients.a, portId: 'app', data: 'over clients', timeoutSec })
      sendPacket(context, channel.a.portId, channel.a.channelId, 'over a channel', 0n)
    })
    const { txs } = nodes.a.makeBlock()
    await settled()
    return { txHash: txs.at(-1)?.hash ?? '', clients }
  }
  const ofClients = (row: RelayRow) => viewOf(row).packets.find(({ ibcVersion }) => ibcVersion === 2)

  test('are followed beside those of channels, each by the words of its version', async () => {
    await relayer()
    const { txHash, clients } = await sendBoth()
    await handIn(txHash)
    const row = await untilState(txHash, 'COMPLETE')
    expect(
      viewOf(row)
        .packets.map(({ ibcVersion }) => ibcVersion)
        .sort(),
    ).toEqual([1, 2])
    expect(ofClients(row)).toMatchObject({
      source: { chainId: 'chain-a', portId: 'app', channelId: clients.a },
      destination: { chainId: 'chain-b', portId: 'app', channelId: clients.b },
      recvTx: { chainId: 'chain-b' },
      ackTx: { chainId: 'chain-a' },
      timeoutTx: null,
      ackError: null,
    })
  })

  test('are told as failed where the receiver answers so', async () => {
    nodes.b.app = ({ encoded }) => {
      if (encoded !== undefined) throw new Unwanted()
      return Buffer.from('ok')
    }
    await relayer()
    const { txHash } = await sendBoth()
    await handIn(txHash)
    const row = await until(txHash, (one) => Boolean(ofClients(one)?.ackTx && ofClients(one)?.recvTx))
    expect(ofClients(row)).toMatchObject({ ackError: 'UNIVERSAL_ERROR_ACKNOWLEDGEMENT' })
  })

  test('wait for the relayer, and end by their timeout where nobody carries them in time', async () => {
    const { txHash } = await sendBoth(2n)
    await handIn(txHash)
    const waiting = await untilState(txHash, 'PENDING')
    expect(ofClients(waiting)).toMatchObject({ recvTx: null, committed: true })
    await turn(10)
    await relayer()
    const row = await until(txHash, (one) => Boolean(ofClients(one)?.timeoutTx))
    expect(ofClients(row)).toMatchObject({ recvTx: null, ackTx: null })
  })
})
