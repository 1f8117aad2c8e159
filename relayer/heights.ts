// Waits until a chain has committed a height, on its block stream.
import { CausewayError } from '../core/errors.ts'
import type { Block, Chain } from './ports.ts'

const timeoutMsDefault = 60_000

/** Throws TX_NOT_INCLUDED when the chain makes no such block within `timeoutMs`. */
export async function awaitHeight(chain: Chain, height: bigint, timeoutMs = timeoutMsDefault): Promise<void> {
  const stop = new AbortController()
  const reached = Promise.withResolvers<boolean>()
  const check = (seen: bigint): void => {
    if (seen >= height) reached.resolve(true)
  }
  const watching = chain.watchBlocks((block: Block) => check(block.height), stop.signal)
  watching.catch(reached.reject)
  const timer = setTimeout(() => reached.resolve(false), timeoutMs)
  try {
    // Asked after the stream has begun, so that no block falls between the two.
    check((await chain.queryStatus()).height)
    if (!(await reached.promise)) {
      throw new CausewayError('TX_NOT_INCLUDED', { chainId: chain.chainId, height: height.toString() })
    }
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}
