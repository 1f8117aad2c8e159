// ICS-04 packets of channels: their messages, and queries about them.
import type { Packet as WirePacket } from 'cosmjs-types/ibc/core/channel/v1/channel'
import {
  QueryNextSequenceReceiveRequest,
  QueryNextSequenceReceiveResponse,
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
import type { ChannelEnd, Packet, Work } from '../../core/relay.ts'
import type { Height } from '../ics02/clients.ts'
import { acknowledgementKey, channelKey, commitmentKey, nextSequenceRecvKey, receiptKey } from '../ics24/paths.ts'
import type { AnyMsg, Chain } from '../ports.ts'
import { sequencesQuery } from './sequencesQuery.ts'

const pageLimit = 500n
const msgType = (name: string): string => `/ibc.core.channel.v1.Msg${name}`
const service = (name: string): string => `/ibc.core.channel.v1.Query/${name}`

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

/**
 * What must be proven for this work; a timeout on close needs the closed channel end as well. That a packet was never
 * received shows, on an ordered channel, in the number of the one that is awaited.
 */
export function keysOf({ kind, packet, ordered }: Work): readonly Uint8Array[] {
  const { portId, channelId } = destinationOf(packet)
  const unreceived = ordered ? nextSequenceRecvKey(portId, channelId) : receiptKey(destinationOf(packet))
  switch (kind) {
    case 'recv':
      return [commitmentKey(sourceOf(packet))]
    case 'ack':
      return [acknowledgementKey(destinationOf(packet))]
    case 'timeout':
      return [unreceived]
    case 'timeout_on_close':
      return [unreceived, channelKey(portId, channelId)]
  }
}

function wirePacket({ timeoutTimestampNs: timeoutTimestamp, ...rest }: Packet): WirePacket {
  return { ...rest, timeoutTimestamp }
}

/**
 * The message of a piece of work; `proofs` are those of keysOf, in order. A timeout on an ordered channel says what is
 * awaited there; an unordered one does not read it, yet it must not be zero.
 */
export function packetMsg(
  work: Work,
  [proof = new Uint8Array(), proofClose = new Uint8Array()]: readonly Uint8Array[],
  proofHeight: Height,
  signer: string,
  nextSequenceRecv = work.packet.sequence,
): AnyMsg {
  const packet = wirePacket(work.packet)
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
    const answer = await chain.queryGrpc(
      service('PacketCommitments'),
      QueryPacketCommitmentsRequest.encode(request).finish(),
      QueryPacketCommitmentsResponse.decode,
    )
    found.push(...answer.commitments.map(({ sequence }) => sequence))
    key = new Uint8Array(answer.pagination?.nextKey ?? [])
    if (key.length === 0) return found.sort((a, b) => (a < b ? -1 : 1))
  }
}

/** Those of `sequences` that the receiver has no receipt of. */
export const queryUnreceived = sequencesQuery<ChannelEnd>(
  service('UnreceivedPackets'),
  (end, packetCommitmentSequences) =>
    QueryUnreceivedPacketsRequest.encode({ ...end, packetCommitmentSequences }).finish(),
  (bytes) => QueryUnreceivedPacketsResponse.decode(bytes).sequences,
)

/** Those of `sequences` whose acknowledgement the receiver has written. */
export const queryWrittenAcks = sequencesQuery<ChannelEnd>(
  service('PacketAcknowledgements'),
  (end, packetCommitmentSequences) =>
    QueryPacketAcknowledgementsRequest.encode({ ...end, packetCommitmentSequences }).finish(),
  (bytes) => QueryPacketAcknowledgementsResponse.decode(bytes).acknowledgements.map(({ sequence }) => sequence),
)

/** Those of `sequences` whose acknowledgement the sender has not seen. */
export const queryUnacknowledged = sequencesQuery<ChannelEnd>(
  service('UnreceivedAcks'),
  (end, packetAckSequences) => QueryUnreceivedAcksRequest.encode({ ...end, packetAckSequences }).finish(),
  (bytes) => QueryUnreceivedAcksResponse.decode(bytes).sequences,
)

/** The sequence that the receiver of an ordered channel awaits. */
export async function queryNextSequenceRecv(chain: Chain, packet: Packet): Promise<bigint> {
  const { portId, channelId } = destinationOf(packet)
  const request = QueryNextSequenceReceiveRequest.encode({ portId, channelId }).finish()
  const path = service('NextSequenceReceive')
  return (await chain.queryGrpc(path, request, QueryNextSequenceReceiveResponse.decode)).nextSequenceReceive
}
