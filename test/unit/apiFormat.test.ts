// The unified format and the rules of duplication at the door: what a signed manifest may carry, whoever made it.
import { encodeEnvelope } from '../../core/codec.ts'
import { type DataClass, type DataOperation, dataClass } from '../../core/duplication.ts'
import type { Envelope, Leg, Manifest } from '../../core/words.ts'
import {
  ApiWorld,
  assetsOf,
  certificateEnvelope,
  type FakeUser,
  fakeUser,
  gateOf,
  hubContract,
  hubId,
  type Problem,
  recordEnvelope,
  signed,
} from '../fakes/apiWorld.ts'
import { readText } from '../sources.ts'

let world: ApiWorld
let alice: FakeUser

beforeAll(async () => {
  world = await new ApiWorld().start()
  alice = await fakeUser('alice')
})
afterAll(() => world.stop())

const zone = (chainId: string, body: Leg['operations'][number]['body']): Leg => ({
  chainId,
  gate: gateOf(chainId),
  operations: [{ resource: assetsOf(chainId), actor: alice.address, body }],
})

function manifestOf(legs: readonly Leg[]): Manifest {
  const nonce = crypto.getRandomValues(new Uint8Array(16))
  const deadlineNs = 1_800_000_060_000_000_000n
  return { schema: { major: 1, minor: 0 }, hubChainId: hubId, hubContract, legs, deadlineNs, nonce }
}

const digestOf = async (envelope: Envelope): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(encodeEnvelope(envelope))))

/** The record leaves zone A as a replica for zone B. */
async function replication(envelope: Envelope): Promise<Manifest> {
  const { id } = envelope
  const envelopeDigest = await digestOf(envelope)
  return manifestOf([
    zone('zone-a', { kind: 'checkRecord', value: { id, version: 3n, envelopeDigest } }),
    zone('zone-b', { kind: 'replicateRecord', value: { envelope, version: 3n, sourceChainId: 'zone-a' } }),
  ])
}

async function move(envelope: Envelope): Promise<Manifest> {
  const { id } = envelope
  const common = { version: 3n }
  const envelopeDigest = await digestOf(envelope)
  const release = { ...common, id, destinationChainId: 'zone-b', envelopeDigest }
  const receive = { ...common, envelope, sourceChainId: 'zone-a', recipient: alice.address }
  return manifestOf([
    zone('zone-a', { kind: 'releaseAsset', value: release }),
    zone('zone-b', { kind: 'receiveAsset', value: receive }),
  ])
}

/** 202, or the code of the refusal, of which nothing may be kept. */
async function answerTo(manifest: Manifest): Promise<number | string> {
  const before = (await world.api.deps.store.requests({ limit: 100 })).items.length
  const response = await world.submit<Problem>(await signed(manifest, [alice]))
  const after = (await world.api.deps.store.requests({ limit: 100 })).items.length
  expect(after - before).toBe(response.status === 202 ? 1 : 0)
  return response.status === 202 ? 202 : response.body.code
}

const envelopes: Readonly<Record<DataClass, Envelope>> = {
  open_copyable: recordEnvelope,
  open_fixed: { ...recordEnvelope, copyable: false },
  closed_movable: { ...recordEnvelope, access: 'closed', copyable: false, movable: true },
  closed_fixed: { ...recordEnvelope, access: 'closed', copyable: false },
  non_fungible_movable: certificateEnvelope,
  non_fungible_fixed: { ...certificateEnvelope, movable: false },
  fungible: { ...certificateEnvelope, dataType: 'fungible' },
}

const { rules } = JSON.parse(readText('proto/duplication.json')) as {
  rules: Record<DataOperation, Record<DataClass, 0 | string>>
}

const cells = (['replicate', 'move'] as const satisfies readonly DataOperation[]).flatMap((operation) =>
  (Object.keys(envelopes) as DataClass[]).map((row) => [operation, row, rules[operation][row]] as const),
)

test.each(cells)('the rules of duplication at the door: %s of %s is answered with %s', async (operation, row, rule) => {
  const envelope = envelopes[row]
  expect(dataClass(envelope)).toBe(row)
  const manifest = operation === 'replicate' ? replication(envelope) : move(envelope)
  expect(await answerTo(await manifest)).toBe(rule === 0 ? 202 : rule)
})

const longest = 'x'.repeat(256)
const formats: readonly (readonly [string, Partial<Envelope>, number | string])[] = [
  ['terms of 256 bytes', { terms: longest }, 202],
  ['terms of 257 bytes', { terms: `${longest}x` }, 'LIMIT_EXCEEDED'],
  ['terms that are too long in bytes, not in letters', { terms: 'ä'.repeat(129) }, 'LIMIT_EXCEEDED'],
  ['a later minor version', { schema: { major: 1, minor: 7 } }, 202],
  ['an unknown major version', { schema: { major: 2, minor: 0 } }, 'SCHEMA_UNKNOWN'],
  ['an identifier in capitals', { id: recordEnvelope.id.toUpperCase() }, 'ID_MALFORMED'],
  ['an identifier of something else', { id: 'did:causeway:party:zone-a:alice' }, 'ID_MALFORMED'],
  ['no owner', { owner: '' }, 'PART_MISSING'],
  ['a fingerprint of another length', { stored: { algorithm: 'sha2_256', digest: new Uint8Array(31) } }, 'MALFORMED'],
  [
    'a fingerprint of other content',
    { stored: { algorithm: 'sha2_256', digest: new Uint8Array(32) } },
    'FINGERPRINT_MISMATCH',
  ],
  ['another length than its content', { length: recordEnvelope.length + 1n }, 'FINGERPRINT_MISMATCH'],
]

test.each(formats)('an envelope with %s is answered with its code or accepted', async (_, change, answer) => {
  expect(await answerTo(await replication({ ...recordEnvelope, ...change }))).toBe(answer)
})
