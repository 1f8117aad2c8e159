// The JobQueue port on BullMQ over Redis: what fails comes again, and a Redis that was away or emptied heals by itself.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type Job as BullmqJob, type JobsOptions, Queue, UnrecoverableError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Job, JobQueue, Log, OpenQueue } from '../ports.ts'

export type BullmqOptions = {
  readonly url: string
  readonly log: Log
  /** A job whose worker is silent for this long is given to another one. */
  readonly lockMs?: number
  readonly stalledIntervalMs?: number
}

export type Bullmq = {
  readonly openQueue: OpenQueue
  /** Throws REDIS_UNAVAILABLE. */
  ping(): Promise<void>
  /** Lets running jobs end, for a while; what is cut off runs again elsewhere. */
  close(): Promise<void>
}

const answerMsMax = 1_000
const closeMsMax = 3_000
const reconnectMsMax = 1_000
const retryMsMin = 100
const retryMsMax = 10_000

/**
 * An id that has completed keeps its place for a minute, among the last hundred: within it, adding the id again has no
 * effect, and later it is a new job. A job that has failed for good leaves at once and is only counted, so that whoever
 * finds its intent still open may add it again.
 */
const jobOptions: JobsOptions = {
  // With the delays below about two minutes; what is longer away is found again by those who watch chains and store.
  attempts: 20,
  backoff: { type: 'custom' },
  removeOnComplete: { age: 60, count: 100 },
  removeOnFail: true,
}

/** The first retry comes after about 100 ms; every one waits twice as long, up to 10 s, less up to a half by chance. */
export function retryDelayMs(attemptsMade: number, random: number): number {
  const longest = Math.min(retryMsMin * 2 ** (attemptsMade - 1), retryMsMax)
  return Math.round(longest * (1 - random / 2))
}

export function openBullmq(options: BullmqOptions): Bullmq {
  const connect = (own: FailureManners): Redis => new Redis(options.url, { ...own, retryStrategy })
  // Whoever adds must hear at once that Redis is away; whoever works just waits for it.
  const producer = connect({ enableOfflineQueue: false, maxRetriesPerRequest: 0 })
  tellConnection(producer, options.log)
  let worker: Redis | undefined
  const openWorker = (): Redis => {
    worker ??= connect({ maxRetriesPerRequest: null }).on('error', () => undefined)
    return worker
  }
  const queues: { close(): Promise<void> }[] = []
  return {
    openQueue: <T>(name: string): JobQueue<T> => {
      const queue = new BullmqQueue<T>(name, { ...options, producer, openWorker })
      queues.push(queue)
      return queue
    },
    ping: () => ask(producer, async () => void (await producer.ping())),
    async close() {
      await Promise.all(queues.map((queue) => queue.close()))
      producer.disconnect()
      worker?.disconnect()
    },
  }
}

const retryStrategy = (times: number): number => Math.min(times * 50, reconnectMsMax)

type FailureManners = { readonly maxRetriesPerRequest: number | null; readonly enableOfflineQueue?: boolean }
type Connections = { readonly producer: Redis; readonly openWorker: () => Redis }

class BullmqQueue<T> implements JobQueue<T> {
  readonly name: string
  readonly #options: BullmqOptions & Connections
  #queue: Queue | undefined
  #worker: Worker | undefined

  constructor(name: string, options: BullmqOptions & Connections) {
    this.name = name
    this.#options = options
  }

  async add(jobs: readonly Job<T>[]): Promise<void> {
    for (const { id } of jobs) assert(/^(?!\d+$)[^:]+$/.test(id), `a job id that BullMQ refuses: ${id}`)
    const named = jobs.map(({ id, data }) => ({ name: 'job', data, opts: { ...jobOptions, jobId: id } }))
    await this.#ask((queue) => queue.addBulk(named))
  }

  work(handle: (job: Job<T>) => Promise<void>, { concurrency }: { readonly concurrency: number }): void {
    assert(this.#worker === undefined, `the queue ${this.name} is worked already`)
    const { openWorker, log, lockMs, stalledIntervalMs } = this.#options
    this.#worker = new Worker(this.name, (job) => run(handle, job), {
      connection: openWorker(),
      concurrency,
      lockDuration: lockMs ?? 10_000,
      stalledInterval: stalledIntervalMs ?? 3_000,
      maxStalledCount: 3,
      // Counts completed and failed jobs, of which the queue keeps few or none.
      metrics: { maxDataPoints: 1 },
      settings: { backoffStrategy: (attemptsMade) => retryDelayMs(attemptsMade, Math.random()) },
    })
    this.#worker.on('failed', (job, error) => tellFailure(log, this.name, job, error))
    // Jobs that vanished with an emptied Redis end here, and every lost connection.
    this.#worker.on('error', (error) => log.debug('queue.worker_error', { queue: this.name, error }))
  }

  counts(): Promise<{ waiting: number; active: number; failed: number }> {
    return this.#ask(async (queue) => {
      const [counts, failed] = await Promise.all([
        queue.getJobCounts('waiting', 'delayed', 'active'),
        queue.getMetrics('failed'),
      ])
      const { waiting = 0, delayed = 0, active = 0 } = counts
      return { waiting: waiting + delayed, active, failed: failed.meta.count }
    })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    // Without a connection there is nothing to hand back, and BullMQ would wait for one.
    const connected = this.#options.producer.status === 'ready'
    if (worker !== undefined && connected) await within(closeMsMax, worker.pause()).catch(() => undefined)
    // Running jobs have ended by now; by force means not to wait for those that have not.
    await worker?.close(true)
    await this.#queue?.close()
  }

  async #ask<R>(request: (queue: Queue) => Promise<R>): Promise<R> {
    const { producer } = this.#options
    return ask(producer, async () => {
      this.#queue ??= openQueue(this.name, producer)
      const queue = this.#queue
      try {
        return await request(queue)
      } catch (error) {
        // A queue that was opened while Redis went away never becomes ready: the next request opens another.
        if (this.#queue === queue) this.#queue = undefined
        await queue.close()
        throw error
      }
    })
  }
}

function openQueue(name: string, connection: Redis): Queue {
  const queue = new Queue(name, { connection, streams: { events: { maxLen: 100 } } })
  // Every request tells its own failure.
  return queue.on('error', () => undefined)
}

async function run<T>(handle: (job: Job<T>) => Promise<void>, { id, data }: BullmqJob): Promise<void> {
  try {
    await handle({ id: id ?? '', data: data as T })
  } catch (error) {
    if (!isCausewayError(error) || error.retryable) throw error
    throw Object.assign(new UnrecoverableError(error.message), { cause: error })
  }
}

function tellFailure(log: Log, queue: string, job: BullmqJob | undefined, error: Error): void {
  // What is not to be tried again comes wrapped; any other error says itself what has happened.
  const met = isCausewayError(error) ? error : (error.cause ?? error)
  const code = isCausewayError(met) ? met.code : 'INTERNAL'
  const facts = { queue, job_id: job?.id, code, attempts: job?.attemptsMade, error }
  if (job?.finishedOn === undefined) log.debug('job.retried', facts)
  else log.warn('job.failed', facts)
}

/** A request to Redis: an answer within a second, or REDIS_UNAVAILABLE. */
async function ask<R>(client: Redis, request: () => Promise<R>): Promise<R> {
  try {
    return await within(answerMsMax, connected(client).then(request))
  } catch (cause) {
    const { host, port } = client.options
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CausewayError('REDIS_UNAVAILABLE', { redis: `${host}:${port}`, reason }, cause)
  }
}

/** Only waits: the client connects by itself, again and again. Rejects with the first refusal. */
async function connected(client: Redis): Promise<void> {
  if (client.status !== 'ready') await once(client, 'ready', { signal: AbortSignal.timeout(answerMsMax) })
}

async function within<R>(ms: number, work: Promise<R>): Promise<R> {
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

/** Says once that Redis is gone, and once that it is back. */
function tellConnection(client: Redis, log: Log): void {
  let lost = false
  client.on('ready', () => {
    if (lost) log.info('redis.back')
    lost = false
  })
  client.on('error', (error: Error) => {
    if (!lost) log.warn('redis.lost', { error })
    lost = true
  })
}
