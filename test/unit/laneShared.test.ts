// Several processes with the same keys between two chains in memory: one acts on a lane, and after its end another.
import { type ClearJob, clearQueueName } from '../../core/jobs.ts'
import type { Packet } from '../../core/relay.ts'
import { Leases, leaseMs } from '../../relayer/leases.ts'
import type { JobQueue, OpenQueue } from '../../relayer/ports.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import {
  type Channel,
  connectNodes,
  listeningLog,
  openChannel,
  openProcess,
  type Process,
  sendPackets,
  settled,
  stopProcess,
  timesOf,
} from '../fakes/ibcPair.ts'
import type { Life } from '../fakes/ibcRules.ts'
import { MemoryLeases } from '../fakes/memoryLeases.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'
import { SteppedTime } from '../fakes/steppedTime.ts'

const blockMs = 500
/** A lease, a beat, and the hops of a packet. */
const takeoverBlocks = leaseMs / blockMs + 8

type Member = {
  readonly name: string
  readonly process: Process
  readonly leases: Leases
  readonly clock: object
  readonly queues: { readonly name: string; rest(): Promise<void> }[]
  /** Txs that it has broadcast. */
  sent: number
  /** Its calls have no end any more, as those of a process that was killed or stands still. */
  frozen: boolean
}

let nodes: { a: IbcNode; b: IbcNode }
let channel: Channel
let time: SteppedTime
let store: MemoryLeases
let queues: MemoryQueues
let members: Member[]

beforeEach(() => {
  nodes = connectNodes()
  channel = openChannel(nodes, 0)
  time = new SteppedTime()
  store = new MemoryLeases()
  queues = new MemoryQueues()
  members = []
})
afterEach(async () => {
  for (const { process, leases, clock } of members) {
    time.stalled.delete(clock)
    await leases.close()
    await stopProcess(process)
  }
})

async function join(name: string): Promise<Member> {
  const clock = time.clock()
  const own = { process: name, clock, nowMs: () => time.nowMs, log: listeningLog(), metrics: openRelayMetrics() }
  const leases = new Leases({ store, hasEnded: () => false, ...own })
  const wire = async (call: string): Promise<void> => {
    if (member.frozen) await new Promise(() => undefined)
    if (call === 'submit') member.sent += 1
  }
  const opened: Member['queues'] = []
  const openQueue: OpenQueue = <T>(queue: string): JobQueue<T> => {
    const one = queues.open<T>(queue)
    opened.push(one)
    return one
  }
  const process = openProcess({ nodes, openQueue, wire, openLease: leases.open })
  const member: Member = { name, leases, clock, queues: opened, sent: 0, frozen: false, process }
  members.push(member)
  process.engine.start()
  await settled()
  return member
}

function freeze(member: Member): void {
  member.frozen = true
  for (const queue of member.queues) void queue.rest()
  time.stalled.add(member.clock)
}

/** Blocks of both chains, half a second each. */
async function turn(times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    store.nowMs = time.nowMs + blockMs
    await time.pass(blockMs, blockMs)
    nodes.a.makeBlock()
    await settled()
    nodes.b.makeBlock()
    await settled()
  }
}

const send = (count: number): Promise<readonly Packet[]> => sendPackets(nodes, channel.a, count)

const times = (life: Life, packet: Packet): number => timesOf(nodes, life, packet)
const lives = (packets: readonly Packet[]): readonly string[] => [
  ...new Set(packets.map((packet) => `${times('received', packet)} ${times('acknowledged', packet)}`)),
]
/** Txs that took a place in a block and had no effect. */
const failed = (): number => [...nodes.a.executed, ...nodes.b.executed].filter(({ result }) => result.code !== 0).length

test('of three processes each lane has one that acts: every packet goes once, by as many txs as one process needs', async () => {
  for (const name of ['one', 'two', 'three']) await join(name)
  await turn(20)
  for (let burst = 0; burst < 3; burst += 1) {
    const packets = await send(10)
    await turn(3)
    expect(lives(packets)).toEqual(['1 1'])
  }
  expect(members.map(({ sent }) => sent).sort()).toEqual([0, 3, 3])
  expect([nodes.a.executed.length, nodes.b.executed.length, failed()]).toEqual([3, 3, 0])
})

test('a process that is killed with packets under way is replaced within some blocks, and none is lost or doubled', async () => {
  const [one] = [await join('one'), await join('two')]
  await turn(12)
  const early = await send(5)
  freeze(one)
  const late = await send(5)
  await turn(takeoverBlocks)
  expect(lives([...early, ...late])).toEqual(['1 1'])
  expect(failed()).toBe(0)
})

test('a process that stood still wakes after another one has taken over, and sends nothing for its lanes', async () => {
  const [one] = [await join('one'), await join('two')]
  await turn(12)
  freeze(one)
  const packets = await send(5)
  await turn(takeoverBlocks)
  expect(lives(packets)).toEqual(['1 1'])
  const before = one.sent
  one.frozen = false
  nodes.b.makeBlock()
  await settled()
  expect(one.sent).toBe(before)
  time.stalled.delete(one.clock)
  const more = await send(5)
  await turn(takeoverBlocks)
  expect(lives([...packets, ...more])).toEqual(['1 1'])
  expect(failed()).toBe(0)
})

test('when Redis goes away whoever acts goes on, and nobody else begins; back again, nothing has changed', async () => {
  for (const name of ['one', 'two']) await join(name)
  await turn(12)
  queues.down = true
  for (const { name } of members) store.cutOff.add(name)
  await turn(8)
  const sent = members.map((member) => member.sent)
  const packets = await send(10)
  await turn(3)
  expect(lives(packets)).toEqual(['1 1'])
  expect(members.map((member, at) => member.sent - (sent[at] ?? 0))).toEqual([1, 1])
  queues.down = false
  store.cutOff.clear()
  const more = await send(10)
  await turn(4)
  expect(lives(more)).toEqual(['1 1'])
  expect([nodes.a.executed.length, nodes.b.executed.length, failed()]).toEqual([2, 2, 0])
})

test('when Redis is away and the process that acted has ended too, another one relays after some blocks all the same', async () => {
  const [one] = [await join('one'), await join('two')]
  await turn(1)
  queues.down = true
  for (const { name } of members) store.cutOff.add(name)
  await turn(3)
  freeze(one)
  const packets = await send(5)
  await turn(20)
  expect(lives(packets)).toEqual(['1 1'])
})

test('a tx that somebody waits for is looked for by whoever acts on its lane, whichever process is told of it', async () => {
  for (const name of ['one', 'two', 'three']) await join(name)
  await turn(20)
  const isActing = ({ leases }: Member): boolean => leases.open('relay.chain-a.chain-b').delay() === 0n
  const told = members.find((member) => !isActing(member))
  const handed = clearQueueName('chain-a')
  for (const member of members) {
    if (member !== told) await member.queues.find(({ name }) => name === handed)?.rest()
  }
  queues.forgetful = true
  const packets = await send(1)
  await turn(4)
  expect(lives(packets)).toEqual(['0 0'])
  queues.forgetful = false
  const [{ hash = '' } = {}] = (await told?.process.a.searchTxs("send_packet.packet_src_channel='channel-0'", 1)) ?? []
  await queues.open<ClearJob>(handed).add([{ id: 'clear.chain-a.1', data: { chain: 'chain-a', txHash: hash } }])
  await turn(3)
  expect(lives(packets)).toEqual(['1 1'])
})
