// Questions over two zones: each platform answers for what it keeps, under rights on its own chain, to the same digit.
import { decodeEnvelope } from '../../core/codec.ts'
import { type Analysing, dataset, openAnalysing, publish, supplierAbroad } from '../../localnet/demo/analysing.ts'
import { findDataOn } from '../../localnet/demo/auditing.ts'
import { type Cast, ensureCast, home, settleAbroad } from '../../localnet/demo/cast.ts'
import { queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import type { Analysis } from '../../platform/analytics/analyse.ts'
import { signRequests } from '../../platform/analytics/requestSignatures.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import { attributeOf } from '../../relayer/txEvents.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

let stage: OpenStage
let cast: Cast
let analysing: Analysing
let first: Analysis

beforeAll(async () => {
  stage = await openWorld()
  cast = await ensureCast(stage)
  await settleAbroad(stage, cast)
  analysing = await openAnalysing(stage, cast)
  first = await analysing.ask(cast.demander)
}, startMs)
afterAll(async () => {
  await analysing.close()
  await stage.close()
})

test('a party of zone-b obtains what zone-a holds, with no account at the platform that keeps it (Y-6.1-3)', async () => {
  expect(first.result.rows).toEqual([
    ['zone-a', '13.65', '20'],
    ['zone-b', '13.65', '20'],
  ])
  const batch = analysing.batches.get(home) ?? ''
  const found = await findDataOn(stage)(batch)
  expect(found).toMatchObject({ chainId: home, fingerprint: first.result.cites[0]?.batches[0]?.root })
  // What lets it in is the subject that a commit carried over, and the owner's grant: both are on zone-a.
  const subject = await zoneOf(stage, home).chain.querySmart(servicesOf(stage, home).identity, {
    subject: { id: cast.demander.id },
  })
  expect(subject).toMatchObject({ id: cast.demander.id, status: 'active' })
})

test(
  'the result is on chain as a product whose lineage are the batches behind it, with its own fingerprint (Y-8.2)',
  async () => {
    const { id } = await publish(stage, cast.demander, first)
    const item = await queryItem(stage, 'zone-b', id)
    const envelope = decodeEnvelope(Uint8Array.from(Buffer.from(item?.envelope ?? '', 'base64')))
    expect(envelope.lineage).toEqual([...analysing.batches.values()].sort())
    const found = await waitFor('the header that the proof needs', blocksMs, () =>
      findDataOn(stage)(id).catch(() => undefined),
    )
    expect(found).toMatchObject({ fingerprint: first.fingerprint, chainId: 'zone-b' })
    for (const batch of envelope.lineage) await expect(findDataOn(stage)(batch)).resolves.toMatchObject({ id: batch })
  },
  blocksMs,
)

test('a result cites its batches and its code, and repeated over them it has the same fingerprint (Y-9.6)', async () => {
  const cited = first.result.cites.flatMap(({ batches }) => batches.map(({ batchId }) => batchId))
  expect(cited).toEqual([...analysing.batches.values()])
  expect(first.result.codeHash).toMatch(/^[0-9a-f]{64}$/)
  const again = await analysing.ask(cast.demander, { repeats: first.result })
  expect(again.fingerprint).toBe(first.fingerprint)
  const cites = first.result.cites.map((cite) => ({ ...cite, batches: cite.batches.slice(0, 0) }))
  expect((await analysing.ask(cast.demander, { repeats: { cites } })).fingerprint).not.toBe(first.fingerprint)
})

test('only who holds a right to this element for this purpose is answered, until the right ends (Y-9.6)', async () => {
  const denied = { code: 'ANALYSIS_DENIED' }
  await expect(analysing.ask(await supplierAbroad(stage))).rejects.toMatchObject(denied)
  await expect(analysing.ask(cast.demander, { purpose: 'advertising' })).rejects.toMatchObject(denied)
  const forged = { ...cast.demander, key: cast.supplier.key }
  await expect(analysing.ask(forged)).rejects.toMatchObject({ code: 'REQUEST_UNSIGNED' })
  const { chain } = zoneOf(stage, home)
  const grant = attributeOf(analysing.grant, 'wasm-rights_granted', 'grant')
  await cast.supplier.user.execute(chain, servicesOf(stage, home).rights, { revoke: { grant } })
  await expect(analysing.ask(cast.demander)).rejects.toMatchObject(denied)
})

test('the same signed request a second time is refused, and so is one for other bytes (Y-9.6)', async () => {
  const url = analysing.platforms.get(home)?.url ?? ''
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
  const body = bytes(JSON.stringify({ dataset: dataset(stage) }))
  const sign = signRequests(cast.demander.id, cast.demander.key.sign, systemClock)
  const headers = { ...(await sign('POST', '/parts', body)), 'content-type': 'application/json' }
  const post = async (sent: Uint8Array): Promise<string> => {
    const response = await fetch(`${url}/parts`, { method: 'POST', headers, body: sent })
    return ((await response.json()) as { code: string }).code
  }
  expect(await post(bytes('{}'))).toBe('REQUEST_UNSIGNED')
  expect(await post(body)).toBe('BODY_INVALID')
  expect(await post(body)).toBe('NONCE_TAKEN')
})

test('an answer after its deadline is flagged, and one before it is not (Y-8.2.2)', async () => {
  const supplier = await supplierAbroad(stage)
  const own = { zones: ['zone-b'], from: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' }
  const measures = [{ element: 'temperature', fn: 'sum' }]
  const query = { dataset: dataset(stage), ...own, groupBy: [], measures, where: [] }
  const ask = (deadlineMs: number): Promise<Analysis> => analysing.ask(supplier, { query, deadlineMs })
  expect((await ask(Date.now() + 30_000)).late).toBe(false)
  const late = await ask(Date.now() - 1)
  expect(late.late).toBe(true)
  expect(late.result.rows).toEqual([['273']])
})
