// How jobs reach a lane: over Redis while it answers, at once where it does not, and by whoever holds the lane's lease.
import type { Backlog, RelayJob } from '../core/backlog.ts'
import { isCausewayError } from '../core/errors.ts'
import type { ClearJob } from '../core/jobs.ts'
import type { LaneTurn } from './laneTurn.ts'
import type { Job, JobQueue, Log } from './ports.ts'

/** What a job says; the works themselves are in the backlog. `height` is decimal. */
export type LaneJob = {
  readonly src: string
  readonly dst: string
  readonly height: string
  /** Whose packets are to be looked for instead. */
  readonly tx?: ClearJob
}
/** What was found by clearing or came again is on the slow one: it never holds up live packets. */
export type LaneQueue = 'live' | 'slow'

export type LaneJobsOptions = {
  readonly name: string
  readonly backlog: Backlog
  readonly live: JobQueue<LaneJob>
  readonly slow: JobQueue<LaneJob>
  readonly turn: LaneTurn
  readonly handle: (jobId: string, queue: LaneQueue) => Promise<void>
  /** Clears the packets of a tx that was handed to a process which does not act on this lane. */
  readonly clear: (job: Job<ClearJob>) => Promise<void>
  readonly log: Log
}

const liveJobsAtOnce = 16
const slowJobsAtOnce = 2

export class LaneJobs {
  readonly #options: LaneJobsOptions

  constructor(options: LaneJobsOptions) {
    this.#options = options
  }

  start(): void {
    const { name, live, slow, turn, clear, log } = this.#options
    const rest = async (): Promise<void> => void (await Promise.all([live.rest(), slow.rest()]))
    const workSlow = ({ id, data }: Job<LaneJob>): Promise<void> =>
      data.tx === undefined ? this.#work(id, 'slow') : clear({ id, data: data.tx })
    turn.lease.watch({
      gained: () => {
        live.work((job) => this.#work(job.id, 'live'), { concurrency: liveJobsAtOnce })
        slow.work(workSlow, { concurrency: slowJobsAtOnce })
      },
      lost: () => void rest().catch((error: unknown) => log.warn('lane.unrested', { lane: name, error })),
    })
  }

  async close(): Promise<void> {
    await Promise.all([this.#options.live.close(), this.#options.slow.close()])
  }

  async add(jobs: readonly RelayJob[], queue: LaneQueue): Promise<void> {
    const { turn } = this.#options
    if (!turn.lease.isReached()) return this.#handleHere(jobs, queue)
    const data = ({ src, dst, height }: RelayJob): LaneJob => ({ src, dst, height: height.toString() })
    try {
      await this.#options[queue].add(jobs.map((job) => ({ id: job.id, data: data(job) })))
    } catch (error) {
      if (!isCausewayError(error, 'REDIS_UNAVAILABLE') && !isCausewayError(error, 'REDIS_REFUSED')) throw error
      await this.#handleHere(jobs, queue)
    }
  }

  /** Another process acts on this lane: it looks for the packets of this tx itself. */
  async handOn({ id, data: tx }: Job<ClearJob>, { src, dst }: { src: string; dst: string }): Promise<void> {
    const { name, slow } = this.#options
    await slow.add([{ id: `${id}.${name}`, data: { src, dst, height: '0', tx } }])
  }

  /** Without Redis nothing waits for it: what fails here is overdue after some blocks. */
  async #handleHere(jobs: readonly RelayJob[], queue: LaneQueue): Promise<void> {
    const ends = await Promise.allSettled(jobs.map(({ id }) => this.#options.handle(id, queue)))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }

  /** A connection's delay is waited for outside of the queue, which has a place for so many jobs only. */
  async #work(jobId: string, queue: LaneQueue): Promise<void> {
    const { name, backlog, handle, log } = this.#options
    const [first] = backlog.owedBy(jobId)
    const ended = handle(jobId, queue)
    if (first === undefined || (first.work.delayNs ?? 0n) === 0n) return ended
    ended.catch((error: unknown) => {
      const code = isCausewayError(error) ? error.code : ''
      log.warn('packets.delayed_failed', { lane: name, code, error })
    })
  }
}
