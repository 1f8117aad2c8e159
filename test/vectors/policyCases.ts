// Writes test/vectors/policies.json: policies in normal form, accesses, and what is decided; contracts replay it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AccessRequest,
  type AccessState,
  decideAccess,
  isNarrower,
  type NormalPolicy,
  policyJson,
} from '../../core/policy.ts'
import type { Json } from '../../core/wire.ts'

const buyer = 'did:causeway:party:zone-b:buyer'
const other = 'did:causeway:party:zone-b:other'
const startNs = 1_800_000_000_000_000_000n
const endNs = 1_900_000_000_000_000_000n

export const policies: Readonly<Record<string, NormalPolicy>> = {
  three_reads: {
    fields: ['humidity', 'temperature'],
    purposes: ['research', 'statistics'],
    fromNs: startNs,
    untilNs: endNs,
    count: 3,
    recipients: [buyer],
    onward: 'none',
    royaltyBps: 0,
  },
  everything: {
    fields: ['*'],
    purposes: ['research'],
    fromNs: 0n,
    untilNs: 2n ** 64n - 1n,
    count: 0,
    recipients: ['*'],
    onward: 'same_terms',
    royaltyBps: 250,
  },
  qualified: {
    fields: ['temperature'],
    purposes: ['planning@DE', 'read:research@FR'],
    fromNs: startNs,
    untilNs: startNs + 1n,
    count: 1,
    recipients: [buyer, other],
    onward: 'same_terms',
    royaltyBps: 10_000,
  },
  // In the order of UTF-8, which is not that of UTF-16.
  unicode: {
    fields: ['\uff5e', '\u{1f321}'],
    purposes: ['research'],
    fromNs: startNs,
    untilNs: endNs,
    count: 0,
    recipients: ['*'],
    onward: 'none',
    royaltyBps: 0,
  },
}

const usual: AccessRequest = { recipient: buyer, purpose: 'research', fields: ['temperature'], atNs: startNs }

type Case = readonly [why: string, policy: string, request: Partial<AccessRequest>, used: number]
export const accessCases: readonly Case[] = [
  ['at its first moment', 'three_reads', {}, 0],
  ['every field granted', 'three_reads', { fields: ['temperature', 'humidity'] }, 0],
  ['the other purpose', 'three_reads', { purpose: 'statistics' }, 0],
  ['the last of three', 'three_reads', {}, 2],
  ['one more than three', 'three_reads', {}, 3],
  ['far more than three', 'three_reads', {}, 4_294_967_295],
  ['a moment too early', 'three_reads', { atNs: startNs - 1n }, 0],
  ['at its last moment', 'three_reads', { atNs: endNs - 1n }, 0],
  ['a moment too late', 'three_reads', { atNs: endNs }, 0],
  ['another party', 'three_reads', { recipient: other }, 0],
  ['another purpose', 'three_reads', { purpose: 'advertising' }, 0],
  ['a purpose in other letters', 'three_reads', { purpose: 'Research' }, 0],
  ['no purpose', 'three_reads', { purpose: '' }, 0],
  ['a field that is not granted', 'three_reads', { fields: ['position'] }, 0],
  ['a granted field beside one that is not', 'three_reads', { fields: ['temperature', 'position'] }, 0],
  ['all fields by the star', 'three_reads', { fields: ['*'] }, 0],
  ['no field', 'three_reads', { fields: [] }, 0],
  ['another party and everything else wrong', 'three_reads', { recipient: other, atNs: endNs, purpose: 'x' }, 3],
  ['too late, used up, another purpose', 'three_reads', { atNs: endNs, purpose: 'x', fields: ['x'] }, 3],
  ['used up, another purpose', 'three_reads', { purpose: 'x', fields: ['x'] }, 3],
  ['another purpose, another field', 'three_reads', { purpose: 'x', fields: ['x'] }, 0],
  ['any field, any party, any number', 'everything', { recipient: other, fields: ['position'] }, 4_294_967_295],
  ['the star itself', 'everything', { fields: ['*'] }, 0],
  ['no field of all', 'everything', { fields: [] }, 0],
  ['the last moment there is', 'everything', { atNs: 2n ** 64n - 2n }, 0],
  ['after the last moment there is', 'everything', { atNs: 2n ** 64n - 1n }, 0],
  ['a use as it was granted', 'qualified', { purpose: 'read:research@FR', recipient: other }, 0],
  ['another use', 'qualified', { purpose: 'derive:research@FR' }, 0],
  ['another place', 'qualified', { purpose: 'planning@FR' }, 0],
  ['a purpose without its place', 'qualified', { purpose: 'planning' }, 0],
  ['a field beyond the basic plane', 'unicode', { fields: ['\u{1f321}'] }, 0],
  ['the second of one', 'qualified', { purpose: 'planning@DE' }, 1],
]

const { three_reads: outer, everything } = policies as { three_reads: NormalPolicy; everything: NormalPolicy }
type Pair = readonly [why: string, inner: NormalPolicy, outer: NormalPolicy]
export const narrowerCases: readonly Pair[] = [
  ['the same terms', outer, outer],
  ['one field less', { ...outer, fields: ['humidity'] }, outer],
  ['one field more', { ...outer, fields: ['humidity', 'position', 'temperature'] }, outer],
  ['every field of some', { ...outer, fields: ['*'] }, outer],
  ['some fields of every', { ...everything, fields: ['humidity'] }, everything],
  ['one purpose less', { ...outer, purposes: ['research'] }, outer],
  ['another purpose', { ...outer, purposes: ['advertising'] }, outer],
  ['beginning earlier', { ...outer, fromNs: startNs - 1n }, outer],
  ['beginning later', { ...outer, fromNs: startNs + 1n }, outer],
  ['ending later', { ...outer, untilNs: endNs + 1n }, outer],
  ['ending earlier', { ...outer, untilNs: endNs - 1n }, outer],
  ['fewer accesses', { ...outer, count: 2 }, outer],
  ['more accesses', { ...outer, count: 4 }, outer],
  ['any number of accesses of three', { ...outer, count: 0 }, outer],
  ['three accesses of any number', { ...everything, count: 3 }, everything],
  ['another party', { ...outer, recipients: [other] }, outer],
  ['anybody of one', { ...outer, recipients: ['*'] }, outer],
  ['one of anybody', { ...everything, recipients: [other] }, everything],
  ['given on, although it may not be', { ...outer, onward: 'same_terms' }, outer],
  ['not given on, although it may be', { ...everything, onward: 'none' }, everything],
  ['a smaller royalty', { ...everything, royaltyBps: 249 }, everything],
  ['a larger royalty', { ...everything, royaltyBps: 251 }, everything],
]

export const requestOf = (changes: Partial<AccessRequest>): AccessRequest => ({ ...usual, ...changes })

function accessJson([why, policy, changes, used]: Case): Json {
  const request = requestOf(changes)
  const state: AccessState = { used }
  const decision = decideAccess(policies[policy] as NormalPolicy, request, state)
  const { recipient, purpose, fields, atNs } = request
  return {
    why,
    policy,
    request: { recipient, purpose, fields, at_ns: atNs.toString() },
    used,
    decision: 'allow' in decision ? 'ALLOW' : decision.deny,
  }
}

export function policiesText(): string {
  const content = {
    why: 'decideAccess and isNarrower of core/policy.ts; `used` counts accesses before this one',
    policies: Object.fromEntries(Object.entries(policies).map(([name, policy]) => [name, policyJson(policy)])),
    accesses: accessCases.map(accessJson),
    narrower: narrowerCases.map(([why, inner, around]) => ({
      why,
      inner: policyJson(inner),
      outer: policyJson(around),
      narrower: isNarrower(inner, around),
    })),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, 'policies.json'), policiesText())
