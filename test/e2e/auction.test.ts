// Auctions: the highest bid is in escrow, every other one went back at once, and anybody closes it after its end.
import { abroad, home, type Member } from '../../localnet/demo/cast.ts'
import { deposit, newBuyer, nowNsOf, tellerOf, unitsOf } from '../../localnet/demo/trade.ts'
import type { User } from '../../localnet/demo/user.ts'
import { queryAgreement, queryBid, queryOffer } from '../../platform/chain/market.ts'
import { queryGrantsTo } from '../../platform/chain/rights.ts'
import type { Offer } from '../../platform/market/words.ts'
import { settledLeg } from './drafts.ts'
import { untilNs } from './moments.ts'
import { codeOf, openTradeWorld, partyOf, putOnSale, type TradeWorld, vouchersOf } from './trades.ts'
import { blocksMs, startMs } from './world.ts'

let world: TradeWorld
let rival: Member
const secNs = 1_000_000_000n

beforeAll(async () => {
  world = await openTradeWorld()
  rival = await partyOf(world.stage, 'load-6', ['demander'])
  await Promise.all([world.cast.demander.user, rival.user].map((user) => deposit(world.stage, home, user, 20_000)))
  await bringUnits(rival.user, 2_000)
}, startMs)
afterAll(() => world.stage.close())

/** Units of the other zone, brought to the market's. */
async function bringUnits(user: User, amount: number): Promise<void> {
  const { stage } = world
  await deposit(stage, abroad, user, amount)
  const [actor, recipient] = [user.address, user.address]
  const intent = { kind: 'moveCoins', from: abroad, to: home, amount: unitsOf(abroad, amount), actor, recipient }
  const { transactionId } = await stage.api.share(intent, [user])
  expect(await settledLeg(stage, home, transactionId)).toEqual({ state: 'applied', code: 0 })
}

async function auction(name: string, reserve: bigint, sec: bigint): Promise<{ offer: Offer; endNs: bigint }> {
  const endNs = (await nowNsOf(world.trade)) + sec * secNs
  const offer = await putOnSale(world, name, {
    method: { kind: 'auction', endNs, reserve },
    price: unitsOf(home, 1_000),
  })
  return { offer, endNs }
}

async function bid(member: Member, offer: Offer, amount: number, origin = home): Promise<string> {
  const { keyJson: recipientKey } = await newBuyer(member)
  return codeOf(
    (await tellerOf(world.trade, member.user)).bid({ offer: offer.id, recipientKey }, unitsOf(origin, amount)),
  )
}

const free = (): Promise<readonly bigint[]> => {
  const users = [world.cast.demander.user, rival.user]
  return vouchersOf(world.stage, [...users.map(({ address }) => address), world.trade.place.market], home)
}

test(
  'the highest bid wins at its price, every other one goes back at once, and anybody closes after the end (Y-8.3, Y-8.3.3b, Y-9.7i, Y-9.7j)',
  async () => {
    const { cast, trade, stage } = world
    const { demander } = cast
    const { offer, endNs } = await auction('auctioned', 2_000n, 25n)
    const before = await free()
    const moved = async (): Promise<readonly bigint[]> =>
      (await free()).map((amount, at) => amount - (before[at] ?? 0n))
    expect(await bid(demander, offer, 999)).toBe('BID_TOO_LOW')
    expect(await bid(demander, offer, 1_500)).toBe('accepted')
    expect(await bid(rival, offer, 1_500)).toBe('BID_TOO_LOW')
    // It has units of the other zone as well, and they are not what is asked for.
    expect(await bid(rival, offer, 1_600, abroad)).toBe('DENOM_MISMATCH')
    expect(await bid(rival, offer, 2_500)).toBe('accepted')
    expect(await moved()).toEqual([0n, -2_500n, 2_500n])
    expect(await queryBid(trade.site.market, offer.id)).toMatchObject({ party: rival.id, amount: 2_500n })
    const [seller, anybody] = await Promise.all(
      [cast.supplier.user, stage.person('load-7')].map((one) => tellerOf(trade, one)),
    )
    if (seller === undefined || anybody === undefined) throw new Error('no tellers')
    expect(await codeOf(seller.withdrawOffer(offer.id))).toBe('CONDITION_UNMET')
    expect(await codeOf(anybody.closeAuction(offer.id))).toBe('CONDITION_UNMET')
    await untilNs(trade.site.market.chain, endNs)
    expect(await bid(demander, offer, 3_000)).toBe('PHASE_OVER')
    const closed = await anybody.closeAuction(offer.id)
    const agreed = closed.result.events.find(({ type }) => type === 'wasm-market_agreed')
    const id = agreed?.attributes.find(({ key }) => key === 'agreement')?.value ?? ''
    const agreement = await queryAgreement(trade.site.market, id)
    expect(agreement).toMatchObject({ buyer: rival.id, price: unitsOf(home, 2_500), state: 'open' })
    const grants = await queryGrantsTo(trade.rights, rival.id, offer.asset)
    expect(grants.map(({ height }) => height)).toEqual([agreement?.height])
    expect(await moved()).toEqual([0n, -2_500n, 2_500n])
    expect(await codeOf(anybody.closeAuction(offer.id))).toBe('OFFER_CLOSED')
  },
  blocksMs,
)

test(
  'a bid below the reserve buys nothing and comes back in full when anybody closes (Y-8.3.3b, Y-9.7j)',
  async () => {
    const { trade, stage } = world
    const { offer, endNs } = await auction('reserved', 5_000n, 12n)
    const before = await free()
    expect(await bid(rival, offer, 4_999)).toBe('accepted')
    await untilNs(trade.site.market.chain, endNs)
    await (await tellerOf(trade, stage.person('load-7'))).closeAuction(offer.id)
    expect(await free()).toEqual(before)
    expect(await queryGrantsTo(trade.rights, rival.id, offer.asset)).toEqual([])
    expect((await queryOffer(trade.site.market, offer.id))?.isOpen).toBe(false)
  },
  blocksMs,
)
