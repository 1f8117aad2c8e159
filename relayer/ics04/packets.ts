// Packets of both versions of IBC: messages, proofs, and what of them a chain still waits for.
import {
  type ChannelEnd,
  type ClientEnd,
  destinationEnd,
  type PacketEnd,
  sourceEnd,
  type Work,
} from '../../core/relay.ts'
import type { Height } from '../ics02/clients.ts'
import type { AnyMsg, Chain } from '../ports.ts'
import * as v1 from './packetsV1.ts'
import * as v2 from './packetsV2.ts'
import type { QuerySequences } from './sequencesQuery.ts'

/** What must be proven for this work; a timeout on close needs the closed channel end as well. */
export const keysOf = (work: Work): readonly Uint8Array[] =>
  work.packet.encoded === undefined ? v1.keysOf(work) : v2.keysOf(work)

/**
 * The message of a piece of work; `proofs` are those of keysOf, in order. A timeout on an ordered channel says what is
 * awaited there.
 */
export function packetMsg(
  work: Work,
  proofs: readonly Uint8Array[],
  proofHeight: Height,
  signer: string,
  nextSequenceRecv?: bigint,
): AnyMsg {
  if (work.packet.encoded !== undefined) return v2.packetMsg(work, proofs, proofHeight, signer)
  return v1.packetMsg(work, proofs, proofHeight, signer, nextSequenceRecv)
}

/** Sequences that the sender still keeps a commitment of: neither acknowledged nor timed out. */
export const queryCommitments = (chain: Chain, end: PacketEnd): Promise<readonly bigint[]> =>
  'clientId' in end ? v2.queryCommitments(chain, end) : v1.queryCommitments(chain, end)

const ofEither =
  (ofChannel: QuerySequences<ChannelEnd>, ofClient: QuerySequences<ClientEnd>): QuerySequences<PacketEnd> =>
  (chain, end, sequences) =>
    'clientId' in end ? ofClient(chain, end, sequences) : ofChannel(chain, end, sequences)

/** Those of `sequences` that the receiver has no receipt of. */
export const queryUnreceived = ofEither(v1.queryUnreceived, v2.queryUnreceived)
/** Those of `sequences` whose acknowledgement the receiver has written. */
export const queryWrittenAcks = ofEither(v1.queryWrittenAcks, v2.queryWrittenAcks)
/** Those of `sequences` whose acknowledgement the sender has not seen. */
export const queryUnacknowledged = ofEither(v1.queryUnacknowledged, v2.queryUnacknowledged)

/** One direction of a channel or of a pair of clients, from its commitments on. */
export type Outstanding = {
  /** Neither acknowledged nor timed out, as far as the sender knows. */
  readonly sent: readonly bigint[]
  /** Of these, what the receiver has no receipt of. */
  readonly unreceived: readonly bigint[]
  /** Of these, what the receiver has acknowledged and the sender has not seen. */
  readonly answered: readonly bigint[]
}

/** Of all packets, or of these sequences alone: UnreceivedAcks lists the commitments that remain among them. */
export async function queryOutstanding(
  sender: Chain,
  from: PacketEnd,
  receiver: Chain,
  to: PacketEnd,
  among?: readonly bigint[],
): Promise<Outstanding> {
  const sent =
    among === undefined ? await queryCommitments(sender, from) : await queryUnacknowledged(sender, from, among)
  const unreceived = await queryUnreceived(receiver, to, sent)
  const missing = new Set(unreceived)
  const received = sent.filter((sequence) => !missing.has(sequence))
  return { sent, unreceived, answered: await queryWrittenAcks(receiver, to, received) }
}

/** Of this work, what the chain that is to hear of it still waits for. */
export async function queryPending(dst: Chain, works: readonly Work[]): Promise<readonly Work[]> {
  const asked = works.map((work) => ({
    work,
    end: work.kind === 'recv' ? destinationEnd(work.packet) : sourceEnd(work.packet),
    // Acknowledgement and timeout both end a commitment, and UnreceivedAcks lists the commitments that remain.
    query: work.kind === 'recv' ? queryUnreceived : queryUnacknowledged,
  }))
  const groups = Map.groupBy(asked, ({ work, end }) => `${work.kind === 'recv'} ${JSON.stringify(end)}`)
  const pending = await Promise.all(
    [...groups.values()].map(async (group) => {
      const [first] = group
      if (first === undefined) return []
      const sequences = group.map(({ work }) => work.packet.sequence)
      const left = new Set(await first.query(dst, first.end, sequences))
      return group.map(({ work }) => work).filter(({ packet }) => left.has(packet.sequence))
    }),
  )
  return pending.flat()
}
