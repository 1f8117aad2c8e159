// Compares, at the start of a process, every node that answers with the chain that the configuration says it serves.
import { isCausewayError } from '../core/errors.ts'
import type { Chain, Log } from './ports.ts'

/** Throws CHAIN_ID_MISMATCH when a node serves another chain; one that is away is asked again whenever it is needed. */
export async function assertChainIds(chains: ReadonlyMap<string, Chain>, log: Log): Promise<void> {
  const asked = await Promise.allSettled([...chains.values()].map((chain) => chain.queryStatus()))
  for (const answer of asked) {
    if (answer.status === 'fulfilled') continue
    if (!isCausewayError(answer.reason) || answer.reason.code === 'CHAIN_ID_MISMATCH') throw answer.reason
    log.warn('chain.away', { code: answer.reason.code, ...answer.reason.facts })
  }
}
