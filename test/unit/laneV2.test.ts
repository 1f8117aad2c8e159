// Relaying IBC v2 between two chains in memory that check like ibc-go: pairs of clients, payloads, seconds, restarts.

import type { Packet } from '../../core/relay.ts'
import { registerPair } from '../../relayer/ics02/counterparties.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type ClientPair,
  connectNodes,
  makeBlocks,
  makeClients,
  openChannel,
  type Process,
  type ProcessOptions,
  pairClients,
  settled,
  startProcess,
  stopProcess,
  timesOf,
} from '../fakes/ibcPair.ts'
import { type Life, lifeKey, Refused } from '../fakes/ibcRules.ts'
import { errorAcknowledgement, Unwanted, writeAckV2 } from '../fakes/ibcRulesV2.ts'

let nodes: { a: IbcNode; b: IbcNode }
let pair: ClientPair
let processes: Process[] = []

beforeEach(() => {
  nodes = connectNodes()
  pair = pairClients(nodes)
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

async function stop(): Promise<void> {
  await Promise.all(processes.splice(0).map(stopProcess))
}

const turn = (rounds?: number): Promise<void> => makeBlocks(nodes, rounds)

const hourSec = 3_600n
const nsPerSecond = 1_000_000_000n
const inAnHour = (): bigint => nodes.a.timeNs / nsPerSecond + hourSec

async function send(count: number, timeoutSec = inAnHour(), portId = 'app'): Promise<readonly Packet[]> {
  const what = (index: number) => ({ clientId: pair.a, portId, data: `packet ${index}`, timeoutSec })
  const sending = Array.from({ length: count }, (_, index) => nodes.a.sendV2(what(index)))
  nodes.a.makeBlock()
  await settled()
  return Promise.all(sending)
}

const times = (life: Life, packet: Packet): number => timesOf(nodes, life, packet)
const isDone = (packet: Packet): boolean => times('acknowledged', packet) + times('timed_out', packet) === 1
const txsOn = (node: IbcNode): readonly (readonly string[])[] =>
  node.executed.map(({ msgs }) => msgs.map(({ typeUrl }) => typeUrl.replace(/^.*\.(v\d)\.Msg/, '$1 ')))

test('a packet between two clients is received and acknowledged, by one tx each way, and goes back as well', async () => {
  await start()
  const [packet] = await send(1)
  const back = nodes.b.sendV2({ clientId: pair.b, portId: 'app', data: 'back', timeoutSec: inAnHour() })
  await turn(5)
  expect([times('received', packet as Packet), times('acknowledged', packet as Packet)]).toEqual([1, 1])
  expect(nodes.b.store.get(lifeKey('acknowledged', await back))).toBe('1')
  expect(txsOn(nodes.b)[0]).toEqual(['v1 UpdateClient', 'v2 RecvPacket'])
  expect(txsOn(nodes.a).flat()).toContain('v2 Acknowledgement')
})

test('packets of both versions share one tx, with an update for each of their clients', async () => {
  const channel = openChannel(nodes, 0)
  await start()
  const first = nodes.a.send(channel.a, 'v1')
  const [second] = await send(1)
  await turn(3)
  expect([await first, second as Packet].every(isDone)).toBe(true)
  const kinds = ['v1 RecvPacket', 'v1 UpdateClient', 'v1 UpdateClient', 'v2 RecvPacket']
  expect(txsOn(nodes.b).map((tx) => [...tx].sort())).toEqual([kinds])
})

test('an acknowledgement that comes later, in the tx of another packet, finds its way', async () => {
  const waiting: Packet[] = []
  nodes.b.app = (packet, context) => {
    if (Buffer.from(packet.data).toString() === 'packet 0') {
      // CheckTx has run this too, and keeps nothing of it.
      waiting.splice(0, 1, packet)
      return undefined
    }
    for (const one of waiting) writeAckV2(context, one, Buffer.from('decided'))
    return Buffer.from('ok')
  }
  const { metrics } = await start()
  const [vote] = await send(1)
  await turn(15)
  expect([times('received', vote as Packet), times('acknowledged', vote as Packet)]).toEqual([1, 0])
  expect(await metrics.text()).toMatch(/causeway_acks_awaited\{[^}]*chain="chain-b"[^}]*age="11-100"[^}]*\} 1\b/)
  const deciding = nodes.a.sendV2({ clientId: pair.a, portId: 'other', data: 'last vote', timeoutSec: inAnHour() })
  await turn(6)
  expect([vote as Packet, await deciding].every(isDone)).toBe(true)
  expect(txsOn(nodes.b)).toHaveLength(2)
})

test('what an app does not want is answered by the universal error, and that is relayed', async () => {
  nodes.b.app = () => {
    throw new Unwanted()
  }
  await start()
  const [packet] = await send(1)
  await turn(3)
  expect(times('acknowledged', packet as Packet)).toBe(1)
  const [tx] = nodes.a.executed
  expect(tx?.msgs.some(({ value }) => Buffer.from(value).includes(errorAcknowledgement))).toBe(true)
})

test('a packet times out at the second that it names, not before, and ends at its sender', async () => {
  await start()
  nodes.b.gasPerPacket = 10n ** 9n
  const timeoutSec = nodes.b.timeNs / nsPerSecond + 6n
  const [packet] = await send(1, timeoutSec)
  while (nodes.b.timeNs < (timeoutSec - 1n) * nsPerSecond) await turn()
  expect(txsOn(nodes.a)).toEqual([])
  nodes.b.makeBlock(nsPerSecond - 1n)
  await settled()
  nodes.b.makeBlock(1n)
  await settled()
  await turn(3)
  expect([times('received', packet as Packet), times('timed_out', packet as Packet)]).toEqual([0, 1])
  expect(txsOn(nodes.a)).toEqual([['v1 UpdateClient', 'v2 Timeout']])
})

test('one payload that fails its whole tx is found by halving, and all the others arrive', async () => {
  const { log } = await start()
  await turn()
  nodes.b.app = (packet) => {
    if (Buffer.from(packet.data).toString() !== 'packet 5') return Buffer.from('ok')
    throw new Refused('wasm', 5, 'contract panicked')
  }
  const packets = await send(16)
  await turn(5)
  expect(packets.filter((packet) => !isDone(packet)).map(({ sequence }) => sequence)).toEqual([6n])
  expect(log.told.filter(({ event }) => event === 'packet.refused')).toMatchObject([
    { facts: { packet: `chain-a/${pair.a}/6`, kind: 'recv' } },
  ])
})

test('a process that starts with nothing finds everything that is pending, also around sequence 47', async () => {
  const waiting: Packet[] = []
  nodes.b.app = (packet) => {
    if (packet.sequence % 10n !== 3n) return Buffer.from('ok')
    if (!waiting.some(({ sequence }) => sequence === packet.sequence)) waiting.push(packet)
    return undefined
  }
  await start()
  const early = await send(20)
  await turn(4)
  await stop()
  const late = await send(40)
  const tooLate = await send(1, nodes.a.timeNs / nsPerSecond + 3n)
  for (const packet of waiting) nodes.b.writeAck(packet, 'at last')
  await turn(5)
  expect(early.filter((packet) => !isDone(packet)).map(({ sequence }) => sequence)).toEqual([3n, 13n])
  expect([...late, ...tooLate].filter(isDone)).toEqual([])
  await start()
  await turn(6)
  expect(early.map((packet) => times('acknowledged', packet))).toEqual(early.map(() => 1))
  const unanswered = late.filter((packet) => !isDone(packet)).map(({ sequence }) => sequence)
  expect(unanswered).toEqual([23n, 33n, 43n, 53n])
  expect(late.map((packet) => times('received', packet))).toEqual(late.map(() => 1))
  expect(tooLate.map((packet) => times('timed_out', packet))).toEqual([1])
})

test('acknowledgements whose events are pruned are known by their hash, where many packets have the same', async () => {
  nodes.b.app = (packet) => {
    const data = Buffer.from(packet.data).toString()
    if (data === 'packet 0') throw new Unwanted()
    return Buffer.from(data === 'packet 1' ? '{"result":"AQ=="}' : 'a secret of this app')
  }
  await start()
  const packets = await send(3, inAnHour(), 'transfer')
  nodes.a.makeBlock()
  await settled()
  nodes.b.makeBlock()
  await stop()
  expect(packets.map((packet) => times('received', packet))).toEqual([1, 1, 1])
  nodes.b.prunedTo = nodes.b.height
  const { log } = await start()
  await turn(6)
  expect(packets.map((packet) => times('acknowledged', packet))).toEqual([1, 1, 0])
  const missing = log.told.filter(({ event }) => event === 'clear.bytes_missing')
  expect(missing).toMatchObject([{ facts: { chain_id: 'chain-b', event: 'ack_written', missing: 1 } }])
})

test('a pair that is registered while the relayer runs is relayed from the next block on', async () => {
  const made = makeClients(nodes, { a: '07-tendermint-5', b: '07-tendermint-6' })
  const { a, b } = await start()
  const registering = registerPair(a, b, made)
  await turn(4)
  expect(await registering).toEqual(made)
  pair = made
  const packets = await send(2)
  await turn(3)
  expect(packets.every(isDone)).toBe(true)
})

test.each([
  ['denied by its client', { policy: 'deny', list: [['*', '07-tendermint-3']] }, 0, false],
  ['denied by its port', { policy: 'deny', list: [['app', '*']] }, 0, true],
  ['not among those allowed', { policy: 'allow', list: [['*', 'channel-*']] }, 0, false],
  ['allowed by its client', { policy: 'allow', list: [['app', '07-tendermint-3']] }, 1, true],
] as const)('a packet that is %s is relayed so, found live or by clearing', async (_, filter, received, searched) => {
  const [early] = await send(1)
  const calls: string[] = []
  const { metrics } = await start({ filter, wire: async (call) => void calls.push(call) })
  const [late] = await send(1)
  await turn(4)
  expect([early, late].map((packet) => times('received', packet as Packet))).toEqual([received, received])
  // Where a client is left out whatever the port, nothing of it is looked for.
  expect(calls.includes('search')).toBe(searched)
  expect(await metrics.text()).not.toMatch(/causeway_bytes_missing_total\{.*\} [1-9]/)
})

test('metrics name the client where those of IBC v1 name the channel, and count a packet once', async () => {
  const { metrics } = await start()
  await send(1)
  await turn(3)
  const text = await metrics.text()
  const sent = text.split('\n').find((line) => line.startsWith('send_packet_events_total{'))
  expect(sent).toMatch(/chain="chain-a".*channel="07-tendermint-3".*port="app".*\} 1$/)
  const confirmed = text.split('\n').find((line) => line.startsWith('receive_packets_confirmed_total{'))
  expect(confirmed).toMatch(/src_channel="07-tendermint-3".*dst_channel="07-tendermint-8".*\} 1$/)
})

test('two processes that race relay each packet once', async () => {
  await start()
  await start()
  const packets = await send(20)
  await turn(8)
  expect(packets.map((packet) => times('received', packet))).toEqual(packets.map(() => 1))
  expect(packets.every(isDone)).toBe(true)
})
