// Turns database rows into the Store's types and back; both databases spell bytes and 64-bit numbers differently.
import type { Insertable, Selectable } from 'kysely'
import { decodeBase64, encodeBase64 } from '../base64.ts'
import type { Tables } from './schema.ts'
import type { DispatchRow, NewRequest, PacketRow, Page, RequestRow, StoredContent, TraceRow } from './store.ts'

type RequestColumns = Selectable<Tables['requests']> & { readonly state: string; readonly view: string }

export function requestColumns(request: NewRequest): Insertable<Tables['requests']> {
  return {
    transaction_id: request.transactionId,
    manifest: request.manifest,
    authorisations: JSON.stringify(request.authorisations.map(encodeBase64)),
    contents: JSON.stringify(request.contents.map((one) => ({ ...one, content: encodeBase64(one.content) }))),
    chain_ids: JSON.stringify(request.chainIds),
    deadline_ms: request.deadlineMs,
    received_at_ms: request.receivedAtMs,
    initial_state: request.state,
    initial_view: request.view,
    dispatches: 0,
  }
}

export function requestRow(row: RequestColumns): RequestRow {
  return {
    seq: Number(row.seq),
    transactionId: row.transaction_id,
    manifest: new Uint8Array(row.manifest),
    chainIds: strings(row.chain_ids),
    deadlineMs: Number(row.deadline_ms),
    receivedAtMs: Number(row.received_at_ms),
    state: row.state,
    view: row.view,
    dispatches: Number(row.dispatches),
    dispatchedAtMs: row.dispatched_at_ms === null ? undefined : Number(row.dispatched_at_ms),
  }
}

export function dispatchRow(row: RequestColumns): DispatchRow {
  const contents = JSON.parse(row.contents) as (Omit<StoredContent, 'content'> & { readonly content: string })[]
  return {
    ...requestRow(row),
    authorisations: strings(row.authorisations).map(decodeBase64),
    contents: contents.map((one) => ({ ...one, content: decodeBase64(one.content) })),
  }
}

export function traceColumns(row: TraceRow): Insertable<Tables['trace']> {
  return {
    chain_id: row.chainId,
    height: row.height,
    tx_index: row.txIndex,
    event_index: row.eventIndex,
    entry: row.entry,
    transaction_id: row.transactionId,
    kind: row.kind,
    tx_hash: row.txHash,
    time_ns: row.timeNs,
    facts: JSON.stringify(row.facts),
    causes: JSON.stringify(row.causes),
  }
}

export function traceRow(row: Selectable<Tables['trace']>): TraceRow {
  return {
    chainId: row.chain_id,
    height: BigInt(row.height),
    txIndex: Number(row.tx_index),
    eventIndex: Number(row.event_index),
    entry: Number(row.entry),
    transactionId: row.transaction_id,
    kind: row.kind,
    txHash: row.tx_hash,
    timeNs: BigInt(row.time_ns),
    facts: JSON.parse(row.facts) as Record<string, string>,
    causes: strings(row.causes),
  }
}

export function packetColumns(row: PacketRow): Insertable<Tables['packets']> {
  return {
    key: row.key,
    source_chain_id: row.sourceChainId,
    channel_id: row.channelId,
    sequence: row.sequence,
    destination_chain_id: row.destinationChainId,
    destination_channel_id: row.destinationChannelId,
    kind: row.kind,
    transaction_ids: JSON.stringify(row.transactionIds),
    timeout_ns: row.timeoutNs,
    sent_height: row.sentHeight,
    sent_tx_hash: row.sentTxHash,
    sent_at_ns: row.sentAtNs,
    settled_by: row.settledBy ?? null,
  }
}

export function packetRow(row: Selectable<Tables['packets']>): PacketRow {
  return {
    key: row.key,
    sourceChainId: row.source_chain_id,
    channelId: row.channel_id,
    sequence: BigInt(row.sequence),
    destinationChainId: row.destination_chain_id,
    destinationChannelId: row.destination_channel_id,
    kind: row.kind,
    transactionIds: strings(row.transaction_ids),
    timeoutNs: BigInt(row.timeout_ns),
    sentHeight: BigInt(row.sent_height),
    sentTxHash: row.sent_tx_hash,
    sentAtNs: BigInt(row.sent_at_ns),
    settledBy: row.settled_by ?? undefined,
  }
}

const strings = (json: string): string[] => JSON.parse(json) as string[]

/** A page out of its rows and one more, which shows that others follow. */
export function page<T>(rows: readonly T[], limit: number, seq: (row: T) => number): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? seq(last) : undefined }
}
