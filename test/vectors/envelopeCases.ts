// Envelopes and tables of the TypeScript half: limits and one more, Unicode, empty values, damaged bytes.
import { concatBytes, parseHex } from '../../core/bytes.ts'
import { encodeEnvelope, encodeTable } from '../../core/codec.ts'
import type { Element, Envelope, Table } from '../../core/words.ts'
import { certificate, weather } from './samples.ts'
import { accepted, refused, refusedBytes, type Vector } from './vector.ts'

const columns = (count: number): readonly Element[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `column ${index}`,
    type: 'integer',
    unit: '',
    lengthMax: 8,
    optional: false,
  }))

const largest = weather({ length: 2n ** 64n - 1n, claimedTimeNs: 2n ** 64n - 1n })

const goodEnvelopes: readonly (readonly [string, string, Envelope])[] = [
  ['weather', 'a table with units, Unicode and lineage', weather()],
  ['largest-numbers', 'length and claimed time of 2^64-1 survive both languages', largest],
  ['later-minor', 'every minor of a known major is read', weather({ schema: { major: 1, minor: 4_294_967_295 } })],
  ['most-elements', '64 elements, the limit', weather({ elements: columns(64) })],
  ['longest-terms', '256 bytes, the limit', weather({ terms: 't'.repeat(256) })],
  ['open-but-fixed', 'open data that its owner does not let copy', weather({ copyable: false })],
  ['units-of-coins', 'a description of interchangeable units', certificate({ dataType: 'fungible' })],
  ['fixed-certificate', 'an asset that may not leave its zone', certificate({ movable: false })],
  ['emoji', 'four bytes of UTF-8 in one character', weather({ terms: '🌧 rain' })],
]

const salted = { algorithm: 'sha2_256', digest: new Uint8Array(33) } as const
const firstElement = columns(1)[0] as Element

const badEnvelopes: readonly (readonly [string, string, Envelope, Parameters<typeof refused>[4]])[] = [
  ['unknown-major', 'another major is refused', weather({ schema: { major: 2, minor: 0 } }), 'SCHEMA_UNKNOWN'],
  ['major-zero', 'majors start at 1', weather({ schema: { major: 0, minor: 1 } }), 'SCHEMA_UNKNOWN'],
  ['too-many-elements', '65 elements', weather({ elements: columns(65) }), 'LIMIT_EXCEEDED'],
  ['name-too-long', '65 bytes', weather({ elements: [{ ...firstElement, name: 'n'.repeat(65) }] }), 'LIMIT_EXCEEDED'],
  [
    'unicode-counts-bytes',
    '33 × 2 bytes',
    weather({ elements: [{ ...firstElement, name: 'ä'.repeat(33) }] }),
    'LIMIT_EXCEEDED',
  ],
  ['unit-too-long', '33 bytes', weather({ elements: [{ ...firstElement, unit: 'u'.repeat(33) }] }), 'LIMIT_EXCEEDED'],
  ['element-twice', 'columns have different names', weather({ elements: [firstElement, firstElement] }), 'EXISTS'],
  [
    'element-without-name',
    'a column nobody can name',
    weather({ elements: [{ ...firstElement, name: '' }] }),
    'PART_MISSING',
  ],
  ['table-without-elements', 'a table has columns', weather({ elements: [] }), 'PART_MISSING'],
  ['record-without-content', 'a record has a fingerprint', weather({ stored: undefined }), 'PART_MISSING'],
  ['record-of-no-bytes', 'a record has a length', weather({ length: 0n }), 'PART_MISSING'],
  ['no-structure', 'a record has a structure', weather({ structure: undefined }), 'PART_MISSING'],
  ['no-owner', 'data without owner', weather({ owner: '' }), 'PART_MISSING'],
  ['owner-is-a-chain', 'an owner is a party', weather({ owner: 'did:causeway:chain:zone-a' }), 'ID_MALFORMED'],
  [
    'id-of-a-party',
    'data has an asset or entry identifier',
    weather({ id: 'did:causeway:party:zone-a:x' }),
    'ID_MALFORMED',
  ],
  ['open-and-movable', 'open data is replicated, not moved', weather({ movable: true }), 'MOVE_OF_OPEN'],
  ['open-certificate', 'an asset is always closed', certificate({ access: 'open' }), 'OPERATION_NOT_DEFINED'],
  [
    'lineage-descending',
    'one set of parents, one encoding',
    weather({ lineage: [...weather().lineage].reverse() }),
    'NOT_CANONICAL',
  ],
  ['parent-twice', 'each parent once', weather({ lineage: [weather().id, weather().id] }), 'NOT_CANONICAL'],
  ['long-digest', '33 bytes', weather({ stored: salted }), 'MALFORMED'],
  ['envelope-too-long', 'every part within its limit, more than 8192 bytes together', bulky(), 'LIMIT_EXCEEDED'],
]

function bulky(): Envelope {
  const elements = columns(64).map((element, index) => ({
    ...element,
    name: `${index + 100}${'n'.repeat(61)}`,
    unit: 'u'.repeat(32),
  }))
  const parent = (index: number): string => `did:causeway:entry:zone-a:${'p'.repeat(60)}${index + 100}`
  return weather({ elements, lineage: Array.from({ length: 32 }, (_, index) => parent(index)) })
}

const table: Table = {
  rows: [
    {
      cells: [
        { kind: 'timestampNs', value: -(2n ** 63n) },
        { kind: 'decimal', value: '-0.10' },
        { kind: 'integer', value: 2n ** 63n - 1n },
        { kind: 'text', value: 'Regen 雨' },
        { kind: 'data', value: new Uint8Array([0, 255]) },
        { kind: 'boolean', value: true },
      ],
    },
    {
      cells: [
        { kind: 'empty' },
        { kind: 'decimal', value: '' },
        { kind: 'integer', value: 0n },
        { kind: 'text', value: '' },
        { kind: 'data', value: new Uint8Array() },
        { kind: 'boolean', value: false },
      ],
    },
    { cells: [] },
  ],
}

export function envelopeCases(): readonly Vector[] {
  const bytes = encodeEnvelope(certificate())
  const reversed = concatBytes(bytes.subarray(4), bytes.subarray(0, 4))
  return [
    ...goodEnvelopes.map(([name, why, envelope]) => accepted('envelope', name, why, envelope)),
    ...badEnvelopes.map(([name, why, envelope, error]) => refused('envelope', name, why, envelope, error)),
    refusedBytes('envelope', 'fields-descending', 'the schema comes first', reversed, 'NOT_CANONICAL'),
    refusedBytes(
      'envelope',
      'explicit-default',
      'copyable = false is omitted',
      concatBytes(bytes, parseHex('4000')),
      'NOT_CANONICAL',
    ),
    refusedBytes('envelope', 'bad-utf8', 'c3 28 is no UTF-8', concatBytes(bytes, parseHex('6202c328')), 'MALFORMED'),
  ]
}

export function tableCases(): readonly Vector[] {
  const bytes = encodeTable(table)
  return [
    accepted('table', 'every-kind-of-cell', 'extremes, and zero values that are present inside a oneof', table),
    accepted('table', 'no-rows', 'an empty table is no bytes', { rows: [] }),
    refusedBytes('table', 'truncated', 'the last byte is missing', bytes.subarray(0, -1), 'MALFORMED'),
    refusedBytes('table', 'two-values-in-a-cell', 'a oneof holds one', parseHex('0a060a0408011002'), 'NOT_CANONICAL'),
    refusedBytes('table', 'overlong-length', '81 00 is 1 and a half', parseHex('0a8000'), 'NOT_CANONICAL'),
    refusedBytes('table', 'length-beyond-the-end', 'it promises more than there is', parseHex('0a7f'), 'MALFORMED'),
  ]
}
