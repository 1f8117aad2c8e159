// Hands accepted requests to the prepare queues: one job per zone and tick, and again until its legs are on chain.
import { createHash } from 'node:crypto'
import { isCausewayError } from '../core/errors.ts'
import { type PrepareJob, prepareQueueName } from '../core/jobs.ts'
import { packetBytesMax, pageMax, votesMax } from '../core/limits.ts'
import type { Clock, JobQueue, Log, OpenQueue } from '../relayer/ports.ts'
import { encodeBase64 } from './base64.ts'
import type { Metrics } from './metrics.ts'
import { editView, parseView } from './project.ts'
import type { DispatchRow, Store } from './store/store.ts'
import type { Watchers } from './watchers.ts'

export type DispatcherOptions = {
  readonly store: Store
  readonly openQueue: OpenQueue
  readonly clock: Clock
  readonly log: Log
  readonly watchers: Watchers
  readonly metrics: Metrics
  /** For each request of a flush, how long the next ones gather. */
  readonly tickMs: number
  /** A leg that is not on chain after this long is handed over again; doubles each time. */
  readonly repeatAfterMs: number
}

export type Dispatcher = {
  /** Hands over what waits; resolves when nothing is left or the queue is away. */
  flush(): Promise<void>
  /** Hands stalled requests over again and ends those whose deadline passed unseen; `hubNowMs` is hub block time. */
  reconcile(hubNowMs: number): Promise<void>
  /** Runs both until `signal` aborts. */
  run(hubNowMs: () => number | undefined, signal: AbortSignal): Promise<void>
  wake(): void
  readonly queueDown: () => boolean
}

const retryMs = 500
// Part of a block on fast chains: longer would cost latency, shorter would split what one block could take together.
const gatherMsMax = 200
const reconcileMs = 1_000
const repeatDoublingsMax = 6
// Bytes of one job: the votes it leads to share one packet, and the job one tx.
const jobBytesMax = Math.trunc(packetBytesMax / 2)

export function openDispatcher(options: DispatcherOptions): Dispatcher {
  return new OutboxDispatcher(options)
}

class OutboxDispatcher implements Dispatcher {
  readonly #options: DispatcherOptions
  readonly #queues = new Map<string, JobQueue<PrepareJob>>()
  #down = false
  /** Requests of the latest flush. */
  #flushed = 0
  #woken = false
  #stopSleeping: () => void = () => undefined

  constructor(options: DispatcherOptions) {
    this.#options = options
  }

  readonly queueDown = (): boolean => this.#down

  wake(): void {
    this.#woken = true
    this.#stopSleeping()
  }

  async flush(): Promise<void> {
    this.#woken = false
    this.#flushed = 0
    for (;;) {
      const rows = await this.#options.store.undispatched(votesMax)
      if (rows.length === 0) return
      this.#flushed += rows.length
      for (const group of groupRows(rows)) await this.#handOver(group, 'a')
    }
  }

  async reconcile(hubNowMs: number): Promise<void> {
    const { store, clock, repeatAfterMs } = this.#options
    const before = clock.nowMs() - repeatAfterMs
    const stalled = await store.stalled(['queued', 'preparing'], before, hubNowMs, votesMax)
    const due = stalled.filter((row) => isDue(row, clock.nowMs(), repeatAfterMs)).map(withMissingLegs)
    for (const group of groupRows(due)) await this.#handOver(group, `r${group[0]?.dispatches ?? 0}`)
    await this.#rejectOverdue(hubNowMs)
  }

  async run(hubNowMs: () => number | undefined, signal: AbortSignal): Promise<void> {
    const { clock, tickMs } = this.#options
    signal.addEventListener('abort', () => this.wake())
    let reconciledAt = 0
    while (!signal.aborted) {
      const wasDown = this.#down
      try {
        await this.flush()
        const hubNow = hubNowMs()
        if (hubNow !== undefined && clock.nowMs() - reconciledAt >= reconcileMs) {
          reconciledAt = clock.nowMs()
          await this.reconcile(hubNow)
        }
        this.#down = false
      } catch (error) {
        this.#failed(error, wasDown)
      }
      // While the queue is away, more requests are no reason to try it sooner.
      if (this.#down) await clock.sleep(retryMs)
      // A lone request goes at once. The more came together, the longer the next ones gather: under load they share
      // jobs, and so txs, packets and proofs.
      await clock.sleep(Math.min(this.#flushed * tickMs, gatherMsMax))
      if (!this.#down) await this.#pause(reconcileMs)
    }
  }

  /** Sleeps until something was accepted, or for `ms`. */
  async #pause(ms: number): Promise<void> {
    if (this.#woken) return
    const sleeping = new AbortController()
    this.#stopSleeping = () => sleeping.abort()
    await this.#options.clock.sleep(ms, sleeping.signal).catch(() => undefined)
    this.#stopSleeping = () => undefined
  }

  #failed(error: unknown, wasDown: boolean): void {
    this.#down = true
    // Said once: the state stays visible at /readyz and in the metrics.
    if (wasDown) return
    const code = isCausewayError(error) ? error.code : 'INTERNAL'
    this.#options.log.error('dispatch.failed', { code, error: error instanceof Error ? error.message : String(error) })
  }

  async #handOver(group: readonly DispatchRow[], round: string): Promise<void> {
    const { store, clock, log, watchers, metrics } = this.#options
    const chains = [...new Set(group.flatMap((row) => row.chainIds))].sort()
    // The same requests make the same job ids: a crash between adding and marking adds nothing twice.
    const batch = `${digest(group.map((row) => row.transactionId).join()).slice(0, 24)}-${round}`
    await Promise.all(
      chains.map((chain) => this.#queue(chain).add([{ id: `prepare.${chain}.${batch}`, data: jobOf(chain, group) }])),
    )
    await store.markDispatched(
      group.map((row) => row.transactionId),
      clock.nowMs(),
    )
    const fresh = group.filter((row) => !parseView(row.view).queued)
    await store.editViews(
      fresh.map((row) => row.transactionId),
      editView((view) => ({ ...view, queued: true })),
    )
    for (const row of fresh) watchers.notify(row.transactionId)
    metrics.dispatched(group.length)
    log.debug('dispatch.handed_over', { batch, requests: group.length, chains: chains.join() })
  }

  /** Nothing of it was ever seen on a chain and no vote can count any more (commit rule 12): it never happened. */
  async #rejectOverdue(hubNowMs: number): Promise<void> {
    const { store, log, watchers } = this.#options
    const overdue = await store.overdue(['received', 'queued'], hubNowMs, pageMax)
    const ids = overdue.map((row) => row.transactionId)
    await store.editViews(
      ids,
      editView((view) => ({ ...view, rejected: 'DEADLINE_PASSED' })),
    )
    for (const transactionId of ids) {
      log.info('request.rejected', { transaction_id: transactionId, code: 'DEADLINE_PASSED' })
      watchers.notify(transactionId)
    }
  }

  #queue(chain: string): JobQueue<PrepareJob> {
    const known = this.#queues.get(chain) ?? this.#options.openQueue<PrepareJob>(prepareQueueName(chain))
    this.#queues.set(chain, known)
    return known
  }
}

/** Cuts rows into groups that share their jobs on every zone, so that votes of one group meet in one packet each. */
export function groupRows(rows: readonly DispatchRow[]): readonly (readonly DispatchRow[])[] {
  const groups: DispatchRow[][] = []
  let bytes = 0
  for (const row of rows) {
    const size = row.manifest.length + row.contents.reduce((sum, one) => sum + one.content.length, 0)
    const last = groups.at(-1)
    if (last === undefined || last.length >= votesMax || bytes + size > jobBytesMax) {
      groups.push([row])
      bytes = size
    } else {
      last.push(row)
      bytes += size
    }
  }
  return groups
}

function jobOf(chain: string, group: readonly DispatchRow[]): PrepareJob {
  const legs = group
    .filter((row) => row.chainIds.includes(chain))
    .map((row) => ({
      manifest: encodeBase64(row.manifest),
      authorisations: row.authorisations.map(encodeBase64),
      contents: row.contents
        .filter((one) => one.chainId === chain)
        .map(({ operation, content }) => ({ operation, content: encodeBase64(content) })),
    }))
  return { chain, legs }
}

/** Only zones whose leg was not seen are asked again; the others know it already. */
function withMissingLegs(row: DispatchRow): DispatchRow {
  const { legs } = parseView(row.view)
  return { ...row, chainIds: row.chainIds.filter((chainId) => (legs[chainId]?.state ?? 'none') === 'none') }
}

/** Twice as long after every round: a zone that is down is not buried under jobs. */
function isDue(row: DispatchRow, nowMs: number, repeatAfterMs: number): boolean {
  const waitMs = repeatAfterMs * 2 ** Math.min(Math.max(row.dispatches - 1, 0), repeatDoublingsMax)
  return nowMs - (row.dispatchedAtMs ?? 0) >= waitMs
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
