// Bought across zones in one commit while the seller sleeps: payment, agreement, grant and certificate; then the key's
// shares, the sealed bytes and the plaintext; and what becomes of the money.
import { home } from '../../localnet/demo/cast.ts'
import { queryHubRecord, queryLeg } from '../../localnet/demo/chainFacts.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import {
  type Buyer,
  buyAcross,
  certifyGoods,
  deposit,
  newBuyer,
  nowNsOf,
  tellerOf,
  unitsOf,
} from '../../localnet/demo/trade.ts'
import { queryAgreement, queryAgreementsOf, queryFees, queryMatch } from '../../platform/chain/market.ts'
import type { Agreement } from '../../platform/chain/marketJson.ts'
import { queryMay } from '../../platform/chain/rights.ts'
import { plaintextFingerprint } from '../../platform/keys/fingerprints.ts'
import { collectPurchase, findPurchase } from '../../platform/market/collectPurchase.ts'
import type { NewDemand, Offer } from '../../platform/market/words.ts'
import { digestOf } from '../../platform/storage/cid.ts'
import { type Fetched, fetchObject, fetchSealed } from '../../platform/storage/fetchObject.ts'
import { deliveryText, signText } from '../../platform/storage/statements.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import { untilIndexed } from './moments.ts'
import {
  codeOf,
  freeAbroad,
  openTradeWorld,
  putOnSale,
  salt,
  sequenceOf,
  type TradeWorld,
  tryPurchase,
  vouchersOf,
} from './trades.ts'
import { blocksMs, startMs } from './world.ts'

let world: TradeWorld
let offer: Offer
let certificate: string
const plaintext = Buffer.from('42.7 microgram of nitrogen dioxide in a cubic metre')
const price = 10_000n

beforeAll(async () => {
  world = await openTradeWorld()
  const { stage, cast, trade } = world
  await deposit(stage, 'zone-b', cast.demander.user, 200_000)
  const asset = `did:causeway:asset:zone-a:air-${stage.run}`
  certificate = await certifyGoods(stage, trade, cast.regulator, asset, 'air')
  const shares = [
    { account: cast.supplier.user.address, bps: 7_000 },
    { account: stage.users.carol.address, bps: 3_000 },
  ]
  offer = await putOnSale(world, 'air', { certificate, plaintext, goods: { shares } })
}, startMs)
afterAll(() => world.stage.close())

type Held = { readonly agreement: Agreement; readonly grant: string; readonly buyer: Buyer; readonly id: string }

async function bought(): Promise<Held> {
  const { stage, trade, cast } = world
  const buyer = await newBuyer(cast.demander)
  const { transaction, agreement: id } = await buyAcross(stage, trade, cast, offer, buyer)
  const { agreement, grant } = await findPurchase(trade.site.market, trade.rights, id)
  return { agreement, grant: grant.id, buyer, id: transaction.id }
}

function collected({ agreement, grant, buyer }: Held, from = world.stores.clientOf): Promise<Fetched> {
  const deps = { ledger: world.stores.ledger, clientOf: from, clock: systemClock }
  return collectPurchase(agreement, { ...buyer, grant, salt }, deps)
}

async function demandFor({ topic, access, price: maxPrice }: Offer): Promise<NewDemand> {
  const latestNs = (await nowNsOf(world.trade)) + 86_400_000_000_000n
  const wanted = { fields: ['*'], purposes: ['research'], termSec: 3_600, rule: 'price' } as const
  return { id: `zone-a/air-${world.stage.run}`, topic, access, maxPrice, latestNs, ...wanted }
}

test(
  'a demander on one zone pays, and decrypts what it bought on another, with no signature of the supplier (Y-9.1-2, Y-8.3.2b, Y-8.3.2e, Y-9.7g, Y-9.7h, Y-9.7i, Y-6.2.2b)',
  async () => {
    const { stage, cast, trade, stores } = world
    const { chain } = trade.site.market
    const supplier = cast.supplier.user.address
    const signed = () => Promise.all([chain, zoneOf(stage, 'zone-b').chain].map((one) => sequenceOf(one, supplier)))
    const placement = await stores.ledger.queryPlacement({ objectId: offer.asset, version: 1n })
    if (placement === undefined) throw new Error('nothing was placed')
    // Before it has paid, the demander gets nothing but sealed bytes.
    const { sealed } = await fetchSealed(placement, { clientOf: stores.clientOf })
    expect(Buffer.from(sealed).includes(plaintext.subarray(0, 8))).toBe(false)
    const stranger = { ...(await newBuyer(cast.demander)), grant: '0'.repeat(32) }
    const deps = { ledger: stores.ledger, clientOf: stores.clientOf, clock: systemClock }
    expect(await codeOf(fetchObject(placement, stranger, deps))).toBe('SHARES_MISSING')
    const demander = await tellerOf(trade, cast.demander.user)
    await demander.postDemand(await demandFor(offer))
    await demander.match(`zone-a/air-${stage.run}`)
    expect((await queryMatch(trade.site.market, `zone-a/air-${stage.run}`))?.offer).toBe(offer.id)
    const [before, hadAbroad] = [await signed(), await freeAbroad(stage, cast.demander.user)]
    const [escrow = 0n] = await vouchersOf(stage, [trade.place.market])
    const held = await bought()
    const { plaintext: got } = await collected(held)
    expect(Buffer.from(got)).toEqual(plaintext)
    expect(plaintextFingerprint(got, salt)).toEqual(placement.plaintext)
    expect(await signed()).toEqual(before)
    expect(await freeAbroad(stage, cast.demander.user)).toBe(hadAbroad - price)
    expect(await vouchersOf(stage, [trade.place.market])).toEqual([escrow + price])
    expect(held.agreement).toMatchObject({
      ...{ seller: cast.supplier.id, buyer: cast.demander.id, asset: offer.asset, version: 1, state: 'open' },
      ...{ terms_hash: offer.termsHash, fingerprint: Buffer.from(digestOf(placement.cid)).toString('hex') },
    })
    // The record is in the block that settled the zone's leg: one event, beside the leg's own.
    const query = `wasm-market_agreed.agreement='${held.agreement.id}'`
    const [tx, ...more] = await untilIndexed(chain, query)
    expect(more).toEqual([])
    const leg = tx?.events.some(
      ({ type, attributes }) => type === 'wasm-causeway_leg' && attributes.some(({ value }) => value === held.id),
    )
    expect([leg, Number(tx?.height)]).toEqual([true, held.agreement.height])
  },
  blocksMs,
)

test(
  'the supplier gets exactly the price less the published fee, split as registered, and only once (Y-9.7j, Y-8.4.2c, Y-8.3.3d, Y-6.2.2c)',
  async () => {
    const { stage, cast, trade } = world
    const fees = await queryFees(trade.site.market)
    const held = await bought()
    expect(held.agreement.split.fee_bps).toBe(fees.fee_bps)
    const accounts = [cast.supplier.user.address, stage.users.carol.address, fees.fee_account, trade.place.market]
    const before = await vouchersOf(stage, accounts)
    const buyer = await tellerOf(trade, cast.demander.user)
    const others = await Promise.all([cast.supplier.user, stage.users.carol].map((user) => tellerOf(trade, user)))
    const attempts = others.map((one) => codeOf(one.confirm(held.agreement.id)))
    expect(await Promise.all(attempts)).toEqual(['NOT_PARTY', 'NOT_PARTY'])
    expect(await codeOf((others[0] ?? buyer).settle(held.agreement.id))).toBe('CONDITION_UNMET')
    await buyer.confirm(held.agreement.id)
    const after = await vouchersOf(stage, accounts)
    const fee = (price * BigInt(fees.fee_bps)) / 10_000n
    const profit = ((price - fee) * 3_000n) / 10_000n
    expect(after.map((amount, at) => amount - (before[at] ?? 0n))).toEqual([price - fee - profit, profit, fee, -price])
    expect(await codeOf(buyer.confirm(held.agreement.id))).toBe('SETTLED')
    expect(await vouchersOf(stage, accounts)).toEqual(after)
    // Who has a share sees the sums; the payload is the grantee's.
    expect(await queryAgreement(trade.site.market, held.agreement.id)).toMatchObject({ state: 'settled', paid: price })
    const { signingKey } = await newBuyer(cast.keepers[0] ?? cast.supplier)
    expect(await codeOf(collected({ ...held, buyer: { ...held.buyer, signingKey } }))).toBe('SHARES_MISSING')
  },
  blocksMs,
)

test(
  'a buyer fetches within two blocks with one store away, one replica damaged, or the relayer dead (Y-8.3.2d, Y-9.7f)',
  async () => {
    const { stage, stores } = world
    const held = await bought()
    const [first] = stores.stores
    if (first === undefined) throw new Error('no store')
    const honest = first.client
    const damaged = async () => Uint8Array.from(Buffer.concat([Buffer.from('X'), await honest.get(await cid())]))
    const cid = async (): Promise<string> =>
      (await stores.ledger.queryPlacement({ objectId: offer.asset, version: 1n }))?.cid ?? ''
    const away = (): Promise<never> => Promise.reject(new Error('away'))
    const { chain } = zoneOf(stage, home)
    const height = async (): Promise<bigint> => (await chain.queryStatus()).height
    const timed = async (): Promise<string> => {
      const start = await height()
      const { from, plaintext: got } = await collected(held)
      expect(Buffer.from(got)).toEqual(plaintext)
      expect((await height()) - start).toBeLessThanOrEqual(2n)
      return from
    }
    expect(await timed()).toBe(first.identity.store)
    first.client = { ...honest, get: damaged }
    expect(await timed()).not.toBe(first.identity.store)
    first.client = { ...honest, get: away, releaseShare: away }
    expect(await timed()).not.toBe(first.identity.store)
    first.client = honest
    await stage.relayer.kill()
    try {
      expect(await timed()).toBe(first.identity.store)
    } finally {
      await stage.relayer.start()
    }
  },
  blocksMs,
)

test(
  'other bytes than the agreed ones, signed for by a store, return the price to the buyer and to nobody else (Y-8.3.2c, Y-6.2.1a, Y-9.7j)',
  async () => {
    const { stage, cast, trade, stores } = world
    const held = await bought()
    const { agreement } = held
    const [store] = stores.stores
    const placement = await stores.ledger.queryPlacement({ objectId: offer.asset, version: 1n })
    if (store === undefined || placement === undefined) throw new Error('no store')
    const statement = (sha256: string) => {
      const atNs = BigInt(Date.now()) * 1_000_000n
      const text = deliveryText({ ...placement, sha256, agreement: agreement.id, atNs })
      const { signature } = signText(text, store.key.privateKey)
      return { store: store.identity.store, sha256, atNs, signature }
    }
    const accounts = [cast.demander.user.address, cast.supplier.user.address, trade.place.market]
    const before = await vouchersOf(stage, accounts)
    const buyer = await tellerOf(trade, cast.demander.user)
    const supplier = await tellerOf(trade, cast.supplier.user)
    const other = statement('ab'.repeat(32))
    expect(await codeOf(buyer.dispute(agreement.id, statement(agreement.fingerprint ?? '')))).toBe('CONDITION_UNMET')
    expect(await codeOf(buyer.dispute(agreement.id, { ...other, sha256: 'cd'.repeat(32) }))).toBe('SIGNATURE_INVALID')
    expect(await codeOf(supplier.dispute(agreement.id, other))).toBe('NOT_PARTY')
    expect(await vouchersOf(stage, accounts)).toEqual(before)
    await buyer.dispute(agreement.id, other)
    const after = await vouchersOf(stage, accounts)
    expect(after.map((amount, at) => amount - (before[at] ?? 0n))).toEqual([price, 0n, -price])
    expect(await codeOf(buyer.dispute(agreement.id, other))).toBe('SETTLED')
    expect(await codeOf(buyer.confirm(agreement.id))).toBe('SETTLED')
    expect(await vouchersOf(stage, accounts)).toEqual(after)
  },
  blocksMs,
)

test(
  'a grant that was revoked opens nothing on any zone: no share, no use in a transaction of two zones (Y-9.7g, Y-8.3.2b)',
  async () => {
    const { cast, trade } = world
    const held = await bought()
    const [chain, address] = [trade.rights.chain, trade.rights.address]
    await cast.supplier.user.execute(chain, address, { revoke: { grant: held.grant } })
    expect(await queryMay(trade.rights, held.grant, ['*'], 'research')).toMatchObject({ allowed: false })
    expect(await codeOf(collected(held))).toBe('SHARES_MISSING')
    const use = { grant: held.grant, fields: ['*'], purpose: 'research' }
    const body = { kind: 'custom', value: { name: 'rights.use', body: Buffer.from(JSON.stringify(use)) } } as const
    const step = { chainId: home, actor: cast.demander.user.address, resource: address, body }
    const hadAbroad = await freeAbroad(world.stage, cast.demander.user)
    const tried = await tryPurchase(world, offer, (steps) => [...steps, step])
    expect([tried.decision, tried.code]).toEqual(['abort', 'GRANT_REVOKED'])
    expect(await queryAgreement(trade.site.market, tried.agreement)).toBeNull()
    expect(await freeAbroad(world.stage, cast.demander.user)).toBe(hadAbroad)
  },
  blocksMs,
)

test(
  'hub, zones, market and trace tell the same of every purchase of this run: none more, none fewer (Y-8.3.2g, Y-6.2.2b, Y-9.7h)',
  async () => {
    const { stage, cast, trade } = world
    const { chain } = trade.site.market
    const held = await bought()
    await untilIndexed(chain, `wasm-market_agreed.agreement='${held.agreement.id}'`)
    const own = (await queryAgreementsOf(trade.site.market, cast.demander.id)).filter((one) => one.offer === offer.id)
    const traced = await chain.searchTxs(`wasm-market_agreed.offer='${offer.id}'`, 100)
    const ids = traced.flatMap(({ events }) =>
      events.flatMap(({ type, attributes }) =>
        type === 'wasm-market_agreed'
          ? attributes.filter(({ key }) => key === 'agreement').map(({ value }) => value)
          : [],
      ),
    )
    expect(own.map(({ id }) => id)).toContain(held.agreement.id)
    expect(ids.sort()).toEqual(own.map(({ id }) => id).sort())
    for (const { id, buyer, seller, price: agreed } of own) {
      const transaction = id.slice(0, 64)
      expect((await queryHubRecord(stage, transaction))?.state).toBe('commit')
      for (const chainId of [home, 'zone-b']) {
        expect((await queryLeg(stage, chainId, transaction))?.state).toBe('applied')
      }
      expect([buyer, seller, agreed]).toEqual([cast.demander.id, cast.supplier.id, offer.price])
    }
  },
  blocksMs,
)

test(
  'the chain tells how long agreements took to settle, in blocks and seconds, within a zone and across zones (Y-8.3.3e)',
  async () => {
    const { stage, cast, trade } = world
    const { chain } = trade.site.market
    const { user } = cast.demander
    await deposit(stage, home, user, 1_000)
    const near = await putOnSale(world, 'near', { price: unitsOf(home, 1_000) })
    const buyer = await tellerOf(trade, user)
    const { keyJson: recipientKey } = await newBuyer(cast.demander)
    const within = await buyer.buy({ offer: near.id, recipientKey }, near.price)
    const across = (await bought()).agreement.id
    for (const id of [within, across]) {
      const { height } = await buyer.confirm(id)
      const agreement = await queryAgreement(trade.site.market, id)
      expect(agreement?.ended_height).toBe(Number(height))
      const blocks = Number(height) - (agreement?.height ?? 0)
      const sec = Number((await chain.queryBlock(height)).timeNs - (agreement?.time_ns ?? 0n)) / 1e9
      expect([blocks > 0, blocks <= 20, sec > 0, sec <= 15]).toEqual([true, true, true, true])
    }
  },
  blocksMs,
)
