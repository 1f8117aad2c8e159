// ICS-20 transfers between two zones, in both versions of IBC: the traffic of others, which the relayer carries too.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MsgTransfer } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
import { packetKey } from '../../core/backlog.ts'
import { type Packet, type PacketEnd, parsePacketEvent, parsePacketEvents } from '../../core/relay.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import type { Deployment } from '../../localnet/deploy.ts'
import type { Height } from '../../relayer/ics02/clients.ts'
import { queryCommitments } from '../../relayer/ics04/packets.ts'
import type { AnyMsg, Chain, Included } from '../../relayer/ports.ts'
import { worldConfig } from './world.ts'

/** One end of the channel, in IBC v2 the client, and the chain behind it. */
export type TransferEnd = { readonly chain: Chain; readonly channelId: string }
export type Transfer = {
  readonly from: TransferEnd
  readonly sender: string
  readonly receiver: string
  readonly denom: string
  readonly amounts: readonly bigint[]
  /** Nanoseconds since 1970 of the destination's block time. */
  readonly timeoutNs: bigint
  /** Of the destination; without it the time alone counts. */
  readonly timeoutHeight?: Height
}

/** What one transfer may use, and so pays for. */
export const transferGas = 250_000n
const port = 'transfer'
const nsPerSecond = 1_000_000_000n

const isClient = ({ channelId }: TransferEnd): boolean => channelId.startsWith('07-tendermint-')
const packetEnd = (end: TransferEnd): PacketEnd =>
  isClient(end) ? { clientId: end.channelId } : { portId: port, channelId: end.channelId }

/** Both ends of the ICS-20 channel that every world has between two of its zones. */
export function transferEnds(stage: Stage): { readonly here: TransferEnd; readonly there: TransferEnd } {
  const { transfer } = JSON.parse(readFileSync(join(worldConfig.home, 'deployment.json'), 'utf8')) as Deployment
  if (transfer === undefined) throw new Error('the localnet has no ICS-20 channel')
  const end = ({ chain_id: chainId, channel_id: channelId }: (typeof transfer)['a']): TransferEnd => ({
    chain: zoneOf(stage, chainId).chain,
    channelId,
  })
  return { here: end(transfer.a), there: end(transfer.b) }
}

/** Denomination of a voucher as the bank of the receiving chain names it (ICS-20, ADR 001). */
export function voucherDenom(at: TransferEnd, denom: string): string {
  const path = `${port}/${at.channelId}/${denom}`
  return `ibc/${createHash('sha256').update(path).digest('hex').toUpperCase()}`
}

function transferMsg(transfer: Transfer, amount: bigint, sender: string): AnyMsg {
  const value = MsgTransfer.encode(
    MsgTransfer.fromPartial({
      sourcePort: port,
      sourceChannel: transfer.from.channelId,
      token: { denom: transfer.denom, amount: amount.toString() },
      sender,
      receiver: transfer.receiver,
      timeoutTimestamp: isClient(transfer.from) ? transfer.timeoutNs / nsPerSecond : transfer.timeoutNs,
      ...(transfer.timeoutHeight === undefined ? {} : { timeoutHeight: transfer.timeoutHeight }),
    }),
  ).finish()
  return { typeUrl: '/ibc.applications.transfer.v1.MsgTransfer', value }
}

/** All in one tx; resolves when it is in a block. */
export async function send(transfer: Transfer): Promise<Included> {
  const { from, amounts } = transfer
  const signer = await from.chain.signer(transfer.sender)
  const msgs = amounts.map((amount) => transferMsg(transfer, amount, signer.address))
  return signer.submitAndWait(msgs, transferGas * BigInt(amounts.length))
}

/** The packets that a tx has sent. */
export function packetsOf(included: Included): readonly Packet[] {
  return included.result.events
    .map(parsePacketEvent)
    .filter((event) => event?.kind === 'sent')
    .flatMap((event) => (event === undefined ? [] : [event.packet]))
}

/** Whether none of these packets is open at its sender any more: acknowledged or timed out. */
export async function isSettled(from: TransferEnd, packets: readonly Packet[]): Promise<boolean> {
  const open = new Set(await queryCommitments(from.chain, packetEnd(from)))
  return packets.every(({ sequence }) => !open.has(sequence))
}

/** How often each packet was received at the destination, by its key; from the chain's own tx index. */
export async function receipts(sender: string, to: TransferEnd): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const key = isClient(to) ? 'packet_dest_client' : 'packet_dst_channel'
  for (const tx of await to.chain.searchTxs(`recv_packet.${key}='${to.channelId}'`, 1_000)) {
    const block = { chainId: to.chain.chainId, height: tx.height, timeNs: 0n, txs: [tx] }
    for (const { kind, packet } of parsePacketEvents(block)) {
      if (kind !== 'received' || packet.destinationChannel !== to.channelId) continue
      const packetName = packetKey(sender, packet)
      counts.set(packetName, (counts.get(packetName) ?? 0) + 1)
    }
  }
  return counts
}
