// Relaying between two chains in memory that check like ibc-go: hops, batches, failures, restarts, races.

import { CausewayError } from '../../core/errors.ts'
import type { Packet } from '../../core/relay.ts'
import type { AnyMsg } from '../../relayer/ports.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type Channel,
  connectNodes,
  makeBlocks,
  openChannel,
  type Process,
  type ProcessOptions,
  sendPackets,
  settled,
  startProcess,
  stopProcess,
  timesOf,
} from '../fakes/ibcPair.ts'
import { type Life, Refused, writeAck } from '../fakes/ibcRules.ts'
import { CatchingQueues, MemoryQueues } from '../fakes/memoryQueues.ts'

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let processes: Process[] = []

beforeEach(() => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0)
})
afterEach(async () => {
  await Promise.all(processes.map(stopProcess))
  processes = []
})

async function start(options: Partial<ProcessOptions> = {}): Promise<Process> {
  const process = await startProcess({ nodes, ...options })
  processes.push(process)
  return process
}

const turn = (rounds?: number): Promise<void> => makeBlocks(nodes, rounds)

const send = (count: number, timeoutNs = 0n): Promise<readonly Packet[]> =>
  sendPackets(nodes, channel.a, count, timeoutNs)

const times = (life: Life, packet: Packet): number => timesOf(nodes, life, packet)
const isDone = (packet: Packet): boolean => times('acknowledged', packet) + times('timed_out', packet) === 1
const kindsOf = (msgs: readonly AnyMsg[]): readonly string[] =>
  msgs.map(({ typeUrl }) => typeUrl.slice(typeUrl.lastIndexOf('.Msg') + 4))
const txsOn = (node: IbcNode): readonly (readonly string[])[] => node.executed.map(({ msgs }) => kindsOf(msgs))

describe('a hop', () => {
  test('a packet is received in the block after its proof, its acknowledgement likewise: one tx each way', async () => {
    await start()
    const [packet] = await send(1)
    await turn()
    expect(times('received', packet as Packet)).toBe(1)
    await turn(2)
    expect(times('acknowledged', packet as Packet)).toBe(1)
    expect(txsOn(nodes.b)).toEqual([['UpdateClient', 'RecvPacket']])
    expect(txsOn(nodes.a)).toEqual([['UpdateClient', 'Acknowledgement']])
  })

  test('packets of one height share one client update: further txs of the same block carry none', async () => {
    await start({ messagesMax: 10 })
    const packets = await send(35)
    await turn(3)
    expect(packets.every(isDone)).toBe(true)
    expect(txsOn(nodes.b).map((kinds) => [kinds[0], kinds.length])).toEqual([
      ['UpdateClient', 11],
      ['RecvPacket', 10],
      ['RecvPacket', 10],
      ['RecvPacket', 5],
    ])
  })

  test('an acknowledgement that is written later, while another channel receives, finds its way', async () => {
    const second = openChannel(nodes, 1)
    const waiting: Packet[] = []
    nodes.b.app = (packet, context) => {
      if (packet.sourceChannel === 'channel-1') {
        for (const one of waiting) writeAck(context, one, Buffer.from('decided'))
        return Buffer.from('ok')
      }
      waiting.push(packet)
      return undefined
    }
    await start()
    const [vote] = await send(1)
    await turn(20)
    expect([times('received', vote as Packet), times('acknowledged', vote as Packet)]).toEqual([1, 0])
    const deciding = nodes.a.send(second.a, 'last vote')
    await turn(6)
    expect([vote as Packet, await deciding].every(isDone)).toBe(true)
    expect(txsOn(nodes.b)).toHaveLength(2)
  })

  test('a packet whose time has passed is proven to be unreceived and ends at its sender', async () => {
    const { engine } = await start()
    const [packet] = await send(1, nodes.b.timeNs)
    await turn(3)
    expect([times('received', packet as Packet), times('timed_out', packet as Packet)]).toEqual([0, 1])
    expect(txsOn(nodes.a)).toEqual([['UpdateClient', 'Timeout']])
    expect(engine.heights().get('chain-a')).toBe(nodes.a.height)
  })

  test('packets to a channel that has closed end by a proof of both: no receipt, and a closed end', async () => {
    await start()
    nodes.b.gasPerPacket = 10n ** 9n
    const [packet] = await send(1)
    nodes.b.act(({ store, events }) => {
      const key = 'channelEnds/ports/app/channels/channel-0'
      store.set(key, (store.get(key) ?? '').replace('open', 'closed'))
      const attributes = { port_id: 'app', channel_id: 'channel-0' }
      events.push({
        type: 'channel_close_init',
        attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
      })
    })
    await turn(3)
    expect(times('timed_out', packet as Packet)).toBe(1)
    expect(txsOn(nodes.a).flat()).toContain('TimeoutOnClose')
  })
})

describe('a connection with a delay', () => {
  const secondsNs = 5_000_000_000n

  async function delayed(ordered: boolean): Promise<void> {
    nodes = connectNodes(undefined, undefined, undefined, { delayNs: secondsNs })
    channel = openChannel(nodes, 0, ['app', 'app'], ordered)
    await start()
  }

  test.each([false, true])(
    'is waited for before a packet is sent, which then fails never (ordered: %p)',
    async (ordered) => {
      await delayed(ordered)
      const packets = await send(2)
      await turn(4)
      expect(txsOn(nodes.b)).toEqual([['UpdateClient']])
      await turn(20)
      expect(packets.every(isDone)).toBe(true)
      for (const node of [nodes.a, nodes.b]) {
        expect(node.executed.filter(({ result }) => result.code !== 0)).toEqual([])
        expect(txsOn(node)[0]).toEqual(['UpdateClient'])
        expect(txsOn(node)[1]).toHaveLength(2)
      }
    },
  )

  test('holds up nothing of other connections, however many packets wait', async () => {
    await delayed(false)
    for (const node of [nodes.a, nodes.b]) {
      const ends = { clientId: '07-tendermint-0', peerClientId: '07-tendermint-0', peerConnectionId: 'connection-1' }
      const end = {
        state: 'open',
        ordered: false,
        connectionId: 'connection-1',
        peerPort: 'app',
        peerChannel: 'channel-9',
      }
      node.act(({ store, events }) => {
        store.set('connections/connection-1', JSON.stringify(ends))
        store.set('channelEnds/ports/app/channels/channel-9', JSON.stringify(end))
        events.push({ type: 'channel_open_confirm', attributes: [] })
      })
    }
    await turn(1)
    for (let round = 0; round < 20; round += 1) await send(1)
    const quick = nodes.a.send({ portId: 'app', channelId: 'channel-9' }, 'quick')
    await turn(4)
    expect(isDone(await quick)).toBe(true)
    expect(nodes.b.executed.flatMap(({ msgs }) => kindsOf(msgs)).filter((kind) => kind === 'RecvPacket')).toHaveLength(
      1,
    )
  })
})

describe('failures', () => {
  test('pitfall 4: a tx that ran out of gas is sent again with twice the gas, until it fits', async () => {
    nodes.b.gasPerPacket = 1_100_000n
    await start()
    const packets = await send(3)
    await turn(6)
    expect(packets.every(isDone)).toBe(true)
    const gas = nodes.b.executed.map(({ result }) => [result.code, result.gasWanted])
    const first = nodes.b.executed[0]?.result.gasWanted ?? 0n
    expect(gas).toEqual([
      [11, first],
      [11, first * 2n],
      [0, first * 4n],
    ])
    // What was learned makes the next one fit at once.
    const more = await send(3)
    await turn(4)
    expect(more.every(isDone)).toBe(true)
    expect(nodes.b.executed.map(({ result }) => result.code)).toEqual([11, 11, 0, 0])
  })

  test('pitfall 24: one bad message among many is found by halving, and all the others arrive', async () => {
    const { metrics, log } = await start()
    nodes.b.app = refusing('packet 13')
    const packets = await send(32)
    await turn(10)
    const bad = packets.filter((packet) => times('received', packet) === 0)
    expect(bad.map(({ sequence }) => sequence)).toEqual([14n])
    expect(packets.filter(isDone)).toHaveLength(31)
    expect(log.told.filter(({ event }) => event === 'packet.refused')).toHaveLength(1)
    expect(await metrics.text()).toMatch(/causeway_messages_refused_total\{[^}]*chain="chain-b"[^}]*\} 1\b/)
    // Once its contract is well again, it arrives too.
    nodes.b.app = () => Buffer.from('ok')
    await turn(30)
    expect(packets.every(isDone)).toBe(true)
  })

  test('when a client update is undone with its tx, the txs behind it are sent again at once', async () => {
    nodes.b.app = refusing('packet 0')
    await start({ messagesMax: 1 })
    const [, ...innocent] = await send(4)
    await turn(4)
    expect(innocent.map((packet) => times('received', packet))).toEqual([1, 1, 1])
  })

  test('pitfall 27: after a sequence mismatch the works are proven and built again, and arrive once', async () => {
    const wire = failing('submit', 2, () => new CausewayError('SEQUENCE_MISMATCH', {}))
    await start({ wire })
    const packets = await send(3)
    await turn(4)
    expect(packets.map((packet) => times('received', packet))).toEqual([1, 1, 1])
    expect(packets.every(isDone)).toBe(true)
  })

  test('a broadcast whose answer was lost is not sent twice for nothing: each packet arrives once', async () => {
    const wire = failing('submitted', 1, () => new CausewayError('CHAIN_UNREACHABLE', {}))
    await start({ wire })
    const packets = await send(3)
    await turn(5)
    expect(packets.map((packet) => times('received', packet))).toEqual([1, 1, 1])
    expect(packets.every(isDone)).toBe(true)
  })

  test('a mempool that is lost costs some blocks, not packets', async () => {
    await start()
    const packets = await send(3)
    nodes.a.makeBlock()
    await settled()
    nodes.b.loseMempool()
    await turn(30)
    expect(packets.every(isDone)).toBe(true)
  })

  test('a node that was away for a while is caught up with', async () => {
    let away = false
    const wire = async (call: string): Promise<void> => {
      if (away && call !== 'block') throw new CausewayError('CHAIN_UNREACHABLE', {})
    }
    await start({ wire })
    away = true
    const packets = await send(5)
    await turn(6)
    expect(packets.filter(isDone)).toEqual([])
    away = false
    await turn(40)
    expect(packets.every(isDone)).toBe(true)
  })

  test('an expired client is reported as such at once; packets are not halved to death for it', async () => {
    nodes.b.makeBlock(7_200_000_000_000n)
    const packets = await send(16)
    const queues = new CatchingQueues()
    const { failed } = queues
    await start({ openQueue: queues.openCatching })
    await turn(2)
    expect(failed.length).toBeGreaterThan(0)
    for (const error of failed) expect(error).toMatchObject({ code: 'CLIENT_EXPIRED' })
    expect(packets.filter(isDone)).toEqual([])
    expect(nodes.b.executed).toEqual([])
  })
})

/** A contract that fails the whole tx on one packet, as one that runs into its gas limit does. */
function refusing(data: string): IbcNode['app'] {
  return (packet) => {
    if (Buffer.from(packet.data).toString() !== data) return Buffer.from('ok')
    throw new Refused('wasm', 5, 'contract panicked')
  }
}

/** Fails the first calls of one kind. */
function failing(kind: string, count: number, error: () => Error): (call: string) => Promise<void> {
  let left = count
  return async (call) => {
    if (call !== kind || left === 0) return
    left -= 1
    throw error()
  }
}

describe('what nothing but the chains remembers', () => {
  test('pitfall 29, 30: jobs that an emptied Redis has lost come again by themselves', async () => {
    const queues = new MemoryQueues()
    queues.forgetful = true
    await start({ queues })
    const packets = await send(3)
    await turn(4)
    expect(packets.filter(isDone)).toEqual([])
    queues.forgetful = false
    await turn(8)
    expect(packets.every(isDone)).toBe(true)
  })

  test('a process that starts with nothing finds everything that is pending, and only that', async () => {
    const waiting: Packet[] = []
    nodes.b.app = (packet) => {
      if (!Buffer.from(packet.data).toString().endsWith('3')) return Buffer.from('ok')
      waiting.push(packet)
      return undefined
    }
    const first = await start()
    const early = await send(6)
    await turn(1)
    await stopProcess(first)
    processes = []
    const late = await send(6, nodes.b.timeNs + 3_000_000_000n)
    for (const packet of waiting) nodes.b.writeAck(packet, 'at last')
    await turn(5)
    expect([...early, ...late].filter(isDone)).toEqual([])
    await start()
    await turn(6)
    expect(early.map((packet) => times('acknowledged', packet))).toEqual(early.map(() => 1))
    expect(late.map((packet) => times('timed_out', packet))).toEqual(late.map(() => 1))
  })

  test('two processes that race relay each packet once: what comes second has no effect', async () => {
    await start()
    await start()
    const packets = await send(20)
    await turn(8)
    expect(packets.map((packet) => times('received', packet))).toEqual(packets.map(() => 1))
    expect(packets.every(isDone)).toBe(true)
  })

  test('live packets go through the live queue only, what clearing finds through the slow one only', async () => {
    const [found] = await send(1)
    const { queues } = await start()
    await turn(2)
    const jobsIn = (suffix: string): readonly string[] =>
      queues
        .names()
        .filter((name) => name.endsWith(suffix))
        .flatMap((name) => queues.jobs(name).map(({ id }) => id))
    const cleared = jobsIn('.slow')
    expect(cleared).toHaveLength(1)
    const live = await send(2)
    await turn(3)
    expect([found as Packet, ...live].every(isDone)).toBe(true)
    expect(jobsIn('.slow')).toEqual(cleared)
    expect(jobsIn('}').length).toBeGreaterThan(0)
  })

  test('a filter is kept while clearing and while relaying', async () => {
    const other = openChannel(nodes, 1, ['transfer', 'transfer'])
    const early = nodes.a.send(other.a, 'filtered')
    nodes.a.makeBlock()
    await start({ filter: { policy: 'deny', list: [['transfer', '*']] } })
    const late = nodes.a.send(other.a, 'filtered')
    const [packet] = await send(1)
    await turn(4)
    expect(isDone(packet as Packet)).toBe(true)
    expect([times('received', await early), times('received', await late)]).toEqual([0, 0])
  })
})
