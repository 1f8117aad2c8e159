// Obligations that end by themselves: paid out, paid back, with a penalty or without one, whoever says that it is time.
import { home } from '../../localnet/demo/cast.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { deposit, newBuyer, type Trade, tellerOf, tradeOn, unitsOf } from '../../localnet/demo/trade.ts'
import { instantiate } from '../../localnet/wasmTx.ts'
import { type MarketTeller, queryAgreement, queryFees, queryOffer } from '../../platform/chain/market.ts'
import type { Offer } from '../../platform/market/words.ts'
import { deliveryText, signText } from '../../platform/storage/statements.ts'
import { call, refusalOf } from './calls.ts'
import { untilNs } from './moments.ts'
import { codeOf, openTradeWorld, putOnSale, type TradeWorld, vouchersOf } from './trades.ts'
import { blocksMs, queryCode, startMs } from './world.ts'

let world: TradeWorld
let anybody: MarketTeller
const price = unitsOf(home, 1_000)

beforeAll(async () => {
  world = await openTradeWorld()
  const { stage, cast, trade } = world
  anybody = await tellerOf(trade, stage.person('load-7'))
  await Promise.all([cast.demander.user, cast.supplier.user].map((user) => deposit(stage, home, user, 50_000)))
}, startMs)
afterAll(() => world.stage.close())

async function buy({ id: offer }: Offer, trade = world.trade): Promise<string> {
  const { keyJson: recipientKey } = await newBuyer(world.cast.demander)
  return (await tellerOf(trade, world.cast.demander.user)).buy({ offer, recipientKey }, price)
}

async function untilDue(id: string): Promise<void> {
  const { market } = world.trade.site
  const agreement = await queryAgreement(market, id)
  if (agreement === null) throw new Error(`there is no agreement ${id}`)
  await untilNs(market.chain, agreement.due_ns)
}

async function accounts(trade = world.trade): Promise<() => Promise<readonly bigint[]>> {
  const { fee_account } = await queryFees(trade.site.market)
  const { supplier, demander } = world.cast
  const all = [supplier.user.address, demander.user.address, fee_account, trade.place.market]
  const before = await vouchersOf(world.stage, all, home)
  return async () => (await vouchersOf(world.stage, all, home)).map((amount, at) => amount - (before[at] ?? 0n))
}

/** A market whose disputes are over within seconds, with rights of its own; the code is that of the zone's market. */
async function hastyMarket(windowSec: number): Promise<Trade> {
  const { stage } = world
  const { chain, gate, assets } = zoneOf(stage, home)
  const { identity, intake, stores, credentials, ...services } = servicesOf(stage, home)
  const admin = await chain.signer(stage.users.admin.name)
  const [ofRights, ofMarket] = await Promise.all([services.rights, services.market].map((one) => queryCode(chain, one)))
  const common = { gate, admin: admin.address, identity }
  const rights = await instantiate(admin, ofRights?.codeId ?? 0n, 'rights', { ...common, intake })
  const asked = { assets, rights, stores, credentials, fee_bps: 100, fee_account: stage.person('city').address }
  const market = await instantiate(admin, ofMarket?.codeId ?? 0n, 'market', {
    ...common,
    ...asked,
    window_sec: windowSec,
  })
  await call(chain, stage.users.admin.name, rights, { set_market: { address: market } })
  return tradeOn(stage, home, { market, rights })
}

test(
  'when nobody acts, anybody settles after the window, never before, and the terms alone say who gets what (Y-8.3.3b, Y-8.3.3a, Y-9.7i, Y-8.3.3d)',
  async () => {
    const { cast, stage } = world
    const trade = await hastyMarket(10)
    const offer = await putOnSale(world, 'hasty', { trade, price, deliverySec: 1, penalty: 300n, deposit: 500n })
    const moved = await accounts(trade)
    const id = await buy(offer, trade)
    const [stranger, buyer] = await Promise.all(
      [stage.person('load-7'), cast.demander.user].map((one) => tellerOf(trade, one)),
    )
    const agreement = await queryAgreement(trade.site.market, id)
    if (stranger === undefined || buyer === undefined || agreement === null) throw new Error('no agreement')
    expect(await codeOf(stranger.settle(id))).toBe('CONDITION_UNMET')
    expect(await moved()).toEqual([0n, -1_000n, 0n, 1_000n])
    expect((await queryOffer(trade.site.market, offer.id))?.depositFree).toBe(200n)
    await untilNs(trade.site.market.chain, agreement.settles_ns)
    expect(await codeOf(stranger.undelivered(id))).toBe('PHASE_OVER')
    await stranger.settle(id)
    expect(await moved()).toEqual([990n, -1_000n, 10n, 0n])
    // Nothing failed, so no penalty was taken, and nothing is paid twice.
    expect((await queryOffer(trade.site.market, offer.id))?.depositFree).toBe(500n)
    expect(await codeOf(stranger.settle(id))).toBe('SETTLED')
    expect(await codeOf(buyer.confirm(id))).toBe('SETTLED')
    expect(await moved()).toEqual([990n, -1_000n, 10n, 0n])
  },
  blocksMs,
)

test(
  'what is not delivered in time costs its seller the price and exactly the agreed penalty, at the word of anybody (Y-8.3.3b, Y-8.3.3c, Y-8.3.2d, Y-6.2.1a)',
  async () => {
    const { trade } = world
    const offer = await putOnSale(world, 'late', { price, deliverySec: 8, penalty: 300n, deposit: 500n })
    const moved = await accounts()
    const id = await buy(offer)
    expect(await codeOf(anybody.undelivered(id))).toBe('CONDITION_UNMET')
    expect(await moved()).toEqual([0n, -1_000n, 0n, 1_000n])
    await untilDue(id)
    await anybody.undelivered(id)
    expect(await moved()).toEqual([0n, 300n, 0n, -300n])
    expect(await queryAgreement(trade.site.market, id)).toMatchObject({ state: 'refunded', paid: 0n })
    expect((await queryOffer(trade.site.market, offer.id))?.depositFree).toBe(200n)
    expect(await codeOf(anybody.undelivered(id))).toBe('SETTLED')
    expect(await moved()).toEqual([0n, 300n, 0n, -300n])
    // What is left of the deposit does not cover another failure, so that nothing more is sold on it.
    expect(await codeOf(buy(offer))).toBe('DEPOSIT_SHORT')
    await (await tellerOf(trade, world.cast.supplier.user)).withdrawOffer(offer.id)
    expect(await moved()).toEqual([200n, 300n, 0n, -500n])
  },
  blocksMs,
)

test(
  'what the stores hold is delivered: no refund and no penalty without the condition, though delivery was due (Y-8.3.3c, Y-6.2.1a)',
  async () => {
    const { trade, cast } = world
    const plaintext = Buffer.from('kept where it was promised')
    const offer = await putOnSale(world, 'kept', { plaintext, price, deliverySec: 2, penalty: 300n, deposit: 300n })
    const moved = await accounts()
    const id = await buy(offer)
    await untilDue(id)
    expect(await codeOf(anybody.undelivered(id))).toBe('CONDITION_UNMET')
    expect(await moved()).toEqual([0n, -1_000n, 0n, 1_000n])
    await (await tellerOf(trade, cast.demander.user)).confirm(id)
    expect(await moved()).toEqual([990n, -1_000n, 10n, 0n])
    expect((await queryOffer(trade.site.market, offer.id))?.depositFree).toBe(300n)
  },
  blocksMs,
)

test(
  'false delivery takes the penalty as well: other bytes that a store has signed for (Y-8.3.3c, Y-8.3.2c)',
  async () => {
    const { trade, cast, stores } = world
    const plaintext = Buffer.from('what was promised')
    const offer = await putOnSale(world, 'false', { plaintext, price, penalty: 300n, deposit: 300n })
    const moved = await accounts()
    const id = await buy(offer)
    const placement = await stores.ledger.queryPlacement({ objectId: offer.asset, version: 1n })
    const [store] = stores.stores
    if (placement === undefined || store === undefined) throw new Error('nothing was placed')
    const [sha256, atNs] = ['ee'.repeat(32), BigInt(Date.now()) * 1_000_000n]
    const text = deliveryText({ ...placement, sha256, agreement: id, atNs })
    const { signature } = signText(text, store.key.privateKey)
    await (await tellerOf(trade, cast.demander.user)).dispute(id, {
      store: store.identity.store,
      sha256,
      atNs,
      signature,
    })
    expect(await moved()).toEqual([0n, 300n, 0n, -300n])
  },
  blocksMs,
)

test(
  'no key diverts what is in escrow: not that of seller, operator, administrator or store (Y-9.7j)',
  async () => {
    const { stage, cast, trade } = world
    const offer = await putOnSale(world, 'escrow', { price })
    const id = await buy(offer)
    const moved = await accounts()
    const { chain, address } = trade.site.market
    const keys = [cast.supplier.user, cast.operator.user, stage.users.admin, cast.keepers[0]?.user ?? stage.users.admin]
    for (const user of keys) {
      const teller = await tellerOf(trade, user)
      expect(await codeOf(teller.confirm(id))).toBe('NOT_PARTY')
      expect(await codeOf(teller.settle(id))).toBe('CONDITION_UNMET')
      expect(await codeOf(teller.undelivered(id))).toBe('CONDITION_UNMET')
      const units = { origin_chain_id: home, denom: 'ucity', amount: '1000' }
      const claim = { units_received: { payer: user.address, units, message: Buffer.from('{}').toString('base64') } }
      expect(await refusalOf(call(chain, user.name, address, claim))).toBe('FORBIDDEN')
      const forged = { commit: { transaction_id: 'ab'.repeat(32), leg: 0 } }
      expect(await refusalOf(call(chain, user.name, address, forged))).toBe('FORBIDDEN')
    }
    expect(await moved()).toEqual([0n, 0n, 0n, 0n])
    expect((await queryAgreement(trade.site.market, id))?.state).toBe('open')
  },
  blocksMs,
)
