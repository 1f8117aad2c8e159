// Measures a purchase across two zones, from submission to verified plaintext, and from agreement to settlement.
import { randomBytes } from 'node:crypto'
import { abroad, home } from '../../localnet/demo/cast.ts'
import { buyAcross, deposit, newBuyer, tellerOf, unitsOf } from '../../localnet/demo/trade.ts'
import { queryAgreement } from '../../platform/chain/market.ts'
import { collectPurchase, findPurchase } from '../../platform/market/collectPurchase.ts'
import { type Channel, Meter, signVoucher } from '../../platform/market/voucher.ts'
import type { Offer } from '../../platform/market/words.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain } from '../../relayer/ports.ts'
import { fromBase64 } from '../e2e/calls.ts'
import { openTradeWorld, putOnSale, salt, type TradeWorld } from '../e2e/trades.ts'
import { inWorld } from '../e2e/world.ts'
import { type Figure, figure, quantileFigure } from './figure.ts'

const purchases = 20
const vouchers = 1_000
const plaintext = randomBytes(64 * 1024)

type Settlement = { readonly blocks: number; readonly sec: number }
type Across = { readonly ms: number; readonly settlement: Settlement }

type Mark = Awaited<ReturnType<Chain['queryStatus']>>

/** Mean time between blocks while the purchases were made. */
const intervalMs = (from: Mark, to: Mark): number =>
  Number(to.timeNs - from.timeNs) / 1e6 / Number(to.height - from.height)

async function settlementOf({ trade }: TradeWorld, id: string): Promise<Settlement> {
  const { chain } = trade.site.market
  const agreement = await queryAgreement(trade.site.market, id)
  if (agreement === null || agreement.ended_height === null) throw new Error(`${id} has not ended`)
  const { timeNs } = await chain.queryBlock(BigInt(agreement.ended_height))
  return { blocks: agreement.ended_height - agreement.height, sec: Number(timeNs - agreement.time_ns) / 1e9 }
}

async function across(world: TradeWorld, offer: Offer): Promise<Across> {
  const { stage, trade, cast, stores } = world
  const buyer = await newBuyer(cast.demander)
  const startedMs = performance.now()
  const { agreement: id } = await buyAcross(stage, trade, cast, offer, buyer)
  const { agreement, grant } = await findPurchase(trade.site.market, trade.rights, id)
  const deps = { ledger: stores.ledger, clientOf: stores.clientOf, clock: systemClock }
  await collectPurchase(agreement, { ...buyer, grant: grant.id, salt }, deps)
  const ms = performance.now() - startedMs
  await (await tellerOf(trade, cast.demander.user)).confirm(id)
  return { ms, settlement: await settlementOf(world, id) }
}

async function within(world: TradeWorld, offer: Offer): Promise<Settlement> {
  const teller = await tellerOf(world.trade, world.cast.demander.user)
  const { keyJson: recipientKey } = await newBuyer(world.cast.demander)
  const id = await teller.buy({ offer: offer.id, recipientKey }, offer.price)
  await teller.confirm(id)
  return settlementOf(world, id)
}

/** Time of one payment by voucher, both sides of it, and gas of the one redemption that pays for all. */
async function metered(world: TradeWorld, offer: Offer): Promise<{ readonly ms: number; readonly gas: number }> {
  const { trade, cast } = world
  const { user } = cast.demander
  const sign = async (text: string): Promise<Uint8Array> => fromBase64((await user.sign(text)).signature)
  const payerKey = fromBase64((await user.sign('which key is it')).publicKey)
  const teller = await tellerOf(trade, user)
  const { keyJson: recipientKey } = await newBuyer(cast.demander)
  const deposited = unitsOf(home, vouchers)
  const id = await teller.openChannel({ offer: offer.id, recipientKey, payerKey, deposit: deposited })
  const { market } = trade.place
  const channel: Channel = { chainId: home, market, id, payerKey, deposit: BigInt(vouchers) }
  const meter = new Meter(channel, 1n)
  const startedMs = performance.now()
  for (let total = 1; total <= vouchers; total += 1) meter.take(await signVoucher(channel, BigInt(total), sign))
  const ms = (performance.now() - startedMs) / vouchers
  const { total = 0n, signature = new Uint8Array() } = meter.best ?? {}
  const { result } = await teller.redeem(id, total, signature)
  return { ms, gas: Number(result.gasUsed) / vouchers }
}

async function measure(tell: (line: string) => void): Promise<readonly Figure[]> {
  const world = await openTradeWorld()
  const { stage, cast } = world
  try {
    const { user } = cast.demander
    await Promise.all([deposit(stage, abroad, user, 1_000_000), deposit(stage, home, user, 1_000_000)])
    const far = await putOnSale(world, 'far', { plaintext })
    const near = await putOnSale(world, 'near', { price: unitsOf(home, 10_000) })
    const method = { kind: 'payPerUse' } as const
    const reading = await putOnSale(world, 'reading', { method, price: unitsOf(home, 1) })
    tell(`${purchases} purchases across two zones, and as many within one`)
    const { chain } = world.trade.site.market
    const from = await chain.queryStatus()
    const sales: Across[] = []
    const local: Settlement[] = []
    for (let done = 0; done < purchases; done += 1) sales.push(await across(world, far))
    const blockMs = intervalMs(from, await chain.queryStatus())
    for (let done = 0; done < purchases; done += 1) local.push(await within(world, near))
    const { ms, gas } = await metered(world, reading)
    const settled = sales.map(({ settlement }) => settlement)
    const at = (bound: number) => ({ at: '<=', bound }) as const
    const intervals = sales.map((one) => one.ms / blockMs)
    const of = (all: readonly Settlement[], part: keyof Settlement): number[] => all.map((one) => one[part])
    const p50 = (name: string, samples: number[], unit: string, bound: number): Figure =>
      quantileFigure(name, samples, 0.5, unit, at(bound))
    return [
      p50('submitted to verified plaintext, two zones, p50', intervals, 'block intervals', 6),
      p50('agreement to settlement, cross zone, p50', of(settled, 'blocks'), 'blocks', 6),
      p50('agreement to settlement, cross zone, p50', of(settled, 'sec'), 's', 4),
      p50('agreement to settlement, same zone, p50', of(local, 'blocks'), 'blocks', 3),
      p50('agreement to settlement, same zone, p50', of(local, 'sec'), 's', 2),
      figure('one micropayment, signed and checked', ms, 'ms', at(20), `mean of ${vouchers}`),
      figure('one micropayment, gas of its part of a redemption', gas, 'gas', at(1_000), `of ${vouchers} in one`),
    ]
  } finally {
    await stage.close()
  }
}

/** In a new world that is gone afterwards. */
export function benchPurchase(tell: (line: string) => void): Promise<readonly Figure[]> {
  return inWorld(tell, () => measure(tell))
}
