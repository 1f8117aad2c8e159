// Trades of the story: goods with rights and certificates, offers of this run, purchases across two zones.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { exportJWK } from 'jose'
import { toHex, utf8 } from '../../core/bytes.ts'
import { operationJson } from '../../core/codec.ts'
import type { Contract } from '../../platform/chain/contract.ts'
import {
  type MarketSite,
  type MarketTeller,
  openMarket,
  queryOffer,
  queryOfferRecord,
} from '../../platform/chain/market.ts'
import { importKey, parsePublicJwk } from '../../platform/keys/shares.ts'
import { agreementOf, type PlannedStep, planPurchase, type TradePlace } from '../../platform/market/planPurchase.ts'
import type { NewOffer, Offer, Units } from '../../platform/market/words.ts'
import type { Recipient } from '../../platform/storage/fetchObject.ts'
import { abroad, type Cast, home, type Member } from './cast.ts'
import { compose, custom, type Operation } from './compose.ts'
import { type Stage, type StoryTransaction, servicesOf, zoneOf } from './story.ts'
import type { User } from './user.ts'

export const denom = 'ucity'
const hourSec = 3_600
const dayNs = 86_400_000_000_000n

/** A market with the contracts that it asks. */
export type Trade = {
  readonly site: MarketSite
  readonly place: TradePlace
  readonly rights: Contract
  readonly credentials: Contract
}

/** The market of a zone, or another one there with rights of its own. */
export function tradeOn(
  stage: Stage,
  chainId: string,
  own: { readonly market: string; readonly rights: string } = servicesOf(stage, chainId),
): Trade {
  const { chain, assets } = zoneOf(stage, chainId)
  const { credentials } = servicesOf(stage, chainId)
  const contract = (address: string): Contract => ({ chain, address })
  return {
    site: { market: contract(own.market), assets: contract(assets) },
    place: { chainId, assets, market: own.market, rights: own.rights, credentials },
    rights: contract(own.rights),
    credentials: contract(credentials),
  }
}

export async function tellerOf({ site }: Trade, user: User): Promise<MarketTeller> {
  return openMarket(site, await site.market.chain.signer(user.name))
}

export const nowNsOf = async ({ site }: Trade): Promise<bigint> => (await site.market.chain.queryStatus()).timeNs

/** Native units of a chain. */
export const unitsOf = (originChainId: string, amount: number | bigint): Units => ({
  originChainId,
  denom,
  amount: amount.toString(),
})

/** Coins of the user's on that chain become free units there. */
export async function deposit(stage: Stage, chainId: string, user: User, amount: number): Promise<void> {
  const { chain, assets } = zoneOf(stage, chainId)
  await user.execute(chain, assets, { deposit: {} }, [{ denom, amount: String(amount) }])
}

export type Share = { readonly account: string; readonly bps: number }
export type Goods = {
  readonly asset: string
  readonly shares?: readonly Share[]
  readonly access?: 'open' | 'closed'
  readonly royaltyBps?: number
  readonly source?: { readonly asset: string; readonly grant: string }
}

/** The owner's claim on an asset of this run; anything may be granted of it. */
export async function registerGoods(trade: Trade, owner: Member, goods: Goods): Promise<void> {
  const { asset, access = 'closed', royaltyBps = 0, source = null } = goods
  const shares = goods.shares ?? [{ account: owner.user.address, bps: 10_000 }]
  const span = { from_ns: '1', until_ns: String((await nowNsOf(trade)) + 365n * dayNs) }
  const scope = { fields: ['*'], purposes: ['research'], count: 0 }
  const onward = source === null ? 'same_terms' : 'none'
  const terms = { ...scope, ...span, onward, royalty_bps: royaltyBps }
  const fingerprint = toHex(randomBytes(32))
  const register = { asset, fingerprint, controller: null, terms, shares, source, access }
  await owner.user.execute(trade.rights.chain, trade.rights.address, { register })
}

export const assetOf = (stage: Stage, name: string, chainId = home): string =>
  `did:causeway:asset:${chainId}:${name}-${stage.run}`

/** A closed offer at a fixed price in the units of the demander's zone, but for what `change` says. */
export async function newOffer(
  stage: Stage,
  trade: Trade,
  asset: string,
  name: string,
  change: Partial<NewOffer> = {},
): Promise<NewOffer> {
  const scope = { fields: ['*'], purposes: ['research'] }
  return {
    id: `${trade.place.chainId}/${name}-${stage.run}`,
    asset,
    topic: `goods-${stage.run}`,
    access: 'closed',
    price: unitsOf(abroad, 10_000),
    method: { kind: 'fixed' },
    terms: { ...scope, termSec: hourSec, count: 0, onward: 'none', royaltyBps: 0 },
    deliverySec: hourSec,
    untilNs: (await nowNsOf(trade)) + dayNs,
    ...change,
  }
}

export async function standingOffer({ site }: Trade, id: string): Promise<Offer> {
  const offer = await queryOffer(site.market, id)
  if (offer === null) throw new Error(`there is no offer ${id}`)
  return offer
}

/** The regulator's certificate about a subject; it ends after `forSec`. */
export async function certifyGoods(
  stage: Stage,
  { credentials, ...trade }: Trade,
  regulator: Member,
  subject: string,
  id: string,
  forSec = 86_400,
): Promise<string> {
  const name = `${id}-${stage.run}`
  const query = { status_list: { issuer: regulator.id, list: null } }
  const { next_index: index } = (await credentials.chain.querySmart(credentials.address, query)) as {
    next_index: number
  }
  const nowNs = await nowNsOf({ credentials, ...trade })
  const issue = {
    ...{ id: name, kind: 'DataQualityCertificate', subject, fingerprint: null, index },
    digest: createHash('sha256').update(utf8(name)).digest('hex'),
    valid_from_ns: nowNs.toString(),
    valid_until_ns: (nowNs + BigInt(forSec) * 1_000_000_000n).toString(),
  }
  await regulator.user.execute(credentials.chain, credentials.address, { issue })
  return name
}

export type Buyer = Pick<Recipient, 'publicKey' | 'privateKey' | 'signingKey'> & { readonly keyJson: Uint8Array }

/** A key that shares are wrapped to, new for each purchase; requests are signed by the party's own. */
export async function newBuyer({ key }: Member): Promise<Buyer> {
  const pair = generateKeyPairSync('x25519')
  const publicKey = parsePublicJwk(await exportJWK(pair.publicKey))
  const privateKey = await importKey(await exportJWK(pair.privateKey))
  return { publicKey, privateKey, signingKey: key.privateKey, keyJson: utf8(JSON.stringify(publicKey)) }
}

/** A planned step as the API composes it. */
export function operationOf({ chainId, actor, resource, body }: PlannedStep): Operation {
  const json = operationJson.toJson({ resource: resource ?? 'assets', actor, body }) as Record<string, unknown>
  const { resource: named, ...rest } = json
  return { ...rest, chainId, actor, ...(resource === undefined ? {} : { resource: named }) }
}

export type Bought = { readonly transaction: StoryTransaction; readonly agreement: string }

/** Payment on one zone, agreement and grant on another, in one transaction that the demander alone signs. */
export async function buyAcross(
  stage: Stage,
  trade: Trade,
  { demander }: Pick<Cast, 'demander'>,
  offer: Offer,
  buyer: Pick<Buyer, 'keyJson'>,
  payer = abroad,
): Promise<Bought> {
  const { address } = demander.user
  const planned = planPurchase(trade.place, {
    offer,
    buyer: demander.id,
    account: address,
    payer: { chainId: payer, account: address },
    recipientKey: buyer.keyJson,
    fromNs: await nowNsOf(trade),
  })
  const what = `${offer.id} is bought from ${payer}`
  const transaction = await compose(stage, what, planned.map(operationOf), [demander.user])
  return { transaction, agreement: agreementOf(transaction.id) }
}

/** Another zone's market comes to know an offer: attested at its home, copied here, in one transaction of both. */
export async function carryOffer(
  stage: Stage,
  from: Trade,
  to: Trade,
  id: string,
  by: User,
): Promise<StoryTransaction> {
  const found = await queryOfferRecord(from.site.market, id)
  if (found === null) throw new Error(`there is no offer ${id}`)
  const { version, record } = found
  const digest = createHash('sha256').update(Buffer.from(record, 'base64')).digest('hex')
  const named = { key: id, version: String(version) }
  const origin = from.place.chainId
  return compose(
    stage,
    `${id} is known on ${to.place.chainId}`,
    [
      custom(origin, from.place.market, by, 'market.attest', { ...named, digest }),
      custom(to.place.chainId, to.place.market, by, 'market.replicate', { home: origin, ...named, record }),
    ],
    [by],
  )
}

/** A device's own account acts for its party on the party's chain: the party says so, and the device's key signs it. */
export async function bindDevice(stage: Stage, chainId: string, owner: Member, device: User): Promise<void> {
  const { chain } = zoneOf(stage, chainId)
  const { identity } = servicesOf(stage, chainId)
  const holder = await chain.querySmart(identity, { holder: { chain_id: chainId, address: device.address } })
  if (holder !== null) return
  const lines = [`party ${owner.id}`, `account ${chainId} ${device.address}`]
  const { publicKey, signature } = await device.sign(
    ['Causeway v1: bind account', chainId, identity, ...lines].join('\n'),
  )
  const bound = { id: owner.id, chain_id: chainId, address: device.address }
  await owner.user.execute(chain, identity, { bind_account: { ...bound, public_key: publicKey, signature } })
}
