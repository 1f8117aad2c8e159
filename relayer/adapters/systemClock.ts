// The Clock port over this machine's clock.
import type { Clock } from '../ports.ts'

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((done) => {
      if (signal?.aborted === true) return done()
      const timer = setTimeout(done, ms)
      const end = (): void => {
        clearTimeout(timer)
        done()
      }
      signal?.addEventListener('abort', end, { once: true })
    }),
}
