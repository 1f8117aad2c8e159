// A connection to Redis as the configuration places it, which answers within a second or says why it does not.
import { once } from 'node:events'
import { Cluster, Redis } from 'ioredis'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Log } from '../ports.ts'

/**
 * One server (`url`), a Cluster (`nodes`, any of its nodes), or a master that Sentinels know: then the host of `url` is
 * the master's name. Users and passwords stand in the addresses.
 */
export type RedisPlace = {
  readonly url?: string | undefined
  readonly nodes?: readonly string[] | undefined
  readonly sentinels?: readonly string[] | undefined
}
export type RedisClient = Redis | Cluster
type FailureManners = { readonly maxRetriesPerRequest: number | null; readonly enableOfflineQueue?: boolean }

const answerMsMax = 1_000
const reconnectMsMax = 1_000
const portDefault = 6_379
const sentinelPortDefault = 26_379

const retryStrategy = (times: number): number => Math.min(times * 50, reconnectMsMax)
// A master that has become a replica behind the same address: the next connection finds the new one.
const reconnectOnError = (error: Error): boolean => error.message.startsWith('READONLY')

export function connectRedis({ url, nodes, sentinels }: RedisPlace, manners: FailureManners): RedisClient {
  const { enableOfflineQueue = true, maxRetriesPerRequest } = manners
  const own = { enableOfflineQueue, maxRetriesPerRequest, retryStrategy, reconnectOnError }
  if (nodes !== undefined) {
    const { host: _host, port: _port, ...rest } = parsePlace(nodes[0] ?? '', portDefault)
    return new Cluster(
      nodes.map((node) => hostAndPort(node, portDefault)),
      { enableOfflineQueue, clusterRetryStrategy: retryStrategy, redisOptions: { ...rest, maxRetriesPerRequest } },
    )
  }
  if (sentinels === undefined) return new Redis(url ?? '', own)
  const { host: name, port: _port, ...rest } = parsePlace(url ?? '', portDefault)
  const { username, password, tls } = parsePlace(sentinels[0] ?? '', sentinelPortDefault)
  return new Redis({
    ...rest,
    ...own,
    name,
    sentinels: sentinels.map((one) => hostAndPort(one, sentinelPortDefault)),
    sentinelRetryStrategy: retryStrategy,
    ...(username === undefined ? {} : { sentinelUsername: username }),
    ...(password === undefined ? {} : { sentinelPassword: password }),
    ...(tls === undefined ? {} : { sentinelTLS: tls, enableTLSForSentinelMode: true }),
  })
}

function hostAndPort(url: string, port: number): { readonly host: string; readonly port: number } {
  const { host, port: given } = parsePlace(url, port)
  return { host, port: given }
}

type Parsed = {
  readonly host: string
  readonly port: number
  readonly db?: number
  readonly username?: string
  readonly password?: string
  readonly tls?: object
}

function parsePlace(text: string, port: number): Parsed {
  const url = new URL(text)
  const db = Number(url.pathname.slice(1) || '0')
  return {
    host: url.hostname,
    port: Number(url.port || port),
    ...(db === 0 ? {} : { db }),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  }
}

/** `host:port` of every address, without users and passwords. */
export function placeText({ url, nodes, sentinels }: RedisPlace): string {
  const hosts = (nodes ?? sentinels ?? [url ?? '']).map((one) => {
    const { host, port } = hostAndPort(one, sentinels === undefined ? portDefault : sentinelPortDefault)
    return `${host}:${port}`
  })
  return hosts.join(', ')
}

/** Whoever asks here must hear at once that Redis is away; whoever works just waits for it. */
export class PromptRedis {
  readonly client: RedisClient
  readonly #place: RedisPlace
  readonly #log: Log
  /** What got no answer last time; in a Cluster some keys may be away, and others not. */
  readonly #failing = new Map<string, Error>()

  #connecting: Promise<unknown> | undefined

  constructor(place: RedisPlace, log: Log) {
    this.#place = place
    this.#log = log
    this.client = connectRedis(place, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
    // A server that has refused something may refuse it again over a new connection.
    const isAway = ([, error]: [string, Error]): boolean => !isCausewayError(error, 'REDIS_REFUSED')
    this.client.on('ready', () => this.#answered(...[...this.#failing].filter(isAway).map(([about]) => about)))
    this.client.on('error', (error: Error) => this.#failed('connection', error))
  }

  /** `about`: the lane whose keys are asked for. Throws REDIS_UNAVAILABLE, and REDIS_REFUSED where it says no. */
  async ask<R>(about: string, request: () => Promise<R>): Promise<R> {
    try {
      const answer = await within(answerMsMax, this.#connected().then(request))
      this.#answered(about, 'connection')
      return answer
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const error = new CausewayError(
        isRefusal(reason) ? 'REDIS_REFUSED' : 'REDIS_UNAVAILABLE',
        { redis: placeText(this.#place), reason },
        cause,
      )
      this.#failed(about, error)
      throw error
    }
  }

  close(): void {
    this.client.disconnect()
  }

  /** Only waits: the client connects by itself, again and again. Rejects with the first refusal, later at once. */
  async #connected(): Promise<void> {
    const { client } = this
    if (client.status === 'ready') return
    // Whoever asks again and again must not keep the connection from coming back.
    await new Promise((resume) => setImmediate(resume))
    const error = this.#failing.get('connection')
    if (error !== undefined) throw error
    this.#connecting ??= once(client, 'ready', { signal: AbortSignal.timeout(answerMsMax) }).finally(() => {
      this.#connecting = undefined
    })
    await this.#connecting
  }

  #failed(about: string, error: Error): void {
    if (this.#failing.size === 0) this.#log.warn('redis.lost', { error })
    // A refusal stays one while its connection is made anew.
    if (!isCausewayError(this.#failing.get(about), 'REDIS_REFUSED')) this.#failing.set(about, error)
  }

  #answered(...abouts: readonly string[]): void {
    if (this.#failing.size === 0) return
    for (const about of abouts) this.#failing.delete(about)
    if (this.#failing.size === 0) this.#log.info('redis.back')
  }
}

/** Redis is there: its disk or memory is full, it is a replica, or it does not know us. */
const isRefusal = (reason: string): boolean =>
  /\b(MISCONF|OOM|READONLY|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM)\b/.test(reason)

export async function within<R>(ms: number, work: Promise<R>): Promise<R> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
