// Finds what befell packets in the txs of a chain: one query for many sequences of an end, and what its answer says.
import {
  destinationEnd,
  type PacketEnd,
  type PacketEvent,
  type PacketEventKind,
  parsePacketEvent,
  type RelayEvent,
  sourceEnd,
} from './relay.ts'

/** One end of a channel or of a pair of clients, and packets that have passed it. */
export type PacketRange = {
  readonly kind: PacketEventKind
  readonly end: PacketEnd
  readonly sequences: readonly bigint[]
}
/** A tx as a node's index answers it. */
type SearchedTx = { readonly code: number; readonly events: readonly RelayEvent[] }
export type FoundPacket<Tx> = { readonly event: PacketEvent; readonly tx: Tx }

const eventTypes: Readonly<Record<PacketEventKind, string>> = {
  sent: 'send_packet',
  received: 'recv_packet',
  ack_written: 'write_acknowledgement',
  acknowledged: 'acknowledge_packet',
  timed_out: 'timeout_packet',
}

/** What happens at the receiver carries its own end as the destination. */
const isAtReceiver = (kind: PacketEventKind): boolean => kind === 'received' || kind === 'ack_written'

/** One range query an end, in CometBFT's words: never one for each sequence. Only for at least one sequence. */
export function packetQuery({ kind, end, sequences }: PacketRange): string {
  const type = eventTypes[kind]
  const low = sequences.reduce((least, one) => (one < least ? one : least))
  const high = sequences.reduce((most, one) => (one > most ? one : most))
  const sequence = `${type}.packet_sequence`
  return `${type}.${endCondition(end, isAtReceiver(kind))} AND ${sequence}>=${low} AND ${sequence}<=${high}`
}

function endCondition(end: PacketEnd, atReceiver: boolean): string {
  if ('clientId' in end) return `packet_${atReceiver ? 'dest' : 'source'}_client='${end.clientId}'`
  return `packet_${atReceiver ? 'dst' : 'src'}_channel='${end.channelId}'`
}

/** The asked packets among the answer, which holds others too: a tx matches when any two of its events do together. */
export function pickPackets<Tx extends SearchedTx>(
  { kind, end, sequences }: PacketRange,
  txs: readonly Tx[],
): ReadonlyMap<bigint, FoundPacket<Tx>> {
  const wanted = new Set(sequences)
  const found = new Map<bigint, FoundPacket<Tx>>()
  for (const tx of txs) {
    for (const event of tx.code === 0 ? tx.events : []) {
      const parsed = event.type === eventTypes[kind] ? parsePacketEvent(event) : undefined
      if (parsed === undefined || !wanted.has(parsed.packet.sequence)) continue
      const own = isAtReceiver(kind) ? destinationEnd(parsed.packet) : sourceEnd(parsed.packet)
      if (isSameEnd(own, end)) found.set(parsed.packet.sequence, { event: parsed, tx })
    }
  }
  return found
}

function isSameEnd(one: PacketEnd, other: PacketEnd): boolean {
  if ('clientId' in one || 'clientId' in other) {
    return 'clientId' in one && 'clientId' in other && one.clientId === other.clientId
  }
  return one.portId === other.portId && one.channelId === other.channelId
}
