// Names, text and content of a batch: what a device signs, and every way in which it may not.

import {
  batchEntriesMax,
  batchId,
  checkBatchName,
  contentOf,
  encodeRows,
  entryId,
  parseBatchContent,
  parseEntryId,
  parseSource,
  rowsOf,
  submissionText,
} from '../../core/batch.ts'
import { concatBytes } from '../../core/bytes.ts'
import { encodeTable } from '../../core/codec.ts'
import type { Element, Row } from '../../core/words.ts'

const streamId = 'did:causeway:asset:zone-a:weather'
const deviceId = 'did:causeway:thing:zone-a:station-7'
const name = { streamId, deviceId, attempt: 1, first: 5n, last: 6n }
const model: readonly Element[] = [{ name: 'temp', type: 'decimal', unit: 'Cel', lengthMax: 8, optional: true }]

const row = (sequence: bigint, value = '21.5'): Row => ({
  cells: [
    { kind: 'integer', value: sequence },
    { kind: 'timestampNs', value: sequence * 1_000_000_000n },
    { kind: 'decimal', value },
  ],
})

test('the identifier of an entry says stream, device and number, and comes apart again (Y-9.3b)', () => {
  const id = entryId(streamId, deviceId, 5n)
  expect(id).toBe('did:causeway:entry:zone-a:weather.station-7.5')
  expect(parseEntryId(id)).toEqual({ streamId, deviceId, first: 5n, last: 5n })
  expect(batchId(name)).toBe('did:causeway:entry:zone-a:weather.station-7.5-6')
  expect(parseEntryId(batchId(name))).toEqual({ streamId, deviceId, first: 5n, last: 6n })
})

test('a device that itself ends in a range is told apart from a range of its entries', () => {
  const odd = 'did:causeway:thing:zone-a:7-9'
  expect(parseEntryId(batchId({ streamId, deviceId: odd, first: 1n, last: 2n })).deviceId).toBe(odd)
})

test.each([
  ['a stream with a dot, whose entries another stream could claim', 'did:causeway:asset:zone-a:a.b', deviceId],
  ['a device with a dot', streamId, 'did:causeway:thing:zone-a:b.c'],
  ['a party as device', streamId, 'did:causeway:party:zone-a:station-7'],
  ['a device of another chain, whose namesake lives here', streamId, 'did:causeway:thing:zone-b:station-7'],
  ['a Cyrillic letter that looks Latin', 'did:causeway:asset:zone-a:wеather', deviceId],
  ['a full-width digit', streamId, 'did:causeway:thing:zone-a:station-７'],
  ['a zero-width joiner', streamId, 'did:causeway:thing:zone-a:station\u200d-7'],
])('%s is refused (Y-9.3b)', (_, stream, device) => {
  expect(() => parseSource(stream, device)).toThrow(expect.objectContaining({ name: 'CausewayError' }))
})

test.each([
  ['number 0', { first: 0n }, 'MALFORMED'],
  ['a number beyond 2^63-1', { first: 2n ** 63n, last: 2n ** 63n }, 'LIMIT_EXCEEDED'],
  ['a range that goes back', { first: 7n }, 'MALFORMED'],
  ['more entries than a batch may have', { last: 5n + BigInt(batchEntriesMax) }, 'LIMIT_EXCEEDED'],
  ['attempt 0', { attempt: 0 }, 'MALFORMED'],
  ['attempt one and a half', { attempt: 1.5 }, 'MALFORMED'],
  ['attempt 17', { attempt: 17 }, 'LIMIT_EXCEEDED'],
  [
    'an identifier of more than 64 bytes',
    { deviceId: `did:causeway:thing:zone-a:${'d'.repeat(54)}` },
    'LIMIT_EXCEEDED',
  ],
])('a batch with %s is refused', (_, change, code) => {
  expect(() => checkBatchName({ ...name, ...change })).toThrow(expect.objectContaining({ code }))
})

test('the longest name that a batch may have is still an identifier', () => {
  expect(batchId({ ...name, deviceId: `did:causeway:thing:zone-a:${'d'.repeat(52)}` })).toHaveLength(26 + 64)
})

test.each(['weather.station-7', 'weather.station-7.0', 'weather.station-7.5-4', 'weather.station-7.05', 'a.b.c.5'])(
  'the local part %s names no entry',
  (local) => {
    expect(() => parseEntryId(`did:causeway:entry:zone-a:${local}`)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(MALFORMED|ID_MALFORMED)$/) }),
    )
  },
)

test('what a device signs are seven lines that name everything that matters (Y-7.1.5d)', () => {
  expect(submissionText(name, new Uint8Array(32).fill(171), 12n)).toBe(
    `Causeway v1: submit batch\n${streamId}\n${deviceId}\nattempt 1\nentries 5-6\nroot ${'ab'.repeat(32)}\nsent 12`,
  )
})

test('the content of a batch comes apart into the canonical bytes of its rows', () => {
  const long = row(6n, '1'.repeat(200))
  const content = encodeRows([row(5n), long])
  const parts = rowsOf(content)
  expect(parts).toHaveLength(2)
  expect(contentOf(parts)).toEqual(content)
  expect(encodeTable({ rows: [long] }).slice(-(parts[1]?.length ?? 0))).toEqual(parts[1])
  expect(parseBatchContent(name, [{ ...(model[0] as Element), lengthMax: 0 }], content)).toEqual([row(5n), long])
})

test.each([
  ['a row too few', encodeRows([row(5n)]), 'MALFORMED'],
  ['another first number', encodeRows([row(6n), row(7n)]), 'MALFORMED'],
  ['a number twice', encodeRows([row(5n), row(5n)]), 'MALFORMED'],
  ['a row of another model', encodeRows([row(5n), { cells: row(6n).cells.slice(0, 2) }]), 'TABLE_MALFORMED'],
  ['a value longer than its element', encodeRows([row(5n), row(6n, '123456789')]), 'TABLE_MALFORMED'],
  ['bytes after its rows', concatBytes(encodeRows([row(5n), row(6n)]), Uint8Array.of(18, 0)), 'TABLE_MALFORMED'],
  ['more bytes than content may have', new Uint8Array(65_537), 'LIMIT_EXCEEDED'],
])('content with %s is refused', (_, content, code) => {
  expect(() => parseBatchContent(name, model, content)).toThrow(expect.objectContaining({ code }))
})

test.each([
  [Uint8Array.of(9)],
  [Uint8Array.of(0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0)],
  [Uint8Array.of(0x0a)],
  [Uint8Array.of(0x0a, 5, 1)],
  [new Uint8Array(9).fill(0xff)],
])('bytes %p hold no rows', (bytes) => {
  expect(() => rowsOf(bytes)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
})
