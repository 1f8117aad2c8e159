// Observations of OGC SensorThings (1.1, with the dataArray extension) of one device to rows, and rows back.
// A datastream is mapped to an element; observations with one number among their parameters are one entry.
import {
  below,
  type NativeJson,
  type NativeObject,
  NumberText,
  nativeJsonText,
  nativeList,
  nativeObject,
  nativeText,
  untranslatable,
} from './nativeJson.ts'
import {
  cellOf,
  checkMapped,
  elementOf,
  exactNumber,
  instantOf,
  instantText,
  jsonOf,
  momentRow,
  type Reading,
  sequenceOf,
} from './nativeRows.ts'
import type { Cell, Element, Row } from './words.ts'

export type UnitOfMeasurement = { readonly name: string; readonly symbol: string; readonly definition: string }
export type DatastreamField = {
  /** `@iot.id` of the datastream, a number in its digits. */
  readonly datastream: string
  readonly unitOfMeasurement: UnitOfMeasurement
  readonly element: string
}
export type SensorThingsMapping = {
  /** The member of `parameters` that numbers the entry. */
  readonly sequence: string
  /** The element that takes `resultTime`; '' where it is not kept. */
  readonly resultTime: string
  readonly datastreams: readonly DatastreamField[]
}

// Symbols that people write where UCUM writes otherwise; every other symbol is its own code.
const ucumBySymbol: ReadonlyMap<string, string> = new Map([
  ['°C', 'Cel'],
  ['℃', 'Cel'],
  ['degC', 'Cel'],
  ['°F', '[degF]'],
  ['°', 'deg'],
  ['µg/m³', 'ug/m3'],
  ['μg/m³', 'ug/m3'],
  ['m²', 'm2'],
  ['m³', 'm3'],
  ['m/s²', 'm/s2'],
  ['W/m²', 'W/m2'],
  ['Ω', 'Ohm'],
  ['ppm', '[ppm]'],
])

/** The UCUM code of a unit: from `ucum:` or the UCUM namespace in its definition, else by its symbol. */
export function ucumOfUnit({ symbol, definition }: UnitOfMeasurement): string {
  const defined = /^(?:ucum:|https?:\/\/unitsofmeasure\.org\/ucum[/#])(.+)$/.exec(definition)?.[1]
  return defined ?? ucumBySymbol.get(symbol) ?? symbol
}

export function checkSensorThingsMapping(model: readonly Element[], mapping: SensorThingsMapping): void {
  const resultTime = mapping.resultTime === '' ? [] : [mapping.resultTime]
  checkMapped(model, [...mapping.datastreams.map(({ element }) => element), ...resultTime], '/datastreams')
  const type = resultTime.length === 0 ? 'timestamp' : elementOf(model, mapping.resultTime, '/resultTime').type
  if (type !== 'timestamp') untranslatable('/resultTime', 'an element of type timestamp')
  mapping.datastreams.forEach(({ datastream, unitOfMeasurement, element }, index) => {
    const pointer = below('/datastreams', index)
    const first = mapping.datastreams.findIndex((other) => other.datastream === datastream)
    if (first < index) untranslatable(`${pointer}/datastream`, `${datastream} mapped once`)
    const expected = elementOf(model, element, pointer).unit
    if (ucumOfUnit(unitOfMeasurement) !== expected) {
      untranslatable(`${pointer}/unitOfMeasurement`, `a unit that is ${expected} in UCUM`)
    }
  })
}

type Observation = {
  readonly pointer: string
  readonly datastream: DatastreamField
  readonly members: NativeObject
}

/** One observation, a list of them, a page (`value`), or data arrays: rows in the order of their first observation. */
export function sensorThingsToRows(
  document: NativeJson,
  model: readonly Element[],
  mapping: SensorThingsMapping,
): readonly Row[] {
  const moments = new Map<bigint, { pointer: string; observedAtNs: bigint; readings: Reading[] }>()
  for (const observation of observationsOf(document, mapping)) {
    const { pointer, members } = observation
    const parameters = nativeObject(members['parameters'], `${pointer}/parameters`)
    const sequence = sequenceOf(parameters[mapping.sequence], below(`${pointer}/parameters`, mapping.sequence))
    const observedAtNs = timeOf(members['phenomenonTime'], `${pointer}/phenomenonTime`)
    const moment = moments.get(sequence) ?? { pointer, observedAtNs, readings: [] }
    moments.set(sequence, moment)
    if (moment.observedAtNs !== observedAtNs) untranslatable(`${pointer}/phenomenonTime`, 'one time for each entry')
    moment.readings.push(resultOf(observation, model))
    addResultTime(moment.readings, observation, mapping)
  }
  return [...moments].map(([sequence, moment]) => momentRow(model, { sequence, ...moment }))
}

const timeOf = (json: NativeJson | undefined, pointer: string): bigint => {
  const ns = instantOf(nativeText(json, pointer), pointer)
  return ns >= 0n && ns < 2n ** 63n ? ns : untranslatable(pointer, 'a time from 1970 to 2262')
}

function resultOf({ pointer, datastream, members }: Observation, model: readonly Element[]): Reading {
  const element = elementOf(model, datastream.element, pointer)
  const at = `${pointer}/result`
  return { pointer: at, element: element.name, cell: cellOf(element, members['result'], at) }
}

/** Observations of one entry must agree on their result time, because the entry keeps one. */
function addResultTime(readings: Reading[], { pointer, members }: Observation, mapping: SensorThingsMapping): void {
  const at = `${pointer}/resultTime`
  const given = members['resultTime']
  if (given === undefined || given === null) return
  const cell: Cell = { kind: 'timestampNs', value: timeOf(given, at) }
  if (mapping.resultTime === '') return
  const earlier = readings.find(({ element }) => element === mapping.resultTime)
  if (earlier === undefined) readings.push({ pointer: at, element: mapping.resultTime, cell })
  else if (earlier.cell.kind !== 'timestampNs' || earlier.cell.value !== cell.value) {
    untranslatable(at, 'one result time for each entry')
  }
}

function observationsOf(document: NativeJson, mapping: SensorThingsMapping): readonly Observation[] {
  if (Array.isArray(document)) return document.flatMap((item, index) => itemOf(item, below('', index), mapping))
  const whole = nativeObject(document, '')
  if (whole['value'] === undefined) return itemOf(whole, '', mapping)
  return nativeList(whole['value'], '/value').flatMap((item, index) => itemOf(item, below('/value', index), mapping))
}

function itemOf(json: NativeJson, pointer: string, mapping: SensorThingsMapping): readonly Observation[] {
  const item = nativeObject(json, pointer)
  const datastream = datastreamOf(item['Datastream'], `${pointer}/Datastream`, mapping)
  if (item['dataArray'] === undefined) return [{ pointer, datastream, members: item }]
  const components = nativeList(item['components'], `${pointer}/components`).map((name, index) =>
    nativeText(name, below(`${pointer}/components`, index)),
  )
  if (new Set(components).size < components.length) untranslatable(`${pointer}/components`, 'every component once')
  return nativeList(item['dataArray'], `${pointer}/dataArray`).map((values, index) => {
    const at = below(`${pointer}/dataArray`, index)
    const tuple = nativeList(values, at)
    if (tuple.length !== components.length) untranslatable(at, `${components.length} values`)
    return {
      pointer: at,
      datastream,
      members: Object.fromEntries(components.map((name, i) => [name, tuple[i] ?? null])),
    }
  })
}

function datastreamOf(json: NativeJson | undefined, pointer: string, mapping: SensorThingsMapping): DatastreamField {
  const info = nativeObject(json, pointer)
  const id = info['@iot.id']
  const text = id instanceof NumberText ? id.text : nativeText(id, `${pointer}/@iot.id`)
  const field = mapping.datastreams.find(({ datastream }) => datastream === text)
  if (field === undefined) return untranslatable(`${pointer}/@iot.id`, 'a datastream that is mapped')
  if (info['unitOfMeasurement'] !== undefined)
    checkUnit(info['unitOfMeasurement'], field, `${pointer}/unitOfMeasurement`)
  return field
}

/** A document that says its unit must say the one of its mapping: a silent change of unit would falsify values. */
function checkUnit(json: NativeJson, { unitOfMeasurement: expected }: DatastreamField, pointer: string): void {
  const unit = nativeObject(json, pointer)
  const textAt = (name: 'name' | 'symbol' | 'definition'): string =>
    unit[name] === undefined || unit[name] === null ? '' : nativeText(unit[name], `${pointer}/${name}`)
  const given = { name: textAt('name'), symbol: textAt('symbol'), definition: textAt('definition') }
  if (ucumOfUnit(given) !== ucumOfUnit(expected)) untranslatable(pointer, `the unit ${expected.symbol}`)
}

/** A page of observations that gives these rows again. */
export function rowsToSensorThings(
  rows: readonly Row[],
  model: readonly Element[],
  mapping: SensorThingsMapping,
): string {
  const fields = new Map(mapping.datastreams.map((field) => [field.element, field]))
  const value = rows.flatMap((row, index) => observationsOfRow(row, below('', index), model, mapping, fields))
  return nativeJsonText({ value })
}

function observationsOfRow(
  { cells: [sequence, observedAt, ...cells] }: Row,
  pointer: string,
  model: readonly Element[],
  mapping: SensorThingsMapping,
  fields: ReadonlyMap<string, DatastreamField>,
): readonly NativeObject[] {
  if (sequence?.kind !== 'integer' || observedAt?.kind !== 'timestampNs') {
    return untranslatable(pointer, 'sequence and observed_at')
  }
  const resultTime = cells[model.findIndex(({ name }) => name === mapping.resultTime)]
  const common = {
    phenomenonTime: instantText(observedAt.value),
    resultTime: resultTime?.kind === 'timestampNs' ? instantText(resultTime.value) : null,
    parameters: { [mapping.sequence]: exactNumber(sequence.value.toString()) },
  }
  const observations = cells.flatMap((cell, column) => {
    const name = model[column]?.name ?? ''
    const field = fields.get(name)
    const result = jsonOf(cell)
    if (result === undefined || (mapping.resultTime !== '' && name === mapping.resultTime)) return []
    if (field === undefined) return untranslatable(pointer, `a mapping of ${name}`)
    const { datastream, unitOfMeasurement } = field
    const numeric = /^(?:0|[1-9][0-9]{0,14})$/.test(datastream)
    const id = numeric ? new NumberText(datastream) : datastream
    return [{ ...common, result, Datastream: { '@iot.id': id, unitOfMeasurement } }]
  })
  return observations.length > 0 ? observations : untranslatable(pointer, 'a value beside the time')
}
