// The market contract as sellers, buyers and anybody ask and tell it. Prices are units of the assets contract.
import { z } from 'zod'
import { toBase64 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Included, Signer } from '../../relayer/ports.ts'
import type { DeliveryStatement, NewDemand, NewOffer, Offer, Purchase, Units } from '../market/words.ts'
import { ask, type Call, type Contract, submitCall, submitCalls } from './contract.ts'
import {
  type Agreement,
  agreementSchema,
  deliveryJson,
  demandJson,
  type Match,
  matchSchema,
  messageJson,
  offerJson,
  offerSchema,
  purchaseJson,
  uint,
  unitsJson,
} from './marketJson.ts'

/** The market of a zone, and the contract that its units lie in. */
export type MarketSite = { readonly market: Contract; readonly assets: Contract }

const feesSchema = z.looseObject({ fee_bps: z.number(), fee_account: z.string(), window_sec: z.number() })
const demandSchema = z.looseObject({ party: z.string(), open: z.boolean() })
const auctionSchema = z.looseObject({ party: z.string(), amount: uint })
const channelSchema = z.looseObject({ payer: z.string(), deposit: uint, redeemed: uint, closed: z.boolean() })
const standingSchema = z.looseObject({ settled: z.number(), refunded: z.number(), open: z.number() })
const recordSchema = z.looseObject({ version: z.number(), record: z.string() })
const agreementsSchema = z.looseObject({ agreements: z.array(agreementSchema) })

/** Shown before anybody agrees to anything: what the market keeps of each price, and how long disputes may come. */
export const queryFees = (market: Contract): Promise<z.infer<typeof feesSchema>> =>
  ask(market, { fees: {} }, feesSchema)
export const queryOffer = (market: Contract, id: string): Promise<Offer | null> =>
  ask(market, { offer: { id } }, offerSchema.nullable())
export const queryDemand = (market: Contract, id: string): Promise<z.infer<typeof demandSchema> | null> =>
  ask(market, { demand: { id } }, demandSchema.nullable())
export const queryMatch = (market: Contract, demand: string): Promise<Match | null> =>
  ask(market, { match: { demand } }, matchSchema.nullable())
export const queryAgreement = (market: Contract, id: string): Promise<Agreement | null> =>
  ask(market, { agreement: { id } }, agreementSchema.nullable())
export const queryBid = (market: Contract, offer: string): Promise<z.infer<typeof auctionSchema> | null> =>
  ask(market, { auction: { offer } }, auctionSchema.nullable())
export const queryChannel = (market: Contract, id: string): Promise<z.infer<typeof channelSchema> | null> =>
  ask(market, { channel: { id } }, channelSchema.nullable())
export const queryStanding = (market: Contract, party: string): Promise<z.infer<typeof standingSchema>> =>
  ask(market, { standing: { party } }, standingSchema)
/** What `market.attest` vouches for and `market.replicate` brings to another zone. */
export const queryOfferRecord = (market: Contract, offer: string): Promise<z.infer<typeof recordSchema> | null> =>
  ask(market, { record: { offer } }, recordSchema.nullable())

/** Every agreement of a party as buyer, seller or delegate, page by page. */
export async function queryAgreementsOf(market: Contract, party: string): Promise<readonly Agreement[]> {
  const found: Agreement[] = []
  for (;;) {
    const query: object = { agreements: { party, start_after: found.at(-1)?.id ?? null, limit: null } }
    const { agreements }: z.infer<typeof agreementsSchema> = await ask(market, query, agreementsSchema)
    if (agreements.length === 0) return found
    found.push(...agreements)
  }
}

/** Units of the signer's go to the market, which is told what for, and refuses with nothing paid. */
const paying = ({ market, assets }: MarketSite, units: Units, message: object): Call => ({
  contract: assets,
  msg: { pay_contract: { contract: market.address, units: unitsJson(units), message: messageJson(message) } },
})

export const offerCall = (site: MarketSite, offer: NewOffer, deposit?: Units): Call =>
  deposit === undefined
    ? { contract: site.market, msg: { post_offer: offerJson(offer) } }
    : paying(site, deposit, { post_offer: offerJson(offer) })

/** Agreement and grant in the tx that pays; without units where the offer is free. */
export const buyCall = (site: MarketSite, purchase: Purchase, units?: Units): Call =>
  units === undefined
    ? { contract: site.market, msg: { buy: purchaseJson(purchase) } }
    : paying(site, units, { buy: purchaseJson(purchase) })

export type ChannelOrder = Purchase & { readonly payerKey: Uint8Array; readonly deposit: Units }

/** What an account tells the market. Every method throws the contract's refusal, and then has changed nothing. */
export type MarketTeller = {
  postOffer(offer: NewOffer, deposit?: Units): Promise<Included>
  withdrawOffer(offer: string): Promise<Included>
  postDemand(demand: NewDemand): Promise<Included>
  withdrawDemand(demand: string): Promise<Included>
  /** By anyone. */
  match(demand: string): Promise<Included>
  /** The agreement's id. */
  buy(purchase: Purchase, units?: Units): Promise<string>
  bid(purchase: Purchase, units: Units): Promise<Included>
  /** By anyone, after the end. */
  closeAuction(offer: string): Promise<Included>
  /** The channel's id, which is its agreement's. */
  openChannel(order: ChannelOrder): Promise<string>
  /** By anyone: the payer's signature counts. */
  redeem(channel: string, total: bigint, signature: Uint8Array): Promise<Included>
  closeChannel(channel: string): Promise<Included>
  /** By the buyer: delivered. */
  confirm(agreement: string): Promise<Included>
  /** By anyone, once disputes are over. */
  settle(agreement: string): Promise<Included>
  /** By the buyer: a store signed for other bytes. */
  dispute(agreement: string, statement: DeliveryStatement): Promise<Included>
  /** By anyone: delivery was due, and too few stores hold the object. */
  undelivered(agreement: string): Promise<Included>
}

/** Id of the agreement that a tx made. */
export function agreementIn({ hash, result }: Included): string {
  const event = result.events.find(({ type }) => type === 'wasm-market_agreed')
  const id = event?.attributes.find(({ key }) => key === 'agreement')?.value
  if (id === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { hash, missing: 'market_agreed.agreement' })
  return id
}

export function openMarket(site: MarketSite, signer: Signer): MarketTeller {
  const tell = (msg: object): Promise<Included> => submitCall(signer, site.market, msg)
  const agreed = async (call: Call): Promise<string> => agreementIn(await submitCalls(signer, [call]))
  return {
    postOffer: (offer, deposit) => submitCalls(signer, [offerCall(site, offer, deposit)]),
    withdrawOffer: (offer) => tell({ withdraw_offer: { offer } }),
    postDemand: (demand) => tell({ post_demand: demandJson(demand) }),
    withdrawDemand: (demand) => tell({ withdraw_demand: { demand } }),
    match: (demand) => tell({ match: { demand } }),
    buy: (purchase, units) => agreed(buyCall(site, purchase, units)),
    bid: (purchase, units) => submitCalls(signer, [paying(site, units, { bid: purchaseJson(purchase) })]),
    closeAuction: (offer) => tell({ close_auction: { offer } }),
    openChannel: ({ payerKey, deposit, ...purchase }) =>
      agreed(paying(site, deposit, { open_channel: { ...purchaseJson(purchase), payer_key: toBase64(payerKey) } })),
    redeem: (channel, total, signature) =>
      tell({ redeem: { channel, total: total.toString(), signature: toBase64(signature) } }),
    closeChannel: (channel) => tell({ close_channel: { channel } }),
    confirm: (agreement) => tell({ confirm: { agreement } }),
    settle: (agreement) => tell({ settle: { agreement } }),
    dispute: (agreement, statement) => tell({ dispute: { agreement, statement: deliveryJson(statement) } }),
    undelivered: (agreement) => tell({ undelivered: { agreement } }),
  }
}
