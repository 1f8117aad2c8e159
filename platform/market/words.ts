// The words of a trade: what is offered, demanded and agreed on, and what the market holds of it.
import type { Amount } from '../../core/words.ts'

/** Units of a denomination, as transactions name them. */
export type Units = Amount

/** A grant's terms whose time begins with the purchase. Fields and purposes ascending, each once. */
export type OfferTerms = {
  readonly fields: readonly string[]
  readonly purposes: readonly string[]
  readonly termSec: number
  /** Reads; 0 stands for any number. */
  readonly count: number
  readonly onward: 'none' | 'same_terms'
  readonly royaltyBps: number
}

/** How a price comes about; chosen for each offer. */
export type Method =
  | { readonly kind: 'free' }
  | { readonly kind: 'fixed' }
  /** The price is where bidding begins; below the reserve nothing is sold. */
  | { readonly kind: 'auction'; readonly endNs: bigint; readonly reserve: bigint }
  | { readonly kind: 'subscription'; readonly periodSec: number }
  /** The price is the smallest deposit of a payment channel. */
  | { readonly kind: 'payPerUse' }

export type NewOffer = {
  /** `<chain id>/<name>`. */
  readonly id: string
  readonly asset: string
  readonly topic: string
  readonly access: 'open' | 'closed'
  readonly price: Units
  readonly method: Method
  readonly terms: OfferTerms
  /** Credential about the asset that has to be valid at each sale. */
  readonly certificate?: string
  readonly deliverySec: number
  /** What each failed delivery costs, out of the deposit. */
  readonly penalty?: bigint
  readonly untilNs: bigint
}

/** An offer as its buyers find it. */
export type Offer = NewOffer & {
  readonly seller: string
  readonly delegate?: string
  readonly isOpen: boolean
  readonly version: number
  /** What both sides agree to, 64 hex digits. */
  readonly termsHash: string
  readonly depositFree: bigint
}

export type Rule = 'price' | 'time' | 'load' | 'reputation'

export type NewDemand = {
  /** `<chain id>/<name>`. */
  readonly id: string
  readonly topic: string
  readonly access: 'open' | 'closed'
  readonly maxPrice: Units
  readonly latestNs: bigint
  readonly fields: readonly string[]
  readonly purposes: readonly string[]
  readonly termSec: number
  readonly rule: Rule
}

export type Purchase = {
  readonly offer: string
  /** Key that shares of the content key are wrapped to: a JWK in JSON. */
  readonly recipientKey: Uint8Array
}

/** What a store has signed about bytes that it handed over. */
export type DeliveryStatement = {
  readonly store: string
  readonly sha256: string
  readonly atNs: bigint
  readonly signature: Uint8Array
}
