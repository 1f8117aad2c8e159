// Real store processes after the owner has ended an object: nothing is released, and the share leaves every disk.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ObjectName } from '../../platform/keys/seal.ts'
import { type FetchDeps, fetchObject } from '../../platform/storage/fetchObject.ts'
import { type PlaceDeps, type Placed, placeObject } from '../../platform/storage/place.ts'
import { askText, signText } from '../../platform/storage/statements.ts'
import { filesOf } from './objectsCases.ts'
import { silent } from './queueCases.ts'
import { isLeftOnDisk, shareOnDisk } from './shelfDisk.ts'
import { localWorld } from './storeNodeLocal.ts'
import { newRecipient, type Party, type StoreProcess, StoreWorld } from './storeNodeWorld.ts'

const salt = randomBytes(32)
const sweepsMs = 30_000
const because = (reason: string) =>
  expect.objectContaining({ code: 'GRANT_REFUSED', facts: expect.objectContaining({ reason }) })

let world: StoreWorld
let deps: PlaceDeps & FetchDeps
let count = 0

beforeAll(async () => {
  world = await StoreWorld.start(3, 1_000)
  deps = { ledger: world.ledger, clientOf: world.clientOf, log: silent, clock: { nowMs: Date.now } }
}, 30_000)
afterAll(() => world.stop())

async function placed(): Promise<Placed & { readonly recipient: Party }> {
  count += 1
  const objectId = `did:causeway:entry:zone-a:air.sensor-3.${count}`
  world.ledger.validate(objectId)
  const stores = world.stores.map(({ identity }) => identity)
  const made = await placeObject({ objectId, version: 1n, plaintext: randomBytes(2000), salt, stores, quorum: 2 }, deps)
  const recipient = await newRecipient(`grant-${count}`)
  const keys = { recipientKey: recipient.publicKey, signingKeys: [recipient.signingPublic] }
  world.ledger.give(recipient.grant, { objectId, ...keys, expiresMs: Date.now() + 60_000 })
  return { ...made, recipient }
}

function release({ placement, recipient }: Placed & { readonly recipient: Party }, store: StoreProcess) {
  const { objectId, version } = placement
  const atNs = BigInt(Date.now()) * 1_000_000n
  const text = askText({ objectId, version, grant: recipient.grant, store: store.store, atNs })
  const { grant, publicKey: recipientKey, signingKey, access = 1n } = recipient
  return store.client.releaseShare({
    objectId,
    version,
    grant,
    recipientKey,
    request: signText(text, signingKey),
    access,
  })
}

const saidBy = (store: StoreProcess, { objectId }: ObjectName): string => `forgotten ${objectId} ${store.store}`
const forgottenBy = (store: StoreProcess, name: ObjectName): Promise<void> =>
  world.ledger.until(() => world.ledger.events.includes(saidBy(store, name)))

test(
  'an ended object is released to nobody from that block on, whatever the grant (Y-8.4)',
  async () => {
    const object = await placed()
    await expect(release(object, world.at(0))).resolves.toMatch(/^ey/)
    const { placement, recipient } = object
    await world.ledger.submitErasure(placement)
    for (const store of world.stores) await expect(release(object, store)).rejects.toEqual(because('OBJECT_ERASED'))
    const reading = fetchObject(placement, { ...recipient, salt }, deps)
    await expect(reading).rejects.toEqual(expect.objectContaining({ code: 'OBJECT_ERASED' }))
  },
  sweepsMs,
)

test(
  'every store then erases its share and the bytes, and says so under its signature (Y-8.4)',
  async () => {
    const [ended, other] = [await placed(), await placed()]
    const { objectId, cid } = ended.placement
    const shares = world.stores.map(({ dataFolder }) => shareOnDisk(dataFolder, objectId))
    const left = (): readonly boolean[] =>
      world.stores.map(({ dataFolder }, at) => isLeftOnDisk(dataFolder, shares[at] ?? ''))
    expect(left()).toEqual([true, true, true])
    await world.ledger.submitErasure(ended.placement)
    await Promise.all(world.stores.map((store) => forgottenBy(store, ended.placement)))
    expect(left()).toEqual([false, false, false])
    for (const { dataFolder } of world.stores) {
      await expect(filesOf(dataFolder, cid)).rejects.toThrow('no file of')
      expect(shareOnDisk(dataFolder, other.placement.objectId)).toMatch(/^ey/)
    }
    await expect(release(other, world.at(1))).resolves.toMatch(/^ey/)
  },
  sweepsMs,
)

test(
  'a share that some reader keeps on the disk is not told to be gone before it is',
  async () => {
    const { placement } = await placed()
    const store = world.at(0)
    const reader = new DatabaseSync(join(store.dataFolder, 'shelf.db'), { readOnly: true })
    reader.exec('begin')
    reader.prepare('select count(*) from shares').get()
    store.forgetLog()
    await world.ledger.submitErasure(placement)
    await store.logged('erasure.waits')
    await Promise.all([1, 2].map((at) => forgottenBy(world.at(at), placement)))
    expect(world.ledger.events).not.toContain(saidBy(store, placement))
    reader.exec('rollback')
    reader.close()
    await forgottenBy(store, placement)
  },
  sweepsMs,
)

test(
  'what the chain does not take at once is told after it has come back, and after a restart of the store',
  async () => {
    const { placement } = await placed()
    const store = world.at(2)
    await store.kill()
    await world.ledger.submitErasure(placement)
    await Promise.all([0, 1].map((at) => forgottenBy(world.at(at), placement)))
    expect(world.ledger.events).not.toContain(saidBy(store, placement))
    world.ledger.away = true
    await store.start()
    await store.logged('erasure.failed')
    world.ledger.away = false
    await forgottenBy(store, placement)
    expect(shareOnDisk(store.dataFolder, placement.objectId)).toBe('')
  },
  sweepsMs,
)

test('bytes that could not be removed are removed by the next sweep, and only then is it told', async () => {
  const local = await localWorld(3)
  const [store] = local.stores
  if (store === undefined) throw new Error('no store')
  const name = { objectId: 'did:causeway:entry:zone-a:air.sensor-4.1', version: 1n }
  local.ledger.validate(name.objectId)
  const input = { ...name, plaintext: randomBytes(2000), salt, stores: local.identities, quorum: 2 }
  const { placement } = await placeObject(input, { ...local, log: silent })
  await local.ledger.submitErasure(name)
  const remove = store.objects.remove.bind(store.objects)
  store.objects.remove = async () => {
    throw new Error('the disk is away')
  }
  await store.node.sweep(new AbortController().signal)
  const told = `forgotten ${name.objectId} ${store.identity.store}`
  expect([await store.objects.has(placement.cid), local.ledger.events.includes(told)]).toEqual([true, false])
  store.objects.remove = remove
  await store.node.sweep(new AbortController().signal)
  expect([await store.objects.has(placement.cid), local.ledger.events.includes(told)]).toEqual([false, true])
})
