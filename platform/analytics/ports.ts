// What an analytics process asks of the world around it.

import type { Part } from './plan.ts'
import type { PartRequest } from './query.ts'

/** A use of data that somebody must allow before a byte of it is read. */
export type Use = {
  /** Identifier of the platform or party that asks. */
  readonly requester: string
  readonly zone: string
  readonly dataset: string
  /** Every element that the analysis groups by, measures or compares. */
  readonly elements: readonly string[]
  readonly purpose: string
  readonly from: string
  readonly until: string
}

/** Decides on uses. Does NOT read data; a port that cannot ask its chain says no, or throws. */
export interface Rights {
  mayAnalyse(use: Use): Promise<{ readonly allowed: true } | { readonly allowed: false; readonly reason: string }>
}

/** Finds out who signed a request. Does NOT decide what the signer may do. Throws, or answers undefined, for nobody. */
export interface RequestSignatures {
  signer(request: {
    readonly method: string
    readonly path: string
    readonly header: (name: string) => string | undefined
    readonly body: Uint8Array
  }): Promise<string | undefined>
}

/** The headers that let another platform's RequestSignatures see that this body comes from us. */
export type SignRequest = (method: string, path: string, body: Uint8Array) => Promise<Readonly<Record<string, string>>>

export type PartAnswer = { readonly part: Part; readonly late: boolean }

/** The platform of one zone as another sees it. Does NOT combine, does NOT retry. Refusals keep their code. */
export interface PartSource {
  part(request: PartRequest): Promise<PartAnswer>
}
