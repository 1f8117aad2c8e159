// What the API refuses, each by its code, and what it accepts: over HTTP, on fake chains.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKyselyStore } from '../../api/store/kyselyStore.ts'
import { parseBase64, toBase64, utf8 } from '../../core/bytes.ts'
import { decodeManifest, encodeManifest } from '../../core/codec.ts'
import { CausewayError } from '../../core/errors.ts'
import { manifestBytesMax } from '../../core/limits.ts'
import type { Manifest } from '../../core/words.ts'
import { openSqlite } from '../../database/sqlite.ts'
import {
  ApiWorld,
  assetsOf,
  certificateEnvelope,
  certificateId,
  content,
  type FakeUser,
  fakeUser,
  hubId,
  itemOf,
  type Planned,
  type Problem,
  recordEnvelope,
  recordId,
  signed,
} from '../fakes/apiWorld.ts'

let world: ApiWorld
let alice: FakeUser
let bob: FakeUser
let carol: FakeUser

beforeAll(async () => {
  ;[alice, bob, carol] = [await fakeUser('alice'), await fakeUser('bob'), await fakeUser('carol')]
})

beforeEach(async () => {
  world = await new ApiWorld().start()
  world.items.set(`zone-a/${recordId}`, itemOf(recordEnvelope, alice.address))
  world.items.set(`zone-a/${certificateId}`, itemOf(certificateEnvelope, alice.address))
})
afterEach(() => world.stop())

const shareIntent = (): object => ({
  kind: 'replicate',
  id: recordId,
  from: 'zone-a',
  to: ['zone-b', 'zone-c'],
  actors: { 'zone-b': bob.address, 'zone-c': carol.address },
})

async function consents(planned: Planned, users = [alice, bob, carol]): Promise<object[]> {
  return Promise.all(users.map((user) => user.sign(planned.authorisationText)))
}

/** A complete submission of the share, with parts replaced. */
async function submission(changes: object = {}, planned?: Planned): Promise<object> {
  const plan = planned ?? (await world.plan(shareIntent()))
  return { manifest: plan.manifestBytes, authorisations: await consents(plan), ...changes }
}

async function refusalOf(body: object): Promise<Problem> {
  const response = await world.submit<Problem>(body)
  expect(response.headers.get('content-type')).toMatch('application/problem+json')
  expect(response.body.status).toBe(response.status)
  expect(response.body.type).toBe(`/problems/${response.body.code.toLowerCase().replaceAll('_', '-')}`)
  // Every refusal says what to do, and leaves nothing behind.
  expect(response.body.hint).toMatch(/\.$/)
  expect((await world.api.deps.store.requests({ limit: 10 })).items).toEqual([])
  return response.body
}

const changed = (planned: Planned, change: (manifest: Manifest) => Manifest): string =>
  toBase64(encodeManifest(change(decodeManifest(parseBase64(planned.manifestBytes)))))

describe('an accepted request', () => {
  test('is answered 202 with its location, and is in the store by then', async () => {
    const planned = await world.plan(shareIntent())
    const response = await world.submit(await submission({}, planned))
    expect(response.status).toBe(202)
    expect(response.body.transactionId).toBe(planned.transactionId)
    expect(response.headers.get('location')).toBe(`/v1/share-requests/${planned.transactionId}`)
    expect(await world.api.deps.store.request(planned.transactionId)).toBeDefined()
  })

  test('brings the content of a replica from its source when the caller leaves it out', async () => {
    await world.submit(await submission())
    const [row] = await world.until(
      () => world.queues.jobs('{prepare.zone-b}'),
      (jobs) => jobs.length > 0,
    )
    expect(row?.data).toMatchObject({ legs: [{ contents: [{ operation: 0, content: toBase64(content) }] }] })
  })

  test('may name its manifest as proto3 JSON and be signed as wallets sign (ADR-036)', async () => {
    const planned = await world.plan(shareIntent())
    const authorisations = await Promise.all(
      [alice, bob, carol].map((user) => user.sign(planned.authorisationText, 'adr036')),
    )
    const response = await world.submit({ manifest: planned.manifest, authorisations })
    expect(response).toMatchObject({ status: 202, body: { transactionId: planned.transactionId } })
  })

  test('gets the same answer for the same key and body, and stays one request', async () => {
    const body = await submission()
    const [first, second] = [await world.submit(body, 'one'), await world.submit(body, 'one')]
    expect([second.status, second.body]).toEqual([first.status, first.body])
    expect((await world.api.deps.store.requests({ limit: 10 })).items).toHaveLength(1)
  })

  test('is the same resource under another key', async () => {
    const body = await submission()
    const [first, second] = [await world.submit(body, 'one'), await world.submit(body, 'two')]
    expect(second.body).toEqual(first.body)
    expect((await world.api.deps.store.requests({ limit: 10 })).items).toHaveLength(1)
  })

  test('is answered for a key that it was accepted under even when it would be refused by now', async () => {
    const body = await submission()
    await world.submit(body, 'one')
    world.checks.set('zone-a', { busy: { code: 400 } })
    expect((await world.submit(body, 'one')).status).toBe(202)
  })

  test('waits in the store while a zone is down, when the caller does not ask for the dry run', async () => {
    const body = await submission({ check: false })
    world.chain('zone-c').down = true
    expect((await world.submit(body)).status).toBe(202)
  })
})

describe('an Idempotency-Key', () => {
  test('that is missing is IDEMPOTENCY_KEY_MISSING', async () => {
    const response = await world.call<Problem>('POST', '/v1/share-requests', await submission())
    expect(response).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } })
  })

  test('with another body is IDEMPOTENCY_KEY_REUSED', async () => {
    await world.submit(await submission(), 'one')
    const response = await world.submit<Problem>(await submission(), 'one')
    expect(response).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
  })

  test('whose request is being worked on is IDEMPOTENCY_KEY_BUSY', async () => {
    const release = world.api.deps.intake.hold('one')
    const response = await world.submit<Problem>(await submission(), 'one')
    expect(response).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_BUSY', retryable: true } })
    release()
    expect((await world.submit(await submission(), 'one')).status).toBe(202)
  })
})

describe('the form of a submission', () => {
  test('bytes that are no manifest are MANIFEST_MALFORMED', async () => {
    expect(await refusalOf(await submission({ manifest: toBase64(utf8('not a manifest')) }))).toMatchObject({
      status: 400,
      code: 'MANIFEST_MALFORMED',
    })
  })

  test('a malformed envelope is MANIFEST_MALFORMED, because it is part of the manifest', async () => {
    const planned = await world.plan(shareIntent())
    const bytes = parseBase64(planned.manifestBytes)
    // An unknown field behind the last one: decoders would drop it, hashes would not.
    const body = await submission({ manifest: toBase64(new Uint8Array([...bytes, 0xf8, 0x07, 0x01])) }, planned)
    expect((await refusalOf(body)).code).toBe('MANIFEST_MALFORMED')
  })

  test('an oversized manifest is LIMIT_EXCEEDED', async () => {
    const manifest = toBase64(new Uint8Array(manifestBytesMax + 1))
    expect(await refusalOf(await submission({ manifest }))).toMatchObject({ status: 413, code: 'LIMIT_EXCEEDED' })
  })

  test('an unknown major version is SCHEMA_UNKNOWN', async () => {
    const planned = await world.plan(shareIntent())
    const manifest = changed(planned, (one) => ({ ...one, schema: { major: 2, minor: 0 } }))
    expect((await refusalOf(await submission({ manifest }, planned))).code).toBe('SCHEMA_UNKNOWN')
  })

  test('content that differs from its fingerprint is FINGERPRINT_MISMATCH', async () => {
    const wrong = { chainId: 'zone-b', operation: 0, content: toBase64(utf8('{"rain_mm":99}')) }
    const refusal = await refusalOf(await submission({ contents: [wrong] }))
    expect(refusal).toMatchObject({ status: 422, code: 'FINGERPRINT_MISMATCH' })
  })

  test('content for an operation that needs none is CONTENT_MISSING', async () => {
    const needless = { chainId: 'zone-a', operation: 0, content: toBase64(content) }
    expect((await refusalOf(await submission({ contents: [needless] }))).code).toBe('CONTENT_MISSING')
  })

  test('a body of another shape is BODY_INVALID and names every mistake', async () => {
    const refusal = await refusalOf({ manifest: 7, authorisations: 'none', surprise: true })
    expect(refusal.code).toBe('BODY_INVALID')
    expect(refusal.errors?.map((error) => error.pointer)).toEqual(['/manifest', '/authorisations', ''])
  })

  test('a body that is no JSON is BODY_INVALID', async () => {
    const headers = { 'idempotency-key': 'one' }
    const response = await world.call<Problem>('POST', '/v1/share-requests', '{', headers)
    expect(response).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
  })

  test('a body beyond the limit is BODY_TOO_LARGE', async () => {
    await world.stop()
    world = await new ApiWorld().start({ server: { bodyBytesMax: 1000 } })
    const headers = { 'idempotency-key': 'one' }
    const response = await world.call<Problem>('POST', '/v1/share-requests', { manifest: 'x'.repeat(2000) }, headers)
    expect(response).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } })
  })
})

describe('the authority of a submission', () => {
  test('a missing signature is UNAUTHORISED and says whose', async () => {
    const planned = await world.plan(shareIntent())
    const refusal = await refusalOf(
      await submission({ authorisations: await consents(planned, [alice, bob]) }, planned),
    )
    expect(refusal).toMatchObject({ status: 403, code: 'UNAUTHORISED' })
    expect(refusal.errors?.[0]?.detail).toContain(carol.address)
  })

  test('a forged signature is UNAUTHORISED', async () => {
    const planned = await world.plan(shareIntent())
    const [own, ...others] = await consents(planned)
    const forged = { ...(own as { signature: string }), signature: toBase64(new Uint8Array(64).fill(7)) }
    expect((await refusalOf(await submission({ authorisations: [forged, ...others] }, planned))).code).toBe(
      'UNAUTHORISED',
    )
  })

  test('a signature replayed from another transaction is UNAUTHORISED', async () => {
    const earlier = await consents(await world.plan(shareIntent()))
    expect((await refusalOf(await submission({ authorisations: earlier }))).code).toBe('UNAUTHORISED')
  })

  test('a consent to cancel is no consent to the transaction', async () => {
    const planned = await world.plan(shareIntent())
    const text = planned.authorisationText.replace('authorise', 'cancel')
    const authorisations = await Promise.all([alice, bob, carol].map((user) => user.sign(text)))
    expect((await refusalOf(await submission({ authorisations }, planned))).code).toBe('UNAUTHORISED')
  })

  test('a key of another length is AUTHORISATION_MALFORMED', async () => {
    const authorisations = [{ scheme: 'secp256k1', publicKey: toBase64(new Uint8Array(32)), signature: '' }]
    expect((await refusalOf(await submission({ authorisations }))).code).toBe('AUTHORISATION_MALFORMED')
  })

  test('a manifest for another hub is WRONG_ADDRESSEE', async () => {
    const planned = await world.plan(shareIntent())
    const manifest = changed(planned, (one) => ({ ...one, hubContract: 'wasm1otherhub' }))
    expect((await refusalOf(await submission({ manifest }, planned))).code).toBe('WRONG_ADDRESSEE')
  })

  test('another gate than the admitted one is WRONG_ADDRESSEE', async () => {
    const body = await resigned((one) => ({
      ...one,
      legs: one.legs.map((leg) => (leg.chainId === 'zone-b' ? { ...leg, gate: 'wasm1othergate' } : leg)),
    }))
    expect((await refusalOf(body)).code).toBe('WRONG_ADDRESSEE')
  })

  test('an unregistered zone is ZONE_UNKNOWN', async () => {
    const intent = { ...shareIntent(), to: ['zone-x'], actors: { 'zone-x': bob.address } }
    const response = await world.call<Problem>('POST', '/v1/manifests', intent)
    expect(response).toMatchObject({ status: 404, body: { code: 'ZONE_UNKNOWN' } })
    const body = await resigned((one) => ({
      ...one,
      legs: one.legs.map((leg) => (leg.chainId === 'zone-c' ? { ...leg, chainId: 'zone-x' } : leg)),
    }))
    expect((await refusalOf(body)).code).toBe('ZONE_UNKNOWN')
  })

  test('a suspended zone is ZONE_UNKNOWN', async () => {
    const body = await submission()
    world.suspended.add('zone-b')
    world.clock.ms += 2_000
    expect((await refusalOf(body)).code).toBe('ZONE_UNKNOWN')
  })
})

/** The share with a changed manifest, signed anew by everybody. */
async function resigned(change: (manifest: Manifest) => Manifest): Promise<object> {
  const planned = await world.plan(shareIntent())
  return signed(change(decodeManifest(parseBase64(planned.manifestBytes))), [alice, bob, carol])
}

describe('the deadline', () => {
  test('that has passed in hub time is DEADLINE_PASSED', async () => {
    const body = await submission()
    world.chain('causeway-hub').makeBlock([], 1_800_000_060_000_000_000n)
    world.clock.ms += 60_000
    expect(await refusalOf(body)).toMatchObject({ status: 409, code: 'DEADLINE_PASSED' })
  })

  test('farther away than the hub accepts is DEADLINE_TOO_FAR', async () => {
    const body = await resigned((one) => ({ ...one, deadlineNs: one.deadlineNs + 86_400_000_000_000n }))
    expect((await refusalOf(body)).code).toBe('DEADLINE_TOO_FAR')
  })
})

describe('the dry run before anything is locked', () => {
  const cases: readonly (readonly [string, number, string, number])[] = [
    ['a copy of a closed asset', 300, 'COPY_OF_CLOSED', 422],
    ['a transfer by a former owner', 201, 'NOT_OWNER', 403],
    ['a locked asset', 400, 'LOCKED', 409],
    ['insufficient funds', 403, 'INSUFFICIENT_FUNDS', 409],
    ['a kind of data that the zone has not declared', 305, 'KIND_NOT_ACCEPTED', 422],
    ['an identifier that exists with other content', 405, 'CONTENT_MISMATCH', 409],
  ]
  test.each(cases)('%s is refused by its code (%i %s)', async (_what, code, name, status) => {
    const transient = code === 400 || code === 403
    world.checks.set('zone-b', transient ? { busy: { code } } : { refused: { code } })
    const refusal = await refusalOf(await submission())
    expect(refusal).toMatchObject({ status, code: name })
    expect(refusal.errors).toMatchObject([{ pointer: '/manifest/legs/1/operations/0', code: name }])
  })

  test('every zone that would refuse is named', async () => {
    world.checks.set('zone-a', { busy: { code: 400 } })
    world.checks.set('zone-c', { refused: { code: 305 } })
    const refusal = await refusalOf(await submission())
    expect(refusal.errors?.map((error) => error.code)).toEqual(['LOCKED', 'KIND_NOT_ACCEPTED'])
  })

  test('a zone that is down is CHAIN_UNREACHABLE and may be tried again', async () => {
    const body = await submission()
    world.chain('zone-c').down = true
    expect(await refusalOf(body)).toMatchObject({ status: 503, code: 'CHAIN_UNREACHABLE', retryable: true })
  })

  test('a node that serves another chain than it should is CHAIN_ID_MISMATCH', async () => {
    const body = await submission()
    const lie = async (): Promise<never> => {
      throw new CausewayError('CHAIN_ID_MISMATCH', { expected: hubId, served: 'zone-q' })
    }
    world.chain(hubId).queryStatus = lie
    world.clock.ms += 10_000
    const refusal = await refusalOf(body)
    expect(refusal).toMatchObject({ status: 502, code: 'CHAIN_ID_MISMATCH', retryable: false })
    expect(refusal.hint).toContain('rpc_addr')
    const ready = await world.call<{ checks: object[] }>('GET', '/readyz')
    expect(ready.body.checks).toContainEqual({ name: `chain ${hubId}`, ok: false, code: 'CHAIN_ID_MISMATCH' })
  })

  test('a copy of a closed asset is refused at planning already', async () => {
    const intent = { ...shareIntent(), id: certificateId }
    const response = await world.call<Problem>('POST', '/v1/manifests', intent)
    expect(response).toMatchObject({ status: 422, body: { code: 'COPY_OF_CLOSED' } })
  })
})

describe('the store', () => {
  test('a full disk is STORE_FULL: nothing is accepted, and what was accepted stays', async () => {
    await world.stop()
    const path = join(mkdtempSync(join(tmpdir(), 'causeway-api-full-')), 'api.db')
    const store = await openKyselyStore(openSqlite(path, { pagesMax: 40 }), 'sqlite')
    world = await new ApiWorld().start({ store })
    world.items.set(`zone-a/${recordId}`, itemOf(recordEnvelope, alice.address))
    const accepted: string[] = []
    let refusal: Problem | undefined
    while (refusal === undefined) {
      const response = await world.submit<Problem & { transactionId: string }>(await submission())
      if (response.status === 202) accepted.push(response.body.transactionId)
      else refusal = response.body
    }
    expect(refusal).toMatchObject({ status: 507, code: 'STORE_FULL', retryable: true })
    const kept = await store.requests({ limit: 100 })
    expect(kept.items.map((row) => row.transactionId)).toEqual(accepted.reverse())
  })
})

test('a plan shows who does what, and what every zone thinks of it', async () => {
  world.checks.set('zone-c', { refused: { code: 305 } })
  const planned = await world.plan(shareIntent())
  expect(planned.manifest.legs.map((leg) => leg.chainId)).toEqual(['zone-a', 'zone-b', 'zone-c'])
  expect(planned.manifest.legs[0]?.operations[0]).toMatchObject({ resource: assetsOf('zone-a'), actor: alice.address })
  expect(planned.checks.map((check) => [check.chainId, check.result, check.code])).toEqual([
    ['zone-a', 'ready', null],
    ['zone-b', 'ready', null],
    ['zone-c', 'refused', 'KIND_NOT_ACCEPTED'],
  ])
  expect(planned.authorisationText.split('\n')[1]).toBe(planned.transactionId)
})
