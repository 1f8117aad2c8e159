// Plans a purchase as one transaction: payment, agreement, grant and certificate, or nothing of it. Pure.
import { toBase64, utf8 } from '../../core/bytes.ts'
import type { OperationBody } from '../../core/words.ts'
import type { Offer, OfferTerms } from './words.ts'

/** The contracts of the zone that the offer is on. */
export type TradePlace = {
  readonly chainId: string
  readonly assets: string
  readonly market: string
  readonly rights: string
  readonly credentials: string
}
export type PurchaseOrder = {
  readonly offer: Offer
  /** Party that buys. */
  readonly buyer: string
  /** Its account on the offer's zone, which signs; a refund goes there. */
  readonly account: string
  /** Where the units come from, and the account that has them there. */
  readonly payer: { readonly chainId: string; readonly account: string }
  readonly recipientKey: Uint8Array
  /** Begin of the grant. */
  readonly fromNs: bigint
}
/** One operation in the leg of its zone; `resource` is the zone's assets where it is absent. */
export type PlannedStep = {
  readonly chainId: string
  readonly actor: string
  readonly resource?: string
  readonly body: OperationBody
}
export function planPurchase(place: TradePlace, order: PurchaseOrder): readonly PlannedStep[] {
  const { offer, account, buyer, fromNs } = order
  const { chainId, market, rights, credentials } = place
  const recipient_key = toBase64(order.recipientKey)
  const step = (resource: string, name: string, body: object): PlannedStep => ({
    chainId,
    actor: account,
    resource,
    body: { kind: 'custom', value: { name, body: utf8(JSON.stringify(body)) } },
  })
  const buy = { offer: offer.id, buyer, recipient_key, from_ns: fromNs.toString(), payment_account: null }
  const terms = termsFrom(offer.terms, fromNs)
  const grant = { asset: offer.asset, grantee: buyer, terms, recipient_key, offer: offer.id }
  const certificate = { credential: offer.certificate, subject: offer.asset }
  return [
    ...paymentOf(place, order),
    step(market, 'market.buy', buy),
    step(rights, 'rights.grant', grant),
    ...(offer.certificate === undefined ? [] : [step(credentials, 'credentials.valid', certificate)]),
  ]
}

/** The market's agreement of a transaction: the first operation of its leg that is the market's, and the only one. */
export const agreementOf = (transactionId: string): string => `${transactionId}-0`

/** Units of the offer's own zone change hands there; those of the payer's zone leave it and arrive, in one commit. */
function paymentOf({ chainId, market }: TradePlace, { offer, payer, account }: PurchaseOrder): readonly PlannedStep[] {
  const amount = offer.price
  if (amount.amount === '0') return []
  if (payer.chainId === chainId) {
    const body: OperationBody = { kind: 'transferCoins', value: { amount, recipient: market } }
    return [{ chainId, actor: payer.account, body }]
  }
  const release: OperationBody = { kind: 'releaseCoins', value: { amount, destinationChainId: chainId } }
  const receive: OperationBody = {
    kind: 'receiveCoins',
    value: { amount, sourceChainId: payer.chainId, recipient: market },
  }
  return [
    { chainId: payer.chainId, actor: payer.account, body: release },
    { chainId, actor: account, body: receive },
  ]
}

/** The offer's terms from a moment on, as a grant holds them. */
export function termsFrom(terms: OfferTerms, fromNs: bigint): object {
  const { fields, purposes, termSec, count, onward, royaltyBps } = terms
  const until = fromNs + BigInt(termSec) * 1_000_000_000n
  const span = { from_ns: fromNs.toString(), until_ns: until.toString() }
  return { fields, purposes, ...span, count, onward, royalty_bps: royaltyBps }
}
