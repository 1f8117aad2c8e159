// Brings the content of open records that a request replicates but does not carry, and remembers the latest few.
import { toHex } from '../core/bytes.ts'
import type { ReplicateRecord } from '../core/words.ts'
import type { Chain } from '../relayer/ports.ts'
import { assetsOf } from './chains.ts'
import { queryContent } from './contractQueries.ts'
import { sha256 } from './sha256.ts'
import type { Zones } from './zones.ts'

export type ContentSource = {
  /** Throws CHAIN_UNREACHABLE when the source zone is down; the caller compares the fingerprint. */
  contentOf(record: ReplicateRecord): Promise<Uint8Array>
}

// 256 contents of at most 64 KiB each stay below 16 MiB.
const keptMax = 256

export function openContentSource(zones: Zones, chainOf: (chainId: string) => Chain): ContentSource {
  const kept = new Map<string, Uint8Array>()
  return {
    async contentOf({ envelope, sourceChainId }) {
      const digest = envelope.stored === undefined ? '' : toHex(envelope.stored.digest)
      const known = kept.get(digest)
      if (known !== undefined) return known
      const zone = await zones.zone(sourceChainId)
      const content = await queryContent(chainOf(sourceChainId), assetsOf(zone), envelope.id)
      // Kept under the hash of the bytes themselves: what does not match is never served for another.
      kept.set(toHex(sha256(content)), content)
      const oldest = kept.keys().next().value
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest)
      return content
    },
  }
}
