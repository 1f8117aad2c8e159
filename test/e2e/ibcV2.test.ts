// IBC v2 on real chains: ICS-20 between two clients that our command pairs, carried by the relayer and by commands.
import { packetKey } from '../../core/backlog.ts'
import type { Packet } from '../../core/relay.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { untilNs } from './moments.ts'
import { isSettled, packetsOf, receipts, send, type TransferEnd, voucherDenom } from './transfers.ts'
import { type Json, typed } from './typed.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

type Pair = { readonly a: { readonly clientId: string }; readonly b: { readonly clientId: string } }

let stage: OpenStage
let here: TransferEnd
let there: TransferEnd

beforeAll(async () => {
  stage = await openWorld()
  const { a, b } = await linkTo('zone-b')
  here = { chain: zoneOf(stage, 'zone-a').chain, channelId: a.clientId }
  there = { chain: zoneOf(stage, 'zone-b').chain, channelId: b.clientId }
}, 2 * startMs)
afterAll(() => stage.close())

const causeway = (...words: readonly string[]): Promise<Json> => typed(worldConfig, ...words)

async function linkTo(chain: string): Promise<Pair> {
  return (await causeway('link', '--a-chain', 'zone-a', '--b-chain', chain, '--ibc-version', '2')) as unknown as Pair
}

const inSeconds = async (end: TransferEnd, seconds: bigint): Promise<bigint> =>
  (await end.chain.queryStatus()).timeNs + seconds * 1_000_000_000n

type Payment = { readonly to?: TransferEnd; readonly receiver?: string; readonly seconds?: bigint }

/** Alice pays from her zone `count` times, in one tx. */
async function payBy(count: number, { to = there, receiver = stage.users.bob.address, seconds = 600n }: Payment = {}) {
  const amounts = Array.from({ length: count }, () => 5n)
  const timeoutNs = await inSeconds(to, seconds)
  return send({ from: here, sender: 'alice', receiver, denom: 'ustake', amounts, timeoutNs })
}
const pay = async (count: number, payment: Payment = {}): Promise<readonly Packet[]> =>
  packetsOf(await payBy(count, payment))

const coinsOfAlice = (): Promise<bigint> => here.chain.queryBalance(stage.users.alice.address, 'ustake')
const vouchersOfBob = (): Promise<bigint> =>
  there.chain.queryBalance(stage.users.bob.address, voucherDenom(there, 'ustake'))

async function untilSettled(from: TransferEnd, packets: readonly Packet[]): Promise<void> {
  await waitFor('the packets to settle', blocksMs, async () => ((await isSettled(from, packets)) ? true : undefined))
}

async function timesReceived(packets: readonly Packet[]): Promise<readonly number[]> {
  const counts = await receipts(here.chain.chainId, there)
  return packets.map((packet) => counts.get(packetKey(here.chain.chainId, packet)) ?? 0)
}

test(
  'a transfer between two clients arrives and is acknowledged, and its voucher goes home',
  async () => {
    const before = [await vouchersOfBob(), await coinsOfAlice()]
    const [packet] = await pay(1)
    expect(packet).toMatchObject({ sourceChannel: here.channelId, destinationChannel: there.channelId })
    await untilSettled(here, [packet as Packet])
    expect(await vouchersOfBob()).toBe((before[0] ?? 0n) + 5n)
    const back = { from: there, sender: 'bob', receiver: stage.users.alice.address, amounts: [5n] }
    const timeoutNs = await inSeconds(here, 600n)
    const denom = voucherDenom(there, 'ustake')
    await untilSettled(there, packetsOf(await send({ ...back, denom, timeoutNs })))
    expect([await vouchersOfBob(), await coinsOfAlice()]).toEqual(before)
  },
  blocksMs,
)

test(
  'whoever has paid follows the packets by the hash of the tx, and hears what the other chain could not do',
  async () => {
    const bob = stage.users.bob.address
    for (const [receiver, ackError] of [[bob, null] as const, ['nobody', 'UNIVERSAL_ERROR_ACKNOWLEDGEMENT'] as const]) {
      const { hash: txHash } = await payBy(1, { receiver })
      const { id } = await stage.api.call<Json>('POST', '/v1/relays', { chainId: 'zone-a', txHash })
      const told = await waitFor('the packet to be told of in full', blocksMs, async () => {
        const relay = await stage.api.call<Json>('GET', `/v1/relays/${encodeURIComponent(String(id))}`)
        const [packet] = relay['packets'] as readonly Json[]
        return relay['state'] === 'COMPLETE' && packet?.['recvTx'] !== null ? packet : undefined
      })
      const [source, destination] = [{ channelId: here.channelId }, { channelId: there.channelId }]
      expect(told).toMatchObject({ ibcVersion: 2, source, destination, sendTx: { txHash }, ackError, served: true })
    }
  },
  blocksMs,
)

test(
  'what the other chain cannot pay out is acknowledged as an error, and refunded',
  async () => {
    const before = await coinsOfAlice()
    const packets = await pay(2, { receiver: 'nobody' })
    await untilSettled(here, packets)
    expect(await timesReceived(packets)).toEqual([1, 1])
    expect(await coinsOfAlice()).toBe(before)
  },
  blocksMs,
)

test(
  'transfers sent while the relayer is dead arrive once each when it starts, or come back where they are too late',
  async () => {
    await stage.relayer.kill()
    const before = await coinsOfAlice()
    // Sequence 47, which keeps ibc-go from listing what is outstanding, is among them.
    const packets = await pay(50)
    const late = await pay(3, { seconds: 3n })
    expect(packets.map(({ sequence }) => sequence)).toContain(47n)
    await untilNs(there.chain, late[0]?.timeoutTimestampNs ?? 0n)
    await stage.emptyRedis()
    await stage.relayer.start()
    await untilSettled(here, [...packets, ...late])
    expect(await timesReceived([...packets, ...late])).toEqual([...packets.map(() => 1), 0, 0, 0])
    expect(await coinsOfAlice()).toBe(before - 5n * 50n)
  },
  2 * blocksMs,
)

test(
  'between clients that no relayer serves, packets are pending until a command clears them',
  async () => {
    const { a, b } = await linkTo('zone-c')
    expect(await linkTo('zone-c')).toEqual({ a, b, ibcVersion: 2 })
    const { clients } = await causeway('query', 'clients', '--host-chain', 'zone-a', '--reference-chain', 'zone-c')
    expect(clients).toContainEqual({ clientId: a.clientId, chainId: 'zone-c', counterpartyClientId: b.clientId })
    const from = { chain: here.chain, channelId: a.clientId }
    const timeoutNs = await inSeconds({ chain: zoneOf(stage, 'zone-c').chain, channelId: b.clientId }, 600n)
    const receiver = stage.users.bob.address
    await send({ from, sender: 'alice', receiver, denom: 'ustake', amounts: [1n, 2n, 3n], timeoutNs })
    const near = ['--chain', 'zone-a', '--client', a.clientId]
    const sequences = ['1', '2', '3']
    const { src } = await causeway('query', 'packet', 'pending', ...near)
    expect(src).toEqual({ unreceivedPackets: sequences, unreceivedAcks: [] })
    const relayed = ['recv', 'ack'].map((kind) => ({ sender: 'zone-a', kind, sequences }))
    expect(await causeway('clear', 'packets', ...near)).toEqual({ relayed, left: [] })
    const far = ['--chain', 'zone-c', '--client', b.clientId]
    expect((await causeway('query', 'packet', 'pending', ...far))['dst']).toEqual({
      unreceivedPackets: [],
      unreceivedAcks: [],
    })
  },
  2 * blocksMs,
)
