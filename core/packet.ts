// Decides which bytes are packets and acknowledgements of version "causeway-1"; twin of packet.rs in causeway-proto.
import { decodeAcknowledgement, decodePacket } from './codec.ts'
import { CausewayError } from './errors.ts'
import { checkLimit, decisionsMax, manifestBytesMax, packetBytesMax, votesMax } from './limits.ts'
import type { Acknowledgement, Decision, PacketData, Vote } from './words.ts'

export const channelVersion = 'causeway-1'

export function parsePacket(bytes: Uint8Array): PacketData {
  checkLimit(bytes.length, packetBytesMax, 'packet')
  const packet = decodePacket(bytes)
  if (packet.kind === 'votes') {
    checkCount(packet.value.votes.length, votesMax, 'votes')
  } else {
    checkCount(packet.value.decisions.length, decisionsMax, 'decisions')
    packet.value.decisions.forEach(checkDecision)
  }
  return packet
}

/** Form of one vote; its manifest is parsed apart. */
export function checkVote(vote: Vote, path: string): void {
  if (vote.manifest.length === 0) throw new CausewayError('PART_MISSING', { path: `${path}.manifest` })
  checkLimit(vote.manifest.length, manifestBytesMax, `${path}.manifest`)
  if (vote.answer === 'yes' && vote.code !== 0) throw new CausewayError('NOT_CANONICAL', { path: `${path}.code` })
}

/** What does not parse says nothing and changes nothing (commit rule 7). */
export function parseAcknowledgement(bytes: Uint8Array): Acknowledgement {
  checkLimit(bytes.length, packetBytesMax, 'acknowledgement')
  const acknowledgement = decodeAcknowledgement(bytes)
  if (acknowledgement.kind === 'decisions') {
    checkCount(acknowledgement.decisions.length, votesMax, 'decisions')
  } else if (acknowledgement.decisions.length > 0) {
    throw new CausewayError('NOT_CANONICAL', { path: 'decisions' })
  }
  acknowledgement.decisions.forEach(checkDecision)
  return acknowledgement
}

function checkCount(count: number, max: number, path: string): void {
  if (count === 0) throw new CausewayError('PART_MISSING', { path })
  checkLimit(count, max, path)
}

function checkDecision(decision: Decision, index: number): void {
  const path = `decisions[${index}]`
  if (decision.transactionId.length !== 32) {
    throw new CausewayError('MALFORMED', { path: `${path}.transactionId`, expected: '32 bytes' })
  }
  const isFinal = decision.outcome === 'abort' || decision.outcome === 'not_counted'
  if (!isFinal && decision.code !== 0) throw new CausewayError('NOT_CANONICAL', { path: `${path}.code` })
}
