// Wakes those who watch a transaction when its view changes in this process.
export type Watchers = {
  notify(transactionId: string): void
  /** Resolves at the next change, after `timeoutMs`, or when `signal` aborts. */
  next(transactionId: string, timeoutMs: number, signal: AbortSignal): Promise<void>
  count(): number
}

export function openWatchers(): Watchers {
  const waiting = new Map<string, Set<() => void>>()
  return {
    notify(transactionId) {
      for (const wake of waiting.get(transactionId) ?? []) wake()
    },
    next(transactionId, timeoutMs, signal) {
      return new Promise((resolve) => {
        const wakes = waiting.get(transactionId) ?? new Set()
        waiting.set(transactionId, wakes)
        const done = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          wakes.delete(done)
          if (wakes.size === 0) waiting.delete(transactionId)
          resolve()
        }
        const timer = setTimeout(done, timeoutMs)
        wakes.add(done)
        signal.addEventListener('abort', done)
        if (signal.aborted) done()
      })
    },
    count: () => [...waiting.values()].reduce((sum, wakes) => sum + wakes.size, 0),
  }
}
