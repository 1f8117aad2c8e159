// The texts that stores sign, byte for byte, their signatures, chunk proofs and addresses.
import { randomBytes } from 'node:crypto'
import { parseHex, utf8 } from '../../core/bytes.ts'
import { publicBytesOf, signingKeyOf } from '../../platform/keys/ed25519.ts'
import { chunkCount, chunkRoot, proveChunk, verifyChunk } from '../../platform/storage/chunks.ts'
import { cidOf, digestOf, parseCid } from '../../platform/storage/cid.ts'
import {
  askText,
  deliveryText,
  forgottenText,
  isSigned,
  receiptText,
  signText,
  timeOf,
} from '../../platform/storage/statements.ts'

const coded = (code: string) => expect.objectContaining({ code })
const name = { objectId: 'did:causeway:entry:zone-a:air.sensor-1.1-100', version: 2n }
const cid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'
const store = 'did:causeway:thing:zone-a:store-1'

test('statements have exactly these lines', () => {
  const chunks = 'ab'.repeat(32)
  expect(receiptText({ ...name, cid, chunkRoot: chunks, store, atNs: 17n })).toBe(
    `Causeway v1: storage receipt\n${name.objectId}\nversion 2\ncid ${cid}\nchunks ${chunks}\nstore ${store}\nat 17`,
  )
  expect(deliveryText({ ...name, cid, sha256: chunks, agreement: 'agreement-1', atNs: 18n })).toBe(
    `Causeway v1: delivered\n${name.objectId}\nversion 2\ncid ${cid}\nsha256 ${chunks}\nagreement agreement-1\nat 18`,
  )
  expect(askText({ ...name, grant: 'grant-1', store, atNs: 19n })).toBe(
    `Causeway v1: share request\n${name.objectId}\nversion 2\ngrant grant-1\nstore ${store}\nat 19`,
  )
  expect(forgottenText({ ...name, keyCommitment: chunks, store, atNs: 20n })).toBe(
    `Causeway v1: key share erased\n${name.objectId}\nversion 2\nkey ${chunks}\nstore ${store}\nat 20`,
  )
  expect([timeOf('x\nat 17'), timeOf('at 17'), timeOf('x\nat 17\n'), timeOf('')]).toEqual([17n, -1n, -1n, -1n])
})

test('a signature fits its text, its key and the expected text only', () => {
  // Test 1 of RFC 8032, section 7.1, signs the empty text.
  const key = signingKeyOf(parseHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'))
  expect(Buffer.from(publicBytesOf(key)).toString('hex')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  )
  const empty = signText('', key)
  expect(Buffer.from(empty.signature).toString('hex')).toMatch(/^e5564300c360ac729086e2cc806e828a/)
  const signed = signText('a text', key)
  const publicKey = publicBytesOf(key)
  expect(isSigned(signed, 'a text', publicKey)).toBe(true)
  expect(isSigned(signed, 'another text', publicKey)).toBe(false)
  expect(isSigned({ ...signed, text: 'another text' }, 'another text', publicKey)).toBe(false)
  expect(isSigned({ ...signed, signature: empty.signature }, 'a text', publicKey)).toBe(false)
  expect(isSigned({ ...signed, signature: new Uint8Array(3) }, 'a text', publicKey)).toBe(false)
  expect(isSigned(signed, 'a text', publicBytesOf(signingKeyOf(randomBytes(32))))).toBe(false)
  expect(isSigned(signed, 'a text', publicKey.subarray(1))).toBe(false)
})

test.each([1, 1023, 1024, 1025, 5000, 70_000])(
  'every chunk of %i bytes is proven, and no other one in its place',
  (length) => {
    const bytes = randomBytes(length)
    const root = parseHex(chunkRoot(bytes))
    const count = chunkCount(length)
    for (const index of new Set([0, Math.trunc(count / 2), count - 1])) {
      const proof = proveChunk(bytes, index)
      expect(proof.chunk.length).toBeLessThanOrEqual(1024)
      expect(verifyChunk(proof, length, root)).toBe(true)
      const altered = proof.chunk.map((byte, at) => (at === 0 ? byte ^ 1 : byte))
      expect(verifyChunk({ ...proof, chunk: altered }, length, root)).toBe(false)
      expect(verifyChunk({ ...proof, index: index + 1 }, length, root)).toBe(false)
    }
    for (const index of [-1, 0.5, count]) expect(() => proveChunk(bytes, index)).toThrow(coded('CHALLENGE_INVALID'))
  },
)

test('an address is the sha2-256 of the bytes in one spelling', () => {
  // `printf hello | ipfs block put --cid-codec raw`
  const hello = 'bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq'
  expect(cidOf(utf8('hello'))).toBe(hello)
  expect(Buffer.from(digestOf(hello)).toString('hex')).toBe(
    '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
  )
  for (const wrong of [
    '',
    hello.toUpperCase(),
    `${hello}a`,
    hello.slice(0, -1),
    'QmZTR5bcpQD7cFgTorqxZDYaew1Wqgfbd2ud9QqGPAkK2V',
  ]) {
    expect(() => parseCid(wrong)).toThrow(coded('CID_MALFORMED'))
  }
})
