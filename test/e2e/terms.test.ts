// Rules of use travel with every copy of open data, and a copy under other rules comes into being nowhere.
import { decodeEnvelope } from '../../core/codec.ts'
import { queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { fromBase64, refusalOf } from './calls.ts'
import { consents, deadlineIn, decisionOf, draftOf, prepareOn, settledLeg } from './drafts.ts'
import { readStep, replicateSteps } from './steps.ts'
import { openRecord, register, type Thing } from './things.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

let stage: OpenStage
let record: Thing
const terms = 'https://creativecommons.org/licenses/by/4.0/'

beforeAll(async () => {
  stage = await openWorld()
  record = openRecord('zone-a', `licensed-${stage.run}`, { terms })
  await register(stage, 'zone-a', stage.users.alice, [record])
}, startMs)
afterAll(() => stage.close())

const parties = () => {
  const { alice, bob, carol } = stage.users
  const home = { chainId: 'zone-a', user: alice }
  const copies = [
    { chainId: 'zone-b', user: bob },
    { chainId: 'zone-c', user: carol },
  ]
  return { home, copies, users: [alice, bob, carol] }
}

test(
  'the rules of use are in every copy on every zone, word for word (Y-3.1.13b)',
  async () => {
    const { home, copies, users } = parties()
    const draft = draftOf(stage, await deadlineIn(stage, 60_000), replicateSteps(home, copies, record))
    const authorisations = await consents(draft, users)
    const content = Buffer.from(record.content ?? []).toString('base64')
    await prepareOn(stage, 'zone-a', { draft, authorisations })
    for (const { chainId } of copies) {
      await prepareOn(stage, chainId, { draft, authorisations, contents: [{ operation: 0, content }] })
    }
    expect(await decisionOf(stage, draft.id)).toBe('commit')
    for (const { chainId } of [home, ...copies]) {
      await settledLeg(stage, chainId, draft.id)
      const item = await queryItem(stage, chainId, record.envelope.id)
      expect([chainId, decodeEnvelope(fromBase64(item?.envelope ?? '')).terms]).toEqual([chainId, terms])
    }
  },
  blocksMs,
)

test.each([
  ['drops', ''],
  ['alters', 'https://creativecommons.org/publicdomain/zero/1.0/'],
])(
  'a copy that %s the rules of use is refused by every gate, and none of it is there (Y-3.1.13b)',
  async (_, other) => {
    const { home, copies, users } = parties()
    const original = openRecord('zone-a', `kept-${other.length}-${stage.run}`, { terms })
    await register(stage, 'zone-a', home.user, [original])
    const changed: Thing = { ...original, envelope: { ...original.envelope, terms: other } }
    const [, ...replicas] = replicateSteps(home, copies, changed)
    const draft = draftOf(stage, await deadlineIn(stage, 60_000), [readStep(home, original), ...replicas])
    const authorisations = await consents(draft, users)
    for (const { chainId } of [home, ...copies]) {
      const attempt = prepareOn(stage, chainId, { draft, authorisations })
      expect([chainId, await refusalOf(attempt)]).toEqual([chainId, 'UNPAIRED'])
    }
    for (const { chainId } of copies) expect(await queryItem(stage, chainId, original.envelope.id)).toBeNull()
  },
  blocksMs,
)
