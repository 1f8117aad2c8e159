// Queues in memory with the manners of the real ones: an id is added once, and the server can be away.
import { CausewayError } from '../../core/errors.ts'
import type { Job, JobQueue, OpenQueue } from '../../relayer/ports.ts'

export class MemoryQueues {
  down = false
  readonly #jobs = new Map<string, Map<string, Job<unknown>>>()

  readonly open: OpenQueue = <T>(name: string): JobQueue<T> => {
    const jobs = this.#jobs.get(name) ?? new Map<string, Job<unknown>>()
    this.#jobs.set(name, jobs)
    return {
      name,
      add: async (added) => {
        this.#assertUp()
        for (const job of added)
          if (!jobs.has(job.id)) jobs.set(job.id, JSON.parse(JSON.stringify(job)) as Job<unknown>)
      },
      work: () => {
        throw new Error('nobody works these queues: a test reads them')
      },
      counts: async () => {
        this.#assertUp()
        return { waiting: jobs.size, active: 0, failed: 0 }
      },
      close: async () => undefined,
    }
  }

  jobs<T>(name: string): readonly Job<T>[] {
    return [...(this.#jobs.get(name)?.values() ?? [])] as Job<T>[]
  }

  names(): readonly string[] {
    return [...this.#jobs].filter(([, jobs]) => jobs.size > 0).map(([name]) => name)
  }

  /** As FLUSHALL does. */
  empty(): void {
    for (const jobs of this.#jobs.values()) jobs.clear()
  }

  #assertUp(): void {
    if (this.down) throw new CausewayError('REDIS_UNAVAILABLE', {})
  }
}
