// Sealing: what is sealed opens with its key and name only, and any change is an error instead of garbage.
import { createDecipheriv, randomBytes } from 'node:crypto'
import { utf8 } from '../../core/bytes.ts'
import { plaintextFingerprint, sameFingerprint, storedFingerprint } from '../../platform/keys/fingerprints.ts'
import { type Cipher, isSealed, openSealed, sealObject, sealOverheadBytes } from '../../platform/keys/seal.ts'

const name = { objectId: 'did:causeway:entry:zone-a:air.sensor-1.1-100', version: 2n }
const ciphers: readonly Cipher[] = ['aes_256_gcm', 'chacha20_poly1305']
const coded = (code: string) => expect.objectContaining({ code })

describe.each(ciphers)('an object sealed by %s', (cipher) => {
  const plaintext = randomBytes(5000)
  const { sealed, contentKey } = sealObject(plaintext, name, cipher)

  test('opens to what was sealed, without being told the cipher (Y-8.4.1a)', () => {
    expect(Buffer.compare(openSealed(sealed, contentKey, name), plaintext)).toBe(0)
    expect(sealed[4]).toBe(cipher === 'aes_256_gcm' ? 1 : 2)
    expect(Buffer.from(sealed.subarray(0, 4)).toString()).toBe('CWS1')
    expect(sealed.length).toBe(plaintext.length + sealOverheadBytes)
  })

  test('does not open with another key, under another name or as another version (Y-7.1.5c)', () => {
    const broken = coded('SEAL_BROKEN')
    expect(() => openSealed(sealed, randomBytes(32), name)).toThrow(broken)
    expect(() => openSealed(sealed, contentKey.subarray(1), name)).toThrow(broken)
    expect(() => openSealed(sealed, contentKey, { ...name, objectId: `${name.objectId}0` })).toThrow(broken)
    expect(() => openSealed(sealed, contentKey, { ...name, version: 3n })).toThrow(broken)
  })

  test('does not open after a change of any part, a cut or an addition (Y-7.1.5c)', () => {
    const flipped = (at: number): Uint8Array => sealed.map((byte, index) => (index === at ? byte ^ 1 : byte))
    for (const at of [5, 16, 17, 2000, sealed.length - 17, sealed.length - 16, sealed.length - 1]) {
      expect(() => openSealed(flipped(at), contentKey, name)).toThrow(coded('SEAL_BROKEN'))
    }
    for (const bytes of [sealed.subarray(0, -1), Buffer.concat([sealed, Buffer.of(0)])]) {
      expect(() => openSealed(bytes, contentKey, name)).toThrow(coded('SEAL_BROKEN'))
    }
    const other = sealed.map((byte, at) => (at === 4 ? 3 - byte : byte))
    expect(() => openSealed(other, contentKey, name)).toThrow(coded('SEAL_BROKEN'))
  })

  test('may be empty', () => {
    const empty = sealObject(new Uint8Array(), name, cipher)
    expect(openSealed(empty.sealed, empty.contentKey, name)).toHaveLength(0)
  })
})

test('the layout is magic, cipher, nonce, ciphertext and tag; the header and the name are authenticated', () => {
  const { sealed, contentKey } = sealObject(utf8('by hand'), name)
  const opener = createDecipheriv('aes-256-gcm', contentKey, sealed.subarray(5, 17))
  opener.setAAD(Buffer.concat([sealed.subarray(0, 17), utf8(`${name.objectId}\n2`)]))
  opener.setAuthTag(sealed.subarray(-16))
  expect(`${opener.update(sealed.subarray(17, -16))}${opener.final()}`).toBe('by hand')
})

test('bytes that are not sealed, or by an unknown cipher, are said to be that', () => {
  const { sealed, contentKey } = sealObject(utf8('x'), name)
  const unknown = sealed.map((byte, at) => (at === 4 ? 9 : byte))
  expect(() => openSealed(unknown, contentKey, name)).toThrow(coded('SEAL_MALFORMED'))
  expect(() => openSealed(utf8('plaintext'.repeat(9)), contentKey, name)).toThrow(coded('SEAL_MALFORMED'))
  expect(() => openSealed(sealed.subarray(0, 32), contentKey, name)).toThrow(coded('SEAL_MALFORMED'))
  expect([sealed, unknown, utf8('plaintext'.repeat(9)), sealed.subarray(0, 32)].map(isSealed)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('a hundred thousand objects share neither nonce nor key (Y-7.1.5c)', () => {
  const count = 100_000
  const nonces = new Set<string>()
  const keys = new Set<string>()
  const plaintext = utf8('the same')
  for (let at = 0; at < count; at += 1) {
    const { sealed, contentKey } = sealObject(plaintext, name)
    nonces.add(Buffer.from(sealed.subarray(5, 17)).toString('base64'))
    keys.add(Buffer.from(contentKey).toString('base64'))
  }
  expect([nonces.size, keys.size]).toEqual([count, count])
}, 30_000)

test('fingerprints name their algorithm, and that of the plaintext depends on the salt', () => {
  // sha256("abc") of FIPS 180-4, and test case 2 of RFC 4231.
  expect(Buffer.from(storedFingerprint(utf8('abc')).digest).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
  const hmac = plaintextFingerprint(utf8('what do ya want for nothing?'), utf8('Jefe'))
  expect(hmac.algorithm).toBe('hmac_sha2_256')
  expect(Buffer.from(hmac.digest).toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
  expect(sameFingerprint(hmac, plaintextFingerprint(utf8('what do ya want for nothing?'), utf8('Jeff')))).toBe(false)
  expect(sameFingerprint(hmac, { ...hmac, algorithm: 'sha2_256' })).toBe(false)
  expect(sameFingerprint(hmac, { ...hmac })).toBe(true)
})
