// The door of identity: the shape of its answers, what it refuses before anything is asked, and where it listens.
import { openSqlite } from '../../database/sqlite.ts'
import { openIdentityDoor } from '../../platform/identity/door.ts'
import { openKyselyLogins } from '../../platform/identity/kyselyLogins.ts'
import { doorBodyBytesMax } from '../../platform/identity/limits.ts'
import { openLogin } from '../../platform/identity/login.ts'
import type { LoginStore, SubjectQueries } from '../../platform/identity/ports.ts'
import { openResolver } from '../../platform/identity/resolver.ts'
import type { Door } from '../../platform/process/doors.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'

const log = openLog('silent')
let store: LoginStore
let door: Door
let asked: string[]

async function open(host: string): Promise<Door> {
  const subjects: SubjectQueries = {
    async query(did) {
      asked.push(did)
      return undefined
    },
  }
  const clock = { nowMs: () => 1_800_000_000_000 }
  const login = openLogin({ domain: 'hub.example', chainId: 'zone-a' }, { subjects, store, clock })
  const fetch = () => Promise.reject(new Error('nothing is fetched'))
  const resolver = openResolver({ subjects, fetch, timeout: (ms) => AbortSignal.timeout(ms) })
  return openIdentityDoor({ host, port: 0 }, { login, resolver, log })
}

beforeEach(async () => {
  asked = []
  store = await openKyselyLogins(openSqlite(':memory:'))
  door = await open('127.0.0.1')
})
afterEach(async () => {
  await door.close()
  await store.close()
})

async function ask(method: string, path: string, body?: string, token?: string) {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: token }) }
  const init = { method, headers, ...(body === undefined ? {} : { body }) }
  const response = await fetch(`http://127.0.0.1:${door.port}${path}`, init)
  const json = (await response.json()) as Readonly<Record<string, unknown>>
  return { status: response.status, headers: response.headers, json }
}

const did = 'did:causeway:party:zone-a:city'

test('a challenge is handed out to anybody who asks under a well-formed DID, and is not kept by caches', async () => {
  const { status, headers, json } = await ask('POST', '/v1/auth/challenges', JSON.stringify({ did }))
  expect([status, headers.get('cache-control')]).toEqual([201, 'no-store'])
  expect(json).toEqual({
    nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
    text: expect.stringContaining(did),
    expiresAt: '2027-01-15T08:05:00.000Z',
  })
})

test.each([
  ['a body that is no JSON', 'POST', '/v1/auth/challenges', '{', undefined, 400, 'BODY_INVALID'],
  [
    'an identifier of an unknown kind',
    'POST',
    '/v1/auth/challenges',
    '{"did":"did:causeway:king:zone-a:x"}',
    undefined,
    400,
    'ID_MALFORMED',
  ],
  ['a member too many', 'POST', '/v1/auth/challenges', `{"did":"${did}","more":1}`, undefined, 400, 'BODY_INVALID'],
  [
    'a body over the limit',
    'POST',
    '/v1/auth/challenges',
    `"${'x'.repeat(doorBodyBytesMax)}"`,
    undefined,
    413,
    'BODY_TOO_LARGE',
  ],
  [
    'an answer of another form',
    'POST',
    '/v1/auth/tokens',
    '{"nonce":"00","key":"main","signature":""}',
    undefined,
    400,
    'BODY_INVALID',
  ],
  ['no token', 'GET', '/v1/auth/session', undefined, undefined, 401, 'SESSION_UNKNOWN'],
  ['an unknown token', 'GET', '/v1/auth/session', undefined, `Bearer ${'0'.repeat(64)}`, 401, 'SESSION_UNKNOWN'],
  ['what is no DID', 'GET', '/v1/dids/nobody', undefined, undefined, 400, 'DID_MALFORMED'],
  ['a height that is none', 'GET', `/v1/dids/${did}?height=x`, undefined, undefined, 400, 'DID_MALFORMED'],
  ['a question that is none', 'GET', `/v1/dids/${did}?depth=1`, undefined, undefined, 400, 'BODY_INVALID'],
  ['a path that leads nowhere', 'GET', '/v1/elsewhere', undefined, undefined, 404, 'NOT_FOUND'],
] as const)(
  '%s is refused by its code, and the chain is not asked',
  async (_what, method, path, body, token, status, code) => {
    const answer = await ask(method, path, body, token)
    expect([answer.status, answer.json['code'], answer.headers.get('content-type')]).toEqual([
      status,
      code,
      expect.stringContaining('application/problem+json'),
    ])
    expect(asked).toEqual([])
  },
)

test('nobody has a document before the chain knows them', async () => {
  const { status, json } = await ask('GET', `/v1/dids/${did}`)
  expect([status, json['code'], asked]).toEqual([404, 'DID_UNKNOWN', [did]])
})

test('plain HTTP listens on this machine alone (Y-6.1-5)', async () => {
  for (const host of ['0.0.0.0', '::', 'hub.example', '127.evil.example', '10.0.0.7']) {
    await expect(open(host)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  }
})
