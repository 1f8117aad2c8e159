// Services side by side on one zone: kinds of sharing that run at once, and a new contract that joins while they run.
import { queryFree, queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { instantiate } from '../../localnet/wasmTx.ts'
import { call, callAll, refusalOf } from './calls.ts'
import { consents, deadlineIn, decisionOf, draftOf, prepareOn, type Step, settledLeg } from './drafts.ts'
import { changesBetween, storedState } from './states.ts'
import { type Party, payStep, readStep, transferStep, units } from './steps.ts'
import { closedAsset, openRecord, register, registerMsg } from './things.ts'
import { blocksMs, openWorld, queryCode, startMs } from './world.ts'

let stage: OpenStage
let alice: Party
let bob: Party

beforeAll(async () => {
  stage = await openWorld()
  alice = { chainId: 'zone-c', user: stage.users.alice }
  bob = { chainId: 'zone-c', user: stage.users.bob }
}, startMs)
afterAll(() => stage.close())

async function deposit(party: Party, amount: number): Promise<void> {
  const { chain, assets } = zoneOf(stage, party.chainId)
  const funds = [{ denom: 'ucity', amount: String(amount) }]
  await callAll(chain, party.user.name, [{ contract: assets, msg: { deposit: {} }, funds }])
}

test(
  'a sale, a gift, a payment and a reading run at once within one zone, each a transaction of its own (Y-7.1.1a)',
  async () => {
    const [sold, given] = ['sold', 'given'].map((name) => closedAsset('zone-c', `service-${name}-${stage.run}`))
    const record = openRecord('zone-c', `service-read-${stage.run}`)
    if (sold === undefined || given === undefined) throw new Error('two things are needed')
    await register(stage, 'zone-c', alice.user, [sold, given, record])
    await deposit(bob, 30)
    const free = (): Promise<bigint[]> =>
      Promise.all([alice, bob].map(({ user }) => queryFree(stage, 'zone-c', user.address, 'ucity')))
    const [aliceHad = 0n, bobHad = 0n] = await free()
    const kinds: readonly (readonly Step[])[] = [
      [transferStep(alice, bob.user, sold), payStep(bob, alice.user, units('zone-c', 20))],
      [transferStep(alice, bob.user, given)],
      [payStep(bob, alice.user, units('zone-c', 10))],
      [readStep(alice, record)],
    ]
    const deadlineNs = await deadlineIn(stage, 60_000)
    const handed = kinds.map(async (steps) => {
      const draft = draftOf(stage, deadlineNs, steps)
      return { draft, authorisations: await consents(draft, [alice.user, bob.user]) }
    })
    const all = await Promise.all(handed)
    await prepareOn(stage, 'zone-c', ...all)
    for (const { draft } of all) {
      expect(await decisionOf(stage, draft.id)).toBe('commit')
      expect(await settledLeg(stage, 'zone-c', draft.id)).toEqual({ state: 'applied', code: 0 })
    }
    for (const { envelope } of [sold, given]) {
      expect(await queryItem(stage, 'zone-c', envelope.id)).toMatchObject({ owner_account: bob.user.address })
    }
    expect(await free()).toEqual([aliceHad + 30n, bobHad - 30n])
  },
  blocksMs,
)

test(
  'a new contract joins a zone while it runs: nothing there is migrated, and one transaction takes in both (Y-7.1.1a)',
  async () => {
    const { chain, gate, assets } = zoneOf(stage, 'zone-c')
    const { admin } = stage.users
    const { codeId } = await queryCode(chain, assets)
    const before = await storedState(stage)
    const accepts = ['record', 'non_fungible', 'fungible']
    const signer = await chain.signer(admin.name)
    const joined = await instantiate(signer, codeId, 'a second service', { gate, accepts, admin: admin.address })
    await call(chain, admin.name, gate, { register_resource: { contract: joined } })
    const changes = changesBetween(before, await storedState(stage))
    expect(changes).toEqual([expect.stringContaining(joined)])
    const [old, fresh] = [closedAsset('zone-c', `old-${stage.run}`), closedAsset('zone-c', `fresh-${stage.run}`)]
    await register(stage, 'zone-c', alice.user, [old])
    await call(chain, bob.user.name, joined, registerMsg(fresh))
    const steps = [transferStep(alice, bob.user, old), { ...transferStep(bob, alice.user, fresh), resource: joined }]
    const draft = draftOf(stage, await deadlineIn(stage, 60_000), steps)
    await prepareOn(stage, 'zone-c', { draft, authorisations: await consents(draft, [alice.user, bob.user]) })
    expect(await decisionOf(stage, draft.id)).toBe('commit')
    expect(await settledLeg(stage, 'zone-c', draft.id)).toEqual({ state: 'applied', code: 0 })
    const there = await chain.querySmart(joined, { item: { id: fresh.envelope.id } })
    expect(there).toMatchObject({ owner_account: alice.user.address, in_doubt: false })
    expect(await queryItem(stage, 'zone-c', old.envelope.id)).toMatchObject({ owner_account: bob.user.address })
    const attempt = call(chain, bob.user.name, gate, { register_resource: { contract: assets } })
    expect(await refusalOf(attempt)).toBe('FORBIDDEN')
    await call(chain, admin.name, gate, { remove_resource: { contract: joined } })
  },
  blocksMs,
)
