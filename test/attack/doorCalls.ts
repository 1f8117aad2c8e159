// The HTTP doors of a platform, and the calls that each is meant for; what stands behind them says yes to everybody, so
// that all of a door is reached.
import { generateKeyPairSync } from 'node:crypto'
import type { Express } from 'express'
import { encodeRows } from '../../core/batch.ts'
import { parseSubject } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import { createAccessApp } from '../../platform/access/doorServer.ts'
import { createAnalyticsApp } from '../../platform/analytics/door.ts'
import { createAuditApp } from '../../platform/audit/door.ts'
import { createCollectionApp } from '../../platform/collection/httpDoor.ts'
import { createIdentityApp } from '../../platform/identity/door.ts'
import { openResolver } from '../../platform/identity/resolver.ts'
import { createStoreApp } from '../../platform/storage/storeServer.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { deviceId, rowsFrom, streamId, weatherElements } from '../fakes/devices.ts'
import { sha256 } from '../vectors/samples.ts'
import { ownBatch, party, query } from './samples.ts'

const unlimited = 1e9

/** A call as it is meant; each of its parts may be another one. */
export type Meant = {
  readonly method: string
  /** Segments of the path. */
  readonly path: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}
/** Puts something else in the place of what stands behind a door. */
export type Watch = <T extends object>(parts: T) => T
export type Door = {
  readonly name: string
  readonly open: (watch?: Watch) => Express
  readonly calls: readonly Meant[]
}

/** What stands behind a door, as far as a door asks for it; nobody is kept from its later parts. */
const behind = <T>(parts: object, watch: Watch = (same) => same): T =>
  ({ log: openLog('silent'), ...watch(parts) }) as T

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
const inBase64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')
const key = { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }
const part = {
  query: { ...query, zones: ['zone-a'] },
  columns: [{ name: 'load', type: 'decimal' }],
  zone: 'zone-a',
  purpose: 'research',
}
export const senml = [{ bn: 'air-7', n: 'temperature', u: 'Cel', v: 21.5, t: 1_800_000_000 }]
const post = (path: string, body: unknown, headers: Meant['headers'] = json): Meant => {
  return { method: 'POST', path: path.split('/').slice(1), headers, body }
}
const get = (path: string, more: Partial<Meant> = {}): Meant => ({
  method: 'GET',
  path: path.split('/').slice(1),
  ...more,
})

const rows = { streamId, deviceId, attempt: 1, first: 1n, last: 4n, content: encodeRows(rowsFrom(1n, 4)) }
const signingKey = generateKeyPairSync('ed25519').privateKey
const accesses = { submitUse: async () => ({ number: 1n, asset: id, code: '' }) }
const ownRows = { find: async () => ({ ...rows, elements: weatherElements, leaf: sha256 }) }
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
const signer = { did: id, key: signingKey }
const timeout = (ms: number): AbortSignal => AbortSignal.timeout(ms)
const subjects = {
  query: async (did: string) => ({ subject: { ...parseSubject(party), id: did }, height: 9n, timeMs: 0 }),
}
const refused = (): Promise<never> => Promise.reject(new CausewayError('FORBIDDEN', {}))
const stream = '/v1/streams/air/devices/air-7'

export const doors: readonly Door[] = [
  {
    name: 'access',
    open: (watch) => createAccessApp(behind({ rows: ownRows, accesses, signingKey }, watch), unlimited),
    calls: [post('/reads', { asset: id, first: '1', last: '2', request: asked })],
  },
  {
    name: 'analytics',
    open: (watch) =>
      createAnalyticsApp(
        behind({ signatures, platform: { runPart: async () => ({ value: {}, late: [] }) } }, watch),
        unlimited,
      ),
    calls: [post('/parts', part)],
  },
  {
    name: 'audit',
    open: (watch) =>
      createAuditApp(
        behind({ signatures, index, chainIds: ['zone-a'], admit: yes, find: yes, signer }, watch),
        unlimited,
      ),
    calls: [
      get('/v1/audit-events', { query: { record: '1', name: 'alice', from: '1800000000000000000' } }),
      get('/v1/audit-reports', { query: { record: '1', format: 'csv', operation: 'grant' } }),
      get(`/v1/data/${id}`),
    ],
  },
  {
    name: 'collection',
    open: (watch) => {
      const parts = { callers, collection, certificates: { put: yes }, handOut: async () => ({}) }
      return createCollectionApp('zone-a', behind(parts, watch))
    },
    calls: [
      post(`${stream}/documents`, senml, { ...bearer, 'content-type': 'application/senml+json' }),
      post(`${stream}/documents`, { result: 21.5 }, { ...bearer, ...json }),
      get(`${stream}/counts`, { query: { fromMs: '0', toMs: '1' }, headers: bearer }),
      post('/v1/batches', ownBatch),
      get('/v1/batches/batch-1', { headers: { authorization: 'AAAA' } }),
      { ...post('/v1/batches/batch-1/certificate', 'a.b.c', { 'content-type': 'application/vc+jwt' }), method: 'PUT' },
    ],
  },
  {
    name: 'identity',
    open: (watch) =>
      createIdentityApp(
        behind({ login, resolver: openResolver({ subjects, fetch: refused, timeout }) }, watch),
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
    open: (watch) => createStoreApp(behind({ node }, watch), unlimited),
    calls: [
      { ...post(`/objects/${cid}`, 'sealed'), method: 'PUT', query: { object: id, version: '1' } },
      get(`/objects/${cid}`, {
        headers: { range: 'bytes=0-7', 'causeway-request': inBase64({ ...signed, grant: 'grant-1' }) },
      }),
      post('/accesses', asked),
      post('/shares', { objectId: id, version: '1', share: 'AAAA' }),
      post(`/shares/${id}`, { version: '1', grant: 'grant-1', recipientKey: key, request: signed, access: '1' }),
      get(`/deliveries/agreement-1/${cid}`),
    ],
  },
]
