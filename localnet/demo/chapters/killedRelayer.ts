// Chapter 5: the relayer is killed between votes and decision, Redis emptied, both start again: committed everywhere.
import { queryHubRecord, queryLeg } from '../chainFacts.ts'
import { registerRecord } from '../register.ts'
import { type Chapter, check } from '../story.ts'
import { follow, mark, waitFor } from '../transact.ts'
import { weatherRecord } from '../weather.ts'

export const killedRelayer: Chapter = {
  name: 'the relayer is killed between votes and decision, Redis is emptied, the relayer starts again',
  async play(stage) {
    const { alice, bob, carol } = stage.users
    const record = weatherRecord(`did:causeway:asset:zone-a:seattle-weather-2013-${stage.run}`, '2013')
    await registerRecord(stage, 'zone-a', alice, record)
    const chainIds = ['zone-a', 'zone-b', 'zone-c']
    const start = await mark(stage)
    const planned = await stage.api.share(
      {
        kind: 'replicate',
        id: record.id,
        from: 'zone-a',
        to: ['zone-b', 'zone-c'],
        actors: { 'zone-a': alice.address, 'zone-b': bob.address, 'zone-c': carol.address },
      },
      [alice, bob, carol],
    )
    const id = planned.transactionId
    await waitFor('every zone to vote', 30_000, async () => {
      const legs = await Promise.all(chainIds.map((chainId) => queryLeg(stage, chainId, id)))
      return legs.every((leg) => leg?.state === 'voted') ? true : undefined
    })
    await stage.relayer.kill()
    const atKill = await queryHubRecord(stage, id)
    await stage.emptyRedis()
    stage.tell(`  relayer killed (SIGKILL) with the hub's record ${atKill?.state ?? 'not yet opened'}, Redis emptied`)
    await stage.relayer.start()
    const transaction = await follow(stage, { what: 'a share with a killed relayer', id, chainIds }, start)
    return {
      transactions: [transaction],
      checks: [
        check(
          'undecided when the relayer was killed',
          atKill === null || atKill.state === 'open',
          atKill?.state ?? 'none',
        ),
        check('committed', transaction.decision === 'commit', transaction.decision),
        check(
          'applied on every zone',
          transaction.chains.filter((one) => one.state === 'applied').length === chainIds.length,
          transaction.chains.map((one) => `${one.chainId} ${one.state}`),
        ),
      ],
    }
  },
}
