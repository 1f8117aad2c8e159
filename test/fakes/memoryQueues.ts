// Queues in memory with the manners of the real ones: an id is added once, a job runs at least once, servers go away.
import assert from 'node:assert/strict'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Job, JobQueue, OpenQueue } from '../../relayer/ports.ts'

type Entry = { readonly job: Job<unknown>; attempts: number; state: 'waiting' | 'active' | 'completed' }
type Handle = (job: Job<never>) => Promise<void>
type Worker = { readonly handle: Handle; readonly concurrency: number; readonly running: Set<Promise<void>> }
type Line = { readonly entries: Map<string, Entry>; readonly workers: Set<Worker>; failed: number }

const attemptsMax = 20

export class MemoryQueues {
  readonly #lines = new Map<string, Line>()
  /** While true, what is added is taken and lost, as in a server that is emptied a moment later. */
  forgetful = false
  #down = false

  /** While true, nothing can be added and no job is taken, as with a server that is away. */
  get down(): boolean {
    return this.#down
  }

  set down(down: boolean) {
    this.#down = down
    for (const line of this.#lines.values()) this.#take(line)
  }

  readonly open: OpenQueue = <T>(name: string): JobQueue<T> => {
    const line = this.#lines.get(name) ?? { entries: new Map(), workers: new Set(), failed: 0 }
    this.#lines.set(name, line)
    const own: Worker[] = []
    return {
      name,
      add: async (jobs) => {
        for (const { id } of jobs) assert(/^(?!\d+$)[^:]+$/.test(id), `a job id that BullMQ refuses: ${id}`)
        this.#assertUp()
        for (const job of this.forgetful ? [] : jobs) {
          if (line.entries.has(job.id)) continue
          const copy = JSON.parse(JSON.stringify(job)) as Job<unknown>
          line.entries.set(job.id, { job: copy, attempts: 0, state: 'waiting' })
        }
        this.#take(line)
      },
      work: (handle, { concurrency }) => {
        const worker = { handle: handle as Handle, concurrency, running: new Set<Promise<void>>() }
        own.push(worker)
        line.workers.add(worker)
        this.#take(line)
      },
      counts: async () => {
        this.#assertUp()
        const count = (state: Entry['state']): number =>
          [...line.entries.values()].filter((entry) => entry.state === state).length
        return { waiting: count('waiting'), active: count('active'), failed: line.failed }
      },
      rest: async () => {
        for (const worker of own.splice(0)) line.workers.delete(worker)
        for (const entry of line.entries.values()) if (entry.state === 'active') entry.state = 'waiting'
      },
      close: async () => {
        for (const worker of own) line.workers.delete(worker)
        await Promise.all(own.flatMap((worker) => [...worker.running]))
      },
    }
  }

  /** Every job that was added and has not failed for good, completed ones too. */
  jobs<T>(name: string): readonly Job<T>[] {
    return [...(this.#lines.get(name)?.entries.values() ?? [])].map(({ job }) => job as Job<T>)
  }

  names(): readonly string[] {
    return [...this.#lines].filter(([, line]) => line.entries.size > 0).map(([name]) => name)
  }

  /** As FLUSHALL does; jobs that run come to their end unnoticed. */
  empty(): void {
    for (const line of this.#lines.values()) {
      line.entries.clear()
      line.failed = 0
    }
  }

  /** Every worker is gone in the middle of its work; what was running waits for another one. */
  crash(): void {
    for (const line of this.#lines.values()) {
      line.workers.clear()
      for (const entry of line.entries.values()) if (entry.state === 'active') entry.state = 'waiting'
    }
  }

  #take(line: Line): void {
    for (const worker of line.workers) {
      while (!this.#down && worker.running.size < worker.concurrency) {
        const entry = [...line.entries.values()].find(({ state }) => state === 'waiting')
        if (entry === undefined) break
        const running: Promise<void> = this.#run(line, worker, entry).finally(() => {
          worker.running.delete(running)
          this.#take(line)
        })
        worker.running.add(running)
      }
    }
  }

  async #run(line: Line, worker: Worker, entry: Entry): Promise<void> {
    entry.state = 'active'
    entry.attempts += 1
    const { id } = entry.job
    try {
      await worker.handle(entry.job as Job<never>)
      if (line.workers.has(worker)) entry.state = 'completed'
    } catch (error) {
      if (line.entries.get(id) !== entry || !line.workers.has(worker)) return
      // It goes to the end of the line; one that is given up makes room for its id.
      line.entries.delete(id)
      entry.state = 'waiting'
      if ((isCausewayError(error) && !error.retryable) || entry.attempts >= attemptsMax) line.failed += 1
      else line.entries.set(id, entry)
    }
  }

  #assertUp(): void {
    if (this.#down) throw new CausewayError('REDIS_UNAVAILABLE', {})
  }
}

/** Keeps what jobs have failed with. */
export class CatchingQueues extends MemoryQueues {
  readonly failed: unknown[] = []

  readonly openCatching: OpenQueue = <T>(name: string): JobQueue<T> => {
    const queue = this.open<T>(name)
    const keep = (error: unknown): never => {
      this.failed.push(error)
      throw error
    }
    return { ...queue, work: (handle, options) => queue.work((job) => handle(job).catch(keep), options) }
  }
}
