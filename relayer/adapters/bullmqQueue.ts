// The JobQueue port on BullMQ over Redis: what fails comes again, and a Redis that was away or emptied heals by itself.
import assert from 'node:assert/strict'
import { type Job as BullmqJob, type JobsOptions, Queue, UnrecoverableError, Worker } from 'bullmq'
import { isCausewayError } from '../../core/errors.ts'
import type { Job, JobQueue, Log, OpenQueue } from '../ports.ts'
import { connectRedis, PromptRedis, type RedisClient, type RedisPlace, within } from './redis.ts'

export type BullmqOptions = RedisPlace & {
  readonly log: Log
  /** A job whose worker is silent for this long is given to another one. */
  readonly lockMs?: number
  readonly stalledIntervalMs?: number
}

export type Bullmq = {
  readonly openQueue: OpenQueue
  readonly redis: PromptRedis
  /** Throws REDIS_UNAVAILABLE, REDIS_REFUSED. */
  ping(): Promise<void>
  /** Lets running jobs end, for a while; what is cut off runs again elsewhere. */
  close(): Promise<void>
}

const closeMsMax = 3_000
// BullMQ waits for a quarter of a minute otherwise, although Redis may be back.
const workAgainMs = 1_000
// A worker that stands still may have been told of a job: another one looks by itself.
const lookSec = 2
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
  const redis = new PromptRedis(options, options.log)
  let worker: RedisClient | undefined
  const openWorker = (): RedisClient => {
    worker ??= connectRedis(options, { maxRetriesPerRequest: null }).on('error', () => undefined)
    return worker
  }
  const queues: { close(): Promise<void> }[] = []
  return {
    redis,
    openQueue: <T>(name: string): JobQueue<T> => {
      const queue = new BullmqQueue<T>(name, { ...options, redis, openWorker })
      queues.push(queue)
      return queue
    },
    ping: () => redis.ask('connection', async () => void (await redis.client.ping())),
    async close() {
      await Promise.all(queues.map((queue) => queue.close()))
      redis.close()
      worker?.disconnect()
    },
  }
}

type Connections = { readonly redis: PromptRedis; readonly openWorker: () => RedisClient }

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
    const worker: Worker = new Worker(this.name, (job) => (this.#worker === worker ? run(handle, job) : handBack()), {
      connection: openWorker(),
      concurrency,
      lockDuration: lockMs ?? 10_000,
      stalledInterval: stalledIntervalMs ?? 3_000,
      runRetryDelay: workAgainMs,
      drainDelay: lookSec,
      maxStalledCount: 3,
      // Counts completed and failed jobs, of which the queue keeps few or none.
      metrics: { maxDataPoints: 1 },
      settings: { backoffStrategy: (attemptsMade) => retryDelayMs(attemptsMade, Math.random()) },
    })
    this.#worker = worker
    worker.on('failed', (job, error) => tellFailure(log, this.name, job, error))
    // Jobs that vanished with an emptied Redis end here, and every lost connection.
    worker.on('error', (error) => log.debug('queue.worker_error', { queue: this.name, error }))
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

  async rest(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.close(true)
  }

  async close(): Promise<void> {
    // Without a connection there is nothing to hand back, and BullMQ would wait for one.
    const connected = this.#options.redis.client.status === 'ready'
    if (connected) await within(closeMsMax, this.#worker?.pause() ?? Promise.resolve()).catch(() => undefined)
    // Running jobs have ended by now; by force means not to wait for those that have not.
    await this.rest()
    await this.#queue?.close()
  }

  async #ask<R>(request: (queue: Queue) => Promise<R>): Promise<R> {
    const { redis } = this.#options
    // As the lease of a lane with a key of its own is named, which is asked for every second.
    const lane = /\{(.+)\}/.exec(this.name)?.[1] ?? this.name
    return redis.ask(lane, async () => {
      this.#queue ??= openQueue(this.name, redis.client)
      const queue = this.#queue
      try {
        return await request(queue)
      } catch (error) {
        // A queue that was opened while Redis went away never becomes ready: the next request opens another.
        if (this.#queue === queue) this.#queue = undefined
        // Its end may take longer than whoever asks is willing to wait for the reason.
        queue.close().catch(() => undefined)
        throw error
      }
    })
  }
}

function openQueue(name: string, connection: RedisClient): Queue {
  const queue = new Queue(name, { connection, streams: { events: { maxLen: 100 } } })
  // Every request tells its own failure.
  return queue.on('error', () => undefined)
}

/** BullMQ may still give a job to a worker that is being closed. */
async function handBack(): Promise<never> {
  throw new Error('this process no longer works the queue')
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
