// The newest block of a chain as this process has seen it, and waiting for a height without asking the node.
import { CausewayError } from '../core/errors.ts'
import type { Block } from './ports.ts'

type Waiter = { readonly height: bigint; readonly resume: () => void }

export class ChainHead {
  readonly chainId: string
  height = 0n
  timeNs = 0n
  /** When the newest block reached this process, on the monotonic clock, ms. */
  arrivedMs = 0
  #waiters: Waiter[] = []

  constructor(chainId: string) {
    this.chainId = chainId
  }

  note(block: Block, nowMs: number): void {
    this.height = block.height
    this.timeNs = block.timeNs
    this.arrivedMs = nowMs
    const due = this.#waiters.filter((one) => one.height <= block.height)
    this.#waiters = this.#waiters.filter((one) => one.height > block.height)
    for (const { resume } of due) resume()
  }

  /** Resolves once the chain has committed `height`; throws TX_NOT_INCLUDED when it makes no such block in time. */
  async reach(height: bigint, timeoutMs: number): Promise<void> {
    if (this.height >= height) return
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const waiter = { height, resume: () => resolve(true) }
    this.#waiters.push(waiter)
    const timer = setTimeout(() => resolve(false), timeoutMs)
    const reached = await promise
    clearTimeout(timer)
    if (reached) return
    this.#waiters = this.#waiters.filter((one) => one !== waiter)
    throw new CausewayError('CHAIN_UNREACHABLE', {
      chainId: this.chainId,
      reason: `no block ${height} within ${timeoutMs} ms`,
    })
  }
}
