// Waits by the clocks that count: block times of a chain, its heights, and what its node has indexed.
import { waitFor } from '../../localnet/demo/transact.ts'
import type { Chain } from '../../relayer/ports.ts'

const waitMs = 45_000

/** Resolves in the first block after this moment of the chain's own clock. */
export function untilNs(chain: Chain, momentNs: bigint): Promise<true> {
  return waitFor(`${chain.chainId} to get to ${momentNs} ns`, waitMs, async () =>
    (await chain.queryStatus()).timeNs > momentNs ? true : undefined,
  )
}

/** Resolves once the chain is above this height. */
export function untilAbove(chain: Chain, height: bigint): Promise<true> {
  return waitFor(`${chain.chainId} to be above ${height}`, waitMs, async () =>
    (await chain.queryStatus()).height > height ? true : undefined,
  )
}

type Found = Awaited<ReturnType<Chain['searchTxs']>>

/** Txs that a query finds, once there are as many: a node indexes a tx a moment after its state shows it. */
export function untilIndexed(chain: Chain, query: string, count = 1): Promise<Found> {
  return waitFor(`${count} txs of ${query}`, waitMs, async () => {
    const found = await chain.searchTxs(query, 100)
    return found.length >= count ? found : undefined
  })
}
