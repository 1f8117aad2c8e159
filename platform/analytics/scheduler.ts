// Decides what runs next: work with a deadline by earliest deadline, in a lane that batch work never enters.
import { CausewayError } from '../../core/errors.ts'
import type { Clock, JobQueue } from '../../relayer/ports.ts'
import { waitingMax } from './limits.ts'

export type Lane = 'deadline' | 'batch'
export type Ran<T> = {
  readonly value: T
  readonly lane: Lane
  /** Ended after its deadline; the value is as right as any other, but maybe of no use any more. */
  readonly late: boolean
  readonly waitedMs: number
  readonly ranMs: number
}

type Waiting = { readonly deadlineMs: number; readonly start: () => Promise<void> }

/**
 * Two lanes, one piece of work at a time in each. Each lane has an engine of its own, whose threads are the lane's
 * share of the machine. Nothing here is durable: who waits for an answer asks again. Batch work that must outlive the
 * process waits in a JobQueue instead (`workBatch`).
 */
export class Scheduler {
  readonly #clock: Pick<Clock, 'nowMs'>
  readonly #waiting: Readonly<Record<Lane, Waiting[]>> = { deadline: [], batch: [] }
  readonly #busy = new Set<Lane>()

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock
  }

  /** Without a deadline, the work is batch work. Throws ANALYSES_WAITING when a lane is full. */
  run<T>(deadlineMs: number | undefined, work: (lane: Lane) => Promise<T>): Promise<Ran<T>> {
    const lane = deadlineMs === undefined ? 'batch' : 'deadline'
    const waiting = this.#waiting[lane]
    if (waiting.length >= waitingMax) {
      return Promise.reject(new CausewayError('ANALYSES_WAITING', { lane, limit: String(waitingMax) }))
    }
    const askedMs = this.#clock.nowMs()
    return new Promise((resolve, reject) => {
      const start = async (): Promise<void> => {
        const startedMs = this.#clock.nowMs()
        try {
          const value = await work(lane)
          const endedMs = this.#clock.nowMs()
          const late = deadlineMs !== undefined && endedMs > deadlineMs
          resolve({ value, lane, late, waitedMs: startedMs - askedMs, ranMs: endedMs - startedMs })
        } catch (error) {
          reject(error as Error)
        }
      }
      insert(waiting, { deadlineMs: deadlineMs ?? Number.POSITIVE_INFINITY, start })
      void this.#drain(lane)
    })
  }

  /** Lets batch work come from a queue that outlives this process; `handle` keeps what it finds. */
  workBatch<T>(queue: JobQueue<T>, handle: (data: T, lane: Lane) => Promise<void>): void {
    queue.work(async ({ data }) => void (await this.run(undefined, (lane) => handle(data, lane))), { concurrency: 1 })
  }

  async #drain(lane: Lane): Promise<void> {
    if (this.#busy.has(lane)) return
    this.#busy.add(lane)
    for (let next = this.#waiting[lane].shift(); next !== undefined; next = this.#waiting[lane].shift()) {
      await next.start()
    }
    this.#busy.delete(lane)
  }
}

/** Behind everything that is as urgent: equal deadlines, and all batch work, keep the order in which they came. */
function insert(waiting: Waiting[], one: Waiting): void {
  const before = waiting.findIndex(({ deadlineMs }) => deadlineMs > one.deadlineMs)
  waiting.splice(before === -1 ? waiting.length : before, 0, one)
}
