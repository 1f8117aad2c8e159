// The gRPC services of ibc-go that the relayer asks, answered from the store of a fake node.
import { Order, State } from 'cosmjs-types/ibc/core/channel/v1/channel'
import * as channel from 'cosmjs-types/ibc/core/channel/v1/query'
import * as client from 'cosmjs-types/ibc/core/client/v1/query'
import { Params } from 'cosmjs-types/ibc/core/connection/v1/connection'
import * as connection from 'cosmjs-types/ibc/core/connection/v1/query'
import { ClientState, ConsensusState } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { CausewayError } from '../../core/errors.ts'
import type { IbcNode } from './ibcNode.ts'
import { answersV2 } from './ibcQueriesV2.ts'
import { type ChannelEnd, type Connection, expectedBlockNs, readClient, statusOf } from './ibcRules.ts'

type Answer = (node: IbcNode, request: Uint8Array) => Uint8Array | undefined
const nsPerSecond = 1_000_000_000n
const connectionOpen = 3

export function answerGrpc(node: IbcNode, path: string, request: Uint8Array): Uint8Array {
  const name = path.replace(/^\/ibc\.core\.(\w+)\.v1\.Query/, '$1').replace(/^\/ibc\.core\.(\w+)\.v2\.Query/, '$1V2')
  const answer = (answers[name] ?? answersV2[name])?.(node, request)
  if (answer === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: node.chainId, path })
  return answer
}

const end = ({ state, ordered, peerPort, peerChannel, connectionId }: ChannelEnd) => ({
  state: state === 'open' ? State.STATE_OPEN : State.STATE_CLOSED,
  ordering: ordered ? Order.ORDER_ORDERED : Order.ORDER_UNORDERED,
  counterparty: { portId: peerPort, channelId: peerChannel },
  connectionHops: [connectionId],
  version: 'test-1',
})

const sequencesUnder = (node: IbcNode, prefix: string): readonly bigint[] =>
  node.store.keys(prefix).map((key) => BigInt(key.slice(prefix.length)))

const stored = (node: IbcNode, kind: string, portId: string, channelId: string, sequence: bigint): boolean =>
  node.store.get(`${kind}/ports/${portId}/channels/${channelId}/sequences/${sequence}`) !== undefined

const nextSequence = (node: IbcNode, portId: string, channelId: string): bigint =>
  BigInt(node.store.get(`nextSequenceRecv/ports/${portId}/channels/${channelId}`) ?? 1)

function anyClientState(node: IbcNode, clientId: string) {
  const { chainId, latest, trustingNs } = readClient(node, clientId)
  const state = ClientState.fromPartial({
    chainId,
    latestHeight: { revisionHeight: BigInt(latest) },
    trustingPeriod: { seconds: BigInt(trustingNs) / nsPerSecond },
  })
  return { typeUrl: '/ibc.lightclients.tendermint.v1.ClientState', value: ClientState.encode(state).finish() }
}

function clientState(node: IbcNode, clientId: string): Uint8Array {
  const answer = { clientState: anyClientState(node, clientId) }
  return client.QueryClientStateResponse.encode(client.QueryClientStateResponse.fromPartial(answer)).finish()
}

/** In the order of their ids as text; a first page holds the client as well that the next one begins with. */
function clientStates(node: IbcNode, request: Uint8Array): Uint8Array {
  const { pagination } = client.QueryClientStatesRequest.decode(request)
  const [from, limit] = [Buffer.from(pagination?.key ?? []).toString(), Number(pagination?.limit)]
  const stored = node.store.keys('clients/').flatMap((key) => /^clients\/([^/]+)$/.exec(key)?.[1] ?? [])
  const ids = stored.sort().filter((id) => id >= from)
  const page = ids.slice(0, from === '' ? limit + 1 : limit)
  const found = page.map((clientId) => ({ clientId, clientState: anyClientState(node, clientId) }))
  const next = { nextKey: Buffer.from(ids[limit] ?? '') }
  return client.QueryClientStatesResponse.encode(
    client.QueryClientStatesResponse.fromPartial({ clientStates: found, pagination: next }),
  ).finish()
}

function consensusState(node: IbcNode, clientId: string, height: bigint): Uint8Array | undefined {
  const timeNs = node.store.get(`clients/${clientId}/${height}`)
  if (timeNs === undefined) return undefined
  const timestamp = { seconds: BigInt(timeNs) / nsPerSecond, nanos: Number(BigInt(timeNs) % nsPerSecond) }
  const value = ConsensusState.encode(ConsensusState.fromPartial({ timestamp })).finish()
  const any = { typeUrl: '/ibc.lightclients.tendermint.v1.ConsensusState', value }
  return client.QueryConsensusStateResponse.encode(
    client.QueryConsensusStateResponse.fromPartial({ consensusState: any }),
  ).finish()
}

function connectionEnd(found: Connection) {
  const { clientId, peerClientId, peerConnectionId, delayNs = '0' } = found
  return {
    clientId,
    state: connectionOpen,
    delayPeriod: BigInt(delayNs),
    counterparty: { clientId: peerClientId, connectionId: peerConnectionId, prefix: { keyPrefix: Buffer.from('ibc') } },
  }
}

const readConnection = (node: IbcNode, id: string): Connection | undefined => {
  const found = node.store.get(`connections/${id}`)
  return found === undefined ? undefined : (JSON.parse(found) as Connection)
}

function connections(node: IbcNode): Uint8Array {
  const ids = node.store.keys('connections/').map((key) => key.slice('connections/'.length))
  const found = ids.map((id) => ({ id, ...connectionEnd(readConnection(node, id) as Connection) }))
  return connection.QueryConnectionsResponse.encode(
    connection.QueryConnectionsResponse.fromPartial({ connections: found }),
  ).finish()
}

function channels(node: IbcNode, connectionId: string): Uint8Array {
  const prefix = 'channelEnds/'
  const found = node.store.keys(prefix).flatMap((key) => {
    const [, portId = '', channelId = ''] = /^channelEnds\/ports\/(.+)\/channels\/(.+)$/.exec(key) ?? []
    const one = node.channel(portId, channelId)
    if (one?.connectionId !== connectionId) return []
    return [{ portId, channelId, ...end(one) }]
  })
  return channel.QueryConnectionChannelsResponse.encode(
    channel.QueryConnectionChannelsResponse.fromPartial({ channels: found }),
  ).finish()
}

const answers: Readonly<Record<string, Answer>> = {
  'connection/Connections': connections,
  'connection/Connection': (node, request) => {
    const found = readConnection(node, connection.QueryConnectionRequest.decode(request).connectionId)
    if (found === undefined) return undefined
    const answer = connection.QueryConnectionResponse.fromPartial({ connection: connectionEnd(found) })
    return connection.QueryConnectionResponse.encode(answer).finish()
  },
  // QueryConnectionParamsResponse: its one field is the parameters.
  'connection/ConnectionParams': () => {
    const params = Params.encode({ maxExpectedTimePerBlock: expectedBlockNs }).finish()
    return Uint8Array.of(0x0a, params.length, ...params)
  },
  'client/ClientStates': clientStates,
  'client/ClientState': (node, request) => clientState(node, client.QueryClientStateRequest.decode(request).clientId),
  'client/ClientStatus': (node, request) => {
    const { clientId } = client.QueryClientStatusRequest.decode(request)
    return client.QueryClientStatusResponse.encode({ status: statusOf(node, clientId) }).finish()
  },
  'client/ConsensusState': (node, request) => {
    const { clientId, revisionHeight } = client.QueryConsensusStateRequest.decode(request)
    return consensusState(node, clientId, revisionHeight)
  },
  'channel/ConnectionChannels': (node, request) =>
    channels(node, channel.QueryConnectionChannelsRequest.decode(request).connection),
  'channel/Channel': (node, request) => {
    const { portId, channelId } = channel.QueryChannelRequest.decode(request)
    const one = node.channel(portId, channelId)
    if (one === undefined) return undefined
    const answer = { channel: end(one) }
    return channel.QueryChannelResponse.encode(channel.QueryChannelResponse.fromPartial(answer)).finish()
  },
  'channel/ChannelClientState': (node, request) => {
    const { portId, channelId } = channel.QueryChannelClientStateRequest.decode(request)
    const one = node.channel(portId, channelId)
    const clientId = one === undefined ? undefined : readConnection(node, one.connectionId)?.clientId
    if (clientId === undefined) return undefined
    const identifiedClientState = { clientId, clientState: anyClientState(node, clientId) }
    const answer = channel.QueryChannelClientStateResponse.fromPartial({ identifiedClientState })
    return channel.QueryChannelClientStateResponse.encode(answer).finish()
  },
  'channel/PacketCommitments': (node, request) => {
    const { portId, channelId } = channel.QueryPacketCommitmentsRequest.decode(request)
    const prefix = `commitments/ports/${portId}/channels/${channelId}/sequences/`
    const commitments = sequencesUnder(node, prefix).map((sequence) => ({ portId, channelId, sequence }))
    const answer = channel.QueryPacketCommitmentsResponse.fromPartial({ commitments })
    return channel.QueryPacketCommitmentsResponse.encode(answer).finish()
  },
  'channel/UnreceivedPackets': (node, request) => {
    const { portId, channelId, packetCommitmentSequences } = channel.QueryUnreceivedPacketsRequest.decode(request)
    const awaited = node.channel(portId, channelId)?.ordered ? nextSequence(node, portId, channelId) : undefined
    const isUnreceived = (one: bigint): boolean =>
      awaited === undefined ? !stored(node, 'receipts', portId, channelId, one) : one >= awaited
    const sequences = packetCommitmentSequences.filter(isUnreceived)
    const answer = channel.QueryUnreceivedPacketsResponse.fromPartial({ sequences })
    return channel.QueryUnreceivedPacketsResponse.encode(answer).finish()
  },
  'channel/PacketAcknowledgements': (node, request) => {
    const asked = channel.QueryPacketAcknowledgementsRequest.decode(request)
    const { portId, channelId, packetCommitmentSequences } = asked
    const written = packetCommitmentSequences.filter((one) => stored(node, 'acks', portId, channelId, one))
    const acknowledgements = written.map((sequence) => ({ portId, channelId, sequence }))
    const answer = channel.QueryPacketAcknowledgementsResponse.fromPartial({ acknowledgements })
    return channel.QueryPacketAcknowledgementsResponse.encode(answer).finish()
  },
  'channel/UnreceivedAcks': (node, request) => {
    const { portId, channelId, packetAckSequences } = channel.QueryUnreceivedAcksRequest.decode(request)
    const sequences = packetAckSequences.filter((one) => stored(node, 'commitments', portId, channelId, one))
    const answer = channel.QueryUnreceivedAcksResponse.fromPartial({ sequences })
    return channel.QueryUnreceivedAcksResponse.encode(answer).finish()
  },
}
