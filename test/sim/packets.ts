// Packets between contracts of the simulator: how a contract hears of them, and the acknowledgements that it owes.
import { parseBase64, toBase64 } from '../../core/bytes.ts'
import type { Packet } from '../../core/relay.ts'
import { channelKey, type PacketId } from '../../relayer/ics24/paths.ts'
import { type ChannelEnd, type Context, Refused, text, writeAck } from '../fakes/ibcRules.ts'

/** What wasmd answers for a contract that has failed; its state is as before. */
export const errorAck = Buffer.from('{"error":"ABCI code: 5: error handling packet: see events for details"}')

/** A packet that was received and is not answered yet. */
const owedKey = ({ portId, channelId, sequence }: PacketId): string => `owed/${portId}/${channelId}/${sequence}`

const destinationOf = ({ destinationPort: portId, destinationChannel: channelId, sequence }: Packet): PacketId => ({
  portId,
  channelId,
  sequence,
})

/** ibc-go keeps the packet until its acknowledgement is written. */
export function owe({ store }: Context, packet: Packet): void {
  const { data, sequence, timeoutTimestampNs, timeoutHeight: _, ...rest } = packet
  const kept = {
    ...rest,
    data: toBase64(data),
    sequence: `${sequence}`,
    until: `${timeoutTimestampNs}`,
  }
  store.set(owedKey(destinationOf(packet)), JSON.stringify(kept))
}

/** It was answered at once. */
export const settle = ({ store }: Context, packet: Packet): void => store.set(owedKey(destinationOf(packet)), undefined)

type Kept = Omit<Packet, 'data' | 'sequence' | 'timeoutTimestampNs' | 'timeoutHeight'> & {
  readonly data: string
  readonly sequence: string
  readonly until: string
}

/** Throws as ibc-go does where nothing is owed, or the channel's end is closed. */
export function writeLater(context: Context, id: PacketId, acknowledgement: Uint8Array): void {
  const { store } = context
  const found = store.get(owedKey(id))
  if (found === undefined) throw new Refused('channel', 10, 'no packet waits for this acknowledgement')
  const end = JSON.parse(store.get(text(channelKey(id.portId, id.channelId))) ?? '{}') as ChannelEnd
  if (end.state !== 'open') throw new Refused('channel', 5, 'channel is not open')
  const { data, sequence, until, ...rest } = JSON.parse(found) as Kept
  const packet: Packet = {
    ...rest,
    data: parseBase64(data),
    sequence: BigInt(sequence),
    timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
    timeoutTimestampNs: BigInt(until),
  }
  store.set(owedKey(id), undefined)
  writeAck(context, packet, acknowledgement)
}

const relayer = 'relayer'
const endpoint = (portId: string, channelId: string): object => ({ port_id: portId, channel_id: channelId })

/** As cosmwasm-std reads it. */
function packetJson(packet: Packet): object {
  return {
    data: toBase64(packet.data),
    src: endpoint(packet.sourcePort, packet.sourceChannel),
    dest: endpoint(packet.destinationPort, packet.destinationChannel),
    sequence: Number(packet.sequence),
    timeout: { block: null, timestamp: `${packet.timeoutTimestampNs}` },
  }
}

export const receiveMsg = (packet: Packet): object => ({ packet: packetJson(packet), relayer })
export const timeoutMsg = (packet: Packet): object => ({ packet: packetJson(packet), relayer })
export const ackMsg = (packet: Packet, acknowledgement: Uint8Array): object => ({
  acknowledgement: { data: toBase64(acknowledgement) },
  original_packet: packetJson(packet),
  relayer,
})

/** The two ends of a channel as a contract sees them when it opens. */
export type Opening = {
  readonly portId: string
  readonly channelId: string
  readonly end: ChannelEnd
  readonly version: string
}

const channelJson = ({ portId, channelId, end, version }: Opening): object => ({
  endpoint: endpoint(portId, channelId),
  counterparty_endpoint: endpoint(end.peerPort, end.peerChannel),
  order: end.ordered ? 'ORDER_ORDERED' : 'ORDER_UNORDERED',
  version,
  connection_id: end.connectionId,
})
export const openMsg = (opening: Opening): object => ({ open_init: { channel: channelJson(opening) } })
export const connectMsg = (opening: Opening): object => ({
  open_ack: { channel: channelJson(opening), counterparty_version: opening.version },
})
