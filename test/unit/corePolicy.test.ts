// Terms of use: what they permit, what they become in ODRL and back, and that no term is ever ignored.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { isCausewayError } from '../../core/errors.ts'
import { parsePolicy, policyToOdrl } from '../../core/odrl.ts'
import {
  type AccessRequest,
  checkPolicy,
  decideAccess,
  isNarrower,
  type NormalPolicy,
  parseNormalPolicy,
  policyJson,
} from '../../core/policy.ts'
import type { Json } from '../../core/wire.ts'
import { policies, policiesText, requestOf } from '../vectors/policyCases.ts'

const asset = 'did:causeway:asset:zone-a:weather'
const buyer = 'did:causeway:party:zone-b:buyer'
const words = ['planning', 'research', 'statistics']
const actions = ['aggregate', 'derive', 'display', 'read']
/** Lists are given in the order of UTF-8, which a part of them keeps. */
const subset = (list: readonly string[]): fc.Arbitrary<readonly string[]> => fc.subarray([...list], { minLength: 1 })

/** Purposes in their one spelling: all four actions together are written without one. */
const purposes = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...words), { minLength: 1 }),
    fc.constantFrom<readonly string[]>([''], ['@DE'], ['@DE', '@FR-75']),
    fc.array(subset(actions), { minLength: 6, maxLength: 6 }),
  )
  .map(([list, places, chosen]) =>
    list
      .flatMap((purpose, row) =>
        places.flatMap((place, column) => {
          const some = chosen[row * places.length + column] ?? actions
          const name = `${purpose}${place}`
          return some.length === actions.length ? [name] : some.map((action) => `${action}:${name}`)
        }),
      )
      .sort(),
  )

const policy: fc.Arbitrary<NormalPolicy> = fc
  .record({
    fields: fc.oneof(fc.constant(['*']), subset(['humidity', 'position', '\uff5e', '\u{1f321}'])),
    purposes,
    term: fc
      .tuple(fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(0n, 2n ** 64n - 1n))
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => (a < b ? [a, b] : [b, a])),
    count: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 })),
    recipients: fc.oneof(fc.constant(['*']), subset([buyer, 'did:web:city.example'])),
    onward: fc.constantFrom('none' as const, 'same_terms' as const),
    royaltyBps: fc.integer({ min: 0, max: 10_000 }),
  })
  .map(({ term: [fromNs = 0n, untilNs = 0n], ...rest }) => ({ ...rest, fromNs, untilNs }))

const request: fc.Arbitrary<AccessRequest> = fc.record({
  recipient: fc.constantFrom(buyer, 'did:web:city.example', 'did:web:other.example'),
  purpose: fc.oneof(
    fc.constantFrom(...words),
    purposes.map(([one]) => one ?? ''),
  ),
  fields: fc.subarray(['humidity', 'position', 'temperature', 'wind']),
  atNs: fc.bigInt(0n, 2n ** 64n - 1n),
})

test('test/vectors/policies.json is what the rules say now, for contracts to replay (Y-3.1.9)', () => {
  expect(readFileSync(join(import.meta.dirname, '../vectors/policies.json'), 'utf8')).toBe(policiesText())
})

const three = policies['three_reads'] as NormalPolicy
test.each([
  ['NOT_GRANTEE', requestOf({ recipient: 'did:web:other.example' }), 0],
  ['GRANT_EXPIRED', requestOf({ atNs: three.untilNs }), 0],
  ['GRANT_EXPIRED', requestOf({ atNs: three.fromNs - 1n }), 0],
  ['GRANT_USED_UP', requestOf({}), 3],
  ['PURPOSE_NOT_GRANTED', requestOf({ purpose: 'advertising' }), 0],
  ['FIELDS_NOT_GRANTED', requestOf({ fields: ['temperature', 'position'] }), 0],
])('a failed condition refuses with its own code: %s (Y-3.1.9)', (deny, asked, used) => {
  expect(decideAccess(three, asked, { used })).toEqual({ deny })
})

test('the user gets the granted fields, purpose, term and count, and read n+1 of n is refused (Y-8.4.2b)', () => {
  const outcomes = [0, 1, 2, 3, 4].map((used) => decideAccess(three, requestOf({ fields: three.fields }), { used }))
  expect(outcomes.map((outcome) => 'allow' in outcome)).toEqual([true, true, true, false, false])
  expect(outcomes[3]).toEqual({ deny: 'GRANT_USED_UP' })
})

test('terms that are narrower permit nothing that the wider ones forbid, and every policy is narrower than itself', () => {
  const narrowed = policy.chain((outer) =>
    fc.tuple(
      fc.constant(outer),
      fc.oneof(
        policy,
        policy.map((other) => ({ ...outer, ...pick(other) })),
      ),
    ),
  )
  let compared = 0
  fc.assert(
    fc.property(narrowed, request, fc.nat({ max: 6 }), ([outer, inner], asked, used) => {
      expect(isNarrower(outer, outer)).toBe(true)
      if (!isNarrower(inner, outer)) return
      compared += 1
      const [within, around] = [inner, outer].map((one) => decideAccess(one, asked, { used }))
      if (within !== undefined && 'allow' in within) expect(around).toEqual({ allow: true })
      expect(inner.royaltyBps).toBeGreaterThanOrEqual(outer.royaltyBps)
    }),
    { numRuns: 2_000 },
  )
  expect(compared).toBeGreaterThan(100)
})

/** Some parts of another policy, so that the two differ in one respect. */
const pick = (other: NormalPolicy): Partial<NormalPolicy> =>
  other.count % 2 === 0 ? { fields: other.fields, count: other.count } : { purposes: other.purposes }

test('narrower is transitive', () => {
  const near = (one: NormalPolicy): fc.Arbitrary<NormalPolicy> =>
    fc.tuple(policy, policy).map(([first, second]) => ({ ...one, ...pick(first), royaltyBps: second.royaltyBps }))
  const chain = policy.chain((c) => near(c).chain((b) => near(b).map((a) => [a, b, c] as const)))
  let compared = 0
  fc.assert(
    fc.property(chain, ([a, b, c]) => {
      if (!isNarrower(a, b) || !isNarrower(b, c)) return
      compared += 1
      expect(isNarrower(a, c)).toBe(true)
    }),
    // By a seed, so that what is compared does not depend on luck.
    { numRuns: 2_000, seed: 4_560 },
  )
  expect(compared).toBeGreaterThan(20)
})

test('every policy survives contract JSON and ODRL, and is the same policy after both', () => {
  fc.assert(
    fc.property(policy, (one) => {
      expect(parseNormalPolicy(JSON.parse(JSON.stringify(policyJson(one))))).toEqual(one)
      expect(parsePolicy(JSON.parse(JSON.stringify(policyToOdrl(one, asset))), asset)).toEqual(one)
    }),
    { numRuns: 300 },
  )
})

const constraint = {
  until: { leftOperand: 'dateTime', operator: 'lt', rightOperand: '2030-01-01T00:00:00Z' },
  purpose: { leftOperand: 'purpose', operator: 'isAnyOf', rightOperand: ['research', 'planning'] },
  fields: { leftOperand: 'fields', operator: 'isPartOf', rightOperand: ['temperature', 'humidity'] },
  recipient: { leftOperand: 'recipient', operator: 'eq', rightOperand: buyer },
}
const permit = (action: Json, ...more: Json[]): Json => ({
  action,
  constraint: [constraint.until, constraint.purpose, ...more],
})
const odrl = (changes: Record<string, Json> = {}): Json => ({ permission: [permit('use')], ...changes })
const parsed = (json: Json): NormalPolicy => parsePolicy(json, asset)

test('terms as people write them come out in normal form', () => {
  const whole = odrl({
    permission: [permit(['use', 'distribute'], constraint.fields, constraint.recipient, limit('count', 'lteq', 5))],
    prohibition: [{ action: 'derive', constraint: [limit('purpose', 'eq', 'planning')] }],
    duty: [{ action: 'compensate', constraint: [limit('percentage', 'eq', '2.5')] }],
  })
  expect(parsed(whole)).toEqual({
    fields: ['humidity', 'temperature'],
    purposes: ['aggregate:planning', 'display:planning', 'read:planning', 'research'],
    fromNs: 0n,
    untilNs: 1_893_456_000_000_000_000n,
    count: 5,
    recipients: [buyer],
    onward: 'same_terms',
    royaltyBps: 250,
  })
})

function limit(leftOperand: string, operator: string, rightOperand: Json): Json {
  return { leftOperand, operator, rightOperand }
}

test('a permission to read alone is no permission to use', () => {
  expect(parsed(odrl({ permission: [permit('read')] })).purposes).toEqual(['read:planning', 'read:research'])
})

test.each([
  ['gt', 1_767_225_600_000_000_001n, undefined],
  ['gteq', 1_767_225_600_000_000_000n, undefined],
  ['lt', 0n, 1_767_225_600_000_000_000n],
  ['lteq', 0n, 1_767_225_600_000_000_001n],
])('dateTime %s includes or excludes its own moment', (operator, fromNs, untilNs) => {
  const moment = limit('dateTime', operator, { '@value': '2026-01-01T00:00:00Z', '@type': 'xsd:dateTime' })
  const policy = parsed(odrl({ permission: [permit('use', moment)] }))
  expect(policy.fromNs).toBe(fromNs)
  expect(policy.untilNs).toBe(untilNs ?? 1_893_456_000_000_000_000n)
})

test('prohibitions take away: fields, recipients, purposes, places and single uses', () => {
  const places = limit('spatial', 'isAnyOf', ['DE', 'FR'])
  const two = limit('recipient', 'isAnyOf', [buyer, 'did:web:other.example'])
  const policy = parsed(
    odrl({
      permission: [permit('use', places, constraint.fields, two)],
      prohibition: [
        { action: 'use', constraint: [limit('fields', 'isPartOf', ['humidity'])] },
        { action: 'use', constraint: [limit('recipient', 'eq', 'did:web:other.example')] },
        { action: 'use', constraint: [limit('purpose', 'eq', 'planning'), limit('spatial', 'eq', 'FR')] },
        { action: ['derive', 'distribute'] },
      ].slice(0, 3),
    }),
  )
  expect(policy.fields).toEqual(['temperature'])
  expect(policy.recipients).toEqual([buyer])
  expect(policy.purposes).toEqual(['planning@DE', 'research@DE', 'research@FR'])
  expect(parsed(odrl({ prohibition: [{ action: ['derive', 'distribute'] }] })).purposes).toEqual([
    'aggregate:planning',
    'aggregate:research',
    'display:planning',
    'display:research',
    'read:planning',
    'read:research',
  ])
})

const withLimit = (...more: Json[]): Json => odrl({ permission: [permit('use', ...more)] })
const forbid = (action: Json, ...more: Json[]): Json => odrl({ prohibition: [{ action, constraint: more }] })
test.each<[string, Json, string]>([
  ['an unknown member', odrl({ conflict: 'perm' }), 'MALFORMED'],
  ['an obligation', odrl({ obligation: [] }), 'MALFORMED'],
  ['another vocabulary', odrl({ '@context': 'https://example.org/terms' }), 'MALFORMED'],
  ['another profile', odrl({ profile: 'https://example.org/profile' }), 'MALFORMED'],
  ['an unknown member of a rule', odrl({ permission: [{ ...(permit('use') as object), duty: [] }] }), 'MALFORMED'],
  ['an unknown action', odrl({ permission: [permit('sell')] }), 'MALFORMED'],
  ['no action', odrl({ permission: [permit([])] }), 'MALFORMED'],
  ['an unknown left operand', withLimit(limit('elapsedTime', 'eq', 'P1D')), 'MALFORMED'],
  ['a left operand of every object', withLimit(limit('toString', 'eq', 'x')), 'MALFORMED'],
  ['a percentage in a permission', withLimit(limit('percentage', 'eq', 5)), 'MALFORMED'],
  ['an operator of another operand', withLimit(limit('count', 'gt', 5)), 'MALFORMED'],
  ['a unit of a constraint', withLimit({ ...(limit('count', 'lteq', 5) as object), unit: 'dozen' }), 'MALFORMED'],
  ['a purpose twice', withLimit(limit('purpose', 'eq', 'research')), 'MALFORMED'],
  ['a logical constraint', withLimit({ or: [] }), 'MALFORMED'],
  ['two values where one is meant', withLimit(limit('recipient', 'eq', [buyer, buyer])), 'MALFORMED'],
  ['no value', withLimit(limit('recipient', 'isAnyOf', [])), 'MALFORMED'],
  ['no accesses at all', withLimit(limit('count', 'lteq', 0)), 'MALFORMED'],
  ['half an access', withLimit(limit('count', 'lteq', 1.5)), 'MALFORMED'],
  ['more accesses than 32 bits', withLimit(limit('count', 'lteq', 2 ** 32)), 'MALFORMED'],
  ['a day that does not exist', withLimit(limit('dateTime', 'lt', '2026-02-30T00:00:00Z')), 'MALFORMED'],
  ['a date without time', withLimit(limit('dateTime', 'lt', '2026-02-03')), 'MALFORMED'],
  ['an end before its beginning', withLimit(limit('dateTime', 'gt', '2031-01-01T00:00:00Z')), 'MALFORMED'],
  ['a recipient that is no DID', withLimit(limit('recipient', 'eq', 'Alice')), 'MALFORMED'],
  ['a place that is none', withLimit(limit('spatial', 'eq', 'Europe')), 'MALFORMED'],
  ['a star beside a field', withLimit(limit('fields', 'isPartOf', ['*', 'a'])), 'MALFORMED'],
  ['a field with a hidden character', withLimit(limit('fields', 'isPartOf', ['a\u200bb'])), 'MALFORMED'],
  ['another asset', odrl({ permission: [{ ...(permit('use') as object), target: 'urn:x' }] }), 'MALFORMED'],
  ['two permissions', odrl({ permission: [permit('use'), permit('read')] }), 'MALFORMED'],
  ['no permission', { prohibition: [{ action: 'use' }] }, 'MALFORMED'],
  [
    'distribution permitted and prohibited',
    { permission: [permit(['use', 'distribute'])], prohibition: [{ action: 'distribute' }] },
    'MALFORMED',
  ],
  ['distribution prohibited to some', forbid('distribute', constraint.recipient), 'MALFORMED'],
  ['a prohibition with a term', forbid('use', constraint.until), 'MALFORMED'],
  ['a prohibited field of all fields', forbid('use', constraint.fields), 'MALFORMED'],
  ['a prohibited party of all parties', forbid('use', constraint.recipient), 'MALFORMED'],
  ['a prohibited place of all places', forbid('use', limit('spatial', 'eq', 'FR')), 'MALFORMED'],
  ['two duties', odrl({ duty: [{ action: 'compensate' }, { action: 'compensate' }] }), 'MALFORMED'],
  ['an unknown duty', odrl({ duty: [{ action: 'attribute' }] }), 'MALFORMED'],
  ['a duty without its percentage', odrl({ duty: [{ action: 'compensate' }] }), 'MALFORMED'],
  [
    'a percentage of a third',
    odrl({ duty: [{ action: 'compensate', constraint: [limit('percentage', 'eq', '33.333')] }] }),
    'MALFORMED',
  ],
  [
    'more than everything',
    odrl({ duty: [{ action: 'compensate', constraint: [limit('percentage', 'eq', '100.01')] }] }),
    'MALFORMED',
  ],
  ['everything prohibited', forbid('use'), 'CONDITIONS_MISSING'],
  ['no term', odrl({ permission: [{ action: 'use', constraint: [constraint.purpose] }] }), 'CONDITIONS_MISSING'],
  ['no purpose', odrl({ permission: [{ action: 'use', constraint: [constraint.until] }] }), 'CONDITIONS_MISSING'],
  [
    'too many fields',
    withLimit(
      limit(
        'fields',
        'isPartOf',
        Array.from({ length: 65 }, (_, at) => `f${at}`),
      ),
    ),
    'LIMIT_EXCEEDED',
  ],
  [
    'too many rules',
    odrl({ prohibition: Array.from({ length: 257 }, () => ({ action: 'derive' })) }),
    'LIMIT_EXCEEDED',
  ],
  ['no object', [], 'MALFORMED'],
])('ODRL with %s is refused, never ignored', (_, json, code) => {
  expect(() => parsed(json)).toThrow(expect.objectContaining({ code }))
})

const good = policies['three_reads'] as NormalPolicy
test.each<[string, Partial<NormalPolicy>, string]>([
  ['no field', { fields: [] }, 'CONDITIONS_MISSING'],
  ['no purpose', { purposes: [] }, 'CONDITIONS_MISSING'],
  ['no recipient', { recipients: [] }, 'CONDITIONS_MISSING'],
  ['fields in another order', { fields: ['b', 'a'] }, 'MALFORMED'],
  ['a field with a comma', { fields: ['a,b'] }, 'MALFORMED'],
  ['fields in the order of UTF-16', { fields: ['\u{1f321}', '\uff5e'] }, 'MALFORMED'],
  ['a field twice', { fields: ['a', 'a'] }, 'MALFORMED'],
  ['a purpose of every kind', { purposes: ['*'] }, 'MALFORMED'],
  ['a purpose with one place and one without', { purposes: ['planning', 'research@FR'] }, 'MALFORMED'],
  ['an action that is none', { purposes: ['use:research'] }, 'MALFORMED'],
  ['a term that ends as it begins', { untilNs: good.fromNs }, 'MALFORMED'],
  ['a term of 65 bits', { untilNs: 2n ** 64n }, 'MALFORMED'],
  ['a negative count', { count: -1 }, 'MALFORMED'],
  ['a royalty above the price', { royaltyBps: 10_001 }, 'MALFORMED'],
])('a normal policy with %s is refused', (_, changes, code) => {
  expect(() => checkPolicy({ ...good, ...changes })).toThrow(expect.objectContaining({ code }))
  expect(() => parseNormalPolicy(policyJson({ ...good, ...changes }))).toThrow(expect.objectContaining({ code }))
})

test('contract JSON with a missing, unknown or wrong member is refused', () => {
  const json = policyJson(good)
  const wrong = [
    { ...json, extra: 1 },
    { ...json, from_ns: 5 },
    { ...json, from_ns: '05' },
    { ...json, onward: 'all' },
  ]
  const missing = Object.keys(json).map((key) => ({ ...json, [key]: undefined }))
  for (const one of [...wrong, ...missing, { ...json, fields: 'a' }, { ...json, fields: [1] }, null]) {
    expect(() => parseNormalPolicy(one)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  }
})

test('no JSON of any shape does anything but parse or refuse', () => {
  const leaf = fc.jsonValue()
  const rule = fc.record({
    action: leaf,
    constraint: fc.array(fc.record({ leftOperand: leaf, operator: leaf, rightOperand: leaf })),
  })
  fc.assert(
    fc.property(fc.oneof(leaf, fc.record({ permission: fc.array(rule), prohibition: leaf, duty: leaf })), (json) => {
      try {
        parsePolicy(json, asset)
      } catch (error) {
        expect(isCausewayError(error)).toBe(true)
      }
    }),
  )
})
