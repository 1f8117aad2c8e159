// ODRL 2.2 to normal form and back. What has no normal form is refused: a term that is ignored is a term broken.
import { CausewayError } from './errors.ts'
import { checkLimit } from './limits.ts'
import { instantOf, instantText } from './nativeRows.ts'
import {
  checkPolicy,
  compareText,
  isEverything,
  type NormalPolicy,
  placeCode,
  policyItemsMax,
  purposeWord,
  refusePolicy,
  uint64Max,
} from './policy.ts'
import { type Json, jsonObject } from './wire.ts'

const rulesMax = 256
const constraintsMax = 16
const usesMax = 1024

const odrlContext = 'http://www.w3.org/ns/odrl.jsonld'
/** Names our one addition, the left operand `fields`. */
const odrlProfile = 'urn:causeway:odrl:1'
const uses = ['aggregate', 'derive', 'display', 'read']
type Use = { readonly action: string; readonly purpose: string; readonly place: string }
type Constraint = { readonly operator: string; readonly values: readonly string[]; readonly path: string }
type Rule = {
  /** The uses meant; `use` stands for all of them. */
  readonly actions: readonly string[]
  readonly distribute: boolean
  readonly limits: ReadonlyMap<string, readonly Constraint[]>
  readonly path: string
}

const operators: Readonly<Record<string, readonly string[]>> = {
  dateTime: ['lt', 'lteq', 'gt', 'gteq'],
  purpose: ['eq', 'isAnyOf'],
  recipient: ['eq', 'isAnyOf'],
  spatial: ['eq', 'isAnyOf'],
  count: ['lteq'],
  fields: ['isPartOf'],
  percentage: ['eq'],
}

function rulesOf(json: Json | undefined, path: string): readonly Json[] {
  if (json === undefined) return []
  const rules: readonly Json[] = Array.isArray(json) ? json : refusePolicy(path, 'list of rules')
  checkLimit(rules.length, rulesMax, path)
  return rules
}

/** A text or number, several of them, or a typed JSON-LD value. */
function valuesOf(json: Json | undefined, path: string): readonly string[] {
  const many: readonly Json[] = Array.isArray(json) ? json : [json ?? null]
  checkLimit(many.length, policyItemsMax, path)
  return many.map((one) => {
    const value =
      typeof one === 'object' && one !== null ? jsonObject(one, path, ['@value', '@type', '@id']) : undefined
    const plain = value === undefined ? one : (value['@value'] ?? value['@id'])
    return typeof plain === 'string' || typeof plain === 'number' ? String(plain) : refusePolicy(path, 'text or number')
  })
}

function parseConstraint(json: Json, path: string): readonly [string, Constraint] {
  const { leftOperand, operator, rightOperand } = jsonObject(json, path, ['leftOperand', 'operator', 'rightOperand'])
  const left = typeof leftOperand === 'string' && Object.hasOwn(operators, leftOperand) ? leftOperand : ''
  const known = operators[left] ?? refusePolicy(`${path}.leftOperand`, Object.keys(operators).join(', '))
  if (typeof operator !== 'string' || !known.includes(operator)) refusePolicy(`${path}.operator`, known.join(', '))
  const values = valuesOf(rightOperand, `${path}.rightOperand`)
  const isList = operator === 'isAnyOf' || operator === 'isPartOf'
  if (values.length === 0 || (!isList && values.length > 1)) refusePolicy(`${path}.rightOperand`, 'one value')
  return [left, { operator: operator as string, values, path }]
}

function parseRule(json: Json, path: string, asset: string, allowed: readonly string[]): Rule {
  const { target, action, constraint } = jsonObject(json, path, ['target', 'action', 'constraint'])
  if (target !== undefined && target !== asset) refusePolicy(`${path}.target`, asset)
  const actions = valuesOf(action, `${path}.action`)
  const stranger = actions.find((one) => !allowed.includes(one))
  if (actions.length === 0 || stranger !== undefined) refusePolicy(`${path}.action`, allowed.join(', '))
  const constraints = rulesOf(constraint, `${path}.constraint`)
  checkLimit(constraints.length, constraintsMax, `${path}.constraint`)
  const limits = new Map<string, readonly Constraint[]>()
  constraints.forEach((one, at) => {
    const [left, limit] = parseConstraint(one, `${path}.constraint[${at}]`)
    if (limits.has(left) && left !== 'dateTime') refusePolicy(limit.path, `${left} once`)
    limits.set(left, [...(limits.get(left) ?? []), limit])
  })
  const named = actions.includes('use') ? uses : uses.filter((one) => actions.includes(one))
  return { actions: named, distribute: actions.includes('distribute'), limits, path }
}

function onlyLimits(rule: Rule, names: readonly string[]): void {
  const stranger = [...rule.limits.keys()].find((name) => !names.includes(name))
  if (stranger !== undefined) refusePolicy(`${rule.path}.constraint`, `${names.join(', ') || 'none'}, not ${stranger}`)
}

const valuesIn = (rule: Rule, name: string): readonly string[] | undefined => rule.limits.get(name)?.[0]?.values

function wordsIn(rule: Rule, name: 'purpose' | 'spatial'): readonly string[] | undefined {
  const values = valuesIn(rule, name)
  const form = name === 'purpose' ? purposeWord : placeCode
  return values?.every((one) => form.test(one)) === false ? refusePolicy(`${rule.path}.${name}`, form.source) : values
}

function termOf(rule: Rule): { readonly fromNs: bigint; readonly untilNs: bigint } {
  let [fromNs, untilNs] = [0n, uint64Max + 1n]
  for (const { operator, values, path } of rule.limits.get('dateTime') ?? []) {
    const at = instantOrRefuse(values[0] ?? '', path) + (operator === 'gt' || operator === 'lteq' ? 1n : 0n)
    if (operator.startsWith('gt')) fromNs = at > fromNs ? at : fromNs
    else untilNs = at < untilNs ? at : untilNs
  }
  if (untilNs > uint64Max) throw new CausewayError('CONDITIONS_MISSING', { path: `${rule.path}.constraint.dateTime` })
  return { fromNs, untilNs }
}

function instantOrRefuse(text: string, path: string): bigint {
  try {
    return instantOf(text, path)
  } catch {
    return refusePolicy(path, 'a time by RFC 3339')
  }
}

/** `lteq 0` would read as "any number" in normal form, and means none. */
function countOf(rule: Rule): number {
  const [text] = valuesIn(rule, 'count') ?? []
  if (text === undefined) return 0
  return /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : refusePolicy(`${rule.path}.count`, 'a number from 1')
}

function usesOf(rule: Rule): readonly Use[] {
  const purposes = wordsIn(rule, 'purpose')
  if (purposes === undefined) throw new CausewayError('CONDITIONS_MISSING', { path: `${rule.path}.constraint.purpose` })
  const places = wordsIn(rule, 'spatial') ?? ['']
  checkLimit(purposes.length * places.length, usesMax, rule.path)
  return purposes.flatMap((purpose) =>
    places.flatMap((place) => rule.actions.map((action) => ({ action, purpose, place }))),
  )
}

/** Takes away what a prohibition names; what would leave a hole that the normal form cannot show is refused. */
function without(list: readonly Use[], rule: Rule): readonly Use[] {
  const purposes = wordsIn(rule, 'purpose')
  const places = wordsIn(rule, 'spatial')
  if (places !== undefined && list.some(({ place }) => place === '')) {
    refusePolicy(`${rule.path}.spatial`, 'a permission that names its places')
  }
  return list.filter(
    ({ action, purpose, place }) =>
      !rule.actions.includes(action) || purposes?.includes(purpose) === false || places?.includes(place) === false,
  )
}

function lessItems(list: readonly string[], rule: Rule, name: 'fields' | 'recipient'): readonly string[] {
  const taken = valuesIn(rule, name) ?? []
  if (isEverything(list)) refusePolicy(`${rule.path}.${name}`, 'a permission that names them')
  if (rule.limits.size > 1 || rule.actions.length < uses.length) refusePolicy(rule.path, `use, and ${name} alone`)
  return list.filter((one) => !taken.includes(one))
}

const sorted = (list: Iterable<string>): readonly string[] => [...new Set(list)].sort(compareText)

function purposesOf(list: readonly Use[]): readonly string[] {
  const actionsBy = new Map<string, Set<string>>()
  for (const { action, purpose, place } of list) {
    const name = place === '' ? purpose : `${purpose}@${place}`
    actionsBy.set(name, (actionsBy.get(name) ?? new Set()).add(action))
  }
  return sorted(
    [...actionsBy].flatMap(([name, actions]) =>
      actions.size === uses.length ? [name] : [...actions].map((action) => `${action}:${name}`),
    ),
  )
}

/** Basis points out of at most one duty: compensate with a percentage, of at most two decimals. */
function royaltyOf(duties: readonly Json[], asset: string): number {
  if (duties.length === 0) return 0
  if (duties.length > 1) refusePolicy('duty', 'one rule')
  const rule = parseRule(duties[0] ?? null, 'duty[0]', asset, ['compensate'])
  onlyLimits(rule, ['percentage'])
  const [text = ''] = valuesIn(rule, 'percentage') ?? []
  const [, whole, part = ''] = /^(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,2}))?$/.exec(text) ?? []
  if (whole === undefined) return refusePolicy('duty[0].percentage', 'a percentage with two decimals')
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** ODRL about `asset` in normal form; unknown terms, and terms without a normal form, are refused. */
export function parsePolicy(odrl: unknown, asset: string): NormalPolicy {
  const known = ['@context', '@type', 'uid', 'profile', 'permission', 'prohibition', 'duty']
  const object = jsonObject(odrl as Json, 'policy', known)
  const fixed = { '@context': odrlContext, '@type': 'Set', profile: odrlProfile }
  for (const [name, value] of Object.entries(fixed)) {
    if (object[name] !== undefined && object[name] !== value) refusePolicy(name, value)
  }
  const actions = ['use', ...uses, 'distribute']
  const [first, ...more] = rulesOf(object['permission'], 'permission')
  if (first === undefined || more.length > 0) return refusePolicy('permission', 'one rule')
  const permission = parseRule(first, 'permission[0]', asset, actions)
  onlyLimits(permission, ['dateTime', 'purpose', 'recipient', 'count', 'spatial', 'fields'])
  let allowed = usesOf(permission)
  let fields = valuesIn(permission, 'fields') ?? ['*']
  let recipients = valuesIn(permission, 'recipient') ?? ['*']
  rulesOf(object['prohibition'], 'prohibition').forEach((json, at) => {
    const rule = parseRule(json, `prohibition[${at}]`, asset, actions)
    onlyLimits(rule, rule.distribute ? [] : ['purpose', 'spatial', 'fields', 'recipient'])
    if (rule.distribute && permission.distribute) refusePolicy(rule.path, 'no action that is permitted as well')
    const isOfItems = rule.limits.has('fields') || rule.limits.has('recipient')
    if (rule.limits.has('fields')) fields = lessItems(fields, rule, 'fields')
    if (rule.limits.has('recipient')) recipients = lessItems(recipients, rule, 'recipient')
    if (!isOfItems) allowed = without(allowed, rule)
  })
  const policy: NormalPolicy = {
    fields: sorted(fields),
    purposes: purposesOf(allowed),
    ...termOf(permission),
    count: countOf(permission),
    recipients: sorted(recipients),
    onward: permission.distribute ? 'same_terms' : 'none',
    royaltyBps: royaltyOf(rulesOf(object['duty'], 'duty'), asset),
  }
  checkPolicy(policy)
  return policy
}

function useOf(text: string, action: string): readonly Use[] {
  const [, only, purpose = '', place = ''] = /^(?:([a-z]+):)?([a-z0-9-]+)(?:@(.+))?$/.exec(text) ?? []
  return only === undefined || only === action ? [{ action, purpose, place }] : []
}

const anyOf = (leftOperand: string, rightOperand: readonly string[], operator = 'isAnyOf'): Json => ({
  leftOperand,
  operator,
  rightOperand,
})

/** The same terms about `asset` for those who read ODRL; parses back to the same policy. */
export function policyToOdrl(policy: NormalPolicy, asset: string): Json {
  checkPolicy(policy)
  const granted = uses.flatMap((action) => policy.purposes.flatMap((text) => useOf(text, action)))
  const purposes = sorted(granted.map(({ purpose }) => purpose))
  const places = sorted(granted.map(({ place }) => place))
  const actions = sorted(granted.map(({ action }) => action))
  const anywhere = places[0] === ''
  const date = (operator: string, ns: bigint): Json => ({
    leftOperand: 'dateTime',
    operator,
    rightOperand: instantText(ns),
  })
  // One permission spans the whole product of actions, purposes and places; prohibitions cut out what is not granted.
  const holes = purposes.flatMap((purpose) =>
    places.flatMap((place) => {
      const missing = actions.filter(
        (action) => !granted.some((use) => use.action === action && use.purpose === purpose && use.place === place),
      )
      const constraint = [anyOf('purpose', [purpose]), ...(anywhere ? [] : [anyOf('spatial', [place])])]
      return missing.length === 0 ? [] : [{ target: asset, action: missing, constraint }]
    }),
  )
  checkLimit(holes.length, rulesMax - 1, 'prohibition')
  const onward = policy.onward === 'same_terms'
  const percentage = `${Math.floor(policy.royaltyBps / 100)}.${String(policy.royaltyBps % 100).padStart(2, '0')}`
  const duty = {
    action: 'compensate',
    constraint: [{ leftOperand: 'percentage', operator: 'eq', rightOperand: percentage }],
  }
  const constraint: Json[] = [
    ...(policy.fromNs === 0n ? [] : [date('gteq', policy.fromNs)]),
    date('lt', policy.untilNs),
    anyOf('purpose', purposes),
    ...(anywhere ? [] : [anyOf('spatial', places)]),
    ...(isEverything(policy.recipients) ? [] : [anyOf('recipient', policy.recipients)]),
    ...(isEverything(policy.fields) ? [] : [anyOf('fields', policy.fields, 'isPartOf')]),
    ...(policy.count === 0 ? [] : [{ leftOperand: 'count', operator: 'lteq', rightOperand: policy.count }]),
  ]
  const all = actions.length === uses.length ? ['use'] : actions
  return {
    '@context': odrlContext,
    '@type': 'Set',
    uid: `${asset}#terms`,
    profile: odrlProfile,
    permission: [{ target: asset, action: onward ? [...all, 'distribute'] : all, constraint }],
    prohibition: onward ? holes : [{ target: asset, action: 'distribute' }, ...holes],
    ...(policy.royaltyBps === 0 ? {} : { duty: [duty] }),
  }
}
