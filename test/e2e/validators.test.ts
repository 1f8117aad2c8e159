// A hub of four validators: with any one of them stopped operations settle; with two it halts, and nothing is lost.
import { hubChainId, nodesOf, withHubNodes, withZones } from '../../localnet/config.ts'
import { countLocks, queryHubRecord, queryItem, queryLeg } from '../../localnet/demo/chainFacts.ts'
import { registerRecord } from '../../localnet/demo/register.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { weatherRecord } from '../../localnet/demo/weather.ts'
import { down } from '../../localnet/down.ts'
import { queryNode } from '../../localnet/node.ts'
import type { Share } from './byHand.ts'
import { untilAbove } from './moments.ts'
import { blocksMs, startMs, worldBeside } from './world.ts'

const config = withHubNodes(withZones(worldBeside('validators', 200), 2), 4)
const hubNodes = config.chains.filter(({ id }) => id === hubChainId).flatMap(nodesOf)
const zones = ['zone-a', 'zone-b']
/** Blocks of a zone, at the same pace, that show that the hub makes none. */
const haltBlocks = 12
let stage: OpenStage

beforeAll(async () => {
  stage = await openStage({ config, say: () => undefined, reset: true })
}, 2 * startMs)
afterAll(async () => {
  await stage?.close()
  await down(config)
}, startMs)

/** An open record of zone-a for zone-b. */
async function submitShare(name: string): Promise<Share> {
  const { alice, bob } = stage.users
  const record = weatherRecord(`did:causeway:asset:zone-a:${name}-${stage.run}`, '2012')
  await registerRecord(stage, 'zone-a', alice, record)
  const actors = { 'zone-a': alice.address, 'zone-b': bob.address }
  const intent = { kind: 'replicate', id: record.id, from: 'zone-a', to: ['zone-b'], actors }
  const { transactionId } = await stage.api.share(intent, [alice, bob])
  return { transactionId, recordId: record.id }
}

async function untilLegs({ transactionId }: Share, state: string): Promise<void> {
  await waitFor(`both legs to be ${state}`, blocksMs, async () => {
    const legs = await Promise.all(zones.map((zone) => queryLeg(stage, zone, transactionId)))
    return legs.every((leg) => leg?.state === state) ? true : undefined
  })
}

async function settles(share: Share): Promise<void> {
  await untilLegs(share, 'applied')
  expect(await queryHubRecord(stage, share.transactionId)).toMatchObject({ state: 'commit' })
  const items = await Promise.all(zones.map((zone) => queryItem(stage, zone, share.recordId)))
  expect(items.map((item) => item?.envelope)).toEqual([expect.any(String), items[0]?.envelope])
}

async function validatorPowers(rpc: number): Promise<readonly string[]> {
  const response = await fetch(`http://127.0.0.1:${rpc}/validators`)
  const { result } = (await response.json()) as { result: { validators: { voting_power: string }[] } }
  return result.validators.map(({ voting_power: power }) => power)
}

test(
  'each of the four validators of the hub is stopped in turn: shares settle without it, and it catches up (Y-6.1-1)',
  async () => {
    const powers = await Promise.all(hubNodes.map(({ rpc }) => validatorPowers(rpc)))
    const [one = ''] = powers[0] ?? []
    expect(powers).toEqual(Array(4).fill(Array(4).fill(one)))
    await settles(await submitShare('with-all'))
    for (const node of hubNodes) {
      await stage.stopZone(node.id)
      await settles(await submitShare(`without-${node.id}`))
      expect(await queryNode(node)).toBeUndefined()
      await stage.startZone(node.id)
    }
    expect(await Promise.all(zones.map((zone) => countLocks(stage, zone)))).toEqual([0, 0])
  },
  4 * blocksMs,
)

async function untilZoneMakes(blocks: number): Promise<void> {
  const { chain } = zoneOf(stage, 'zone-a')
  await untilAbove(chain, (await chain.queryStatus()).height + BigInt(blocks))
}

test(
  'with two of four validators stopped the hub halts and decides nothing; with one of them back all settles (Y-6.1-1)',
  async () => {
    const [first, second, ...alive] = hubNodes
    await Promise.all([first, second].map((node) => stage.stopZone(node?.id ?? '')))
    const share = await submitShare('while-halted')
    await untilLegs(share, 'voted')
    await untilZoneMakes(4)
    const heights = await Promise.all(alive.map(queryNode))
    await untilZoneMakes(haltBlocks)
    expect(await Promise.all(alive.map(queryNode))).toEqual(heights)
    await untilLegs(share, 'voted')
    expect((await queryHubRecord(stage, share.transactionId))?.state).not.toBe('commit')
    await stage.startZone(first?.id ?? '')
    await settles(share)
    await stage.startZone(second?.id ?? '')
    await settles(await submitShare('after-halt'))
    expect(await Promise.all(zones.map((zone) => countLocks(stage, zone)))).toEqual([0, 0])
  },
  3 * blocksMs,
)
