// What validators and checkers decide: which step is due in which block, what a report holds, what a verdict rests on.
import { batchId } from '../../core/batch.ts'
import { codeNumber } from '../../core/errors.ts'
import { openContents } from '../../platform/collection/contents.ts'
import { batchesIn } from '../../platform/validation/agents.ts'
import { planCheck } from '../../platform/validation/checker.ts'
import { findingsDigest, judge, saltOf } from '../../platform/validation/judge.ts'
import type { Attempt, Origin, Peer } from '../../platform/validation/ports.ts'
import { planValidation, reportOf } from '../../platform/validation/validator.ts'
import { attemptOf, modelUpTo } from '../fakes/attempts.ts'
import { makeDevice, minuteNs, rowsFrom, signRows, startNs, streamId, weatherElements } from '../fakes/devices.ts'

const device = makeDevice('ed25519')
const model = modelUpTo(60)
const one = signRows(device, rowsFrom(1n, 4))
const two = signRows(device, rowsFrom(5n, 4))
const origin: Origin = { model, elements: weatherElements, isOpen: true, key: device.key, predecessor: undefined }
const journal = {
  kept: async (_: object, last: bigint) =>
    [one, two].map((b) => ({ ...b, signedHere: true })).find((b) => b.last === last),
}
const contents = openContents(journal, {
  stream: async () => ({ streamId, elements: weatherElements, access: 'open' }),
})

test('a validator reports first, has checkers drawn a block later, and ends what has waited too long', () => {
  const at = (stage: Attempt['stage'], height: bigint) => planValidation(attemptOf(one, { stage }), height, 200n)
  expect(at({ kind: 'submitted', sinceHeight: 10n }, 11n)).toBe('report')
  expect(at({ kind: 'submitted', sinceHeight: 10n }, 211n)).toBe('settle')
  expect(at({ kind: 'waiting', sinceHeight: 10n }, 10n)).toBe('wait')
  expect(at({ kind: 'waiting', sinceHeight: 10n }, 11n)).toBe('draw')
  expect(at({ kind: 'waiting', sinceHeight: 10n }, 211n)).toBe('settle')
  expect(at({ kind: 'drawn', commitUntil: 20n, revealUntil: 40n }, 40n)).toBe('wait')
  expect(at({ kind: 'drawn', commitUntil: 20n, revealUntil: 40n }, 41n)).toBe('settle')
  expect(at({ kind: 'ended' }, 11n)).toBe('end')
})

test('a checker commits while it may, reveals when nobody can commit any more, and settles when all have spoken', () => {
  const peer = (party: string, hasCommitted: boolean, hasRevealed = false): Peer => ({
    party,
    hasCommitted,
    hasRevealed,
  })
  const at = (height: bigint, ...peers: Peer[]) =>
    planCheck(attemptOf(one, { stage: { kind: 'drawn', commitUntil: 20n, revealUntil: 40n }, peers }), 'me', height)
  expect(at(11n, peer('other', false))).toBe('wait')
  expect(at(20n, peer('me', false), peer('other', true))).toBe('commit')
  expect(at(21n, peer('me', false), peer('other', true))).toBe('wait')
  expect(at(20n, peer('me', true), peer('other', false))).toBe('wait')
  expect(at(21n, peer('me', true), peer('other', false))).toBe('reveal')
  expect(at(12n, peer('me', true), peer('other', true))).toBe('reveal')
  expect(at(12n, peer('me', true, true), peer('other', true))).toBe('wait')
  expect(at(12n, peer('me', true, true), peer('other', true, true))).toBe('settle')
  expect(at(41n, peer('me', true, true), peer('other', true))).toBe('settle')
})

test('a report lists the first failures in the contract’s order and counts the other entries', () => {
  const failed = Array.from({ length: 40 }, (_, index) => [
    { sequence: BigInt(index + 1), code: 'TIMING_FAILED' as const },
    { sequence: BigInt(index + 1), code: 'RANGE_FAILED' as const },
  ]).flat()
  const report = reportOf(attemptOf(one), { kind: 'failed', failed })
  expect(report.failed).toHaveLength(64)
  expect(report.failed.slice(0, 2).map(({ code }) => code)).toEqual([
    codeNumber('RANGE_FAILED'),
    codeNumber('TIMING_FAILED'),
  ])
  expect(report.more).toBe(8)
  expect(reportOf(attemptOf(one), { kind: 'passed' })).toMatchObject({ failed: [], more: 0 })
})

test('a verdict needs the entry before the batch, proved under the root that the chain has of it (Y-9.4a)', async () => {
  const attempt = attemptOf(two)
  const handed = await contents.content(attempt.batch, 1)
  if (handed === undefined) throw new Error('the journal has it')
  const predecessor = { batch: batchId(one), root: one.root, count: 4 }
  const after = { ...origin, predecessor }
  expect(judge(attempt, after, handed)).toEqual({ kind: 'passed' })
  const { previous, ...without } = handed
  expect(() => judge(attempt, after, without)).toThrow(expect.objectContaining({ code: 'CONTENT_MISSING' }))
  const forged = { ...handed, previous: { batch: batchId(one), path: [], ...previous, row: Uint8Array.of(1) } }
  expect(() => judge(attempt, after, forged)).toThrow(expect.objectContaining({ code: 'FINGERPRINT_MISMATCH' }))
  // An hour too late after the one before: told by that entry alone.
  const late = signRows(
    device,
    rowsFrom(5n, 4).map((row) => ({
      cells: row.cells.with(1, { kind: 'timestampNs', value: startNs + 70n * minuteNs }),
    })),
  )
  const verdict = judge(attemptOf(late), after, { ...handed, content: late.content })
  expect(verdict).toEqual({ kind: 'failed', failed: [{ sequence: 5n, code: 'TIMING_FAILED' }] })
})

test('verdict, digest and salt come out the same whenever they are made, and differ by attempt, round and secret', async () => {
  const attempt = attemptOf(one)
  const secret = new Uint8Array(32).fill(7)
  const handed = await contents.content(attempt.batch, 1)
  const verdict = judge(attempt, origin, handed ?? { attempt: 1, content: new Uint8Array() })
  expect(findingsDigest(attempt, verdict)).toEqual(findingsDigest(attemptOf(one), { kind: 'passed' }))
  const salts = [attempt, attemptOf(one, { attempt: 2 }), attemptOf(one, { rounds: 2 })].map((each) =>
    saltOf(secret, each),
  )
  expect(saltOf(secret, attempt)).toEqual(salts[0])
  expect(
    new Set([...salts, saltOf(new Uint8Array(32), attempt)].map((salt) => Buffer.from(salt).toString('hex'))).size,
  ).toBe(4)
})

test('an agent hears of batches by events of its own contract and of no other', () => {
  const event = (type: string, address: string) => ({
    type,
    attributes: [
      { key: '_contract_address', value: address },
      { key: 'batch', value: `${type} ${address}` },
    ],
  })
  const events = [
    event('wasm-intake_drawn', 'intake'),
    event('wasm-intake_drawn', 'other'),
    event('wasm-intake_paid', 'intake'),
  ]
  expect(batchesIn(events, 'intake', 'intake_drawn')).toEqual(['wasm-intake_drawn intake'])
})
