// The Store port: what the API remembers, as one interface; chains stay the authority for everything but the intake.

import type { RelayStore } from './relays.ts'

/** A verified request on its way in. `answer` is what its Idempotency-Key will be answered with, for ever. */
export type NewRequest = {
  readonly transactionId: string
  readonly manifest: Uint8Array
  /** Canonical bytes of each `Authorisation`. */
  readonly authorisations: readonly Uint8Array[]
  readonly contents: readonly StoredContent[]
  readonly chainIds: readonly string[]
  readonly deadlineMs: number
  readonly view: string
  readonly state: string
  /** The first thing that watchers of the request are told. */
  readonly event: { readonly type: string; readonly data: string }
  readonly receivedAtMs: number
  readonly key: string
  readonly bodyHash: string
  readonly answer: Answer
}

export type StoredContent = { readonly chainId: string; readonly operation: number; readonly content: Uint8Array }
export type Answer = { readonly status: number; readonly location: string; readonly body: string }

/** `accepted`: durable now. `replayed`: the key was used with this body. `conflict`: with another body. */
export type Intake =
  | { readonly kind: 'accepted'; readonly answer: Answer }
  | { readonly kind: 'replayed'; readonly answer: Answer }
  | { readonly kind: 'conflict' }

export type RequestRow = {
  readonly seq: number
  readonly transactionId: string
  readonly manifest: Uint8Array
  readonly chainIds: readonly string[]
  readonly deadlineMs: number
  readonly receivedAtMs: number
  readonly state: string
  /** JSON of the reducer's view; the store does not read it. */
  readonly view: string
  readonly dispatches: number
  readonly dispatchedAtMs: number | undefined
}

/** What a dispatch needs: everything the gates want, beside the row. */
export type DispatchRow = RequestRow & Pick<NewRequest, 'authorisations' | 'contents'>

/** One thing that happened on a chain. (chainId, height, txIndex, eventIndex, entry) is its identity. */
export type TraceRow = {
  readonly chainId: string
  readonly height: bigint
  readonly txIndex: number
  readonly eventIndex: number
  readonly entry: number
  readonly transactionId: string
  readonly kind: string
  readonly txHash: string
  readonly timeNs: bigint
  readonly facts: Readonly<Record<string, string>>
  /** Packet keys that brought it about. */
  readonly causes: readonly string[]
}

/** A packet by its key `<chainId>/<port>/<channel>/<sequence>` of the sending chain. */
export type PacketRow = {
  readonly key: string
  readonly sourceChainId: string
  readonly channelId: string
  readonly sequence: bigint
  readonly destinationChainId: string
  readonly destinationChannelId: string
  readonly kind: string
  readonly transactionIds: readonly string[]
  readonly timeoutNs: bigint
  readonly sentHeight: bigint
  readonly sentTxHash: string
  readonly sentAtNs: bigint
  /** How the sender was released: `ack` or `timeout`; undefined while pending. */
  readonly settledBy: string | undefined
}

/** Everything one block changes; applied whole or not at all, and only once per (chain, height). */
export type BlockChanges = {
  readonly chainId: string
  readonly height: bigint
  readonly timeNs: bigint
  readonly trace: readonly TraceRow[]
  readonly packets: readonly PacketRow[]
  readonly settled: readonly { readonly key: string; readonly by: 'ack' | 'timeout' }[]
}

/** A transaction's projected state; `state` is a copy for lists. */
export type ViewRow = {
  readonly transactionId: string
  readonly state: string
  readonly view: string
  /** Set when watchers of the request should hear of it. */
  readonly event: { readonly type: string; readonly data: string } | undefined
}

/** Turns the rows that a block added into new views, given the views so far. Pure. */
export type Fold = (trace: readonly TraceRow[], views: ReadonlyMap<string, string>) => readonly ViewRow[]

/** A view in, its row out; undefined leaves it as it is. Pure. */
export type EditView = (transactionId: string, view: string) => ViewRow | undefined

export type EventRow = { readonly seq: number; readonly type: string; readonly data: string }
export type Page<T> = { readonly items: readonly T[]; readonly next: number | undefined }

/**
 * Durable memory of the API. Does NOT hold the only copy of anything but accepted requests that are not on chain yet,
 * and of which txs somebody follows. A method resolves only after its writes are on disk. Throws STORE_FULL when the
 * disk is, STORE_UNAVAILABLE when the database is away; then nothing of that call was kept.
 */
export interface Store {
  /** One database transaction for the whole batch; answers in order. */
  accept(batch: readonly NewRequest[]): Promise<readonly Intake[]>
  answerOf(key: string): Promise<{ readonly bodyHash: string; readonly answer: Answer } | undefined>
  request(transactionId: string): Promise<RequestRow | undefined>
  /** Newest first; `before` is the page token. */
  requests(options: {
    readonly state?: string
    readonly before?: number
    readonly limit: number
  }): Promise<Page<RequestRow>>

  /** Requests never handed to the queue, oldest first. */
  undispatched(limit: number): Promise<readonly DispatchRow[]>
  /** Requests handed over before `beforeMs` whose state is one of `states` and whose deadline is after `nowMs`. */
  stalled(states: readonly string[], beforeMs: number, nowMs: number, limit: number): Promise<readonly DispatchRow[]>
  /** Undecided requests whose deadline passed before `nowMs`. */
  overdue(states: readonly string[], nowMs: number, limit: number): Promise<readonly RequestRow[]>
  markDispatched(transactionIds: readonly string[], atMs: number): Promise<void>

  /** Applies a block unless its height is already covered; returns the rows that changed. */
  applyBlock(changes: BlockChanges, fold: Fold): Promise<readonly ViewRow[]>
  /** Changes views outside of a block (dispatch, expiry of what never reached a chain), against their latest state. */
  editViews(transactionIds: readonly string[], edit: EditView): Promise<void>
  syncedHeight(chainId: string): Promise<{ readonly height: bigint; readonly timeNs: bigint } | undefined>
  /** Forgets the projection, so that it is rebuilt from the chains; accepted requests stay. */
  clearProjection(): Promise<void>

  view(transactionId: string): Promise<{ readonly state: string; readonly view: string } | undefined>
  views(options: {
    readonly state?: string
    readonly before?: number
    readonly limit: number
  }): Promise<Page<{ readonly transactionId: string; readonly state: string; readonly view: string }>>
  trace(transactionId: string): Promise<readonly TraceRow[]>
  packetTransactions(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  pendingPackets(options: {
    readonly channelId?: string
    readonly after?: number
    readonly limit: number
  }): Promise<Page<PacketRow>>
  eventsAfter(transactionId: string, seq: number, limit: number): Promise<readonly EventRow[]>

  /** Txs whose packets are followed. */
  readonly relays: RelayStore

  /** Cheap round trip for readiness. */
  ping(): Promise<void>
  close(): Promise<void>
}
