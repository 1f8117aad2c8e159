// Devices that trade with one another: each has an account of its own that acts for its party, and nobody looks on.
import { abroad, home, type Member } from '../../localnet/demo/cast.ts'
import { queryItem } from '../../localnet/demo/chainFacts.ts'
import { bindDevice, deposit, newBuyer, type Trade, tellerOf, unitsOf } from '../../localnet/demo/trade.ts'
import { follow, mark } from '../../localnet/demo/transact.ts'
import type { User } from '../../localnet/demo/user.ts'
import { queryAgreement, queryFees } from '../../platform/chain/market.ts'
import { queryGrantsTo } from '../../platform/chain/rights.ts'
import type { Offer } from '../../platform/market/words.ts'
import { closedAsset, register } from './things.ts'
import { freeAbroad, openTradeWorld, partyOf, putOnSale, sequenceOf, type TradeWorld, vouchersOf } from './trades.ts'
import { blocksMs, startMs } from './world.ts'

let world: TradeWorld
let seller: User
let buyer: User
let owner: Member
const trades = 100
const price = 100n

beforeAll(async () => {
  world = await openTradeWorld()
  const { stage, cast } = world
  owner = await partyOf(stage, 'load-6', ['demander'])
  seller = stage.person('load-8')
  buyer = stage.person('load-9')
  await bindDevice(stage, home, cast.supplier, seller)
  await bindDevice(stage, home, owner, buyer)
  await Promise.all([deposit(stage, home, buyer, 20_000), deposit(stage, abroad, buyer, 20_000)])
}, startMs)
afterAll(() => world.stage.close())

/** What a device does again and again: it buys, looks at what it got, and has it paid. */
async function tradeOnce(trade: Trade, offer: Offer): Promise<string> {
  const teller = await tellerOf(trade, buyer)
  const { keyJson: recipientKey } = await newBuyer(owner)
  const id = await teller.buy({ offer: offer.id, recipientKey }, offer.price)
  const agreement = await queryAgreement(trade.site.market, id)
  if (agreement?.asset !== offer.asset) throw new Error(`${id} is about something else`)
  await teller.confirm(id)
  return id
}

test(
  'two device keys trade a hundred times with nobody there: each time coin and right move in one tx (Y-6.2.2a, Y-8.3.2b, Y-6.2.2b)',
  async () => {
    const { stage, cast, trade } = world
    const shares = [{ account: seller.address, bps: 10_000 }]
    const member = { ...cast.supplier, user: seller }
    const offer = await putOnSale(world, 'device', { seller: member, price: unitsOf(home, price), goods: { shares } })
    expect(offer.seller).toBe(cast.supplier.id)
    const { fee_account } = await queryFees(trade.site.market)
    const free = () => vouchersOf(stage, [seller.address, buyer.address, fee_account, trade.place.market], home)
    const people = [cast.supplier.user, owner.user]
    const signed = () => Promise.all(people.map(({ address }) => sequenceOf(trade.site.market.chain, address)))
    const [before, quiet] = [await free(), await signed()]
    const ids: string[] = []
    const worker = async (): Promise<void> => {
      for (let left = trades / 10; left > 0; left -= 1) ids.push(await tradeOnce(trade, offer))
    }
    await Promise.all(Array.from({ length: 10 }, worker))
    const count = BigInt(trades)
    const after = await free()
    expect(after.map((amount, at) => amount - (before[at] ?? 0n))).toEqual([99n * count, -price * count, count, 0n])
    expect(await signed()).toEqual(quiet)
    const grants = await queryGrantsTo(trade.rights, owner.id, offer.asset)
    const agreements = await Promise.all(ids.map((id) => queryAgreement(trade.site.market, id)))
    expect([new Set(ids).size, grants.length]).toEqual([trades, trades])
    expect(grants.map(({ height }) => height).sort()).toEqual(agreements.map((one) => one?.height ?? 0).sort())
    expect(new Set(agreements.map((one) => one?.state))).toEqual(new Set(['settled']))
  },
  2 * blocksMs,
)

test(
  'devices on two zones exchange an asset for units in one transaction, again and again (Y-6.2.2a, Y-8.3.2b)',
  async () => {
    const { stage } = world
    for (const round of [1, 2, 3]) {
      const thing = closedAsset(home, `device-${round}-${stage.run}`)
      await register(stage, home, seller, [thing])
      const had = await Promise.all([seller, buyer].map((user) => freeAbroad(stage, user)))
      const asset = { id: thing.envelope.id, chainId: home, seller: seller.address, buyer: buyer.address }
      const amount = unitsOf(abroad, 50)
      const payment = { chainId: abroad, amount, payer: buyer.address, payee: seller.address }
      const start = await mark(stage)
      const { transactionId: id } = await stage.api.share({ kind: 'exchange', asset, payment }, [seller, buyer])
      const { decision } = await follow(stage, { what: `exchange ${round}`, id, chainIds: [home, abroad] }, start)
      expect(decision).toBe('commit')
      expect((await queryItem(stage, home, thing.envelope.id))?.owner_account).toBe(buyer.address)
      const has = await Promise.all([seller, buyer].map((user) => freeAbroad(stage, user)))
      expect(has.map((free, at) => free - (had[at] ?? 0n))).toEqual([50n, -50n])
    }
  },
  blocksMs,
)
