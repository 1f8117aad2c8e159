// Chapter 6: a zone is stopped until the deadline has passed: aborted everywhere, and the late zone agrees.
import { queryHubRecord, queryItem, queryLeg } from '../chainFacts.ts'
import { registerRecord } from '../register.ts'
import { type Chapter, check } from '../story.ts'
import { follow, mark, waitFor } from '../transact.ts'
import { weatherRecord } from '../weather.ts'

const horizonMs = 12_000

export const sleepingZone: Chapter = {
  name: 'zone-c is stopped until the deadline has passed: aborted everywhere, and it agrees when it comes back',
  async play(stage) {
    const { alice, bob, carol } = stage.users
    const record = weatherRecord(`did:causeway:asset:zone-a:seattle-weather-2012-${stage.run}`, '2012')
    await registerRecord(stage, 'zone-a', alice, record)
    const chainIds = ['zone-a', 'zone-b', 'zone-c']
    const actors = { 'zone-a': alice.address, 'zone-b': bob.address, 'zone-c': carol.address }
    const intent = { kind: 'replicate', id: record.id, from: 'zone-a', to: ['zone-b', 'zone-c'], actors }
    const planned = await stage.api.plan({ ...intent, deadlineInMs: horizonMs })
    const consents = await Promise.all([alice, bob, carol].map((user) => user.sign(planned.authorisationText)))
    await stage.stopZone('zone-c')
    stage.tell('  zone-c is stopped')
    const start = await mark(stage)
    await stage.api.submit(planned, consents, { check: false })
    const id = planned.transactionId
    await waitFor('the hub to abort', 60_000, async () =>
      (await queryHubRecord(stage, id))?.state === 'abort' ? true : undefined,
    )
    await waitFor('zone-a and zone-b to release their locks', 30_000, async () => {
      const legs = await Promise.all(['zone-a', 'zone-b'].map((chainId) => queryLeg(stage, chainId, id)))
      return legs.every((leg) => leg?.state === 'aborted') ? true : undefined
    })
    await stage.startZone('zone-c')
    stage.tell('  zone-c is back')
    const transaction = await follow(stage, { what: 'a share with a sleeping zone', id, chainIds }, start)
    const late = await queryLeg(stage, 'zone-c', id)
    const replica = await queryItem(stage, 'zone-c', record.id)
    return {
      transactions: [transaction],
      checks: [
        check('aborted', transaction.decision === 'abort', transaction.decision),
        check('the late zone never applied it', late === null || late.state === 'aborted', late?.state ?? 'none'),
        check('no replica on the late zone', replica === null, replica),
      ],
    }
  },
}
