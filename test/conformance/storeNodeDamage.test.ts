// Real store processes whose disks are changed, emptied or gone: found, attributed to the store, and repaired.
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type FetchDeps, fetchObject } from '../../platform/storage/fetchObject.ts'
import { type PlaceDeps, type Placed, placeObject } from '../../platform/storage/place.ts'
import { planRepair, repairObject } from '../../platform/storage/repair.ts'
import { sweepReplicas } from '../../platform/storage/sweep.ts'
import { filesOf } from './objectsCases.ts'
import { silent } from './queueCases.ts'
import { newRecipient, type StoreProcess, StoreWorld } from './storeNodeWorld.ts'

const coded = (code: string) => expect.objectContaining({ code })
const salt = randomBytes(32)
let count = 0

/** Places an object of `bytes` random bytes at the first three stores of the world. */
async function place(world: StoreWorld, bytes = 3000): Promise<Placed & { readonly plaintext: Uint8Array }> {
  count += 1
  const plaintext = randomBytes(bytes)
  const objectId = `did:causeway:entry:zone-a:air.sensor-2.${count}`
  world.ledger.validate(objectId)
  const stores = world.stores.slice(0, 3).map(({ identity }) => identity)
  const placed = await placeObject({ objectId, version: 1n, plaintext, salt, stores, quorum: 2 }, depsOf(world))
  return { ...placed, plaintext }
}

const depsOf = (world: StoreWorld): PlaceDeps & FetchDeps => ({
  ledger: world.ledger,
  clientOf: world.clientOf,
  log: silent,
  clock: { nowMs: Date.now },
})

async function readGranted(world: StoreWorld, { placement }: Placed) {
  count += 1
  const recipient = await newRecipient(`grant-${count}`)
  const { objectId } = placement
  const keys = { recipientKey: recipient.publicKey, signingKeys: [recipient.signingPublic] }
  world.ledger.give(recipient.grant, { objectId, ...keys, expiresMs: Date.now() + 60_000 })
  return fetchObject(placement, { ...recipient, salt }, depsOf(world))
}

/** Changes the file of an object at a store as somebody with access to its disk would. */
async function onDisk(store: StoreProcess, { placement }: Placed, change: (bytes: Buffer) => Uint8Array) {
  for (const file of await filesOf(store.dataFolder, placement.cid)) writeFileSync(file, change(readFileSync(file)))
}

const reported = (world: StoreWorld, { placement }: Placed, store: StoreProcess, found: string): Promise<void> =>
  world.ledger.until(() => world.ledger.events.includes(`mismatch ${placement.cid} ${store.store} ${found}`))

const blamed = (world: StoreWorld, { placement }: Placed): readonly string[] =>
  world.ledger.mismatches.filter(({ cid }) => cid === placement.cid).map(({ store }) => store)

describe('tampering with the disk of one of three stores', () => {
  let world: StoreWorld
  beforeAll(async () => {
    world = await StoreWorld.start(3)
  }, 30_000)
  afterAll(() => world.stop())

  test.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['a changed bit', (bytes) => bytes.map((byte, at) => (at === 1000 ? byte ^ 1 : byte))],
    ['a truncated object', (bytes) => bytes.subarray(0, -1)],
    ['an appended byte', (bytes) => Buffer.concat([bytes, Buffer.of(0)])],
    ['an emptied file', () => new Uint8Array()],
  ])(
    '%s is found at the read, blamed on this store, served from another and repaired (Y-9.5c, Y-7.1.2b)',
    async (_, change) => {
      const placed = await place(world)
      const victim = world.at(1)
      victim.forgetLog()
      await onDisk(victim, placed, change)
      const bytes = await victim.client.get(placed.placement.cid)
      expect(Buffer.compare(bytes, placed.sealed)).toBe(0)
      await reported(world, placed, victim, 'corrupt')
      expect(blamed(world, placed)).toEqual([victim.store])
      for (const event of ['object.damaged', 'object.repaired']) await victim.logged(event)
      const [file = ''] = await filesOf(victim.dataFolder, placed.placement.cid)
      expect(Buffer.compare(readFileSync(file), placed.sealed)).toBe(0)
    },
  )

  test('two objects that changed places are both found and blamed on this store (Y-9.5c)', async () => {
    const [one, two] = [await place(world), await place(world)]
    const victim = world.at(2)
    await onDisk(victim, one, () => two.sealed)
    await onDisk(victim, two, () => one.sealed)
    for (const placed of [one, two]) {
      expect(Buffer.compare(await victim.client.get(placed.placement.cid), placed.sealed)).toBe(0)
      await reported(world, placed, victim, 'corrupt')
      expect(blamed(world, placed)).toEqual([victim.store])
    }
  })

  test('a large object whose pieces are damaged or gone is whole again, piece by piece from another store', async () => {
    const placed = await place(world, 5_000_000)
    const victim = world.at(0)
    rmSync(`${victim.dataFolder}/pieces`, { recursive: true })
    expect(Buffer.compare(await victim.client.get(placed.placement.cid), placed.sealed)).toBe(0)
    await reported(world, placed, victim, 'corrupt')
    expect(Buffer.compare(await victim.client.get(placed.placement.cid), placed.sealed)).toBe(0)
    expect(blamed(world, placed)).toEqual([victim.store])
  })

  test('the reader gets its content while one store is damaged at the same time as another is down (Y-8.2.1)', async () => {
    const placed = await place(world)
    await onDisk(world.at(0), placed, (bytes) => bytes.subarray(1))
    await world.at(1).kill()
    const fetched = await readGranted(world, placed)
    expect(Buffer.compare(fetched.plaintext, placed.plaintext)).toBe(0)
    expect(fetched.faults.filter(({ store }) => store !== world.at(1).store)).toEqual([])
    await world.at(1).start()
  }, 30_000)

  test('damage at every store is an error to every reader, never other bytes (Y-7.1.2b)', async () => {
    const placed = await place(world)
    for (const store of world.stores) await onDisk(store, placed, (bytes) => bytes.fill(0, 500, 600))
    for (const { client } of world.stores) {
      await expect(client.get(placed.placement.cid)).rejects.toEqual(coded('OBJECT_CORRUPT'))
    }
    await expect(readGranted(world, placed)).rejects.toEqual(coded('REPLICAS_LOST'))
  }, 90_000)
})

describe('a store that is lost', () => {
  let world: StoreWorld
  beforeAll(async () => {
    world = await StoreWorld.start(4)
  }, 30_000)
  afterAll(() => world.stop())

  test('loses nothing, is named by the sweep, and its seat and share go to a spare one (Y-8.2.1, Y-9.5a)', async () => {
    const placed = await place(world)
    const lost = world.at(0)
    await lost.kill()
    expect(Buffer.compare((await readGranted(world, placed)).plaintext, placed.plaintext)).toBe(0)

    const before = await world.ledger.queryPlacement(placed.placement)
    if (before === undefined) throw new Error('not placed')
    const replicas = before.seats.map(({ store }) => ({ placement: before, store, checkedAtMs: 0 }))
    const mismatches = await sweepReplicas(replicas, depsOf(world))
    expect(mismatches.map(({ store, found }) => [store, found])).toEqual([[lost.store, 'unreachable']])

    const findings = before.seats.map(({ store }) => ({
      store,
      found: mismatches.find((each) => each.store === store)?.found ?? ('intact' as const),
    }))
    const plan = planRepair(findings, [world.at(3).store])
    const identities = new Map(world.stores.map(({ store, identity }) => [store, identity]))
    await repairObject({ placement: before, plan, identities, shares: placed.shares }, depsOf(world))

    // Of the first three, one is enough now: the spare store releases the share that the lost one had.
    await world.at(1).kill()
    const fetched = await readGranted(world, placed)
    expect(Buffer.compare(fetched.plaintext, placed.plaintext)).toBe(0)
    expect(fetched.faults.map(({ store }) => store)).not.toContain(world.at(3).store)
    await world.at(0).start()
    await world.at(1).start()
  }, 60_000)

  test('does not keep an object from being stored, if k others take it (Y-9.5a)', async () => {
    await world.at(2).kill()
    const placed = await place(world)
    expect(placed.receipts).toHaveLength(2)
    expect(placed.faults).toEqual([{ store: world.at(2).store, code: 'STORE_UNREACHABLE' }])
    await world.at(1).kill()
    await expect(place(world)).rejects.toEqual(coded('RECEIPTS_MISSING'))
    await world.at(1).start()
    await world.at(2).start()
  }, 30_000)
})

describe('the sweep of a store', () => {
  let world: StoreWorld
  beforeAll(async () => {
    world = await StoreWorld.start(3, 1000)
  }, 30_000)
  afterAll(() => world.stop())

  test('finds a planted change that nobody reads, and writes it on chain with the name of the store (Y-7.1.5b)', async () => {
    const placed = await place(world)
    await onDisk(world.at(1), placed, (bytes) => bytes.fill(7, 100, 101))
    await reported(world, placed, world.at(1), 'corrupt')
    expect(blamed(world, placed)).toEqual([world.at(1).store])
  }, 30_000)

  test('answers a challenge with a chunk that the chain verifies', async () => {
    const placed = await place(world, 100_000)
    world.ledger.challenge(placed.placement, world.at(2).store, 57)
    await world.ledger.until(() => world.ledger.answers.length > 0)
    const { objectId, version } = placed.placement
    expect(world.ledger.answers).toEqual([{ objectId, version, store: world.at(2).store, right: true }])
  }, 30_000)

  test('keeps its report while the chain is away, and delivers it once the chain is back', async () => {
    const placed = await place(world)
    await onDisk(world.at(0), placed, (bytes) => bytes.subarray(7))
    world.ledger.away = true
    await world.at(0).client.get(placed.placement.cid)
    expect(blamed(world, placed)).toEqual([])
    await world.at(0).kill()
    world.ledger.away = false
    await world.at(0).start()
    await reported(world, placed, world.at(0), 'corrupt')
    expect(blamed(world, placed)).toEqual([world.at(0).store])
  }, 30_000)
})
