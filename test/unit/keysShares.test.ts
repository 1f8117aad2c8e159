// Shares of content keys: any k give the key, fewer give nothing, and a wrapped share fits one place only.
import { randomBytes } from 'node:crypto'
import { toHex } from '../../core/bytes.ts'
import { sha256 } from '../../platform/keys/fingerprints.ts'
import {
  checkShare,
  combineShares,
  importKey,
  keyThumbprint,
  parsePublicJwk,
  splitKey,
  unwrapShare,
  wrapShare,
} from '../../platform/keys/shares.ts'
import { wrappingKeys } from '../conformance/storeNodeWorld.ts'

const name = { objectId: 'did:causeway:entry:zone-a:air.sensor-1.1-100', version: 2n }
const store = 'did:causeway:thing:zone-a:store-1'
const coded = (code: string) => expect.objectContaining({ code })
const key = new Uint8Array(randomBytes(32))

/** Every way to choose `size` of the list. */
function choices<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]]
  return list.flatMap((first, at) => choices(list.slice(at + 1), size - 1).map((rest) => [first, ...rest]))
}

describe.each([
  [2, 3],
  [3, 5],
  [3, 3],
])('%i of %i shares', (threshold, count) => {
  test('are enough, whichever they are, and one fewer are not', async () => {
    const { shares, keyCommitment } = await splitKey(key, count, threshold)
    const bytes = shares.map(({ share }) => share)
    for (const chosen of choices(bytes, threshold)) {
      expect(Buffer.compare(await combineShares(chosen, keyCommitment), key)).toBe(0)
    }
    for (const chosen of choices(bytes, threshold - 1)) {
      await expect(combineShares(chosen, keyCommitment)).rejects.toEqual(coded('KEY_MISMATCH'))
    }
    expect(keyCommitment).toBe(toHex(sha256(key)))
    expect(new Set(shares.map(({ commitment }) => commitment)).size).toBe(count)
  })
})

test('a share of another key does not pass for the committed one', async () => {
  const one = await splitKey(key, 3, 2)
  const other = await splitKey(new Uint8Array(randomBytes(32)), 3, 2)
  const [own, foreign] = [one.shares[0], other.shares[1]]
  if (own === undefined || foreign === undefined) throw new Error('no shares')
  expect(() => checkShare(own.share, own.commitment)).not.toThrow()
  expect(() => checkShare(foreign.share, own.commitment)).toThrow(coded('SHARE_MISMATCH'))
  await expect(combineShares([own.share, foreign.share], one.keyCommitment)).rejects.toEqual(coded('KEY_MISMATCH'))
})

describe.each(['P-256', 'X25519'] as const)('a share wrapped to a key of %s', (kind) => {
  const share = new Uint8Array(randomBytes(33))

  test('opens with that key, for its object, version and store only', async () => {
    const { publicJwk, privateJwk } = await wrappingKeys(kind)
    const jwe = await wrapShare(share, name, store, publicJwk)
    const privateKey = await importKey(privateJwk)
    expect(Buffer.compare(await unwrapShare(jwe, name, store, privateKey), share)).toBe(0)
    const mismatch = coded('SHARE_MISMATCH')
    await expect(unwrapShare(jwe, { ...name, version: 3n }, store, privateKey)).rejects.toEqual(mismatch)
    await expect(unwrapShare(jwe, { ...name, objectId: 'x' }, store, privateKey)).rejects.toEqual(mismatch)
    await expect(unwrapShare(jwe, name, `${store}0`, privateKey)).rejects.toEqual(mismatch)
    const stranger = await importKey((await wrappingKeys(kind)).privateJwk)
    await expect(unwrapShare(jwe, name, store, stranger)).rejects.toEqual(mismatch)
  })

  test('does not open after its header was changed to fit elsewhere', async () => {
    const { publicJwk, privateJwk } = await wrappingKeys(kind)
    const [header = '', ...rest] = (await wrapShare(share, name, store, publicJwk)).split('.')
    const said = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>
    expect(said).toMatchObject({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: await keyThumbprint(publicJwk) })
    const forged = Buffer.from(JSON.stringify({ ...said, ver: '3' })).toString('base64url')
    const opening = unwrapShare(
      [forged, ...rest].join('.'),
      { ...name, version: 3n },
      store,
      await importKey(privateJwk),
    )
    await expect(opening).rejects.toEqual(coded('SHARE_MISMATCH'))
  })
})

test('a recipient key is public, of a known curve, and has nothing else in it', async () => {
  const { publicJwk, privateJwk } = await wrappingKeys()
  expect(parsePublicJwk({ ...publicJwk })).toEqual(publicJwk)
  for (const wrong of [privateJwk, { ...publicJwk, use: 'enc' }, { kty: 'oct', k: 'AAAA' }, 'key', undefined]) {
    expect(() => parsePublicJwk(wrong)).toThrow(coded('RECIPIENT_KEY_INVALID'))
  }
})
