// Whether a certificate holds: against the chain as it is now, or offline from one bundle and what a verifier trusts.
import { createHash } from 'node:crypto'
import type { DIDDocument } from 'did-resolver'
import { keysAt, type PublicKey, type Subject, toMultikey } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import { jsonObject } from '../../core/wire.ts'
import { bundleBytesMax, credentialBytesMax, statusBytesMax } from '../identity/limits.ts'
import type { SubjectQueries } from '../identity/ports.ts'
import { publicKeyOf } from '../identity/publicKeys.ts'
import {
  type Credential,
  type CredentialType,
  credentialJson,
  fingerprintOf,
  isoTime,
  parseCredential,
} from './credential.ts'
import { type ChainTrust, type OwnershipProof, verifyOwnership } from './ownership.ts'
import { checkStatus, parseStatusList, type StatusList, statusListJson } from './statusList.ts'
import { type CredentialSigner, openJws, signJws, verifyJws } from './vcJws.ts'

/** What the verifier asks about; a certificate of anything else does not answer. */
export type Expected = {
  readonly type: CredentialType
  readonly subject: string
  /** Of the content at hand; undefined for certificates of parties and things. */
  readonly fingerprint: string | undefined
}

/** The chain's own line about a certificate: the contract `credentials` binds its bytes to its subject. */
export type CredentialRecord = {
  readonly id: string
  /** Hex of sha256 over the JWS. */
  readonly digest: string
  readonly subject: string
  readonly fingerprint: string | undefined
  /** Height of the issuer's home chain at which it was recorded: its key of then counts. */
  readonly issuedHeight: bigint
  readonly isRevoked: boolean
}

/** The contract `credentials`, and where issuers serve their lists. Neither judges; a silent chain throws. */
export type CredentialPorts = {
  readonly subjects: SubjectQueries
  record(id: string): Promise<CredentialRecord | undefined>
  statusList(url: string): Promise<string>
  readonly nowMs: () => number
}
/** Roles of the chain that may issue each type. */
export type IssuingRoles = Readonly<Record<CredentialType, readonly string[]>>

/** Everything that is needed offline, in one piece of JSON. */
export type Bundle = {
  readonly credential: string
  readonly issuerDocument: DIDDocument
  readonly statusList: string
  readonly chainProof?: OwnershipProof
}
export type Trust = {
  readonly issuers: readonly {
    readonly did: string
    /** As Multikeys: the document in the bundle proves nothing by itself. */
    readonly keys: readonly string[]
    readonly types: readonly CredentialType[]
  }[]
  readonly chains: readonly ChainTrust[]
}

export async function issueCredential(credential: Credential, signer: CredentialSigner): Promise<string> {
  const json = credentialJson(credential)
  // What we sign we can also read.
  parseCredential(json)
  if (!signer.kid.startsWith(`${credential.issuer}#`))
    throw new CausewayError('CREDENTIAL_KEY_WRONG', { key: signer.kid })
  return signJws(json, signer)
}

export const issueStatusList = (list: StatusList, signer: CredentialSigner): Promise<string> =>
  signJws(statusListJson(list), signer)

export const credentialDigest = (jws: string): string => createHash('sha256').update(jws).digest('hex')

type KeyOf = (kid: string) => PublicKey | undefined

async function verifySignature(jws: string, issuer: string, keyOf: KeyOf): Promise<void> {
  const { kid } = openJws(jws, jws.length)
  const key = kid.startsWith(`${issuer}#`) ? keyOf(kid) : undefined
  if (key === undefined) throw new CausewayError('CREDENTIAL_KEY_WRONG', { issuer, key: kid.slice(0, 256) })
  await verifyJws(jws, key)
}

function checkTerm({ id, validFromMs, validUntilMs }: Credential, nowMs: number): void {
  if (nowMs >= validFromMs && nowMs < validUntilMs) return
  throw new CausewayError('CREDENTIAL_EXPIRED', { id, from: isoTime(validFromMs), until: isoTime(validUntilMs) })
}

function checkExpected({ claims }: Credential, { type, subject, fingerprint }: Expected): void {
  if (claims.type !== type) throw new CausewayError('CREDENTIAL_TYPE_WRONG', { type: claims.type })
  if (claims.subject !== subject) throw new CausewayError('CREDENTIAL_SUBJECT_WRONG', { subject: claims.subject })
  const certified = fingerprintOf(claims)
  if (certified !== fingerprint) throw new CausewayError('CREDENTIAL_FINGERPRINT_WRONG', { certified: `${certified}` })
}

async function checkRevocation(credential: Credential, listJws: string, keyOf: KeyOf, nowMs: number): Promise<void> {
  const { id, issuer, status } = credential
  const { payload } = openJws(listJws, statusBytesMax)
  await verifySignature(listJws, issuer, keyOf)
  const list = parseStatusList(payload)
  if (checkStatus(list, status, issuer, nowMs)) throw new CausewayError('CREDENTIAL_REVOKED', { id })
}

/** By the chain as it is now: its record of the bytes, the issuer's key of then, its office of now, the newest list. */
export async function verifyCredential(
  jws: string,
  expected: Expected,
  roles: IssuingRoles,
  ports: CredentialPorts,
): Promise<Credential> {
  const credential = parseCredential(openJws(jws, credentialBytesMax).payload)
  const { id, issuer, claims, status } = credential
  const answer = await ports.subjects.query(issuer)
  if (answer === undefined || answer.subject.id !== issuer) throw new CausewayError('ISSUER_UNTRUSTED', { issuer })
  const { subject } = answer
  const record = await ports.record(id)
  if (record === undefined || record.digest !== credentialDigest(jws)) {
    throw new CausewayError('CREDENTIAL_UNRECORDED', { id })
  }
  await verifySignature(jws, issuer, keyAmong(subject, record.issuedHeight))
  if (subject.status !== 'active') throw new CausewayError('ISSUER_REVOKED', { issuer, status: subject.status })
  if (!subject.roles.some((role) => roles[claims.type].includes(role))) {
    throw new CausewayError('ISSUER_NOT_ALLOWED', { issuer, type: claims.type })
  }
  checkTerm(credential, ports.nowMs())
  if (record.isRevoked) throw new CausewayError('CREDENTIAL_REVOKED', { id })
  await checkRevocation(credential, await ports.statusList(status.list), keyAmong(subject), ports.nowMs())
  checkExpected(credential, expected)
  if (record.subject !== expected.subject || record.fingerprint !== expected.fingerprint) {
    throw new CausewayError('CREDENTIAL_UNBOUND', { id })
  }
  return credential
}

const keyAmong =
  (subject: Subject, height?: bigint): KeyOf =>
  (kid) =>
    keysAt(subject, height).find(({ name }) => kid === `${subject.id}#${name}`)

/** Offline: nothing is asked of anybody, and nothing in the bundle is believed that `trust` does not bear out. */
export async function verifyBundle(
  bundle: Bundle,
  trust: Trust,
  expected: Expected,
  nowMs: number,
): Promise<Credential> {
  const credential = parseCredential(openJws(bundle.credential, credentialBytesMax).payload)
  const { issuer, claims } = credential
  const trusted = trust.issuers.find(({ did, types }) => did === issuer && types.includes(claims.type))
  if (trusted === undefined) throw new CausewayError('ISSUER_UNTRUSTED', { issuer, type: claims.type })
  const keyOf: KeyOf = (kid) => {
    const key = keyInDocument(bundle.issuerDocument, issuer, kid)
    return key !== undefined && trusted.keys.includes(toMultikey(key)) ? key : undefined
  }
  await verifySignature(bundle.credential, issuer, keyOf)
  checkTerm(credential, nowMs)
  await checkRevocation(credential, bundle.statusList, keyOf, nowMs)
  checkExpected(credential, expected)
  if (claims.type === 'OwnershipCertificate') verifyOwnership(claims, bundle.chainProof, trust.chains)
  return credential
}

/** Only a key that the document lists for assertions signs certificates. */
function keyInDocument(document: DIDDocument, issuer: string, kid: string): PublicKey | undefined {
  const { id, assertionMethod = [], verificationMethod = [] } = document
  if (id !== issuer || !assertionMethod.includes(kid)) return undefined
  const method = verificationMethod.find((one) => one?.id === kid)
  return method && publicKeyOf(method)
}

const bundleMembers = ['credential', 'issuerDocument', 'statusList', 'chainProof']
const isText = (value: unknown): value is string => typeof value === 'string'

/** A bundle out of untrusted text; CREDENTIAL_TOO_LARGE or CREDENTIAL_MALFORMED before anything is looked into. */
export function parseBundle(text: string): Bundle {
  if (text.length > bundleBytesMax) {
    throw new CausewayError('CREDENTIAL_TOO_LARGE', { max: String(bundleBytesMax), actual: String(text.length) })
  }
  try {
    const { credential, issuerDocument, statusList, chainProof } = jsonObject(JSON.parse(text), 'bundle', bundleMembers)
    const document = issuerDocument as unknown as DIDDocument
    const isDocument =
      isText(document?.id) && [document.assertionMethod, document.verificationMethod].every(Array.isArray)
    if (isText(credential) && isText(statusList) && isDocument) {
      const proof = chainProof === undefined ? {} : { chainProof: chainProof as unknown as OwnershipProof }
      return { credential, statusList, issuerDocument: document, ...proof }
    }
  } catch (error) {
    throw new CausewayError('CREDENTIAL_MALFORMED', { path: 'bundle' }, error)
  }
  throw new CausewayError('CREDENTIAL_MALFORMED', { path: 'bundle', expected: bundleMembers.join(', ') })
}
