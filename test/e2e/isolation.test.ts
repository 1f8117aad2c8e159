// Transactions that want the same things at once: one wins or none, nobody waits for ever, nobody reads half of it.
import { codeNumber } from '../../core/errors.ts'
import { queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import type { User } from '../../localnet/demo/user.ts'
import { anybody, base64, call, callAll, refusalOf } from './calls.ts'
import {
  cancelAtHub,
  consents,
  type Draft,
  deadlineIn,
  decisionOf,
  draftOf,
  prepareOn,
  type Step,
  settledLeg,
} from './drafts.ts'
import { locksOf, queryRecords } from './records.ts'
import { moveSteps, type Party, payStep, readStep, replicateSteps, transferStep, units } from './steps.ts'
import { closedAsset, openRecord, register, registerMsg, type Thing } from './things.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

let stage: OpenStage
let alice: Party
let bob: Party

beforeAll(async () => {
  stage = await openWorld()
  alice = { chainId: 'zone-a', user: stage.users.alice }
  bob = { chainId: 'zone-b', user: stage.users.bob }
}, startMs)
afterAll(() => stage.close())

/** Alice's asset on zone-a and Bob's on zone-b, which two swaps will want. */
async function twoAssets(local: string): Promise<[Thing, Thing]> {
  const things: [Thing, Thing] = [
    closedAsset('zone-a', `${local}-${stage.run}`),
    closedAsset('zone-b', `${local}-${stage.run}`),
  ]
  await Promise.all([
    register(stage, 'zone-a', alice.user, [things[0]]),
    register(stage, 'zone-b', bob.user, [things[1]]),
  ])
  return things
}

async function ownersOf(things: readonly [Thing, Thing]): Promise<readonly (string | undefined)[]> {
  const items = await Promise.all([
    queryItem(stage, 'zone-a', things[0].envelope.id),
    queryItem(stage, 'zone-b', things[1].envelope.id),
  ])
  return items.map((item) => item?.owner_account)
}

async function handed(draft: Draft): Promise<{ draft: Draft; authorisations: string[] }> {
  return { draft, authorisations: await consents(draft, [alice.user, bob.user]) }
}

async function noLocks(...ids: readonly string[]): Promise<void> {
  await waitFor(`no lock of ${ids.join()}`, blocksMs, async () =>
    (await locksOf(stage, ids)).length === 0 ? true : undefined,
  )
}

test(
  'two transactions that lock the same two assets crosswise both end at their deadline, and every lock with them (Y-7.2.4e)',
  async () => {
    const things = await twoAssets('crosswise')
    const deadlineNs = await deadlineIn(stage, 12_000)
    const swap = (): Draft =>
      draftOf(stage, deadlineNs, [transferStep(alice, bob.user, things[0]), transferStep(bob, alice.user, things[1])])
    const [first, second] = await Promise.all([handed(swap()), handed(swap())])
    await Promise.all([prepareOn(stage, 'zone-a', first), prepareOn(stage, 'zone-b', second)])
    expect(await refusalOf(prepareOn(stage, 'zone-a', second))).toBe('LOCKED')
    expect(await refusalOf(prepareOn(stage, 'zone-b', first))).toBe('LOCKED')
    const decisions = await Promise.all([first, second].map(({ draft }) => decisionOf(stage, draft.id)))
    expect(decisions).toEqual(['abort', 'abort'])
    const code = codeNumber('DEADLINE_PASSED')
    expect(await settledLeg(stage, 'zone-a', first.draft.id)).toEqual({ state: 'aborted', code })
    expect(await settledLeg(stage, 'zone-b', second.draft.id)).toEqual({ state: 'aborted', code })
    expect(await ownersOf(things)).toEqual([alice.user.address, bob.user.address])
    for (const { draft } of [first, second]) {
      const { hub, legs } = await queryRecords(stage, draft.id)
      const ends = [hub.decided, ...legs.map(({ record }) => record?.decided ?? null)].filter((end) => end !== null)
      // The hub, and the one zone that had locked.
      expect(ends).toHaveLength(2)
      const late = ends.map((end) => Number(BigInt(end.time_ns) - deadlineNs) / 1e9)
      // In block time: not before the deadline, and no longer after it than messages take.
      expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...late)).toBeLessThan(20)
    }
    await noLocks(first.draft.id, second.draft.id)
  },
  2 * blocksMs,
)

test(
  'of two requests that want the same two assets at once at most one commits, and it commits whole (Y-7.2.4e)',
  async () => {
    const { carol } = stage.users
    const things = await twoAssets('contested')
    const swapWith = (buyer: User) => ({
      kind: 'swap',
      first: { id: things[0].envelope.id, chainId: 'zone-a', seller: alice.user.address, buyer: buyer.address },
      second: {
        id: things[1].envelope.id,
        chainId: 'zone-b',
        seller: bob.user.address,
        buyer: buyer === bob.user ? alice.user.address : buyer.address,
      },
      deadlineInMs: 10_000,
    })
    const planned = await Promise.all([bob.user, carol].map((buyer) => stage.api.plan(swapWith(buyer))))
    const ids = await Promise.all(
      planned.map(async (plan) => {
        const signatures = await Promise.all([alice.user, bob.user].map((user) => user.sign(plan.authorisationText)))
        await stage.api.submit(plan, signatures, { check: false })
        return plan.transactionId
      }),
    )
    const decisions = await Promise.all(ids.map((id) => decisionOf(stage, id)))
    await noLocks(...ids)
    const owners = {
      'commit,abort': [bob.user.address, alice.user.address],
      'abort,commit': [carol.address, carol.address],
      'abort,abort': [alice.user.address, bob.user.address],
    }
    const ended = decisions.join() as keyof typeof owners
    expect(Object.keys(owners)).toContain(ended)
    expect(await ownersOf(things)).toEqual(owners[ended])
  },
  2 * blocksMs,
)

/** A move to zone-b of which only zone-a has voted; the asset and its place there are locked until it is cancelled. */
async function heldMove(thing: Thing, chainIds: readonly string[]): Promise<Draft> {
  const draft = draftOf(stage, await deadlineIn(stage, 600_000), [
    ...moveSteps(alice, bob, thing),
    payStep({ chainId: 'zone-c', user: alice.user }, bob.user, units('zone-c', 1)),
  ])
  for (const chainId of chainIds) await prepareOn(stage, chainId, await handed(draft))
  return draft
}

async function cancelled(draft: Draft, chainIds: readonly string[]): Promise<void> {
  await cancelAtHub(stage, draft, alice.user)
  for (const chainId of chainIds) expect(await settledLeg(stage, chainId, draft.id)).toMatchObject({ state: 'aborted' })
}

test(
  'a locked asset can be sold, moved, checked, transferred or locked by nothing else, and all of it again afterwards (Y-7.2.4e)',
  async () => {
    const thing = closedAsset('zone-a', `held-${stage.run}`)
    await register(stage, 'zone-a', alice.user, [thing])
    const draft = await heldMove(thing, ['zone-a'])
    const deadlineNs = await deadlineIn(stage, 60_000)
    const ownerCheck: Step = {
      ...readStep(alice, thing),
      body: { kind: 'checkAsset', value: { id: thing.envelope.id, version: 0n, owner: alice.user.address } },
    }
    const others = [[transferStep(alice, bob.user, thing)], moveSteps(alice, bob, thing), [ownerCheck]]
    for (const steps of others) {
      expect(await refusalOf(prepareOn(stage, 'zone-a', await handed(draftOf(stage, deadlineNs, steps))))).toBe(
        'LOCKED',
      )
    }
    const { chain, assets } = zoneOf(stage, 'zone-a')
    const transfer = { transfer: { id: thing.envelope.id, recipient: bob.user.address } }
    expect(await refusalOf(call(chain, alice.user.name, assets, transfer))).toBe('LOCKED')
    expect(await queryItem(stage, 'zone-a', thing.envelope.id)).toMatchObject({
      owner_account: alice.user.address,
      version: '0',
    })
    await cancelled(draft, ['zone-a'])
    expect(await refusalOf(call(chain, alice.user.name, assets, transfer))).toBe('accepted')
    expect(await queryItem(stage, 'zone-a', thing.envelope.id)).toMatchObject({ owner_account: bob.user.address })
  },
  blocksMs,
)

test(
  'coins that are reserved are spent by nothing else, and are free again afterwards (Y-7.2.4e)',
  async () => {
    const { chain, assets } = zoneOf(stage, 'zone-c')
    const { carol } = stage.users
    const funds = [{ denom: 'ucity', amount: '9' }]
    await callAll(chain, carol.name, [{ contract: assets, msg: { deposit: {} }, funds }])
    const payer = { chainId: 'zone-c', user: carol }
    const never = transferStep(alice, carol, closedAsset('zone-a', `never-${stage.run}`))
    const draft = draftOf(stage, await deadlineIn(stage, 600_000), [
      payStep(payer, bob.user, units('zone-c', 9)),
      never,
    ])
    await prepareOn(stage, 'zone-c', { draft, authorisations: await consents(draft, [carol]) })
    const withdraw = { withdraw: { denom: 'ucity', amount: '9' } }
    expect(await refusalOf(call(chain, carol.name, assets, withdraw))).toBe('INSUFFICIENT_FUNDS')
    const again = draftOf(stage, await deadlineIn(stage, 60_000), [payStep(payer, bob.user, units('zone-c', 1))])
    const second = { draft: again, authorisations: await consents(again, [carol]) }
    expect(await refusalOf(prepareOn(stage, 'zone-c', second))).toBe('INSUFFICIENT_FUNDS')
    await cancelAtHub(stage, draft, carol)
    expect(await settledLeg(stage, 'zone-c', draft.id)).toMatchObject({ state: 'aborted' })
    expect(await refusalOf(call(chain, carol.name, assets, withdraw))).toBe('accepted')
  },
  blocksMs,
)

type Shown = {
  readonly inDoubt: boolean
  readonly instances: readonly {
    readonly chainId: string
    readonly inDoubt: boolean
    readonly lock: { readonly transactionId: string } | null
  }[]
}

test(
  'what is locked is read as its last committed value and marked as in doubt, also where it is only expected (Y-7.2.4e)',
  async () => {
    const thing = closedAsset('zone-a', `doubt-${stage.run}`)
    await register(stage, 'zone-a', alice.user, [thing])
    const { id } = thing.envelope
    const before = await queryItem(stage, 'zone-a', id)
    const draft = await heldMove(thing, ['zone-a', 'zone-b'])
    const lock = { kind: 'exclusive', transaction_id: draft.id }
    expect(await queryItem(stage, 'zone-a', id)).toEqual({ ...before, lock, in_doubt: true })
    expect(await queryItem(stage, 'zone-b', id)).toMatchObject({ state: 'absent', lock, in_doubt: true })
    const path = `/v1/assets/${encodeURIComponent(id)}`
    const shown = await stage.api.call<Shown>('GET', path)
    expect(shown).toMatchObject({ inDoubt: true, registry: { chainId: 'zone-a', version: '0' } })
    for (const chainId of ['zone-a', 'zone-b']) {
      const instance = shown.instances.find((one) => one.chainId === chainId)
      expect(instance).toMatchObject({ inDoubt: true, lock: { transactionId: draft.id } })
    }
    await cancelled(draft, ['zone-a', 'zone-b'])
    expect(await queryItem(stage, 'zone-a', id)).toEqual(before)
    expect(await queryItem(stage, 'zone-b', id)).toBeNull()
    expect(await stage.api.call('GET', path)).toMatchObject({ inDoubt: false })
  },
  blocksMs,
)

test(
  'readers share a record, and no writer comes between them (Y-7.2.4e)',
  async () => {
    const record = openRecord('zone-a', `shared-${stage.run}`)
    await register(stage, 'zone-a', alice.user, [record])
    const deadlineNs = await deadlineIn(stage, 600_000)
    const shares = ['zone-b', 'zone-c'].map((chainId) =>
      draftOf(stage, deadlineNs, replicateSteps(alice, [{ ...bob, chainId }], record)),
    )
    for (const draft of shares) await prepareOn(stage, 'zone-a', await handed(draft))
    const { chain, assets } = zoneOf(stage, 'zone-a')
    const next = registerMsg(openRecord('zone-a', `shared-${stage.run}`, {}, Uint8Array.of(2))) as { register: object }
    expect(await refusalOf(call(chain, alice.user.name, assets, { update: next.register }))).toBe('LOCKED')
    const content = base64(record.content ?? new Uint8Array())
    for (const [index, chainId] of ['zone-b', 'zone-c'].entries()) {
      const draft = shares[index]
      if (draft === undefined) throw new Error('a share is missing')
      await prepareOn(stage, chainId, { ...(await handed(draft)), contents: [{ operation: 0, content }] })
      expect(await decisionOf(stage, draft.id)).toBe('commit')
      expect(await settledLeg(stage, chainId, draft.id)).toMatchObject({ state: 'applied' })
      expect(await settledLeg(stage, 'zone-a', draft.id)).toMatchObject({ state: 'applied' })
    }
    expect(await refusalOf(call(chain, alice.user.name, assets, { update: next.register }))).toBe('accepted')
    expect(await refusalOf(call(chain, anybody, assets, { update: next.register }))).toBe('NOT_OWNER')
  },
  blocksMs,
)
