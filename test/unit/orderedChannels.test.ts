// Ordered channels between two chains in memory: order, waiting, timeouts that close a channel, and what befalls it.

import { CausewayError } from '../../core/errors.ts'
import type { Packet, Work } from '../../core/relay.ts'
import { ChainHead } from '../../relayer/head.ts'
import { aloneLease, type OpenLease } from '../../relayer/leases.ts'
import type { Block } from '../../relayer/ports.ts'
import { WorkProofs } from '../../relayer/workProofs.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import { FaultyWorld } from '../fakes/ibcFaults.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type Channel,
  clientId,
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
import { closeChannel, type Life, Refused } from '../fakes/ibcRules.ts'

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let processes: Process[] = []

beforeEach(() => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0, ['app', 'app'], true)
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
const failed = (node: IbcNode): number => node.executed.filter(({ result }) => result.code !== 0).length
const stateOf = (node: IbcNode): string | undefined => node.channel('app', 'channel-0')?.state
const kinds = (node: IbcNode): readonly string[] =>
  node.executed.flatMap(({ msgs }) => msgs.map(({ typeUrl }) => typeUrl.slice(typeUrl.lastIndexOf('.Msg') + 4)))

test('packets and their acknowledgements go in order, one tx at a time, and none is ever out of turn', async () => {
  await start({ messagesMax: 3 })
  const packets = [...(await send(7)), ...(await send(4))]
  await turn(12)
  expect(packets.map((packet) => times('acknowledged', packet))).toEqual(packets.map(() => 1))
  expect([failed(nodes.a), failed(nodes.b)]).toEqual([0, 0])
  for (const node of [nodes.a, nodes.b]) {
    const perBlock = node.blocks.map(({ txs }) => txs.filter(({ gasWanted }) => gasWanted > 0n).length)
    expect(Math.max(...perBlock)).toBe(1)
  }
})

test('a packet that fails holds up its channel and no other, and nothing behind it costs gas', async () => {
  const free = openChannel(nodes, 1)
  let broken = true
  nodes.b.app = (packet) => {
    if (broken && packet.destinationChannel === 'channel-0' && packet.sequence === 2n)
      throw new Refused('wasm', 5, 'no')
    return Buffer.from('ok')
  }
  const process = await start()
  const packets = await send(4)
  // It was tried in company, by itself, and once more; its next turn is sixteen blocks away.
  await turn(14)
  const spent = failed(nodes.b)
  const later = await send(2)
  const beside = nodes.a.send(free.a, 'beside')
  await turn(4)
  expect(times('acknowledged', await beside)).toBe(1)
  expect(packets.map((packet) => times('received', packet))).toEqual([1, 0, 0, 0])
  expect(failed(nodes.b)).toBe(spent)
  expect(process.log.told.filter(({ event }) => event === 'packet.refused')).toHaveLength(2)
  broken = false
  await turn(30)
  expect([...packets, ...later].map((packet) => times('acknowledged', packet))).toEqual([1, 1, 1, 1, 1, 1])
})

test('an acknowledgement that is written before an earlier one waits for that one', async () => {
  const waiting: Packet[] = []
  nodes.b.app = (packet) => {
    waiting.push(packet)
    return undefined
  }
  const process = await start()
  const packets = await send(3)
  await turn(3)
  const [first, second, third] = waiting as [Packet, Packet, Packet]
  nodes.b.writeAck(third, 'ok')
  nodes.b.writeAck(second, 'ok')
  await turn(20)
  expect(kinds(nodes.a)).toEqual([])
  // Nothing was even tried: a node that refuses a tx costs no gas, and yet an answer.
  expect(process.log.told.filter(({ event }) => event === 'packet.refused')).toEqual([])
  nodes.b.writeAck(first, 'ok')
  await turn(4)
  expect(packets.map((packet) => times('acknowledged', packet))).toEqual([1, 1, 1])
  expect(failed(nodes.a)).toBe(0)
})

test('a packet past its time closes its channel: acknowledgements before it go first, the other end follows', async () => {
  await start()
  const [first] = await send(1)
  await turn(1)
  const [second] = await send(1, nodes.b.timeNs)
  const [third] = await send(1)
  await turn(8)
  expect(['acknowledged', 'timed_out'].map((life) => times(life as Life, first as Packet))).toEqual([1, 0])
  expect([second, third].map((packet) => times('timed_out', packet as Packet))).toEqual([1, 1])
  expect([stateOf(nodes.a), stateOf(nodes.b)]).toEqual(['closed', 'closed'])
  expect(kinds(nodes.a).filter((kind) => kind !== 'UpdateClient')).toEqual([
    'Acknowledgement',
    'Timeout',
    'TimeoutOnClose',
  ])
  expect([failed(nodes.a), failed(nodes.b)]).toEqual([0, 0])
})

test('a relayer that starts late finds an ordered channel with a lost packet, and ends it in the same way', async () => {
  const packets = await send(2, nodes.b.timeNs + 1n)
  const [third] = await send(1)
  nodes.b.makeBlock()
  await start()
  await turn(12)
  expect([...packets, third].map((packet) => times('timed_out', packet as Packet))).toEqual([1, 1, 1])
  expect([stateOf(nodes.a), stateOf(nodes.b)]).toEqual(['closed', 'closed'])
})

test('an acknowledgement that can still go is told before a timeout of the same moment closes the channel', async () => {
  const before = await start()
  const [first] = await send(1)
  await stopAfterReceive(before)
  const [second] = await send(1, nodes.b.timeNs)
  nodes.b.makeBlock()
  // Until both are owed, no node takes a tx.
  let away = true
  const wire = async (call: string): Promise<void> => {
    if (away && call === 'submit') throw new CausewayError('CHAIN_UNREACHABLE', { call })
  }
  await start({ wire })
  await turn(4)
  away = false
  await turn(20)
  expect([times('acknowledged', first as Packet), times('timed_out', second as Packet)]).toEqual([1, 1])
})

/** Its receives are in a block of the other chain, and the acknowledgement is told to nobody. */
async function stopAfterReceive(process: Process): Promise<void> {
  nodes.a.makeBlock()
  await settled()
  await stopProcess(process)
  processes = []
  nodes.b.makeBlock()
  nodes.a.loseMempool()
}

test('that a packet was never received shows in what its receiver awaits, and not once that is past it', async () => {
  const [first, second] = (await send(2)) as [Packet, Packet]
  const ends = { src: 'chain-b', dst: 'chain-a', clientId, backClientId: clientId, acknowledgement: new Uint8Array() }
  const timeouts = [first, second].map((packet) => ({ kind: 'timeout', ...ends, packet, ordered: true }) as const)
  const client = new IbcClient(nodes.b)
  const head = new ChainHead('chain-b')
  const prove = async (works: readonly Work[]) => {
    const { blocks, height } = nodes.b
    head.note(blocks.at(-1) as Block, 0)
    return new WorkProofs(client, head, () => 0).prove(works, height - 1n)
  }
  nodes.b.makeBlock()
  const nothing = await prove(timeouts)
  expect(nothing.provable.map(({ nextSequenceRecv }) => nextSequenceRecv)).toEqual([1n, 1n])
  await start()
  await turn(2)
  const { provable, unprovable } = await prove(timeouts)
  expect([provable, unprovable]).toEqual([[], [timeouts[0]]])
  await client.close()
})

test('a channel that one end closes is closed at the other, whose packets end; a refusal is asked about ever later', async () => {
  const kept = openChannel(nodes, 1, ['app', 'keeper'])
  nodes.b.act(({ store }) => store.set('keeps/keeper', 'yes'))
  nodes.b.makeBlock()
  const process = await start({ clearInterval: 2n })
  nodes.b.gasPerPacket = 10n ** 9n
  const [packet] = await send(1)
  nodes.b.act((context) => closeChannel(context, channel.b.portId, channel.b.channelId))
  nodes.a.act((context) => closeChannel(context, kept.a.portId, kept.a.channelId))
  await turn(40)
  expect([times('timed_out', packet as Packet), stateOf(nodes.a), stateOf(nodes.b)]).toEqual([1, 'closed', 'closed'])
  expect(nodes.b.channel('keeper', 'channel-1')?.state).toBe('open')
  const refusals = process.log.told.filter(({ event }) => event === 'channel.close_refused')
  expect(refusals[0]?.facts).toMatchObject({ chain_id: 'chain-b', port_id: 'keeper', channel_id: 'channel-1' })
  expect(refusals.length).toBeGreaterThan(1)
  expect(refusals.length).toBeLessThan(8)
})

test('a channel is closed at its other end by the process that acts on the lane, and by no other one', async () => {
  let isOurs = false
  const openLease: OpenLease = (...lane) => ({ ...aloneLease(...lane), delay: () => (isOurs ? 0n : undefined) })
  await start({ openLease, clearInterval: 2n })
  nodes.a.act((context) => closeChannel(context, channel.a.portId, channel.a.channelId))
  await turn(8)
  expect([stateOf(nodes.b), nodes.b.executed]).toEqual(['open', []])
  isOurs = true
  await turn(8)
  expect(stateOf(nodes.b)).toBe('closed')
})

const seeds = 60

test('whatever befalls the relayer, an ordered channel loses nothing, doubles nothing and keeps its order', async () => {
  let packets = 0
  for (let seed = 1; seed <= seeds; seed += 1) {
    const world = new FaultyWorld(seed, { ordered: true })
    await world.suffer()
    const unended = await world.heal()
    world.stop()
    packets += world.sent.length
    expect([seed, unended.map(({ sequence }) => sequence)]).toEqual([seed, []])
    for (const { from, packet } of world.sent) {
      const lives = (['received', 'acknowledged', 'timed_out'] as const).map((life) => world.times(life, from, packet))
      expect([seed, packet.sequence, lives]).toEqual([seed, packet.sequence, [1, 1, 0]])
    }
    // Out of turn, paid for.
    const codes = [world.nodes.a, world.nodes.b].flatMap(({ executed }) => executed.map(({ result }) => result.code))
    expect([seed, codes.includes(21)]).toEqual([seed, false])
  }
  expect(packets).toBeGreaterThan(seeds)
}, 120_000)
