// Leases in memory with the manners of the real ones, over a time that a test moves; their place can go away.
import { CausewayError } from '../../core/errors.ts'
import type { LeaseAnswer, LeaseRequest, LeaseStore } from '../../relayer/ports.ts'

type Held = { readonly holder: string; readonly untilMs: number }
type Asked = { readonly held: number; readonly untilMs: number }

export class MemoryLeases implements LeaseStore {
  nowMs = 0
  /** Processes for which the place of the leases is away, as it is for one that is cut off. */
  readonly cutOff = new Set<string>()
  readonly #held = new Map<string, Held>()
  readonly #asked = new Map<string, Map<string, Asked>>()

  async ask({ lane, process, held, ttlMs, insteadOf }: LeaseRequest): Promise<LeaseAnswer> {
    this.#assertThere(process)
    const untilMs = this.nowMs + ttlMs
    const asked = this.#asked.get(lane) ?? new Map<string, Asked>()
    this.#asked.set(lane, asked.set(process, { held, untilMs }))
    const holder = this.holderOf(lane)
    const isOurs = holder === undefined || holder === process || holder === insteadOf
    if (isOurs) this.#held.set(lane, { holder: process, untilMs })
    for (const [name, one] of asked) if (name === insteadOf || one.untilMs <= this.nowMs) asked.delete(name)
    const others = [...asked].filter(([name]) => name !== process).map(([name, one]) => [name, one.held] as const)
    return { holder: isOurs ? process : holder, others: new Map(others) }
  }

  async release(lane: string, process: string): Promise<void> {
    this.#assertThere(process)
    this.#asked.get(lane)?.delete(process)
    if (this.holderOf(lane) === process) this.#held.delete(lane)
  }

  holderOf(lane: string): string | undefined {
    const held = this.#held.get(lane)
    return held === undefined || held.untilMs <= this.nowMs ? undefined : held.holder
  }

  #assertThere(process: string): void {
    if (this.cutOff.has(process)) throw new CausewayError('REDIS_UNAVAILABLE', {})
  }
}
