// What a subject on the chain looks like as a W3C DID document, and which of its keys counted at which height.
import { concatBytes, parseBase64 } from './bytes.ts'
import { CausewayError, isCausewayError } from './errors.ts'
import { parseChainId, parseId, parsePartyId } from './ids.ts'
import type { Json } from './wire.ts'

export const keyAlgorithms = ['ed25519', 'p256', 'secp256k1'] as const
export type KeyAlgorithm = (typeof keyAlgorithms)[number]
const forms = ['organisation', 'person', 'platform', 'device', 'virtual', 'store'] as const
const statuses = ['proposed', 'active', 'suspended', 'retired', 'rejected'] as const

export type PublicKey = { readonly algorithm: KeyAlgorithm; readonly bytes: Uint8Array }

export type SubjectKey = PublicKey & {
  readonly name: string
  /** First height of the home chain at which it was valid. */
  readonly sinceHeight: bigint
  /** First height at which it was valid no more. */
  readonly untilHeight: bigint | undefined
}

/** What the identity contract answers for `subject {id}`. */
export type Subject = {
  readonly id: string
  readonly form: (typeof forms)[number]
  /** undefined for a party: it owns itself. */
  readonly owner: string | undefined
  readonly status: (typeof statuses)[number]
  readonly keys: readonly SubjectKey[]
  readonly accounts: readonly { readonly chainId: string; readonly address: string }[]
  readonly roles: readonly string[]
  readonly version: bigint
  readonly homeChainId: string
}

export type VerificationMethod = {
  readonly id: string
  readonly type: string
  readonly controller: string
  readonly publicKeyMultibase?: string
  readonly blockchainAccountId?: string
}

export type DidDocument = {
  readonly '@context': readonly string[]
  readonly id: string
  readonly controller?: string
  readonly alsoKnownAs?: readonly string[]
  readonly verificationMethod: readonly VerificationMethod[]
  readonly authentication: readonly string[]
  readonly assertionMethod: readonly string[]
}

export type DocumentMetadata = { readonly versionId: string; readonly deactivated?: true }

function refuse(path: string, expected: string): never {
  throw new CausewayError('CHAIN_ANSWER_INVALID', { path, expected })
}

const text = (value: Json | undefined, path: string, form = /^.{1,128}$/s): string =>
  typeof value === 'string' && form.test(value) ? value : refuse(path, 'text')

/** Members that we do not know are a later release's, and change nothing for us. */
function members(value: Json | undefined, path: string): Readonly<Record<string, Json | undefined>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(path, 'object')
  return value as Readonly<Record<string, Json>>
}

const list = (value: Json | undefined, path: string): readonly Json[] =>
  Array.isArray(value) ? value : refuse(path, 'list')

function oneOf<T extends string>(value: Json | undefined, words: readonly T[], path: string): T {
  return words.find((word) => word === value) ?? refuse(path, words.join(' | '))
}

/** Contracts write 64 bits as a JSON number; beyond 2^53 it would already have been rounded on its way here. */
function height(value: Json | undefined, path: string): bigint {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? BigInt(value)
    : refuse(path, 'height or version')
}

function parseKey(json: Json, path: string): SubjectKey {
  const { name, algorithm, public_key, since_height, until_height } = members(json, path)
  const key = {
    // It becomes the fragment of a DID URL.
    name: text(name, `${path}.name`, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    algorithm: oneOf(algorithm, keyAlgorithms, `${path}.algorithm`),
    bytes: parseBase64(text(public_key, `${path}.public_key`)),
    sinceHeight: height(since_height, `${path}.since_height`),
    untilHeight: until_height === null ? undefined : height(until_height, `${path}.until_height`),
  }
  return fitsAlgorithm(key) ? key : refuse(`${path}.public_key`, `a compressed key of ${key.algorithm}`)
}

/** Whether the bytes have the form of such a key: 32, or 33 of a compressed point. */
export function fitsAlgorithm({ algorithm, bytes }: PublicKey): boolean {
  if (algorithm === 'ed25519') return bytes.length === 32
  return bytes.length === 33 && (bytes[0] === 2 || bytes[0] === 3)
}

/** The chain's answer, or CHAIN_ANSWER_INVALID: nobody is let in on half an answer. */
export function parseSubject(json: unknown): Subject {
  try {
    return readSubject(json as Json)
  } catch (error) {
    if (!isCausewayError(error) || error.code === 'CHAIN_ANSWER_INVALID') throw error
    throw new CausewayError('CHAIN_ANSWER_INVALID', { ...error.facts, reason: error.code }, error)
  }
}

function readSubject(json: Json): Subject {
  const object = members(json, 'subject')
  const owner = object['owner'] === null ? undefined : text(object['owner'], 'subject.owner')
  if (owner !== undefined) parsePartyId(owner)
  const id = text(object['id'], 'subject.id')
  parseId(id)
  return {
    id,
    form: oneOf(object['form'], forms, 'subject.form'),
    owner,
    status: oneOf(object['status'], statuses, 'subject.status'),
    keys: list(object['keys'], 'subject.keys').map((key, at) => parseKey(key, `subject.keys[${at}]`)),
    accounts: list(object['accounts'], 'subject.accounts').map((account, at) => {
      const path = `subject.accounts[${at}]`
      const { chain_id, address } = members(account, path)
      const chainId = parseChainId(text(chain_id, path), path)
      return { chainId, address: text(address, path, /^[a-z0-9]{1,128}$/) }
    }),
    roles: list(object['roles'], 'subject.roles').map((role, at) => text(role, `subject.roles[${at}]`)),
    version: height(object['version'], 'subject.version'),
    homeChainId: parseChainId(text(object['home_chain_id'], 'subject.home_chain_id'), 'subject.home_chain_id'),
  }
}

/** The keys that counted at a height of the home chain; without one, those that count now. */
export function keysAt(subject: Subject, atHeight?: bigint): readonly SubjectKey[] {
  return subject.keys.filter(({ sinceHeight, untilHeight }) =>
    atHeight === undefined
      ? untilHeight === undefined
      : sinceHeight <= atHeight && (untilHeight === undefined || atHeight < untilHeight),
  )
}

/** Approved once: before that, and when refused, an identifier names nobody. */
export function isKnown(subject: Subject): boolean {
  return subject.status !== 'proposed' && subject.status !== 'rejected'
}

/**
 * The document with the keys of `atHeight`. Out of office a subject signs nothing more, so its document of now lists
 * no key; that of a past height still does, because what was signed then keeps its meaning.
 */
export function didDocument(subject: Subject, atHeight?: bigint): DidDocument {
  const { id, owner } = subject
  const lists = atHeight !== undefined ? isKnown(subject) : subject.status === 'active'
  const keys = (lists ? keysAt(subject, atHeight) : []).map((key) => ({
    id: `${id}#${key.name}`,
    type: 'Multikey',
    controller: id,
    publicKeyMultibase: toMultikey(key),
  }))
  // Which accounts were bound at a past height the chain does not say, so only the document of now names them.
  const bound = lists && atHeight === undefined ? subject.accounts : []
  const accounts = bound.map(({ chainId, address }) => ({
    id: `${id}#${chainId}:${address}`,
    type: 'EcdsaSecp256k1RecoveryMethod2020',
    controller: id,
    blockchainAccountId: `cosmos:${chainId}:${address}`,
  }))
  return {
    '@context': [
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/suites/secp256k1recovery-2020/v2',
    ],
    id,
    ...(owner === undefined ? {} : { controller: owner }),
    ...(accounts.length === 0
      ? {}
      : { alsoKnownAs: accounts.map(({ blockchainAccountId }) => `did:pkh:${blockchainAccountId}`) }),
    verificationMethod: [...keys, ...accounts],
    authentication: [...keys, ...accounts].map((method) => method.id),
    assertionMethod: keys.map((method) => method.id),
  }
}

export function documentMetadata(subject: Subject): DocumentMetadata {
  const versionId = subject.version.toString()
  return subject.status === 'active' ? { versionId } : { versionId, deactivated: true }
}

// The multicodec numbers of public keys, as varints.
const codecs: Readonly<Record<KeyAlgorithm, Uint8Array>> = {
  ed25519: Uint8Array.of(0xed, 0x01),
  p256: Uint8Array.of(0x80, 0x24),
  secp256k1: Uint8Array.of(0xe7, 0x01),
}

/** Multikey: multibase base58btc over multicodec and key. */
export function toMultikey({ algorithm, bytes }: PublicKey): string {
  return `z${toBase58(concatBytes(codecs[algorithm], bytes))}`
}

/** A key in its one spelling, or undefined; a leading zero digit is another spelling of the same number. */
export function parseMultikey(multibase: string): PublicKey | undefined {
  // 64 characters are more than any key takes, and few enough to decode without a thought.
  const bytes = /^z[2-9A-HJ-NP-Za-km-z][1-9A-HJ-NP-Za-km-z]{0,62}$/.test(multibase)
    ? parseBase58(multibase.slice(1))
    : undefined
  const algorithm = keyAlgorithms.find((name) => codecs[name].every((byte, at) => bytes?.[at] === byte))
  if (bytes === undefined || algorithm === undefined) return undefined
  const key = { algorithm, bytes: bytes.slice(2) }
  return fitsAlgorithm(key) ? key : undefined
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

function toBase58(bytes: Uint8Array): string {
  let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  let digits = ''
  for (; number > 0n; number /= 58n) digits = `${base58[Number(number % 58n)]}${digits}`
  return digits
}

/** Our numbers begin with a codec, never with zero, so leading zeros have no form here. */
function parseBase58(digits: string): Uint8Array {
  let number = [...digits].reduce((sum, digit) => sum * 58n + BigInt(base58.indexOf(digit)), 0n)
  const bytes: number[] = []
  for (; number > 0n; number /= 256n) bytes.unshift(Number(number % 256n))
  return Uint8Array.from(bytes)
}
