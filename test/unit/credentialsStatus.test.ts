// The status list: a bit for every index, nothing that is shorter, larger or of another kind.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { Json } from '../../core/wire.ts'
import {
  isRevoked,
  parseStatusList,
  type StatusList,
  statusBits,
  statusListJson,
} from '../../platform/credentials/statusList.ts'
import { statusBitsMin } from '../../platform/identity/limits.ts'

const list = (bits: Uint8Array): StatusList => ({
  id: 'https://regulator.example/status/1',
  issuer: 'did:causeway:party:zone-a:regulator',
  validFromMs: 0,
  validUntilMs: 1_000,
  bits,
})
const good = statusListJson(list(statusBits([]))) as Record<string, Json>
const inner = good['credentialSubject'] as Record<string, Json>
const withInner = (changes: Record<string, Json>): Json => ({ ...good, credentialSubject: { ...inner, ...changes } })
const encoded = (bytes: Uint8Array): string => `u${gzipSync(bytes).toString('base64url')}`
const refusal = expect.objectContaining({ code: 'STATUS_INVALID' })

test('the first index is the leftmost bit, and a list hides one among at least 131,072', () => {
  const bits = statusBits([0, 9, 131_071])
  expect([bits[0], bits[1], bits.at(-1), bits.length]).toEqual([0x80, 0x40, 0x01, 16_384])
  for (const index of [-1, 131_072, 0.5]) expect(() => statusBits([index])).toThrow(refusal)
})

test('exactly the indices that were revoked are, after packing and unpacking too', () => {
  const indices = fc.uniqueArray(fc.nat({ max: statusBitsMin - 1 }), { maxLength: 8 })
  fc.assert(
    fc.property(indices, fc.nat({ max: statusBitsMin - 1 }), (revoked, other) => {
      const read = parseStatusList(JSON.parse(JSON.stringify(statusListJson(list(statusBits(revoked))))))
      expect(revoked.every((index) => isRevoked(read, index))).toBe(true)
      expect(isRevoked(read, other)).toBe(revoked.includes(other))
    }),
    { numRuns: 50 },
  )
})

test('an index beyond the list is no answer', () => {
  expect(() => isRevoked(list(statusBits([])), statusBitsMin)).toThrow(refusal)
})

test.each<[string, Json]>([
  ['is shorter than the standard allows', withInner({ encodedList: encoded(new Uint8Array(16_383)) })],
  ['unpacks to more than the limit', withInner({ encodedList: encoded(new Uint8Array(64 * 1024 * 1024)) })],
  ['is no gzip', withInner({ encodedList: 'uAAAA' })],
  ['is in another base', withInner({ encodedList: `z${String(inner['encodedList']).slice(1)}` })],
  ['is of another kind', withInner({ type: 'Bitstring' })],
  ['is of another purpose', withInner({ statusPurpose: 'message' })],
  ['is no status list credential', { ...good, type: ['VerifiableCredential'] }],
  ['has no time', { ...good, validUntil: 'soon' }],
  ['has an unknown member', { ...good, ttl: 5 }],
  ['is no object', null],
])('a status list that %s is refused', (_, json) => {
  expect(() => parseStatusList(json)).toThrow(refusal)
})
