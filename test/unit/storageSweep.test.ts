// Sweeps and repairs: which replicas are read, who is blamed for what, and which store gets the object again.
import { randomBytes } from 'node:crypto'
import { placeObject } from '../../platform/storage/place.ts'
import type { Placement } from '../../platform/storage/ports.ts'
import { planRepair, repairObject } from '../../platform/storage/repair.ts'
import { planSweep, type Replica, sweepReplicas } from '../../platform/storage/sweep.ts'
import { silent } from '../conformance/queueCases.ts'
import { type LocalWorld, lie, localWorld, vanish } from '../conformance/storeNodeLocal.ts'

const objectId = 'did:causeway:entry:zone-a:air.sensor-1.1-100'

async function placed(world: LocalWorld) {
  world.ledger.validate(objectId)
  const stores = world.identities.slice(0, 3)
  const given = { objectId, version: 1n, plaintext: randomBytes(2000), salt: randomBytes(32), stores, quorum: 2 }
  const { shares, placement: name } = await placeObject(given, { ...world, log: silent })
  const placement = await world.ledger.queryPlacement(name)
  if (placement === undefined) throw new Error('not placed')
  return { placement, shares }
}

const replicasOf = (placement: Placement): readonly Replica[] =>
  placement.seats.map(({ store }) => ({ placement, store, checkedAtMs: 0 }))

describe('the plan of a sweep', () => {
  const replica = (store: string, checkedAtMs: number, lengthBytes: number): Replica => {
    const seal = { objectId, version: 1n, cid: '', chunkRoot: '', keyCommitment: '', quorum: 2, seats: [] }
    const plaintext = { algorithm: 'hmac_sha2_256' as const, digest: new Uint8Array(32) }
    return { placement: { ...seal, plaintext, validated: true, erased: false, lengthBytes }, store, checkedAtMs }
  }

  test('takes what was not read for the longest time, as far as the budget reaches', () => {
    const replicas = [replica('c', 30, 10), replica('a', 10, 10), replica('d', 40, 1), replica('b', 20, 10)]
    expect(planSweep(replicas, 20).map(({ store }) => store)).toEqual(['a', 'b'])
    expect(planSweep(replicas, 31).map(({ store }) => store)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('takes one even if it is larger than the budget, so that every replica has its turn', () => {
    expect(planSweep([replica('a', 0, 100), replica('b', 1, 100)], 10).map(({ store }) => store)).toEqual(['a'])
    expect(planSweep([], 10)).toEqual([])
  })
})

describe('a sweep', () => {
  test('names for every bad replica its store and what was found, on chain (Y-7.1.5b, Y-9.5c)', async () => {
    const world = await localWorld(3)
    const { placement } = await placed(world)
    lie(world.stores[0], ({ get }) => ({ get: async (cid) => (await get(cid)).slice(1) }))
    await world.stores[1]?.objects.remove(placement.cid)
    vanish(world.stores[2])
    const found = await sweepReplicas(replicasOf(placement), { ...world, log: silent, clock: { nowMs: () => 5 } })
    const [first, second, third] = placement.seats.map(({ store }) => store)
    expect(found.map((each) => [each.store, each.found])).toEqual([
      [first, 'corrupt'],
      [second, 'missing'],
      [third, 'unreachable'],
    ])
    expect(found.every(({ atNs, cid }) => atNs === 5_000_000n && cid === placement.cid)).toBe(true)
    // The second store has reported itself as well, at the read.
    expect(world.ledger.mismatches).toEqual(expect.arrayContaining([...found]))
    expect(world.ledger.mismatches.map(({ store }) => store).sort()).toEqual([first, second, second, third])
  })

  test('of intact replicas reports nothing, and goes on while the chain is away', async () => {
    const world = await localWorld(3)
    const { placement } = await placed(world)
    const deps = { ...world, log: silent, clock: { nowMs: () => 5 } }
    expect(await sweepReplicas(replicasOf(placement), deps)).toEqual([])
    for (const store of world.stores) lie(store, () => ({ get: async () => randomBytes(9) }))
    world.ledger.away = true
    expect(await sweepReplicas(replicasOf(placement), deps)).toHaveLength(3)
    expect(world.ledger.mismatches).toEqual([])
  })
})

describe('a repair', () => {
  test('restores what answers, replaces what does not, and says for what there is no spare store', () => {
    const findings = [
      { store: 'a', found: 'intact' },
      { store: 'b', found: 'corrupt' },
      { store: 'c', found: 'missing' },
      { store: 'd', found: 'unreachable' },
      { store: 'e', found: 'unreachable' },
    ] as const
    expect(planRepair(findings, ['a', 'f'])).toEqual({
      restore: ['b', 'c'],
      replace: [{ lost: 'd', spare: 'f' }],
      open: ['e'],
    })
    expect(planRepair(findings.slice(0, 1), ['f'])).toEqual({ restore: [], replace: [], open: [] })
  })

  test('brings damaged, missing and lost replicas back to all seats, with the share of the lost one (Y-9.5a)', async () => {
    const world = await localWorld(4)
    const { placement, shares } = await placed(world)
    const [first, second, , spare] = world.stores
    first?.objects.damage(placement.cid, (bytes) => bytes.slice(1))
    vanish(second)
    const [a = '', b = ''] = placement.seats.map(({ store }) => store)
    const plan = planRepair(
      [
        { store: a, found: 'corrupt' },
        { store: b, found: 'unreachable' },
      ],
      [spare?.identity.store ?? ''],
    )
    const identities = new Map(world.identities.map((identity) => [identity.store, identity]))
    const deps = { ...world, log: silent }
    const taken = await repairObject({ placement, plan, identities, shares }, deps)
    expect(taken.receipts.map(({ store }) => store)).toEqual([a, spare?.identity.store])
    const after = await world.ledger.queryPlacement(placement)
    expect(after?.seats.map(({ store }) => store)).toEqual([a, spare?.identity.store, placement.seats[2]?.store])
    if (after === undefined) throw new Error('not placed')
    expect(await sweepReplicas(replicasOf(after), { ...deps, clock: { nowMs: () => 5 } })).toEqual([])
  })

  test('without any intact copy changes nothing and says so', async () => {
    const world = await localWorld(4)
    const { placement, shares } = await placed(world)
    for (const { objects } of world.stores) objects.damage(placement.cid, (bytes) => bytes.slice(1))
    const plan = planRepair([{ store: placement.seats[0]?.store ?? '', found: 'unreachable' }], ['spare'])
    const repairing = repairObject({ placement, plan, identities: new Map(), shares }, { ...world, log: silent })
    await expect(repairing).rejects.toEqual(expect.objectContaining({ code: 'REPLICAS_LOST' }))
    expect((await world.ledger.queryPlacement(placement))?.seats).toEqual(placement.seats)
  })
})
