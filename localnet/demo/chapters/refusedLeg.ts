// Chapter 4: zone C refuses its leg, because of the kind of data: nothing changes anywhere, all locks are gone.
import { countLocks, queryItem } from '../chainFacts.ts'
import { registerRecord } from '../register.ts'
import { type Chapter, check, type Stage, zoneOf } from '../story.ts'
import { follow, mark } from '../transact.ts'
import { weatherRecord } from '../weather.ts'

async function accept(stage: Stage, kinds: readonly string[]): Promise<void> {
  const zone = zoneOf(stage, 'zone-c')
  await stage.users.admin.execute(zone.chain, zone.assets, { set_accepts: { accepts: kinds } })
}

export const refusedLeg: Chapter = {
  name: 'zone-c refuses its leg: nothing changes anywhere',
  async play(stage) {
    const { alice, bob, carol } = stage.users
    const record = weatherRecord(`did:causeway:asset:zone-a:seattle-weather-2014-${stage.run}`, '2014')
    await registerRecord(stage, 'zone-a', alice, record)
    const chainIds = ['zone-a', 'zone-b', 'zone-c']
    const actors = { 'zone-a': alice.address, 'zone-b': bob.address, 'zone-c': carol.address }
    const intent = { kind: 'replicate', id: record.id, from: 'zone-a', to: ['zone-b', 'zone-c'], actors }
    // Planned while C still accepts records: the refusal must come from the chain, not from the API's dry run.
    const planned = await stage.api.plan(intent)
    const consents = await Promise.all([alice, bob, carol].map((user) => user.sign(planned.authorisationText)))
    await accept(stage, ['non_fungible', 'fungible'])
    const start = await mark(stage)
    await stage.api.submit(planned, consents, { check: false })
    const following = { what: 'a share that zone-c refuses', id: planned.transactionId, chainIds }
    const transaction = await follow(stage, following, start)
    await accept(stage, ['record', 'non_fungible', 'fungible'])
    const locks = await Promise.all(chainIds.map((chainId) => countLocks(stage, chainId)))
    const replicas = await Promise.all(['zone-b', 'zone-c'].map((chainId) => queryItem(stage, chainId, record.id)))
    return {
      transactions: [transaction],
      checks: [
        check('aborted', transaction.decision === 'abort', transaction.decision),
        check(
          'no replica came into being',
          replicas.every((item) => item === null),
          replicas,
        ),
        check(
          'no lock is left on any zone',
          locks.every((count) => count === 0),
          locks,
        ),
      ],
    }
  },
}
