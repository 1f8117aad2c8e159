// Every route answers as the OpenAPI document says, and the document says what every route answers.
import { type IncomingMessage, request, type Server } from 'node:http'
import express from 'express'
import { middleware as openApiValidator } from 'express-openapi-validator'
import { routeList } from '../../api/routeList.ts'
import { createApp, listen, serverDefaults } from '../../api/server.ts'
import { parseBase64 } from '../../core/bytes.ts'
import { catalogue } from '../../core/errors.ts'
import {
  ApiWorld,
  certificateEnvelope,
  certificateId,
  type FakeUser,
  fakeUser,
  hubId,
  itemOf,
  type Planned,
  type Problem,
  pathOf,
  recordEnvelope,
  recordId,
} from '../fakes/apiWorld.ts'
import { contractEvent, prepareTx, settleTx } from '../fakes/chainEvents.ts'

const routes = routeList('0.0.0')
let world: ApiWorld
let alice: FakeUser
let planned: Planned
let server: Server
let base = ''
const wrong: string[] = []
const asked = new Set<string>()

type Document = { openapi: string; paths: Record<string, Record<string, { responses: Record<string, unknown> }>> }

async function documentOf(): Promise<Document> {
  return (await world.call<Document>('GET', '/openapi.json')).body
}

beforeAll(async () => {
  world = await new ApiWorld().start()
  alice = await fakeUser('alice')
  world.items.set(`zone-a/${recordId}`, itemOf(recordEnvelope, alice.address))
  world.items.set(`zone-b/${recordId}`, itemOf(recordEnvelope, alice.address, { replica_of: 'zone-a' }))
  world.items.set(
    `zone-a/${certificateId}`,
    itemOf(certificateEnvelope, alice.address, {
      lock: { kind: 'exclusive', transaction_id: 'ab'.repeat(32) },
      in_doubt: true,
    }),
  )
  // Where it would arrive, the key is locked although nothing is there.
  const arriving = {
    envelope: '',
    state: 'absent',
    version: '0',
    lock: { kind: 'exclusive', transaction_id: 'ab'.repeat(32) },
  }
  world.items.set(`zone-b/${certificateId}`, itemOf(certificateEnvelope, '', { ...arriving, in_doubt: true }))
  const checked = express()
  const apiSpec = (await documentOf()) as unknown as Parameters<typeof openApiValidator>[0]['apiSpec']
  const onError = (error: { message: string }, _body: unknown, request: { originalUrl: string }): void =>
    void wrong.push(`${request.originalUrl}: ${error.message}`)
  checked.use(express.json())
  checked.use(openApiValidator({ apiSpec, validateRequests: false, validateResponses: { onError } }))
  checked.use(createApp(routes, world.api.deps, { ...serverDefaults, requestsPerMinute: 0 }))
  server = await listen(checked, '127.0.0.1', 0)
  const address = server.address()
  base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  const actors = { 'zone-b': alice.address }
  planned = await world.plan({ kind: 'replicate', id: recordId, from: 'zone-a', to: ['zone-b'], actors })
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await world.stop()
})
beforeEach(() => wrong.splice(0))

/** The route behind a path, as the document spells it. */
function routeOf(method: string, path: string): string {
  const [pathname = ''] = path.split('?')
  const found = routes.find(
    (route) =>
      route.method === method.toLowerCase() &&
      new RegExp(`^${route.path.replaceAll(/\{[A-Za-z]+\}/g, '[^/]+')}$`).test(pathname),
  )
  return found === undefined ? path : `${found.method} ${found.path}`
}

/** Asks the server whose answers are compared with the document. */
async function ask<T>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  key?: string,
): Promise<{ status: number; body: T }> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ...(key ? { 'idempotency-key': key } : {}),
  }
  const response = await fetch(`${base}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  if (response.ok) asked.add(routeOf(method, path))
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json') === true
  expect(wrong).toEqual([])
  return { status: response.status, body: (json ? JSON.parse(text) : text) as T }
}

async function accepted(): Promise<string> {
  const authorisations = [await alice.sign(planned.authorisationText)]
  const { status } = await ask('POST', '/v1/share-requests', { manifest: planned.manifestBytes, authorisations }, 'one')
  expect(status).toBe(202)
  return planned.transactionId
}

test('the document is OpenAPI 3.1 and describes exactly the routes that are served', async () => {
  const document = await documentOf()
  expect(document.openapi).toBe('3.1.0')
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(described.sort()).toEqual(routes.map((route) => `${route.method} ${route.path}`).sort())
})

test('every error that a route names is in the document under its status', async () => {
  const document = await documentOf()
  for (const route of routes) {
    const responses = document.paths[route.path]?.[route.method]?.responses ?? {}
    for (const code of route.errors) expect(Object.keys(responses)).toContain(String(catalogue[code].status))
  }
})

describe('answers keep to the document', () => {
  test('planning, accepting and following a request', async () => {
    const id = await accepted()
    const actors = { 'zone-b': alice.address }
    const intent = { kind: 'replicate', id: recordId, from: 'zone-a', to: ['zone-b'], actors }
    expect((await ask('POST', '/v1/manifests', intent)).status).toBe(200)
    world
      .chain('zone-a')
      .makeBlock([
        prepareTx(pathOf('zone-a'), { manifests: [parseBase64(planned.manifestBytes)], ids: [id], sequence: 1n }),
      ])
    await world.until(
      () => world.view(id),
      (view) => view.state === 'preparing',
    )
    expect((await ask<{ steps: unknown[] }>('GET', `/v1/share-requests/${id}`)).body.steps).toHaveLength(2)
    const list = await ask<{ items: { id: string }[] }>('GET', '/v1/share-requests?state=preparing&perPage=1')
    expect(list.body.items.map((item) => item.id)).toEqual([id])
    expect((await ask<{ items: unknown[] }>('GET', '/v1/transactions')).body.items).toHaveLength(1)
    const packets = await ask<{ items: { key: string; transactionIds: string[] }[] }>(
      'GET',
      '/v1/packets?channelId=channel-0',
    )
    expect(packets.body.items).toMatchObject([{ key: 'zone-a/wasm.wasm1gatea/channel-0/1', transactionIds: [id] }])
  })

  test('zones, with the health of node and light client, also while the zone is down', async () => {
    const list = await ask<{ items: { chainId: string; status: string }[] }>('GET', '/v1/zones')
    expect(list.body.items.map((zone) => zone.chainId)).toEqual(['zone-a', 'zone-b', 'zone-c'])
    const zone = await ask<{ client: object; node: object }>('GET', '/v1/zones/zone-a')
    expect(zone.body).toMatchObject({
      client: { status: 'Active', trustingPeriodSec: '7200' },
      node: { reachable: true },
    })
    world.chain('zone-a').down = true
    const down = await ask<{ node: object }>('GET', '/v1/zones/zone-a')
    world.chain('zone-a').comeBack()
    expect(down.body).toMatchObject({ node: { reachable: false, code: 'CHAIN_UNREACHABLE' } })
    expect(await ask('GET', '/v1/zones/zone-x')).toMatchObject({ status: 404, body: { code: 'ZONE_UNKNOWN' } })
  })

  test('an asset with its lock is in doubt; a record shows its replicas', async () => {
    const asset = await ask('GET', `/v1/assets/${certificateId}`)
    expect(asset.body).toMatchObject({
      inDoubt: true,
      registry: { chainId: 'zone-a', version: '0' },
      envelope: { id: certificateId },
      instances: [
        { chainId: 'zone-a', state: 'live', lock: { kind: 'exclusive' }, inDoubt: true },
        { chainId: 'zone-b', state: 'absent', lock: { kind: 'exclusive' }, inDoubt: true },
      ],
    })
    const record = await ask<{ instances: { replicaOf: string | null }[] }>('GET', `/v1/assets/${recordId}`)
    expect(record.body.instances.map((one) => one.replicaOf)).toEqual([null, 'zone-a'])
    const unknown = 'did:causeway:asset:zone-a:nothing'
    expect(await ask('GET', `/v1/assets/${unknown}`)).toMatchObject({ status: 404, body: { code: 'ABSENT' } })
  })

  test('a zone that does not answer leaves an asset in doubt instead of absent', async () => {
    world.chain('zone-c').down = true
    const asset = await ask<{ inDoubt: boolean; instances: object[] }>('GET', `/v1/assets/${recordId}`)
    world.chain('zone-c').comeBack()
    expect(asset.body.inDoubt).toBe(true)
    expect(asset.body.instances).toContainEqual(
      expect.objectContaining({ chainId: 'zone-c', reachable: false, state: 'unknown' }),
    )
  })

  test('lists of assets, of one zone and of what has moved', async () => {
    const held = await ask<{ items: { id: string }[] }>('GET', '/v1/assets?chainId=zone-a')
    expect(held.body.items.map((item) => item.id).sort()).toEqual([certificateId, recordId].sort())
    const moved = await ask<{ items: object[] }>('GET', '/v1/assets')
    expect(moved.body.items).toEqual([{ id: certificateId, chainId: 'zone-b', version: '1', state: 'live' }])
  })

  test('a transaction and its record as hub and gates tell them', async () => {
    const id = planned.transactionId
    const leg = {
      transaction_id: id,
      state: 'applied',
      code: 0,
      manifest: planned.manifestBytes,
      deadline_ns: '1',
      parked: [],
    }
    const moment = { height: 5, time_ns: '1800000000000000000' }
    world.records.set(`${hubId}/${id}`, {
      ...leg,
      state: 'commit',
      opened: moment,
      decided: moment,
      legs: ['zone-a', 'zone-b'].map((chain_id) => ({ chain_id, vote: 'yes', code: 0, confirmed: true })),
    })
    for (const zone of ['zone-a', 'zone-b']) {
      world.records.set(`${zone}/${id}`, { ...leg, prepared: moment, decided: { ...moment, by: 'ack' } })
    }
    const transaction = await ask('GET', `/v1/transactions/${id}`)
    expect(transaction.body).toMatchObject({
      hub: { state: 'commit', decided: { height: '5', time: '2027-01-15T08:00:00.000Z' } },
      gates: [{ chainId: 'zone-a', state: 'applied', by: 'ack' }, { chainId: 'zone-b' }],
    })
    const record = await ask('GET', `/v1/records/${id}`)
    expect(record.body).toMatchObject({
      equal: true,
      records: [{ role: 'hub' }, { chainId: 'zone-a', role: 'source' }, { chainId: 'zone-b', role: 'destination' }],
    })
    world.records.set(`zone-b/${id}`, {
      ...leg,
      state: 'aborted',
      prepared: moment,
      decided: { ...moment, by: 'timeout' },
    })
    expect((await ask<{ equal: boolean }>('GET', `/v1/records/${id}`)).body.equal).toBe(false)
    expect(await ask('GET', `/v1/transactions/${'0'.repeat(64)}`)).toMatchObject({ status: 404 })
  })

  test('health, readiness, version and metrics', async () => {
    expect(await ask('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(await ask('GET', '/readyz')).toMatchObject({ status: 200, body: { ready: true } })
    expect(await ask('GET', '/version')).toMatchObject({ body: { name: 'causeway', hub: { chainId: hubId } } })
    const metrics = await ask<string>('GET', '/metrics')
    expect(metrics.body).toMatch(/causeway_api_request_seconds_count\{.*route="\/v1\/zones".*\} \d/)
    expect(metrics.body).toContain('causeway_api_projected_height{chain_id="zone-a"}')
  })

  test('cancelling, and the events of a request that has ended', async () => {
    const id = planned.transactionId
    const authorisation = await alice.sign(planned.authorisationText.replace('authorise', 'cancel'))
    expect((await ask('POST', `/v1/share-requests/${id}/cancel`, { authorisation })).status).toBe(202)
    const decision = { transaction_id: id, decision: 'abort', code: '503' }
    world.chain(hubId).makeBlock([{ events: [contractEvent(pathOf('zone-a').hub, 'decision', decision)] }])
    const sent = { manifests: [parseBase64(planned.manifestBytes)], ids: [id], sequence: 1n }
    world.chain('zone-a').makeBlock([settleTx(pathOf('zone-a'), sent, 'aborted')])
    await world.until(
      () => world.view(id),
      (view) => view.state === 'applied',
    )
    const { body } = await ask<string>('GET', `/v1/share-requests/${id}/events`)
    expect(body).toContain('event: received\n')
  })

  test('a tx that is handed in, with a packet that is under way and one that no path lets through', async () => {
    const txHash = 'ab'.repeat(32)
    const handedIn = await ask<{ id: string }>('POST', '/v1/relays', { chainId: 'zone-a', txHash })
    expect(handedIn.status).toBe(202)
    const { id } = handedIn.body
    const stage = { chainId: 'zone-a', txHash: txHash.toUpperCase(), height: '7' }
    const packet = {
      ibcVersion: 1,
      sequence: '1',
      source: { chainId: 'zone-a', portId: 'wasm.wasm1gatea', channelId: 'channel-0' },
      destination: { chainId: hubId, portId: 'wasm.wasm1hub', channelId: 'channel-0' },
      ordered: false,
      sendTx: stage,
      recvTx: { ...stage, chainId: hubId },
      ackTx: null,
      timeoutTx: null,
      ackError: null,
      committed: true,
    }
    const other = { ...packet, source: { ...packet.source, portId: 'transfer' } }
    const { relays } = world.api.deps.store
    const row = await relays.find(id)
    const view = JSON.stringify({ code: null, packets: [packet, other] })
    const progress = { state: 'PENDING', view, dueAtMs: undefined, handOvers: 0, handedOverAtMs: 0 }
    await relays.save({ id, receivedAtMs: row?.receivedAtMs ?? 0 }, progress)
    const followed = await ask<{ packets: object[] }>('GET', `/v1/relays/${id}`)
    expect(followed.body.packets).toMatchObject([
      { state: 'PENDING', served: true },
      { state: 'PENDING', served: false },
    ])
    expect((await ask<{ items: object[] }>('GET', '/v1/relays')).body.items).toHaveLength(1)
  })

  test('every route has been asked', async () => {
    await ask('GET', '/openapi.json')
    expect([...asked].sort()).toEqual(routes.map((route) => `${route.method} ${route.path}`).sort())
  })

  test('a mistake in the path or the query is a problem that names the place', async () => {
    const path = await ask<Problem>('GET', '/v1/share-requests/nothing')
    expect(path).toMatchObject({ status: 400, body: { code: 'BODY_INVALID', errors: [{ pointer: '/path/id' }] } })
    const query = await ask<Problem>('GET', '/v1/share-requests?perPage=1000&surprise=1')
    expect(query.body.errors?.map((error) => error.pointer)).toContain('/query/perPage')
    const long = await ask<Problem>('GET', `/v1/relays/${'0'.repeat(300)}`)
    expect(long).toMatchObject({ status: 400, body: { code: 'BODY_INVALID', errors: [{ pointer: '/path/id' }] } })
  })
})

test('a problem document says type, code, hint and trace of its own request', async () => {
  const headers = { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` }
  const response = await world.call<Problem & { traceId: string }>('GET', '/v1/nothing', undefined, headers)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  expect(response).toMatchObject({
    status: 404,
    body: { type: '/problems/not-found', code: 'NOT_FOUND', traceId: 'ab'.repeat(16), retryable: false },
  })
})

test('another method on a path that exists is METHOD_NOT_ALLOWED', async () => {
  const response = await world.call<Problem>('POST', '/v1/zones', {})
  expect(response).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } })
  expect(response.headers.get('allow')).toBe('GET, HEAD')
  const list = await fetch(`${world.api.url}/v1/share-requests`, { method: 'DELETE' })
  expect(list.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST'])
})

test('a body of another media type is MEDIA_TYPE_UNSUPPORTED, and so is a charset that nobody reads', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=klingon']) {
    const headers = { 'content-type': type, 'idempotency-key': 'one' }
    const response = await world.call<Problem>('POST', '/v1/share-requests', '{}', headers)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(response).toMatchObject({ status: 415, body: { code: 'MEDIA_TYPE_UNSUPPORTED', retryable: false } })
  }
})

test('a body of no length is none, behind any method', async () => {
  const statusOf = (method: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const options = { method, headers: { 'content-length': '0' } }
      const answered = (response: IncomingMessage): void => {
        response.resume()
        resolve(response.statusCode)
      }
      request(`${world.api.url}/v1/zones`, options, answered).on('error', reject).end()
    })
  expect([await statusOf('GET'), await statusOf('TRACE'), await statusOf('POST')]).toEqual([200, 405, 405])
})

test('a path that cannot be decoded is a problem as well', async () => {
  const response = await world.call<Problem>('GET', '/v1/assets/%E0%A4%A')
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  expect(response).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
})

test('too many requests are RATE_LIMITED, with the time to wait', async () => {
  const limited = createApp(routes, world.api.deps, { ...serverDefaults, requestsPerMinute: 2 })
  const own = await listen(limited, '127.0.0.1', 0)
  const address = own.address()
  const url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/healthz` : ''
  const statuses = [await fetch(url), await fetch(url), await fetch(url)]
  expect(statuses.map((one) => one.status)).toEqual([200, 200, 429])
  expect(statuses[2]?.headers.get('retry-after')).not.toBeNull()
  expect(await statuses[2]?.json()).toMatchObject({ code: 'RATE_LIMITED', retryable: true })
  own.closeAllConnections()
  own.close()
})

test('a port that somebody else listens on is PORT_IN_USE', async () => {
  const taken = Number(new URL(world.api.url).port)
  const second = listen(createApp(routes, world.api.deps), '127.0.0.1', taken)
  await expect(second).rejects.toMatchObject({ code: 'PORT_IN_USE', facts: { port: String(taken) } })
})
