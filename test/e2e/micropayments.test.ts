// Payments of one unit each: a channel, a thousand vouchers, and one redemption that is the exact sum of them.
import { home } from '../../localnet/demo/cast.ts'
import { servicesOf } from '../../localnet/demo/story.ts'
import { deposit, newBuyer, tellerOf, unitsOf } from '../../localnet/demo/trade.ts'
import { queryAgreement, queryChannel, queryFees } from '../../platform/chain/market.ts'
import { queryGrantsTo } from '../../platform/chain/rights.ts'
import { type Channel, Meter, signVoucher, type Voucher } from '../../platform/market/voucher.ts'
import type { Offer } from '../../platform/market/words.ts'
import { fromBase64 } from './calls.ts'
import { codeOf, openTradeWorld, putOnSale, type TradeWorld, vouchersOf } from './trades.ts'
import { blocksMs, startMs } from './world.ts'

let world: TradeWorld
let offer: Offer
let payerKey: Uint8Array
const reads = 1_000n

beforeAll(async () => {
  world = await openTradeWorld()
  await deposit(world.stage, home, world.cast.demander.user, 20_000)
  payerKey = fromBase64((await world.cast.demander.user.sign('which key is it')).publicKey)
  const shares = [
    { account: world.cast.supplier.user.address, bps: 9_000 },
    { account: world.stage.users.carol.address, bps: 1_000 },
  ]
  const method = { kind: 'payPerUse' } as const
  offer = await putOnSale(world, 'metered', { method, price: unitsOf(home, 10), goods: { shares } })
}, startMs)
afterAll(() => world.stage.close())

const sign = async (text: string): Promise<Uint8Array> =>
  fromBase64((await world.cast.demander.user.sign(text)).signature)

async function opened(amount: bigint): Promise<Channel> {
  const { trade, cast } = world
  const buyer = await tellerOf(trade, cast.demander.user)
  const { keyJson: recipientKey } = await newBuyer(cast.demander)
  const id = await buyer.openChannel({ offer: offer.id, recipientKey, payerKey, deposit: unitsOf(home, amount) })
  return { chainId: home, market: servicesOf(world.stage, home).market, id, payerKey, deposit: amount }
}

const free = async (): Promise<readonly bigint[]> => {
  const { fee_account } = await queryFees(world.trade.site.market)
  const { cast, stage, trade } = world
  const people = [cast.supplier.user, stage.users.carol, cast.demander.user].map(({ address }) => address)
  return vouchersOf(stage, [...people, fee_account, trade.place.market], home)
}

test(
  'a thousand reads at one unit each settle to the exact sum, whatever steps they are redeemed in (Y-6.1-7, Y-8.3.2a)',
  async () => {
    const { trade, stage, cast } = world
    const before = await free()
    const moved = async () => (await free()).map((amount, at) => amount - (before[at] ?? 0n))
    const channel = await opened(reads)
    // Deposit and right to read came in one tx, in one block.
    const agreement = await queryAgreement(trade.site.market, channel.id)
    const grants = await queryGrantsTo(trade.rights, cast.demander.id, offer.asset)
    expect(grants.map(({ height }) => height)).toEqual([agreement?.height])
    const meter = new Meter(channel, 1n)
    const kept: Voucher[] = []
    for (let total = 1n; total <= reads; total += 1n) {
      const voucher = await signVoucher(channel, total, sign)
      meter.take(voucher)
      kept.push(voucher)
    }
    const anybody = await tellerOf(trade, stage.person('load-7'))
    for (const total of [1n, 7n, 333n, reads]) {
      const { signature } = kept[Number(total) - 1] ?? { signature: new Uint8Array() }
      await anybody.redeem(channel.id, total, signature)
      const [supplier = 0n, holder = 0n, payer, fee = 0n, market] = await moved()
      expect(supplier + holder + fee).toBe(total)
      expect([payer, market]).toEqual([-reads, reads - total])
    }
    // One in a hundred is the fee; of the rest a tenth is the profit holder's.
    expect(await moved()).toEqual([891n, 99n, -reads, 10n, 0n])
    await (await tellerOf(trade, cast.supplier.user)).closeChannel(channel.id)
    expect(await queryAgreement(trade.site.market, channel.id)).toMatchObject({ state: 'settled', paid: reads })
  },
  blocksMs,
)

test(
  'no voucher pays twice, beyond its deposit, on another channel, or without the payer; what is left goes back (Y-8.3.2a, Y-8.3.3d)',
  async () => {
    const { trade, stage, cast } = world
    const before = await free()
    const [channel, other] = [await opened(50n), await opened(50n)]
    const anybody = await tellerOf(trade, stage.person('load-7'))
    const supplier = await tellerOf(trade, cast.supplier.user)
    const twenty = await signVoucher(channel, 20n, sign)
    await anybody.redeem(channel.id, 20n, twenty.signature)
    const paid = await free()
    const fiftyOne = await signVoucher(channel, 51n, sign)
    const ten = await signVoucher(channel, 10n, sign)
    const forged = await signVoucher(channel, 30n, async (text) =>
      fromBase64((await cast.supplier.user.sign(text)).signature),
    )
    expect(await codeOf(anybody.redeem(channel.id, 20n, twenty.signature))).toBe('SETTLED')
    expect(await codeOf(anybody.redeem(channel.id, 10n, ten.signature))).toBe('SETTLED')
    expect(await codeOf(anybody.redeem(channel.id, 51n, fiftyOne.signature))).toBe('CHANNEL_EXHAUSTED')
    expect(await codeOf(anybody.redeem(channel.id, 21n, twenty.signature))).toBe('VOUCHER_INVALID')
    expect(await codeOf(anybody.redeem(other.id, 20n, twenty.signature))).toBe('VOUCHER_INVALID')
    expect(await codeOf(anybody.redeem(channel.id, 30n, forged.signature))).toBe('VOUCHER_INVALID')
    expect(await codeOf(anybody.closeChannel(channel.id))).toBe('CONDITION_UNMET')
    expect(await free()).toEqual(paid)
    await supplier.closeChannel(channel.id)
    await supplier.closeChannel(other.id)
    const after = await free()
    // Twenty were used; their fee is less than one unit.
    expect(after.map((amount, at) => amount - (before[at] ?? 0n))).toEqual([18n, 2n, -20n, 0n, 0n])
    expect(await queryChannel(trade.site.market, channel.id)).toMatchObject({ redeemed: 20n, closed: true })
    expect(await codeOf(anybody.redeem(channel.id, 51n, fiftyOne.signature))).toBe('CHANNEL_UNKNOWN')
  },
  blocksMs,
)

test(
  'a channel opens only with its own units and at least the smallest deposit, by the account of its key (Y-8.3.2a, Y-8.3.2e)',
  async () => {
    const { trade, cast } = world
    const before = await free()
    const buyer = await tellerOf(trade, cast.demander.user)
    const { keyJson: recipientKey } = await newBuyer(cast.demander)
    const order = { offer: offer.id, recipientKey, payerKey, deposit: unitsOf(home, 9) }
    const foreign = fromBase64((await cast.supplier.user.sign('another key')).publicKey)
    expect(await codeOf(buyer.openChannel(order))).toBe('PRICE_MISMATCH')
    expect(await codeOf(buyer.openChannel({ ...order, deposit: unitsOf(home, 10), payerKey: foreign }))).toBe(
      'KEY_INVALID',
    )
    expect(await free()).toEqual(before)
  },
  blocksMs,
)
