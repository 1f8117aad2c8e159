// Storage on running chains: sealed batches at stores of different parties, their receipts and fingerprints on chain.
import { createHash, createHmac } from 'node:crypto'
import { batchId } from '../../core/batch.ts'
import { toBase64, toHex, utf8 } from '../../core/bytes.ts'
import { contentBytesMax } from '../../core/limits.ts'
import { home } from '../../localnet/demo/cast.ts'
import { queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { keepObject, saltOf, storageDeps, storageLedger } from '../../localnet/demo/stores.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import {
  claim,
  type Granted,
  grantTo,
  newBatch,
  newKept,
  readKept,
  signRows,
  tellRights,
  termsOf,
  type Vault,
} from '../../localnet/demo/vault.ts'
import { submissionOf } from '../../platform/chain/intake.ts'
import { importKey } from '../../platform/keys/shares.ts'
import { digestOf } from '../../platform/storage/cid.ts'
import { prepareObject, storeObject } from '../../platform/storage/place.ts'
import { attributeOf } from '../../relayer/txEvents.ts'
import { wrappingKeys } from '../conformance/storeNodeWorld.ts'
import { refusalOf } from './calls.ts'
import { untilIndexed } from './moments.ts'
import { openRecord, register } from './things.ts'
import { coded, openVaultWorld } from './vaults.ts'
import { blocksMs, startMs } from './world.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let stage: OpenStage
let vault: Vault
let close: () => Promise<void>

beforeAll(async () => {
  ;({ stage, vault, close } = await openVaultWorld())
}, startMs)
afterAll(() => close(), startMs)

const askStores = (query: object): Promise<unknown> =>
  zoneOf(stage, home).chain.querySmart(servicesOf(stage, home).stores, query)
type History = { height: number; replicas: { owner: string; state: string; held_height: number }[] }
const historyOf = async (id: string): Promise<History> =>
  (await askStores({ history: { id, version: null } })) as History

/** Heights of the events of one kind about one asset, as a node finds them by its id alone. */
async function heightsOf(type: string, key: string, id: string): Promise<bigint[]> {
  const found = await untilIndexed(zoneOf(stage, home).chain, `wasm-${type}.${key}='${id}'`)
  return found.map(({ height }) => height)
}

test(
  'validated, then sealed and placed, then held by three parties, in this order of heights (Y-9.4e, Y-9.5a, Y-8.2.1)',
  async () => {
    const { asset } = await newKept(vault)
    const history = await historyOf(asset)
    expect(history.replicas.map(({ state }) => state)).toEqual(['held', 'held', 'held'])
    expect(new Set(history.replicas.map(({ owner }) => owner)).size).toBe(3)
    const [validated = 0n] = await heightsOf('intake_reported', 'batch', asset)
    const [placed = 0n] = await heightsOf('stores_placed', 'object', asset)
    const [stored = 0n] = await heightsOf('stores_stored', 'object', asset)
    expect(validated).toBeGreaterThan(0n)
    expect(placed).toBeGreaterThan(validated)
    expect(stored).toBeGreaterThan(placed)
    expect(history.height).toBe(Number(placed))
    expect(await askStores({ object: { id: asset, version: null } })).toMatchObject({ stored: true, quorum: 2 })
  },
  blocksMs,
)

test(
  'below the quorum of receipts an object is not stored (Y-9.5a)',
  async () => {
    const { asset, batch } = await newBatch(vault, 'by the bridge')
    const { supplier } = vault.cast
    const stores = vault.stores.identities.slice(0, 3)
    const input = { objectId: asset, version: 1n, plaintext: batch.content, salt: saltOf(supplier), stores, quorum: 3 }
    const prepared = await prepareObject(input)
    const deps = storageDeps(stage, vault.stores, supplier.user)
    await deps.ledger.submitPlacement(prepared.placement)
    for (const [count, stored] of [
      [2, false],
      [3, true],
    ] as const) {
      await storeObject(prepared, stores.slice(0, count), deps)
      expect(await askStores({ object: { id: asset, version: null } })).toMatchObject({ stored })
    }
  },
  blocksMs,
)

test(
  'the fingerprints on chain are of the bytes that every store hands out, and, salted, of the plaintext (Y-9.5b, Y-6.2.1d)',
  async () => {
    const { asset, batch, placement } = await newKept(vault)
    const object = await askStores({ object: { id: asset, version: null } })
    const plaintext = createHmac('sha256', saltOf(vault.cast.supplier)).update(batch.content).digest('hex')
    expect(object).toMatchObject({ fingerprint: toHex(digestOf(placement.cid)), plaintext })
    for (const store of vault.stores.all.slice(0, 3)) {
      const bytes = await store.client.get(placement.cid)
      expect(sha256(bytes)).toBe((object as { fingerprint: string }).fingerprint)
      // Whoever reads a store without a grant has sealed bytes: nothing of the plaintext.
      expect(Buffer.from(bytes).includes(Buffer.from('by the river'))).toBe(false)
    }
  },
  blocksMs,
)

test(
  'what was not validated is placed nowhere, and a store takes no plaintext (Y-9.5a, Y-9.4e)',
  async () => {
    const { supplier } = vault.cast
    const stores = vault.stores.identities.slice(0, 3)
    const input = { version: 1n, plaintext: Buffer.from('rows'), salt: saltOf(supplier), stores, quorum: 2 }
    const ledger = storageLedger(stage, supplier.user)
    const waiting = signRows(vault, 'by the mill')
    const { intake } = servicesOf(stage, home)
    await supplier.user.execute(zoneOf(stage, home).chain, intake, { submit: submissionOf(waiting) })
    const invented = await prepareObject({ ...input, objectId: batchId(waiting) })
    await expect(ledger.submitPlacement(invented.placement)).rejects.toEqual(coded('NOT_VALIDATED'))
    expect(await askStores({ object: { id: invented.placement.objectId, version: null } })).toBeNull()
    const { asset, batch } = await newBatch(vault, 'by the gate')
    const sealed = await prepareObject({ ...input, objectId: asset })
    const plain = await prepareObject({ ...input, objectId: asset, plaintext: batch.content, open: true })
    const { cid, lengthBytes, chunkRoot } = plain.placement
    // Placed as if it were sealed: the chain cannot see bytes, the store does.
    await ledger.submitPlacement({ ...sealed.placement, cid, lengthBytes, chunkRoot })
    const put = vault.stores.at(0).client.put(plain.placement, cid, batch.content)
    await expect(put).rejects.toEqual(coded('PLAINTEXT_REFUSED'))
    expect(await askStores({ object: { id: asset, version: null } })).toMatchObject({ stored: false })
  },
  blocksMs,
)

test(
  'under a name that is taken no other bytes are placed or put (Y-7.1.2b)',
  async () => {
    const { asset, batch, placement, sealed } = await newKept(vault)
    const { supplier } = vault.cast
    const before = await askStores({ object: { id: asset, version: null } })
    const plan = { owner: supplier, stores: vault.stores, objectId: asset, version: 1n }
    const again = keepObject(stage, { ...plan, plaintext: batch.content })
    await expect(again).rejects.toEqual(coded('OBJECT_TAKEN'))
    const altered = Uint8Array.from(sealed, (byte, at) => (at === 40 ? byte ^ 1 : byte))
    const put = vault.stores.at(0).client.put(placement, placement.cid, altered)
    await expect(put).rejects.toEqual(coded('CID_MISMATCH'))
    expect(await askStores({ object: { id: asset, version: null } })).toEqual(before)
  },
  blocksMs,
)

test(
  'a killed store loses nothing: the object is read meanwhile, and from it again once it is back (Y-6.2.1e, Y-8.2.1)',
  async () => {
    const kept = await newKept(vault)
    await claim(vault, kept)
    const granted = await grantTo(vault, kept.asset)
    const victim = vault.stores.at(0)
    await victim.kill()
    const fetched = await readKept(vault, kept.asset, granted, 1)
    expect(fetched.faults.map(({ store, code }) => `${store} ${code}`)).toContain(`${victim.id} STORE_UNREACHABLE`)
    expect(fetched.plaintext).toEqual(Buffer.from(kept.batch.content))
    await victim.start()
    expect(sha256(await victim.client.get(kept.placement.cid))).toBe(toHex(digestOf(kept.placement.cid)))
  },
  blocksMs,
)

/** As `grantTo`, with a key of the other kind. */
async function grantToP256(asset: string): Promise<Granted> {
  const { supplier, demander: grantee } = vault.cast
  const { publicJwk: publicKey, privateJwk } = await wrappingKeys('P-256')
  const keyJson = utf8(JSON.stringify(publicKey))
  const grant = { asset, grantee: grantee.id, terms: termsOf(), recipient_key: toBase64(keyJson), offer: null }
  const included = await tellRights(stage, supplier, { grant })
  const buyer = { publicKey, privateKey: await importKey(privateJwk), signingKey: grantee.key.privateKey, keyJson }
  return { ...buyer, grantee, grant: attributeOf(included, 'wasm-rights_granted', 'grant') }
}

test(
  'two ciphers seal and two kinds of keys deliver, named in the object itself, with nothing registered anew (Y-8.4.1a)',
  async () => {
    const kept = await newKept(vault)
    await claim(vault, kept)
    const plan = { owner: vault.cast.supplier, stores: vault.stores, objectId: kept.asset, version: 2n }
    const second = await keepObject(stage, { ...plan, plaintext: kept.batch.content, cipher: 'chacha20_poly1305' })
    expect([kept.sealed[4], second.sealed[4]]).toEqual([1, 2])
    const keys = [await grantTo(vault, kept.asset), await grantToP256(kept.asset)]
    expect(keys.map(({ publicKey }) => publicKey.crv)).toEqual(['X25519', 'P-256'])
    for (const granted of keys) {
      for (const version of [1n, 2n]) {
        const { plaintext } = await readKept(vault, kept.asset, granted, 0, version)
        expect(plaintext).toEqual(Buffer.from(kept.batch.content))
      }
    }
  },
  blocksMs,
)

test(
  'open data is stored as it is: anybody gets it by HTTP, without key, grant or fee (Y-3.1.13a)',
  async () => {
    const { asset, batch } = await newBatch(vault, 'in the open', { streamId: vault.open })
    const plan = { owner: vault.cast.supplier, stores: vault.stores, objectId: asset, version: 1n }
    const { placement } = await keepObject(stage, { ...plan, plaintext: batch.content, open: true })
    const response = await fetch(`${vault.stores.at(2).url}/objects/${placement.cid}`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([response.status, bytes]).toEqual([200, batch.content])
    const object = await askStores({ object: { id: asset, version: null } })
    expect(object).toMatchObject({ fingerprint: sha256(bytes), key: '', plaintext: '', stored: true })
  },
  blocksMs,
)

test(
  'small open data may stand on the chain itself, up to a published size (Y-6.2.1d)',
  async () => {
    const full = openRecord(home, `on-chain-${stage.run}`, {}, new Uint8Array(contentBytesMax).fill(7))
    await register(stage, home, stage.users.alice, [full])
    const { assets, chain } = zoneOf(stage, home)
    const { content } = (await chain.querySmart(assets, { content: { id: full.envelope.id } })) as { content: string }
    expect(Buffer.from(content, 'base64').equals(full.content ?? new Uint8Array())).toBe(true)
    const more = openRecord(home, `too-large-${stage.run}`, {}, new Uint8Array(contentBytesMax + 1))
    expect(await refusalOf(register(stage, home, stage.users.alice, [more]))).toBe('LIMIT_EXCEEDED')
    expect(await queryItem(stage, home, more.envelope.id)).toBeNull()
  },
  blocksMs,
)
