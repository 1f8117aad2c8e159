// Who of several processes with the same keys acts on a lane: a lease each, renewed every second and spread evenly.
import { isCausewayError } from '../core/errors.ts'
import type { Clock, LeaseAnswer, LeaseStore, Log } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'

export type LeaseHooks = {
  /** This process acts from now on. */
  readonly gained: () => void
  /** It acts no more; what is under way is not waited for, since the chain refuses what comes second. */
  readonly lost: () => void
}

export interface Lease {
  /** Tries for the lane from now on, and tells how that goes. */
  watch(hooks: LeaseHooks): void
  /** Blocks of the destination to wait before something new is acted upon; undefined where another process acts. */
  delay(): bigint | undefined
  /** False while the place of the leases does not answer: then jobs would not come back from there either. */
  isReached(): boolean
  /** A tx of this lane's key that this process did not send. */
  seenAnother(): void
}
/** `what` is done on this chain: a lane that ends there, or the work of a key. */
export type OpenLease = (what: string, chainId: string) => Lease

/** Of a process that is alone with its keys. */
export const aloneLease: OpenLease = () => ({
  watch: ({ gained }) => gained(),
  delay: () => 0n,
  isReached: () => true,
  seenAnother: () => undefined,
})

export type LeasesOptions = {
  readonly store: LeaseStore
  /** Differs from that of every other process, now and later. */
  readonly process: string
  /** Whether a process of this machine has ended without giving its lanes back. */
  readonly hasEnded: (process: string) => boolean
  readonly clock: Clock
  /** Monotonic, ms. */
  readonly nowMs: () => number
  readonly log: Log
  readonly metrics: RelayMetrics
}

/** Some blocks: longer than a pause for garbage, and short enough for whoever waits for a packet. */
export const leaseMs = 3_000
const beatMs = 1_000
/** An answer takes a second at most. Whoever waited longer was stalled itself, and knows nothing of Redis. */
const stalledMs = 2_000
/** While nobody can say who holds a lane, whoever has held it goes first. */
const blindBlocks = 8n

type Seat = {
  readonly lane: string
  readonly hooks: LeaseHooks[]
  isActing: boolean
  heldUntilMs: number
  /** As told last. */
  holder: string | undefined
  failed: boolean
}

export class Leases {
  readonly #options: LeasesOptions
  readonly #stop = new AbortController()
  readonly #seats: Seat[] = []
  readonly #beats: Promise<void>[] = []
  #gaveMs = Number.NEGATIVE_INFINITY

  constructor(options: LeasesOptions) {
    this.#options = options
    options.metrics.onScrape(() => {
      for (const seat of this.#seats) {
        options.metrics.set('causeway_lane_lease', { lane: seat.lane }, this.#isHeld(seat) ? 1 : 0)
      }
    })
  }

  /** Whatever is opened under one name is held, or not, together. */
  readonly open = (lane: string): Lease => {
    const seat = this.#seats.find((one) => one.lane === lane) ?? this.#newSeat(lane)
    return {
      watch: (told) => {
        if (seat.hooks.push(told) === 1) this.#beats.push(this.#keepBeating(seat))
        else if (seat.isActing) told.gained()
      },
      delay: () => this.#delay(seat),
      isReached: () => !seat.failed,
      seenAnother: () => {
        if (seat.failed && seat.holder === this.#options.process) seat.holder = undefined
      },
    }
  }

  #newSeat(lane: string): Seat {
    const seat: Seat = { lane, hooks: [], isActing: false, heldUntilMs: 0, holder: undefined, failed: false }
    this.#seats.push(seat)
    return seat
  }

  /** Stops acting, and lets other processes take over at once. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#beats)
    const { store, process } = this.#options
    for (const seat of this.#seats) {
      seat.heldUntilMs = 0
      seat.holder = undefined
      this.#tell(seat)
    }
    // Where Redis is away, they end by themselves.
    await Promise.allSettled(this.#seats.map(({ lane }) => store.release(lane, process)))
  }

  async #keepBeating(seat: Seat): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      const wasStalled = await this.#beat(seat)
      this.#tell(seat)
      if (!wasStalled) await clock.sleep(beatMs, signal)
    }
  }

  async #beat(seat: Seat): Promise<boolean> {
    const { nowMs, log } = this.#options
    const askedMs = nowMs()
    try {
      const { holder, others } = await this.#ask(seat)
      seat.failed = false
      seat.holder = holder
      seat.heldUntilMs = holder === this.#options.process ? askedMs + leaseMs : 0
      await this.#share(seat, others)
    } catch (error) {
      if (!isCausewayError(error)) log.error('lease.failed', { lane: seat.lane, error })
      if (nowMs() - askedMs >= stalledMs) return true
      seat.failed = true
    }
    return false
  }

  async #ask({ lane }: Seat): Promise<LeaseAnswer> {
    const { store, process, hasEnded } = this.#options
    const request = { lane, process, held: this.#held(), ttlMs: leaseMs }
    const answer = await store.ask(request)
    if (answer.holder === process || !hasEnded(answer.holder)) return answer
    return store.ask({ ...request, insteadOf: answer.holder })
  }

  /** One lane a beat goes from whoever has two more than another: so all end with as many, and none goes to and fro. */
  async #share(seat: Seat, others: LeaseAnswer['others']): Promise<void> {
    const { store, process, nowMs, hasEnded, log } = this.#options
    const there = [...others].filter(([name]) => !hasEnded(name))
    const [heir] = there.sort(([one, a], [two, b]) => a - b || (one < two ? -1 : 1))
    if (heir === undefined || seat.heldUntilMs === 0 || this.#held() < heir[1] + 2) return
    if (nowMs() - this.#gaveMs < beatMs) return
    this.#gaveMs = nowMs()
    const [to] = heir
    seat.heldUntilMs = 0
    seat.holder = to
    this.#tell(seat)
    log.info('lease.given', { lane: seat.lane, to })
    await store.ask({ lane: seat.lane, process: to, held: heir[1] + 1, ttlMs: leaseMs, insteadOf: process })
  }

  #held(): number {
    return this.#seats.filter((seat) => this.#isHeld(seat)).length
  }

  /** Without Redis nobody can take a lane over: whoever has held it goes on. */
  #isHeld({ heldUntilMs, failed, holder }: Seat): boolean {
    return this.#options.nowMs() < heldUntilMs || (failed && holder === this.#options.process)
  }

  #delay(seat: Seat): bigint | undefined {
    if (this.#isHeld(seat)) return 0n
    return seat.failed ? blindBlocks : undefined
  }

  #tell(seat: Seat): void {
    const isHeld = this.#isHeld(seat)
    if (isHeld === seat.isActing) return
    seat.isActing = isHeld
    this.#options.log.info(isHeld ? 'lease.gained' : 'lease.lost', { lane: seat.lane, holder: seat.holder })
    for (const { gained, lost } of seat.hooks) isHeld ? gained() : lost()
  }
}
