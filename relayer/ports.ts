// The ports: everything the relayer and the API ask of the world, as interfaces; adapters implement one each.

/** One attribute of an ABCI event, as the node reports it. */
export type Attribute = { readonly key: string; readonly value: string }
export type ChainEvent = { readonly type: string; readonly attributes: readonly Attribute[] }

/** Outcome of one tx inside a block. `hash` is upper-case hex of sha256 over the tx bytes. */
export type TxResult = {
  readonly hash: string
  readonly index: number
  readonly code: number
  readonly codespace: string
  readonly log: string
  readonly gasWanted: bigint
  readonly gasUsed: bigint
  readonly events: readonly ChainEvent[]
}

/** A committed block with the results of its txs. `timeNs` is the header's BFT time, nanoseconds since 1970. */
export type Block = {
  readonly chainId: string
  readonly height: bigint
  readonly timeNs: bigint
  readonly txs: readonly TxResult[]
}

/** An IBC proof of (or of the absence of) a key, valid against the header at `proofHeight` (= query height + 1). */
export type StateProof = { readonly value: Uint8Array; readonly proof: Uint8Array; readonly proofHeight: bigint }

/** Stores of a Cosmos chain that light clients are shown proofs from: ICS-24 paths, and what a chain will become. */
export type StoreName = 'ibc' | 'upgrade'

/** A protobuf message ready for a tx body. */
export type AnyMsg = { readonly typeUrl: string; readonly value: Uint8Array }

export type Submitted = { readonly hash: string }
export type Included = Submitted & { readonly height: bigint; readonly result: TxResult }

/**
 * One chain, read and write. Does NOT decide what to relay, does NOT retry, does NOT cache facts across restarts.
 * Every method throws CausewayError CHAIN_UNREACHABLE when no node of it answers within the timeout.
 */
export interface Chain {
  readonly chainId: string
  /** bech32 prefix of accounts. */
  readonly prefix: string
  /** How far its block time may be ahead of others'; clients are made with that of both chains. */
  readonly clockDriftMs: number
  /** Latest committed height. Throws CHAIN_ID_MISMATCH when the node serves another chain. */
  queryStatus(): Promise<{ readonly height: bigint; readonly timeNs: bigint; readonly catchingUp: boolean }>
  /** Every committed block from now on, in order, gaps filled by queryBlock; reconnects until `signal` aborts. */
  watchBlocks(onBlock: (block: Block) => void, signal: AbortSignal): Promise<void>
  /** One past block with results. */
  queryBlock(height: bigint): Promise<Block>
  /** Txs that match a CometBFT query string, newest first; for auditing and rebuilding, not for the hot path. */
  searchTxs(query: string, limit: number): Promise<readonly (TxResult & { readonly height: bigint })[]>
  /** CosmWasm smart query; the answer is parsed JSON. */
  querySmart(contract: string, query: object): Promise<unknown>
  /** Bank balance in base units. */
  queryBalance(address: string, denom: string): Promise<bigint>
  /** Raw value under `key` of a store, `ibc` unless named, with its ICS-23 proof (by gRPC, outside the node's lock). */
  queryProof(key: Uint8Array, height: bigint, store?: StoreName): Promise<StateProof>
  /**
   * Plain gRPC unary query (ibc-go and SDK query services), protobuf in and out. Throws CHAIN_ANSWER_INVALID where the
   * service refuses, and with the path as `part` where `decode` cannot read what came.
   */
  queryGrpc<T>(path: string, request: Uint8Array, decode: (bytes: Uint8Array) => T, height?: bigint): Promise<T>
  /** Header, commit and validator sets as protobuf bytes of ibc.lightclients.tendermint.v1.Header for `height`. */
  queryHeader(height: bigint, trustedHeight: bigint): Promise<Uint8Array>
  /**
   * A header or proof from here does not hold at another chain: the node that was asked may lie. True when another
   * node is asked from now on.
   */
  doubt(reason: string): Promise<boolean>
  /** A signer of this chain by key name (localnet accounts file or operator's key file). */
  signer(name: string): Promise<Signer>
  close(): Promise<void>
}

/**
 * One account that submits txs in order: local sequence, pipelined, re-synchronised on mismatch.
 * Does NOT choose messages and does NOT wait for inclusion in `submit`.
 */
export interface Signer {
  readonly address: string
  /** Signs and broadcasts (CheckTx passed). Throws TX_FAILED with codespace and code when CheckTx refuses. */
  submit(msgs: readonly AnyMsg[], gas: bigint, memo?: string): Promise<Submitted>
  /** As submit, then waits for inclusion; throws TX_FAILED when code is not 0 or nothing after `timeoutMs`. */
  submitAndWait(msgs: readonly AnyMsg[], gas: bigint, timeoutMs?: number): Promise<Included>
  /** Resolves when a broadcast tx was included; throws TX_FAILED after `timeoutMs` without inclusion. */
  included(hash: string, timeoutMs: number): Promise<Included>
}

/** An intent, never the only copy of a fact. `id` has no ':' and is not an integer. */
export type Job<T> = { readonly id: string; readonly data: T }

/**
 * Durable-enough queue of intents. Adding an id that is present has no effect. A job runs at least once.
 * Does NOT keep facts: emptying it at any moment loses nothing but time.
 */
export interface JobQueue<T> {
  readonly name: string
  add(jobs: readonly Job<T>[]): Promise<void>
  /** Starts working; `handle` throwing CausewayError with retry 'never' ends the job, anything else retries it. */
  work(handle: (job: Job<T>) => Promise<void>, options: { readonly concurrency: number }): void
  /** Takes no more jobs until `work` is called again; what was running and has not ended runs again elsewhere. */
  rest(): Promise<void>
  /** Jobs waiting, active and failed. */
  counts(): Promise<{ readonly waiting: number; readonly active: number; readonly failed: number }>
  close(): Promise<void>
}

/** Opens a queue by name; one name, one lane. Never throws: a server that is away shows at `add` and `counts`. */
export type OpenQueue = <T>(name: string) => JobQueue<T>

export type LeaseRequest = {
  readonly lane: string
  readonly process: string
  /** Lanes that the process holds. */
  readonly held: number
  readonly ttlMs: number
  /** Takes the lane although this process has it: because it has ended, or gives it away. */
  readonly insteadOf?: string
}
export type LeaseAnswer = {
  readonly holder: string
  /** Processes that asked lately for the same lane, and how many lanes each holds. */
  readonly others: ReadonlyMap<string, number>
}

/**
 * Remembers for a while who acts on a lane. Does NOT keep a second process from acting: only the chain does, by the
 * sequence of the account. Throws REDIS_UNAVAILABLE, REDIS_REFUSED.
 */
export interface LeaseStore {
  /** Takes the lane where nobody has it, and keeps it where `process` has it; tells who has it. */
  ask(request: LeaseRequest): Promise<LeaseAnswer>
  /** Nobody has it any more, if `process` had. */
  release(lane: string, process: string): Promise<void>
}

/** Time of this process; core never reads a clock itself. */
export interface Clock {
  nowMs(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Structured log: a constant event name and facts as fields. Does NOT format sentences. */
export interface Log {
  debug(event: string, facts?: Readonly<Record<string, unknown>>): void
  info(event: string, facts?: Readonly<Record<string, unknown>>): void
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void
  error(event: string, facts?: Readonly<Record<string, unknown>>): void
  child(facts: Readonly<Record<string, unknown>>): Log
}
