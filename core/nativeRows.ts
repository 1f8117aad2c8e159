// Values of native documents as cells of the stream's elements and back, and readings gathered into whole rows.
import { parseBase64, toBase64 } from './bytes.ts'
import { decimalText, parseDecimal, scaledInteger } from './decimal.ts'
import { isCausewayError } from './errors.ts'
import { checkTable } from './format.ts'
import { below, type NativeJson, NumberText, nativeText, untranslatable } from './nativeJson.ts'
import type { Cell, Element, Row } from './words.ts'

/** One value of a document, where it stood, and the element that it is for. */
export type Reading = { readonly pointer: string; readonly element: string; readonly cell: Cell }

/** Readings that together are one entry. */
export type Moment = {
  readonly pointer: string
  readonly sequence: bigint
  readonly observedAtNs: bigint
  readonly readings: readonly Reading[]
}

/** The row of a moment; an element read twice, or missing though it must not be, is refused. */
export function momentRow(model: readonly Element[], moment: Moment): Row {
  const byElement = new Map<string, Reading>()
  for (const reading of moment.readings) {
    if (byElement.has(reading.element)) untranslatable(reading.pointer, `${reading.element} once for each entry`)
    byElement.set(reading.element, reading)
  }
  const cells = model.map((element): Cell => {
    const reading = byElement.get(element.name)
    if (reading === undefined && !element.optional) untranslatable(moment.pointer, `a value of ${element.name}`)
    const cell: Cell = reading?.cell ?? { kind: 'empty' }
    checkCell(element, cell, reading?.pointer ?? moment.pointer)
    return cell
  })
  const sequence: Cell = { kind: 'integer', value: moment.sequence }
  return { cells: [sequence, { kind: 'timestampNs', value: moment.observedAtNs }, ...cells] }
}

function checkCell(element: Element, cell: Cell, pointer: string): void {
  try {
    checkTable([element], { rows: [{ cells: [cell] }] })
  } catch (error) {
    if (!isCausewayError(error, 'TABLE_MALFORMED')) throw error
    untranslatable(pointer, error.facts['expected'] ?? element.type)
  }
}

export function integerOf(json: NativeJson | undefined, pointer: string): bigint {
  const integer = scaledInteger(parseDecimal(json, pointer), 0)
  return integer ?? untranslatable(pointer, 'an integer')
}

/** A sequence number as the device wrote it. */
export function sequenceOf(json: NativeJson | undefined, pointer: string): bigint {
  const sequence = integerOf(json, pointer)
  return sequence >= 1n ? sequence : untranslatable(pointer, 'a number from 1')
}

/** The cell of a plain JSON value, for formats that do not type their values themselves. */
export function cellOf(element: Element, json: NativeJson | undefined, pointer: string): Cell {
  switch (element.type) {
    case 'boolean':
      return typeof json === 'boolean' ? { kind: 'boolean', value: json } : untranslatable(pointer, 'true or false')
    case 'integer':
      return { kind: 'integer', value: integerOf(json, pointer) }
    case 'decimal':
      return { kind: 'decimal', value: decimalText(parseDecimal(json, pointer)) }
    case 'text':
      return { kind: 'text', value: nativeText(json, pointer) }
    case 'bytes':
      return { kind: 'data', value: base64Of(nativeText(json, pointer), pointer) }
    case 'timestamp':
      return { kind: 'timestampNs', value: instantOf(nativeText(json, pointer), pointer) }
  }
}

/** The plain JSON value of a cell; undefined where it is empty. */
export function jsonOf(cell: Cell): NativeJson | undefined {
  switch (cell.kind) {
    case 'empty':
      return undefined
    case 'boolean':
    case 'text':
      return cell.value
    case 'integer':
      return exactNumber(cell.value.toString())
    case 'decimal':
      return exactNumber(cell.value)
    case 'data':
      return toBase64(cell.value)
    case 'timestampNs':
      return instantText(cell.value)
  }
}

/** What goes back out must be readable again, so numbers that we would refuse are refused here too. */
export function exactNumber(text: string): NumberText {
  const number = new NumberText(text.replace(/^(-?)0+(?=[0-9])/, '$1'))
  parseDecimal(number, '')
  return number
}

export function base64Of(text: string, pointer: string): Uint8Array {
  try {
    return parseBase64(text)
  } catch {
    return untranslatable(pointer, 'base64')
  }
}

const nsInSecond = 1_000_000_000n

/** RFC 3339 to nanoseconds, exactly; an offset is applied, a leap second is not an instant that we can name. */
export function instantOf(text: string, pointer: string): bigint {
  const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/
  const [, local, fraction = '', sign, hours = '0', minutes = '0'] = form.exec(text) ?? []
  if (local === undefined) return untranslatable(pointer, 'a time by RFC 3339, to the nanosecond')
  const milliseconds = Date.parse(`${local}Z`)
  const ns = Number.isNaN(milliseconds) ? undefined : BigInt(milliseconds) * 1_000_000n
  // Written back it must be the same: 30 February and 24:00 would have become another day.
  if (ns === undefined || instantText(ns) !== `${local}Z`) return untranslatable(pointer, 'a time that exists')
  const offsetNs = BigInt(Number(hours) * 60 + Number(minutes)) * 60n * nsInSecond
  return ns + (sign === '-' ? offsetNs : -offsetNs) + BigInt(fraction.padEnd(9, '0'))
}

/** Nanoseconds as RFC 3339 in UTC, with as many digits as they need; years 0000 to 9999. */
export function instantText(ns: bigint): string {
  const fraction = ((ns % nsInSecond) + nsInSecond) % nsInSecond
  const seconds = Number((ns - fraction) / nsInSecond)
  const secondOfDay = ((seconds % 86_400) + 86_400) % 86_400
  const [year, month, day] = dateOf((seconds - secondOfDay) / 86_400)
  if (year < 0 || year > 9999) return untranslatable('', 'a year from 0000 to 9999')
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = [secondOfDay / 3600, (secondOfDay / 60) % 60, secondOfDay % 60].map((part) => two(Math.floor(part)))
  const digits = fraction === 0n ? '' : `.${fraction.toString().padStart(9, '0').replace(/0+$/, '')}`
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock.join(':')}${digits}Z`
}

function dateOf(days: number): readonly [number, number, number] {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const march = Math.floor((5 * dayOfYear + 2) / 153)
  const month = march < 10 ? march + 3 : march - 9
  const day = dayOfYear - Math.floor((153 * march + 2) / 5) + 1
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day]
}

/** Element by name; a mapping that names another one is a mistake of whoever wrote it. */
export function elementOf(model: readonly Element[], name: string, pointer: string): Element {
  return model.find((element) => element.name === name) ?? untranslatable(pointer, 'an element of the stream')
}

/** Every element that must have a value is mapped, and none twice. */
export function checkMapped(model: readonly Element[], mapped: readonly string[], pointer: string): void {
  mapped.forEach((name, index) => {
    elementOf(model, name, below(pointer, index))
    if (mapped.indexOf(name) < index) untranslatable(below(pointer, index), `${name} mapped once`)
  })
  const unmapped = model.find((element) => !element.optional && !mapped.includes(element.name))
  if (unmapped !== undefined) untranslatable(pointer, `a mapping of ${unmapped.name}`)
}
