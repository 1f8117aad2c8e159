// Terms of use in the normal form that chains evaluate, and the decision on one access; odrl.ts reads and writes ODRL.
import { byteLength, utf8 } from './bytes.ts'
import { CausewayError } from './errors.ts'
import { checkLimit } from './limits.ts'
import { type Json, jsonObject } from './wire.ts'

/**
 * What chains store. A list that is empty permits nothing; `*` alone stands for every field or recipient. A purpose is
 * `[<action>:]<purpose>[@<place>]`: without an action any use is meant, without a place any place.
 */
export type NormalPolicy = {
  readonly fields: readonly string[]
  readonly purposes: readonly string[]
  /** First moment of the term. */
  readonly fromNs: bigint
  /** First moment after the term. */
  readonly untilNs: bigint
  /** Number of accesses; 0 stands for any number. */
  readonly count: number
  readonly recipients: readonly string[]
  readonly onward: 'none' | 'same_terms'
  /** Of each resale, to the owner. */
  readonly royaltyBps: number
}

export type AccessRequest = {
  readonly recipient: string
  readonly purpose: string
  readonly fields: readonly string[]
  readonly atNs: bigint
}
export type AccessState = { readonly used: number }

export type Denial = 'NOT_GRANTEE' | 'GRANT_EXPIRED' | 'GRANT_USED_UP' | 'PURPOSE_NOT_GRANTED' | 'FIELDS_NOT_GRANTED'
export type AccessDecision = { readonly allow: true } | { readonly deny: Denial }

export const policyItemsMax = 64
export const policyTextBytesMax = 128
export const uint64Max = 2n ** 64n - 1n
const countMax = 2 ** 32 - 1
const bpsMax = 10_000

/** Whether the policy lets this access happen; the order of the checks is the same on chains. */
export function decideAccess(policy: NormalPolicy, request: AccessRequest, state: AccessState): AccessDecision {
  if (!covers(policy.recipients, [request.recipient])) return { deny: 'NOT_GRANTEE' }
  if (request.atNs < policy.fromNs || request.atNs >= policy.untilNs) return { deny: 'GRANT_EXPIRED' }
  if (policy.count !== 0 && state.used >= policy.count) return { deny: 'GRANT_USED_UP' }
  if (!policy.purposes.includes(request.purpose)) return { deny: 'PURPOSE_NOT_GRANTED' }
  // Asking for no field asks for nothing that could be granted.
  if (request.fields.length === 0 || !covers(policy.fields, request.fields)) return { deny: 'FIELDS_NOT_GRANTED' }
  return { allow: true }
}

/** Whether `inner` permits nothing that `outer` forbids: what is given on may only be less than what was received. */
export function isNarrower(inner: NormalPolicy, outer: NormalPolicy): boolean {
  return (
    covers(outer.fields, inner.fields) &&
    covers(outer.recipients, inner.recipients) &&
    inner.purposes.every((purpose) => outer.purposes.includes(purpose)) &&
    inner.fromNs >= outer.fromNs &&
    inner.untilNs <= outer.untilNs &&
    (outer.count === 0 || (inner.count !== 0 && inner.count <= outer.count)) &&
    (inner.onward === 'none' || outer.onward === 'same_terms') &&
    inner.royaltyBps >= outer.royaltyBps
  )
}

export const isEverything = (list: readonly string[]): boolean => list.length === 1 && list[0] === '*'

function covers(granted: readonly string[], asked: readonly string[]): boolean {
  return isEverything(granted) || asked.every((one) => granted.includes(one))
}

export function refusePolicy(path: string, expected: string): never {
  throw new CausewayError('MALFORMED', { path, expected })
}

/** Throws unless chains would take it: lists sorted and without repetition, a term, a purpose, numbers in range. */
export function checkPolicy(policy: NormalPolicy): void {
  const lists = { fields: policy.fields, purposes: policy.purposes, recipients: policy.recipients }
  for (const [path, list] of Object.entries(lists)) {
    if (list.length === 0) throw new CausewayError('CONDITIONS_MISSING', { path })
    checkLimit(list.length, policyItemsMax, path)
    if (list.some((one, at) => at > 0 && compareText(one, list[at - 1] ?? '') <= 0))
      refusePolicy(path, 'ascending, each once')
    if (list.length > 1 && list.includes('*')) refusePolicy(path, '* alone')
  }
  const text = (value: string): boolean => value !== '' && byteLength(value) <= policyTextBytesMax && isPlain(value)
  if (!policy.fields.every(text)) refusePolicy('fields', 'names of elements')
  if (!policy.recipients.every((one) => one === '*' || isDid(one))) refusePolicy('recipients', 'DIDs')
  if (!policy.purposes.every((one) => purposeForm.test(one))) refusePolicy('purposes', 'words')
  // ODRL has no word for "this purpose anywhere, that one in one place".
  if (new Set(policy.purposes.map((one) => one.includes('@'))).size > 1) refusePolicy('purposes', 'places all or none')
  if (policy.fromNs < 0n || policy.untilNs > uint64Max) refusePolicy('term', '64 bits')
  if (policy.fromNs >= policy.untilNs) refusePolicy('term', 'an end after its beginning')
  if (!isWithin(policy.count, countMax)) refusePolicy('count', '32 bits')
  if (!isWithin(policy.royaltyBps, bpsMax)) refusePolicy('royaltyBps', '0 to 10000')
}

/** The order of UTF-8, in which chains sort; that of UTF-16 differs beyond the basic plane. */
export function compareText(a: string, b: string): number {
  const [left, right] = [utf8(a), utf8(b)]
  const at = left.findIndex((byte, index) => byte !== right[index])
  return at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1)
}

const isWithin = (value: number, max: number): boolean => Number.isInteger(value) && value >= 0 && value <= max
/** A comma would make one field of a signed request read as two. */
const isPlain = (value: string): boolean => value.isWellFormed() && !/[\p{Cc}\p{Cf},]/u.test(value)
const isDid = (value: string): boolean =>
  byteLength(value) <= policyTextBytesMax && /^did:[a-z0-9]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]$/.test(value)
const word = '[a-z][a-z0-9-]{0,39}'
const place = '[A-Z]{2}(?:-[A-Z0-9]{1,3})?'
const purposeForm = new RegExp(`^(?:(?:aggregate|derive|display|read):)?${word}(?:@${place})?$`)
export const purposeWord = new RegExp(`^${word}$`)
export const placeCode = new RegExp(`^${place}$`)

/** The form of contract messages. */
export function policyJson(policy: NormalPolicy): Readonly<Record<string, Json>> {
  return {
    fields: policy.fields,
    purposes: policy.purposes,
    from_ns: policy.fromNs.toString(),
    until_ns: policy.untilNs.toString(),
    count: policy.count,
    recipients: policy.recipients,
    onward: policy.onward,
    royalty_bps: policy.royaltyBps,
  }
}

const members = ['fields', 'purposes', 'from_ns', 'until_ns', 'count', 'recipients', 'onward', 'royalty_bps']

/** A normal policy out of contract JSON; every member is there, none is unknown. */
export function parseNormalPolicy(json: unknown): NormalPolicy {
  const object = jsonObject(json as Json, 'policy', members)
  const texts = (name: string): readonly string[] => {
    const list = object[name]
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : refusePolicy(name, 'texts')
  }
  const ns = (name: string): bigint => {
    const value = object[name]
    return typeof value === 'string' && /^(?:0|[1-9][0-9]{0,19})$/.test(value)
      ? BigInt(value)
      : refusePolicy(name, 'decimal nanoseconds')
  }
  const number = (name: string): number => {
    const value = object[name]
    return typeof value === 'number' ? value : refusePolicy(name, 'number')
  }
  const onward = object['onward']
  const policy: NormalPolicy = {
    fields: texts('fields'),
    purposes: texts('purposes'),
    fromNs: ns('from_ns'),
    untilNs: ns('until_ns'),
    count: number('count'),
    recipients: texts('recipients'),
    onward: onward === 'none' || onward === 'same_terms' ? onward : refusePolicy('onward', 'none | same_terms'),
    royaltyBps: number('royalty_bps'),
  }
  checkPolicy(policy)
  return policy
}
