// The codec: what goes in comes out, bytes are canonical, and what does not fit is refused instead of bent.
import fc from 'fast-check'
import { toHex } from '../../core/bytes.ts'
import {
  acknowledgementJson,
  decodeAcknowledgement,
  decodeEnvelope,
  decodeManifest,
  decodePacket,
  decodeTable,
  encodeAcknowledgement,
  encodeEnvelope,
  encodeManifest,
  encodePacket,
  encodeTable,
  envelopeJson,
  manifestJson,
  packetJson,
  tableJson,
} from '../../core/codec.ts'
import { CausewayError } from '../../core/errors.ts'
import type {
  Acknowledgement,
  Cell,
  Decision,
  Envelope,
  Manifest,
  Operation,
  OperationBody,
  PacketData,
} from '../../core/words.ts'
import { certificate, share, weather } from '../vectors/samples.ts'

const uint64 = fc.bigInt(0n, 2n ** 64n - 1n)
const sint64 = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const text = fc.string({ unit: 'binary', maxLength: 12 })
const bytes = fc.uint8Array({ maxLength: 40 })
const schema = fc.record({ major: uint32, minor: uint32 })
const fingerprint = fc.record({
  algorithm: fc.constantFrom('sha2_256' as const, 'hmac_sha2_256' as const),
  digest: bytes,
})
const element = fc.record({
  name: text,
  type: fc.constantFrom('boolean', 'integer', 'decimal', 'text', 'bytes', 'timestamp' as const),
  unit: text,
  lengthMax: uint32,
  optional: fc.boolean(),
})
const envelope: fc.Arbitrary<Envelope> = fc.record(
  {
    schema,
    id: text,
    dataType: fc.constantFrom('record', 'non_fungible', 'fungible' as const),
    structure: fc.constantFrom('table', 'document', 'bytes' as const),
    elements: fc.array(element, { maxLength: 3 }),
    length: uint64,
    access: fc.constantFrom('open', 'closed' as const),
    copyable: fc.boolean(),
    movable: fc.boolean(),
    owner: text,
    controller: text,
    terms: text,
    stored: fingerprint,
    plaintext: fingerprint,
    lineage: fc.array(text, { maxLength: 3 }),
    claimedTimeNs: uint64,
  },
  {
    requiredKeys: [
      'schema',
      'id',
      'dataType',
      'elements',
      'length',
      'access',
      'copyable',
      'movable',
      'owner',
      'controller',
      'terms',
      'lineage',
      'claimedTimeNs',
    ],
  },
) as fc.Arbitrary<Envelope>

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant({ kind: 'empty' } as const),
  fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('integer' as const, 'timestampNs' as const), value: sint64 }),
  fc.record({ kind: fc.constantFrom('decimal' as const, 'text' as const), value: text }),
  fc.record({ kind: fc.constant('data' as const), value: bytes }),
)
const table = fc.record({ rows: fc.array(fc.record({ cells: fc.array(cell, { maxLength: 5 }) }), { maxLength: 5 }) })

const amount = fc.record({ originChainId: text, denom: text, amount: text })
const variant = <K extends OperationBody['kind']>(kind: K, value: fc.Arbitrary<object>): fc.Arbitrary<OperationBody> =>
  value.map((each) => ({ kind, value: each }) as OperationBody)
const body = fc.oneof(
  variant('checkRecord', fc.record({ id: text, version: uint64, envelopeDigest: bytes })),
  variant('replicateRecord', fc.record({ envelope, version: uint64, sourceChainId: text })),
  variant('checkAsset', fc.record({ id: text, version: uint64, owner: text })),
  variant('releaseAsset', fc.record({ id: text, version: uint64, destinationChainId: text, envelopeDigest: bytes })),
  variant('receiveAsset', fc.record({ envelope, version: uint64, sourceChainId: text, recipient: text })),
  variant('transferAsset', fc.record({ id: text, version: uint64, recipient: text })),
  variant('transferCoins', fc.record({ amount, recipient: text })),
  variant('releaseCoins', fc.record({ amount, destinationChainId: text })),
  variant('receiveCoins', fc.record({ amount, sourceChainId: text, recipient: text })),
  variant('custom', fc.record({ name: text, body: bytes })),
)
const operation: fc.Arbitrary<Operation> = fc.record({ resource: text, actor: text, body })
const leg = fc.record({ chainId: text, gate: text, operations: fc.array(operation, { maxLength: 3 }) })
const manifest: fc.Arbitrary<Manifest> = fc.record({
  schema,
  hubChainId: text,
  hubContract: text,
  legs: fc.array(leg, { maxLength: 3 }),
  deadlineNs: uint64,
  nonce: bytes,
})
const decision: fc.Arbitrary<Decision> = fc.record({
  transactionId: bytes,
  outcome: fc.constantFrom('commit', 'abort', 'pending', 'not_counted' as const),
  code: uint32,
})
const vote = fc.record({ answer: fc.constantFrom('yes', 'no' as const), manifest: bytes, code: uint32 })
const packet = fc.oneof(
  fc.record({ kind: fc.constant('votes'), value: fc.record({ votes: fc.array(vote, { maxLength: 3 }) }) }),
  fc.record({ kind: fc.constant('decisions'), value: fc.record({ decisions: fc.array(decision, { maxLength: 3 }) }) }),
) as fc.Arbitrary<PacketData>
const acknowledgement: fc.Arbitrary<Acknowledgement> = fc.record({
  kind: fc.constantFrom('decisions', 'received' as const),
  decisions: fc.array(decision, { maxLength: 3 }),
})

/** Bytes and JSON both bring the same value back, and the bytes are stable. */
function roundTrip<T>(
  arbitrary: fc.Arbitrary<T>,
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => T,
  json: { toJson: (value: T) => unknown; fromJson: (json: unknown) => T },
): void {
  const property = fc.property(arbitrary, (value) => {
    const encoded = encode(value)
    expect(decode(encoded)).toEqual(value)
    const travelled = json.fromJson(JSON.parse(JSON.stringify(json.toJson(value))))
    expect(toHex(encode(travelled))).toBe(toHex(encoded))
  })
  fc.assert(property, { numRuns: 200 })
}

test('any envelope survives bytes and JSON', () => roundTrip(envelope, encodeEnvelope, decodeEnvelope, envelopeJson))
test('any table survives bytes and JSON', () => roundTrip(table, encodeTable, decodeTable, tableJson))
test('any manifest survives bytes and JSON', () => roundTrip(manifest, encodeManifest, decodeManifest, manifestJson))
test('any packet survives bytes and JSON', () => roundTrip(packet, encodePacket, decodePacket, packetJson))
test('any acknowledgement survives bytes and JSON', () =>
  roundTrip(acknowledgement, encodeAcknowledgement, decodeAcknowledgement, acknowledgementJson))

test('decoding any bytes gives a value or a CausewayError, never another error', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 200 }), (foreign) => {
    for (const decode of [decodeEnvelope, decodeManifest, decodePacket, decodeAcknowledgement, decodeTable]) {
      try {
        decode(foreign)
      } catch (error) {
        expect(error).toBeInstanceOf(CausewayError)
      }
    }
  })
  fc.assert(property, { numRuns: 500 })
})

test('a flipped bit in a manifest is refused or means something else', () => {
  const original = encodeManifest(share())
  const property = fc.property(fc.nat(original.length - 1), fc.nat(7), (index, bit) => {
    const damaged = Uint8Array.from(original)
    damaged[index] = (damaged[index] ?? 0) ^ (1 << bit)
    try {
      expect(toHex(encodeManifest(decodeManifest(damaged)))).toBe(toHex(damaged))
    } catch (error) {
      expect(error).toBeInstanceOf(CausewayError)
    }
  })
  fc.assert(property, { numRuns: 500 })
})

test('a bigint is written as it is, not silently as zero', () => {
  expect(toHex(encodeManifest({ ...share(), legs: [], deadlineNs: 5n }))).toContain('2805')
})

test.each([
  ['a length of 2^64', weather({ length: 2n ** 64n }), 'MALFORMED', 'length'],
  ['a negative time', weather({ claimedTimeNs: -1n }), 'MALFORMED', 'claimedTimeNs'],
  ['a lone surrogate', weather({ terms: '\ud800' }), 'MALFORMED', 'terms'],
  ['half a minor version', weather({ schema: { major: 1, minor: 0.5 } }), 'MALFORMED', 'schema.minor'],
])('%s is refused when encoding', (_, value, code, path) => {
  expect(() => encodeEnvelope(value)).toThrow(
    expect.objectContaining({ code, facts: expect.objectContaining({ path }) }),
  )
})

test.each([
  ['an unknown member', { ...(envelopeJson.toJson(certificate()) as object), colour: 'red' }, 'MALFORMED'],
  ['a number beyond 2^53', { ...(envelopeJson.toJson(certificate()) as object), length: 2 ** 60 }, 'MALFORMED'],
  [
    'base64 without padding',
    { ...(envelopeJson.toJson(weather()) as object), stored: { algorithm: 'HASH_ALGORITHM_SHA2_256', digest: 'AAA' } },
    'MALFORMED',
  ],
  [
    'an access class nobody defined',
    { ...(envelopeJson.toJson(certificate()) as object), access: 'ACCESS_CLASS_SECRET' },
    'PART_MISSING',
  ],
  ['no schema', { id: 'x' }, 'PART_MISSING'],
  ['a list', [], 'MALFORMED'],
])('JSON with %s is refused', (_, json, code) => {
  expect(() => envelopeJson.fromJson(json)).toThrow(expect.objectContaining({ code }))
})
