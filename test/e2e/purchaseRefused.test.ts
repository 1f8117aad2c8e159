// Purchases across zones that must not happen: each ends with its code, and nobody has paid or received anything.
import { encodeOperation } from '../../core/codec.ts'
import { codeName } from '../../core/errors.ts'
import { abroad, home } from '../../localnet/demo/cast.ts'
import { certifyGoods, deposit, standingOffer, tellerOf } from '../../localnet/demo/trade.ts'
import { queryAgreement, queryAgreementsOf } from '../../platform/chain/market.ts'
import type { Offer } from '../../platform/market/words.ts'
import { base64, refusalOf } from './calls.ts'
import { consents, type Draft, decisionOf, prepareOn, settledLeg } from './drafts.ts'
import { untilNs } from './moments.ts'
import {
  codeOf,
  draftPurchase,
  freeAbroad,
  openTradeWorld,
  partyOf,
  paying,
  putOnSale,
  type TradeWorld,
  tryPurchase,
  vouchersOf,
  withBody,
  without,
} from './trades.ts'
import { blocksMs, startMs } from './world.ts'

let world: TradeWorld
let plain: Offer
let certified: Offer
let certificate: string

beforeAll(async () => {
  world = await openTradeWorld()
  const { stage, cast, trade } = world
  const { user } = cast.demander
  await deposit(stage, abroad, user, 200_000)
  await user.execute(trade.site.market.chain, trade.site.assets.address, { deposit: {} }, [
    { denom: 'ucity', amount: '50000' },
  ])
  certificate = await certifyGoods(
    stage,
    trade,
    cast.regulator,
    `did:causeway:asset:zone-a:certified-${stage.run}`,
    'c',
  )
  plain = await putOnSale(world, 'plain')
  certified = await putOnSale(world, 'certified', { certificate })
}, startMs)
afterAll(() => world.stage.close())

/** What either side has, and how many agreements there are. */
async function standing(): Promise<readonly (bigint | number)[]> {
  const { stage, cast, trade } = world
  const accounts = [cast.supplier.user.address, cast.demander.user.address, trade.place.market]
  const agreements = await queryAgreementsOf(trade.site.market, cast.demander.id)
  const [here, own] = [await vouchersOf(stage, accounts), await vouchersOf(stage, accounts, home)]
  return [...here, ...own, await freeAbroad(stage, cast.demander.user), agreements.length]
}

/** What the market says of its own operation in the draft. */
async function reasonOf({ manifest }: Draft): Promise<string> {
  const { market } = world.trade.site
  const operations = manifest.legs.flatMap((leg) => leg.operations)
  const own = operations.find(({ resource }) => resource === market.address)
  if (own === undefined) throw new Error('the draft buys nothing')
  const query = { check: { operation: base64(encodeOperation(own)) } }
  const { busy } = (await market.chain.querySmart(market.address, query)) as { busy?: { code: number } }
  return busy === undefined ? 'ready' : codeName(busy.code)
}

test(
  'a purchase that pays too little, too much or in other units, or that grants more than was offered, aborts (Y-8.3.2a, Y-6.2.2c, Y-9.7i)',
  async () => {
    const before = await standing()
    const wider = withBody('rights.grant', (body) => ({
      ...body,
      terms: { ...(body['terms'] as object), onward: 'same_terms' },
    }))
    const longer = withBody('rights.grant', (body) => ({
      ...body,
      terms: { ...(body['terms'] as object), until_ns: String(2n ** 63n) },
    }))
    const changes = [
      paying({ amount: '9999' }),
      paying({ amount: '10001' }),
      without('rights.grant'),
      without('market.buy'),
      wider,
      longer,
    ]
    const tried = await Promise.all(changes.map((change) => tryPurchase(world, plain, change)))
    const ends = tried.map(({ decision, code }) => `${decision} ${code}`)
    expect(ends).toEqual([
      'abort PRICE_MISMATCH',
      'abort PRICE_MISMATCH',
      'abort GRANT_MISSING',
      'abort COMPANION_MISSING',
      'abort GRANT_MISSING',
      'abort GRANT_MISSING',
    ])
    expect(await standing()).toEqual(before)
    for (const { agreement } of tried) expect(await queryAgreement(world.trade.site.market, agreement)).toBeNull()
  },
  blocksMs,
)

test(
  'units of another denomination buy nothing, though they are there (Y-8.3.2a)',
  async () => {
    const { cast, trade } = world
    const before = await standing()
    const { address } = cast.demander.user
    const amount = { originChainId: home, denom: 'ucity', amount: plain.price.amount }
    const body = { kind: 'transferCoins', value: { amount, recipient: trade.place.market } } as const
    const back = { ...amount, originChainId: abroad }
    const kept = { kind: 'transferCoins', value: { amount: back, recipient: address } } as const
    const tried = await tryPurchase(world, plain, (steps) => [
      { chainId: abroad, actor: address, body: kept },
      { chainId: home, actor: address, body },
      ...steps.slice(2),
    ])
    expect([tried.decision, tried.code]).toEqual(['abort', 'DENOM_MISMATCH'])
    expect(await standing()).toEqual(before)
  },
  blocksMs,
)

test(
  'nobody buys in the name of another: not by another account, not with another key (Y-8.3.2e, Y-9.7b)',
  async () => {
    const { stage, cast } = world
    const before = await standing()
    const { carol } = stage.users
    const rival = await partyOf(stage, 'load-6', ['demander'])
    const { draft, contents = [] } = await draftPurchase(world, plain, rival.user)
    const authorisations = await consents(draft, [rival.user])
    // The gate has no word for a service's reason to wait, so that the market itself is asked for it.
    expect(await refusalOf(prepareOn(stage, home, { draft, authorisations, contents }))).toBe('RESOURCE_FAILED')
    expect(await reasonOf(draft)).toBe('NOT_PARTY')
    const forged = await draftPurchase(world, plain, cast.demander.user)
    const handed = { draft: forged.draft, authorisations: await consents(forged.draft, [carol]) }
    expect(await refusalOf(prepareOn(stage, home, { ...handed, contents: forged.contents ?? [] }))).toBe('UNAUTHORISED')
    expect(await standing()).toEqual(before)
  },
  blocksMs,
)

test(
  'a certificate cannot be withdrawn while a sale relies on it; after that sale, the next buyer is refused (Y-9.7i, Y-8.3.2e)',
  async () => {
    const { stage, cast, trade } = world
    const { user } = cast.demander
    const { draft, contents = [] } = await draftPurchase(world, certified)
    const authorisations = await consents(draft, [user])
    await prepareOn(stage, home, { draft, authorisations, contents })
    const { chain, address } = trade.credentials
    const revoke = () => cast.regulator.user.execute(chain, address, { revoke: { credential: certificate, reason: 1 } })
    expect(await refusalOf(revoke())).toBe('LOCKED')
    expect(await queryAgreement(trade.site.market, `${draft.id}-0`)).toBeNull()
    await prepareOn(stage, abroad, { draft, authorisations })
    expect(await decisionOf(stage, draft.id)).toBe('commit')
    expect(await settledLeg(stage, home, draft.id)).toEqual({ state: 'applied', code: 0 })
    expect(await queryAgreement(trade.site.market, `${draft.id}-0`)).toMatchObject({ offer: certified.id })
    await settledLeg(stage, abroad, draft.id)
    await revoke()
    const before = await standing()
    const next = await tryPurchase(world, certified)
    expect([next.decision, next.code]).toEqual(['abort', 'CREDENTIAL_REVOKED'])
    const bare = await tryPurchase(world, certified, without('credentials.valid'))
    expect([bare.decision, bare.code]).toEqual(['abort', 'CERTIFICATE_MISSING'])
    expect(await standing()).toEqual(before)
  },
  blocksMs,
)

test(
  'a credential that has expired when somebody buys refuses the sale (Y-9.7i)',
  async () => {
    const { stage, cast, trade } = world
    const asset = `did:causeway:asset:zone-a:short-${stage.run}`
    const short = await certifyGoods(stage, trade, cast.regulator, asset, 'short', 2)
    const endsNs = (await stage.zones.get(home)?.chain.queryStatus())?.timeNs ?? 0n
    const offer = await putOnSale(world, 'short', { certificate: short })
    await untilNs(trade.site.market.chain, endsNs + 2_000_000_000n)
    const before = await standing()
    const tried = await tryPurchase(world, offer)
    expect([tried.decision, tried.code]).toEqual(['abort', 'CREDENTIAL_EXPIRED'])
    expect(await standing()).toEqual(before)
  },
  blocksMs,
)

test(
  'an offer sells on the terms that it was posted with: nobody changes it, and a withdrawn one sells no more (Y-6.2.2c)',
  async () => {
    const { cast, trade } = world
    const seller = await tellerOf(trade, cast.supplier.user)
    const offer = await putOnSale(world, 'steady')
    const { termsHash: _, seller: __, isOpen: ___, version: ____, depositFree: _____, ...posted } = offer
    const dearer = { ...posted, price: { ...offer.price, amount: '20000' } }
    expect(await codeOf(seller.postOffer(dearer))).toBe('EXISTS')
    expect(await standingOffer(trade, offer.id)).toEqual(offer)
    await seller.withdrawOffer(offer.id)
    const before = await standing()
    const tried = await tryPurchase(world, offer)
    expect([tried.decision, tried.code]).toEqual(['abort', 'OFFER_CLOSED'])
    expect(await standing()).toEqual(before)
  },
  blocksMs,
)
