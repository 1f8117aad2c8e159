// SenML packs in JSON (RFC 8428) of one device to rows of its stream, and rows back to packs.
// A record is mapped by its resolved name; records of one time are one entry, which the device itself numbers.
import { toBase64 } from './bytes.ts'
import { addDecimals, type Decimal, decimalText, nanoText, parseDecimal, scaledInteger } from './decimal.ts'
import {
  below,
  type NativeJson,
  type NativeObject,
  nativeJsonText,
  nativeList,
  nativeObject,
  nativeText,
  untranslatable,
} from './nativeJson.ts'
import { base64Of, checkMapped, elementOf, exactNumber, momentRow, type Reading, sequenceOf } from './nativeRows.ts'
import { ucumOfSenml } from './senmlUnits.ts'
import type { Cell, Element, Row } from './words.ts'

/** What the device calls an element: the name with its base name, and the unit that it measures in. */
export type SenmlField = { readonly name: string; readonly unit: string; readonly element: string }
export type SenmlMapping = {
  /** Name of the record that numbers the entry. */
  readonly sequence: string
  readonly fields: readonly SenmlField[]
}

/** Whoever registers a device learns at once what could never be translated. */
export function checkSenmlMapping(model: readonly Element[], mapping: SenmlMapping): void {
  checkMapped(
    model,
    mapping.fields.map(({ element }) => element),
    '/fields',
  )
  const names = [mapping.sequence, ...mapping.fields.map(({ name }) => name)]
  names.forEach((name, index) => {
    const pointer = index === 0 ? '/sequence' : `/fields/${index - 1}/name`
    checkName(name, pointer)
    if (names.indexOf(name) < index) untranslatable(pointer, `${name} mapped once`)
  })
  mapping.fields.forEach(({ unit, element }, index) => {
    const expected = elementOf(model, element, '').unit
    if (ucumOfSenml(unit) !== expected) untranslatable(`/fields/${index}/unit`, `a unit that is ${expected} in UCUM`)
  })
}

function checkName(name: string, pointer: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9\-:./_]*$/.test(name)) untranslatable(pointer, 'a name by RFC 8428')
}

type Base = {
  readonly name: string
  readonly time: Decimal
  readonly unit: string
  readonly value: Decimal | undefined
}
/** A record without bases and relative times (RFC 8428 section 4.6). */
type Resolved = {
  readonly pointer: string
  readonly name: string
  readonly unit: string
  readonly timeNs: bigint
  readonly record: NativeObject
  readonly baseValue: Decimal | undefined
}

const zero: Decimal = { digits: 0n, scale: 0 }
const versionMax = '10'

/** Rows of the pack in the order of their times. `nowNs` is what relative times are relative to. */
export function senmlToRows(
  pack: NativeJson,
  model: readonly Element[],
  mapping: SenmlMapping,
  nowNs: bigint,
): readonly Row[] {
  const fields = new Map(mapping.fields.map((field) => [field.name, field]))
  const moments = new Map<bigint, { pointer: string; sequence: bigint | undefined; readings: Reading[] }>()
  for (const record of resolve(pack, nowNs)) {
    const moment = moments.get(record.timeNs) ?? { pointer: record.pointer, sequence: undefined, readings: [] }
    moments.set(record.timeNs, moment)
    if (record.name === mapping.sequence) {
      if (moment.sequence !== undefined) untranslatable(record.pointer, 'one sequence number for each time')
      moment.sequence = sequenceOf(numberOf(record), record.pointer)
    } else moment.readings.push(readingOf(record, model, fields.get(record.name)))
  }
  const numbers = new Set<bigint>()
  return [...moments].map(([observedAtNs, { pointer, sequence, readings }]) => {
    if (sequence === undefined) return untranslatable(pointer, `a record ${mapping.sequence} of the same time`)
    if (numbers.has(sequence)) return untranslatable(pointer, 'one time for each sequence number')
    numbers.add(sequence)
    return momentRow(model, { pointer, sequence, observedAtNs, readings })
  })
}

function resolve(pack: NativeJson, nowNs: bigint): readonly Resolved[] {
  let base: Base = { name: '', time: zero, unit: '', value: undefined }
  return nativeList(pack, '').map((item, index) => {
    const pointer = below('', index)
    const record = nativeObject(item, pointer)
    checkLabels(record, pointer)
    base = nextBase(base, record, pointer)
    const name = base.name + (record['n'] === undefined ? '' : nativeText(record['n'], `${pointer}/n`))
    checkName(name, `${pointer}/n`)
    const unit = record['u'] === undefined ? base.unit : nativeText(record['u'], `${pointer}/u`)
    const time = addDecimals(base.time, decimalOf(record, 't', pointer) ?? zero)
    return { pointer, name, unit, timeNs: timeNs(time, nowNs, `${pointer}/t`), record, baseValue: base.value }
  })
}

function nextBase(base: Base, record: NativeObject, pointer: string): Base {
  return {
    name: record['bn'] === undefined ? base.name : nativeText(record['bn'], `${pointer}/bn`),
    time: decimalOf(record, 'bt', pointer) ?? base.time,
    unit: record['bu'] === undefined ? base.unit : nativeText(record['bu'], `${pointer}/bu`),
    value: decimalOf(record, 'bv', pointer) ?? base.value,
  }
}

const decimalOf = (record: NativeObject, label: string, pointer: string): Decimal | undefined =>
  record[label] === undefined ? undefined : parseDecimal(record[label], `${pointer}/${label}`)

function checkLabels(record: NativeObject, pointer: string): void {
  for (const label of Object.keys(record)) {
    const at = below(pointer, label)
    // RFC 8428 section 4.4: a trailing underscore marks what must be understood; other strangers are ignored.
    if (label.endsWith('_')) untranslatable(at, 'no extension that must be understood')
    if (label === 's' || label === 'bs') untranslatable(at, 'values, no sums')
    if (label === 'ut') parseDecimal(record['ut'], at)
    if (label === 'bver' && decimalText(parseDecimal(record['bver'], at)) !== versionMax) untranslatable(at, versionMax)
  }
}

/** Below 2^28 seconds a time is relative to now (RFC 8428 section 4.5.3). */
const absoluteFromNs = 2n ** 28n * 1_000_000_000n

function timeNs(time: Decimal, nowNs: bigint, pointer: string): bigint {
  const ns = scaledInteger(time, 9) ?? untranslatable(pointer, 'a time in whole nanoseconds')
  const instant = ns < absoluteFromNs ? nowNs + ns : ns
  return instant >= 0n && instant < 2n ** 63n ? instant : untranslatable(pointer, 'a time from 1970 to 2262')
}

const valueLabels = ['v', 'vs', 'vb', 'vd'] as const

/** The numeric value with its base, as JSON again, so that one parser decides what is too large. */
function numberOf({ record, baseValue, pointer }: Resolved): NativeJson {
  const value = parseDecimal(record['v'], `${pointer}/v`)
  return baseValue === undefined ? (record['v'] ?? null) : exactNumber(decimalText(addDecimals(value, baseValue)))
}

function readingOf(record: Resolved, model: readonly Element[], field: SenmlField | undefined): Reading {
  const { pointer } = record
  if (field === undefined) return untranslatable(`${pointer}/n`, 'a name that is mapped')
  if (record.unit !== field.unit) untranslatable(`${pointer}/u`, field.unit === '' ? 'no unit' : field.unit)
  const labels = valueLabels.filter((label) => record.record[label] !== undefined)
  if (labels.length !== 1) untranslatable(pointer, `one of ${valueLabels.join(', ')}`)
  const element = elementOf(model, field.element, pointer)
  if (labels[0] !== labelOf[element.type]) untranslatable(pointer, `${labelOf[element.type]} for ${element.name}`)
  return { pointer, element: element.name, cell: cellOf(element, record) }
}

const labelOf = { boolean: 'vb', integer: 'v', decimal: 'v', text: 'vs', bytes: 'vd', timestamp: 'v' } as const

function cellOf(element: Element, resolved: Resolved): Cell {
  const { record, pointer } = resolved
  const at = `${pointer}/${labelOf[element.type]}`
  switch (element.type) {
    case 'boolean': {
      const value = record['vb']
      return typeof value === 'boolean' ? { kind: 'boolean', value } : untranslatable(at, 'true or false')
    }
    case 'text':
      return { kind: 'text', value: nativeText(record['vs'], at) }
    case 'bytes':
      return { kind: 'data', value: fromBase64Url(nativeText(record['vd'], at), at) }
    case 'decimal':
      return { kind: 'decimal', value: decimalText(parseDecimal(numberOf(resolved), at)) }
    case 'integer':
    case 'timestamp': {
      const scale = element.type === 'integer' ? 0 : 9
      const value = scaledInteger(parseDecimal(numberOf(resolved), at), scale)
      if (value === undefined || value >= 2n ** 63n || value < -(2n ** 63n)) return untranslatable(at, element.type)
      return element.type === 'integer' ? { kind: 'integer', value } : { kind: 'timestampNs', value }
    }
  }
}

/** RFC 4648 section 5 without padding. */
function fromBase64Url(text: string, pointer: string): Uint8Array {
  if (/[+/=]/.test(text)) return untranslatable(pointer, 'base64url without padding')
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  return base64Of(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='), pointer)
}

const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The pack that gives these rows again. */
export function rowsToSenml(rows: readonly Row[], model: readonly Element[], mapping: SenmlMapping): string {
  const fieldOf = new Map(mapping.fields.map((field) => [field.element, field]))
  const records = rows.flatMap(({ cells: [sequence, observedAt, ...cells] }, index) => {
    if (sequence?.kind !== 'integer' || observedAt?.kind !== 'timestampNs') {
      return untranslatable(below('', index), 'sequence and observed_at')
    }
    if (observedAt.value < absoluteFromNs) untranslatable(below('', index), 'a time after 1978')
    const t = exactNumber(nanoText(observedAt.value))
    const numbered = { n: mapping.sequence, t, v: exactNumber(sequence.value.toString()) }
    const values = cells.flatMap((cell, column): NativeObject[] => {
      const field = fieldOf.get(model[column]?.name ?? '')
      if (cell.kind === 'empty') return []
      if (field === undefined) return untranslatable(below('', index), `a mapping of ${model[column]?.name}`)
      return [{ n: field.name, ...(field.unit === '' ? {} : { u: field.unit }), t, ...labelled(cell) }]
    })
    return [numbered, ...values]
  })
  return nativeJsonText(records)
}

function labelled(cell: Cell): NativeObject {
  switch (cell.kind) {
    case 'empty':
      return {}
    case 'boolean':
      return { vb: cell.value }
    case 'text':
      return { vs: cell.value }
    case 'data':
      return { vd: toBase64Url(cell.value) }
    case 'integer':
      return { v: exactNumber(cell.value.toString()) }
    case 'decimal':
      return { v: exactNumber(cell.value) }
    case 'timestampNs':
      return { v: exactNumber(nanoText(cell.value)) }
  }
}
