// Decides what to relay: reads the packet events of a block, and says who must hear of them and in which batches.
import { readHex } from './bytes.ts'
import { decodePacketV2 } from './packetV2.ts'

export type RelayEvent = {
  readonly type: string
  readonly attributes: readonly { readonly key: string; readonly value: string }[]
}
/** What relaying needs of a block; the Block of the relayer's ports is one. */
export type RelayBlock = {
  readonly chainId: string
  readonly height: bigint
  readonly timeNs: bigint
  readonly txs: readonly { readonly code: number; readonly events: readonly RelayEvent[] }[]
}

/**
 * ICS-04 packet. A timeout of zero, of height or timestamp, means none. A packet of IBC v2 goes from client to client:
 * in the places of channels are the ids of these clients.
 */
export type Packet = {
  readonly sequence: bigint
  readonly sourcePort: string
  readonly sourceChannel: string
  readonly destinationPort: string
  readonly destinationChannel: string
  readonly data: Uint8Array
  readonly timeoutHeight: { readonly revisionNumber: bigint; readonly revisionHeight: bigint }
  readonly timeoutTimestampNs: bigint
  /** Of IBC v2, and of it only: the packet in the bytes that its sender has told. */
  readonly encoded?: Uint8Array
}

export type ChannelEnd = { readonly portId: string; readonly channelId: string }
/** In IBC v2 sequences are counted by client, whatever ports talk over it. */
export type ClientEnd = { readonly clientId: string }
/** Where packets of one count come from or go to. */
export type PacketEnd = ChannelEnd | ClientEnd

export function sourceEnd({ encoded, sourcePort: portId, sourceChannel: id }: Packet): PacketEnd {
  return encoded === undefined ? { portId, channelId: id } : { clientId: id }
}

export function destinationEnd({ encoded, destinationPort: portId, destinationChannel: id }: Packet): PacketEnd {
  return encoded === undefined ? { portId, channelId: id } : { clientId: id }
}

/** `<port>/<channel>`, or in IBC v2 the client: unique on its chain, since ids of clients hold no "/". */
export const endText = (end: PacketEnd): string => ('clientId' in end ? end.clientId : `${end.portId}/${end.channelId}`)

export type PacketEventKind = 'sent' | 'received' | 'ack_written' | 'acknowledged' | 'timed_out'
/** A channel end that has closed on the chain of the event. */
export type ClosedChannel = { readonly portId: string; readonly channelId: string }
export type PacketEvent = {
  readonly kind: PacketEventKind
  readonly packet: Packet
  /** What leads to the other chain: the connection at the chain of the event, or in IBC v2 its client there. */
  readonly routeId: string
  readonly ordered: boolean
  /** With `ack_written` only; of IBC v2 the whole, encoded Acknowledgement. */
  readonly acknowledgement: Uint8Array
}

/**
 * Where a connection of one chain leads, or in IBC v2 a client whose counterparty is registered, and which client at
 * each end verifies proofs of the other's state.
 */
export type Route = {
  readonly peerId: string
  /** On the peer: tracks this chain. */
  readonly clientId: string
  /** On this chain: tracks the peer. */
  readonly ownClientId: string
  readonly filter: PacketFilter
  /** Of the connection: for so long must a header have been trusted before packets may rest on it. */
  readonly delayNs?: bigint
}
export type PacketFilter = {
  readonly policy: 'allow' | 'deny'
  /** Pairs of port and channel (in IBC v2: client) at the packet's source; `*` stands for anything. */
  readonly list: readonly (readonly [string, string])[]
}

export type WorkKind = 'recv' | 'ack' | 'timeout' | 'timeout_on_close'
/** One message to be: proven by the state of chain `src`, submitted to chain `dst`. */
export type Work = {
  readonly kind: WorkKind
  readonly src: string
  readonly dst: string
  /** On `dst`: verifies the proofs of `src`. */
  readonly clientId: string
  /** On `src`: the other end of the connection's clients; a timeout of the packet needs it. */
  readonly backClientId: string
  readonly packet: Packet
  /** With `ack` only. */
  readonly acknowledgement: Uint8Array
  /** Its channel is ordered: it waits for what comes before it. */
  readonly ordered?: boolean
  /** As in Route. */
  readonly delayNs?: bigint
}

const eventKinds: Readonly<Record<string, PacketEventKind>> = {
  send_packet: 'sent',
  recv_packet: 'received',
  write_acknowledgement: 'ack_written',
  acknowledge_packet: 'acknowledged',
  timeout_packet: 'timed_out',
}
const closings: ReadonlySet<string> = new Set(['channel_close_init', 'channel_close_confirm', 'channel_close'])
const nothing = new Uint8Array()

/**
 * Packet events of all txs that succeeded, in order. Events that do not parse are left out: they bind nobody. A packet
 * lives through each kind once on a chain; what is told twice, as ibc-go may do, counts once.
 */
export function parsePacketEvents(block: RelayBlock): readonly PacketEvent[] {
  const events = block.txs.filter(({ code }) => code === 0).flatMap((tx) => tx.events)
  const parsed = events.map(parsePacketEvent).filter((event) => event !== undefined)
  return [...new Map(parsed.map((event) => [eventKey(event), event])).values()]
}

/** One of the two ends is at the chain of the event, and ends of one chain have different ids. */
function eventKey({ kind, packet }: PacketEvent): string {
  const { sourcePort, sourceChannel, destinationPort, destinationChannel, sequence } = packet
  return `${kind} ${sourcePort}/${sourceChannel} ${destinationPort}/${destinationChannel} ${sequence}`
}

/** Channel ends that closed in this block: by one side, by the other in turn, or by a timeout on an ordered channel. */
export function parseClosedChannels(block: RelayBlock): readonly ClosedChannel[] {
  const events = block.txs.filter(({ code }) => code === 0).flatMap((tx) => tx.events)
  return events
    .filter(({ type }) => closings.has(type))
    .map((event) => ({ portId: attributeIn(event, 'port_id'), channelId: attributeIn(event, 'channel_id') }))
}

const attributeIn = (event: RelayEvent, key: string): string =>
  event.attributes.find((attribute) => attribute.key === key)?.value ?? ''

export function parsePacketEvent(event: RelayEvent): PacketEvent | undefined {
  const kind = eventKinds[event.type]
  if (kind === undefined) return undefined
  const get = (key: string): string => attributeIn(event, key)
  const encoded = get('encoded_packet_hex')
  if (encoded !== '') return parseEventV2(kind, bytesOf(encoded), bytesOf(get('encoded_acknowledgement_hex')))
  const numbers = [get('packet_sequence'), get('packet_timeout_timestamp') || '0']
  if (!numbers.every((text) => /^[0-9]{1,20}$/.test(text)) || get('packet_src_channel') === '') return undefined
  const packet = {
    sequence: BigInt(numbers[0] ?? 0),
    sourcePort: get('packet_src_port'),
    sourceChannel: get('packet_src_channel'),
    destinationPort: get('packet_dst_port'),
    destinationChannel: get('packet_dst_channel'),
    data: bytesOf(get('packet_data_hex')),
    timeoutHeight: parseHeight(get('packet_timeout_height')),
    timeoutTimestampNs: BigInt(numbers[1] ?? 0),
  }
  return {
    kind,
    packet,
    routeId: get('connection_id') || get('packet_connection'),
    ordered: get('packet_channel_ordering') === 'ORDER_ORDERED',
    acknowledgement: bytesOf(get('packet_ack_hex')),
  }
}

/** Events of both versions have the same types; those of IBC v2 hold the packet as a whole. */
function parseEventV2(
  kind: PacketEventKind,
  encoded: Uint8Array,
  acknowledgement: Uint8Array,
): PacketEvent | undefined {
  const packet = decodePacketV2(encoded)
  if (packet === undefined) return undefined
  const isReceiver = kind === 'received' || kind === 'ack_written'
  const routeId = isReceiver ? packet.destinationChannel : packet.sourceChannel
  return { kind, packet, routeId, ordered: false, acknowledgement }
}

const bytesOf = (hex: string): Uint8Array => readHex(hex) ?? nothing

/** `<revision>-<height>`; anything else is no timeout height. */
function parseHeight(text: string): Packet['timeoutHeight'] {
  const [, number = '0', height = '0'] = /^([0-9]{1,19})-([0-9]{1,19})$/.exec(text) ?? []
  return { revisionNumber: BigInt(number), revisionHeight: BigInt(height) }
}

export function isAllowed(filter: PacketFilter, portId: string, channelId: string): boolean {
  const listed = filter.list.some(([port, channel]) => matches(port, portId) && matches(channel, channelId))
  return listed === (filter.policy === 'allow')
}

/** False where no packet of this client can be allowed, whatever its ports. */
export function mayAllow(filter: PacketFilter, clientId: string): boolean {
  const listed = filter.list.filter(([, channel]) => matches(channel, clientId))
  return filter.policy === 'allow' ? listed.length > 0 : !listed.some(([port]) => port === '*')
}

function matches(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === text
  let at = head.length
  if (!text.startsWith(head)) return false
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1
    const found = isLast ? text.length - part.length : text.indexOf(part, at)
    if (found < at || text.slice(found, found + part.length) !== part) return false
    at = found + part.length
  }
  return true
}

/** True when a block of the destination, at this height and time, can no longer receive the packet (ICS-04). */
export function isTimedOut(packet: Packet, height: bigint, timeNs: bigint): boolean {
  const { revisionHeight } = packet.timeoutHeight
  if (revisionHeight !== 0n && height >= revisionHeight) return true
  return packet.timeoutTimestampNs !== 0n && timeNs >= packet.timeoutTimestampNs
}

export type BatchLimits = { readonly messagesMax: number; readonly bytesMax: number }

// Proofs of a commitment in a store of usual size; measured 1.4 kB.
const proofBytes = 1_600
const clientUpdateBytes = 4_000

/** Bytes of a tx that this work adds; a bound for batching, not an encoding. */
export function workBytes({ packet, acknowledgement }: Work): number {
  return proofBytes + (packet.encoded ?? packet.data).length + acknowledgement.length
}

/** Cuts work into batches that fit a tx each; the order is kept. */
export function splitBatches(works: readonly Work[], limits: BatchLimits): readonly (readonly Work[])[] {
  const batches: Work[][] = []
  let bytes = 0
  for (const work of works) {
    const last = batches.at(-1)
    const size = workBytes(work)
    if (last === undefined || last.length >= limits.messagesMax || bytes + size > limits.bytesMax) {
      batches.push([work])
      bytes = clientUpdateBytes + size
    } else {
      last.push(work)
      bytes += size
    }
  }
  return batches
}

/** The first and second half, to find the one message that fails a tx. */
export function bisect(works: readonly Work[]): readonly (readonly Work[])[] {
  if (works.length < 2) return [works]
  const middle = Math.ceil(works.length / 2)
  return [works.slice(0, middle), works.slice(middle)]
}
