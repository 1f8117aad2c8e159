// Content against its envelope, tables against their columns, data rules against Y.4560; byte forms are in the vectors.
import { readFileSync } from 'node:fs'
import { adr036Document, signedBytes } from '../../core/authorisation.ts'
import { parseBase64, parseHex, toBase64, toHex, utf8 } from '../../core/bytes.ts'
import { encodeTable } from '../../core/codec.ts'
import { checkDuplication, dataClass, duplicationRefusal } from '../../core/duplication.ts'
import { checkContent, checkTable, fingerprint } from '../../core/format.ts'
import * as limits from '../../core/limits.ts'
import { actorsOf, legOf, manifestBytes } from '../../core/manifest.ts'
import type { Cell, Table } from '../../core/words.ts'
import { alice, certificate, sha256, share, weather } from '../vectors/samples.ts'

function neverCalled(): never {
  throw new Error('this must not be reached')
}

const cells = (...values: readonly Cell[]): Table => ({ rows: [{ cells: values }] })
const day: readonly Cell[] = [
  { kind: 'timestampNs', value: 1_420_070_400_000_000_000n },
  { kind: 'decimal', value: '0.0' },
  { kind: 'decimal', value: '-12.8' },
  { kind: 'text', value: 'drizzle' },
]
const content = encodeTable(cells(...day))
const described = weather({ length: BigInt(content.length), stored: fingerprint(content, sha256) })

test('content that matches its fingerprint is accepted', () => {
  expect(() => checkContent(described, content, sha256)).not.toThrow()
})

test.each([
  ['another length', content.subarray(1)],
  ['another byte', Uint8Array.from(content, (byte, index) => (index === 9 ? byte ^ 1 : byte))],
])('content with %s than its fingerprint is refused', (_, other) => {
  expect(() => checkContent(described, other, sha256)).toThrow(
    expect.objectContaining({ code: 'FINGERPRINT_MISMATCH' }),
  )
})

test('content of the right hash but another length than its envelope says is refused', () => {
  const wrong = { ...described, length: described.length + 1n }
  expect(() => checkContent(wrong, content, sha256)).toThrow(expect.objectContaining({ code: 'FINGERPRINT_MISMATCH' }))
})

test('content of one byte more than the limit is refused before it is hashed', () => {
  const long = new Uint8Array(limits.contentBytesMax + 1)
  expect(() => checkContent(described, long, () => neverCalled())).toThrow(
    expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
  )
})

test('a table fits its columns, and optional cells may be empty', () => {
  const { elements } = weather()
  expect(() => checkTable(elements, cells(...day))).not.toThrow()
  expect(() => checkTable(elements, cells(...day.slice(0, 2), { kind: 'empty' }, { kind: 'empty' }))).not.toThrow()
})

test.each([
  ['too few cells', day.slice(0, 3), 'rows[0]'],
  ['an empty cell that is mandatory', [{ kind: 'empty' } as Cell, ...day.slice(1)], 'rows[0].date'],
  ['a text where a decimal belongs', [day[0], { kind: 'text', value: '1' }, ...day.slice(2)], 'rows[0].precipitation'],
  ['a decimal with an exponent', [day[0], { kind: 'decimal', value: '1e3' }, ...day.slice(2)], 'rows[0].precipitation'],
  [
    'a value longer than its column',
    [day[0], { kind: 'decimal', value: '1234567.89' }, ...day.slice(2)],
    'rows[0].precipitation',
  ],
])('a table with %s is refused at the cell', (_, row, path) => {
  expect(() => checkTable(weather().elements, cells(...(row as Cell[])))).toThrow(
    expect.objectContaining({ code: 'TABLE_MALFORMED', facts: expect.objectContaining({ path }) }),
  )
})

test('the copy of a closed asset is refused with its code, and so is the copy of a closed record', () => {
  for (const closed of [certificate(), weather({ access: 'closed', copyable: false })]) {
    expect(() => checkDuplication('replicate', closed)).toThrow(expect.objectContaining({ code: 'COPY_OF_CLOSED' }))
  }
})

test('closed data moves only where its owner set a policy', () => {
  expect(duplicationRefusal('move', dataClass(certificate({ movable: false })))).toBe('MOVE_NOT_ALLOWED')
  expect(duplicationRefusal('move', dataClass(certificate()))).toBeUndefined()
})

test('the rules in TypeScript are those of proto/duplication.json', () => {
  const { rules } = JSON.parse(readFileSync('proto/duplication.json', 'utf8')) as {
    rules: Record<'read' | 'replicate' | 'move' | 'transfer', Record<ReturnType<typeof dataClass>, string | 0>>
  }
  for (const operation of ['read', 'replicate', 'move', 'transfer'] as const) {
    for (const [name, rule] of Object.entries(rules[operation])) {
      const refusal = duplicationRefusal(operation, name as ReturnType<typeof dataClass>)
      expect(refusal ?? 0).toBe(rule)
    }
  }
})

test('every limit of proto/limits.json has its name and value in TypeScript', () => {
  const named = JSON.parse(readFileSync('proto/limits.json', 'utf8')) as Record<string, [number, string]>
  for (const [name, [value]] of Object.entries(named)) {
    const constant = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    expect({ constant, value: (limits as unknown as Record<string, number>)[constant] }).toEqual({ constant, value })
  }
})

test('a manifest knows its legs and their actors, and is sent only when it passes its checks', () => {
  expect(actorsOf(share().legs[0] ?? neverCalled())).toEqual([alice])
  expect(legOf(share(), 'zone-c')?.operations).toHaveLength(1)
  expect(legOf(share(), 'zone-x')).toBeUndefined()
  expect(manifestBytes(share(), sha256).length).toBeGreaterThan(500)
  expect(() => manifestBytes({ ...share(), deadlineNs: 0n }, sha256)).toThrow(
    expect.objectContaining({ code: 'PART_MISSING' }),
  )
})

test("the document of ADR-036 is the amino form: keys in order, no space, the text's UTF-8 in base64", () => {
  const document = adr036Document('wasm1alice', 'grüezi')
  expect(document).toBe(
    '{"account_number":"0","chain_id":"","fee":{"amount":[],"gas":"0"},"memo":"","msgs":[{"type":"sign/MsgSignData",' +
      '"value":{"data":"Z3LDvGV6aQ==","signer":"wasm1alice"}}],"sequence":"0"}',
  )
  expect(signedBytes('secp256k1', 'wasm1alice', 'grüezi')).toEqual(utf8('grüezi'))
})

test('hex and base64 are strict in both directions', () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256)
  expect(parseHex(toHex(bytes))).toEqual(bytes)
  expect(parseBase64(toBase64(bytes))).toEqual(bytes)
  for (const bad of ['AB', 'abc', 'zz'])
    expect(() => parseHex(bad)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  for (const bad of ['A', 'AA=A', '_-==']) {
    expect(() => parseBase64(bad)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  }
})
