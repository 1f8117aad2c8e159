// The newest block of a chain as this process has seen it, and waiting for a height without asking the node.
import { CausewayError } from '../core/errors.ts'
import type { Block } from './ports.ts'

/** Blocks of which the moment of arrival is remembered: those that txs under way rest on. */
const arrivalsMax = 256n

type Waiter = { readonly height: bigint; readonly timeNs: bigint; readonly end: (reached: boolean) => void }

export class ChainHead {
  readonly chainId: string
  height = 0n
  timeNs = 0n
  /** When the newest block reached this process, on the monotonic clock, ms. */
  arrivedMs = 0
  readonly #arrivals = new Map<bigint, number>()
  #waiters: Waiter[] = []
  #closed = false

  constructor(chainId: string) {
    this.chainId = chainId
  }

  note(block: Block, nowMs: number): void {
    if (block.height <= this.height) return
    this.height = block.height
    this.timeNs = block.timeNs
    this.arrivedMs = nowMs
    this.#arrivals.set(block.height, nowMs)
    this.#arrivals.delete(block.height - arrivalsMax)
    const isDue = (one: Waiter): boolean => one.height <= block.height && one.timeNs <= block.timeNs
    const due = this.#waiters.filter(isDue)
    this.#waiters = this.#waiters.filter((one) => !isDue(one))
    for (const { end } of due) end(true)
  }

  /** When this block reached this process; undefined for one that it has not seen, or long ago. */
  arrivalOf(height: bigint): number | undefined {
    return this.#arrivals.get(height)
  }

  /** Nobody will hear of further blocks: whoever waits for one is let go, so that nothing holds up the end. */
  close(): void {
    this.#closed = true
    for (const { end } of this.#waiters) end(false)
    this.#waiters = []
  }

  /**
   * Resolves once the chain has committed `height`, and a block of this time where one is given; throws
   * CHAIN_UNREACHABLE when it makes no such block within `timeoutMs`.
   */
  async reach(height: bigint, timeoutMs: number, timeNs = 0n): Promise<void> {
    if (this.height >= height && this.timeNs >= timeNs) return
    if (this.#closed) throw this.#notReached(height, 0)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const waiter = { height, timeNs, end: resolve }
    this.#waiters.push(waiter)
    const timer = setTimeout(() => resolve(false), timeoutMs)
    const reached = await promise
    clearTimeout(timer)
    if (reached) return
    this.#waiters = this.#waiters.filter((one) => one !== waiter)
    throw this.#notReached(height, timeoutMs)
  }

  #notReached(height: bigint, timeoutMs: number): CausewayError {
    const reason = `no block ${height} within ${timeoutMs} ms`
    return new CausewayError('CHAIN_UNREACHABLE', { chainId: this.chainId, reason })
  }
}
