// Validation on the running chains: four checks, drawn checkers and their reward, the regulator, corrections, the door.
import { createHash, createHmac } from 'node:crypto'
import { utf8 } from '../../core/bytes.ts'
import { codeNumber } from '../../core/errors.ts'
import { signBatch } from '../../localnet/demo/batches.ts'
import type { Member } from '../../localnet/demo/cast.ts'
import { ensureKey, readBatch } from '../../localnet/demo/certify.ts'
import { ensureInPool, startCheckers } from '../../localnet/demo/checking.ts'
import { batchOf, batchReaches, postBatch, postDocument, validated } from '../../localnet/demo/collect.ts'
import { deviceOf } from '../../localnet/demo/devices.ts'
import { type Field, openField } from '../../localnet/demo/field.ts'
import { quakeObservations, readHours, readQuakes, weatherPack } from '../../localnet/demo/measurements.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { openSubjects } from '../../platform/chain/subjects.ts'
import { openBatchLedger, queryAttempts, queryVerdicts } from '../../platform/chain/verdicts.ts'
import { requestHeader, requestText } from '../../platform/collection/batchRequest.ts'
import type { Agent } from '../../platform/validation/agents.ts'
import { openChecker } from '../../platform/validation/checker.ts'
import { openFindings } from '../../platform/validation/findings.ts'
import type { BatchLedger, Contents } from '../../platform/validation/ports.ts'
import { openValidator } from '../../platform/validation/validator.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { intakeOf, newProbe, submit, weatherBatch, weatherRows } from './batchSteps.ts'
import { refusalOf } from './calls.ts'
import { changesBetween, serviceState } from './states.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

const a = 'zone-a'
const reward = 7
const silent = openLog('silent')
let stage: OpenStage
let field: Field
/** A batch of the weather that agents have taken all the way: reported, drawn, checked, settled. */
let checkedId: string
let balancesBefore: readonly bigint[]

const balances = (members: readonly Member[]): Promise<bigint[]> =>
  Promise.all(members.map(({ user }) => zoneOf(stage, a).chain.queryBalance(user.address, 'ucity')))

beforeAll(async () => {
  stage = await openWorld()
  field = await openField(stage, { name: 'validate', checkers: 3, reward: String(reward), entriesMax: 4 })
  const { weather, cast } = field
  await ensureKey(stage, a, cast.regulator)
  checkedId = batchOf(weather.stream, weather.device, 5, 8)
  balancesBefore = await balances(cast.checkers)
  const checking = await startCheckers(stage, a, cast.checkers, weather.platform.url)
  const { url } = weather.platform
  await postDocument(url, weather.stream, weather.device, 'application/senml+json', weatherPack(readHours(8), 1))
  // The second batch needs the first one's last entry for its timing.
  await Promise.all(
    [1, 5].map((first) => validated(stage, a, batchOf(weather.stream, weather.device, first, first + 3))),
  )
  await checking.stop()
}, startMs)
afterAll(async () => {
  await field.close()
  await stage.close()
})

async function refused(code: string, attempt: () => Promise<unknown>): Promise<void> {
  const before = await serviceState(stage, a, ['intake'])
  expect(await refusalOf(attempt())).toBe(code)
  const changes = changesBetween(before, await serviceState(stage, a, ['intake']))
  // Agents of a platform also end what earlier runs have left.
  expect(changes.filter((key) => key.includes(stage.run))).toEqual([])
}

/** The contract as one member tells it. */
async function ledgerOf({ user }: Pick<Member, 'user'>): Promise<BatchLedger> {
  const { chain } = zoneOf(stage, a)
  const subjects = openSubjects(chain, servicesOf(stage, a).identity)
  return openBatchLedger(intakeOf(stage, a), subjects, await chain.signer(user.name))
}

const heightAfter = async (): Promise<bigint> => (await zoneOf(stage, a).chain.queryStatus()).height + 1n

const quakeCases = [
  { code: undefined, change: {} },
  { code: 'RANGE_FAILED', change: { magnitude: 99 } },
  { code: 'SCHEMA_FAILED', change: { place: '' } },
  { code: 'TIMING_FAILED', change: { atMs: Date.UTC(1950, 0, 1) + 86_400_000 * 365 * 21 } },
] as const

test(
  'schema, range and timing are checked of every entry, and the result of each is on chain (Y-9.4a)',
  async () => {
    const { stream, device, platform, chainId } = field.quakes
    const quakes = readQuakes(16).map((quake, index) => ({
      ...quake,
      // The third entry of every batch is bent, or is as it was.
      ...(index % 4 === 2 ? quakeCases[Math.floor(index / 4)]?.change : {}),
    }))
    await postDocument(platform.url, stream, device, 'application/json', quakeObservations(quakes, 1))
    for (const [index, { code }] of quakeCases.entries()) {
      const first = index * 4 + 1
      const id = batchOf(stream, device, first, first + 3)
      const found = await batchReaches(stage, chainId, id, 'reported', ({ outcome }) => outcome !== null)
      // What comes after a time out of order is as far from it as what came before.
      const places = code === undefined ? [] : code === 'TIMING_FAILED' ? [2, 3] : [2]
      const failed = places.map((at) => ({ sequence: BigInt(first + at), code: code && codeNumber(code) }))
      const state = code === undefined ? 'validated' : 'failed'
      expect(found).toMatchObject({ state, report: { failed, more: 0 } })
    }
  },
  blocksMs,
)

test(
  'content that is not what the device signed fails by its signature, and the contract takes no other signature (Y-9.4a, Y-7.1.5d)',
  async () => {
    const probe = await newProbe(stage, a, field.cast.supplier, 'altered')
    const batch = weatherBatch(probe, 1, 4)
    const other = weatherBatch(probe, 1, 4, { temperature: '9.9' })
    await refused('SIGNATURE_INVALID', () => submit(stage, a, { ...batch, root: other.root }))
    await submit(stage, a, batch)
    const handed: Contents = { content: async () => ({ attempt: 1, content: other.content }) }
    const ledger = await ledgerOf(field.cast.operator)
    const validator = openValidator({ ledger, contents: handed, log: silent }, 200n)
    const id = batchOf(probe.stream, probe.device, 1, 4)
    await validator.work(id, await heightAfter())
    const found = await queryVerdicts(intakeOf(stage, a), id)
    expect(found?.state).toBe('failed')
    expect(new Set(found?.report?.failed.map(({ code }) => code))).toEqual(new Set([codeNumber('SIGNATURE_FAILED')]))
  },
  blocksMs,
)

test(
  'checkers that are not the submitter are drawn, check the content itself and are paid the stated reward, once (Y-9.4b, Y-8.3.3d)',
  async () => {
    const { cast, weather } = field
    const found = await queryVerdicts(intakeOf(stage, a), checkedId)
    expect(found).toMatchObject({
      state: 'validated',
      funded: '21',
      outcome: { pass: true, paid: '21', returned: '0' },
    })
    expect(found?.peers.map(({ paid }) => paid)).toEqual(['7', '7', '7'])
    expect(new Set(found?.peers.map(({ party }) => party)).size).toBe(3)
    expect(found?.peers.map(({ party }) => party)).not.toContain(weather.owner.id)
    const after = await balances(cast.checkers)
    const earned = after.map((amount, index) => amount - (balancesBefore[index] ?? 0n))
    // Two batches of three checkers each; gas costs nothing on these chains.
    expect(earned.reduce((sum, one) => sum + one, 0n)).toBe(42n)
    const ledger = await ledgerOf(cast.checkers[0] ?? cast.operator)
    await expect(ledger.settle(checkedId)).rejects.toMatchObject({ code: 'ALREADY_PAID' })
    expect(await balances(cast.checkers)).toEqual(after)
  },
  blocksMs,
)

/** A batch of four seats, reported and drawn; nobody has said anything yet. */
async function drawnBatch(name: string): Promise<{ id: string; contents: Contents }> {
  const { cast } = field
  await ensureInPool(stage, a, cast.checkers)
  const probe = await newProbe(stage, a, cast.supplier, name, { checkers: 4, reward: String(reward) })
  const batch = weatherBatch(probe, 1, 4)
  await submit(stage, a, batch, 4 * reward)
  const id = batchOf(probe.stream, probe.device, 1, 4)
  const contents: Contents = { content: async () => ({ attempt: 1, content: batch.content }) }
  const validator = openValidator({ ledger: await ledgerOf(cast.operator), contents, log: silent }, 200n)
  await validator.work(id, await heightAfter())
  await validator.work(id, await heightAfter())
  return { id, contents }
}

/** As after a restart: a checker that remembers nothing. */
async function freshChecker(member: Member, contents: Contents): Promise<Agent> {
  const options = { party: member.id, secret: member.user.seed('verdicts') }
  return openChecker(options, {
    ledger: await ledgerOf(member),
    contents,
    findings: openFindings(':memory:'),
    log: silent,
  })
}

test(
  'a wrong, a copied and a missing verdict earn nothing, restarted checkers lose nothing, and what is paid and returned is what was funded (Y-9.4b)',
  async () => {
    const { checkers } = field.cast
    const [honest, restarted, liar, copier] = checkers
    if (!honest || !restarted || !liar || !copier) throw new Error('the cast has four checkers')
    const { id, contents } = await drawnBatch('lies')
    for (const one of [honest, restarted]) await (await freshChecker(one, contents)).work(id, await heightAfter())
    const known = await queryVerdicts(intakeOf(stage, a), id)
    const copied = known?.peers.find(({ party }) => party === honest.id)?.commitment ?? ''
    const ledger = await ledgerOf(liar)
    const attempt = await ledger.attempt(id)
    if (attempt === undefined) throw new Error('the batch is known')
    const digest = createHash('sha256').update('I did not look').digest()
    const lie = { party: liar.id, pass: false, digest, salt: utf8('a salt of the liar’s own') }
    await ledger.commit(id, ledger.commitment(attempt, lie))
    const copying = await ledgerOf(copier)
    await copying.commit(id, Uint8Array.from(Buffer.from(copied, 'hex')))
    await ledger.reveal(id, lie)
    for (const one of [honest, restarted]) await (await freshChecker(one, contents)).work(id, await heightAfter())
    const shown = await queryVerdicts(intakeOf(stage, a), id)
    const seen = shown?.peers.find(({ party }) => party === honest.id)?.verdict?.digest ?? ''
    const stolen = { party: copier.id, pass: true, digest: Buffer.from(seen, 'hex'), salt: lie.salt }
    await expect(copying.reveal(id, stolen)).rejects.toMatchObject({ code: 'COMMITMENT_MISMATCH' })
    // The copier says nothing that counts, so the time to reveal runs out.
    const settling = await freshChecker(honest, contents)
    const settled = await waitFor('the batch to be settled', 50_000, async () => {
      await settling.work(id, await heightAfter()).catch(() => undefined)
      const found = await queryVerdicts(intakeOf(stage, a), id)
      return found?.outcome === null ? undefined : found
    })
    const paid = Object.fromEntries(settled?.peers.map((peer) => [peer.party, peer.paid]) ?? [])
    expect(paid).toEqual({ [honest.id]: '7', [restarted.id]: '7', [liar.id]: '0', [copier.id]: '0' })
    expect(settled).toMatchObject({ state: 'validated', funded: '28', outcome: { paid: '14', returned: '14' } })
  },
  blocksMs,
)

test(
  'nobody checks its own data, and nobody that was not drawn gives a verdict (Y-9.4b)',
  async () => {
    const { cast } = field
    const { id } = await drawnBatch('strangers')
    const { address } = intakeOf(stage, a)
    const { chain } = zoneOf(stage, a)
    const commit = { commit_verdict: { batch: id, hash: 'ab'.repeat(32) } }
    await refused('SCOPE_MISSING', () => cast.supplier.user.execute(chain, address, commit))
    // An operator that owns the device may not pass its batch alone.
    const own = await newProbe(stage, a, cast.operator, 'own')
    await submit(stage, a, weatherBatch(own, 1, 2))
    const report = { batch: batchOf(own.stream, own.device, 1, 2), attempt: 1, model_version: 1, failed: [], more: 0 }
    await refused('SELF_CHECK', () => cast.operator.user.execute(chain, address, { report }))
    const ended = { commit_verdict: { batch: checkedId, hash: 'ab'.repeat(32) } }
    const found = await queryVerdicts(intakeOf(stage, a), checkedId)
    const left = cast.checkers.find((one) => !found?.peers.some(({ party }) => party === one.id))
    await refused('NOT_DRAWN', () => left?.user.execute(chain, address, ended) ?? Promise.resolve())
  },
  blocksMs,
)

test(
  'a failed batch goes back to its submitter alone, who corrects it under the same identifiers; the chain has every attempt (Y-9.4f, Y-9.4g, Y-9.4h)',
  async () => {
    const { cast, weather } = field
    const { stream, device, platform } = weather
    const pack = weatherPack(
      readHours(12)
        .slice(8)
        .map((hour) => ({ ...hour, temperature: '99' })),
      9,
    )
    await postDocument(platform.url, stream, device, 'application/senml+json', pack)
    const id = batchOf(stream, device, 9, 12)
    const failed = await batchReaches(stage, a, id, 'failed', ({ state }) => state === 'failed')
    expect(failed.report?.failed).toEqual(
      [9n, 10n, 11n, 12n].map((sequence) => ({ sequence, code: codeNumber('RANGE_FAILED') })),
    )
    expect((await readBatch(platform.url, id, cast.supplier)).attempt).toBe(1)
    const stranger = cast.checkers[0] ?? cast.operator
    await expect(readBatch(platform.url, id, stranger)).rejects.toMatchObject({ code: 'NOT_DRAWN' })
    const checking = await startCheckers(stage, a, cast.checkers, platform.url)
    const corrected = await correction(id)
    expect(await postBatch(platform.url, corrected)).toMatchObject({ status: 202 })
    const passed = await validated(stage, a, id)
    await checking.stop()
    expect(passed.attempt).toBe(2)
    const attempts = await queryAttempts(intakeOf(stage, a), id)
    expect(attempts.map(({ attempt, state, outcome }) => [attempt, state, outcome?.pass])).toEqual([
      [1, 'failed', false],
      [2, 'validated', true],
    ])
    expect(attempts[0]?.root).not.toBe(attempts[1]?.root)
    expect(attempts[1]?.submitted.time_ns).toBeGreaterThan(attempts[0]?.submitted.time_ns ?? 0n)
  },
  blocksMs,
)

/** The second attempt, signed by the device itself, as the salt of the stream wants it. */
async function correction(id: string) {
  const { stream, device, platform } = field.weather
  const { salt } = await readBatch(platform.url, id, field.cast.supplier)
  const leaf = (bytes: Uint8Array): Uint8Array =>
    new Uint8Array(
      createHmac('sha256', salt ?? '')
        .update(bytes)
        .digest(),
    )
  return signBatch(device, stream, weatherRows(9, 4), 9n, { attempt: 2, leaf })
}

test(
  'a regulator’s verdict stands above the checkers’, beside it and in both directions, and is given once (Y-9.4c)',
  async () => {
    const { chain, address } = intakeOf(stage, a)
    const { user } = field.cast.regulator
    const verdict = (pass: boolean, code: number): object => ({
      regulator_verdict: { batch: checkedId, attempt: 1, pass, code },
    })
    await refused('SCOPE_MISSING', () => field.cast.supplier.user.execute(chain, address, verdict(false, 1)))
    const before = await queryVerdicts(intakeOf(stage, a), checkedId)
    await user.execute(chain, address, verdict(false, codeNumber('RANGE_FAILED') ?? 0))
    const after = await queryVerdicts(intakeOf(stage, a), checkedId)
    expect(after).toMatchObject({ state: 'failed', regulator: { party: field.cast.regulator.id, pass: false } })
    expect(after?.outcome).toEqual(before?.outcome)
    expect(after?.peers).toEqual(before?.peers)
    await refused('EXISTS', () => user.execute(chain, address, verdict(true, 0)))
    // And the other way: what the report failed, the regulator passes.
    const probe = await newProbe(stage, a, field.cast.supplier, 'overruled')
    await submit(stage, a, weatherBatch(probe, 1, 2))
    const batch = batchOf(probe.stream, probe.device, 1, 2)
    const failed = [{ sequence: '1', code: codeNumber('RANGE_FAILED') }]
    const report = { batch, attempt: 1, model_version: 1, failed, more: 0 }
    await field.cast.operator.user.execute(chain, address, { report })
    expect(await queryVerdicts(intakeOf(stage, a), batch)).toMatchObject({ state: 'failed', outcome: { pass: false } })
    await user.execute(chain, address, { regulator_verdict: { batch, attempt: 1, pass: true, code: 0 } })
    expect(await queryVerdicts(intakeOf(stage, a), batch)).toMatchObject({
      state: 'validated',
      regulator: { pass: true },
      report: { failed: [{ sequence: 1n }] },
      outcome: { pass: false },
    })
  },
  blocksMs,
)

test(
  'an altered body, a repeated request, a stale one and one under another key are refused by whoever receives them (Y-7.1.5a, Y-7.1.5d)',
  async () => {
    const { platform, stream, device } = field.weather
    const { supplier } = field.cast
    const id = batchOf(stream, device, 1, 4)
    const url = `${platform.url}/v1/batches/${encodeURIComponent(id)}`
    const ask = async (change: { nonce?: string; atMs?: number; key?: typeof supplier.key; said?: object } = {}) => {
      const request = {
        batch: id,
        party: supplier.id,
        atMs: change.atMs ?? Date.now(),
        nonce: change.nonce ?? 'ab'.repeat(16),
      }
      const signature = (change.key ?? supplier.key).sign(requestText(request))
      const response = await fetch(url, {
        headers: { authorization: requestHeader({ ...request, signature, ...change.said }) },
      })
      return ((await response.json()) as { code?: string }).code ?? 'accepted'
    }
    expect(await ask()).toBe('accepted')
    expect(await ask()).toBe('NONCE_TAKEN')
    const otherKey = deviceOf(supplier.id, createHash('sha256').update('nobody').digest())
    expect(await ask({ nonce: '01'.repeat(16), key: otherKey })).toBe('SIGNATURE_INVALID')
    expect(await ask({ nonce: '02'.repeat(16), atMs: Date.now() - 60_000 })).toBe('REQUEST_EXPIRED')
    expect(await ask({ nonce: '03'.repeat(16), said: { nonce: '04'.repeat(16) } })).toBe('SIGNATURE_INVALID')
    expect((await fetch(url)).status).toBe(403)
    const batch = signBatch(device, stream, weatherRows(13, 4), 13n)
    const altered = signBatch(device, stream, weatherRows(13, 4, { temperature: '1.0' }), 13n)
    const answer = await postBatch(platform.url, { ...batch, content: altered.content })
    expect(answer).toMatchObject({ status: 403, body: { code: 'SIGNATURE_INVALID' } })
  },
  blocksMs,
)
