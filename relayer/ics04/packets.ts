// ICS-04 packet messages, and what of them a chain still waits for.
import type { Packet as WirePacket } from 'cosmjs-types/ibc/core/channel/v1/channel'
import {
  QueryPacketAcknowledgementsRequest,
  QueryPacketAcknowledgementsResponse,
  QueryPacketCommitmentsRequest,
  QueryPacketCommitmentsResponse,
  QueryUnreceivedAcksRequest,
  QueryUnreceivedAcksResponse,
  QueryUnreceivedPacketsRequest,
  QueryUnreceivedPacketsResponse,
} from 'cosmjs-types/ibc/core/channel/v1/query'
import { MsgAcknowledgement, MsgRecvPacket, MsgTimeout, MsgTimeoutOnClose } from 'cosmjs-types/ibc/core/channel/v1/tx'
import type { Packet, Work } from '../../core/relay.ts'
import type { Height } from '../ics02/clients.ts'
import { acknowledgementKey, channelKey, commitmentKey, receiptKey } from '../ics24/paths.ts'
import type { AnyMsg, Chain } from '../ports.ts'

const pageLimit = 500n
const msgType = (name: string): string => `/ibc.core.channel.v1.Msg${name}`
const service = (name: string): string => `/ibc.core.channel.v1.Query/${name}`

export type ChannelEnd = { readonly portId: string; readonly channelId: string }

const sourceOf = ({ sourcePort: portId, sourceChannel: channelId, sequence }: Packet) => ({
  portId,
  channelId,
  sequence,
})
const destinationOf = ({ destinationPort: portId, destinationChannel: channelId, sequence }: Packet) => ({
  portId,
  channelId,
  sequence,
})

/** What must be proven for this work; a timeout on close needs the closed channel end as well. */
export function keysOf({ kind, packet }: Work): readonly Uint8Array[] {
  const { portId, channelId } = destinationOf(packet)
  switch (kind) {
    case 'recv':
      return [commitmentKey(sourceOf(packet))]
    case 'ack':
      return [acknowledgementKey(destinationOf(packet))]
    case 'timeout':
      return [receiptKey(destinationOf(packet))]
    case 'timeout_on_close':
      return [receiptKey(destinationOf(packet)), channelKey(portId, channelId)]
  }
}

function wirePacket(packet: Packet): WirePacket {
  const { timeoutTimestampNs: timeoutTimestamp, ...rest } = packet
  return { ...rest, timeoutTimestamp }
}

/** The message of a piece of work; `proofs` are those of keysOf, in order. */
export function packetMsg(
  work: Work,
  [proof = new Uint8Array(), proofClose = new Uint8Array()]: readonly Uint8Array[],
  proofHeight: Height,
  signer: string,
): AnyMsg {
  const packet = wirePacket(work.packet)
  // Unordered channels do not read it, yet the message must not hold zero.
  const nextSequenceRecv = packet.sequence
  switch (work.kind) {
    case 'recv': {
      const value = MsgRecvPacket.encode({ packet, proofCommitment: proof, proofHeight, signer }).finish()
      return { typeUrl: msgType('RecvPacket'), value }
    }
    case 'ack': {
      const { acknowledgement } = work
      const value = MsgAcknowledgement.encode({
        packet,
        acknowledgement,
        proofAcked: proof,
        proofHeight,
        signer,
      }).finish()
      return { typeUrl: msgType('Acknowledgement'), value }
    }
    case 'timeout': {
      const body = { packet, proofUnreceived: proof, proofHeight, nextSequenceRecv, signer }
      return { typeUrl: msgType('Timeout'), value: MsgTimeout.encode(body).finish() }
    }
    case 'timeout_on_close': {
      const body = { packet, proofUnreceived: proof, proofClose, proofHeight, nextSequenceRecv, signer }
      const value = MsgTimeoutOnClose.encode(MsgTimeoutOnClose.fromPartial(body)).finish()
      return { typeUrl: msgType('TimeoutOnClose'), value }
    }
  }
}

/** Sequences that the sender still keeps a commitment of: neither acknowledged nor timed out. */
export async function queryCommitments(chain: Chain, { portId, channelId }: ChannelEnd): Promise<readonly bigint[]> {
  const found: bigint[] = []
  for (let key = new Uint8Array(); ; ) {
    const request = QueryPacketCommitmentsRequest.fromPartial({
      portId,
      channelId,
      pagination: { key, limit: pageLimit },
    })
    const answer = QueryPacketCommitmentsResponse.decode(
      await chain.queryGrpc(service('PacketCommitments'), QueryPacketCommitmentsRequest.encode(request).finish()),
    )
    found.push(...answer.commitments.map(({ sequence }) => sequence))
    key = new Uint8Array(answer.pagination?.nextKey ?? [])
    if (key.length === 0) return found.sort((a, b) => (a < b ? -1 : 1))
  }
}

type QuerySequences = (chain: Chain, end: ChannelEnd, sequences: readonly bigint[]) => Promise<readonly bigint[]>

/** A query that says which of the given sequences are in some state; of none it asks nothing. */
function sequencesQuery(
  name: string,
  encode: (end: ChannelEnd, sequences: bigint[]) => Uint8Array,
  decode: (bytes: Uint8Array) => readonly bigint[],
): QuerySequences {
  return async (chain, end, sequences) =>
    sequences.length === 0 ? [] : decode(await chain.queryGrpc(service(name), encode(end, [...sequences])))
}

/** Those of `sequences` that the receiver has no receipt of. */
export const queryUnreceived = sequencesQuery(
  'UnreceivedPackets',
  (end, packetCommitmentSequences) =>
    QueryUnreceivedPacketsRequest.encode({ ...end, packetCommitmentSequences }).finish(),
  (bytes) => QueryUnreceivedPacketsResponse.decode(bytes).sequences,
)

/** Those of `sequences` whose acknowledgement the receiver has written. */
export const queryWrittenAcks = sequencesQuery(
  'PacketAcknowledgements',
  (end, packetCommitmentSequences) =>
    QueryPacketAcknowledgementsRequest.encode({ ...end, packetCommitmentSequences }).finish(),
  (bytes) => QueryPacketAcknowledgementsResponse.decode(bytes).acknowledgements.map(({ sequence }) => sequence),
)

/** Those of `sequences` whose acknowledgement the sender has not seen. */
export const queryUnacknowledged = sequencesQuery(
  'UnreceivedAcks',
  (end, packetAckSequences) => QueryUnreceivedAcksRequest.encode({ ...end, packetAckSequences }).finish(),
  (bytes) => QueryUnreceivedAcksResponse.decode(bytes).sequences,
)

/** One direction of a channel, from its commitments on. */
export type Outstanding = {
  /** Neither acknowledged nor timed out, as far as the sender knows. */
  readonly sent: readonly bigint[]
  /** Of these, what the receiver has no receipt of. */
  readonly unreceived: readonly bigint[]
  /** Of these, what the receiver has acknowledged and the sender has not seen. */
  readonly answered: readonly bigint[]
}

export async function queryOutstanding(
  sender: Chain,
  from: ChannelEnd,
  receiver: Chain,
  to: ChannelEnd,
): Promise<Outstanding> {
  const sent = await queryCommitments(sender, from)
  const unreceived = await queryUnreceived(receiver, to, sent)
  const missing = new Set(unreceived)
  const received = sent.filter((sequence) => !missing.has(sequence))
  return { sent, unreceived, answered: await queryWrittenAcks(receiver, to, received) }
}

/** Of this work, what the chain that is to hear of it still waits for. */
export async function queryPending(dst: Chain, works: readonly Work[]): Promise<readonly Work[]> {
  const groups = Map.groupBy(works, (work) => {
    const { portId, channelId } = work.kind === 'recv' ? destinationOf(work.packet) : sourceOf(work.packet)
    return `${work.kind === 'recv' ? 'recv' : 'settle'} ${portId} ${channelId}`
  })
  const pending = await Promise.all(
    [...groups].map(async ([key, group]) => {
      const [kind = '', portId = '', channelId = ''] = key.split(' ')
      const sequences = group.map(({ packet }) => packet.sequence)
      // Acknowledgement and timeout both end a commitment, and UnreceivedAcks lists the commitments that remain.
      const query = kind === 'recv' ? queryUnreceived : queryUnacknowledged
      const left = new Set(await query(dst, { portId, channelId }, sequences))
      return group.filter(({ packet }) => left.has(packet.sequence))
    }),
  )
  return pending.flat()
}
