// Certificates: what holds, online and offline, and a code of its own for every way in which one does not.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import { utf8 } from '../../core/bytes.ts'
import { didDocument, parseSubject, type Subject, toMultikey } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Json } from '../../core/wire.ts'
import { type Claims, type Credential, credentialJson } from '../../platform/credentials/credential.ts'
import { type StatusList, statusBits } from '../../platform/credentials/statusList.ts'
import { type CredentialSigner, openJws, signJws } from '../../platform/credentials/vcJws.ts'
import {
  type Bundle,
  type CredentialPorts,
  type CredentialRecord,
  credentialDigest,
  type Expected,
  issueCredential,
  issueStatusList,
  parseBundle,
  type Trust,
  verifyBundle,
  verifyCredential,
} from '../../platform/credentials/verify.ts'
import { bundleBytesMax, credentialBytesMax } from '../../platform/identity/limits.ts'
import { publicKeyOf } from '../../platform/identity/publicKeys.ts'

const issuer = 'did:causeway:party:zone-a:regulator'
const batch = 'did:causeway:entry:zone-a:weather.lamp.1-256'
const fingerprint = `sha2_256:${'ab'.repeat(32)}`
const listUrl = 'https://regulator.example/status/1'
const nowMs = Date.parse('2027-01-15T08:00:00Z')
const hourMs = 3_600_000
const index = 94_567

function makeKey(name: string, algorithm: 'ed25519' | 'p256' = 'ed25519') {
  const pair =
    algorithm === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = pair.publicKey.export({ format: 'jwk' }) as { kty: string }
  const key = publicKeyOf({ id: '', type: 'JsonWebKey', controller: '', publicKeyJwk: jwk })
  if (key === undefined) throw new Error('no key')
  const signer: CredentialSigner = { kid: `${issuer}#${name}`, algorithm, key: pair.privateKey }
  return { name, key, signer }
}
const old = makeKey('old', 'p256')
const main = makeKey('main')
const stranger = makeKey('main')

const keyJson = ({ name, key }: typeof main, since: number, until: number | null): object => ({
  name,
  algorithm: key.algorithm,
  public_key: Buffer.from(key.bytes).toString('base64'),
  since_height: since,
  until_height: until,
})
const subjectOf = (changes: object = {}): Subject =>
  parseSubject({
    id: issuer,
    form: 'organisation',
    owner: null,
    status: 'active',
    keys: [keyJson(old, 1, 100), keyJson(main, 100, null)],
    accounts: [],
    roles: ['regulator'],
    version: 2,
    home_chain_id: 'zone-a',
    ...changes,
  })

const quality: Claims = { type: 'DataQualityCertificate', subject: batch, fingerprint, quality: 'WMO-8 class 2' }
const permission: Claims = {
  type: 'PermissionToOperate',
  subject: 'did:causeway:party:zone-a:city',
  permission: 'weather stations of the city',
}
const ownership: Claims = {
  type: 'OwnershipCertificate',
  subject: 'did:causeway:asset:zone-a:weather',
  fingerprint,
  owner: 'did:causeway:party:zone-a:city',
  chainId: 'zone-a',
  height: 41n,
  tx: 'CD'.repeat(32),
  recordedAt: '2027-01-15T08:00:00.25Z',
}
const credentialOf = (changes: Partial<Credential> = {}): Credential => ({
  id: 'urn:uuid:6f1c3f0e-1d5b-4a52-9d43-0d0a3f8f0001',
  issuer,
  validFromMs: nowMs - hourMs,
  validUntilMs: nowMs + hourMs,
  status: { list: listUrl, index },
  claims: quality,
  ...changes,
})
const listOf = (changes: Partial<StatusList> = {}): StatusList => ({
  id: listUrl,
  issuer,
  validFromMs: nowMs - hourMs,
  validUntilMs: nowMs + hourMs,
  bits: statusBits([]),
  ...changes,
})
const expected: Expected = { type: 'DataQualityCertificate', subject: batch, fingerprint }
const trust: Trust = {
  issuers: [
    {
      did: issuer,
      keys: [toMultikey(main.key)],
      types: ['DataQualityCertificate', 'PermissionToOperate', 'OwnershipCertificate'],
    },
  ],
  chains: [],
}
const refusal = (code: string) => expect.objectContaining({ code })

type Changes = {
  readonly jws?: string
  readonly credential?: Partial<Credential>
  readonly list?: Partial<StatusList>
  readonly listJws?: string
  readonly document?: object
  readonly signer?: CredentialSigner
  readonly listSigner?: CredentialSigner
}
async function bundleOf(changes: Changes = {}): Promise<Bundle> {
  const signer = changes.signer ?? main.signer
  return {
    credential: changes.jws ?? (await issueCredential(credentialOf(changes.credential), signer)),
    issuerDocument: { ...didDocument(subjectOf()), ...changes.document } as never,
    statusList: changes.listJws ?? (await issueStatusList(listOf(changes.list), changes.listSigner ?? main.signer)),
  }
}
const offline = async (changes: Changes = {}, asked = expected, trusted = trust): Promise<Credential> =>
  verifyBundle(await bundleOf(changes), trusted, asked, nowMs)

type Online = Changes & {
  readonly subject?: Subject | undefined
  readonly record?: Partial<CredentialRecord> | 'none'
}
async function online(changes: Online = {}, asked = expected): Promise<Credential> {
  const { credential: jws, statusList } = await bundleOf(changes)
  const usual = {
    id: '',
    digest: credentialDigest(jws),
    subject: batch,
    fingerprint,
    issuedHeight: 150n,
    isRevoked: false,
  }
  const subject = 'subject' in changes ? changes.subject : subjectOf()
  const ports: CredentialPorts = {
    subjects: { query: async () => subject && { subject, height: 200n, timeMs: nowMs } },
    record: async () => (changes.record === 'none' ? undefined : { ...usual, ...changes.record }),
    statusList: async () => statusList,
    nowMs: () => nowMs,
  }
  const roles = ['regulator']
  const allowed = { DataQualityCertificate: roles, PermissionToOperate: roles, OwnershipCertificate: roles }
  return verifyCredential(jws, asked, allowed, ports)
}

test('a certificate binds type, subject, term, fingerprint, status and issuer, and verifies both ways (Y-9.4d)', async () => {
  expect(await offline()).toEqual(credentialOf())
  expect(await online()).toEqual(credentialOf())
})

test('the credential is VC 2.0 in VC-JOSE-COSE (Y-9.1-4b)', async () => {
  const jws = await issueCredential(credentialOf(), main.signer)
  const [header = '', payload = ''] = jws.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  expect(JSON.parse(header)).toEqual({ alg: 'EdDSA', typ: 'vc+jwt', cty: 'vc', kid: `${issuer}#main` })
  expect(JSON.parse(payload)).toEqual({
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/undefined-terms/v2'],
    id: credentialOf().id,
    type: ['VerifiableCredential', 'DataQualityCertificate'],
    issuer,
    validFrom: '2027-01-15T07:00:00.000Z',
    validUntil: '2027-01-15T09:00:00.000Z',
    credentialStatus: {
      id: `${listUrl}#${index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '94567',
      statusListCredential: listUrl,
    },
    credentialSubject: { id: batch, fingerprint, quality: 'WMO-8 class 2' },
  })
})

test('a permission to operate is about a party and has no fingerprint (Y-9.1-4b)', async () => {
  const asked = { type: permission.type, subject: permission.subject, fingerprint: undefined }
  expect((await offline({ credential: { claims: permission } }, asked)).claims).toEqual(permission)
  await expect(offline({ credential: { claims: permission } }, { ...asked, fingerprint })).rejects.toThrow(
    refusal('CREDENTIAL_FINGERPRINT_WRONG'),
  )
})

test('a certificate of ownership without its chain proof is none (Y-6.2.2e)', async () => {
  const asked = { type: ownership.type, subject: ownership.subject, fingerprint }
  await expect(offline({ credential: { claims: ownership } }, asked)).rejects.toThrow(refusal('CHAIN_PROOF_INVALID'))
})

/** A credential of any JSON under any header, signed by the right key. */
async function forged(payload: Json, header: object = {}, key: KeyObject = main.signer.key): Promise<string> {
  const usual = { alg: 'EdDSA', typ: 'vc+jwt', kid: main.signer.kid, ...header }
  return new CompactSign(utf8(JSON.stringify(payload))).setProtectedHeader(usual).sign(key)
}
const good = credentialJson(credentialOf()) as Record<string, Json>
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

test.each<[string, Changes, Partial<Expected>, string]>([
  ['another subject', {}, { subject: 'did:causeway:entry:zone-a:weather.lamp.257-512' }, 'CREDENTIAL_SUBJECT_WRONG'],
  ['another fingerprint', {}, { fingerprint: `sha2_256:${'00'.repeat(32)}` }, 'CREDENTIAL_FINGERPRINT_WRONG'],
  ['another type', {}, { type: 'PermissionToOperate' }, 'CREDENTIAL_TYPE_WRONG'],
  ['a term that is over', { credential: { validUntilMs: nowMs } }, {}, 'CREDENTIAL_EXPIRED'],
  ['a term that has not begun', { credential: { validFromMs: nowMs + 1 } }, {}, 'CREDENTIAL_EXPIRED'],
  ['its bit set in the list', { list: { bits: statusBits([index]) } }, {}, 'CREDENTIAL_REVOKED'],
  ['a list that is over', { list: { validUntilMs: nowMs } }, {}, 'STATUS_STALE'],
  ['a list that has not begun', { list: { validFromMs: nowMs + 1 } }, {}, 'STATUS_STALE'],
  ['a list that is good for too long', { list: { validUntilMs: nowMs + 24 * hourMs } }, {}, 'STATUS_STALE'],
  ['another list', { list: { id: 'https://regulator.example/status/2' } }, {}, 'STATUS_INVALID'],
  ['a list of another issuer', { list: { issuer: 'did:web:evil.example' } }, {}, 'STATUS_INVALID'],
  ['an index beyond its list', { credential: { status: { list: listUrl, index: 131_072 } } }, {}, 'STATUS_INVALID'],
  ['a list signed by a stranger', { listSigner: stranger.signer }, {}, 'CREDENTIAL_SIGNATURE_WRONG'],
  ['the signature of a stranger', { signer: stranger.signer }, {}, 'CREDENTIAL_SIGNATURE_WRONG'],
  ['a key that is not trusted', { signer: old.signer }, {}, 'CREDENTIAL_KEY_WRONG'],
  ['a document of another issuer', { document: { id: 'did:web:evil.example' } }, {}, 'CREDENTIAL_KEY_WRONG'],
  ['a key that is not for assertions', { document: { assertionMethod: [] } }, {}, 'CREDENTIAL_KEY_WRONG'],
  ['a document without its key', { document: { verificationMethod: [] } }, {}, 'CREDENTIAL_KEY_WRONG'],
])('a bundle with %s is refused with its own code (Y-9.4d)', async (_, changes, asked, code) => {
  await expect(offline(changes, { ...expected, ...asked })).rejects.toThrow(refusal(code))
})

test('a document of the bundle that swaps in the key of a stranger is refused, because trust names the key', async () => {
  const swapped = { ...keyJson(main, 100, null), public_key: Buffer.from(stranger.key.bytes).toString('base64') }
  const document = didDocument(subjectOf({ keys: [swapped] }))
  await expect(offline({ signer: stranger.signer, listSigner: stranger.signer, document })).rejects.toThrow(
    refusal('CREDENTIAL_KEY_WRONG'),
  )
})

test('a key under the name of somebody else is none of the issuer, whatever the document lists', async () => {
  const kid = 'did:web:evil.example#main'
  const method = { id: kid, type: 'Multikey', controller: issuer, publicKeyMultibase: toMultikey(main.key) }
  const own = { ...method, id: main.signer.kid }
  const document = { assertionMethod: [kid, own.id], verificationMethod: [method, own] }
  await expect(offline({ jws: await forged(good, { kid }), document })).rejects.toThrow(refusal('CREDENTIAL_KEY_WRONG'))
})

test('an issuer that is unknown, or not trusted for this type, is refused', async () => {
  const [known] = trust.issuers
  const other = { ...known, types: ['PermissionToOperate'] } as (typeof trust.issuers)[number]
  for (const issuers of [[], [other]]) {
    await expect(offline({}, expected, { issuers, chains: [] })).rejects.toThrow(refusal('ISSUER_UNTRUSTED'))
  }
})

test('an algorithm of `none`, of a secret, or of another key than the named one, is no signature', async () => {
  const payload = part(good)
  const none = `${part({ alg: 'none', typ: 'vc+jwt', kid: main.signer.kid })}.${payload}.`
  const secret = `${part({ alg: 'HS256', typ: 'vc+jwt', kid: main.signer.kid })}.${payload}.AAAA`
  const crossed = await forged(good, { alg: 'ES256' }, old.signer.key)
  for (const jws of [none, secret, crossed]) {
    await expect(offline({ jws })).rejects.toThrow(refusal('CREDENTIAL_ALGORITHM'))
  }
  const newer = await forged(good, { alg: 'Ed25519' })
  expect(await offline({ jws: newer })).toEqual(credentialOf())
})

test('every changed character of payload or signature is found', async () => {
  const jws = await issueCredential(credentialOf(), main.signer)
  const [header = '', payload = '', signature = ''] = jws.split('.')
  const other = part(credentialJson(credentialOf({ claims: { ...quality, quality: 'better' } })) as object)
  await expect(offline({ jws: `${header}.${other}.${signature}` })).rejects.toThrow(
    refusal('CREDENTIAL_SIGNATURE_WRONG'),
  )
  const cut = `${header}.${payload}.${signature.slice(0, -4)}`
  await expect(offline({ jws: cut })).rejects.toThrow(refusal('CREDENTIAL_SIGNATURE_WRONG'))
})

test('a credential or bundle that is too large is refused before it is read', async () => {
  await expect(offline({ jws: 'x'.repeat(credentialBytesMax + 1) })).rejects.toThrow(refusal('CREDENTIAL_TOO_LARGE'))
  expect(() => parseBundle(' '.repeat(bundleBytesMax + 1))).toThrow(refusal('CREDENTIAL_TOO_LARGE'))
})

test('a bundle survives JSON, and other JSON is no bundle', async () => {
  const bundle = await bundleOf()
  expect(parseBundle(JSON.stringify(bundle))).toEqual(bundle)
  const broken = [{ ...bundle, extra: 1 }, { ...bundle, credential: 1 }, { ...bundle, issuerDocument: {} }, null]
  for (const text of ['{', ...broken.map((one) => JSON.stringify(one))]) {
    expect(() => parseBundle(text)).toThrow(refusal('CREDENTIAL_MALFORMED'))
  }
})

const subjectPart = good['credentialSubject'] as Record<string, Json>
const status = good['credentialStatus'] as Record<string, Json>
test.each<[string, Json]>([
  ['no object', []],
  ['an unknown member', { ...good, evidence: [] }],
  ['another version of the standard', { ...good, '@context': ['https://www.w3.org/2018/credentials/v1'] }],
  ['an unknown type', { ...good, type: ['VerifiableCredential', 'DriversLicence'] }],
  ['two types of ours', { ...good, type: ['VerifiableCredential', 'DataQualityCertificate', 'PermissionToOperate'] }],
  ['an unknown claim', { ...good, credentialSubject: { ...subjectPart, colour: 'blue' } }],
  ['no fingerprint', { ...good, credentialSubject: { id: batch, quality: 'x' } }],
  ['a fingerprint of another hash', { ...good, credentialSubject: { ...subjectPart, fingerprint: 'md5:00' } }],
  ['a subject that is no data', { ...good, credentialSubject: { ...subjectPart, id: issuer } }],
  ['a subject that is no identifier', { ...good, credentialSubject: { ...subjectPart, id: 'x' } }],
  ['no status', { ...good, credentialStatus: {} }],
  ['a status that suspends', { ...good, credentialStatus: { ...status, statusPurpose: 'suspension' } }],
  ['an index that is no number', { ...good, credentialStatus: { ...status, statusListIndex: '-1' } }],
  ['a time without zone', { ...good, validFrom: '2027-01-15T08:00:00' }],
  ['no end', { ...good, validUntil: undefined as never }],
])('a credential with %s is malformed', async (_, payload) => {
  await expect(offline({ jws: await forged(payload) })).rejects.toThrow(refusal('CREDENTIAL_MALFORMED'))
})

test('a text that is no JWS of type vc+jwt is malformed', async () => {
  const texts = ['', 'a.b.c', await forged(good, { typ: 'JWT' }), await forged(good, { kid: undefined })]
  const noJson = await new CompactSign(utf8('{'))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'vc+jwt', kid: 'k' })
    .sign(main.signer.key)
  for (const jws of [...texts, noJson]) {
    await expect(offline({ jws })).rejects.toThrow(refusal('CREDENTIAL_MALFORMED'))
  }
})

test.each<[string, Online, string]>([
  ['no record on chain', { record: 'none' }, 'CREDENTIAL_UNRECORDED'],
  ['a record of other bytes', { record: { digest: '00'.repeat(32) } }, 'CREDENTIAL_UNRECORDED'],
  ['a record about another subject', { record: { subject: 'did:causeway:entry:zone-a:x' } }, 'CREDENTIAL_UNBOUND'],
  ['a record of another fingerprint', { record: { fingerprint: undefined } }, 'CREDENTIAL_UNBOUND'],
  ['a record that is revoked', { record: { isRevoked: true } }, 'CREDENTIAL_REVOKED'],
  ['its bit set in the list', { list: { bits: statusBits([index]) } }, 'CREDENTIAL_REVOKED'],
  ['a term that is over', { credential: { validUntilMs: nowMs } }, 'CREDENTIAL_EXPIRED'],
  ['an issuer that the chain does not know', { subject: undefined }, 'ISSUER_UNTRUSTED'],
  [
    'an issuer answered in place of another',
    { subject: subjectOf({ id: 'did:causeway:party:zone-a:x' }) },
    'ISSUER_UNTRUSTED',
  ],
  ['a suspended issuer', { subject: subjectOf({ status: 'suspended' }) }, 'ISSUER_REVOKED'],
  ['a retired issuer', { subject: subjectOf({ status: 'retired' }) }, 'ISSUER_REVOKED'],
  ['an issuer that is no regulator', { subject: subjectOf({ roles: ['supplier'] }) }, 'ISSUER_NOT_ALLOWED'],
  ['a key that came later', { record: { issuedHeight: 99n } }, 'CREDENTIAL_KEY_WRONG'],
  ['a key that had been rotated away', { signer: old.signer, record: { issuedHeight: 100n } }, 'CREDENTIAL_KEY_WRONG'],
  ['a list under a key of the past', { listSigner: old.signer }, 'CREDENTIAL_KEY_WRONG'],
  ['the signature of a stranger', { signer: stranger.signer }, 'CREDENTIAL_SIGNATURE_WRONG'],
])('online, a certificate with %s is refused (Y-9.1-4b)', async (_, changes, code) => {
  await expect(online(changes)).rejects.toThrow(refusal(code))
})

test('online, swapping the data under a certificate breaks it (Y-9.4d)', async () => {
  const otherBatch = { ...expected, subject: 'did:causeway:entry:zone-a:weather.lamp.257-512' }
  await expect(online({}, otherBatch)).rejects.toThrow(refusal('CREDENTIAL_SUBJECT_WRONG'))
  const otherBytes = { ...expected, fingerprint: `sha2_256:${'00'.repeat(32)}` }
  await expect(online({}, otherBytes)).rejects.toThrow(refusal('CREDENTIAL_FINGERPRINT_WRONG'))
})

test('what was issued under a key that was valid then still holds after its rotation (Y-7.1.3b)', async () => {
  expect(await online({ signer: old.signer, record: { issuedHeight: 99n } })).toEqual(credentialOf())
})

test('when the chain is silent nothing holds (Y-8.4.3b)', async () => {
  const silent = async (): Promise<never> => {
    throw new CausewayError('CHAIN_UNREACHABLE')
  }
  const ports: CredentialPorts = { subjects: { query: silent }, record: silent, statusList: silent, nowMs: () => nowMs }
  const jws = await issueCredential(credentialOf(), main.signer)
  await expect(verifyCredential(jws, expected, {} as never, ports)).rejects.toThrow(refusal('CHAIN_UNREACHABLE'))
})

test('nobody signs in the name of another issuer, nor what could not be read back', async () => {
  const other = credentialOf({ issuer: 'did:causeway:party:zone-a:other' })
  await expect(issueCredential(other, main.signer)).rejects.toThrow(refusal('CREDENTIAL_KEY_WRONG'))
  const broken = credentialOf({ claims: { ...quality, fingerprint: 'x' } })
  await expect(issueCredential(broken, main.signer)).rejects.toThrow(refusal('CREDENTIAL_MALFORMED'))
  const jws = await signJws(good, main.signer)
  expect(openJws(jws, jws.length).payload).toEqual(good)
})
