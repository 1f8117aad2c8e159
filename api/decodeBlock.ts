// Reads what a block says about transactions and packets; trusts events of our contracts and of IBC only. Pure.
import { toHex } from '../core/bytes.ts'
import { parsePacketEvent } from '../core/relay.ts'
import type { Attribute, Block, ChainEvent, TxResult } from '../relayer/ports.ts'
import type { BlockChanges, PacketRow, TraceRow } from './store/store.ts'

/** Contracts whose events count on this chain; anybody else's look-alikes are ignored. */
export type Contracts = { readonly hub: string | undefined; readonly gate: string | undefined }

export type PacketEntry = { readonly transactionId: string; readonly facts: Readonly<Record<string, string>> }
export type PacketContent = { readonly kind: 'votes' | 'decisions' | 'other'; readonly entries: readonly PacketEntry[] }

export type DecodeFacts = {
  readonly contracts: Contracts
  /** `<port>/<channel>` of this chain, in IBC v2 `/<client>` -> the chain at the other end. */
  readonly peers: ReadonlyMap<string, string>
  /** Transactions in packets that this chain sent earlier, by packet key. */
  readonly sent: ReadonlyMap<string, readonly string[]>
  readonly readPacket: (data: Uint8Array) => PacketContent
}

const packetKinds: Readonly<Record<string, string>> = {
  send_packet: 'packet_sent',
  recv_packet: 'packet_received',
  write_acknowledgement: 'ack_written',
  acknowledge_packet: 'ack_received',
  timeout_packet: 'packet_timed_out',
}
// Events that the receiving chain emits name the sender's end first, so the key needs the chain at the other end.
const onReceiver = new Set(['recv_packet', 'write_acknowledgement'])
const settles: Readonly<Record<string, 'ack' | 'timeout'>> = { acknowledge_packet: 'ack', timeout_packet: 'timeout' }

/** Of an event in words of v1; one of IBC v2 whose packet cannot be read names no channel, and is none. */
const isPacketEvent = (event: ChainEvent): boolean =>
  event.type in packetKinds && attribute(event, 'packet_src_channel') !== ''

/** An event of IBC v2 in the words of v1, without a port: there a client stands for the channel, and counts packets. */
function inWordsOfV1(event: ChainEvent): ChainEvent {
  const packet = attribute(event, 'encoded_packet_hex') === '' ? undefined : parsePacketEvent(event)?.packet
  if (packet === undefined) return event
  const words = {
    packet_src_channel: packet.sourceChannel,
    packet_dst_channel: packet.destinationChannel,
    packet_sequence: packet.sequence.toString(),
    packet_timeout_timestamp: packet.timeoutTimestampNs.toString(),
    // Who is released knows the content from when it was sent, as in v1.
    packet_data_hex: event.type in settles ? '' : toHex(packet.data),
    msg_index: attribute(event, 'msg_index'),
  }
  return { type: event.type, attributes: Object.entries(words).map(([key, value]) => ({ key, value })) }
}

/** A failed tx changed nothing, whatever its events say (ADR-038 keeps the ante handler's). */
const eventsIn = (tx: TxResult): readonly ChainEvent[] => (tx.code === 0 ? tx.events.map(inWordsOfV1) : [])

/** Ends of channels that a block's packets pass, as `<port>/<channel>` of its own chain. */
export function endsIn(block: Block): ReadonlySet<string> {
  const ends = new Set<string>()
  for (const event of block.txs.flatMap(eventsIn)) {
    if (isPacketEvent(event)) ends.add(ownEnd(event))
  }
  return ends
}

/** Keys of packets whose sender is released in this block; their content is not in the event. */
export function keysSettledIn(block: Block): readonly string[] {
  return block.txs
    .flatMap(eventsIn)
    .filter((event) => event.type in settles && isPacketEvent(event))
    .map((event) => packetKey(block.chainId, event))
}

export function decodeBlock(block: Block, facts: DecodeFacts): BlockChanges {
  const trace: TraceRow[] = []
  const packets: PacketRow[] = []
  const settled: { key: string; by: 'ack' | 'timeout' }[] = []
  const sent = new Map(facts.sent)
  for (const tx of block.txs) {
    const events = eventsIn(tx)
    const causes = causesByMessage(block.chainId, events, facts.peers)
    events.forEach((event, eventIndex) => {
      const at = { block, tx, eventIndex, causes: causes.get(attribute(event, 'msg_index')) ?? [] }
      if (isPacketEvent(event)) {
        const read = readPacketEvent(at, event, facts, sent)
        trace.push(...read.trace)
        packets.push(...read.packets)
        settled.push(...read.settled)
      } else {
        trace.push(...readContractEvent(at, event, facts.contracts))
      }
    })
  }
  return { chainId: block.chainId, height: block.height, timeNs: block.timeNs, trace, packets, settled }
}

type At = {
  readonly block: Block
  readonly tx: TxResult
  readonly eventIndex: number
  readonly causes: readonly string[]
}

type PacketChanges = Pick<BlockChanges, 'trace' | 'packets' | 'settled'>

function readPacketEvent(
  at: At,
  event: ChainEvent,
  facts: DecodeFacts,
  sent: Map<string, readonly string[]>,
): PacketChanges {
  const kind = packetKinds[event.type] ?? event.type
  const peer = facts.peers.get(ownEnd(event)) ?? ''
  const key = packetKey(onReceiver.has(event.type) ? peer : at.block.chainId, event)
  const data = attribute(event, 'packet_data_hex')
  const content: PacketContent =
    data === '' ? { kind: 'other', entries: known(sent.get(key)) } : facts.readPacket(fromHex(data))
  const trace = content.entries.map((entry, index) =>
    traceRow(at, kind, entry.transactionId, { ...entry.facts, packet: key }, index),
  )
  if (event.type !== 'send_packet') {
    const by = settles[event.type]
    return { trace, packets: [], settled: by === undefined ? [] : [{ key, by }] }
  }
  const ids = content.entries.map((entry) => entry.transactionId)
  sent.set(key, ids)
  return { trace, packets: [packetRow(at, event, key, peer, content.kind, ids)], settled: [] }
}

function packetRow(
  at: At,
  event: ChainEvent,
  key: string,
  peer: string,
  kind: string,
  transactionIds: readonly string[],
): PacketRow {
  return {
    key,
    sourceChainId: at.block.chainId,
    channelId: attribute(event, 'packet_src_channel'),
    sequence: uint(attribute(event, 'packet_sequence')),
    destinationChainId: peer,
    destinationChannelId: attribute(event, 'packet_dst_channel'),
    kind,
    transactionIds,
    timeoutNs: uint(attribute(event, 'packet_timeout_timestamp')),
    sentHeight: at.block.height,
    sentTxHash: at.tx.hash,
    sentAtNs: at.block.timeNs,
    settledBy: undefined,
  }
}

const gateKinds: Readonly<Record<string, string>> = {
  'wasm-causeway_leg': 'leg',
  'wasm-causeway_rejected': 'rejected',
  'wasm-causeway_parked': 'parked',
  'wasm-causeway_retried': 'retried',
  'wasm-causeway_alarm': 'alarm',
}
const hubKinds: Readonly<Record<string, string>> = {
  'wasm-causeway_vote': 'vote',
  'wasm-causeway_opened': 'opened',
  'wasm-causeway_decision': 'decision',
  'wasm-causeway_confirmed': 'confirmed',
}
const transactionIdPattern = /^[0-9a-f]{64}$/

function readContractEvent(at: At, event: ChainEvent, contracts: Contracts): readonly TraceRow[] {
  const from = attribute(event, '_contract_address')
  if (from === '') return []
  const kind =
    (from === contracts.gate ? gateKinds[event.type] : undefined) ??
    (from === contracts.hub ? hubKinds[event.type] : undefined)
  const transactionId = attribute(event, 'transaction_id')
  if (kind === undefined || !transactionIdPattern.test(transactionId)) return []
  return [traceRow(at, kind, transactionId, contractFacts(kind, event.attributes), 0)]
}

const skipped = new Set(['_contract_address', 'transaction_id', 'msg_index'])

function contractFacts(kind: string, attributes: readonly Attribute[]): Record<string, string> {
  const facts = Object.fromEntries(
    attributes.filter(({ key }) => !skipped.has(key)).map(({ key, value }) => [key, value]),
  )
  const { chain_id: chainId, ...rest } = facts
  if (chainId === undefined) return facts
  return kind === 'vote' ? { ...rest, voter: chainId } : { ...rest, zone: chainId }
}

function traceRow(
  at: At,
  kind: string,
  transactionId: string,
  facts: Readonly<Record<string, string>>,
  entry: number,
): TraceRow {
  return {
    chainId: at.block.chainId,
    height: at.block.height,
    txIndex: at.tx.index,
    eventIndex: at.eventIndex,
    entry,
    transactionId,
    kind,
    txHash: at.tx.hash,
    timeNs: at.block.timeNs,
    facts,
    // A packet event is not its own cause.
    causes: at.causes.filter((key) => key !== facts['packet']),
  }
}

/** Packets that arrived, by the message that brought them: what else happened in that message, they caused. */
function causesByMessage(
  chainId: string,
  events: readonly ChainEvent[],
  peers: ReadonlyMap<string, string>,
): Map<string, string[]> {
  const causes = new Map<string, string[]>()
  for (const event of events) {
    if (!isPacketEvent(event) || (event.type !== 'recv_packet' && !(event.type in settles))) continue
    const source = event.type === 'recv_packet' ? (peers.get(ownEnd(event)) ?? '') : chainId
    const message = attribute(event, 'msg_index')
    causes.set(message, [...(causes.get(message) ?? []), packetKey(source, event)])
  }
  return causes
}

function ownEnd(event: ChainEvent): string {
  const side = onReceiver.has(event.type) ? 'dst' : 'src'
  return `${attribute(event, `packet_${side}_port`)}/${attribute(event, `packet_${side}_channel`)}`
}

function packetKey(sourceChainId: string, event: ChainEvent): string {
  const parts = ['packet_src_port', 'packet_src_channel', 'packet_sequence'].map((name) => attribute(event, name))
  return [sourceChainId, ...parts.filter((part) => part !== '')].join('/')
}

function attribute(event: ChainEvent, key: string): string {
  return event.attributes.find((one) => one.key === key)?.value ?? ''
}

const known = (ids: readonly string[] | undefined): readonly PacketEntry[] =>
  (ids ?? []).map((transactionId) => ({ transactionId, facts: {} }))

// Both databases hold signed 64-bit numbers; a stranger's packet may name a time beyond them.
const int64Max = 2n ** 63n - 1n

function uint(text: string): bigint {
  const value = /^[0-9]{1,20}$/.test(text) ? BigInt(text) : 0n
  return value > int64Max ? int64Max : value
}

const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
