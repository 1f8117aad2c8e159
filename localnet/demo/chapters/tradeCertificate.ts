// Chapter 3: coins on B against the certificate on C, in one transaction: payment and delivery, or neither.
import { queryFree, queryItem } from '../chainFacts.ts'
import { type Chapter, check, zoneOf } from '../story.ts'
import { follow, mark } from '../transact.ts'
import { certificateId } from './moveCertificate.ts'

const denom = 'ucity'
const price = 250_000n

export const tradeCertificate: Chapter = {
  name: 'coins on zone-b against the certificate on zone-c, in one transaction',
  async play(stage) {
    const { alice, bob } = stage.users
    const zone = zoneOf(stage, 'zone-b')
    await bob.execute(zone.chain, zone.assets, { deposit: {} }, [{ denom, amount: price.toString() }])
    const balances = async (): Promise<bigint[]> =>
      Promise.all([alice, bob].map((user) => queryFree(stage, 'zone-b', user.address, denom)))
    const before = await balances()
    const start = await mark(stage)
    const planned = await stage.api.share(
      {
        kind: 'exchange',
        asset: { id: certificateId(stage), chainId: 'zone-c', seller: alice.address, buyer: bob.address },
        payment: {
          chainId: 'zone-b',
          amount: { originChainId: 'zone-b', denom, amount: price.toString() },
          payer: bob.address,
          payee: alice.address,
        },
      },
      [alice, bob],
    )
    const following = { what: 'coins for a certificate', id: planned.transactionId, chainIds: ['zone-b', 'zone-c'] }
    const transaction = await follow(stage, following, start)
    const [aliceHas = 0n, bobHas = 0n] = await balances()
    const owner = (await queryItem(stage, 'zone-c', certificateId(stage)))?.owner_account
    return {
      transactions: [transaction],
      checks: [
        check('the seller has the price', aliceHas - (before[0] ?? 0n) === price, aliceHas.toString()),
        check('the buyer has paid the price', (before[1] ?? 0n) - bobHas === price, bobHas.toString()),
        check('the buyer owns the certificate', owner === bob.address, owner),
      ],
    }
  },
}
