// Packets, their events and blocks in the short form of a test, as ibc-go v10 words them.
import { toHex } from '../../core/bytes.ts'
import type { Packet, RelayBlock, RelayEvent, Route } from '../../core/relay.ts'
import { event } from './fakeChain.ts'

const none = { revisionNumber: 0n, revisionHeight: 0n }

/** From `wasm.gate` over channel-0 to `wasm.hub` over channel-7, with no timeout but what `more` says. */
export function packetOf(sequence: bigint | number, more: Partial<Packet> = {}): Packet {
  return {
    sequence: BigInt(sequence),
    sourcePort: 'wasm.gate',
    sourceChannel: 'channel-0',
    destinationPort: 'wasm.hub',
    destinationChannel: 'channel-7',
    data: Uint8Array.from([1, 2, 3]),
    timeoutHeight: none,
    timeoutTimestampNs: 0n,
    ...more,
  }
}

const names = {
  sent: 'send_packet',
  received: 'recv_packet',
  answered: 'write_acknowledgement',
  acknowledged: 'acknowledge_packet',
  timed_out: 'timeout_packet',
} as const
export type PacketFact = keyof typeof names

export function packetFact(fact: PacketFact, packet: Packet, more: Readonly<Record<string, string>> = {}): RelayEvent {
  const { revisionNumber, revisionHeight } = packet.timeoutHeight
  return event(names[fact], {
    packet_data_hex: toHex(packet.data),
    packet_timeout_height: `${revisionNumber}-${revisionHeight}`,
    packet_timeout_timestamp: packet.timeoutTimestampNs.toString(),
    packet_sequence: packet.sequence.toString(),
    packet_src_port: packet.sourcePort,
    packet_src_channel: packet.sourceChannel,
    packet_dst_port: packet.destinationPort,
    packet_dst_channel: packet.destinationChannel,
    packet_channel_ordering: 'ORDER_UNORDERED',
    connection_id: 'connection-0',
    ...(fact === 'answered' ? { packet_ack_hex: '0801' } : {}),
    ...more,
  })
}

/** One tx that succeeded for each list of events. */
export function blockOf(
  chainId: string,
  height: bigint | number,
  txs: readonly (readonly RelayEvent[])[],
  timeNs = 0n,
) {
  const block: RelayBlock = {
    chainId,
    height: BigInt(height),
    timeNs: timeNs === 0n ? BigInt(height) * 1_000n : timeNs,
    txs: txs.map((events) => ({ code: 0, events })),
  }
  return block
}

/** The routes of a chain whose connection-0 leads to `peerId`. */
export function routesTo(peerId: string, filter: Route['filter'] = { policy: 'allow', list: [['*', '*']] }) {
  return new Map<string, Route>([
    ['connection-0', { peerId, clientId: `on-${peerId}`, ownClientId: `of-${peerId}`, filter }],
  ])
}
