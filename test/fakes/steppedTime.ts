// A time that only a test moves: whoever sleeps wakes when it has come, unless its process stands still.
import type { Clock } from '../../relayer/ports.ts'

type Sleeper = { readonly untilMs: number; readonly wake: () => void; readonly clock: object }

export class SteppedTime {
  nowMs = 0
  readonly stalled = new Set<object>()
  #sleepers: Sleeper[] = []

  /** Of one process; it may be stalled. */
  clock(): Clock {
    const clock: Clock = {
      nowMs: () => this.nowMs,
      sleep: (ms, signal) =>
        new Promise((wake) => {
          this.#sleepers.push({ untilMs: this.nowMs + ms, wake, clock })
          signal?.addEventListener('abort', () => wake())
        }),
    }
    return clock
  }

  /** Everything that falls due happens before the next step. */
  async pass(ms: number, stepMs = 100): Promise<void> {
    for (const end = this.nowMs + ms; this.nowMs < end; ) {
      this.nowMs += stepMs
      await this.settle()
    }
  }

  async settle(): Promise<void> {
    const isDue = ({ untilMs, clock }: Sleeper): boolean => untilMs <= this.nowMs && !this.stalled.has(clock)
    const due = this.#sleepers.filter(isDue)
    this.#sleepers = this.#sleepers.filter((one) => !isDue(one))
    for (const { wake } of due) wake()
    for (let round = 0; round < 4; round += 1) await new Promise((resume) => setImmediate(resume))
  }
}
