// An audit over all chains: what is found, who may ask, what a report is worth, and that a changed byte is seen.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseId } from '../../core/ids.ts'
import { type Auditing, appHashAfter, auditedZones, findDataOn, openAuditing } from '../../localnet/demo/auditing.ts'
import { openStream, signBatch, validate } from '../../localnet/demo/batches.ts'
import { type Cast, ensureCast, home, newDevices } from '../../localnet/demo/cast.ts'
import { queryFree, queryHubRecord, queryItem } from '../../localnet/demo/chainFacts.ts'
import { readings } from '../../localnet/demo/readings.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { compareBooks } from '../../platform/audit/consistency.ts'
import { type FoundData, verifyFound } from '../../platform/audit/findData.ts'
import { rebuildAndCompare } from '../../platform/audit/follow.ts'
import { type AuditLine, lineKey, namesIn } from '../../platform/audit/lines.ts'
import { type Report, type ReportLine, type Signed, verifyReport } from '../../platform/audit/report.ts'
import type { Contract } from '../../platform/chain/contract.ts'
import { auditFiles, runAudit } from './auditCommand.ts'
import { call, refusalOf } from './calls.ts'
import { consents, deadlineIn, decisionOf, draftOf, prepareOn, settledLeg } from './drafts.ts'
import { signersOf } from './signers.ts'
import { moveCoinsSteps, moveSteps, payStep, transferStep, units } from './steps.ts'
import { closedAsset, openRecord, register, type Thing } from './things.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

type Trade = { readonly id: string; readonly thing: Thing; readonly chainIds: readonly string[] }

let stage: OpenStage
let cast: Cast
let auditing: Auditing
let batch: string
let freeBefore: bigint
let stream: string
let document: Thing
let sold: Trade
let moved: Trade
let abandoned: Trade

beforeAll(async () => {
  stage = await openWorld()
  cast = await ensureCast(stage)
  auditing = await openAuditing(stage)
  await measure()
  freeBefore = await queryFree(stage, 'zone-b', stage.users.alice.address, 'ucity')
  sold = await sell()
  moved = await move('moved')
  abandoned = await move('abandoned', 'bob refuses')
  await auditing.catchUp()
}, startMs)
afterAll(async () => {
  await auditing.close()
  await stage.close()
})

async function measure(): Promise<void> {
  const [device] = await newDevices(stage, cast.supplier, ['audited'])
  if (device === undefined) throw new Error('one device is needed')
  const { elements, rows } = readings(5)
  const plan = { chainId: home, owner: cast.supplier, name: 'audited', elements, open: true, devices: [device] }
  stream = await openStream(stage, plan)
  batch = await validate(stage, cast, home, signBatch(device, stream, rows, 1n))
  document = openRecord(home, `audited-document-${stage.run}`)
  await register(stage, home, stage.users.alice, [document])
}

async function settle(draft: ReturnType<typeof draftOf>, thing: Thing): Promise<Trade> {
  const chainIds = draft.manifest.legs.map(({ chainId }) => chainId)
  expect(await decisionOf(stage, draft.id)).not.toBe('open')
  for (const chainId of chainIds) await settledLeg(stage, chainId, draft.id)
  return { id: draft.id, thing, chainIds }
}

/** An asset on zone-a for coins on zone-b, which then go home: three legs of two zones in two transactions. */
async function sell(): Promise<Trade> {
  const { alice, bob } = stage.users
  const thing = closedAsset('zone-a', `audited-sale-${stage.run}`)
  await register(stage, 'zone-a', alice, [thing])
  const { chain, assets } = zoneOf(stage, 'zone-b')
  await bob.execute(chain, assets, { deposit: {} }, [{ denom: 'ucity', amount: '60' }])
  const [seller, buyer] = [
    { chainId: 'zone-a', user: alice },
    { chainId: 'zone-b', user: bob },
  ]
  const steps = [transferStep(seller, bob, thing), payStep(buyer, alice, units('zone-b', 40))]
  const draft = draftOf(stage, await deadlineIn(stage, 60_000), steps)
  const authorisations = await consents(draft, [alice, bob])
  for (const chainId of ['zone-a', 'zone-b']) await prepareOn(stage, chainId, { draft, authorisations })
  const trade = await settle(draft, thing)
  const away = moveCoinsSteps(buyer, { chainId: 'zone-a', user: bob }, units('zone-b', 20))
  const carried = draftOf(stage, await deadlineIn(stage, 60_000), away)
  const signed = await consents(carried, [bob])
  for (const chainId of ['zone-a', 'zone-b'])
    await prepareOn(stage, chainId, { draft: carried, authorisations: signed })
  await settle(carried, thing)
  return trade
}

async function move(local: string, refused?: string): Promise<Trade> {
  const { alice, bob } = stage.users
  const thing = closedAsset('zone-a', `audited-${local}-${stage.run}`)
  await register(stage, 'zone-a', alice, [thing])
  const steps = moveSteps({ chainId: 'zone-a', user: alice }, { chainId: 'zone-b', user: bob }, thing)
  const draft = draftOf(stage, await deadlineIn(stage, 60_000), steps)
  const authorisations = await consents(draft, [alice, bob])
  await prepareOn(stage, 'zone-a', { draft, authorisations })
  if (refused === undefined) await prepareOn(stage, 'zone-b', { draft, authorisations })
  else {
    const { chain, gate } = zoneOf(stage, 'zone-b')
    const manifest = Buffer.from(draft.bytes).toString('base64')
    await call(chain, bob.name, gate, { refuse: { manifest, authorisation: null } })
  }
  return settle(draft, thing)
}

async function linesFor(name: string): Promise<readonly AuditLine[]> {
  return (await auditing.index.find({ name }, 200)).lines
}
const hubContract = (): Contract => ({ chain: stage.hub.chain, address: stage.hub.contract })
const told = ({ operation, facts }: AuditLine): string => [operation, Object.fromEntries(facts)['change']].join(' ')

async function ask(path: string, query: { name?: string; operation?: string }): ReturnType<Auditing['get']> {
  const parameters = new URLSearchParams({ ...query, record: `${await auditing.record(query)}` })
  return auditing.get(`${path}?${parameters}`)
}

test('a batch and a registered asset each find every step of theirs by their identifier (Y-6.1-6a)', async () => {
  const ofBatch = (await linesFor(batch)).map(({ operation }) => operation)
  expect(ofBatch.toReversed()).toEqual(['intake_submitted', 'intake_reported'])
  expect((await linesFor(document.envelope.id)).map(told)).toEqual(['causeway_item registered'])
  const ofStream = (await linesFor(stream)).map(({ operation }) => operation)
  const opening = ['intake_stream_opened', 'intake_device_allowed']
  expect(ofStream.toReversed()).toEqual([...opening, ...ofBatch.toReversed()])
})

test('payment, delivery and abort are found by transaction, by asset and by party (Y-6.1-6b)', async () => {
  const ofSale = (await linesFor(sold.id)).map(({ operation }) => operation.replace('causeway_', ''))
  // Two legs of two states each; the hub opens, counts two votes, decides, and hears of both ends.
  expect(ofSale.filter((one) => one !== 'confirmed').sort()).toEqual([
    'decision',
    'leg',
    'leg',
    'leg',
    'leg',
    'opened',
    'vote',
    'vote',
  ])
  expect((await linesFor(sold.thing.envelope.id)).map(told)).toContain('causeway_item transferred')
  expect((await linesFor(stage.users.bob.address)).map(told)).toContain('causeway_coins paid')
  const ends = (await linesFor(abandoned.id)).flatMap(({ facts }) => facts.filter(([key]) => key === 'decision'))
  expect(ends).toEqual([['decision', 'abort']])
})

test('every line has height and block time, and two readings of the chains give one order (Y-6.1-6d)', async () => {
  const second = await openAuditing(stage, auditing.since)
  try {
    await second.catchUp()
    const name = { name: sold.id }
    const [first, again] = [await auditing.index.find(name, 200), await second.index.find(name, 200)]
    expect(first.lines.length).toBeGreaterThan(6)
    expect(again.lines.map(lineKey)).toEqual(first.lines.map(lineKey))
    for (const { chainId, height, timeNs } of first.lines) {
      expect((await auditing.chains.get(chainId)?.queryBlock(height))?.timeNs).toBe(timeNs)
    }
  } finally {
    await second.close()
  }
})

test(
  'a report names chain, height and tx hash in each line, and a rebuild from raw blocks differs in nothing (Y-7.1.2c)',
  async () => {
    const name = sold.thing.envelope.id
    const { body } = await ask('/v1/audit-reports', { name })
    const report = verifyReport(body as Signed<Report>, auditing.signerKey)
    expect(report.lines.map(({ operation }) => operation)).toEqual(['causeway_item', 'causeway_item'])
    for (const { chainId, height, txHash } of report.lines) {
      const block = await auditing.chains.get(chainId)?.queryBlock(BigInt(height))
      expect(block?.txs.map(({ hash }) => hash)).toContain(txHash)
    }
    for (const [chainId, chain] of auditing.chains) {
      const heights = { from: auditing.since.get(chainId) ?? 1n, until: await auditing.index.height(chainId) }
      const about = [sold.id, moved.id, stage.users.bob.address, batch]
      const isAsked = (line: AuditLine): boolean => namesIn(line).some((one) => about.includes(one))
      const pages = await Promise.all(about.map((one) => linesFor(one)))
      const presented = pages.flat().filter((line) => line.chainId === chainId)
      // Nothing of this happened on zone-c, and the rebuild says so of its blocks.
      expect([chainId, presented.length > 0]).toEqual([chainId, chainId !== 'zone-c'])
      const compare = (lines: readonly AuditLine[]) =>
        rebuildAndCompare(lines, chain, auditing.contracts, heights, isAsked)
      expect(await compare(presented)).toEqual([])
      const [first] = presented
      expect(await compare(presented.slice(1))).toEqual(
        first === undefined ? [] : [{ key: lineKey(first), only: 'chain' }],
      )
    }
  },
  blocksMs,
)

test('a report with one byte changed fails at whoever received it, in JSON and in CSV (Y-6.1-6c, Y-7.1.2c)', async () => {
  const query = { name: sold.id }
  const { body } = await ask('/v1/audit-reports', query)
  const signed = body as Signed<Report>
  const [line, ...rest] = signed.content.lines as readonly [ReportLine, ...ReportLine[]]
  const changed = { ...signed.content, lines: [{ ...line, height: `${BigInt(line.height) + 1n}` }, ...rest] }
  expect(() => verifyReport({ ...signed, content: changed }, auditing.signerKey)).toThrow(
    expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
  )
  const record = await auditing.record(query)
  const csv = (await auditing.get(`/v1/audit-reports?name=${sold.id}&record=${record}&format=csv`)).body
  const text = verifyReport(csv as Signed<string>, auditing.signerKey)
  expect(text.split('\r\n')).toHaveLength(signed.content.lines.length + 2)
  const other = { ...(csv as Signed<string>), content: text.replace('commit', 'abort!') }
  expect(() => verifyReport(other, auditing.signerKey)).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }))
})

test(
  'nobody asks the audit who did not record exactly this question on chain, once for each time (Y-9.1-4a)',
  async () => {
    const name = sold.id
    const path = (record: number, asked = name): string => `/v1/audit-events?name=${asked}&record=${record}`
    const answer = async (given: string, by?: Auditing['auditor']) => {
      const { status, body } = await auditing.get(given, by)
      return status === 200 ? 'answered' : body['code']
    }
    const record = await auditing.record({ name })
    expect(await answer(path(record, moved.id))).toBe('AUDIT_UNRECORDED')
    expect(await answer(path(record + 1))).toBe('AUDIT_UNRECORDED')
    expect(await answer(path(record), cast.supplier)).toBe('AUDIT_UNRECORDED')
    expect((await fetch(`${auditing.url}${path(record)}`)).status).toBe(401)
    const forged = { ...auditing.auditor, key: cast.supplier.key }
    expect(await answer(path(record), forged)).toBe('REQUEST_UNSIGNED')
    expect(await answer(path(record))).toBe('answered')
    expect(await answer(path(record))).toBe('AUDIT_UNRECORDED')
    expect(await refusalOf(auditing.record({ name }, cast.supplier))).toBe('SCOPE_MISSING')
    await auditing.catchUp()
    const uses = await auditing.index.find({ name: auditing.auditor.id, operation: 'identity_audited' }, 1)
    expect(uses.lines[0]?.facts).toEqual([
      ['audit', `${record}`],
      ['party', auditing.auditor.id],
      ['what', `audit name=${name}`],
    ])
  },
  blocksMs,
)

test(
  'the command asks for a report, verifies it, and makes it again from raw blocks (Y-7.1.2c, Y-8.3.2f)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'causeway-audit-'))
    try {
      const { report, config, asked } = await auditFiles(auditing, folder, sold.id)
      const key = join(folder, 'signer.pem')
      writeFileSync(report, await runAudit(['report', ...asked]))
      expect(JSON.parse(await runAudit(['verify', report, '--key', key, '--json']))).toMatchObject({ ok: true })
      const rebuild = ['rebuild', report, '--config', config, '--json']
      expect(JSON.parse(await runAudit(rebuild))).toEqual({ ok: true, differences: [] })
      const signed = JSON.parse(readFileSync(report, 'utf8')) as Signed<Report>
      const content = { ...signed.content, lines: signed.content.lines.slice(1) }
      writeFileSync(report, JSON.stringify({ ...signed, content }))
      await expect(runAudit(['verify', report, '--key', key])).rejects.toThrow('SIGNATURE_INVALID')
      const { stdout } = (await runAudit(rebuild).catch((error: unknown) => error)) as { stdout: string }
      expect((JSON.parse(stdout) as { differences: string[] }).differences).toEqual([expect.stringMatching(/^chain /)])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  blocksMs,
)

test('the whole sale is told from blocks alone, in the order of its causes (Y-8.3.2f)', async () => {
  const legs = (await linesFor(sold.id)).toReversed()
  const words = legs.map(({ chainId, operation, facts }) => {
    const { state, decision, answer } = Object.fromEntries(facts)
    return [chainId, operation, state ?? decision ?? answer ?? ''].join(' ')
  })
  const at = (text: string): number => words.indexOf(text)
  const hub = stage.hub.chain.chainId
  for (const zone of ['zone-a', 'zone-b']) {
    expect(at(`${zone} causeway_leg voted`)).toBeGreaterThanOrEqual(0)
    expect(at(`${zone} causeway_leg applied`)).toBeGreaterThan(at(`${hub} causeway_decision commit`))
    expect(at(`${hub} causeway_decision commit`)).toBeGreaterThan(at(`${zone} causeway_leg voted`))
  }
  // What the applying txs did besides: the seller's asset and the buyer's coins, in the same tx as each leg's end.
  const effects = { 'zone-a': 'wasm-causeway_item', 'zone-b': 'wasm-causeway_coins' }
  for (const [zone, effect] of Object.entries(effects)) {
    const end = legs.find(({ chainId, facts }) => chainId === zone && facts.some(([, value]) => value === 'applied'))
    const txs = (await auditing.chains.get(zone)?.queryBlock(end?.height ?? 0n))?.txs ?? []
    const types = txs.find(({ hash }) => hash === end?.txHash)?.events.map(({ type }) => type)
    expect([zone, types?.includes(effect)]).toEqual([zone, true])
  }
})

test(
  'hub and zones say the same of every transaction that has ended, of every asset and every amount (Y-8.3.2g)',
  async () => {
    const zones = auditedZones(stage)
    const { settled, mismatches } = await compareBooks(hubContract(), zones)
    expect(mismatches).toEqual([])
    expect(settled).toBeGreaterThanOrEqual(4)
    const ids = [sold, moved, abandoned].map(({ id }) => queryHubRecord(stage, id))
    expect((await Promise.all(ids)).map((one) => one?.state)).toEqual(['commit', 'commit', 'abort'])
    const [a, b] = [zones.get('zone-a'), zones.get('zone-b')]
    if (a === undefined || b === undefined) throw new Error('two zones are needed')
    const crossed = await compareBooks(hubContract(), new Map([...zones, ['zone-a', b], ['zone-b', a]]))
    const kinds = new Set(crossed.mismatches.map(({ what }) => what.split(' ')[0]))
    expect([...kinds]).toEqual(expect.arrayContaining(['place', 'amount']))
    const { bob } = stage.users
    expect((await queryItem(stage, 'zone-b', moved.thing.envelope.id))?.owner_account).toBe(bob.address)
  },
  blocksMs,
)

test('as many transfers are in the state of the zones as in the trace, under one transaction each (Y-6.2.2b)', async () => {
  for (const { thing, id } of [sold, moved, abandoned]) {
    const lines = (await linesFor(thing.envelope.id)).filter(({ operation }) => operation === 'causeway_item')
    const transfers = lines.filter(({ facts }) =>
      ['transferred', 'received'].includes(Object.fromEntries(facts)['change'] ?? ''),
    )
    const places = await Promise.all(['zone-a', 'zone-b'].map((zone) => queryItem(stage, zone, thing.envelope.id)))
    const live = places.find((item) => item?.state === 'live')
    // Each committed transfer makes one version, and there is no other way to one.
    expect(`${transfers.length}`).toBe(live?.version)
    for (const { chainId, height, txHash } of transfers) {
      const legs = (await linesFor(id)).filter((line) => line.chainId === chainId && line.txHash === txHash)
      expect(legs.map(({ height: at }) => at)).toEqual([height])
    }
  }
})

test(
  'asset, entry and batch are found by identifier wherever they live, fingerprint proven (Y-9.7d, Y-9.7e)',
  async () => {
    const find = async (id: string): Promise<FoundData> =>
      (await (await fetch(`${auditing.url}/v1/data/${encodeURIComponent(id)}`)).json()) as FoundData
    const check = async (answer: FoundData): Promise<void> => {
      const chain = auditing.chains.get(answer.chainId)
      if (chain === undefined) throw new Error('found nowhere')
      verifyFound(answer, await appHashAfter(chain, BigInt(answer.height)))
    }
    const entry = batch.replace(/1-5$/, '3')
    const ids = [moved.thing.envelope.id, batch, entry]
    const [away, whole, one] = await Promise.all(ids.map(find))
    if (away === undefined || whole === undefined || one === undefined) throw new Error('three answers are needed')
    expect(parseId(away.id).chainId).toBe('zone-a')
    expect(away.chainId).toBe('zone-b')
    expect(one.fingerprint).toBe(whole.fingerprint)
    const { chain, services } = zoneOf(stage, home)
    const known = await chain.querySmart(services?.intake ?? '', { batch: { id: batch } })
    expect(known).toMatchObject({ root: whole.fingerprint })
    for (const answer of [away, whole, one]) await check(answer)
    const value = Buffer.from(whole.proof.value, 'base64')
    value[10] = (value[10] ?? 0) ^ 1
    const changed = { ...whole, proof: { ...whole.proof, value: value.toString('base64') } }
    await expect(check(changed)).rejects.toMatchObject({ code: 'CHAIN_PROOF_INVALID' })
    const invalid = { code: 'CHAIN_PROOF_INVALID' }
    await expect(check({ ...whole, fingerprint: '00'.repeat(32) })).rejects.toMatchObject(invalid)
    expect(() => verifyFound(whole, new Uint8Array(32))).toThrow(expect.objectContaining(invalid))
  },
  blocksMs,
)

test('an identifier that nothing has is answered by 404 and its code, on any zone (Y-9.7d)', async () => {
  for (const id of [`did:causeway:asset:zone-b:nothing-${stage.run}`, 'did:causeway:asset:zone-z:nothing']) {
    const response = await fetch(`${auditing.url}/v1/data/${id}`)
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'DATA_UNKNOWN'])
    await expect(findDataOn(stage)(id)).rejects.toMatchObject({ code: 'DATA_UNKNOWN' })
  }
})

test('what the parties signed settles although no key but carriers signs any tx on its way (Y-3.1.7, Y-6.1-0)', async () => {
  const { alice, bob } = stage.users
  const api = await stage.api.call<{
    state: string
    trace: readonly { chainId: string; height: string; txHash: string }[]
  }>('GET', `/v1/transactions/${sold.id}`)
  expect(api).toMatchObject({ state: 'applied' })
  const signers = new Set<string>()
  for (const { chainId, height, txHash } of api.trace) {
    const block = await auditing.chains.get(chainId)?.queryBlock(BigInt(height))
    expect(block?.txs.map(({ hash }) => hash)).toContain(txHash)
    for (const signer of await signersOf(chainId, txHash)) signers.add(`${chainId} ${signer}`)
  }
  // Each zone is called by somebody who is trusted with nothing; the rest are the lanes of the relayer, with proofs.
  expect([...signers].sort()).toEqual([
    ...['causeway-hub relay.zone-a', 'causeway-hub relay.zone-b'],
    ...['zone-a load-7', 'zone-a relay.causeway-hub', 'zone-b load-7', 'zone-b relay.causeway-hub'],
  ])
  expect(await queryFree(stage, 'zone-b', alice.address, 'ucity')).toBe(freeBefore + 40n)
  expect((await queryItem(stage, 'zone-a', sold.thing.envelope.id))?.owner_account).toBe(bob.address)
})
