// Rebuilds what is owed between two chains from their state alone: commitments, receipts, acknowledgements.
import { isDeepStrictEqual } from 'node:util'
import { packetKeyAt } from '../core/backlog.ts'
import {
  destinationEnd,
  isAllowed,
  mayAllow,
  type Packet,
  type PacketEnd,
  type PacketEvent,
  parsePacketEvent,
  type Route,
  sourceEnd,
  type Work,
} from '../core/relay.ts'
import { endState } from './ics03/handshake.ts'
import { orderOf, queryChannel, queryChannels } from './ics04/channels.ts'
import { knownAck } from './ics04/knownAcks.ts'
import { queryOutstanding } from './ics04/packets.ts'
import { queryAckHashes } from './ics04/packetsV2.ts'
import type { Chain, Log } from './ports.ts'

/** One direction of one connection or pair of clients: packets that `sender` has sent over it. */
export type ClearPath = {
  readonly sender: Chain
  readonly receiver: Chain
  /** The sender's connection, or its client where the pair is of IBC v2. */
  readonly routeId: string
  readonly route: Route
  readonly log: Log
  /** Packets whose work is known already need no search for their bytes. */
  readonly isOwed: (key: string, kind: Work['kind']) => boolean
}
type Pending = { readonly from: PacketEnd; readonly to: PacketEnd; readonly isClosed: boolean }

const foundMax = 20_000

/** Works for everything pending on the pair of clients, or the unordered channels of the connection, as allowed. */
export async function findOwed(path: ClearPath): Promise<readonly Work[]> {
  const { filter, clientId, ownClientId } = path.route
  if (path.routeId === ownClientId) {
    if (!mayAllow(filter, ownClientId)) return []
    const found = await findOwedOn(path, { clientId: ownClientId }, { clientId })
    return found.filter(({ packet }) => isAllowed(filter, packet.sourcePort, packet.sourceChannel))
  }
  const works: (readonly Work[])[] = []
  for (const channel of await queryChannels(path.sender, path.routeId)) {
    const { portId, channelId, counterparty } = channel
    if (!isAllowed(filter, portId, channelId) || counterparty === undefined) continue
    if (orderOf(channel) === 'ordered' || counterparty.channelId === '') continue
    const to = { portId: counterparty.portId, channelId: counterparty.channelId }
    works.push(await findOwedOn(path, { portId, channelId }, to))
  }
  return works.flat()
}

export async function findOwedOn(path: ClearPath, from: PacketEnd, to: PacketEnd): Promise<readonly Work[]> {
  const { sender, receiver } = path
  const { sent, unreceived, answered } = await queryOutstanding(sender, from, receiver, to)
  if (sent.length === 0) return []
  const pending = { from, to, isClosed: await isClosed(receiver, to) }
  return [...(await forwardWorks(path, pending, unreceived)), ...(await ackWorks(path, pending, answered))]
}

/** Nobody closes a pair of clients. */
async function isClosed(chain: Chain, end: PacketEnd): Promise<boolean> {
  if ('clientId' in end) return false
  return endState((await queryChannel(chain, end.portId, end.channelId))?.state) === 'closed'
}

/** Packets to be received, or to be given up where their channel has closed. */
async function forwardWorks(path: ClearPath, pending: Pending, sequences: readonly bigint[]): Promise<readonly Work[]> {
  const { sender, receiver, route } = path
  const kind = pending.isClosed ? 'timeout_on_close' : 'recv'
  const wanted = sequences.filter((sequence) => !path.isOwed(keyOf(path, pending, sequence), kind))
  const found = await searchEvents(sender, sentAt, pending.from, wanted)
  warnOfMissing(path, sender, sentAt, pending.from, wanted.length - found.length)
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
  const told = await searchEvents(receiver, answeredAt, pending.to, wanted)
  const known = new Set(told.map(({ packet }) => packet.sequence))
  const untold = wanted.filter((sequence) => !known.has(sequence))
  const found = [...told, ...(await rebuildAcks(path, pending, untold))]
  warnOfMissing(path, receiver, answeredAt, pending.to, wanted.length - found.length)
  const ends = { src: receiver.chainId, dst: sender.chainId, clientId: route.ownClientId, backClientId: route.clientId }
  return found.map(({ packet, acknowledgement }) => ({ kind: 'ack', ...ends, packet, acknowledgement }))
}

type Answered = Pick<PacketEvent, 'packet' | 'acknowledgement'>

/** Acknowledgements whose events a node no longer has, as far as the hash in its state tells what they are. */
async function rebuildAcks(
  { sender, receiver }: ClearPath,
  { from, to }: Pending,
  sequences: readonly bigint[],
): Promise<readonly Answered[]> {
  if (!('clientId' in to) || sequences.length === 0) return []
  const sent = await searchEvents(sender, sentAt, from, sequences)
  const hashes = await queryAckHashes(receiver, to, sequences)
  return sent.flatMap(({ packet }) => {
    const acknowledgement = knownAck(packet, hashes.get(packet.sequence) ?? new Uint8Array())
    return acknowledgement === undefined ? [] : [{ packet, acknowledgement }]
  })
}

function keyOf({ sender }: ClearPath, { from }: Pending, sequence: bigint): string {
  return packetKeyAt(sender.chainId, from, sequence)
}

/** Which events of a chain hold the bytes, and how they name the packet's end at that chain. */
type Place = {
  readonly type: string
  readonly channelKey: string
  readonly clientKey: string
  readonly endOf: (packet: Packet) => PacketEnd
}
const sentAt: Place = {
  type: 'send_packet',
  channelKey: 'packet_src_channel',
  clientKey: 'packet_source_client',
  endOf: sourceEnd,
}
const answeredAt: Place = {
  type: 'write_acknowledgement',
  channelKey: 'packet_dst_channel',
  clientKey: 'packet_dest_client',
  endOf: destinationEnd,
}

/** The bytes of packets are in events only. One range query an end: never one for each sequence. */
async function searchEvents(
  chain: Chain,
  { type, channelKey, clientKey, endOf }: Place,
  end: PacketEnd,
  sequences: readonly bigint[],
): Promise<readonly PacketEvent[]> {
  if (sequences.length === 0) return []
  const wanted = new Set(sequences)
  const sorted = [...sequences].sort((a, b) => (a < b ? -1 : 1))
  const [low, high] = [sorted[0] ?? 0n, sorted.at(-1) ?? 0n]
  const [key, id] = 'clientId' in end ? [clientKey, end.clientId] : [channelKey, end.channelId]
  const number = `${type}.packet_sequence`
  const query = `${type}.${key}='${id}' AND ${number}>=${low} AND ${number}<=${high}`
  const found = new Map<bigint, PacketEvent>()
  for (const tx of await chain.searchTxs(query, foundMax)) {
    for (const event of tx.code === 0 ? tx.events : []) {
      const parsed = event.type === type ? parsePacketEvent(event) : undefined
      if (parsed === undefined || !wanted.has(parsed.packet.sequence)) continue
      if (isDeepStrictEqual(endOf(parsed.packet), end)) found.set(parsed.packet.sequence, parsed)
    }
  }
  return [...found.values()]
}

function warnOfMissing({ log }: ClearPath, chain: Chain, { type }: Place, end: PacketEnd, missing: number): void {
  if (missing === 0) return
  const channel_id = 'clientId' in end ? end.clientId : end.channelId
  log.warn('clear.bytes_missing', { chain_id: chain.chainId, channel_id, event: type, missing })
}
