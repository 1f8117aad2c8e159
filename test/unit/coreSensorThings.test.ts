// Observations of SensorThings become rows and come back, singly, in pages and as data arrays.
import fc from 'fast-check'
import { utf8 } from '../../core/bytes.ts'
import { parseNativeJson } from '../../core/nativeJson.ts'
import { instantOf, instantText } from '../../core/nativeRows.ts'
import {
  checkSensorThingsMapping,
  rowsToSensorThings,
  type SensorThingsMapping,
  sensorThingsToRows,
  ucumOfUnit,
} from '../../core/sensorThings.ts'
import type { Cell, Element, Row } from '../../core/words.ts'

const limits = { bytesMax: 65_536, depthMax: 8, nodesMax: 4096 }
const element = (name: string, type: Element['type'], unit = ''): Element => ({
  name,
  type,
  unit,
  lengthMax: 64,
  optional: true,
})
const model = [
  element('temp', 'decimal', 'Cel'),
  element('count', 'integer'),
  element('open', 'boolean'),
  element('state', 'text'),
  element('raw', 'bytes'),
  element('serviced_at', 'timestamp'),
  element('measured_at', 'timestamp'),
]
const unitless = { name: '', symbol: '', definition: '' }
const celsius = { name: 'Degree Celsius', symbol: '°C', definition: 'http://unitsofmeasure.org/ucum.html#para-30' }
const mapping: SensorThingsMapping = {
  sequence: 'sequence',
  resultTime: 'measured_at',
  datastreams: [
    { datastream: '1', unitOfMeasurement: celsius, element: 'temp' },
    { datastream: '2', unitOfMeasurement: unitless, element: 'count' },
    { datastream: 'door-3', unitOfMeasurement: unitless, element: 'open' },
    { datastream: '4', unitOfMeasurement: unitless, element: 'state' },
    { datastream: '5', unitOfMeasurement: unitless, element: 'raw' },
    { datastream: '6', unitOfMeasurement: unitless, element: 'serviced_at' },
  ],
}
const rows = (text: string): readonly Row[] => sensorThingsToRows(parseNativeJson(utf8(text), limits), model, mapping)

const time = '2026-11-25T12:00:00.000000001+01:00'
const timeNs = 1_795_604_400_000_000_001n
const observation = (change: object = {}, datastream: object = {}): string =>
  JSON.stringify({
    phenomenonTime: time,
    resultTime: null,
    result: 21.5,
    parameters: { sequence: 7 },
    Datastream: { '@iot.id': 1, ...datastream },
    ...change,
  })
const door = { Datastream: { '@iot.id': 'door-3' }, result: true }

test('the mapping of this suite is one that a registration accepts', () => {
  expect(checkSensorThingsMapping(model, mapping)).toBeUndefined()
})

const empty: Cell = { kind: 'empty' }
const fixed: readonly Cell[] = [
  { kind: 'integer', value: 7n },
  { kind: 'timestampNs', value: timeNs },
]

test('observations with one number become one row (Y-8.1.2a)', () => {
  const text = `[${observation({ resultTime: '2026-11-25T11:00:01Z' })},${observation(door)}]`
  const measured: Cell = { kind: 'timestampNs', value: 1_795_604_401_000_000_000n }
  const temp: Cell = { kind: 'decimal', value: '21.5' }
  expect(rows(text)).toEqual([
    { cells: [...fixed, temp, empty, { kind: 'boolean', value: true }, empty, empty, empty, measured] },
  ])
  expect(rows(`{"value":${text}}`)).toEqual(rows(text))
  expect(rows(observation())).toHaveLength(1)
})

test('a data array is as many observations as it has tuples', () => {
  const text = `[{"Datastream":{"@iot.id":1},"components":["phenomenonTime","result","parameters"],
    "dataArray@iot.count":2,
    "dataArray":[["${time}",1.50,{"sequence":7}],["${time}",-2,{"sequence":8}]]},
    {"Datastream":{"@iot.id":2},"components":["result","phenomenonTime","parameters"],
    "dataArray":[[4,"${time}",{"sequence":8}]]}]`
  expect(rows(text).map(({ cells }) => [cells[0], cells[2], cells[3]])).toEqual([
    [fixed[0], { kind: 'decimal', value: '1.50' }, empty],
    [
      { kind: 'integer', value: 8n },
      { kind: 'decimal', value: '-2' },
      { kind: 'integer', value: 4n },
    ],
  ])
})

test.each([
  ['no result', observation({ result: null }), '/result'],
  ['the text NaN for a number', observation({ result: 'NaN' }), '/result'],
  ['a number beyond 2^53', observation().replace('21.5', '9007199254740993'), '/result'],
  ['a datastream that is not mapped', observation({}, { '@iot.id': 9 }), '/Datastream/@iot.id'],
  ['no datastream', observation({ Datastream: undefined }), '/Datastream'],
  ['another unit', observation({}, { unitOfMeasurement: { symbol: 'K' } }), '/Datastream/unitOfMeasurement'],
  ['an interval', observation({ phenomenonTime: `${time}/${time}` }), '/phenomenonTime'],
  ['no phenomenon time', observation({ phenomenonTime: undefined }), '/phenomenonTime'],
  ['a day that does not exist', observation({ phenomenonTime: '2026-02-30T00:00:00Z' }), '/phenomenonTime'],
  ['a time before 1970', observation({ phenomenonTime: '1969-12-31T23:59:59Z' }), '/phenomenonTime'],
  ['a result time that is no time', observation({ resultTime: 'yesterday' }), '/resultTime'],
  ['no parameters', observation({ parameters: undefined }), '/parameters'],
  ['no number', observation({ parameters: {} }), '/parameters/sequence'],
  ['a negative number', observation({ parameters: { sequence: -1 } }), '/parameters/sequence'],
  ['one element twice', `[${observation()},${observation()}]`, '/1/result'],
  [
    'two times for one number',
    `[${observation()},${observation({ ...door, phenomenonTime: '2026-11-25T11:00:00Z' })}]`,
    '/1/phenomenonTime',
  ],
  [
    'two result times for one number',
    `[${observation({ resultTime: time })},${observation({ ...door, resultTime: '2026-11-25T11:00:00Z' })}]`,
    '/1/resultTime',
  ],
  ['a tuple too short', `[{"Datastream":{"@iot.id":1},"components":["result"],"dataArray":[[]]}]`, '/0/dataArray/0'],
  ['a component twice', `[{"Datastream":{"@iot.id":1},"components":["a","a"],"dataArray":[]}]`, '/0/components'],
  ['a number for a document', '5', ''],
])('a document with %s is refused at its place (Y-10.1-2b)', (_, text, pointer) => {
  expect(() => rows(text)).toThrow(
    expect.objectContaining({ code: 'UNTRANSLATABLE', facts: expect.objectContaining({ pointer }) }),
  )
})

test('a unit that the document repeats may be spelled otherwise if UCUM knows it as the same', () => {
  expect(rows(observation({}, { unitOfMeasurement: { name: 'C', symbol: 'degC', definition: null } }))).toHaveLength(1)
  expect(ucumOfUnit({ name: '', symbol: 'irgendwas', definition: 'http://unitsofmeasure.org/ucum#mm/h' })).toBe('mm/h')
  expect(ucumOfUnit({ ...unitless, symbol: 'hPa' })).toBe('hPa')
})

const [temperature] = mapping.datastreams
test.each([
  ['a unit that is not the element’s', { datastreams: [{ ...temperature, unitOfMeasurement: unitless }] }],
  [
    'a datastream twice',
    { datastreams: [temperature, { ...temperature, element: 'count', unitOfMeasurement: unitless }] },
  ],
  ['an element that is not there', { datastreams: [{ ...temperature, element: 'wind' }] }],
  ['a result time that is mapped as a result as well', { resultTime: 'serviced_at' }],
  ['a result time that is no time', { resultTime: 'state', datastreams: [] }],
])('a mapping with %s is refused', (_, change) => {
  const wrong = { ...mapping, ...change } as SensorThingsMapping
  expect(() => checkSensorThingsMapping(model, wrong)).toThrow(expect.objectContaining({ code: 'UNTRANSLATABLE' }))
})

test('an instant is exact to the nanosecond in both directions, in every year that it has', () => {
  const property = fc.property(fc.bigInt({ min: -62_135_596_800n * 10n ** 9n, max: 2n ** 63n - 1n }), (ns) => {
    const text = instantText(ns)
    expect(instantOf(text, '')).toBe(ns)
    expect(text.slice(0, 19)).toBe(
      new Date(Number((ns - (((ns % 10n ** 9n) + 10n ** 9n) % 10n ** 9n)) / 1_000_000n)).toISOString().slice(0, 19),
    )
  })
  fc.assert(property, { numRuns: 500 })
})

const optionally = (cell: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> => fc.oneof(fc.constant(empty), cell)
const instants = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map((value): Cell => ({ kind: 'timestampNs', value }))
const valueCells = fc.tuple(
  fc.stringMatching(/^-?[1-9][0-9]{0,9}(?:\.[0-9]{1,12})?$/).map((value): Cell => ({ kind: 'decimal', value })),
  optionally(fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }).map((value) => ({ kind: 'integer', value }))),
  optionally(fc.boolean().map((value) => ({ kind: 'boolean', value }))),
  optionally(fc.string({ maxLength: 16, unit: 'grapheme-ascii' }).map((value) => ({ kind: 'text', value }))),
  optionally(fc.uint8Array({ maxLength: 64 }).map((value) => ({ kind: 'data', value: Uint8Array.from(value) }))),
  optionally(instants),
  optionally(instants),
)

test('rows of every kind of cell come back from SensorThings without loss (Y-10.1-2b)', () => {
  const property = fc.property(fc.array(valueCells, { minLength: 1, maxLength: 4 }), instants, (values, observed) => {
    const written = values.map(
      (cells, index): Row => ({
        cells: [{ kind: 'integer', value: BigInt(index) + 3n }, observed, ...cells],
      }),
    )
    expect(rows(rowsToSensorThings(written, model, mapping))).toEqual(written)
  })
  fc.assert(property)
})

test('a row without any value is not written, because no observation could carry it', () => {
  const row: Row = { cells: [...fixed, ...model.map(() => empty)] }
  expect(() => rowsToSensorThings([row], model, mapping)).toThrow(expect.objectContaining({ code: 'UNTRANSLATABLE' }))
})
