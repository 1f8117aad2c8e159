// DIDs of three methods resolve, and a foreign host can neither lie about its DID, nor starve us, nor point inwards.
import { generateKeyPairSync, sign } from 'node:crypto'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { utf8 } from '../../core/bytes.ts'
import { parseSubject } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import { documentBytesMax } from '../../platform/identity/limits.ts'
import type { PublicFetch, SubjectAnswer } from '../../platform/identity/ports.ts'
import { isPublicAddress, publicFetch, publicLookup } from '../../platform/identity/publicFetch.ts'
import { isSigned, keyObject, publicKeyOf } from '../../platform/identity/publicKeys.ts'
import { openResolver, resolveDid } from '../../platform/identity/resolver.ts'

const id = 'did:causeway:party:zone-a:city'
const key = (first: number): string => Buffer.alloc(32, first).toString('base64')
const subjectJson = {
  id,
  form: 'organisation',
  owner: null,
  status: 'active',
  keys: [
    { name: 'old', algorithm: 'ed25519', public_key: key(1), since_height: 10, until_height: 100 },
    { name: 'new', algorithm: 'ed25519', public_key: key(2), since_height: 100, until_height: null },
  ],
  accounts: [
    { chain_id: 'zone-a', address: 'wasm1aaa' },
    { chain_id: 'zone-b', address: 'osmo1bbb' },
  ],
  roles: [],
  version: 4,
  home_chain_id: 'zone-a',
}
const answerOf = (changes: object = {}): SubjectAnswer => ({
  subject: parseSubject({ ...subjectJson, ...changes }),
  height: 500n,
  timeMs: 0,
})

const noFetch: PublicFetch = async () => {
  throw new Error('not asked for')
}
type Ports = { subject?: SubjectAnswer | undefined; fetch?: PublicFetch; signal?: AbortSignal }
function resolve(did: string, { subject, fetch = noFetch, signal = new AbortController().signal }: Ports = {}) {
  const subjects = { query: async (asked: string) => (asked === id ? subject : undefined) }
  return resolveDid(openResolver({ subjects, fetch, timeout: () => signal }), did)
}
const refusal = (code: string, reason?: string) =>
  expect.objectContaining(reason === undefined ? { code } : { code, facts: expect.objectContaining({ reason }) })

test('one identifier resolves to the current key and to the account on each chain (Y-7.2.2a)', async () => {
  const { didDocument, didDocumentMetadata } = await resolve(id, { subject: answerOf() })
  expect(didDocument?.assertionMethod).toEqual([`${id}#new`])
  expect(didDocument?.alsoKnownAs).toEqual(['did:pkh:cosmos:zone-a:wasm1aaa', 'did:pkh:cosmos:zone-b:osmo1bbb'])
  expect(didDocumentMetadata).toEqual({ versionId: '4' })
})

test('a signature of a past height resolves to the key of that height, after suspension too (Y-7.1.3b)', async () => {
  const past = await resolve(`${id}?height=99`, { subject: answerOf({ status: 'suspended' }) })
  expect(past.didDocument?.assertionMethod).toEqual([`${id}#old`])
  expect(past.didDocumentMetadata).toEqual({ versionId: '4', deactivated: true })
  const now = await resolve(id, { subject: answerOf({ status: 'suspended' }) })
  expect(now.didDocument?.verificationMethod).toEqual([])
})

test.each(['proposed', 'rejected'])('a %s identifier resolves to nobody (Y-7.1.3a)', async (status) => {
  await expect(resolve(id, { subject: answerOf({ status }) })).rejects.toThrow(refusal('DID_UNKNOWN'))
})

test('a silent chain is an error, not an unknown identifier', async () => {
  const query = async (): Promise<undefined> => {
    throw new CausewayError('CHAIN_UNREACHABLE')
  }
  const resolver = openResolver({ subjects: { query }, fetch: noFetch, timeout: AbortSignal.timeout })
  await expect(resolveDid(resolver, id)).rejects.toThrow(refusal('CHAIN_UNREACHABLE'))
})

test('an answer about somebody else is refused', async () => {
  const other = answerOf({ id: 'did:causeway:party:zone-a:other' })
  await expect(resolve(id, { subject: other })).rejects.toThrow(refusal('CHAIN_ANSWER_INVALID'))
})

test.each([
  'did:causeway:party:zone-a',
  'did:causeway:robot:zone-a:x',
  `${id}?height=0`,
  `${id}?height=x`,
  `${id}?version=1`,
  `${id}/path`,
  'did:unknown:x',
  'no DID',
  `did:key:${'z'.repeat(600)}`,
  'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doX1',
  'did:web:localhost',
  'did:web:printer.local',
  'did:web:db.internal',
  'did:web:127.0.0.1',
  'did:web:2130706433',
  'did:web:0x7f.1',
  'did:web:city.example%3A0',
  'did:web:city.example%3A99999x',
  'did:web:city.example:..',
  'did:web:city.example:a%2F..',
  'did:web:user%40city.example',
  'did:web:city.example?x=1',
])('%s is refused as malformed, and nothing is fetched', async (did) => {
  await expect(resolve(did, { subject: answerOf() })).rejects.toThrow(refusal('DID_MALFORMED'))
})

test('did:key resolves by itself', async () => {
  const did = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
  const { didDocument } = await resolve(did)
  expect(didDocument?.assertionMethod).toEqual([`${did}#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK`])
  expect(publicKeyOf(didDocument?.verificationMethod?.[0] ?? ({} as never))?.algorithm).toBe('ed25519')
})

const web = 'did:web:city.example'
const served =
  (body: string | Uint8Array<ArrayBuffer> | null, status = 200): PublicFetch =>
  async () =>
    new Response(body, { status })
const document = (changes: object = {}): string =>
  JSON.stringify({ id: web, verificationMethod: [{ id: `${web}#k`, type: 'Multikey', controller: web }], ...changes })

test.each([
  ['did:web:city.example', 'https://city.example/.well-known/did.json'],
  ['did:web:city.example%3A8443', 'https://city.example:8443/.well-known/did.json'],
  ['did:web:city.example:people:mayor', 'https://city.example/people/mayor/did.json'],
])('%s is fetched from %s', async (did, url) => {
  const asked: string[] = []
  const fetch: PublicFetch = async (at) => {
    asked.push(at.href)
    return new Response(JSON.stringify({ id: did }))
  }
  expect((await resolve(did, { fetch })).didDocument).toEqual({ id: did })
  expect(asked).toEqual([url])
})

test.each<[string, PublicFetch, string]>([
  ['is not there', served('', 404), 'DID_UNKNOWN'],
  ['redirects', served(null, 302), 'DID_UNREACHABLE'],
  ['fails', served('', 500), 'DID_UNREACHABLE'],
  ['does not answer', noFetch, 'DID_UNREACHABLE'],
  ['is no text', served(Uint8Array.of(0xff, 0xfe)), 'DID_UNREACHABLE'],
  ['is no JSON', served('<html>'), 'DID_DOCUMENT_INVALID'],
  ['is null', served('null'), 'DID_DOCUMENT_INVALID'],
  ['is of another DID', served(document({ id: 'did:web:evil.example' })), 'DID_DOCUMENT_INVALID'],
  [
    'has keys of another DID',
    served(document({ verificationMethod: [{ id: 'did:web:evil.example#k' }] })),
    'DID_DOCUMENT_INVALID',
  ],
  ['has no list of keys', served(document({ assertionMethod: 'k' })), 'DID_DOCUMENT_INVALID'],
])('a web document that %s is refused', async (_, fetch, code) => {
  await expect(resolve(web, { fetch })).rejects.toThrow(refusal(code))
})

test('a document that never ends is read up to the limit and no further', async () => {
  let chunks = 0
  const endless = new ReadableStream({
    pull(controller) {
      chunks += 1
      controller.enqueue(new Uint8Array(16 * 1024).fill(32))
    },
  })
  const fetch: PublicFetch = async () => new Response(endless)
  await expect(resolve(web, { fetch })).rejects.toThrow(
    refusal('DID_UNREACHABLE', `more than ${documentBytesMax} bytes`),
  )
  expect(chunks).toBeLessThan(8)
})

test('a host that sends nothing more is given up at the time limit', async () => {
  for (const highWaterMark of [0, 1]) {
    const controller = new AbortController()
    const silent = new ReadableStream({ pull: () => controller.abort(new Error('too slow')) }, { highWaterMark })
    const attempt = resolve(web, { fetch: async () => new Response(silent), signal: controller.signal })
    await expect(attempt).rejects.toThrow(refusal('DID_UNREACHABLE', 'too slow'))
  }
})

test.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::7f00:1', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['2002:7f00:1::', false],
  ['2001:db8::1', false],
  ['city.example', false],
])('%s is a public address: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic)
})

test.each<[string, LookupAddress[], boolean]>([
  ['only public addresses', [{ address: '8.8.8.8', family: 4 }], true],
  [
    'a private address among public ones',
    [
      { address: '8.8.8.8', family: 4 },
      { address: '::1', family: 6 },
    ],
    false,
  ],
  ['no address', [], false],
])('a name with %s: connected %s', (_, addresses, isConnected) => {
  const resolver = ((_host: string, _options: LookupOptions, answer: (error: null, found: LookupAddress[]) => void) =>
    answer(null, addresses)) as never
  for (const all of [true, false]) {
    let outcome: unknown
    publicLookup('city.example', { all }, (error, found) => (outcome = error ?? found), resolver)
    const good = all ? addresses : addresses[0]?.address
    expect(outcome).toEqual(isConnected ? good : refusal('DID_UNREACHABLE'))
  }
})

test.each(['https://localhost:1/', 'https://127.0.0.1:1/', 'https://[::1]:1/', 'http://city.example/'])(
  'the real fetch does not connect to %s',
  async (url) => {
    const attempt = publicFetch(new URL(url), AbortSignal.timeout(5_000))
    await expect(attempt).rejects.toThrow(refusal('DID_UNREACHABLE'))
  },
)

test.each(['ed25519', 'P-256', 'secp256k1'] as const)(
  'a %s key reads from a JWK, and verifies what its owner signed (Y-8.4.1b)',
  (curve) => {
    const pair = curve === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: curve })
    const jwk = pair.publicKey.export({ format: 'jwk' })
    const read = publicKeyOf({ id: '', type: 'JsonWebKey', controller: '', publicKeyJwk: jwk as { kty: string } })
    if (read === undefined) throw new Error('the key was not read')
    expect(keyObject(read).export({ format: 'jwk' })).toEqual(jwk)
    const hash = curve === 'ed25519' ? null : 'sha256'
    const signature = sign(hash, utf8('text'), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' })
    expect(isSigned(read, utf8('text'), signature)).toBe(true)
    expect(isSigned(read, utf8('Text'), signature)).toBe(false)
  },
)

test('keys of other kinds are none of ours', () => {
  const jwk = (publicKeyJwk: object) =>
    publicKeyOf({ id: '', type: 'JsonWebKey', controller: '', publicKeyJwk: publicKeyJwk as { kty: string } })
  const x = Buffer.alloc(32, 1).toString('base64url')
  const odd = [
    { kty: 'RSA' },
    { kty: 'EC', crv: 'P-384', x, y: x },
    { kty: 'EC', crv: 'P-256', x },
    { kty: 'OKP', crv: 'Ed25519', x: 'AA' },
  ]
  expect([...odd.map(jwk), publicKeyOf({ id: '', type: 'x', controller: '' })]).toEqual(Array(5).fill(undefined))
})
