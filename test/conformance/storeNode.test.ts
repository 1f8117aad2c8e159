// Three real store processes: what they take and from whom, to whom they release, and what one of them alone can do.
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { toHex, utf8 } from '../../core/bytes.ts'
import { sha256 } from '../../platform/keys/fingerprints.ts'
import { type ObjectName, openSealed, sealObject } from '../../platform/keys/seal.ts'
import { combineShares, unwrapShare } from '../../platform/keys/shares.ts'
import { chunkRoot } from '../../platform/storage/chunks.ts'
import { cidOf } from '../../platform/storage/cid.ts'
import { type FetchDeps, fetchObject } from '../../platform/storage/fetchObject.ts'
import { objectBytesMax } from '../../platform/storage/limits.ts'
import { giveShare, type PlaceDeps, type Placed, placeObject } from '../../platform/storage/place.ts'
import type { Placement, ShareRequest } from '../../platform/storage/ports.ts'
import { askText, deliveryText, isSigned, receiptText, signText, timeOf } from '../../platform/storage/statements.ts'
import { silent } from './queueCases.ts'
import { newRecipient, type Party, StoreWorld } from './storeNodeWorld.ts'

const coded = (code: string) => expect.objectContaining({ code })
const because = (code: string, reason: string) =>
  expect.objectContaining({ code, facts: expect.objectContaining({ reason }) })
const marker = 'THE-MARKER-OF-THE-PLAINTEXT'
const salt = randomBytes(32)
const nowNs = (): bigint => BigInt(Date.now()) * 1_000_000n

let world: StoreWorld
let deps: PlaceDeps & FetchDeps
let count = 0

beforeAll(async () => {
  world = await StoreWorld.start(3)
  deps = { ledger: world.ledger, clientOf: world.clientOf, log: silent, clock: { nowMs: Date.now } }
}, 30_000)
afterAll(() => world.stop())

const newName = (): ObjectName => {
  count += 1
  return { objectId: `did:causeway:entry:zone-a:air.sensor-1.${count}`, version: 1n }
}

async function place(name = newName(), plaintext: Uint8Array = utf8(marker.repeat(100))): Promise<Placed> {
  world.ledger.validate(name.objectId)
  const stores = world.stores.map(({ identity }) => identity)
  return placeObject({ ...name, plaintext, salt, stores, quorum: 2 }, deps)
}

async function granted({ placement }: Placed, kind: 'P-256' | 'X25519' = 'P-256', expiresMs = Date.now() + 60_000) {
  count += 1
  const recipient = await newRecipient(`grant-${count}`, kind)
  world.ledger.give(recipient.grant, {
    objectId: placement.objectId,
    recipientKey: recipient.publicKey,
    signingKeys: [recipient.signingPublic],
    expiresMs,
  })
  return recipient
}

/** The request of a recipient to one store, with what a test changes. */
function shareRequest(
  { placement }: Placed,
  { grant, publicKey, signingKey, access = 1n }: Party,
  at = 0,
): ShareRequest {
  const { objectId, version } = placement
  const text = askText({ objectId, version, grant, store: world.at(at).store, atNs: nowNs() })
  return { objectId, version, grant, recipientKey: publicKey, request: signText(text, signingKey), access }
}

describe('storing', () => {
  test('is done when k stores have signed for the sealed bytes, after validation and placement (Y-9.4e, Y-9.5a, Y-8.2.1)', async () => {
    const { placement, sealed, receipts, faults } = await place()
    const { objectId, cid } = placement
    expect(faults).toEqual([])
    expect(receipts.map(({ store }) => store)).toEqual(world.stores.map(({ store }) => store))
    const events = world.ledger.events.filter((event) => event.includes(objectId) || event.includes(cid))
    expect(events.slice(0, 2)).toEqual([`validated ${objectId}`, `placed ${cid}`])
    expect(events.slice(2).sort()).toEqual(world.stores.map(({ store }) => `receipt ${cid} ${store}`))
    for (const { client } of world.stores) {
      expect(Buffer.compare(await client.get(cid), sealed)).toBe(0)
    }
    expect(placement.cid).toBe(cidOf(sealed))
  })

  test('puts the hash on chain and never the payload (Y-9.5b, Y-6.2.1d)', async () => {
    const { placement, sealed } = await place()
    const onChain = await world.ledger.queryPlacement(placement)
    expect(onChain?.cid).toBe(cidOf(sealed))
    expect(onChain?.chunkRoot).toBe(chunkRoot(sealed))
    const text = JSON.stringify(onChain, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
    expect(text).not.toContain(marker)
    expect(text.length).toBeLessThan(2000)
  })

  test('gives the same receipt for the same object again', async () => {
    const { placement, sealed } = await place()
    const { client, identity } = world.at(1)
    const [first, second] = [
      await client.put(placement, placement.cid, sealed),
      await client.put(placement, placement.cid, sealed),
    ]
    expect(second).toEqual(first)
    const { objectId, version, cid } = placement
    const receipt = { objectId, version, cid, chunkRoot: chunkRoot(sealed), store: identity.store }
    expect(isSigned(first, receiptText({ ...receipt, atNs: timeOf(first.text) }), identity.signingKey)).toBe(true)
  })

  test('goes on after a restart of a store with all that it had promised', async () => {
    const { placement } = await place()
    await world.at(2).kill()
    await world.at(2).start()
    expect(cidOf(await world.at(2).client.get(placement.cid))).toBe(placement.cid)
  })
})

describe('a store refuses', () => {
  /** A placement as the chain would hold it, at all three stores. */
  function placementOf(name: ObjectName, bytes: Uint8Array, change: Partial<Placement> = {}): Placement {
    const placement: Placement = {
      ...name,
      cid: cidOf(bytes),
      lengthBytes: bytes.length,
      chunkRoot: chunkRoot(bytes),
      plaintext: { algorithm: 'hmac_sha2_256', digest: sha256(bytes) },
      validated: true,
      erased: false,
      seats: world.stores.map(({ store }) => ({ store, share: toHex(sha256(utf8(store))) })),
      quorum: 2,
      keyCommitment: toHex(sha256(bytes)),
      ...change,
    }
    world.ledger.force(placement)
    return placement
  }
  const sealedOf = (name: ObjectName): Uint8Array => sealObject(randomBytes(5000), name).sealed
  const put = (placement: Placement, bytes: Uint8Array) => world.at(0).client.put(placement, placement.cid, bytes)

  test('what was not validated, on chain and at its own door (Y-9.4e, Y-9.5a)', async () => {
    const name = newName()
    const stores = world.stores.map(({ identity }) => identity)
    const placing = placeObject({ ...name, plaintext: utf8(marker), salt, stores, quorum: 2 }, deps)
    await expect(placing).rejects.toEqual(coded('NOT_VALIDATED'))
    const bytes = sealedOf(name)
    const elsewhere = { ...name, cid: cidOf(bytes) }
    await expect(world.at(0).client.put(elsewhere, cidOf(bytes), bytes)).rejects.toEqual(coded('PLACEMENT_MISSING'))
    await expect(world.at(0).client.get(cidOf(bytes))).rejects.toEqual(coded('OBJECT_MISSING'))
  })

  test('plaintext, even where the chain places it (Y-9.4e)', async () => {
    const bytes = utf8(marker.repeat(10))
    const placement = placementOf(newName(), bytes)
    await expect(put(placement, bytes)).rejects.toEqual(coded('PLAINTEXT_REFUSED'))
    await expect(world.at(0).client.get(placement.cid)).rejects.toEqual(coded('OBJECT_MISSING'))
  })

  test('an object of another length, address, chunk root or store than the chain says', async () => {
    const name = newName()
    const bytes = sealedOf(name)
    const longer = placementOf(name, bytes, { lengthBytes: bytes.length + 1 })
    await expect(put(longer, bytes)).rejects.toEqual(because('PLACEMENT_MISSING', 'another length'))
    const other = placementOf(name, bytes, { cid: cidOf(randomBytes(9)) })
    await expect(put({ ...other, cid: cidOf(bytes) }, bytes)).rejects.toEqual(
      because('PLACEMENT_MISSING', 'another address'),
    )
    const chunks = placementOf(name, bytes, { chunkRoot: toHex(randomBytes(32)) })
    await expect(put(chunks, bytes)).rejects.toEqual(because('PLACEMENT_MISSING', 'other chunks'))
    const seats = [{ store: 'did:causeway:thing:zone-a:other', share: toHex(sha256(bytes)) }]
    await expect(put(placementOf(name, bytes, { seats }), bytes)).rejects.toEqual(coded('PLACEMENT_MISSING'))
    const placement = placementOf(name, bytes)
    const altered = bytes.map((byte, at) => (at === 99 ? byte ^ 1 : byte))
    await expect(put(placement, altered)).rejects.toEqual(coded('CID_MISMATCH'))
    await expect(put(placement, bytes)).resolves.toBeDefined()
  })

  test('other bytes under the name of a stored object, even where the chain was changed (Y-7.1.2b)', async () => {
    const { placement, sealed } = await place()
    const bytes = sealedOf(placement)
    const changed = placementOf(placement, bytes)
    await expect(put(changed, bytes)).rejects.toEqual(coded('OBJECT_TAKEN'))
    expect(Buffer.compare(await world.at(0).client.get(placement.cid), sealed)).toBe(0)
  })

  test('a key share that is not the committed one', async () => {
    const { placement } = await place()
    const { placement: other, shares } = await place()
    const { client, identity } = world.at(0)
    const share = shares.get(identity.store) ?? new Uint8Array()
    await expect(giveShare(client, placement, identity, share)).rejects.toEqual(coded('SHARE_MISMATCH'))
    await expect(giveShare(client, other, identity, share)).resolves.toBeUndefined()
  })
})

const json = { 'content-type': 'application/json' }

describe('the door of a store', () => {
  const cid = cidOf(utf8('x'))
  const post = (body: string): RequestInit => ({ method: 'POST', body, headers: json })
  test.each<[string, string, RequestInit, number, string]>([
    ['an unknown path', '/nothing', {}, 404, 'NOT_FOUND'],
    ['what is no address', '/objects/bafkreiabc', {}, 400, 'CID_MALFORMED'],
    ['an object without a name', `/objects/${cid}`, { method: 'PUT', body: 'x' }, 400, 'REQUEST_INVALID'],
    ['a wrong name', `/objects/${cid}?object=x&version=1`, { method: 'PUT', body: 'x' }, 400, 'ID_MALFORMED'],
    ['a body that is no JSON', '/shares', post('{'), 400, 'REQUEST_INVALID'],
    ['a body with an unknown field', '/shares', post('{"a":1}'), 400, 'REQUEST_INVALID'],
    ['too long a share', '/shares', post(JSON.stringify('x'.repeat(20_000))), 413, 'OBJECT_TOO_LARGE'],
  ])('refuses %s with a code and changes nothing', async (_, path, options, status, code) => {
    const response = await fetch(world.at(0).url + path, options)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({ code, status, retryable: false })
  })

  test('reads no body that is longer than an object may be', async () => {
    const { objectId } = newName()
    const bytes = new Uint8Array(objectBytesMax + 1)
    const placing = world.at(0).client.put({ objectId, version: 1n }, cidOf(bytes), bytes)
    await expect(placing).rejects.toEqual(coded('OBJECT_TOO_LARGE'))
  })

  test('says who it is', async () => {
    expect(await (await fetch(`${world.at(0).url}/healthz`)).json()).toEqual({ store: world.at(0).store })
  })
})

describe('reading', () => {
  test.each(['P-256', 'X25519'] as const)(
    'needs a grant for the own key of %s and no supplier, and gives what was sealed (Y-7.1.2a, Y-8.4.1a)',
    async (kind) => {
      const placed = await place(newName(), utf8(`${marker} of ${kind}`))
      const recipient = await granted(placed, kind)
      const fetched = await fetchObject(placed.placement, { ...recipient, salt }, deps)
      expect(Buffer.from(fetched.plaintext).toString()).toBe(`${marker} of ${kind}`)
      expect(fetched.faults).toEqual([])
    },
  )

  test('is refused without a grant, after it ended, for another object and for another key', async () => {
    const placed = await place()
    const other = await place()
    const release = (request: ShareRequest) => world.at(0).client.releaseShare(request)
    const stranger = await newRecipient('grant-of-nobody')
    await expect(release(shareRequest(placed, stranger))).rejects.toEqual(because('GRANT_REFUSED', 'unknown'))
    const elsewhere = await granted(other)
    await expect(release(shareRequest(placed, elsewhere))).rejects.toEqual(because('GRANT_REFUSED', 'OBJECT_UNKNOWN'))
    const late = await granted(placed, 'P-256', Date.now() - 1)
    await expect(release(shareRequest(placed, late))).rejects.toEqual(because('GRANT_REFUSED', 'GRANT_EXPIRED'))
    const recipient = await granted(placed)
    const swapped = { ...shareRequest(placed, recipient), recipientKey: stranger.publicKey }
    await expect(release(swapped)).rejects.toEqual(because('GRANT_REFUSED', 'of another key'))
    await expect(release(shareRequest(placed, recipient))).resolves.toMatch(/^ey/)
    world.ledger.revoke(recipient.grant)
    await expect(release(shareRequest(placed, recipient))).rejects.toEqual(because('GRANT_REFUSED', 'GRANT_REVOKED'))
  })

  test('is refused for a request that its grantee did not sign, or signed for another store or long ago', async () => {
    const placed = await place()
    const recipient = await granted(placed)
    const release = (request: ShareRequest) => world.at(0).client.releaseShare(request)
    const thief = { ...recipient, signingKey: (await newRecipient('thief')).signingKey }
    await expect(release(shareRequest(placed, thief))).rejects.toEqual(coded('SIGNATURE_INVALID'))
    await expect(release(shareRequest(placed, recipient, 1))).rejects.toEqual(coded('SIGNATURE_INVALID'))
    const { objectId, version } = placed.placement
    const said = { objectId, version, grant: recipient.grant, store: world.at(0).store }
    const old = signText(askText({ ...said, atNs: nowNs() - 600_000_000_000n }), recipient.signingKey)
    await expect(release({ ...shareRequest(placed, recipient), request: old })).rejects.toEqual(
      coded('STATEMENT_STALE'),
    )
  })

  test('releases nothing while the chain does not answer', async () => {
    const placed = await place()
    const recipient = await granted(placed)
    world.ledger.away = true
    const releasing = world.at(0).client.releaseShare(shareRequest(placed, recipient))
    await expect(releasing).rejects.toEqual(coded('LEDGER_UNAVAILABLE'))
    world.ledger.away = false
    await expect(world.at(0).client.releaseShare(shareRequest(placed, recipient))).resolves.toMatch(/^ey/)
  })

  test('of a range gives exactly these bytes', async () => {
    const { placement, sealed } = await place()
    const part = await world.at(0).client.get(placement.cid, { range: { first: 100, last: 199 } })
    expect(Buffer.compare(part, sealed.subarray(100, 200))).toBe(0)
    const asked = await fetch(`${world.at(0).url}/objects/${placement.cid}`, { headers: { range: 'bytes=9-' } })
    expect(asked.status).toBe(206)
    expect(asked.headers.get('content-range')).toBe(`bytes 9-${sealed.length - 1}/${sealed.length}`)
    expect(await asked.bytes()).toHaveLength(sealed.length - 9)
    const beyond = world.at(0).client.get(placement.cid, { range: { first: sealed.length, last: sealed.length + 1 } })
    await expect(beyond).rejects.toEqual(coded('RANGE_INVALID'))
  })

  test('under a grant leaves a statement of the delivery that the store signed, and otherwise none', async () => {
    const placed = await place()
    const { placement, sealed } = placed
    const { objectId, version, cid } = placement
    const recipient = await granted(placed)
    const agreement = recipient.grant
    const { client, identity } = world.at(0)
    await client.get(cid)
    await expect(client.delivery(agreement, cid)).rejects.toEqual(coded('OBJECT_MISSING'))
    const { request } = shareRequest(placed, recipient)
    await client.get(cid, { asked: { grant: recipient.grant, request, access: 1n } })
    const statement = await client.delivery(agreement, cid)
    const said = { objectId, version, cid, sha256: toHex(sha256(sealed)), agreement, atNs: timeOf(statement.text) }
    expect(isSigned(statement, deliveryText(said), identity.signingKey)).toBe(true)
  })
})

describe('one store alone', () => {
  test('has nothing on its disk but sealed bytes and wrapped shares (Y-6.2.1d, Y-7.1.2a)', async () => {
    const plaintext = utf8(marker.repeat(100_000))
    const { placement, sealed, contentKey, shares } = await place(newName(), plaintext)
    const secrets = [utf8(marker), contentKey, ...shares.values(), salt]
    for (const { dataFolder } of world.stores) {
      const files = readdirSync(dataFolder, { recursive: true }).map((name) => join(dataFolder, String(name)))
      const contents = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file))
      // The scan finds what is there.
      expect(contents.some((bytes) => bytes.includes(Buffer.from(sealed.subarray(50, 90))))).toBe(true)
      for (const secret of secrets) {
        expect(contents.filter((bytes) => bytes.includes(Buffer.from(secret)))).toHaveLength(0)
      }
    }
    expect(placement.lengthBytes).toBe(plaintext.length + 33)
  })

  test('cannot open what it holds, with its own share and every sealed byte (Y-9.1-3)', async () => {
    const { placement, sealed, shares } = await place()
    const [own] = [...shares.values()]
    if (own === undefined) throw new Error('no share')
    const { keyCommitment } = placement
    await expect(combineShares([own], keyCommitment)).rejects.toEqual(coded('KEY_MISMATCH'))
    await expect(combineShares([own, randomBytes(own.length)], keyCommitment)).rejects.toEqual(coded('KEY_MISMATCH'))
    expect(() => openSealed(sealed, own.subarray(0, 32), placement)).toThrow(coded('SEAL_BROKEN'))
  })

  test('releases a share that opens for the grantee alone, not for another store or for who carries it', async () => {
    const placed = await place()
    const recipient = await granted(placed)
    const jwe = await world.at(0).client.releaseShare(shareRequest(placed, recipient))
    const stranger = await newRecipient('stranger')
    const { store } = world.at(0)
    await expect(unwrapShare(jwe, placed.placement, store, stranger.privateKey)).rejects.toEqual(
      coded('SHARE_MISMATCH'),
    )
    const share = await unwrapShare(jwe, placed.placement, store, recipient.privateKey)
    expect(Buffer.compare(share, placed.shares.get(store) ?? new Uint8Array())).toBe(0)
  })
})
