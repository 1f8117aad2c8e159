// Chapter 1: an open series on zone A is shared to B and C, atomically; the replicas are byte-equal by fingerprint.
import { createHash } from 'node:crypto'
import { queryItem } from '../chainFacts.ts'
import { registerRecord } from '../register.ts'
import { type Chapter, check, type Stage, zoneOf } from '../story.ts'
import { follow, mark } from '../transact.ts'
import { weatherRecord } from '../weather.ts'

async function queryContentHash(stage: Stage, chainId: string, id: string): Promise<string> {
  const zone = zoneOf(stage, chainId)
  const answer = (await zone.chain.querySmart(zone.assets, { content: { id } })) as { content: string }
  return createHash('sha256').update(Buffer.from(answer.content, 'base64')).digest('hex')
}

export const shareSeries: Chapter = {
  name: 'an open series is shared from zone-a to zone-b and zone-c',
  async play(stage) {
    const { alice, bob, carol } = stage.users
    const record = weatherRecord(`did:causeway:asset:zone-a:seattle-weather-2015-${stage.run}`, '2015')
    await registerRecord(stage, 'zone-a', alice, record)
    stage.tell(`  ${record.rows} days of weather are on zone-a, ${record.content.length} bytes`)
    const from = await mark(stage)
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
    const chainIds = ['zone-a', 'zone-b', 'zone-c']
    const transaction = await follow(stage, { what: 'share a series', id: planned.transactionId, chainIds }, from)
    const hashes = await Promise.all(chainIds.map((chainId) => queryContentHash(stage, chainId, record.id)))
    const items = await Promise.all(chainIds.map((chainId) => queryItem(stage, chainId, record.id)))
    const envelopes = new Set(items.map((item) => item?.envelope))
    return {
      transactions: [transaction],
      checks: [
        check('committed', transaction.decision === 'commit', transaction.decision),
        check(
          'content equals its fingerprint on three chains',
          hashes.every((hash) => hash === record.digest),
          hashes,
        ),
        check('the envelope with its terms travelled unchanged', envelopes.size === 1, envelopes.size),
      ],
    }
  },
}
