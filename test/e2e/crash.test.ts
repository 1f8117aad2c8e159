// Crashes on real processes and chains: whatever is killed and whenever, every chain ends with the same decision.
import { countLocks, queryHubRecord, queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { program, untilReady } from '../../localnet/programs.ts'
import { relayByHand, shareZones, statesOf, submitShare, untilStates, votePacket } from './byHand.ts'
import { decisionOf } from './drafts.ts'
import { untilNs } from './moments.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

let stage: OpenStage
const api = program(worldConfig, 'api')
const allVoted = ['voted', 'voted', 'voted']
const allApplied = ['applied', 'applied', 'applied']

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

async function startApi(): Promise<void> {
  await api.start()
  await untilReady(worldConfig, 'api', `${stage.apiUrl}/readyz`)
}

async function untilNoLocks(): Promise<void> {
  await waitFor('every lock to end', blocksMs, async () => {
    const locks = await Promise.all(shareZones.map((chainId) => countLocks(stage, chainId)))
    return locks.every((count) => count === 0) ? true : undefined
  })
}

test(
  'requests accepted a moment before the API is killed are carried out after its restart (I8)',
  async () => {
    const shares = await Promise.all(['one', 'two', 'three'].map((name) => submitShare(stage, `accepted-${name}`)))
    await api.kill()
    await stage.emptyRedis()
    await startApi()
    for (const { transactionId } of shares) await untilStates(stage, transactionId, allApplied)
  },
  2 * blocksMs,
)

test(
  'relayer and API killed and Redis emptied at every stage of a share: it ends the same everywhere (Y-7.2.4d)',
  async () => {
    const stages: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
      accepted: async () => undefined,
      voted: (id) => untilStates(stage, id, allVoted),
      decided: (id) => decisionOf(stage, id),
    }
    for (const [name, reached] of Object.entries(stages)) {
      const { transactionId: id } = await submitShare(stage, `killed-${name}`)
      await reached(id)
      await Promise.all([stage.relayer.kill(), api.kill()])
      await stage.emptyRedis()
      await Promise.all([stage.relayer.start(), startApi()])
      await untilStates(stage, id, allApplied)
    }
    await untilNoLocks()
  },
  2 * blocksMs,
)

test(
  'a node killed between its vote and the decision commits with the others when it is back (Y-7.2.4c)',
  async () => {
    const { transactionId: id } = await submitShare(stage, 'late-zone')
    await untilStates(stage, id, allVoted)
    await stage.relayer.kill()
    // Votes are brought by hand, so that the decision is there while no acknowledgement has gone back.
    for (const chainId of shareZones) {
      const packet = await votePacket(stage, chainId, id)
      await relayByHand({ src: zoneOf(stage, chainId).chain, dst: stage.hub.chain, kind: 'recv', packet })
    }
    expect(await queryHubRecord(stage, id)).toMatchObject({ state: 'commit' })
    expect(await statesOf(stage, id)).toEqual(allVoted)
    await stage.stopZone('zone-c')
    await stage.relayer.start()
    await waitFor('the zones that are up to apply', blocksMs, async () => {
      const states = await Promise.all(['zone-a', 'zone-b'].map((chainId) => legState(chainId, id)))
      return states.every((state) => state === 'applied') ? true : undefined
    })
    await stage.startZone('zone-c')
    await untilStates(stage, id, allApplied)
  },
  2 * blocksMs,
)

async function legState(chainId: string, id: string): Promise<string> {
  const zone = zoneOf(stage, chainId)
  const leg = (await zone.chain.querySmart(zone.gate, { leg: { transaction_id: id } })) as { state: string } | null
  return leg?.state ?? 'none'
}

test(
  'all relayers halted past the deadline: aborted everywhere and no lock left once one is back (Y-7.2.4c)',
  async () => {
    const { transactionId: id, recordId } = await submitShare(stage, 'halted', { deadlineInMs: 12_000 })
    await untilStates(stage, id, allVoted)
    await stage.relayer.kill()
    const leg = (await zoneOf(stage, 'zone-a').chain.querySmart(zoneOf(stage, 'zone-a').gate, {
      leg: { transaction_id: id },
    })) as { deadline_ns: string }
    await untilNs(stage.hub.chain, BigInt(leg.deadline_ns))
    expect(await statesOf(stage, id)).toEqual(allVoted)
    await stage.relayer.start()
    await untilStates(stage, id, ['aborted', 'aborted', 'aborted'])
    expect(await queryItem(stage, 'zone-b', recordId)).toBeNull()
    await untilNoLocks()
  },
  2 * blocksMs,
)
