// The life of a request over HTTP: handed to the queues, followed on the chains, told to watchers; and outages.

import { openKyselyStore } from '../../api/store/kyselyStore.ts'
import type { Store } from '../../api/store/store.ts'
import { parseBase64, toBase64 } from '../../core/bytes.ts'
import { decodeAuthorisation } from '../../core/codec.ts'
import type { PrepareJob } from '../../core/jobs.ts'
import { openSqlite } from '../../database/sqlite.ts'
import {
  ApiWorld,
  type FakeUser,
  fakeUser,
  hubId,
  itemOf,
  type Planned,
  type Problem,
  pathOf,
  recordEnvelope,
  recordId,
  zoneIds,
} from '../fakes/apiWorld.ts'
import { contractEvent, prepareTx, type Sent, settleTx, voteTx } from '../fakes/chainEvents.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'

let world: ApiWorld
let store: Store
let users: readonly FakeUser[]

beforeAll(async () => {
  users = await Promise.all(['alice', 'bob', 'carol'].map(fakeUser))
})

async function openWorld(queues = new MemoryQueues()): Promise<ApiWorld> {
  const opened = await new ApiWorld(queues).start({ store })
  opened.items.set(`zone-a/${recordId}`, itemOf(recordEnvelope, users[0]?.address ?? ''))
  return opened
}

beforeEach(async () => {
  store = await openKyselyStore(openSqlite(':memory:'), 'sqlite')
  world = await openWorld()
})
afterEach(async () => {
  await world.stop({ keepStore: true })
  await store.close()
})

async function share(): Promise<Planned> {
  const [, bob, carol] = users
  const actors = { 'zone-b': bob?.address, 'zone-c': carol?.address }
  const planned = await world.plan({
    kind: 'replicate',
    id: recordId,
    from: 'zone-a',
    to: ['zone-b', 'zone-c'],
    actors,
  })
  const authorisations = await Promise.all(users.map((user) => user.sign(planned.authorisationText)))
  const response = await world.submit({ manifest: planned.manifestBytes, authorisations })
  expect(response.status).toBe(202)
  return planned
}

const sentOf = (...planned: Planned[]): Sent => ({
  manifests: planned.map((one) => parseBase64(one.manifestBytes)),
  ids: planned.map((one) => one.transactionId),
  sequence: 1n,
})

const stateIs = (id: string, state: string): Promise<unknown> =>
  world.until(
    () => world.view(id),
    (view) => view.state === state,
  )

function vote(sent: Sent): void {
  for (const zone of zoneIds) world.chain(zone).makeBlock([prepareTx(pathOf(zone), sent)])
}

function decide(sent: Sent): void {
  zoneIds.forEach((voter, index) => {
    const last = index === zoneIds.length - 1
    const counted = { voter, opened: index === 0, ...(last ? { decision: 'commit' as const } : {}) }
    world.chain(hubId).makeBlock([voteTx(pathOf(voter), sent, counted)])
  })
}

function settle(sent: Sent): void {
  for (const zone of zoneIds) world.chain(zone).makeBlock([settleTx(pathOf(zone), sent, 'applied')])
}

const jobsOf = (zone: string) => world.queues.jobs<PrepareJob>(`{prepare.${zone}}`)

describe('a request that goes well', () => {
  test('is followed from the queue to applied on every zone, with places, steps and causes', async () => {
    const planned = await share()
    const sent = sentOf(planned)
    const id = planned.transactionId
    await stateIs(id, 'queued')
    vote(sent)
    await stateIs(id, 'voting')
    decide(sent)
    await stateIs(id, 'decided')
    settle(sent)
    await stateIs(id, 'applied')
    const { body } = await world.call<Record<string, unknown>>('GET', `/v1/share-requests/${id}`)
    expect(body).toMatchObject({ outcome: 'committed', code: null, waitsFor: [], deadlineNs: '1800000060000000000' })
    expect(body['legs']).toMatchObject(
      zoneIds.map((chainId) => ({
        chainId,
        state: 'applied',
        vote: 'yes',
        by: 'ack',
        settled: { chainId, height: '3' },
      })),
    )
    const steps = body['steps'] as { kind: string; chainId: string; causes: string[]; txHash: string }[]
    const decision = steps.find((step) => step.kind === 'decision')
    expect(decision).toMatchObject({ chainId: hubId, causes: ['zone-c/wasm.wasm1gatec/channel-0/1'] })
    expect(steps.filter((step) => step.kind === 'ack_received')).toHaveLength(3)
    const pending = await world.call<{ items: unknown[] }>('GET', '/v1/packets')
    expect(pending.body.items).toEqual([])
  })

  test('is handed over as one job per zone, with everything that its gate needs', async () => {
    const planned = await share()
    await stateIs(planned.transactionId, 'queued')
    const [job] = jobsOf('zone-b')
    expect(job?.id).toMatch(/^prepare\.zone-b\.[0-9a-f]{24}-a$/)
    expect(job?.data.chain).toBe('zone-b')
    const [leg] = job?.data.legs ?? []
    expect(leg?.manifest).toBe(planned.manifestBytes)
    expect(leg?.authorisations.map((one) => decodeAuthorisation(parseBase64(one)).scheme)).toEqual(
      users.map(() => 'secp256k1'),
    )
    expect(jobsOf('zone-a')[0]?.data.legs[0]?.contents).toEqual([])
  })

  test('that waits for a busy asset says so', async () => {
    const planned = await share()
    await stateIs(planned.transactionId, 'queued')
    const rejected = contractEvent(pathOf('zone-b').gate, 'rejected', {
      transaction_id: planned.transactionId,
      code: '400',
    })
    world.chain('zone-b').makeBlock([{ events: [rejected] }])
    const view = await world.until(
      () => world.view(planned.transactionId),
      (one) => one.waitsFor.some((wait) => wait.code !== null),
    )
    expect(view.waitsFor).toContainEqual({ chainId: 'zone-b', what: 'prepare', code: 'LOCKED' })
  })
})

describe('requests that arrive together', () => {
  test('share one job per zone, and the groups are the same on every zone', async () => {
    world.queues.down = true
    const planned = [await share(), await share(), await share()]
    world.queues.down = false
    for (const one of planned) await stateIs(one.transactionId, 'queued')
    const groups = zoneIds.map((zone) => jobsOf(zone).map((job) => job.data.legs.map((leg) => leg.manifest)))
    expect(groups[0]?.flat().sort()).toEqual(planned.map((one) => one.manifestBytes).sort())
    expect(groups[1]).toEqual(groups[0])
    expect(groups[2]).toEqual(groups[0])
    expect(groups[0]).toHaveLength(1)
  })
})

describe('Redis', () => {
  test('may be down at the start: requests are accepted, wait in the store and go on by themselves', async () => {
    await world.stop({ keepStore: true })
    const queues = new MemoryQueues()
    queues.down = true
    world = await openWorld(queues)
    const planned = await share()
    expect(await world.view(planned.transactionId)).toMatchObject({
      state: 'received',
      waitsFor: [{ chainId: hubId, what: 'queue', code: null }],
    })
    const ready = await world.until(
      () => world.call<{ ready: boolean; checks: { name: string; ok: boolean }[] }>('GET', '/readyz'),
      (one) => one.body.checks.some((check) => check.name === 'queue' && !check.ok),
    )
    expect([ready.status, ready.body.ready]).toEqual([200, true])
    queues.down = false
    await stateIs(planned.transactionId, 'queued')
    expect(jobsOf('zone-a')).toHaveLength(1)
  })

  test('may lose every job: what is not on chain is handed over again, under a new batch', async () => {
    const planned = await share()
    await stateIs(planned.transactionId, 'queued')
    world.queues.empty()
    world.clock.ms += 6_000
    world.chain(hubId).makeBlock([])
    await world.until(
      () => jobsOf('zone-c').length,
      (count) => count > 0,
    )
    expect(jobsOf('zone-c')[0]?.id).toMatch(/-r1$/)
  })

  test('that lost its jobs gets them again for the zones that have not locked yet, and for no other', async () => {
    const planned = await share()
    await stateIs(planned.transactionId, 'queued')
    world.chain('zone-a').makeBlock([prepareTx(pathOf('zone-a'), sentOf(planned))])
    await stateIs(planned.transactionId, 'preparing')
    world.queues.empty()
    world.clock.ms += 6_000
    world.chain(hubId).makeBlock([])
    await world.until(
      () => jobsOf('zone-c').length,
      (count) => count > 0,
    )
    expect(zoneIds.map((zone) => jobsOf(zone).length)).toEqual([0, 1, 1])
  })

  test('that is away when a transaction is cancelled is REDIS_UNAVAILABLE', async () => {
    const planned = await share()
    await stateIs(planned.transactionId, 'queued')
    world.queues.down = true
    const authorisation = await users[0]?.sign(planned.authorisationText.replace('authorise', 'cancel'))
    const path = `/v1/share-requests/${planned.transactionId}/cancel`
    const response = await world.call<Problem>('POST', path, { authorisation })
    expect(response).toMatchObject({ status: 503, body: { code: 'REDIS_UNAVAILABLE', retryable: true } })
  })
})

describe('a restart', () => {
  test('of the API loses nothing: what was accepted is handed over by the next one', async () => {
    world.queues.down = true
    const planned = await share()
    await world.stop({ keepStore: true })
    world = await openWorld()
    await stateIs(planned.transactionId, 'queued')
    expect(jobsOf('zone-a')).toHaveLength(1)
  })

  test('of a zone loses no block: what happened meanwhile is read when it is back', async () => {
    const planned = await share()
    const sent = sentOf(planned)
    world.chain('zone-b').down = true
    vote(sent)
    decide(sent)
    settle(sent)
    await stateIs(planned.transactionId, 'decided')
    expect((await world.view(planned.transactionId)).waitsFor).toEqual([
      { chainId: 'zone-b', what: 'release', code: null },
    ])
    world.chain('zone-b').comeBack()
    await stateIs(planned.transactionId, 'applied')
  })
})

describe('the end of a deadline', () => {
  test('rejects what no chain has seen, once the hub has passed it', async () => {
    const planned = await share()
    await stateIs(planned.transactionId, 'queued')
    world.chain(hubId).makeBlock([], 1_800_000_061_000_000_000n)
    world.clock.ms += 2_000
    await stateIs(planned.transactionId, 'rejected')
    expect(await world.view(planned.transactionId)).toMatchObject({ outcome: 'rejected', code: 'DEADLINE_PASSED' })
  })

  test('leaves a transaction with a lock to the hub', async () => {
    const planned = await share()
    world.chain('zone-a').makeBlock([prepareTx(pathOf('zone-a'), sentOf(planned))])
    await stateIs(planned.transactionId, 'preparing')
    world.chain(hubId).makeBlock([], 1_800_000_061_000_000_000n)
    world.clock.ms += 2_000
    await world.until(
      () => world.api.projector.heights().get(hubId),
      (height) => height === 2n,
    )
    const decision = { transaction_id: planned.transactionId, decision: 'abort', code: '500' }
    expect((await world.view(planned.transactionId)).outcome).toBe('pending')
    world.chain(hubId).makeBlock([{ events: [contractEvent(pathOf('zone-a').hub, 'decision', decision)] }])
    await stateIs(planned.transactionId, 'decided')
    expect(await world.view(planned.transactionId)).toMatchObject({ outcome: 'aborted', code: 'DEADLINE_PASSED' })
  })
})

describe('watchers', () => {
  /** Reads a stream to its end and returns its events. */
  async function events(id: string, lastEventId?: string): Promise<{ id: string; event: string; data: unknown }[]> {
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    const response = await fetch(`${world.api.url}/v1/share-requests/${id}/events`, { headers })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const frames = (await response.text()).split('\n\n').filter((frame) => frame.startsWith('id:'))
    return frames.map((frame) => {
      const [, seq = '', event = '', data = ''] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(frame) ?? []
      return { id: seq, event, data: JSON.parse(data) as unknown }
    })
  }

  test('hear every change as it happens, and the stream ends with the request', async () => {
    const planned = await share()
    const sent = sentOf(planned)
    const heard = events(planned.transactionId)
    await world.until(
      () => world.api.deps.watchers.count(),
      (count) => count === 1,
    )
    await stateIs(planned.transactionId, 'queued')
    vote(sent)
    await stateIs(planned.transactionId, 'voting')
    decide(sent)
    settle(sent)
    const all = await heard
    const names = all.map((event) => event.event)
    expect([...new Set(names)]).toEqual(['received', 'queued', 'preparing', 'voting', 'decided', 'applied'])
    expect(all.at(-1)?.data).toMatchObject({ state: 'applied', outcome: 'committed' })
    // Whoever comes back names the last event that was heard, and gets the rest.
    const middle = all[2]
    const rest = await events(planned.transactionId, middle?.id)
    expect(rest).toEqual(all.slice(3))
  })

  test('of an unknown request are told so', async () => {
    const response = await world.call<Problem>('GET', `/v1/share-requests/${'0'.repeat(64)}/events`)
    expect(response).toMatchObject({ status: 404, body: { code: 'TRANSACTION_UNKNOWN' } })
  })
})

describe('cancelling', () => {
  test('by an actor is handed to the keeper of the hub, with the signature', async () => {
    const planned = await share()
    const authorisation = await users[1]?.sign(planned.authorisationText.replace('authorise', 'cancel'))
    const path = `/v1/share-requests/${planned.transactionId}/cancel`
    expect((await world.call('POST', path, { authorisation })).status).toBe(202)
    const [job] = world.queues.jobs<{ chain: string; contract: string; msg: { cancel: { manifest: string } } }>(
      `{operate.${hubId}}`,
    )
    expect(job).toMatchObject({ id: `cancel.${planned.transactionId}`, data: { chain: hubId, contract: 'wasm1hub' } })
    expect(job?.data.msg.cancel.manifest).toBe(toBase64(parseBase64(planned.manifestBytes)))
  })

  test('by a stranger, or with a consent instead, is UNAUTHORISED', async () => {
    const planned = await share()
    const path = `/v1/share-requests/${planned.transactionId}/cancel`
    const stranger = await fakeUser('mallory')
    const foreign = await stranger.sign(planned.authorisationText.replace('authorise', 'cancel'))
    const consent = await users[0]?.sign(planned.authorisationText)
    for (const authorisation of [foreign, consent]) {
      const response = await world.call<Problem>('POST', path, { authorisation })
      expect(response).toMatchObject({ status: 403, body: { code: 'UNAUTHORISED' } })
    }
  })

  test('what is decided is NOT_CANCELLABLE', async () => {
    const planned = await share()
    vote(sentOf(planned))
    decide(sentOf(planned))
    await stateIs(planned.transactionId, 'decided')
    const authorisation = await users[0]?.sign(planned.authorisationText.replace('authorise', 'cancel'))
    const path = `/v1/share-requests/${planned.transactionId}/cancel`
    expect(await world.call<Problem>('POST', path, { authorisation })).toMatchObject({
      status: 409,
      body: { code: 'NOT_CANCELLABLE' },
    })
  })
})
