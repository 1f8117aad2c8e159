// Which waiting entries become a batch: never across a gap, never more than a batch holds.
import fc from 'fast-check'
import { batchEntriesMax } from '../../core/batch.ts'
import { contentBytesMax } from '../../core/limits.ts'
import { planBatch, type WaitingEntry } from '../../platform/collection/planBatch.ts'

const entry = (sequence: number, acceptedAtMs = 0, rowBytes = 50): WaitingEntry => ({
  sequence: BigInt(sequence),
  rowBytes,
  acceptedAtMs,
})
const limits = { entriesMax: 3, ageMsMax: 100 }

test.each([
  ['nothing waits', [], 1000, 0],
  ['enough wait', [entry(1), entry(2), entry(3), entry(4)], 0, 3],
  ['too few wait, not long enough', [entry(1), entry(2)], 99, 0],
  ['too few wait, long enough', [entry(1), entry(2, 99)], 100, 2],
  ['a gap is first', [entry(2), entry(3), entry(4)], 1000, 0],
  ['a gap is in the middle', [entry(1), entry(3), entry(4)], 1000, 1],
  ['a gap cuts off the only old entry', [entry(1, 99), entry(3, 0)], 100, 0],
])('when %s the plan follows', (_, entries, nowMs, expected) => {
  expect(planBatch(entries, 1n, nowMs, limits)).toBe(expected)
})

test('content that would be too long makes a batch full', () => {
  const large = Math.floor(contentBytesMax / 2)
  expect(planBatch([entry(1, 0, large - 4), entry(2, 0, large - 4), entry(3)], 1n, 0, limits)).toBe(2)
  expect(planBatch([entry(1, 0, large), entry(2, 0, large), entry(3)], 1n, 0, limits)).toBe(1)
})

test('a batch never holds more than the chain takes, whatever is configured', () => {
  const entries = Array.from({ length: 1100 }, (_, index) => entry(index + 1))
  expect(planBatch(entries, 1n, 0, { entriesMax: 2000, ageMsMax: 100 })).toBe(batchEntriesMax)
})

test('what is planned is always the unbroken beginning', () => {
  const property = fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 12 })), fc.nat(200), (numbers, nowMs) => {
    const sorted = numbers.sort((a, b) => a - b)
    const count = planBatch(
      sorted.map((number) => entry(number)),
      1n,
      nowMs,
      limits,
    )
    expect(sorted.slice(0, count)).toEqual(Array.from({ length: count }, (_, index) => index + 1))
  })
  fc.assert(property)
})
