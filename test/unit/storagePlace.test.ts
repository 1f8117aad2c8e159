// Placing and fetching through stores that lie, fail or vanish: nothing is believed, and everybody is named.
import { randomBytes } from 'node:crypto'
import { utf8 } from '../../core/bytes.ts'
import { signingKeyOf } from '../../platform/keys/ed25519.ts'
import { openSealed } from '../../platform/keys/seal.ts'
import { wrapShare } from '../../platform/keys/shares.ts'
import { fetchObject } from '../../platform/storage/fetchObject.ts'
import { type PlaceInput, placeObject, prepareObject, storeObject } from '../../platform/storage/place.ts'
import { receiptText, signText, timeOf } from '../../platform/storage/statements.ts'
import { silent } from '../conformance/queueCases.ts'
import { type LocalWorld, lie, localWorld, vanish } from '../conformance/storeNodeLocal.ts'
import { newRecipient } from '../conformance/storeNodeWorld.ts'

const coded = (code: string) => expect.objectContaining({ code })
const objectId = 'did:causeway:entry:zone-a:air.sensor-1.1-100'
const salt = randomBytes(32)
const plaintext = utf8('what was measured')

let world: LocalWorld
beforeEach(async () => {
  world = await localWorld()
  world.ledger.validate(objectId)
})

const deps = () => ({ ...world, log: silent, clock: { nowMs: Date.now } })
const input = (change: Partial<PlaceInput> = {}): PlaceInput => {
  return { objectId, version: 1n, plaintext, salt, stores: world.identities, quorum: 2, ...change }
}
const storeNames = (): readonly string[] => world.identities.map(({ store }) => store)

async function granted() {
  const recipient = await newRecipient('grant-1')
  const keys = { recipientKey: recipient.publicKey, signingKeys: [recipient.signingPublic] }
  world.ledger.give('grant-1', { objectId, ...keys, expiresMs: Date.now() + 60_000 })
  return { ...recipient, salt }
}

describe('placing', () => {
  test('asks no store before the chain has taken the placement (Y-9.4e)', async () => {
    for (const store of world.stores) lie(store, () => ({ put: () => Promise.reject(new Error('asked')) }))
    const other = 'did:causeway:entry:zone-a:air.sensor-1.101-200'
    await expect(placeObject(input({ objectId: other }), deps())).rejects.toEqual(coded('NOT_VALIDATED'))
  })

  test('is refused by the store itself where the chain shows no passed validation (Y-9.5a)', async () => {
    const { placement, sealed } = await prepareObject(input())
    world.ledger.force({ ...placement, validated: false, erased: false })
    const [store] = world.stores
    await expect(store?.client.put(placement, placement.cid, sealed)).rejects.toEqual(coded('NOT_VALIDATED'))
    expect(await store?.objects.list()).toEqual([])
  })

  test('of other bytes under a stored name leaves nothing of them at the store (Y-7.1.2b)', async () => {
    const { placement } = await placeObject(input(), deps())
    const other = await prepareObject(input({ plaintext: utf8('something else') }))
    world.ledger.force({ ...other.placement, validated: true, erased: false })
    const [store] = world.stores
    const placing = store?.client.put(other.placement, other.placement.cid, other.sealed)
    await expect(placing).rejects.toEqual(coded('OBJECT_TAKEN'))
    expect(await store?.objects.list()).toEqual([placement.cid])
  })

  test('of two different objects under one name at once leaves one of them (Y-7.1.2b)', async () => {
    const node = world.stores[0]?.node
    if (node === undefined) throw new Error('no store')
    const both = [await prepareObject(input()), await prepareObject(input({ plaintext: utf8('something else') }))]
    const admitted = []
    for (const { placement, sealed } of both) {
      world.ledger.force({ ...placement, validated: true, erased: false })
      admitted.push({ seated: await node.admit(placement, placement.cid, sealed.length), sealed })
    }
    const tries = await Promise.allSettled(admitted.map(({ seated, sealed }) => node.accept(seated, sealed)))
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const kept = await world.stores[0]?.objects.list()
    expect(kept).toEqual(
      both.filter((_, at) => tries[at]?.status === 'fulfilled').map(({ placement }) => placement.cid),
    )
    expect(node.keptByCid(kept?.[0] ?? '')?.cid).toBe(kept?.[0])
  })

  test('counts no receipt that is signed by another, or for another object', async () => {
    const stranger = signingKeyOf(randomBytes(32))
    // The chain would refuse such receipts too; here the client has to see it alone.
    world.ledger.submitReceipt = async () => undefined
    lie(world.stores[0], ({ put }) => ({
      put: async (...asked) => signText((await put(...asked)).text, stranger),
    }))
    const placed = await placeObject(input(), deps())
    expect(placed.faults).toEqual([{ store: storeNames()[0], code: 'RECEIPT_INVALID' }])
    expect(placed.receipts).toHaveLength(2)
    lie(world.stores[1], ({ put }) => ({
      put: async (name, cid, sealed) => {
        const { text } = await put(name, cid, sealed)
        const { chunkRoot } = placed.placement
        const said = { ...name, version: 9n, cid, chunkRoot, store: storeNames()[1] ?? '', atNs: timeOf(text) }
        return signText(receiptText(said), stranger)
      },
    }))
    await expect(storeObject(placed, world.identities, deps())).rejects.toEqual(coded('RECEIPTS_MISSING'))
  })

  test('below k receipts is not stored, says who failed, and goes on with the same object later (Y-9.5a)', async () => {
    const [, second, third] = world.stores
    const honest = [second?.client, third?.client]
    vanish(second)
    vanish(third)
    const prepared = await prepareObject(input())
    await world.ledger.submitPlacement(prepared.placement)
    await expect(storeObject(prepared, world.identities, deps())).rejects.toMatchObject({
      code: 'RECEIPTS_MISSING',
      facts: {
        receipts: '1',
        stores: storeNames()
          .slice(1)
          .map((name) => `${name} STORE_UNREACHABLE`)
          .join(', '),
      },
    })
    if (second !== undefined && honest[0] !== undefined) second.client = honest[0]
    const taken = await storeObject(prepared, world.identities, deps())
    expect(taken.receipts.map(({ store }) => store)).toEqual(storeNames().slice(0, 2))
  })

  test('needs three to nine different stores, and a k that one of them cannot reach alone (Y-8.2.1)', async () => {
    const [first, second, third] = world.identities
    if (first === undefined || second === undefined || third === undefined) throw new Error('no stores')
    const wrong: readonly Partial<PlaceInput>[] = [
      { stores: [first, second] },
      { stores: [first, second, second] },
      { stores: Array.from({ length: 10 }, (_, at) => ({ ...first, store: `${first.store}${at}` })) },
      { quorum: 1 },
      { quorum: 4 },
    ]
    for (const change of wrong) {
      await expect(prepareObject(input(change))).rejects.toEqual(coded('REQUEST_INVALID'))
    }
  })

  test('again under the next version has another key, which is how a key is rotated', async () => {
    const first = await placeObject(input(), deps())
    const second = await placeObject(input({ version: 2n, cipher: 'chacha20_poly1305' }), deps())
    expect(second.placement.keyCommitment).not.toBe(first.placement.keyCommitment)
    expect(() => openSealed(second.sealed, first.contentKey, second.placement)).toThrow(coded('SEAL_BROKEN'))
    const fetched = await fetchObject({ objectId, version: 2n }, await granted(), deps())
    expect(Buffer.compare(fetched.plaintext, plaintext)).toBe(0)
  })
})

describe('fetching', () => {
  test('skips a store whose bytes are not the object, and names it', async () => {
    await placeObject(input(), deps())
    lie(world.stores[0], ({ get }) => ({
      get: async (...asked) => (await get(...asked)).map((byte, at) => (at === 30 ? byte ^ 1 : byte)),
    }))
    const fetched = await fetchObject({ objectId, version: 1n }, await granted(), deps())
    expect(Buffer.compare(fetched.plaintext, plaintext)).toBe(0)
    expect(fetched).toMatchObject({
      from: storeNames()[1],
      faults: [{ store: storeNames()[0], code: 'OBJECT_CORRUPT' }],
    })
  })

  test('skips a store that gives another share than the committed one, and names it', async () => {
    await placeObject(input(), deps())
    const [liar] = world.stores
    lie(liar, () => ({
      releaseShare: ({ recipientKey, ...name }) =>
        wrapShare(randomBytes(33), name, liar?.identity.store ?? '', recipientKey),
    }))
    vanish(world.stores[2])
    await expect(fetchObject({ objectId, version: 1n }, await granted(), deps())).rejects.toMatchObject({
      code: 'SHARES_MISSING',
      facts: { needed: '2', got: '1', stores: expect.stringContaining(`${storeNames()[0]} SHARE_MISMATCH`) },
    })
  })

  test('works with k stores of n, and no longer with one fewer (Y-8.2.1)', async () => {
    await placeObject(input(), deps())
    const recipient = await granted()
    vanish(world.stores[0])
    const fetched = await fetchObject({ objectId, version: 1n }, recipient, deps())
    expect(fetched.faults).toContainEqual({ store: storeNames()[0], code: 'STORE_UNREACHABLE' })
    vanish(world.stores[1])
    const alone = fetchObject({ objectId, version: 1n }, recipient, deps())
    await expect(alone).rejects.toEqual(coded('SHARES_MISSING'))
  })

  test('compares the content with the fingerprint that its owner put on chain (Y-9.5c)', async () => {
    await placeObject(input(), deps())
    const recipient = { ...(await granted()), salt: randomBytes(32) }
    const fetching = fetchObject({ objectId, version: 1n }, recipient, deps())
    await expect(fetching).rejects.toEqual(coded('FINGERPRINT_MISMATCH'))
  })

  test('of what was never placed says so', async () => {
    const fetching = fetchObject({ objectId, version: 7n }, await granted(), deps())
    await expect(fetching).rejects.toEqual(coded('PLACEMENT_MISSING'))
  })
})
