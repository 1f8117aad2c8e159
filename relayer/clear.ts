// Rebuilds what is owed between two chains from their state alone: commitments, receipts, acknowledgements.
import { packetKey } from '../core/backlog.ts'
import { isAllowed, type PacketEvent, parsePacketEvent, type Route, type Work } from '../core/relay.ts'
import { endState } from './ics03/handshake.ts'
import { orderOf, queryChannel, queryChannels } from './ics04/channels.ts'
import { type ChannelEnd, queryOutstanding } from './ics04/packets.ts'
import type { Chain, Log } from './ports.ts'

/** One direction of one connection: packets that `sender` has sent over it. */
export type ClearPath = {
  readonly sender: Chain
  readonly receiver: Chain
  readonly connectionId: string
  /** Of the sender's connection. */
  readonly route: Route
  readonly log: Log
  /** Packets whose work is known already need no search for their bytes. */
  readonly isOwed: (key: string, kind: Work['kind']) => boolean
}
type Pending = { readonly from: ChannelEnd; readonly to: ChannelEnd; readonly isClosed: boolean }

const foundMax = 20_000

/** Works for everything pending on the allowed, unordered channels of the connection. */
export async function findOwed(path: ClearPath): Promise<readonly Work[]> {
  const works: (readonly Work[])[] = []
  for (const channel of await queryChannels(path.sender, path.connectionId)) {
    const { portId, channelId, counterparty } = channel
    if (!isAllowed(path.route.filter, portId, channelId) || counterparty === undefined) continue
    if (orderOf(channel) === 'ordered' || counterparty.channelId === '') continue
    const to = { portId: counterparty.portId, channelId: counterparty.channelId }
    works.push(await findOwedOn(path, { portId, channelId }, to))
  }
  return works.flat()
}

export async function findOwedOn(path: ClearPath, from: ChannelEnd, to: ChannelEnd): Promise<readonly Work[]> {
  const { sender, receiver } = path
  const { sent, unreceived, answered } = await queryOutstanding(sender, from, receiver, to)
  if (sent.length === 0) return []
  const peerEnd = await queryChannel(receiver, to.portId, to.channelId)
  const pending = { from, to, isClosed: endState(peerEnd?.state) === 'closed' }
  return [...(await forwardWorks(path, pending, unreceived)), ...(await ackWorks(path, pending, answered))]
}

/** Packets to be received, or to be given up where their channel has closed. */
async function forwardWorks(path: ClearPath, pending: Pending, sequences: readonly bigint[]): Promise<readonly Work[]> {
  const { sender, receiver, route } = path
  const kind = pending.isClosed ? 'timeout_on_close' : 'recv'
  const wanted = sequences.filter((sequence) => !path.isOwed(keyOf(path, pending, sequence), kind))
  const found = await searchEvents(path, sender, 'send_packet', 'packet_src', pending.from, wanted)
  const there = {
    src: sender.chainId,
    dst: receiver.chainId,
    clientId: route.clientId,
    backClientId: route.ownClientId,
  }
  const back = { src: receiver.chainId, dst: sender.chainId, clientId: route.ownClientId, backClientId: route.clientId }
  return found.map(({ packet }) => ({
    kind,
    ...(pending.isClosed ? back : there),
    packet,
    acknowledgement: new Uint8Array(),
  }))
}

async function ackWorks(path: ClearPath, pending: Pending, sequences: readonly bigint[]): Promise<readonly Work[]> {
  const { sender, receiver, route } = path
  const wanted = sequences.filter((sequence) => !path.isOwed(keyOf(path, pending, sequence), 'ack'))
  const found = await searchEvents(path, receiver, 'write_acknowledgement', 'packet_dst', pending.to, wanted)
  const ends = { src: receiver.chainId, dst: sender.chainId, clientId: route.ownClientId, backClientId: route.clientId }
  return found.map(({ packet, acknowledgement }) => ({ kind: 'ack', ...ends, packet, acknowledgement }))
}

function keyOf({ sender }: ClearPath, { from }: Pending, sequence: bigint): string {
  const packet = { sourcePort: from.portId, sourceChannel: from.channelId, sequence } as PacketEvent['packet']
  return packetKey(sender.chainId, packet)
}

/** The bytes of packets are in events only. One range query a channel: never one for each sequence. */
async function searchEvents(
  { log }: ClearPath,
  chain: Chain,
  type: string,
  side: 'packet_src' | 'packet_dst',
  { portId, channelId }: ChannelEnd,
  sequences: readonly bigint[],
): Promise<readonly PacketEvent[]> {
  if (sequences.length === 0) return []
  const wanted = new Set(sequences)
  const sorted = [...sequences].sort((a, b) => (a < b ? -1 : 1))
  const [low, high] = [sorted[0] ?? 0n, sorted.at(-1) ?? 0n]
  const number = `${type}.packet_sequence`
  const query = `${type}.${side}_channel='${channelId}' AND ${number}>=${low} AND ${number}<=${high}`
  const found = new Map<bigint, PacketEvent>()
  for (const tx of await chain.searchTxs(query, foundMax)) {
    for (const event of tx.code === 0 ? tx.events : []) {
      const parsed = event.type === type ? parsePacketEvent(event) : undefined
      if (parsed === undefined || !wanted.has(parsed.packet.sequence)) continue
      const end = side === 'packet_src' ? parsed.packet.sourceChannel : parsed.packet.destinationChannel
      const port = side === 'packet_src' ? parsed.packet.sourcePort : parsed.packet.destinationPort
      if (end === channelId && port === portId) found.set(parsed.packet.sequence, parsed)
    }
  }
  if (found.size < wanted.size) {
    const missing = wanted.size - found.size
    log.warn('clear.bytes_missing', { chain_id: chain.chainId, channel_id: channelId, event: type, missing })
  }
  return [...found.values()]
}
