// The gRPC services of IBC v2 that the relayer asks, answered from the store of a fake node as ibc-go 10.5 does.
import * as channel from 'cosmjs-types/ibc/core/channel/v2/query'
import * as client from 'cosmjs-types/ibc/core/client/v2/query'
import { acknowledgementKeyV2, commitmentKeyV2, receiptKeyV2 } from '../../relayer/ics24/paths.ts'
import type { IbcNode } from './ibcNode.ts'
import { keyText } from './ibcRules.ts'
import { counterpartyKey } from './ibcRulesV2.ts'

type Answer = (node: IbcNode, request: Uint8Array) => Uint8Array | undefined
type KeyOf = (clientId: string, sequence: bigint) => Uint8Array

const sequenceBytes = 8

function storedSequences(node: IbcNode, clientId: string, keyOf: KeyOf): readonly bigint[] {
  const prefix = keyText(keyOf(clientId, 0n)).slice(0, -sequenceBytes)
  const found = node.store.keys(prefix).map((key) => Buffer.from(key.slice(prefix.length), 'latin1').readBigUInt64BE())
  return found.sort((a, b) => (a < b ? -1 : 1))
}

const isStored = (node: IbcNode, keyOf: KeyOf, clientId: string, sequence: bigint): boolean =>
  node.store.get(keyText(keyOf(clientId, sequence))) !== undefined

const bytesOf = (sequence: bigint): Buffer => {
  const bytes = Buffer.alloc(sequenceBytes)
  bytes.writeBigUInt64BE(sequence)
  return bytes
}

/** It takes keys for text and looks for slashes in them: a sequence with such a byte makes it fail. */
const isMisread = (sequence: bigint): boolean => bytesOf(sequence).includes('/')

function commitments(node: IbcNode, request: Uint8Array): Uint8Array | undefined {
  const { clientId, pagination } = channel.QueryPacketCommitmentsRequest.decode(request)
  const from = Buffer.from(pagination?.key ?? []).readBigUInt64BE()
  const all = storedSequences(node, clientId, commitmentKeyV2).filter((sequence) => sequence >= from)
  const page = all.slice(0, Number(pagination?.limit))
  if (page.some(isMisread)) return undefined
  const next = all[page.length]
  const answer = channel.QueryPacketCommitmentsResponse.fromPartial({
    commitments: page.map((sequence) => ({ clientId, sequence })),
    pagination: next === undefined ? {} : { nextKey: bytesOf(next) },
  })
  return channel.QueryPacketCommitmentsResponse.encode(answer).finish()
}

export const answersV2: Readonly<Record<string, Answer>> = {
  'clientV2/CounterpartyInfo': (node, request) => {
    const { clientId } = client.QueryCounterpartyInfoRequest.decode(request)
    const found = node.store.get(counterpartyKey(clientId))
    if (found === undefined) return undefined
    const counterpartyInfo = { clientId: found, merklePrefix: [Buffer.from('ibc'), Buffer.alloc(0)] }
    const answer = client.QueryCounterpartyInfoResponse.fromPartial({ counterpartyInfo })
    return client.QueryCounterpartyInfoResponse.encode(answer).finish()
  },
  'channelV2/PacketCommitments': commitments,
  'channelV2/NextSequenceSend': (node, request) => {
    const { clientId } = channel.QueryNextSequenceSendRequest.decode(request)
    const nextSequenceSend = BigInt(node.store.get(`nextSequenceSend/${clientId}`) ?? 1)
    const answer = channel.QueryNextSequenceSendResponse.fromPartial({ nextSequenceSend })
    return channel.QueryNextSequenceSendResponse.encode(answer).finish()
  },
  'channelV2/UnreceivedPackets': (node, request) => {
    const { clientId, sequences: asked } = channel.QueryUnreceivedPacketsRequest.decode(request)
    const sequences = asked.filter((one) => !isStored(node, receiptKeyV2, clientId, one))
    const answer = channel.QueryUnreceivedPacketsResponse.fromPartial({ sequences })
    return channel.QueryUnreceivedPacketsResponse.encode(answer).finish()
  },
  'channelV2/PacketAcknowledgements': (node, request) => {
    const { clientId, packetCommitmentSequences: asked } = channel.QueryPacketAcknowledgementsRequest.decode(request)
    const written = asked.filter((one) => isStored(node, acknowledgementKeyV2, clientId, one))
    const acknowledgements = written.map((sequence) => ({
      clientId,
      sequence,
      data: Buffer.from(node.store.get(keyText(acknowledgementKeyV2(clientId, sequence))) ?? '', 'hex'),
    }))
    const answer = channel.QueryPacketAcknowledgementsResponse.fromPartial({ acknowledgements })
    return channel.QueryPacketAcknowledgementsResponse.encode(answer).finish()
  },
  'channelV2/UnreceivedAcks': (node, request) => {
    const { clientId, packetAckSequences: asked } = channel.QueryUnreceivedAcksRequest.decode(request)
    const sequences = asked.filter((one) => isStored(node, commitmentKeyV2, clientId, one))
    const answer = channel.QueryUnreceivedAcksResponse.fromPartial({ sequences })
    return channel.QueryUnreceivedAcksResponse.encode(answer).finish()
  },
}
