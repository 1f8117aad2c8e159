// The Clock port over this machine's clock.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../ports.ts'

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  // Cut short, it has ended as well.
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
}
