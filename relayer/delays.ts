// Connections with a delay: packets may rest on a header only after the client has trusted it for that long.
import type { ChainHead } from './head.ts'
import { queryDelayBlocks } from './ics03/connections.ts'
import type { Chain } from './ports.ts'

/** Chains stand still at times; a delay is over later then, and not lost. */
const slackMs = 600_000
const nsPerMs = 1_000_000n

/** Resolves when proofs at a header that the client on `dst` has taken in at `height` will be accepted. */
export async function untilRipe(dst: Chain, head: ChainHead, height: bigint, delayNs: bigint): Promise<void> {
  const [{ timeNs }, blocks] = await Promise.all([dst.queryBlock(height), queryDelayBlocks(dst, delayNs)])
  await head.reach(height + blocks, Number(delayNs / nsPerMs) + slackMs, timeNs + delayNs)
}
