// What all doors of platforms have in common, asked of each: how they refuse, and where they listen.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import { createAccessApp } from '../../platform/access/doorServer.ts'
import { requestBodyBytesMax } from '../../platform/access/limits.ts'
import { createAnalyticsApp } from '../../platform/analytics/door.ts'
import { requestBytesMax } from '../../platform/analytics/limits.ts'
import { createAuditApp } from '../../platform/audit/door.ts'
import { createCollectionApp } from '../../platform/collection/httpDoor.ts'
import { batchBodyBytesMax } from '../../platform/collection/limits.ts'
import { createIdentityApp } from '../../platform/identity/door.ts'
import { doorBodyBytesMax } from '../../platform/identity/limits.ts'
import { shareBodyBytesMax } from '../../platform/storage/limits.ts'
import { createStoreApp } from '../../platform/storage/storeServer.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'

const log = openLog('silent')
/** Stands for everything behind a door: each of its parts fails in a way that nobody foresaw. */
function broken<T extends object>(parts: object = {}): T {
  const fail = (): never => {
    throw new Error('the inside')
  }
  return new Proxy({ log, ...parts } as unknown as T, { get: (own, name) => Reflect.get(own, name) ?? fail })
}

type Case = {
  readonly name: string
  readonly app: (requestsPerMinute?: number) => Express
  /** A path that takes a body, the limit of that body, and the codes for one that cannot be taken. */
  readonly body?: { readonly path: string; readonly bytesMax: number; readonly codes: readonly [string, string] }
}
const common = ['BODY_INVALID', 'BODY_TOO_LARGE'] as const
const ofObjects = ['REQUEST_INVALID', 'OBJECT_TOO_LARGE'] as const
const signatures = { signer: async () => 'did:causeway:party:zone-a:asker' }
const find = (): Promise<never> => Promise.reject(new Error('the inside'))
const limited: readonly Case[] = [
  {
    name: 'access',
    app: (limit) => createAccessApp(broken(), limit),
    body: { path: '/reads', bytesMax: requestBodyBytesMax, codes: ofObjects },
  },
  {
    name: 'analytics',
    app: (limit) => createAnalyticsApp(broken({ signatures }), limit),
    body: { path: '/parts', bytesMax: requestBytesMax, codes: common },
  },
  { name: 'audit', app: (limit) => createAuditApp(broken({ find }), limit) },
  {
    name: 'identity',
    app: (limit) => createIdentityApp(broken(), limit),
    body: { path: '/v1/auth/challenges', bytesMax: doorBodyBytesMax, codes: common },
  },
  {
    name: 'storage',
    app: (limit) => createStoreApp(broken(), limit),
    body: { path: '/shares', bytesMax: shareBodyBytesMax, codes: ofObjects },
  },
]
const doors: readonly Case[] = [
  ...limited,
  {
    name: 'collection',
    app: () => createCollectionApp('zone-a', broken()),
    body: { path: '/v1/batches', bytesMax: batchBodyBytesMax, codes: common },
  },
]
const reading = doors.flatMap(({ name, app, body }) => (body === undefined ? [] : [{ name, app, ...body }]))

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(app: Express): Promise<string> {
  const server = createServer(app)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const members = ['code', 'detail', 'facts', 'hint', 'instance', 'retryable', 'status', 'title', 'traceId', 'type']

/** The answer, once it is shown to be a problem document of the one shape. */
async function problemIn(response: Response, path: string): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  const problem = (await response.json()) as Record<string, unknown>
  const { errors, chain, ...rest } = problem
  expect(Object.keys(rest).sort()).toEqual(members)
  expect(rest).toMatchObject({
    status: response.status,
    instance: path,
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  return problem
}

const send = (url: string, path: string, body: string): Promise<Response> =>
  fetch(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json' } })

test.each(doors)('the door of $name says by a problem that a path leads nowhere', async ({ app }) => {
  const problem = await problemIn(await fetch(`${await listen(app())}/nothing?x=1`), '/nothing?x=1')
  expect(problem).toMatchObject({ status: 404, code: 'NOT_FOUND', retryable: false, facts: { path: '/nothing' } })
  expect(problem).not.toHaveProperty('errors')
})

test.each(limited)(
  'the door of $name says by a problem that there are too many requests, and when to come again',
  async ({ app }) => {
    const url = await listen(app(1))
    expect((await fetch(`${url}/nothing`)).status).toBe(404)
    const response = await fetch(`${url}/nothing`)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(1)
    const problem = await problemIn(response, '/nothing')
    expect(problem).toMatchObject({ status: 429, code: 'RATE_LIMITED', retryable: true, facts: { limit: '1' } })
  },
)

test.each(reading)(
  'the door of $name says by a problem that a body is no JSON, or too large',
  async ({ app, path, bytesMax, codes }) => {
    const url = await listen(app())
    const [unreadable, tooLarge] = codes
    expect(await problemIn(await send(url, path, '{'), path)).toMatchObject({ status: 400, code: unreadable })
    const large = await problemIn(await send(url, path, `"${'x'.repeat(bytesMax)}"`), path)
    expect(large).toMatchObject({ status: 413, code: tooLarge, facts: { max: `${bytesMax}` } })
  },
)

test.each(reading)('the door of $name names the place of what is wrong in a body', async ({ app, path, codes }) => {
  const place = expect.objectContaining({ pointer: expect.stringMatching(/^\//) })
  const problem = await problemIn(await send(await listen(app()), path, '{"surprise":1}'), path)
  expect(problem).toMatchObject({ status: 400, code: codes[0], errors: expect.arrayContaining([place]) })
})

test('a failure that nobody foresaw says nothing of the inside, and carries the trace of its request', async () => {
  const logged: object[] = []
  const error = (_event: string, facts: object = {}): void => void logged.push(facts)
  const url = await listen(createAuditApp(broken({ find, log: { ...log, error } })))
  const path = '/v1/data/did:causeway:asset:zone-a:x'
  const traceId = 'ab'.repeat(16)
  const response = await fetch(url + path, { headers: { traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` } })
  const problem = await problemIn(response, path)
  expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', traceId })
  expect(JSON.stringify(problem)).not.toContain('inside')
  expect(logged).toEqual([expect.objectContaining({ trace_id: traceId, cause: expect.stringContaining('the inside') })])
})

test('a refusal that cannot be counted is answered all the same', async () => {
  const collection = { refused: () => Promise.reject(new Error('the disk is full')) }
  const callers = { isDevice: async () => true }
  const app = createCollectionApp('zone-a', broken({ collection: broken(collection), callers }))
  const path = '/v1/streams/weather/devices/station/documents'
  const response = await fetch((await listen(app)) + path, {
    method: 'POST',
    body: 'x',
    headers: { 'content-type': 'text/csv', authorization: 'Bearer secret' },
  })
  expect(await problemIn(response, path)).toMatchObject({ status: 415, code: 'MEDIA_TYPE_UNSUPPORTED' })
})
