// Reads which transactions a packet is about; a packet that is none of ours has none.
import { toHex } from '../core/bytes.ts'
import { decodeManifest, decodePacket } from '../core/codec.ts'
import { transactionId } from '../core/transactionId.ts'
import type { Vote } from '../core/words.ts'
import type { PacketContent, PacketEntry } from './decodeBlock.ts'
import { sha256 } from './sha256.ts'

export function readPacketContent(data: Uint8Array): PacketContent {
  try {
    const packet = decodePacket(data)
    if (packet.kind === 'votes') return { kind: 'votes', entries: packet.value.votes.map(voteEntry) }
    const entries = packet.value.decisions.map((decision) => ({
      transactionId: toHex(decision.transactionId),
      facts: { outcome: decision.outcome, code: String(decision.code) },
    }))
    return { kind: 'decisions', entries }
  } catch {
    // Any channel may be relayed, and a stranger's bytes are no event of ours.
    return { kind: 'other', entries: [] }
  }
}

function voteEntry(vote: Vote): PacketEntry {
  const id = transactionId(vote.manifest, sha256)
  return { transactionId: id, facts: { answer: vote.answer, code: String(vote.code), ...namedBy(id, vote.manifest) } }
}

type Named = { readonly legs?: string; readonly deadline_ns?: string }

// Each zone of a transaction sends its manifest, and the hub receives it from each: the same bytes again and again.
const namedMax = 10_000
const namedByManifest = new Map<string, Named>()

/** By the hash of the manifest, which is its id: the same id never names anything else. */
function namedBy(id: string, manifest: Uint8Array): Named {
  const known = namedByManifest.get(id)
  if (known !== undefined) return known
  if (namedByManifest.size >= namedMax) namedByManifest.clear()
  const named = readNamed(manifest)
  namedByManifest.set(id, named)
  return named
}

function readNamed(manifest: Uint8Array): Named {
  try {
    const { legs, deadlineNs } = decodeManifest(manifest)
    return { legs: legs.map((leg) => leg.chainId).join(','), deadline_ns: deadlineNs.toString() }
  } catch {
    // The hub answers each entry for itself, so one manifest that nobody can read hides no other.
    return {}
  }
}
