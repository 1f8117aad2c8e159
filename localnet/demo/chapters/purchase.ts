// Bought across chains while the seller sleeps: paid on B, agreed, granted and certified on A, decrypted by the buyer.
import { queryFees } from '../../../platform/chain/market.ts'
import { collectPurchase, findPurchase } from '../../../platform/market/collectPurchase.ts'
import { systemClock } from '../../../relayer/adapters/systemClock.ts'
import { abroad, ensureCast, home, settleAbroad } from '../cast.ts'
import { queryFree } from '../chainFacts.ts'
import { openKeptStores } from '../keptStores.ts'
import { type Chapter, check, zoneOf } from '../story.ts'
import {
  assetOf,
  buyAcross,
  certifyGoods,
  denom,
  deposit,
  newBuyer,
  newOffer,
  registerGoods,
  standingOffer,
  tellerOf,
  tradeOn,
  unitsOf,
} from '../trade.ts'

const price = 40_000
const plaintext = Buffer.from('nitrogen dioxide, hourly mean, 42.7 microgram in a cubic metre')
const salt = new Uint8Array(32).fill(1)

export const purchase: Chapter = {
  name: 'bought across chains while the seller sleeps: paid on zone-b, granted on zone-a, decrypted by the buyer',
  async play(stage) {
    const cast = await ensureCast(stage)
    await settleAbroad(stage, cast)
    const { supplier, demander, regulator } = cast
    const trade = tradeOn(stage, home)
    const asset = assetOf(stage, 'air-for-sale')
    const stores = await openKeptStores(stage, cast.keepers)
    await registerGoods(trade, supplier, { asset })
    await stores.place(supplier, asset, plaintext, salt)
    const certificate = await certifyGoods(stage, trade, regulator, asset, 'air-for-sale')
    const offer = await newOffer(stage, trade, asset, 'air', { certificate, price: unitsOf(abroad, price) })
    const seller = await tellerOf(trade, supplier.user)
    await seller.postOffer(offer)
    stage.tell(`  the supplier offers sealed data for ${price} ${denom} of ${abroad}, and signs nothing from here on`)
    await deposit(stage, abroad, demander.user, price)
    const had = await queryFree(stage, abroad, demander.user.address, denom)
    const vouchers = async (): Promise<bigint> => {
      const balance = { account: supplier.user.address, origin_chain_id: abroad, denom }
      const { chain, assets } = zoneOf(stage, home)
      return BigInt(((await chain.querySmart(assets, { balance })) as { free: string }).free)
    }
    const earlier = await vouchers()
    const buyer = await newBuyer(demander)
    const standing = await standingOffer(trade, offer.id)
    const { transaction, agreement: id } = await buyAcross(stage, trade, cast, standing, buyer)
    const { agreement, grant } = await findPurchase(trade.site.market, trade.rights, id)
    stage.tell(`  agreed at ${home} height ${agreement.height}: fingerprint ${agreement.fingerprint?.slice(0, 16)}`)
    const deps = { ledger: stores.ledger, clientOf: stores.clientOf, clock: systemClock }
    const got = await collectPurchase(agreement, { ...buyer, grant: grant.id, salt }, deps)
    stage.tell(`  two stores gave their shares, ${got.from} the sealed bytes: "${Buffer.from(got.plaintext)}"`)
    const confirmed = await (await tellerOf(trade, demander.user)).confirm(id)
    const { fee_bps } = await queryFees(trade.site.market)
    stage.tell(`  paid out at ${home} height ${confirmed.height}, tx ${confirmed.hash.slice(0, 8)}, fee ${fee_bps} bps`)
    const left = await queryFree(stage, abroad, demander.user.address, denom)
    const earned = (await vouchers()) - earlier
    const part = BigInt(price - (price * fee_bps) / 10_000)
    return {
      transactions: [transaction],
      checks: [
        check('payment and agreement are one transaction', transaction.decision === 'commit', transaction.decision),
        check('the buyer has paid on zone-b', had - left === BigInt(price), (had - left).toString()),
        check('the buyer holds what was sold', Buffer.from(got.plaintext).equals(plaintext), got.plaintext.length),
        check('grant and agreement are of one block', grant.height === agreement.height, grant.height),
        check('the supplier has the price less the fee on zone-a', earned === part, earned.toString()),
      ],
    }
  },
}
