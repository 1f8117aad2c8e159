// Packets of IBC v2 (04-channel/v2): their messages, and queries about them.
import { BinaryWriter } from 'cosmjs-types/binary'
import {
  QueryNextSequenceSendRequest,
  QueryNextSequenceSendResponse,
  QueryPacketAcknowledgementsRequest,
  QueryPacketAcknowledgementsResponse,
  QueryPacketCommitmentsRequest,
  QueryPacketCommitmentsResponse,
  QueryUnreceivedAcksRequest,
  QueryUnreceivedAcksResponse,
  QueryUnreceivedPacketsRequest,
  QueryUnreceivedPacketsResponse,
} from 'cosmjs-types/ibc/core/channel/v2/query'
import { Height as WireHeight } from 'cosmjs-types/ibc/core/client/v1/client'
import { isRefusal } from '../../core/answers.ts'
import type { ClientEnd, Work } from '../../core/relay.ts'
import type { Height } from '../ics02/clients.ts'
import { acknowledgementKeyV2, commitmentKeyV2, receiptKeyV2 } from '../ics24/paths.ts'
import type { AnyMsg, Chain } from '../ports.ts'
import { type QuerySequences, sequencesQuery } from './sequencesQuery.ts'

const pageLimit = 500n
const service = (name: string): string => `/ibc.core.channel.v2.Query/${name}`

export function keysOf({ kind, packet }: Work): readonly Uint8Array[] {
  const { sourceChannel, destinationChannel, sequence } = packet
  if (kind === 'recv') return [commitmentKeyV2(sourceChannel, sequence)]
  return [(kind === 'ack' ? acknowledgementKeyV2 : receiptKeyV2)(destinationChannel, sequence)]
}

/** Bytes of packets and acknowledgements go on as they were told: who writes them anew may write them otherwise. */
export function packetMsg(
  { kind, packet: { encoded = new Uint8Array() }, acknowledgement }: Work,
  [proof = new Uint8Array()]: readonly Uint8Array[],
  proofHeight: Height,
  signer: string,
): AnyMsg {
  const [height, account] = [WireHeight.encode(proofHeight).finish(), Buffer.from(signer, 'utf8')]
  if (kind === 'recv') return message('RecvPacket', { 1: encoded, 2: proof, 3: height, 4: account })
  if (kind === 'ack') {
    return message('Acknowledgement', { 1: encoded, 2: acknowledgement, 3: proof, 4: height, 5: account })
  }
  // A timeout on close there is not: nobody closes a pair of clients.
  return message('Timeout', { 1: encoded, 2: proof, 3: height, 5: account })
}

/** By number, lowest first; all fields of these messages are delimited by their length. */
function message(name: string, fields: Readonly<Record<number, Uint8Array>>): AnyMsg {
  const writer = new BinaryWriter()
  for (const [number, field] of Object.entries(fields)) writer.uint32((Number(number) << 3) | 2).bytes(field)
  return { typeUrl: `/ibc.core.channel.v2.Msg${name}`, value: writer.finish() }
}

/** Sequences that the sender still keeps a commitment of, in order. */
export async function queryCommitments(chain: Chain, end: ClientEnd): Promise<readonly bigint[]> {
  const found: bigint[] = []
  for (let from: bigint | undefined = 1n; from !== undefined; ) {
    const page: Page = await queryPage(chain, end, from)
    found.push(...page.sequences)
    from = page.next
  }
  return found
}

/** `next` is where the following page begins; undefined behind the last one. */
type Page = { readonly sequences: readonly bigint[]; readonly next: bigint | undefined }

/**
 * ibc-go 10.5 answers a page with an error when one of its sequences has a byte of 0x2f, as 47 has (mended by its pull
 * request 8778): then every sequence that the page may hold is asked for by its number.
 */
async function queryPage(chain: Chain, { clientId }: ClientEnd, from: bigint): Promise<Page> {
  try {
    return await queryStoredPage(chain, clientId, from)
  } catch (error) {
    if (!isRefusal(error)) throw error
    const end = await queryNextSequence(chain, clientId)
    if (from >= end) throw error
    const next = from + pageLimit < end ? from + pageLimit : end
    const asked = Array.from({ length: Number(next - from) }, (_, index) => from + BigInt(index))
    return { sequences: await queryUnacknowledged(chain, { clientId }, asked), next }
  }
}

/** Keys in the store are sequences in 8 bytes, and so is the key that a page begins at. */
async function queryStoredPage(chain: Chain, clientId: string, from: bigint): Promise<Page> {
  const key = Buffer.alloc(8)
  key.writeBigUInt64BE(from)
  const request = QueryPacketCommitmentsRequest.fromPartial({ clientId, pagination: { key, limit: pageLimit } })
  const { commitments, pagination } = await chain.queryGrpc(
    service('PacketCommitments'),
    QueryPacketCommitmentsRequest.encode(request).finish(),
    QueryPacketCommitmentsResponse.decode,
  )
  const next = Buffer.from(pagination?.nextKey ?? [])
  return {
    sequences: commitments.map(({ sequence }) => sequence),
    next: next.length === 8 ? next.readBigUInt64BE() : undefined,
  }
}

/** The sequence that the client's next packet gets. */
async function queryNextSequence(chain: Chain, clientId: string): Promise<bigint> {
  const request = QueryNextSequenceSendRequest.encode({ clientId }).finish()
  const path = service('NextSequenceSend')
  return (await chain.queryGrpc(path, request, QueryNextSequenceSendResponse.decode)).nextSequenceSend
}

export const queryUnreceived = sequencesQuery<ClientEnd>(
  service('UnreceivedPackets'),
  ({ clientId }, sequences) => QueryUnreceivedPacketsRequest.encode({ clientId, sequences }).finish(),
  (bytes) => QueryUnreceivedPacketsResponse.decode(bytes).sequences,
)

export const queryWrittenAcks: QuerySequences<ClientEnd> = async (chain, end, sequences) => [
  ...(await queryAckHashes(chain, end, sequences)).keys(),
]

/** Of those of `sequences` whose acknowledgement the receiver has written, the hash that it keeps. */
export async function queryAckHashes(
  chain: Chain,
  { clientId }: ClientEnd,
  sequences: readonly bigint[],
): Promise<ReadonlyMap<bigint, Uint8Array>> {
  if (sequences.length === 0) return new Map()
  const request = { clientId, packetCommitmentSequences: [...sequences] }
  const { acknowledgements } = await chain.queryGrpc(
    service('PacketAcknowledgements'),
    QueryPacketAcknowledgementsRequest.encode(request).finish(),
    QueryPacketAcknowledgementsResponse.decode,
  )
  return new Map(acknowledgements.map(({ sequence, data }) => [sequence, data]))
}

export const queryUnacknowledged = sequencesQuery<ClientEnd>(
  service('UnreceivedAcks'),
  ({ clientId }, packetAckSequences) => QueryUnreceivedAcksRequest.encode({ clientId, packetAckSequences }).finish(),
  (bytes) => QueryUnreceivedAcksResponse.decode(bytes).sequences,
)
