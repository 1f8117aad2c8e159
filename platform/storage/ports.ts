// The ports of storage beside Objects: what it asks of the chain, and of a store elsewhere.
import type { Fingerprint } from '../../core/words.ts'
import type { ObjectName } from '../keys/seal.ts'
import type { PublicJwk } from '../keys/shares.ts'
import type { ChunkProof } from './chunks.ts'
import type { Range } from './objects.ts'
import type { Receipt, Signed } from './statements.ts'

/** One store of a placement; `share` is the commitment to its key share, 64 hex digits. */
export type Seat = { readonly store: string; readonly share: string }

/** What the chain says of one version of a sealed object. */
export type Placement = ObjectName & {
  readonly cid: string
  readonly lengthBytes: number
  readonly chunkRoot: string
  readonly plaintext: Fingerprint
  /** Whether a passed validation of the object is on chain. */
  readonly validated: boolean
  /** Stores that are not known to have lost it. */
  readonly seats: readonly Seat[]
  /** k: so many receipts make it stored, so many shares give its key. */
  readonly quorum: number
  /** sha2-256 of the content key, 64 hex digits. */
  readonly keyCommitment: string
  /** Its owner ended it: no store opens it any more, and each erases its share of the key. */
  readonly erased: boolean
}

/** What an owner asks the chain for; the rest of a placement is the chain's own word. */
export type Planned = Omit<Placement, 'validated' | 'erased'>

/** A right to an object as the chain sees it at its last block. */
export type Grant = {
  readonly id: string
  readonly agreement: string
  /** Why it does not open this object now: revoked, expired, of another object, erased; '' where it does. */
  readonly refusal: string
  /** The only key that shares are wrapped to. */
  readonly recipientKey: PublicJwk
  /** Ed25519 keys of the grantee, 32 bytes each: one of them signs a request. */
  readonly signingKeys: readonly Uint8Array[]
}

export type Challenge = ObjectName & { readonly index: number }

/** A replica that is not what the chain says: written on chain with the store's name. */
export type Mismatch = ObjectName & {
  readonly store: string
  readonly cid: string
  readonly found: 'corrupt' | 'missing' | 'unreachable'
  readonly atNs: bigint
}

/**
 * The chain as stores and their clients see it. Does NOT decide: the contracts do, and refuse what is against them.
 * Every method throws LEDGER_UNAVAILABLE when the chain does not answer; then nothing is stored and nothing released.
 */
export interface Ledger {
  queryPlacement(name: ObjectName): Promise<Placement | undefined>
  /** Undefined for an unknown id. */
  queryGrant(id: string, name: ObjectName): Promise<Grant | undefined>
  /** Open challenges to a store, oldest first. */
  queryChallenges(store: string): Promise<readonly Challenge[]>
  /** Every submit throws LEDGER_REFUSED, or the code of the refusal where it is one of ours. */
  submitPlacement(placement: Planned): Promise<void>
  submitReceipt(receipt: Receipt, signature: Uint8Array): Promise<void>
  submitMismatch(mismatch: Mismatch): Promise<void>
  submitAnswer(name: ObjectName, store: string, proof: ChunkProof): Promise<void>
  /** The owner's word that the object ends. */
  submitErasure(name: ObjectName): Promise<void>
  /** What a store signed once its share of an erased object was gone. */
  submitForgotten(name: ObjectName, store: string, statement: Signed): Promise<void>
  /** Another store takes the seat of a lost one, and its share. */
  submitReplacement(name: ObjectName, lost: string, spare: Seat): Promise<void>
}

export type ShareRequest = ObjectName & {
  readonly grant: string
  readonly recipientKey: PublicJwk
  readonly request: Signed
  /** Number of the access on chain that this read is. */
  readonly access?: bigint
}

/** A read under a grant: the store states its delivery. */
export type Asked = Pick<ShareRequest, 'grant' | 'request' | 'access'>

/** The door of one store. Throws what the store refuses with, or STORE_UNREACHABLE. Does NOT verify answers. */
export interface StoreClient {
  readonly store: string
  /** The receipt. */
  put(name: ObjectName, cid: string, sealed: Uint8Array): Promise<Signed>
  get(cid: string, how?: { readonly range?: Range; readonly asked?: Asked }): Promise<Uint8Array>
  /** The statement that the whole object went out under an agreement. */
  delivery(agreement: string, cid: string): Promise<Signed>
  placeShare(name: ObjectName, jwe: string): Promise<void>
  /** The share as a JWE to the recipient. */
  releaseShare(request: ShareRequest): Promise<string>
}

/** What the chain knows of a store: where it listens, what it signs with, what shares are wrapped to. */
export type StoreIdentity = {
  readonly store: string
  readonly signingKey: Uint8Array
  readonly encryptionKey: PublicJwk
}

/** Another way to an object, for a store whose own copy is damaged. */
export interface Replicas {
  /** Verified; throws REPLICAS_LOST. */
  fetch(cid: string): Promise<Uint8Array>
}
