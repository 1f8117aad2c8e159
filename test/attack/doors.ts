// Every HTTP door of a platform, called by whoever likes: other methods, paths, parameters, headers and bodies than it
// expects. It answers, or refuses by a problem with a code of the catalogue; what is behind it says yes to everybody.
import { generateKeyPairSync } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import type { Express } from 'express'
import { utf8 } from '../../core/bytes.ts'
import { CausewayError, catalogue } from '../../core/errors.ts'
import { problemMediaType } from '../../core/problem.ts'
import { createAccessApp } from '../../platform/access/doorServer.ts'
import { createAnalyticsApp } from '../../platform/analytics/door.ts'
import { createAuditApp } from '../../platform/audit/door.ts'
import { createCollectionApp } from '../../platform/collection/httpDoor.ts'
import { createIdentityApp } from '../../platform/identity/door.ts'
import { openResolver } from '../../platform/identity/resolver.ts'
import { listenHttp } from '../../platform/process/doors.ts'
import { createStoreApp } from '../../platform/storage/storeServer.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { type Random, randomFrom } from '../random.ts'
import { type Attack, chosen, type Effort, type Found } from './attack.ts'
import { mutateBytes, mutateJson } from './mutate.ts'

const callsEach = 3_000
const atOnce = 16
const answerMs = 10_000
const unlimited = 1e9
/** Node itself refuses longer heads, before any door has seen them. */
const queryMax = 6_000
const headerMax = 4_000

/** A call as it is meant; each of its parts may be another one. */
type Meant = {
  readonly method: string
  /** Segments of the path. */
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}
type Door = { readonly name: string; readonly open: () => Express; readonly calls: readonly Meant[] }

/** What stands behind a door, as far as a door asks for it; nobody is kept from its later parts. */
const behind = <T>(parts: object): T => ({ log: openLog('silent'), ...parts }) as T

const id = 'did:causeway:entry:zone-a:air-7'
const cid = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
const json = { 'content-type': 'application/json' }
const bearer = { authorization: `Bearer ${'0'.repeat(64)}` }
const asked = {
  grant: 'grant-1',
  fields: ['temperature'],
  purpose: 'research',
  nonce: '0'.repeat(32),
  expires_ns: '1800000000000000000',
  signature: 'AAAA',
  public_key: 'AAAA',
}
const signed = { text: 'Causeway v1: access', signature: 'AAAA' }
const key = { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }
const part = {
  query: {
    dataset: 'meters',
    zones: ['zone-a'],
    from: '2026-01-01T00:00:00Z',
    until: '2026-02-01T00:00:00Z',
    groupBy: ['zone'],
    measures: [{ element: 'load', fn: 'sum' }],
    where: [{ element: 'open', op: 'eq', value: true }],
  },
  columns: [{ name: 'load', type: 'decimal' }],
  zone: 'zone-a',
  purpose: 'research',
}
const batch = {
  streamId: 'did:causeway:asset:zone-a:air',
  deviceId: 'did:causeway:thing:zone-a:air-7',
  attempt: 1,
  first: '1',
  last: '2',
  sentNs: '1800000000000000000',
  curve: 'ed25519',
  signature: 'AAAA',
  content: 'AAAA',
}
const senml = [{ bn: 'air-7', n: 'temperature', u: 'Cel', v: 21.5, t: 1_800_000_000 }]
const post = (path: string, body: unknown, headers: Meant['headers'] = json): Meant => {
  return { method: 'POST', path: path.split('/').slice(1), headers, body }
}
const get = (path: string, more: Partial<Meant> = {}): Meant => ({
  method: 'GET',
  path: path.split('/').slice(1),
  ...more,
})

const signatures = { signer: async () => 'did:causeway:party:zone-a:asker' }
const callers = { isDevice: async (_: string, credential: string) => credential.startsWith('0') }
const yes = async (): Promise<void> => undefined
const statement = { text: 'kept', signature: new Uint8Array(64) }
const session = { did: id, subject: { roles: [] }, height: 7n, expiresAtMs: 0 }
const node = {
  store: 'did:causeway:thing:zone-a:store-1',
  admit: yes,
  accept: async () => statement,
  read: async () => new Uint8Array(100),
  keptByCid: () => ({}),
  authorise: async () => ({ agreement: 'agreement-1' }),
  delivered: yes,
  delivery: () => statement,
  recordAccess: async () => ({ number: 1n, code: '' }),
  placeShare: yes,
  releaseShare: async () => 'share',
}
const collection = {
  submitDocument: async () => ({}),
  submitBatch: async () => ({}),
  counts: async () => [],
  refused: yes,
}
const login = {
  challenge: async () => ({ nonce: '', text: '', expiresAtMs: 0 }),
  answer: async () => ({ token: '', session }),
  authenticate: async () => session,
  end: yes,
}
const index = { find: async () => ({ lines: [] }), height: async () => 7n }
const signer = { did: id, key: generateKeyPairSync('ed25519').privateKey }
const timeout = (ms: number): AbortSignal => AbortSignal.timeout(ms)
const noSubject = { query: async () => undefined }
const refused = (): Promise<never> => Promise.reject(new CausewayError('FORBIDDEN', {}))
const stream = '/v1/streams/air/devices/air-7'

export const doors: readonly Door[] = [
  {
    name: 'access',
    open: () => createAccessApp(behind({ rows: { find: yes } }), unlimited),
    calls: [post('/reads', { asset: id, first: '1', last: '2', request: asked })],
  },
  {
    name: 'analytics',
    open: () =>
      createAnalyticsApp(
        behind({ signatures, platform: { runPart: async () => ({ value: {}, late: [] }) } }),
        unlimited,
      ),
    calls: [post('/parts', part)],
  },
  {
    name: 'audit',
    open: () =>
      createAuditApp(behind({ signatures, index, chainIds: ['zone-a'], admit: yes, find: yes, signer }), unlimited),
    calls: [
      get('/v1/audit-events', { query: { record: '1', name: 'alice', from: '1800000000000000000' } }),
      get('/v1/audit-reports', { query: { record: '1', format: 'csv', operation: 'grant' } }),
      get(`/v1/data/${id}`),
    ],
  },
  {
    name: 'collection',
    open: () => {
      const parts = { callers, collection, certificates: { put: yes }, handOut: async () => ({}) }
      return createCollectionApp('zone-a', behind(parts))
    },
    calls: [
      post(`${stream}/documents`, senml, { ...bearer, 'content-type': 'application/senml+json' }),
      post(`${stream}/documents`, { result: 21.5 }, { ...bearer, ...json }),
      get(`${stream}/counts`, { query: { fromMs: '0', toMs: '1' }, headers: bearer }),
      post('/v1/batches', batch),
      get('/v1/batches/batch-1', { headers: { authorization: 'AAAA' } }),
      { ...post('/v1/batches/batch-1/certificate', 'a.b.c', { 'content-type': 'application/vc+jwt' }), method: 'PUT' },
    ],
  },
  {
    name: 'identity',
    open: () =>
      createIdentityApp(
        behind({ login, resolver: openResolver({ subjects: noSubject, fetch: refused, timeout }) }),
        unlimited,
      ),
    calls: [
      post('/v1/auth/challenges', { did: 'did:causeway:party:zone-a:city' }),
      post('/v1/auth/tokens', { nonce: '0'.repeat(64), key: 'main-1', signature: 'AAAA', signer: 'wasm1qqq' }),
      get('/v1/auth/session', { headers: bearer }),
      { ...get('/v1/auth/session', { headers: bearer }), method: 'DELETE' },
      get('/v1/dids/did:causeway:party:zone-a:city', { query: { height: '7' } }),
    ],
  },
  {
    name: 'storage',
    open: () => createStoreApp(behind({ node }), unlimited),
    calls: [
      { ...post(`/objects/${cid}`, 'sealed'), method: 'PUT', query: { object: id, version: '1' } },
      get(`/objects/${cid}`, { headers: { range: 'bytes=0-7', 'causeway-request': 'eyJ0ZXh0IjoiIn0=' } }),
      post('/accesses', asked),
      post('/shares', { objectId: id, version: '1', share: 'AAAA' }),
      post(`/shares/${id}`, { version: '1', grant: 'grant-1', recipientKey: key, request: signed, access: '1' }),
      get(`/deliveries/agreement-1/${cid}`),
    ],
  },
]

type Sent = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']
const strangeSegments = ['', '..', '%2e%2e', '%', '%zz', '%00', '__proto__', 'a'.repeat(3_000)]

/** Calls of which any part may be another one: most often one or two. */
class Caller {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  oneOf<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)] as T
  }

  make({ method, path, query = {}, headers = {}, body }: Meant): Sent {
    const segments = path.map((one) => this.#maybe(0.15, one, () => this.#segment(one)))
    const changed = Object.entries(headers).map(([name, value]) => [
      name,
      this.#maybe(0.25, value, () => this.#header(value)),
    ])
    const isSent = body !== undefined || this.#random() < 0.1
    return {
      method: this.#maybe(0.05, method, () => this.oneOf(methods)),
      path: `/${segments.join('/')}?${this.#query(query).slice(0, queryMax)}`,
      headers: Object.fromEntries(changed) as Readonly<Record<string, string>>,
      body: isSent ? this.#body(body) : new Uint8Array(),
    }
  }

  #maybe<T>(part: number, meant: T, change: () => T): T {
    return this.#random() < part ? change() : meant
  }

  #text(value: string): string {
    return Buffer.from(mutateBytes([utf8(value)], this.#random)).toString('latin1')
  }

  #segment(value: string): string {
    return this.#random() < 0.5 ? encodeURIComponent(this.#text(value)) : this.oneOf(strangeSegments)
  }

  #header(value: string): string {
    return this.#text(value)
      .replaceAll(/[^\x20-\x7e]/g, '?')
      .slice(0, headerMax)
  }

  #query(meant: Meant['query'] & object): string {
    const asked = this.#maybe<unknown>(0.25, meant, () => mutateJson(meant, this.#random))
    const pairs = Object.entries(Object(asked) as Record<string, unknown>).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    return new URLSearchParams(pairs).toString()
  }

  #body(body: unknown): Uint8Array {
    const meant = utf8(typeof body === 'string' ? body : JSON.stringify(body ?? null))
    const kind = this.#random()
    if (kind < 0.75) return meant
    return kind < 0.875
      ? mutateBytes([meant], this.#random)
      : utf8(JSON.stringify(mutateJson(body, this.#random)) ?? '')
  }
}

type Answer = { readonly status: number; readonly type: string; readonly text: string }

function send(port: number, { method, path, headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const take = async (response: IncomingMessage): Promise<void> => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      const [status, type] = [response.statusCode ?? 0, response.headers['content-type'] ?? '']
      resolve({ status, type, text: Buffer.concat(chunks).toString('utf8') })
    }
    const signal = AbortSignal.timeout(answerMs)
    const length = { 'content-length': String(body.length) }
    const options = { host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, signal }
    const call = request(options, (response) => void take(response).catch(reject))
    call.on('error', reject)
    call.end(body)
  })
}

/** What is wrong with an answer: a fault of the door's own, or a refusal that no program can read. */
export function faultOf(method: string, { status, type, text }: Answer): string | undefined {
  if (status >= 500) return `${status}: ${text.slice(0, 300)}`
  if (status < 400 || method === 'HEAD') return undefined
  if (!type.startsWith(problemMediaType)) return `${status} as ${type}: ${text.slice(0, 300)}`
  const { code } = JSON.parse(text) as { code?: unknown }
  return typeof code === 'string' && code in catalogue ? undefined : `${status} with the code ${String(code)}`
}

type Tried = { readonly refused: number; readonly violations: readonly string[] }

async function tryDoor({ name, open, calls }: Door, count: number, seed: number): Promise<Tried> {
  const caller = new Caller(randomFrom(seed))
  const door = await listenHttp(open(), { host: '127.0.0.1', port: 0 })
  const violations: string[] = []
  let refused = 0
  const one = async (sent: Sent): Promise<void> => {
    const told = (what: string): number =>
      violations.push(`${name}, seed ${seed}: ${sent.method} ${sent.path.slice(0, 200)} was answered ${what}`)
    const answer = await send(door.port, sent).catch((error: unknown) => void told(`by ${String(error)}`))
    if (answer === undefined) return
    if (answer.status >= 400) refused += 1
    const fault = faultOf(sent.method, answer)
    if (fault !== undefined) told(fault)
  }
  try {
    for (let done = 0; done < count && violations.length === 0; done += atOnce) {
      const length = Math.min(atOnce, count - done)
      const some = Array.from({ length }, () => caller.make(caller.oneOf(calls)))
      await Promise.all(some.map(one))
    }
  } finally {
    await door.close()
  }
  return { refused, violations }
}

export const platformDoors: Attack = {
  name: 'doors',
  about: 'hostile calls at every HTTP door of a platform',
  run: async (effort: Effort): Promise<Found> => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
    const count = Math.ceil(callsEach * effort.times)
    const counts: Record<string, number> = {}
    const violations: string[] = []
    for (const door of chosen(doors, effort)) {
      const tried = await tryDoor(door, count, seed)
      counts[door.name] = count
      violations.push(...tried.violations)
      effort.say(`  ${door.name}: ${count} calls, ${tried.refused} refused`)
    }
    return { counts, violations }
  },
}
