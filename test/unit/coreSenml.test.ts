// SenML of a device becomes rows and comes back; what cannot be translated says where and why.
import fc from 'fast-check'
import { utf8 } from '../../core/bytes.ts'
import { type NativeJson, nativeJsonText, parseNativeJson } from '../../core/nativeJson.ts'
import { checkSenmlMapping, rowsToSenml, type SenmlMapping, senmlToRows } from '../../core/senml.ts'
import type { Cell, Element, Row } from '../../core/words.ts'

const limits = { bytesMax: 65_536, depthMax: 6, nodesMax: 4096 }
const parse = (text: string): NativeJson => parseNativeJson(utf8(text), limits)
const nowNs = 1_800_000_000_000_000_000n

const element = (name: string, type: Element['type'], unit = ''): Element => ({
  name,
  type,
  unit,
  lengthMax: 64,
  optional: true,
})
const model = [
  element('temp', 'decimal', 'Cel'),
  element('count', 'integer', '{count}'),
  element('open', 'boolean'),
  element('state', 'text'),
  element('raw', 'bytes'),
  element('serviced_at', 'timestamp', 's'),
]
const mapping: SenmlMapping = {
  sequence: 'urn:dev:mac:01/seq',
  fields: [
    { name: 'urn:dev:mac:01/t', unit: 'Cel', element: 'temp' },
    { name: 'urn:dev:mac:01/c', unit: 'count', element: 'count' },
    { name: 'urn:dev:mac:01/o', unit: '', element: 'open' },
    { name: 'urn:dev:mac:01/s', unit: '', element: 'state' },
    { name: 'urn:dev:mac:01/r', unit: '', element: 'raw' },
    { name: 'urn:dev:mac:01/at', unit: 's', element: 'serviced_at' },
  ],
}
const rows = (text: string): readonly Row[] => senmlToRows(parse(text), model, mapping, nowNs)
const cellsOf = (text: string): readonly Cell[] => rows(text)[0]?.cells ?? []
const pack = (...records: string[]): string =>
  `[{"bn":"urn:dev:mac:01/","bt":1.8e9,"n":"seq","v":7}${records.map((record) => `,${record}`).join('')}]`

test('the mapping of this suite is one that a registration accepts', () => {
  expect(checkSenmlMapping(model, mapping)).toBeUndefined()
})

test('records of one time become one row with exact values (Y-8.1.2a)', () => {
  const text = pack(
    '{"n":"t","u":"Cel","v":21.50}',
    '{"n":"c","u":"count","v":3}',
    '{"n":"o","vb":true}',
    '{"n":"s","vs":"Tür offen"}',
    '{"n":"r","vd":"-_8"}',
    '{"n":"at","u":"s","v":1.5}',
  )
  expect(rows(text)).toEqual([
    {
      cells: [
        { kind: 'integer', value: 7n },
        { kind: 'timestampNs', value: nowNs },
        { kind: 'decimal', value: '21.50' },
        { kind: 'integer', value: 3n },
        { kind: 'boolean', value: true },
        { kind: 'text', value: 'Tür offen' },
        { kind: 'data', value: Uint8Array.of(251, 255) },
        { kind: 'timestampNs', value: 1_500_000_000n },
      ],
    },
  ])
})

test('base name, time, unit and value hold until the next ones', () => {
  const text = `[{"bn":"urn:dev:mac:01/","bt":1800000000.000000001,"n":"seq","v":7},
    {"bu":"Cel","bv":20.5,"n":"t","v":0.75},{"bv":0,"n":"seq","t":1,"v":8},{"n":"t","t":1,"v":1e1}]`
  expect(rows(text).map((row) => row.cells.slice(0, 3))).toEqual([
    [
      { kind: 'integer', value: 7n },
      { kind: 'timestampNs', value: nowNs + 1n },
      { kind: 'decimal', value: '21.25' },
    ],
    [
      { kind: 'integer', value: 8n },
      { kind: 'timestampNs', value: nowNs + 1_000_000_001n },
      { kind: 'decimal', value: '10' },
    ],
  ])
})

test('a time below 2^28 seconds is relative to now, and one above is not', () => {
  const at = (t: string): unknown => cellsOf(`[{"n":"urn:dev:mac:01/seq","v":1,"t":${t}}]`)[1]
  expect(at('-5.25')).toEqual({ kind: 'timestampNs', value: nowNs - 5_250_000_000n })
  expect(at('268435455')).toEqual({ kind: 'timestampNs', value: nowNs + 268_435_455_000_000_000n })
  expect(at('268435456')).toEqual({ kind: 'timestampNs', value: 268_435_456_000_000_000n })
})

test('unknown labels are ignored, unless they must be understood', () => {
  expect(rows(pack('{"n":"o","vb":true,"colour":"red","ut":5}'))).toHaveLength(1)
  expect(() => rows(pack('{"n":"o","vb":true,"colour_":"red"}'))).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ pointer: '/1/colour_' }) }),
  )
})

test.each([
  ['a name that is not mapped', pack('{"n":"x","v":1}'), '/1/n'],
  ['a name outside its alphabet', pack('{"n":"t t","v":1}'), '/1/n'],
  ['a unit that is not the mapped one', pack('{"n":"t","u":"K","v":294}'), '/1/u'],
  ['no unit where one is mapped', pack('{"n":"t","v":21}'), '/1/u'],
  ['a sum', pack('{"n":"c","u":"count","s":3}'), '/1/s'],
  ['two values', pack('{"n":"o","vb":true,"v":1}'), '/1'],
  ['two values of which the first would do', pack('{"n":"o","vb":true,"vd":"AA"}'), '/1'],
  ['no value', pack('{"n":"o"}'), '/1'],
  ['text for a number', pack('{"n":"t","u":"Cel","vs":"NaN"}'), '/1'],
  ['a fraction for an integer', pack('{"n":"c","u":"count","v":1.5}'), '/1/v'],
  ['a number beyond 2^53', pack('{"n":"c","u":"count","v":9007199254740992}'), '/1/v'],
  ['a number that a double would call infinite', pack('{"n":"t","u":"Cel","v":1e400}'), '/1/v'],
  ['a base value that lifts a number beyond 2^53', pack('{"n":"c","u":"count","bv":9007199254740991,"v":1}'), ''],
  ['one element twice', pack('{"n":"o","vb":true}', '{"n":"o","vb":false}'), '/2'],
  ['two numbers for one time', pack('{"n":"seq","v":8}'), '/1'],
  ['one number for two times', pack('{"n":"seq","v":7,"t":1}'), '/1'],
  ['sequence number 0', '[{"n":"urn:dev:mac:01/seq","v":0}]', '/0'],
  ['values without a number', '[{"n":"urn:dev:mac:01/o","vb":true}]', '/0'],
  ['a time finer than nanoseconds', pack('{"n":"seq","v":8,"t":0.0000000001}'), '/1/t'],
  ['a time after 2262', pack('{"n":"seq","v":8,"t":9e15}'), '/1/t'],
  ['a time before 1970', pack('{"n":"seq","v":8,"t":-9e14}'), '/1/t'],
  ['another version', pack('{"bver":11,"n":"o","vb":true}'), '/1/bver'],
  ['padding in its bytes', pack('{"n":"r","vd":"AAA="}'), '/1/vd'],
  ['an object instead of a pack', '{"n":"seq","v":1}', ''],
  ['a record that is a number', '[5]', '/0'],
])('a pack with %s is refused at its place (Y-10.1-2b)', (_, text, pointer) => {
  expect(() => rows(text)).toThrow(
    expect.objectContaining({ code: 'UNTRANSLATABLE', facts: expect.objectContaining({ pointer }) }),
  )
})

test('a value that must not be missing is refused when it is', () => {
  const strict = model.map((each) => ({ ...each, optional: each.name !== 'temp' }))
  expect(() => senmlToRows(parse(pack('{"n":"o","vb":true}')), strict, mapping, nowNs)).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ expected: 'a value of temp' }) }),
  )
})

test('a text longer than its element is refused', () => {
  expect(() => rows(pack(`{"n":"s","vs":"${'ü'.repeat(33)}"}`))).toThrow(
    expect.objectContaining({ facts: { pointer: '/1', expected: 'at most 64 bytes' } }),
  )
})

const [temperature] = mapping.fields
test.each([
  ['an element that is not there', { ...temperature, element: 'wind' }],
  ['an element mapped twice', { ...temperature, element: 'open', unit: '' }],
  ['a unit that UCUM spells otherwise than the element', { ...temperature, unit: 'K' }],
  ['a unit that nobody knows', { ...temperature, unit: 'furlong' }],
  ['the name of the sequence number', { ...temperature, name: mapping.sequence }],
])('a mapping with %s is refused', (_, field) => {
  const fields = [field as SenmlMapping['fields'][number], ...mapping.fields.slice(1)]
  expect(() => checkSenmlMapping(model, { ...mapping, fields })).toThrow(
    expect.objectContaining({ code: 'UNTRANSLATABLE' }),
  )
})

test('a mapping that forgets an element which must have a value is refused', () => {
  const strict = [...model, { ...element('wind', 'decimal'), optional: false }]
  expect(() => checkSenmlMapping(strict, mapping)).toThrow(
    expect.objectContaining({ facts: { pointer: '/fields', expected: 'a mapping of wind' } }),
  )
})

const optionally = (cell: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> =>
  fc.oneof(fc.constant<Cell>({ kind: 'empty' }), cell)
const safe = { min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }
const valueCells = fc.tuple(
  optionally(
    fc.stringMatching(/^-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,12})?$/).map((value) => ({ kind: 'decimal', value })),
  ),
  optionally(fc.bigInt(safe).map((value) => ({ kind: 'integer', value }))),
  optionally(fc.boolean().map((value) => ({ kind: 'boolean', value }))),
  optionally(fc.string({ maxLength: 16, unit: 'grapheme-ascii' }).map((value) => ({ kind: 'text', value }))),
  optionally(fc.uint8Array({ maxLength: 64 }).map((value) => ({ kind: 'data', value: Uint8Array.from(value) }))),
  optionally(fc.bigInt({ min: 0n, max: 2n ** 62n }).map((value) => ({ kind: 'timestampNs', value }))),
)

test('rows of every kind of cell come back from SenML without loss (Y-10.1-2b)', () => {
  const property = fc.property(fc.array(valueCells, { minLength: 1, maxLength: 4 }), (values) => {
    const written = values.map((cells, index): Row => {
      const observed = nowNs + BigInt(index) * 1_000_000_007n
      return {
        cells: [{ kind: 'integer', value: BigInt(index) + 3n }, { kind: 'timestampNs', value: observed }, ...cells],
      }
    })
    // A decimal of -0 is the one number that has two spellings here: it comes back as 0.
    fc.pre(!values.some(([decimal]) => decimal?.kind === 'decimal' && /^-0(\.0*)?$/.test(decimal.value)))
    expect(rows(rowsToSenml(written, model, mapping))).toEqual(written)
  })
  fc.assert(property)
})

test.each([
  ['an integer beyond 2^53', { kind: 'integer', value: 2n ** 53n }, 1],
  ['a decimal beyond 2^53', { kind: 'decimal', value: '9007199254740992.5' }, 0],
] as const)('%s is not written into JSON, where readers would round it', (_, cell, column) => {
  const values = model.map((_element, index): Cell => (index === column ? cell : { kind: 'empty' }))
  const row: Row = { cells: [{ kind: 'integer', value: 1n }, { kind: 'timestampNs', value: nowNs }, ...values] }
  expect(() => rowsToSenml([row], model, mapping)).toThrow(expect.objectContaining({ code: 'UNTRANSLATABLE' }))
})

test('JSON keeps its digits, and is bounded before it is parsed', () => {
  expect(nativeJsonText(parse('{"a":[1.50,-0,12345678901234567890,"x"],"b":{"c":null,"d":true}}'))).toBe(
    '{"a":[1.50,-0,12345678901234567890,"x"],"b":{"c":null,"d":true}}',
  )
  const refused = (text: string): unknown => {
    try {
      return parse(text)
    } catch (error) {
      return (error as { facts: Record<string, string> }).facts['path'] ?? (error as { code: string }).code
    }
  }
  expect(refused('['.repeat(100_000))).toBe('document')
  expect(refused('['.repeat(60_000))).toBe('document.depth')
  expect(refused(`[${'0,'.repeat(5000)}0]`)).toBe('document.values')
  for (const text of ['', '[1', '{"a":1,"a":2}', '{"":1,"":2}', '[NaN]', '[Infinity]', '[01]', '"\\ud800"', '[1] x']) {
    expect(refused(text)).toBe('UNTRANSLATABLE')
  }
  expect(() => parseNativeJson(Uint8Array.of(34, 255, 34), limits)).toThrow(
    expect.objectContaining({ code: 'UNTRANSLATABLE' }),
  )
  expect(parse('["[[[[[[[[", "\\"]", ":"]')).toEqual(['[[[[[[[[', '"]', ':'])
  expect(Object.keys(parse('{"__proto__":{"x":1}}') as object)).toEqual(['__proto__'])
})
