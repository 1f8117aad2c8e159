// Offers, demands and purchases as the market contract writes them in JSON, and back.
import { z } from 'zod'
import { toBase64, utf8 } from '../../core/bytes.ts'
import type { DeliveryStatement, Method, NewDemand, NewOffer, Offer, Purchase, Units } from '../market/words.ts'
import { termsSchema } from './rights.ts'

export const uint = z.union([z.string(), z.number()]).transform(BigInt)
export const unitsSchema = z
  .looseObject({ origin_chain_id: z.string(), denom: z.string(), amount: z.string() })
  .transform(({ origin_chain_id: originChainId, denom, amount }): Units => ({ originChainId, denom, amount }))
const method = z.union([
  z.strictObject({ free: z.object({}) }).transform((): Method => ({ kind: 'free' })),
  z.strictObject({ fixed: z.object({}) }).transform((): Method => ({ kind: 'fixed' })),
  z.strictObject({ pay_per_use: z.object({}) }).transform((): Method => ({ kind: 'payPerUse' })),
  z
    .strictObject({ auction: z.object({ end_ns: uint, reserve: uint }) })
    .transform(({ auction }): Method => ({ kind: 'auction', endNs: auction.end_ns, reserve: auction.reserve })),
  z
    .strictObject({ subscription: z.object({ period_sec: z.number() }) })
    .transform(({ subscription }): Method => ({ kind: 'subscription', periodSec: subscription.period_sec })),
])
const terms = z.looseObject({
  fields: z.array(z.string()),
  purposes: z.array(z.string()),
  term_sec: z.number(),
  count: z.number(),
  onward: z.enum(['none', 'same_terms']),
  royalty_bps: z.number(),
})
const record = z.looseObject({
  id: z.string(),
  asset: z.string(),
  seller: z.string(),
  delegate: z.string().nullable(),
  topic: z.string(),
  class: z.enum(['open', 'closed']),
  price: unitsSchema,
  method,
  terms,
  certificate: z.string().nullable(),
  delivery_sec: z.number(),
  penalty: unitsSchema.nullable(),
  until_ns: uint,
  open: z.boolean(),
  version: z.number(),
})
export const offerSchema = z
  .looseObject({ offer: record, terms_hash: z.string(), deposit_free: uint })
  .transform(({ offer, terms_hash: termsHash, deposit_free: depositFree }): Offer => {
    const { delegate, certificate, penalty } = offer
    return {
      ...{ id: offer.id, asset: offer.asset, seller: offer.seller, topic: offer.topic, access: offer.class },
      ...{ price: offer.price, method: offer.method, deliverySec: offer.delivery_sec, untilNs: offer.until_ns },
      terms: termsOf(offer.terms),
      ...(delegate === null ? {} : { delegate }),
      ...(certificate === null ? {} : { certificate }),
      ...(penalty === null ? {} : { penalty: BigInt(penalty.amount) }),
      ...{ isOpen: offer.open, version: offer.version, termsHash, depositFree },
    }
  })

const termsOf = ({ fields, purposes, term_sec, count, onward, royalty_bps }: z.infer<typeof terms>) => ({
  ...{ fields, purposes, termSec: term_sec, count, onward, royaltyBps: royalty_bps },
})

const share = z.looseObject({ account: z.string(), bps: z.number() })
export const agreementSchema = z.looseObject({
  id: z.string(),
  offer: z.string(),
  asset: z.string(),
  /** sha256 of the bytes as the stores keep them. */
  fingerprint: z.string().nullable(),
  version: z.number().nullable(),
  seller: z.string(),
  delegate: z.string().nullable(),
  buyer: z.string(),
  refund_account: z.string(),
  terms: termsSchema,
  terms_hash: z.string(),
  price: unitsSchema,
  split: z.looseObject({
    fee_bps: z.number(),
    fee_account: z.string(),
    royalty_bps: z.number(),
    royalty_account: z.string().nullable(),
    shares: z.array(share),
  }),
  penalty: unitsSchema.nullable(),
  height: z.number(),
  time_ns: uint,
  due_ns: uint,
  settles_ns: uint,
  state: z.enum(['open', 'settled', 'refunded']),
  paid: uint,
  ended_height: z.number().nullable(),
})
export type Agreement = z.infer<typeof agreementSchema>

export const matchSchema = z.looseObject({
  demand: z.string(),
  offer: z.string(),
  buyer: z.string(),
  seller: z.string(),
  terms_hash: z.string(),
  rule: z.enum(['price', 'time', 'load', 'reputation']),
  considered: z.number(),
  score: uint,
  next: uint.nullable(),
  height: z.number(),
})
export type Match = z.infer<typeof matchSchema>

export const unitsJson = ({ originChainId, denom, amount }: Units): object => ({
  ...{ origin_chain_id: originChainId, denom, amount },
})

function methodJson(how: Method): object {
  switch (how.kind) {
    case 'free':
      return { free: {} }
    case 'fixed':
      return { fixed: {} }
    case 'payPerUse':
      return { pay_per_use: {} }
    case 'auction':
      return { auction: { end_ns: how.endNs.toString(), reserve: how.reserve.toString() } }
    case 'subscription':
      return { subscription: { period_sec: how.periodSec } }
  }
}

export function offerJson(offer: NewOffer): object {
  const { id, asset, topic, price, terms: promised } = offer
  const { fields, purposes, count, onward } = promised
  return {
    ...{ id, asset, topic, class: offer.access, price: unitsJson(price), method: methodJson(offer.method) },
    terms: { fields, purposes, term_sec: promised.termSec, count, onward, royalty_bps: promised.royaltyBps },
    certificate: offer.certificate ?? null,
    delivery_sec: offer.deliverySec,
    penalty: (offer.penalty ?? 0n).toString(),
    until_ns: offer.untilNs.toString(),
  }
}

export function demandJson(demand: NewDemand): object {
  const { id, topic, access, maxPrice, latestNs, fields, purposes, termSec, rule } = demand
  const asked = { fields, purposes, term_sec: termSec, rule }
  return { id, topic, class: access, max_price: unitsJson(maxPrice), latest_ns: latestNs.toString(), ...asked }
}

export const purchaseJson = ({ offer, recipientKey }: Purchase): { offer: string; recipient_key: string } => ({
  offer,
  recipient_key: toBase64(recipientKey),
})

export const deliveryJson = ({ store, sha256, atNs, signature }: DeliveryStatement): object => ({
  ...{ store, sha256, at_ns: atNs.toString(), signature: toBase64(signature) },
})

/** What a contract is told with units that are paid to it. */
export const messageJson = (message: object): string => toBase64(utf8(JSON.stringify(message)))
