// Tells the hub's block time: out of the projection while it keeps up, else asked of the hub's node.
import type { Chain, Clock } from '../relayer/ports.ts'

// An answer, or a projected block, may be this old: deadlines are tens of seconds away.
const freshMs = 2_000

export function openHubTime(projected: () => bigint | undefined, hub: Chain, clock: Clock): () => Promise<bigint> {
  let asked: { readonly timeNs: bigint; readonly atMs: number } | undefined
  const isFresh = (timeNs: bigint): boolean => BigInt(clock.nowMs()) - timeNs / 1_000_000n < BigInt(freshMs)
  return async () => {
    const seen = projected()
    if (seen !== undefined && isFresh(seen)) return seen
    if (asked === undefined || clock.nowMs() - asked.atMs > freshMs) {
      const { timeNs } = await hub.queryStatus()
      asked = { timeNs, atMs: clock.nowMs() }
    }
    return seen !== undefined && seen > asked.timeNs ? seen : asked.timeNs
  }
}
