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
  try {
    const { legs, deadlineNs } = decodeManifest(vote.manifest)
    const named = { legs: legs.map((leg) => leg.chainId).join(','), deadline_ns: deadlineNs.toString() }
    return { transactionId: id, facts: { answer: vote.answer, code: String(vote.code), ...named } }
  } catch {
    // The hub answers each entry for itself, so one manifest that nobody can read hides no other.
    return { transactionId: id, facts: { answer: vote.answer, code: String(vote.code) } }
  }
}
