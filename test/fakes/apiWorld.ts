// A hub, three zones and an API over them in one process: chains and queues are fakes, the store is SQLite in memory.
import { sha256 as cosmSha256, ripemd160, Secp256k1 } from '@cosmjs/crypto'
import { toBech32 } from '@cosmjs/encoding'
import { Channel } from 'cosmjs-types/ibc/core/channel/v1/channel'
import {
  QueryChannelClientStateResponse,
  QueryChannelRequest,
  QueryChannelResponse,
} from 'cosmjs-types/ibc/core/channel/v1/query'
import { QueryClientStateResponse, QueryClientStatusResponse } from 'cosmjs-types/ibc/core/client/v1/query'
import { ClientState } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { type ServerOptions, serverDefaults } from '../../api/server.ts'
import { type RunningApi, startApi } from '../../api/startApi.ts'
import { openKyselyStore } from '../../api/store/kyselyStore.ts'
import type { Store } from '../../api/store/store.ts'
import { authorisationTextOf, signedBytes } from '../../core/authorisation.ts'
import { toBase64, utf8 } from '../../core/bytes.ts'
import { encodeEnvelope, encodeManifest } from '../../core/codec.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { AuthorisationScheme, Envelope, Manifest } from '../../core/words.ts'
import { openSqlite } from '../../database/sqlite.ts'
import type { Clock, Log, OpenQueue } from '../../relayer/ports.ts'
import type { Path } from './chainEvents.ts'
import { FakeChain } from './fakeChain.ts'
import { MemoryQueues } from './memoryQueues.ts'

export const hubId = 'causeway-hub'
export const hubContract = 'wasm1hub'
export const zoneIds = ['zone-a', 'zone-b', 'zone-c'] as const
export const gateOf = (chainId: string): string => `wasm1gate${chainId.replace('zone-', '')}`
export const assetsOf = (chainId: string): string => `wasm1assets${chainId.replace('zone-', '')}`

export const pathOf = (chainId: string): Path => ({
  gate: gateOf(chainId),
  hub: hubContract,
  channelId: 'channel-0',
  hubChannelId: `channel-${(zoneIds as readonly string[]).indexOf(chainId)}`,
})

/** The relayer carries what zones send to the hub, and nothing between zones. */
const relayedPaths = zoneIds.map((a) => ({
  a,
  b: hubId,
  packetFilter: { policy: 'allow', list: [['wasm.*', '*']] } as const,
}))

export type FakeUser = { readonly address: string; sign(text: string, scheme?: AuthorisationScheme): Promise<Consent> }
export type Submission = { readonly manifest: string; readonly authorisations: readonly Consent[] }
export type Consent = { readonly scheme: AuthorisationScheme; readonly publicKey: string; readonly signature: string }

export async function fakeUser(name: string): Promise<FakeUser> {
  const privateKey = cosmSha256(utf8(`key of ${name}`))
  const { pubkey } = await Secp256k1.makeKeypair(privateKey)
  const publicKey = Secp256k1.compressPubkey(pubkey)
  const address = toBech32('wasm', ripemd160(cosmSha256(publicKey)))
  return {
    address,
    async sign(text, scheme = 'secp256k1') {
      const digest = cosmSha256(signedBytes(scheme, address, text))
      const signature = await Secp256k1.createSignature(digest, privateKey)
      const bytes = new Uint8Array([...signature.r(32), ...signature.s(32)])
      return { scheme, publicKey: toBase64(publicKey), signature: toBase64(bytes) }
    },
  }
}

/** A manifest that no planner made, with consents of `users` to it as they would sign it. */
export async function signed(manifest: Manifest, users: readonly FakeUser[]): Promise<Submission> {
  const bytes = encodeManifest(manifest)
  const id = transactionId(bytes, cosmSha256)
  const text = authorisationTextOf('authorise', id, manifest)
  return { manifest: toBase64(bytes), authorisations: await Promise.all(users.map((user) => user.sign(text))) }
}

/** Time moves only when a test says so; sleeping yields to the loop. */
export class ManualClock implements Clock {
  ms = 1_800_000_000_000

  nowMs(): number {
    return this.ms
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, 2))
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}

export type Planned = {
  readonly transactionId: string
  readonly manifest: { legs: { chainId: string; gate: string; operations: Record<string, unknown>[] }[] }
  readonly manifestBytes: string
  readonly authorisationText: string
  readonly actors: readonly string[]
  readonly checks: readonly { readonly chainId: string; readonly result: string; readonly code: string | null }[]
}

export type Response<T> = { readonly status: number; readonly headers: Headers; readonly body: T }
export type Problem = {
  readonly type: string
  readonly code: string
  readonly status: number
  readonly hint: string
  readonly retryable: boolean
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[]
}

export const content = utf8('{"rain_mm":12}')

export const recordId = 'did:causeway:asset:zone-a:weather-2015'
export const certificateId = 'did:causeway:asset:zone-a:certificate-7'

export const recordEnvelope: Envelope = {
  schema: { major: 1, minor: 0 },
  id: recordId,
  dataType: 'record',
  structure: 'document',
  elements: [],
  length: BigInt(content.length),
  access: 'open',
  copyable: true,
  movable: false,
  owner: 'did:causeway:party:zone-a:alice',
  controller: '',
  terms: '',
  stored: { algorithm: 'sha2_256', digest: cosmSha256(content) },
  lineage: [],
  claimedTimeNs: 0n,
}

export const certificateEnvelope: Envelope = {
  schema: { major: 1, minor: 0 },
  id: certificateId,
  dataType: 'non_fungible',
  elements: [],
  length: 0n,
  access: 'closed',
  copyable: false,
  movable: true,
  owner: 'did:causeway:party:zone-a:alice',
  controller: '',
  terms: '',
  lineage: [],
  claimedTimeNs: 0n,
}

type Checked = { readonly ready: object } | { readonly busy: { code: number } } | { readonly refused: { code: number } }

export type WorldOptions = {
  readonly store?: Store
  readonly server?: Partial<ServerOptions>
  /** In place of the queues in memory. */
  readonly openQueue?: OpenQueue
  /** Of an API that was stopped before, so that its clients find the next one. */
  readonly port?: number
}

export class ApiWorld {
  readonly chains: ReadonlyMap<string, FakeChain>
  readonly queues: MemoryQueues
  readonly clock = new ManualClock()
  /** What `check` answers, by chain id; ready where nothing is set. */
  readonly checks = new Map<string, Checked>()
  /** Items by `<chainId>/<id>`, as the assets contract would tell them. */
  readonly items = new Map<string, object>()
  /** What hub and gates answer for a transaction, by `<chainId>/<id>`; null where nothing is set. */
  readonly records = new Map<string, object>()
  suspended = new Set<string>()
  logged: { event: string; facts: Readonly<Record<string, unknown>> }[] = []
  #api: RunningApi | undefined
  #store: Store | undefined

  constructor(queues = new MemoryQueues()) {
    this.queues = queues
    this.chains = new Map([hubId, ...zoneIds].map((chainId) => [chainId, new FakeChain({ chainId })]))
    this.chain(hubId).onSmart(hubContract, (query) => this.#askHub(query))
    for (const chainId of zoneIds) {
      this.chain(chainId).onSmart(assetsOf(chainId), (query) => this.#askAssets(chainId, query))
      this.chain(chainId).onSmart(gateOf(chainId), ({ leg }) => this.#record(chainId, leg))
      this.#answerIbc(this.chain(chainId), () => hubId)
    }
    this.#answerIbc(this.chain(hubId), (channelId) => zoneIds[Number(channelId.slice('channel-'.length))] ?? '')
  }

  async start(options: WorldOptions = {}): Promise<this> {
    this.#store = options.store ?? (await openKyselyStore(openSqlite(':memory:'), 'sqlite'))
    const ports = {
      store: this.#store,
      chains: this.chains,
      openQueue: options.openQueue ?? this.queues.open,
      clock: this.clock,
      log: this.#log(),
      random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
    }
    this.#api = await startApi(ports, {
      hub: { chainId: hubId, contract: hubContract },
      gates: new Map(zoneIds.map((chainId) => [chainId, gateOf(chainId)])),
      resources: new Map(zoneIds.map((chainId) => [chainId, [assetsOf(chainId)]])),
      paths: relayedPaths,
      host: '127.0.0.1',
      port: options.port ?? 0,
      version: '0.0.0',
      server: { ...serverDefaults, requestsPerMinute: 0, ...options.server },
      tickMs: 1,
      repeatAfterMs: 5_000,
      zonesFreshMs: 1_000,
      deadlineDefaultMs: 60_000,
      lookback: 100n,
    })
    return this
  }

  /** Ends the API and keeps chains, queues and, if it was handed in, the store: a restart. */
  async stop(options: { readonly keepStore?: boolean } = {}): Promise<void> {
    await this.#api?.close()
    if (options.keepStore !== true) await this.#store?.close()
  }

  get api(): RunningApi {
    if (this.#api === undefined) throw new Error('the world is not started')
    return this.#api
  }

  chain(chainId: string): FakeChain {
    const chain = this.chains.get(chainId)
    if (chain === undefined) throw new Error(`no chain ${chainId}`)
    return chain
  }

  async call<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response<T>> {
    const response = await fetch(`${this.api.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as T,
    }
  }

  async plan(intent: object): Promise<Planned> {
    const response = await this.call<Planned>('POST', '/v1/manifests', intent)
    if (response.status !== 200) throw new Error(JSON.stringify(response.body))
    return response.body
  }

  submit<T = { transactionId: string }>(body: object, key: string = crypto.randomUUID()): Promise<Response<T>> {
    return this.call<T>('POST', '/v1/share-requests', body, { 'idempotency-key': key })
  }

  /** Asks until the answer satisfies `is`; the test's own time limit ends what never does. */
  async until<T>(ask: () => Promise<T> | T, is: (value: T) => boolean): Promise<T> {
    for (;;) {
      const value = await ask()
      if (is(value)) return value
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  async view(id: string): Promise<{
    state: string
    outcome: string
    code: string | null
    waitsFor: { chainId: string; what: string; code: string | null }[]
  }> {
    return (await this.call<never>('GET', `/v1/share-requests/${id}`)).body
  }

  #record(chainId: string, asked: unknown): object | null {
    const id = (asked as { transaction_id?: string } | undefined)?.transaction_id
    return this.records.get(`${chainId}/${id}`) ?? null
  }

  #askHub(query: Record<string, unknown>): unknown {
    if ('transaction' in query) return this.#record(hubId, query['transaction'])
    if ('asset' in query) return { id: (query['asset'] as { id: string }).id, chain_id: 'zone-a', version: '0' }
    if ('assets' in query) return { assets: [{ id: certificateId, chain_id: 'zone-b', version: '1' }] }
    const zones = zoneIds.map((chainId, index) => ({
      zone: {
        chain_id: chainId,
        client_id: `07-tendermint-${index}`,
        connection_id: `connection-${index}`,
        port_id: `wasm.${gateOf(chainId)}`,
        gate: gateOf(chainId),
      },
      suspended: this.suspended.has(chainId),
      channels: [{ channel_id: `channel-${index}`, open: true }],
      open_transactions: 0,
    }))
    return { zones }
  }

  #askAssets(chainId: string, query: Record<string, unknown>): unknown {
    if ('check' in query) return this.checks.get(chainId) ?? { ready: {} }
    if ('content' in query) return { content: toBase64(content) }
    if ('item' in query) return this.items.get(`${chainId}/${(query['item'] as { id: string }).id}`) ?? null
    const own = [...this.items].filter(([key]) => key.startsWith(`${chainId}/`))
    return { items: own.map(([, item]) => item) }
  }

  #answerIbc(chain: FakeChain, peerOf: (channelId: string) => string): void {
    const state = (chainId: string) => ({
      typeUrl: '/ibc.lightclients.tendermint.v1.ClientState',
      value: ClientState.encode(ClientState.fromPartial({ chainId, trustingPeriod: { seconds: 7_200n } })).finish(),
    })
    chain.onGrpc('/ibc.core.channel.v1.Query/Channel', () =>
      QueryChannelResponse.encode(
        QueryChannelResponse.fromPartial({ channel: Channel.fromPartial({ connectionHops: ['connection-0'] }) }),
      ).finish(),
    )
    chain.onGrpc('/ibc.core.channel.v1.Query/ChannelClientState', (request) => {
      const clientState = state(peerOf(QueryChannelRequest.decode(request).channelId))
      const identifiedClientState = { clientId: '07-tendermint-0', clientState }
      return QueryChannelClientStateResponse.encode(
        QueryChannelClientStateResponse.fromPartial({ identifiedClientState }),
      ).finish()
    })
    chain.onGrpc('/ibc.core.client.v1.Query/ClientStatus', () =>
      QueryClientStatusResponse.encode({ status: 'Active' }).finish(),
    )
    chain.onGrpc('/ibc.core.client.v1.Query/ClientState', () =>
      QueryClientStateResponse.encode(QueryClientStateResponse.fromPartial({ clientState: state('zone-a') })).finish(),
    )
  }

  #log(): Log {
    const keep = (event: string, facts: Readonly<Record<string, unknown>> = {}): void =>
      void this.logged.push({ event, facts })
    const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log }
    return log
  }
}

/** An item as the assets contract tells it. */
export function itemOf(envelope: Envelope, owner: string, more: object = {}): object {
  return {
    id: envelope.id,
    envelope: toBase64(encodeEnvelope(envelope)),
    owner_account: owner,
    version: '3',
    state: 'live',
    departed_to: null,
    replica_of: null,
    content_length: envelope.length.toString(),
    lock: null,
    in_doubt: false,
    ...more,
  }
}
