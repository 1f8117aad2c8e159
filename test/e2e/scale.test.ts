// Several relayer processes on one Redis Cluster, and two operators beside each other: lost parts cost some blocks.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packetKey } from '../../core/backlog.ts'
import { type Packet, parsePacketEvent } from '../../core/relay.ts'
import { turnBlocks } from '../../core/turns.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import type { Deployment } from '../../localnet/deploy.ts'
import { RedisCluster } from '../fakes/redisCluster.ts'
import { isSettled, packetsOf, receipts, send, type TransferEnd } from './transfers.ts'
import { startWorkers, type Worker } from './workers.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

let stage: OpenStage
let here: TransferEnd
let there: TransferEnd
let workers: Worker[] = []

beforeAll(async () => {
  stage = await openWorld()
  const deployment = JSON.parse(readFileSync(join(worldConfig.home, 'deployment.json'), 'utf8')) as Deployment
  const end = (place: { chain_id: string; channel_id: string } | undefined): TransferEnd => {
    const chain = stage.zones.get(place?.chain_id ?? '')?.chain
    if (chain === undefined || place === undefined) throw new Error('the localnet has no ICS-20 channel')
    return { chain, channelId: place.channel_id }
  }
  here = end(deployment.transfer?.a)
  there = end(deployment.transfer?.b)
  await stage.relayer.kill()
}, startMs)
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill()))
  workers = []
})
afterAll(async () => {
  await stage.relayer.start()
  await stage.close()
})

async function pay(count: number): Promise<readonly Packet[]> {
  const amounts = Array.from({ length: count }, () => 5n)
  const { timeNs } = await there.chain.queryStatus()
  const transfer = { from: here, sender: 'alice', receiver: stage.users.bob.address, denom: 'ustake', amounts }
  return packetsOf(await send({ ...transfer, timeoutNs: timeNs + 600_000_000_000n }))
}

async function untilSettled(packets: readonly Packet[]): Promise<void> {
  await waitFor('the packets to settle', blocksMs, async () => ((await isSettled(here, packets)) ? true : undefined))
}

async function timesReceived(packets: readonly Packet[]): Promise<readonly number[]> {
  const counts = await receipts(here.chain.chainId, there)
  return packets.map((packet) => counts.get(packetKey(here.chain.chainId, packet)) ?? 0)
}

const once = (packets: readonly Packet[]): readonly number[] => packets.map(() => 1)
const forward = (): string => `relay.${here.chain.chainId}.${there.chain.chainId}`

/** The one that acts on the way of the transfers, once just one does. */
function holder(): Promise<Worker> {
  return waitFor('one process to act', blocksMs, async () => {
    const held = await Promise.all(workers.map((worker) => worker.lanes()))
    const [one, ...more] = workers.filter((_, at) => held[at]?.includes(forward()))
    return more.length === 0 ? one : undefined
  })
}

test(
  'three workers on a Cluster of three: one killed, one stalled and a node of the Cluster lost, and each packet arrives once (Y-6.1-1)',
  async () => {
    const cluster = await RedisCluster.start()
    try {
      const redis = `nodes = ${JSON.stringify(cluster.urls)}`
      workers = await startWorkers({ 'worker-1': { redis }, 'worker-2': { redis }, 'worker-3': { redis } })
      await waitFor('the lanes to be spread', blocksMs, async () => {
        const held = await Promise.all(workers.map((worker) => worker.lanes()))
        const counts = held.map(({ length }) => length)
        // No lane has two at any time; all have been handed out when the numbers differ by one at most.
        expect(new Set(held.flat()).size).toBe(held.flat().length)
        return Math.min(...counts) > 0 && Math.max(...counts) - Math.min(...counts) < 2 ? true : undefined
      })
      const sent = [...(await pay(40))]
      await untilSettled(sent)

      const killed = await holder()
      sent.push(...(await pay(40)))
      await killed.kill()
      workers = workers.filter((worker) => worker !== killed)
      sent.push(...(await pay(40)))
      await untilSettled(sent)

      const stalled = await holder()
      stalled.pause()
      const others = workers
      workers = workers.filter((worker) => worker !== stalled)
      sent.push(...(await pay(40)))
      await untilSettled(sent)
      workers = others
      stalled.resume()
      await holder()

      await cluster.nodes[await cluster.nodeOf(forward())]?.kill()
      sent.push(...(await pay(40)))
      await untilSettled(sent)
      expect(await timesReceived(sent)).toEqual(once(sent))
      // Two processes that sign for one lane would mend each other's sequences again and again.
      const resyncs = await Promise.all(workers.map((worker) => worker.total('causeway_lane_resyncs_total')))
      expect(resyncs.every((count) => count < 3)).toBe(true)
    } finally {
      await Promise.all(workers.map((worker) => worker.kill()))
      await cluster.stop()
    }
  },
  2 * blocksMs,
)

/** One tx of transfers after the other; tells how many blocks of the receiver a packet took at most. */
async function load(bursts: number, each: number): Promise<number> {
  const sentAt = new Map<bigint, bigint>()
  const packets: Packet[] = []
  for (let burst = 0; burst < bursts; burst += 1) {
    const sent = await pay(each)
    const { height } = await there.chain.queryStatus()
    packets.push(...sent)
    for (const { sequence } of sent) sentAt.set(sequence, height)
  }
  await untilSettled(packets)
  expect(await timesReceived(packets)).toEqual(once(packets))
  const [first] = packets
  const range = `recv_packet.packet_sequence>=${first?.sequence}`
  const taken: number[] = []
  for (const tx of await there.chain.searchTxs(
    `recv_packet.packet_dst_channel='${there.channelId}' AND ${range}`,
    500,
  )) {
    for (const event of tx.events.map(parsePacketEvent)) {
      const height = event?.kind === 'received' ? sentAt.get(event.packet.sequence) : undefined
      if (height !== undefined) taken.push(Number(tx.height - height))
    }
  }
  return Math.max(...taken)
}

test(
  'two operators with other keys and another Redis share the packets, and one takes all when the other is killed (Y-6.2.1e)',
  async () => {
    const redis = (database: number): string => `url = "redis://127.0.0.1:${worldConfig.redisPort}/${database}"`
    workers = await startWorkers({
      'operator-1': { redis: redis(2) },
      'operator-2': { redis: redis(3), ofAnother: true },
    })
    const total = async (metric: string): Promise<readonly number[]> =>
      Promise.all(workers.map((worker) => worker.total(metric)))
    const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0)
    // Until blocks have told each of the other.
    await load(12, 4)
    const before = sum(await total('causeway_messages_redundant_total'))
    // A hop or, for what nobody has relayed in time, two turns at most and a hop.
    expect(await load(6, 50)).toBeLessThanOrEqual(2 * Number(turnBlocks) + 6)
    const redundant = sum(await total('causeway_messages_redundant_total')) - before
    expect(redundant / 600).toBeLessThan(0.05)
    expect(Math.min(...(await total('receive_packets_confirmed_total')))).toBeGreaterThan(60)
    await workers[1]?.kill()
    workers = workers.slice(0, 1)
    await load(4, 10)
    // Nothing is left to it any more.
    expect(await load(4, 10)).toBeLessThanOrEqual(Number(turnBlocks))
  },
  2 * blocksMs,
)
