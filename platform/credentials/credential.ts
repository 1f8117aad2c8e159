// Certificates as W3C Verifiable Credentials 2.0: our three types, and the JSON that says them.
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import { type Json, jsonObject } from '../../core/wire.ts'

/** What a certificate says; `subject` is what it is about: a party, thing or platform, or data. */
export type Claims =
  | { readonly type: 'PermissionToOperate'; readonly subject: string; readonly permission: string }
  | {
      readonly type: 'DataQualityCertificate'
      /** An entry, a batch of entries or an asset. */
      readonly subject: string
      readonly fingerprint: string
      /** The rule that the data was found to keep. */
      readonly quality: string
    }
  | {
      readonly type: 'OwnershipCertificate'
      readonly subject: string
      readonly fingerprint: string
      readonly owner: string
      readonly chainId: string
      /** Block that holds the tx, whose time is when ownership was recorded. */
      readonly height: bigint
      readonly tx: string
      readonly recordedAt: string
    }
export type CredentialType = Claims['type']

/** Where its revocation is looked up: a bit of a list that is itself a signed credential. */
export type StatusEntry = { readonly list: string; readonly index: number }

export type Credential = {
  readonly id: string
  readonly issuer: string
  readonly validFromMs: number
  readonly validUntilMs: number
  readonly status: StatusEntry
  readonly claims: Claims
}

export const credentialContext = 'https://www.w3.org/ns/credentials/v2'
/** Gives our claims a meaning for readers of JSON-LD, who refuse terms that no context names. */
const termsContext = 'https://www.w3.org/ns/credentials/undefined-terms/v2'

export function fingerprintOf(claims: Claims): string | undefined {
  return claims.type === 'PermissionToOperate' ? undefined : claims.fingerprint
}

export function credentialJson({ id, issuer, validFromMs, validUntilMs, status, claims }: Credential): Json {
  const { type, subject, ...rest } = claims
  const said = Object.entries(rest).map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value])
  return {
    '@context': [credentialContext, termsContext],
    id,
    type: ['VerifiableCredential', type],
    issuer,
    validFrom: isoTime(validFromMs),
    validUntil: isoTime(validUntilMs),
    credentialStatus: {
      id: `${status.list}#${status.index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(status.index),
      statusListCredential: status.list,
    },
    credentialSubject: { id: subject, ...(Object.fromEntries(said) as Record<string, Json>) },
  }
}

export const isoTime = (ms: number): string => new Date(ms).toISOString()

function refuse(path: string, expected: string): never {
  throw new CausewayError('CREDENTIAL_MALFORMED', { path, expected })
}

export function textOf(value: Json | undefined, path: string, form = /^[\P{C}]{1,256}$/u): string {
  return typeof value === 'string' && form.test(value) ? value : refuse(path, form.source)
}

export function parseTime(value: Json | undefined, path: string): number {
  const text = textOf(value, path, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/)
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? refuse(path, 'a time that exists') : ms
}

const urlForm = /^(?:https:\/\/|did:|urn:)[!-~]{1,240}$/
const fingerprintForm = /^(?:hmac_)?sha2_256:[0-9a-f]{64}$/

function parseStatus(json: Json | undefined): StatusEntry {
  const keys = ['id', 'type', 'statusPurpose', 'statusListIndex', 'statusListCredential']
  const object = jsonObject(json, 'credentialStatus', keys)
  const list = textOf(object['statusListCredential'], 'credentialStatus.statusListCredential', urlForm)
  textOf(object['type'], 'credentialStatus.type', /^BitstringStatusListEntry$/)
  textOf(object['statusPurpose'], 'credentialStatus.statusPurpose', /^revocation$/)
  const index = textOf(object['statusListIndex'], 'credentialStatus.statusListIndex', /^(?:0|[1-9]\d{0,7})$/)
  return { list, index: Number(index) }
}

function parseClaims(type: string, json: Json | undefined): Claims {
  const at = (name: string): string => `credentialSubject.${name}`
  const read = (names: readonly string[]): ((name: string, form?: RegExp) => string) => {
    const object = jsonObject(json, 'credentialSubject', ['id', ...names])
    return (name, form) => textOf(object[name], at(name), form)
  }
  const aboutData = (text: (name: string, form?: RegExp) => string): { subject: string; fingerprint: string } => ({
    subject: parseSubjectId(text('id'), ['asset', 'entry']),
    fingerprint: text('fingerprint', fingerprintForm),
  })
  if (type === 'PermissionToOperate') {
    const text = read(['permission'])
    const subject = parseSubjectId(text('id'), ['party', 'thing', 'platform'])
    return { type, subject, permission: text('permission') }
  }
  if (type === 'DataQualityCertificate') {
    const text = read(['fingerprint', 'quality'])
    return { type, ...aboutData(text), quality: text('quality') }
  }
  if (type !== 'OwnershipCertificate') return refuse('type', 'a type of ours')
  const text = read(['fingerprint', 'owner', 'chainId', 'height', 'tx', 'recordedAt'])
  parseTime(text('recordedAt').replace(/\.\d+Z$/, 'Z'), at('recordedAt'))
  return {
    type,
    ...aboutData(text),
    owner: parseSubjectId(text('owner'), ['party']),
    chainId: text('chainId'),
    height: BigInt(text('height', /^[1-9]\d{0,17}$/)),
    tx: text('tx', /^[0-9A-F]{64}$/),
    recordedAt: text('recordedAt'),
  }
}

function parseSubjectId(id: string, kinds: readonly string[]): string {
  return kinds.includes(parseId(id).kind) ? id : refuse('credentialSubject.id', kinds.join(' | '))
}

/** CREDENTIAL_MALFORMED for all that is not exactly one of our types; no unknown member is passed over. */
export function parseCredential(json: Json): Credential {
  try {
    const keys = ['@context', 'id', 'type', 'issuer', 'validFrom', 'validUntil', 'credentialStatus']
    const object = jsonObject(json, 'credential', [...keys, 'credentialSubject'])
    const { '@context': context, type } = object
    if (!Array.isArray(context) || context[0] !== credentialContext) refuse('@context', credentialContext)
    const [base, own = ''] = Array.isArray(type) && type.length === 2 ? type : []
    if (base !== 'VerifiableCredential' || typeof own !== 'string') refuse('type', 'VerifiableCredential and one more')
    return {
      id: textOf(object['id'], 'id', urlForm),
      issuer: textOf(object['issuer'], 'issuer', /^did:[!-~]{1,240}$/),
      validFromMs: parseTime(object['validFrom'], 'validFrom'),
      validUntilMs: parseTime(object['validUntil'], 'validUntil'),
      status: parseStatus(object['credentialStatus']),
      claims: parseClaims(own as string, object['credentialSubject']),
    }
  } catch (error) {
    if (!isCausewayError(error)) throw error
    throw malformed(error)
  }
}

export function malformed(error: CausewayError): CausewayError {
  return new CausewayError('CREDENTIAL_MALFORMED', { ...error.facts, reason: error.code }, error)
}
