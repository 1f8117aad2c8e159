// The four checks of a batch, each passing and failing, on real signatures of both curves.
import { createHmac } from 'node:crypto'
import type { SignedBatch } from '../../core/batch.ts'
import { utf8 } from '../../core/bytes.ts'
import { type CheckFacts, checkBatch } from '../../platform/validation/checkBatch.ts'
import { parseModel } from '../../platform/validation/model.ts'
import { openDeviceKey, verifySubmission } from '../../platform/validation/signature.ts'
import { makeDevice, minuteNs, rowsFrom, signRows, startNs, weatherElements, weatherRow } from '../fakes/devices.ts'
import { sha256 } from '../vectors/samples.ts'

const model = parseModel(
  utf8(
    JSON.stringify({
      version: 1,
      schema: {
        type: 'object',
        properties: {
          temperature: { type: 'number', minimum: -40, maximum: 60 },
          state: { type: 'string', maxLength: 5 },
        },
        required: ['temperature'],
        additionalProperties: false,
      },
      timing: { intervalMsMin: 1000, intervalMsMax: 120_000, ageMsMax: 3_600_000, futureMsMax: 5000 },
    }),
  ),
)
const device = makeDevice('ed25519')
const facts: CheckFacts = {
  elements: weatherElements,
  key: device.key,
  leafHash: sha256,
  nowNs: startNs + 10n * minuteNs,
}
const failures = (batch: SignedBatch, changes: Partial<CheckFacts> = {}): unknown => {
  const verdict = checkBatch(model, batch, { ...facts, ...changes })
  return verdict.kind === 'passed' ? 'passed' : verdict.failed.map(({ sequence, code }) => `${sequence} ${code}`)
}

test.each(['ed25519', 'p256'] as const)('a proper batch signed with %s passes every check (Y-9.4a)', (curve) => {
  const signer = makeDevice(curve)
  expect(failures(signRows(signer, rowsFrom(1n, 5)), { key: signer.key })).toBe('passed')
})

test('an entry that breaks the schema fails by its number (Y-9.4a)', () => {
  const long = { cells: [...weatherRow(2n).cells.slice(0, 3), { kind: 'text', value: 'stormy' } as const] }
  expect(failures(signRows(device, [weatherRow(1n), long, weatherRow(3n)]))).toEqual(['2 SCHEMA_FAILED'])
  const short = { cells: weatherRow(2n).cells.slice(0, 3) }
  expect(failures(signRows(device, [weatherRow(1n), short]))).toEqual(['2 SCHEMA_FAILED'])
  expect(failures(signRows(device, [weatherRow(1n), weatherRow(3n)]))).toEqual(['2 SCHEMA_FAILED'])
})

test('a value out of range fails by its number, exactly at the border (Y-9.4a)', () => {
  const rows = ['60', '60.0000000001', '-40', '-41'].map((temperature, index) =>
    weatherRow(BigInt(index + 1), { temperature }),
  )
  expect(failures(signRows(device, rows))).toEqual(['2 RANGE_FAILED', '4 RANGE_FAILED'])
})

test('a number of more digits than ranges can be checked with breaks the schema', () => {
  expect(failures(signRows(device, [weatherRow(1n, { temperature: '60.00000000000000001' })]))).toEqual([
    '1 SCHEMA_FAILED',
  ])
})

test.each([
  ['exactly as old as allowed', -3_600_000n, 'passed'],
  ['older', -3_600_001n, ['1 TIMING_FAILED']],
  ['exactly as far ahead as a clock may be', 5000n, 'passed'],
  ['farther ahead', 5001n, ['1 TIMING_FAILED']],
])('an entry that is %s is judged by its time (Y-9.4a, Y-6.1-6d)', (_, offsetMs, expected) => {
  const row = weatherRow(1n, { observedAtNs: facts.nowNs + offsetMs * 1_000_000n })
  expect(failures(signRows(device, [row]))).toEqual(expected)
})

test('entries too close, too far apart or backwards fail, the first one against the batch before', () => {
  const at = [0n, 999n, 2000n, 122_001n, 122_000n].map((ms, index) =>
    weatherRow(BigInt(index + 1), { observedAtNs: startNs + ms * 1_000_000n }),
  )
  expect(failures(signRows(device, at))).toEqual(['2 TIMING_FAILED', '4 TIMING_FAILED', '5 TIMING_FAILED'])
  expect(failures(signRows(device, rowsFrom(1n, 1)), { previousNs: startNs })).toBe('passed')
  expect(failures(signRows(device, rowsFrom(1n, 1)), { previousNs: startNs + minuteNs })).toEqual(['1 TIMING_FAILED'])
})

test('an entry may break several rules, and each is named', () => {
  const row = weatherRow(1n, { temperature: '99', observedAtNs: startNs - 2n * 3_600_000_000_000n })
  expect(failures(signRows(device, [row]))).toEqual(['1 RANGE_FAILED', '1 TIMING_FAILED'])
})

const good = signRows(device, rowsFrom(1n, 2))
const bent = Uint8Array.from(good.signature)
bent[10] = (bent[10] ?? 0) ^ 1
test.each([
  ['one bit of the signature differs', { signature: bent }, {}],
  ['the root is not the one of the content', { root: sha256(good.root) }, {}],
  [
    'the content was changed after signing',
    { content: signRows(device, [weatherRow(1n, { temperature: '1' }), weatherRow(2n)]).content },
    {},
  ],
  ['another attempt is claimed than was signed', { attempt: 2 }, {}],
  ['another time is claimed than was signed', { sentNs: good.sentNs + 1n }, {}],
  ['a clone signs with a key of its own', {}, { key: makeDevice('ed25519').key }],
  ['the device has a key of another curve', {}, { key: makeDevice('p256').key }],
  [
    'leaves were made without the salt of a closed stream',
    {},
    { leafHash: (bytes: Uint8Array) => sha256(sha256(bytes)) },
  ],
])('every entry fails where %s (Y-7.1.5d, Y-6.2.1b)', (_, change, known) => {
  expect(failures({ ...good, ...change }, known)).toEqual(['1 SIGNATURE_FAILED', '2 SIGNATURE_FAILED'])
})

test('a closed stream passes under its salt, and its root tells nothing to who lacks it', () => {
  const salted = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHmac('sha256', 'salt').update(bytes).digest())
  const batch = signRows(device, rowsFrom(1n, 2), {}, salted)
  expect(failures(batch, { leafHash: salted })).toBe('passed')
  expect(batch.root).not.toEqual(good.root)
})

test('content that is no table fails whole, and a batch without a proper name is no batch', () => {
  expect(failures({ ...good, content: Uint8Array.of(255) })).toEqual(['1 SCHEMA_FAILED', '2 SCHEMA_FAILED'])
  expect(failures({ ...good, last: 3n })).toEqual(['1', '2', '3'].map((sequence) => `${sequence} SCHEMA_FAILED`))
  expect(() => failures({ ...good, first: 0n })).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
})

test('a batch that claims another curve than its key has is not signed', () => {
  const signer = makeDevice('p256')
  const batch = { ...signRows(signer, rowsFrom(1n, 1)), curve: 'ed25519' } as const
  expect(failures(batch, { key: signer.key })).toEqual(['1 SIGNATURE_FAILED'])
})

test('what a P-256 device signs has the lower s, every time', () => {
  const signer = makeDevice('p256')
  const batches = Array.from({ length: 24 }, (_, index) => signRows(signer, rowsFrom(1n, 1), { sentNs: BigInt(index) }))
  expect(batches.map((batch) => failures(batch, { key: signer.key }))).toEqual(batches.map(() => 'passed'))
})

test('the upper s of P-256 is refused though OpenSSL would take it', () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const signer = makeDevice('p256')
  const batch = signRows(signer, rowsFrom(1n, 1))
  const s = BigInt(`0x${Buffer.from(batch.signature.subarray(32)).toString('hex')}`)
  const upper = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
  const signature = Uint8Array.from([...batch.signature.subarray(0, 32), ...upper])
  expect(failures({ ...batch, signature }, { key: signer.key })).toEqual(['1 SIGNATURE_FAILED'])
})

test('a key that is no point of its curve is refused, and a short signature is none', () => {
  for (const publicKey of [new Uint8Array(32), new Uint8Array(33).fill(2, 0, 1).fill(255, 1)]) {
    expect(() => openDeviceKey({ curve: 'p256', publicKey })).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
  }
  for (const length of [0, 32, 63, 65]) {
    expect(verifySubmission(device.key, 'text', new Uint8Array(length))).toBe(false)
    expect(verifySubmission(makeDevice('p256').key, 'text', new Uint8Array(length))).toBe(false)
  }
})
