// Subjects as DID documents: the keys that count at a height, and nothing that an answer only half says.
import fc from 'fast-check'
import {
  didDocument,
  documentMetadata,
  isKnown,
  keyAlgorithms,
  keysAt,
  parseMultikey,
  parseSubject,
  toMultikey,
} from '../../core/did.ts'
import { isCausewayError } from '../../core/errors.ts'

const id = 'did:causeway:party:zone-a:city'
const key = (first: number): string =>
  Buffer.from([first, ...Array.from({ length: 31 }, (_, at) => at)]).toString('base64')
const point = (first: number): string => Buffer.from([first, ...Buffer.alloc(32, 7)]).toString('base64')

/** Rotated once at height 100: `main-1` until then, `main-2` since. */
const answer = {
  id,
  form: 'organisation',
  owner: null,
  status: 'active',
  keys: [
    { name: 'main-1', algorithm: 'ed25519', public_key: key(1), since_height: 10, until_height: 100 },
    { name: 'main-2', algorithm: 'p256', public_key: point(2), since_height: 100, until_height: null },
  ],
  accounts: [{ chain_id: 'zone-b', address: 'wasm1qqq' }],
  roles: ['regulator'],
  version: 3,
  home_chain_id: 'zone-a',
}

test('an active subject is a DID document with its current key and its accounts as CAIP-10 (Y-7.2.2a)', () => {
  const document = didDocument(parseSubject(answer))
  expect(document.id).toBe(id)
  expect(document.verificationMethod).toEqual([
    { id: `${id}#main-2`, type: 'Multikey', controller: id, publicKeyMultibase: expect.stringMatching(/^zDna/) },
    {
      id: `${id}#zone-b:wasm1qqq`,
      type: 'EcdsaSecp256k1RecoveryMethod2020',
      controller: id,
      blockchainAccountId: 'cosmos:zone-b:wasm1qqq',
    },
  ])
  expect(document.assertionMethod).toEqual([`${id}#main-2`])
  expect(document.authentication).toEqual([`${id}#main-2`, `${id}#zone-b:wasm1qqq`])
  expect(document.alsoKnownAs).toEqual(['did:pkh:cosmos:zone-b:wasm1qqq'])
  expect(document.controller).toBeUndefined()
})

test('a thing is controlled by the party that owns it', () => {
  const owned = { ...answer, id: 'did:causeway:thing:zone-a:lamp', form: 'device', owner: id, accounts: [] }
  expect(didDocument(parseSubject(owned))).toMatchObject({ controller: id })
  expect(didDocument(parseSubject(owned)).alsoKnownAs).toBeUndefined()
})

test('after a rotation an old height still resolves to the key that was valid then, in half-open terms (Y-7.1.3b)', () => {
  const subject = parseSubject(answer)
  const names = (height?: bigint): string[] => keysAt(subject, height).map(({ name }) => name)
  expect([names(9n), names(10n), names(99n), names(100n), names(2n ** 60n), names()]).toEqual([
    [],
    ['main-1'],
    ['main-1'],
    ['main-2'],
    ['main-2'],
    ['main-2'],
  ])
  expect(didDocument(subject, 99n).assertionMethod).toEqual([`${id}#main-1`])
  expect(didDocument(subject, 99n).alsoKnownAs).toBeUndefined()
})

test.each(['suspended', 'retired'])(
  'a %s subject signs nothing more, and what it signed still resolves (Y-7.1.3b)',
  (status) => {
    const subject = parseSubject({ ...answer, status })
    expect(didDocument(subject).verificationMethod).toEqual([])
    expect(didDocument(subject).alsoKnownAs).toBeUndefined()
    expect(documentMetadata(subject)).toEqual({ versionId: '3', deactivated: true })
    expect(didDocument(subject, 50n).assertionMethod).toEqual([`${id}#main-1`])
    expect(isKnown(subject)).toBe(true)
  },
)

test.each(['proposed', 'rejected'])('a %s subject names nobody at any height (Y-7.1.3a)', (status) => {
  const subject = parseSubject({ ...answer, status })
  expect(isKnown(subject)).toBe(false)
  expect(didDocument(subject, 50n).verificationMethod).toEqual([])
})

test('members of a later release are tolerated, the active state has no deactivated mark', () => {
  const subject = parseSubject({ ...answer, colour: 'blue' })
  expect(documentMetadata(subject)).toEqual({ versionId: '3' })
})

const [first] = answer.keys
test.each([
  ['is no object', []],
  ['has another method', { ...answer, id: 'did:web:city.example' }],
  ['has an unknown status', { ...answer, status: 'banned' }],
  ['has an unknown form', { ...answer, form: 'robot' }],
  ['is owned by a thing', { ...answer, owner: 'did:causeway:thing:zone-a:lamp' }],
  ['has a key of an unknown curve', { ...answer, keys: [{ ...first, algorithm: 'rsa' }] }],
  ['has a key of another length', { ...answer, keys: [{ ...first, public_key: 'AAAA' }] }],
  ['has an uncompressed point', { ...answer, keys: [{ ...first, algorithm: 'p256', public_key: point(4) }] }],
  ['has a key that is no base64', { ...answer, keys: [{ ...first, public_key: '!' }] }],
  ['has a key name that is no fragment', { ...answer, keys: [{ ...first, name: 'a b' }] }],
  ['has a height that was rounded', { ...answer, keys: [{ ...first, since_height: 2 ** 60 }] }],
  ['has no end of a key', { ...answer, keys: [{ ...first, until_height: undefined }] }],
  ['has no keys', { ...answer, keys: undefined }],
  ['has an address with a colon', { ...answer, accounts: [{ chain_id: 'zone-a', address: 'a:b' }] }],
  ['has a number as a role', { ...answer, roles: [7] }],
  ['has no home', { ...answer, home_chain_id: '' }],
])('an answer that %s is refused as a whole', (_, json) => {
  expect(() => parseSubject(json)).toThrow(expect.objectContaining({ code: 'CHAIN_ANSWER_INVALID' }))
})

test('the published example of an Ed25519 Multikey reads and writes the same', () => {
  // The example of the did:key method specification.
  const published = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
  const read = parseMultikey(published)
  expect(read?.algorithm).toBe('ed25519')
  expect(Buffer.from(read?.bytes ?? []).toString('hex')).toBe(
    '2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6',
  )
  expect(read === undefined ? '' : toMultikey(read)).toBe(published)
})

test('every key survives as Multikey, and text that is none is refused without an error', () => {
  const keys = fc.constantFrom(...keyAlgorithms).chain((algorithm) =>
    fc.record({
      algorithm: fc.constant(algorithm),
      bytes:
        algorithm === 'ed25519'
          ? fc.uint8Array({ minLength: 32, maxLength: 32 })
          : fc
              .tuple(fc.constantFrom(2, 3), fc.uint8Array({ minLength: 32, maxLength: 32 }))
              .map(([sign, rest]) => Uint8Array.from([sign, ...rest])),
    }),
  )
  fc.assert(fc.property(keys, (one) => expect(parseMultikey(toMultikey(one))).toEqual(one)))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String().map((end) => `z${end}`),
      ),
      (text) => {
        const read = parseMultikey(text)
        if (read !== undefined) expect(toMultikey(read)).toBe(text)
      },
    ),
  )
  expect(parseMultikey(`z${'1'}6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK`)).toBeUndefined()
})

test('no answer of any shape does anything but parse or refuse', () => {
  const property = fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(answer)), (value, member) => {
    try {
      parseSubject({ ...answer, [member]: value })
    } catch (error) {
      expect(isCausewayError(error, 'CHAIN_ANSWER_INVALID')).toBe(true)
    }
  })
  fc.assert(property)
})
