// Offers and demands: methods chosen for each offer, rules that find a pair, and pairs that nobody else can act in.
import { abroad, home, type Member } from '../../localnet/demo/cast.ts'
import {
  carryOffer,
  deposit,
  newBuyer,
  nowNsOf,
  standingOffer,
  tellerOf,
  tradeOn,
  unitsOf,
} from '../../localnet/demo/trade.ts'
import { queryAgreement, queryDemand, queryMatch } from '../../platform/chain/market.ts'
import { queryGrantsTo } from '../../platform/chain/rights.ts'
import type { Method, NewDemand, Offer, Rule } from '../../platform/market/words.ts'
import { codeOf, openTradeWorld, partyOf, putOnSale, type TradeWorld } from './trades.ts'
import { blocksMs, queryCode, startMs } from './world.ts'

let world: TradeWorld
let topic: string
let sellers: Record<'fresh' | 'trusty' | 'busy', Member>
const dayNs = 86_400_000_000_000n
const price = (amount: number) => unitsOf(home, amount)

beforeAll(async () => {
  world = await openTradeWorld()
  const { stage, cast } = world
  topic = `book-${stage.run}`
  const [fresh, trusty, busy] = await Promise.all(
    ['load-11', 'load-12', 'load-13'].map((name) => partyOf(stage, name, ['supplier', 'demander'])),
  )
  if (fresh === undefined || trusty === undefined || busy === undefined) throw new Error('three sellers are needed')
  sellers = { fresh, trusty, busy }
  await deposit(stage, home, cast.demander.user, 200_000)
  await Promise.all([
    putOnSale(world, 'm-cheap', { topic, seller: busy, price: price(4_000), deliverySec: 3_600 }),
    putOnSale(world, 'n-idle', { topic, seller: fresh, price: price(8_000), deliverySec: 1_800 }),
    putOnSale(world, 'o-trusted', { topic, seller: trusty, price: price(7_000), deliverySec: 2_400 }),
  ])
  await putOnSale(world, 'p-fast', { topic, seller: busy, price: price(9_000), deliverySec: 60 })
  // One seller has settled what it sold, one has everything open still, and one has sold nothing.
  const settled = await buy(`zone-a/o-trusted-${stage.run}`, 7_000)
  await (await demander()).confirm(settled)
  await buy(`zone-a/o-trusted-${stage.run}`, 7_000)
  await buy(`zone-a/m-cheap-${stage.run}`, 4_000)
}, startMs)
afterAll(() => world.stage.close())

const demander = (trade = world.trade) => tellerOf(trade, world.cast.demander.user)

async function buy(offer: string, amount: number | undefined, trade = world.trade, origin = home): Promise<string> {
  const { keyJson: recipientKey } = await newBuyer(world.cast.demander)
  const units = amount === undefined ? undefined : unitsOf(origin, amount)
  return (await demander(trade)).buy({ offer, recipientKey }, units)
}

async function demandOf(name: string, change: Partial<NewDemand> = {}): Promise<NewDemand> {
  return {
    id: `zone-a/${name}-${world.stage.run}`,
    topic,
    access: 'closed',
    maxPrice: price(10_000),
    latestNs: (await nowNsOf(world.trade)) + dayNs,
    fields: ['*'],
    purposes: ['research'],
    termSec: 3_600,
    rule: 'price',
    ...change,
  }
}

/** Name of the offer that a new demand is matched with, or the code of why there is none. */
async function matched(
  name: string,
  change: Partial<NewDemand> = {},
  by: Member = world.cast.demander,
): Promise<string> {
  const demand = await demandOf(name, change)
  await (await tellerOf(world.trade, by.user)).postDemand(demand)
  const code = await codeOf((await tellerOf(world.trade, world.stage.person('load-7'))).match(demand.id))
  if (code !== 'accepted') return code
  return (await queryMatch(world.trade.site.market, demand.id))?.offer ?? ''
}

test(
  'on one fixed book, each of four rules finds the pair that it is for, the same each time, with its reason (Y-9.7c, Y-8.3.1)',
  async () => {
    const { run } = world.stage
    const expected: readonly (readonly [Rule, string, bigint, bigint])[] = [
      ['price', 'm-cheap', 4_000n, 7_000n],
      ['time', 'p-fast', 60n, 1_800n],
      ['load', 'n-idle', 0n, 1n],
      ['reputation', 'o-trusted', 6_666n, 5_000n],
    ]
    for (const [rule, name, score, next] of expected) {
      expect(await matched(`first-${rule}`, { rule })).toBe(`zone-a/${name}-${run}`)
      expect(await matched(`again-${rule}`, { rule })).toBe(`zone-a/${name}-${run}`)
      const reason = await queryMatch(world.trade.site.market, `zone-a/first-${rule}-${run}`)
      expect(reason).toMatchObject({ rule, considered: 4 })
      // Loads and reputations grow from run to run in a world that is kept; their order stays.
      if (rule === 'price' || rule === 'time') expect(reason).toMatchObject({ score, next })
      else if (rule === 'load') expect([reason?.score, (reason?.next ?? 0n) >= next]).toEqual([score, true])
      else expect([(reason?.score ?? 0n) >= score, reason?.next]).toEqual([true, next])
    }
  },
  blocksMs,
)

test(
  'what does not fit in class, price, units, time, term, purpose, topic or seller is never paired (Y-9.7a)',
  async () => {
    const nowNs = await nowNsOf(world.trade)
    const misfits: Readonly<Record<string, Partial<NewDemand>>> = {
      class: { access: 'open' },
      price: { maxPrice: price(3_999) },
      units: { maxPrice: unitsOf(abroad, 10_000) },
      time: { latestNs: nowNs + 20_000_000_000n },
      term: { termSec: 3_601 },
      purpose: { purposes: ['commerce'] },
      topic: { topic: `other-${world.stage.run}` },
    }
    for (const [name, change] of Object.entries(misfits)) {
      expect([name, await matched(`misfit-${name}`, change)]).toEqual([name, 'NO_MATCH'])
    }
    const { fresh, busy } = sellers
    // Of the cheap offer alone: its own seller finds nobody, another one finds it.
    expect(await matched('misfit-seller', { maxPrice: price(4_000) }, busy)).toBe('NO_MATCH')
    expect(await matched('fit-seller', { maxPrice: price(4_000) }, fresh)).toBe(`zone-a/m-cheap-${world.stage.run}`)
    expect(await matched('fit')).toBe(`zone-a/m-cheap-${world.stage.run}`)
  },
  blocksMs,
)

test(
  'a match names both parties and the hash of the terms, and the agreement by it lets no third party act (Y-9.7b, Y-6.2.2c)',
  async () => {
    const { stage, cast, trade } = world
    expect(await matched('paired')).toBe(`zone-a/m-cheap-${stage.run}`)
    const offer = await standingOffer(trade, `zone-a/m-cheap-${stage.run}`)
    const pair = await queryMatch(trade.site.market, `zone-a/paired-${stage.run}`)
    expect(pair).toMatchObject({ buyer: cast.demander.id, seller: sellers.busy.id, terms_hash: offer.termsHash })
    const id = await buy(offer.id, 4_000)
    const { buyer, seller, terms_hash } = pair ?? {}
    expect(await queryAgreement(trade.site.market, id)).toMatchObject({ buyer, seller, terms_hash, state: 'open' })
    const third = [cast.supplier.user, cast.keepers[0]?.user ?? stage.users.carol, stage.users.carol]
    const tellers = await Promise.all(third.map((user) => tellerOf(trade, user)))
    expect(await Promise.all(tellers.map((one) => codeOf(one.confirm(id))))).toEqual(third.map(() => 'NOT_PARTY'))
    expect((await queryAgreement(trade.site.market, id))?.state).toBe('open')
    expect((await queryDemand(trade.site.market, `zone-a/paired-${stage.run}`))?.party).toBe(cast.demander.id)
  },
  blocksMs,
)

test(
  'an offer of another zone wins the match where it is best, and is bought at its home (Y-8.3.1)',
  async () => {
    const { stage, cast, trade } = world
    const there = tradeOn(stage, abroad)
    const seller = await partyOf(stage, 'carol', ['supplier'], abroad)
    const cheap: Partial<Offer> = { topic, price: price(3_000) }
    const offer = await putOnSale(world, 'abroad', { ...cheap, trade: there, seller })
    const carried = await carryOffer(stage, there, trade, offer.id, seller.user)
    expect(carried.decision).toBe('commit')
    expect(await matched('far')).toBe(offer.id)
    const pair = await queryMatch(trade.site.market, `zone-a/far-${stage.run}`)
    expect(pair).toMatchObject({
      seller: seller.id,
      buyer: cast.demander.id,
      considered: 5,
      terms_hash: offer.termsHash,
    })
    expect(await codeOf(buy(offer.id, 3_000))).toBe('NOT_HOME')
    await (await tellerOf(there, seller.user)).withdrawOffer(offer.id)
    const ended = await carryOffer(stage, there, trade, offer.id, seller.user)
    expect(ended.decision).toBe('commit')
    expect(await matched('near')).toBe(`zone-a/m-cheap-${stage.run}`)
  },
  blocksMs,
)

test(
  'offers choose among five methods of one contract: free, fixed, subscription, auction and pay per use (Y-8.3, Y-8.3.3a)',
  async () => {
    const { trade, cast } = world
    const { chain, address } = trade.site.market
    const code = await queryCode(chain, address)
    const endNs = (await nowNsOf(trade)) + dayNs / 2n
    const methods: Readonly<Record<string, Method>> = {
      free: { kind: 'free' },
      fixed: { kind: 'fixed' },
      subscription: { kind: 'subscription', periodSec: 3_600 },
      auction: { kind: 'auction', endNs, reserve: 0n },
      metered: { kind: 'payPerUse' },
    }
    const offers: Record<string, Offer> = {}
    for (const [name, method] of Object.entries(methods)) {
      offers[name] = await putOnSale(world, `way-${name}`, { method, price: price(method.kind === 'free' ? 0 : 100) })
    }
    const { free, fixed, subscription, auction, metered } = offers
    const idOf = (offer: Offer | undefined): string => offer?.id ?? ''
    const held = async (id: string) => queryAgreement(trade.site.market, id)
    expect(await held(await buy(idOf(free), undefined))).toMatchObject({ state: 'settled', paid: 0n })
    expect(await codeOf(buy(idOf(free), 1))).toBe('PRICE_MISMATCH')
    expect(await held(await buy(idOf(fixed), 100))).toMatchObject({ state: 'open', price: price(100) })
    const [first, second] = [
      await held(await buy(idOf(subscription), 100)),
      await held(await buy(idOf(subscription), 100)),
    ]
    // The next period begins where the last one ends, so that nothing is paid twice.
    expect(second?.terms.from_ns).toBe(first?.terms.until_ns)
    expect(await codeOf(buy(idOf(auction), 100))).toBe('METHOD_MISMATCH')
    expect(await codeOf(buy(idOf(metered), 100))).toBe('METHOD_MISMATCH')
    const grants = await queryGrantsTo(trade.rights, cast.demander.id, free?.asset ?? '')
    expect(grants.map(({ offer, terms }) => [offer, terms.purposes])).toEqual([[idOf(free), ['research']]])
    expect(await queryCode(chain, address)).toEqual(code)
  },
  blocksMs,
)
