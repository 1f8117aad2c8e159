// Reads what a block says about transactions and packets; trusts events of our contracts and of IBC only. Pure.
import { packetKey } from '../core/backlog.ts'
import {
  destinationEnd,
  endText,
  type Packet,
  type PacketEnd,
  type PacketEvent,
  type PacketEventKind,
  parsePacketEvent,
  sourceEnd,
} from '../core/relay.ts'
import type { Attribute, Block, ChainEvent, TxResult } from '../relayer/ports.ts'
import type { BlockChanges, PacketRow, TraceRow } from './store/store.ts'

/** Contracts whose events count on this chain; anybody else's look-alikes are ignored. */
export type Contracts = { readonly hub: string | undefined; readonly gate: string | undefined }

export type PacketEntry = { readonly transactionId: string; readonly facts: Readonly<Record<string, string>> }
export type PacketContent = { readonly kind: 'votes' | 'decisions' | 'other'; readonly entries: readonly PacketEntry[] }

export type DecodeFacts = {
  readonly contracts: Contracts
  /** Text of an end of this chain -> the chain at the other end. */
  readonly peers: ReadonlyMap<string, string>
  /** Transactions in packets that this chain sent earlier, by packet key. */
  readonly sent: ReadonlyMap<string, readonly string[]>
  readonly readPacket: (data: Uint8Array) => PacketContent
}

const traceKinds: Readonly<Record<PacketEventKind, string>> = {
  sent: 'packet_sent',
  received: 'packet_received',
  ack_written: 'ack_written',
  acknowledged: 'ack_received',
  timed_out: 'packet_timed_out',
}
// Events that the receiving chain emits name the sender's end first, so the key needs the chain at the other end.
const onReceiver: ReadonlySet<PacketEventKind> = new Set(['received', 'ack_written'])
const settles: Readonly<Partial<Record<PacketEventKind, 'ack' | 'timeout'>>> = {
  acknowledged: 'ack',
  timed_out: 'timeout',
}

/** An event of a tx that has succeeded, and what it says of a packet, where it does. */
type ReadEvent = { readonly event: ChainEvent; readonly packet: PacketEvent | undefined }
/** A block whose packets are read, once for all who ask. */
export type ReadBlock = {
  readonly block: Block
  readonly txs: readonly { readonly tx: TxResult; readonly events: readonly ReadEvent[] }[]
}

/** A failed tx changed nothing, whatever its events say (ADR-038 keeps the ante handler's). */
export function readBlock(block: Block): ReadBlock {
  const read = (event: ChainEvent): ReadEvent => ({ event, packet: parsePacketEvent(event) })
  const txs = block.txs.filter(({ code }) => code === 0).map((tx) => ({ tx, events: tx.events.map(read) }))
  return { block, txs }
}

const packetsIn = ({ txs }: ReadBlock): readonly PacketEvent[] =>
  txs.flatMap(({ events }) => events.flatMap(({ packet }) => packet ?? []))

/** Ends of its own chain that a block's packets pass, by their text. */
export function endsIn(read: ReadBlock): ReadonlyMap<string, PacketEnd> {
  return new Map(packetsIn(read).map((event): [string, PacketEnd] => [endText(ownEnd(event)), ownEnd(event)]))
}

/** Keys of packets whose sender is released in this block: what they held was read when they were sent. */
export function keysSettledIn(read: ReadBlock): readonly string[] {
  const settled = packetsIn(read).filter(({ kind }) => kind in settles)
  return settled.map(({ packet }) => packetKey(read.block.chainId, packet))
}

export function decodeBlock({ block, txs }: ReadBlock, facts: DecodeFacts): BlockChanges {
  const trace: TraceRow[] = []
  const packets: PacketRow[] = []
  const settled: { key: string; by: 'ack' | 'timeout' }[] = []
  const sent = new Map(facts.sent)
  for (const { tx, events } of txs) {
    const causes = causesByMessage(block.chainId, events, facts.peers)
    events.forEach(({ event, packet }, eventIndex) => {
      const at = { block, tx, eventIndex, causes: causes.get(attribute(event, 'msg_index')) ?? [] }
      if (packet === undefined) {
        trace.push(...readContractEvent(at, event, facts.contracts))
        return
      }
      const read = readPacketEvent(at, packet, facts, sent)
      trace.push(...read.trace)
      packets.push(...read.packets)
      settled.push(...read.settled)
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
  event: PacketEvent,
  facts: DecodeFacts,
  sent: Map<string, readonly string[]>,
): PacketChanges {
  const { kind, packet } = event
  const peer = facts.peers.get(endText(ownEnd(event))) ?? ''
  const key = packetKey(onReceiver.has(kind) ? peer : at.block.chainId, packet)
  const by = settles[kind]
  const content: PacketContent =
    by === undefined ? facts.readPacket(packet.data) : { kind: 'other', entries: known(sent.get(key)) }
  const trace = content.entries.map((entry, index) =>
    traceRow(at, traceKinds[kind], entry.transactionId, { ...entry.facts, packet: key }, index),
  )
  if (kind !== 'sent') return { trace, packets: [], settled: by === undefined ? [] : [{ key, by }] }
  const ids = content.entries.map((entry) => entry.transactionId)
  sent.set(key, ids)
  return { trace, packets: [packetRow(at, packet, key, peer, content.kind, ids)], settled: [] }
}

function packetRow(
  at: At,
  packet: Packet,
  key: string,
  peer: string,
  kind: string,
  transactionIds: readonly string[],
): PacketRow {
  return {
    key,
    sourceChainId: at.block.chainId,
    channelId: packet.sourceChannel,
    sequence: int64(packet.sequence),
    destinationChainId: peer,
    destinationChannelId: packet.destinationChannel,
    kind,
    transactionIds,
    timeoutNs: int64(packet.timeoutTimestampNs),
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
  events: readonly ReadEvent[],
  peers: ReadonlyMap<string, string>,
): Map<string, string[]> {
  const causes = new Map<string, string[]>()
  for (const { event, packet } of events) {
    if (packet === undefined || (packet.kind !== 'received' && !(packet.kind in settles))) continue
    const source = packet.kind === 'received' ? (peers.get(endText(ownEnd(packet))) ?? '') : chainId
    const message = attribute(event, 'msg_index')
    causes.set(message, [...(causes.get(message) ?? []), packetKey(source, packet.packet)])
  }
  return causes
}

const ownEnd = ({ kind, packet }: PacketEvent): PacketEnd =>
  onReceiver.has(kind) ? destinationEnd(packet) : sourceEnd(packet)

function attribute(event: ChainEvent, key: string): string {
  return event.attributes.find((one) => one.key === key)?.value ?? ''
}

const known = (ids: readonly string[] | undefined): readonly PacketEntry[] =>
  (ids ?? []).map((transactionId) => ({ transactionId, facts: {} }))

// Both databases hold signed 64-bit numbers; a stranger's packet may name a number beyond them.
const int64Max = 2n ** 63n - 1n

const int64 = (value: bigint): bigint => (value > int64Max ? int64Max : value)
