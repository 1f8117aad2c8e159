// The ports of granted reads: the chain that decides and counts them, and the owner's rows that they are of.
import type { SignedBatch } from '../../core/batch.ts'
import type { LeafHash } from '../../core/merkle.ts'
import type { Element } from '../../core/words.ts'
import type { AccessRequest } from './request.ts'

/** One access as the chain has recorded it; `code` names why it was denied, '' where it was allowed. */
export type Recorded = {
  readonly number: bigint
  readonly asset: string
  readonly grant: string
  readonly code: string
}

/**
 * Accesses on chain. Does NOT decide: the contract does, in the tx that records the decision.
 * Every method throws LEDGER_UNAVAILABLE when the chain does not answer; then nothing is served.
 */
export interface Accesses {
  /** Decided and counted, once; a denial is recorded as well. */
  submitUse(request: AccessRequest): Promise<Recorded>
  /** The allowed access of that number, unless it is older than `accessMs`. */
  queryAccess(asset: string, number: bigint): Promise<Recorded | undefined>
}

/** A validated batch with what its owner alone has: its rows, and the hash that its leaves are made by. */
export type OwnRows = Pick<SignedBatch, 'streamId' | 'deviceId' | 'first' | 'last' | 'attempt' | 'content'> & {
  readonly elements: readonly Element[]
  readonly leaf: LeafHash
}

/** Where the owner keeps its rows. Does NOT know who may read them. */
export interface Rows {
  /** Of a batch, or of the asset that it belongs to and the rows that are asked for; undefined where there are none. */
  find(asset: string): Promise<OwnRows | undefined>
}
