// What validators and checkers ask of the world: the chain's word on batches, and the content that travels beside it.
import type { Element } from '../../core/words.ts'
import type { DataModel } from './model.ts'
import type { DeviceKey } from './signature.ts'

export type Stage =
  | { readonly kind: 'submitted'; readonly sinceHeight: bigint }
  | { readonly kind: 'waiting'; readonly sinceHeight: bigint }
  | { readonly kind: 'drawn'; readonly commitUntil: bigint; readonly revealUntil: bigint }
  | { readonly kind: 'ended' }

export type Peer = { readonly party: string; readonly hasCommitted: boolean; readonly hasRevealed: boolean }

/** The newest attempt at a batch, as the contract tells it. */
export type Attempt = {
  readonly batch: string
  readonly attempt: number
  readonly stage: Stage
  readonly root: Uint8Array
  readonly signature: Uint8Array
  /** Name of the device's key that signed it. */
  readonly keyName: string
  readonly model: { readonly name: string; readonly version: number }
  readonly sentNs: bigint
  /** Block time of the submission. */
  readonly submittedNs: bigint
  readonly rounds: number
  readonly peers: readonly Peer[]
}

/** The batch before this one: its root and count, if it has not failed. */
export type Predecessor = { readonly batch: string; readonly root: Uint8Array; readonly count: number }

/** What the chain says about where a batch comes from. */
export type Origin = {
  readonly model: DataModel
  readonly elements: readonly Element[]
  readonly isOpen: boolean
  readonly key: DeviceKey
  readonly predecessor: Predecessor | undefined
}

export type Report = {
  readonly batch: string
  readonly attempt: number
  readonly modelVersion: number
  /** Ascending by sequence and code, each once. */
  readonly failed: readonly { readonly sequence: bigint; readonly code: number }[]
  /** Failed entries that are not listed. */
  readonly more: number
}

/** The intake contract. Does NOT check anything; each act throws the code that the contract refuses with. */
export interface BatchLedger {
  attempt(batch: string): Promise<Attempt | undefined>
  origin(attempt: Attempt): Promise<Origin>
  report(report: Report): Promise<void>
  draw(batch: string): Promise<void>
  settle(batch: string): Promise<void>
  /** The hash that a verdict is hidden behind, by the contract's own text. */
  commitment(attempt: Attempt, verdict: HiddenVerdict): Uint8Array
  commit(batch: string, hash: Uint8Array): Promise<void>
  reveal(batch: string, verdict: HiddenVerdict): Promise<void>
}

export type Finding = {
  readonly pass: boolean
  /** sha256 over what the checker has found. */
  readonly digest: Uint8Array
}

export type HiddenVerdict = Finding & { readonly party: string; readonly salt: Uint8Array }

/** What one checker has found. Both return once the disk has it. Does NOT hold salts, nor decide what is told. */
export interface Findings {
  find(attempt: Attempt): Finding | undefined
  /** The first finding on an attempt and its round stays. */
  keep(attempt: Attempt, finding: Finding): void
}

/** The last entry of the batch before, with its path to that batch's root. */
export type PreviousEntry = {
  readonly batch: string
  readonly row: Uint8Array
  readonly path: readonly Uint8Array[]
}

export type Content = {
  readonly attempt: number
  readonly content: Uint8Array
  /** Of a closed stream. */
  readonly salt?: Uint8Array
  readonly previous?: PreviousEntry
}

/** Where content is had. Nothing of it is believed: it leads to the roots on chain, or it is no content. */
export interface Contents {
  /** Undefined where it is not here; a refusal has its code. */
  content(batch: string, attempt: number): Promise<Content | undefined>
}
