// The unified format on real chains: what goes in comes out to the last bit, and limits are the same for everybody.
import { decodeEnvelope, decodeTable, encodeEnvelope, encodeTable, envelopeJson } from '../../core/codec.ts'
import { checkTable, envelopeDigest } from '../../core/format.ts'
import * as limits from '../../core/limits.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { Cell, Element, Envelope, Row } from '../../core/words.ts'
import { queryHubRecord, queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { sha256 } from '../vectors/samples.ts'
import { anybody, base64, call, fromBase64, refusalOf } from './calls.ts'
import { deadlineIn, decisionOf, draftOf, settledLeg } from './drafts.ts'
import { replicateSteps } from './steps.ts'
import { closedAsset, openRecord, register, registerMsg, type Thing } from './things.ts'
import { openWorld, startMs } from './world.ts'

const chainIds = ['causeway-hub', 'zone-a', 'zone-b', 'zone-c'] as const
let stage: OpenStage

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

const elements: readonly Element[] = [
  { name: 'Zähler 計数', type: 'integer', unit: '1', lengthMax: 8, optional: true },
  { name: 'mass', type: 'decimal', unit: 'kg', lengthMax: 64, optional: true },
  { name: 'note', type: 'text', unit: '', lengthMax: 64, optional: true },
  { name: 'raw', type: 'bytes', unit: '', lengthMax: 16, optional: true },
  { name: 'valid', type: 'boolean', unit: '', lengthMax: 1, optional: true },
  { name: 'at', type: 'timestamp', unit: '', lengthMax: 8, optional: false },
]
const empty: Cell = { kind: 'empty' }
const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n]

function row(integer: bigint, decimal: string, text: string, data: readonly number[], flag: boolean, at: bigint): Row {
  return {
    cells: [
      { kind: 'integer', value: integer },
      { kind: 'decimal', value: decimal },
      { kind: 'text', value: text },
      { kind: 'data', value: Uint8Array.from(data) },
      { kind: 'boolean', value: flag },
      { kind: 'timestampNs', value: at },
    ],
  }
}

/** Extremes and the values that are easily lost: zero, false, '' and no bytes are values, empty is none. */
const rows: readonly Row[] = [
  row(
    most,
    '12345678901234567890123456789.000000000000000000000000000000001',
    'Ünïcode 🌍 e\u0301 ≠ é',
    [0, 255],
    true,
    most,
  ),
  row(least, '-0.10', '\u0000 tab\t "quoted" \u202e', [], false, least),
  row(0n, '0', '', [0], false, 0n),
  { cells: [empty, empty, empty, empty, empty, { kind: 'timestampNs', value: 1n }] },
]

test(
  '64-bit extremes, long decimals, Unicode and empty cells travel over the hub and arrive to the last bit (Y-7.2.1-n2)',
  async () => {
    checkTable(elements, { rows })
    const change = { structure: 'table', elements, claimedTimeNs: 2n ** 64n - 1n } as const
    const record = openRecord('zone-a', `extremes-${stage.run}`, change, encodeTable({ rows }))
    await register(stage, 'zone-a', stage.users.alice, [record])
    const { transactionId: id } = await shareToB(record)
    expect(await decisionOf(stage, id)).toBe('commit')
    await settledLeg(stage, 'zone-b', id)
    const { chain, assets } = zoneOf(stage, 'zone-b')
    const { content } = (await chain.querySmart(assets, { content: { id: record.envelope.id } })) as { content: string }
    expect(fromBase64(content)).toEqual(record.content)
    expect(decodeTable(fromBase64(content))).toEqual({ rows })
    const copy = await queryItem(stage, 'zone-b', record.envelope.id)
    expect(decodeEnvelope(fromBase64(copy?.envelope ?? ''))).toEqual(record.envelope)
  },
  startMs,
)

function shareToB({ envelope }: Thing): Promise<{ transactionId: string }> {
  const { alice, bob } = stage.users
  const actors = { 'zone-a': alice.address, 'zone-b': bob.address }
  return stage.api.share({ kind: 'replicate', id: envelope.id, from: 'zone-a', to: ['zone-b'], actors }, [alice, bob])
}

test(
  'the chains, TypeScript and REST have one fingerprint of a datum, and one id of a transaction (Y-7.2.1)',
  async () => {
    const { alice, bob } = stage.users
    const record = openRecord('zone-a', `fingerprint-${stage.run}`)
    await register(stage, 'zone-a', alice, [record])
    const { id } = record.envelope
    const actors = { 'zone-a': alice.address, 'zone-b': bob.address }
    const planned = await stage.api.plan({ kind: 'replicate', id, from: 'zone-a', to: ['zone-b'], actors })
    await stage.api.submit(planned, await Promise.all([alice, bob].map((user) => user.sign(planned.authorisationText))))
    await decisionOf(stage, planned.transactionId)
    const shown = await stage.api.call<{ envelope: unknown }>('GET', `/v1/assets/${encodeURIComponent(id)}`)
    const item = await queryItem(stage, 'zone-a', id)
    const ours = Buffer.from(envelopeDigest(record.envelope, sha256)).toString('hex')
    const ofChain = Buffer.from(sha256(fromBase64(item?.envelope ?? ''))).toString('hex')
    const ofRest = Buffer.from(sha256(encodeEnvelope(envelopeJson.fromJson(shown.envelope)))).toString('hex')
    expect([ofChain, ofRest]).toEqual([ours, ours])
    // Rust has compared the stored fingerprint with the content, and has hashed the manifest by itself.
    expect(envelopeJson.fromJson(shown.envelope).stored?.digest).toEqual(sha256(record.content ?? new Uint8Array()))
    expect(transactionId(fromBase64(planned.manifestBytes), sha256)).toBe(planned.transactionId)
    expect(await queryHubRecord(stage, planned.transactionId)).toMatchObject({
      transaction_id: planned.transactionId,
      manifest: planned.manifestBytes,
    })
  },
  startMs,
)

/** An element whose name is numbered, so that all differ. */
const element = (index: number, name = `e${index}`, unit = ''): Element => ({
  name,
  type: 'integer',
  unit,
  lengthMax: 8,
  optional: false,
})
const table = (list: readonly Element[]): Partial<Envelope> => ({ structure: 'table', elements: list })
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const parent = (index: number): string =>
  `did:causeway:entry:zone-a:p${String(index).padStart(2, '0')}${'-'.repeat(60)}`
/** A name of exactly `bytes` bytes in UTF-8: limits count bytes, not letters. */
const wide = (bytes: number): string => `${'é'.repeat(Math.floor(bytes / 2))}${'x'.repeat(bytes % 2)}`

/** An envelope of exactly `bytes` bytes: parents in steps, the rest by the length of the terms. */
function envelopeOf(chainId: string, local: string, bytes: number): Thing {
  const columns = table(
    many(60, (index) => element(index, `${index}`.padEnd(limits.nameBytesMax, 'n'), 'u'.repeat(32))),
  )
  const at = (parents: number, terms: number): Thing =>
    openRecord(chainId, local, { ...columns, lineage: many(parents, parent), terms: 't'.repeat(terms) })
  const lengthOf = (thing: Thing): number => encodeEnvelope(thing.envelope).length
  const parents = many(limits.lineageMax, (index) => index).findLast((count) => lengthOf(at(count, 128)) <= bytes) ?? 0
  return at(parents, 128 + bytes - lengthOf(at(parents, 128)))
}

type Limit = readonly [what: string, max: number, make: (chainId: string, local: string, size: number) => Thing]

const limitRows: readonly Limit[] = [
  [
    'bytes of content',
    limits.contentBytesMax,
    (on, local, size) => openRecord(on, local, {}, new Uint8Array(size).fill(7)),
  ],
  [
    'letters of a local identifier',
    limits.localIdBytesMax,
    (on, local, size) => openRecord(on, local.padEnd(size, 'x')),
  ],
  ['bytes of terms', limits.termsBytesMax, (on, local, size) => openRecord(on, local, { terms: wide(size) })],
  ['elements', limits.elementsMax, (on, local, size) => openRecord(on, local, table(many(size, (i) => element(i))))],
  [
    'bytes of the name of an element',
    limits.nameBytesMax,
    (on, local, size) => openRecord(on, local, table([element(0, wide(size))])),
  ],
  [
    'bytes of a unit',
    limits.unitBytesMax,
    (on, local, size) => openRecord(on, local, table([element(0, 'e', wide(size))])),
  ],
  [
    'parents in a lineage',
    limits.lineageMax,
    (on, local, size) => openRecord(on, local, { lineage: many(size, parent) }),
  ],
  ['bytes of an envelope', limits.envelopeBytesMax, envelopeOf],
]

test.each(limitRows)(
  '%s: %i are accepted on every chain and by the API, one more is refused by all with one code (Y-7.2.1-n4)',
  async (what, max, make) => {
    const local = `${what.replaceAll(' ', '-').slice(-12)}-${stage.run}`
    const tries = chainIds.map(async (on) => {
      const { chain, assets } = zoneOf(stage, on)
      const [fits, exceeds] = [make(on, `f${local}`, max), make(on, `x${local}`, max + 1)]
      const codes = [
        await refusalOf(call(chain, stage.users.alice.name, assets, registerMsg(fits))),
        await refusalOf(call(chain, stage.users.alice.name, assets, registerMsg(exceeds))),
        await submitted(on, fits),
        await submitted(on, exceeds),
      ]
      const stored = await Promise.all([fits, exceeds].map(({ envelope }) => queryItem(stage, on, envelope.id)))
      return [on, codes, stored.map((item) => item?.state ?? null)]
    })
    // The API reads no further than the missing signature where the form is accepted.
    const codes = ['accepted', 'LIMIT_EXCEEDED', 'UNAUTHORISED', 'LIMIT_EXCEEDED']
    expect(await Promise.all(tries)).toEqual(chainIds.map((on) => [on, codes, ['live', null]]))
  },
  startMs,
)

/** A share of the thing, without any signature. */
async function submitted(from: string, thing: Thing): Promise<string> {
  const [to = ''] = chainIds.filter((chainId) => chainId !== from)
  const { alice, bob } = stage.users
  const steps = replicateSteps({ chainId: from, user: alice }, [{ chainId: to, user: bob }], thing)
  const draft = draftOf(stage, await deadlineIn(stage, 60_000), steps)
  const body = { manifest: base64(draft.bytes), authorisations: [] }
  const headers = { 'idempotency-key': draft.id }
  return refusalOf(stage.api.call('POST', '/v1/share-requests', body, headers))
}

/** Chains do not wait for each other. */
async function onEveryChain(run: (chainId: string) => Promise<void>): Promise<void> {
  await Promise.all(chainIds.map(run))
}

test(
  'more legs in one call than a packet may hold votes are refused by every gate (Y-7.2.1-n4)',
  async () => {
    const leg = { manifest: base64(Uint8Array.of(8, 1)), authorisations: [], contents: [] }
    await onEveryChain(async (chainId) => {
      const { chain, gate } = zoneOf(stage, chainId)
      const prepare = (count: number): Promise<string> =>
        refusalOf(call(chain, anybody, gate, { prepare: { legs: many(count, () => leg) } }))
      expect(await prepare(limits.votesMax + 1)).toBe('LIMIT_EXCEEDED')
      expect(await prepare(limits.votesMax)).toBe('MALFORMED')
    })
  },
  startMs,
)

test(
  'an identifier that is taken is refused on every chain, whatever comes with it (Y-7.2.1-n3)',
  async () => {
    await onEveryChain(async (chainId) => {
      const { chain, assets } = zoneOf(stage, chainId)
      const things = [openRecord(chainId, `taken-${stage.run}`), closedAsset(chainId, `taken-${stage.run}`)]
      await register(stage, chainId, stage.users.alice, things)
      for (const thing of things) {
        const again = { ...thing, envelope: { ...thing.envelope, terms: 'https://data.example/other' } }
        const before = await queryItem(stage, chainId, thing.envelope.id)
        for (const user of [stage.users.alice, stage.users.bob]) {
          expect(await refusalOf(call(chain, user.name, assets, registerMsg(again)))).toBe('EXISTS')
        }
        expect(await queryItem(stage, chainId, thing.envelope.id)).toEqual(before)
      }
    })
  },
  startMs,
)

test(
  'an identifier of another chain is not issued here: each chain names its own things (Y-7.2.1-n3, Y-10.2-1c)',
  async () => {
    await onEveryChain(async (chainId) => {
      const { chain, assets } = zoneOf(stage, chainId)
      const [other = ''] = chainIds.filter((id) => id !== chainId)
      const foreign = registerMsg(openRecord(other, `foreign-${stage.run}`))
      expect(await refusalOf(call(chain, stage.users.alice.name, assets, foreign))).toBe('WRONG_ADDRESSEE')
      expect(await queryItem(stage, chainId, `did:causeway:entry:${other}:foreign-${stage.run}`)).toBeNull()
    })
  },
  startMs,
)

test(
  'a later minor of the known major is registered and shared, an unknown major is not (Y-7.2.1-n5)',
  async () => {
    const { alice } = stage.users
    const { chain, assets } = zoneOf(stage, 'zone-a')
    const later = openRecord('zone-a', `later-${stage.run}`, { schema: { major: 1, minor: 99 } })
    const unknown = openRecord('zone-a', `unknown-${stage.run}`, { schema: { major: 2, minor: 0 } })
    expect(await refusalOf(call(chain, alice.name, assets, registerMsg(unknown)))).toBe('SCHEMA_UNKNOWN')
    await register(stage, 'zone-a', alice, [later])
    const { transactionId: id } = await shareToB(later)
    expect(await decisionOf(stage, id)).toBe('commit')
    await settledLeg(stage, 'zone-b', id)
    const copy = await queryItem(stage, 'zone-b', later.envelope.id)
    expect(decodeEnvelope(fromBase64(copy?.envelope ?? '')).schema).toEqual({ major: 1, minor: 99 })
  },
  startMs,
)
