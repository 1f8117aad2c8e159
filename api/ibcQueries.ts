// What the API asks of the IBC modules: where a channel leads, and whether a light client is alive.
import {
  QueryChannelClientStateRequest,
  QueryChannelClientStateResponse,
  QueryChannelRequest,
  QueryChannelResponse,
  QueryUnreceivedAcksRequest,
  QueryUnreceivedPacketsRequest,
} from 'cosmjs-types/ibc/core/channel/v1/query'
import * as v2 from 'cosmjs-types/ibc/core/channel/v2/query'
import {
  QueryClientStateRequest,
  QueryClientStateResponse,
  QueryClientStatusRequest,
  QueryClientStatusResponse,
} from 'cosmjs-types/ibc/core/client/v1/query'
import { ClientState } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { CausewayError, isCausewayError } from '../core/errors.ts'
import type { PacketEnd } from '../core/relay.ts'
import type { Chain } from '../relayer/ports.ts'

const tendermint = '/ibc.lightclients.tendermint.v1.ClientState'

// ibc-go's connection of a chain with itself (client 09-localhost): it has no client state to ask for.
const localhost = 'connection-localhost'

/** The chain at the other end of a channel or client; undefined where there is no such end. */
export async function queryPeer(chain: Chain, end: PacketEnd): Promise<string | undefined> {
  try {
    if ('clientId' in end) return (await queryClientHealth(chain, end.clientId)).chainId
    const ask = QueryChannelRequest.encode(end).finish()
    const { channel } = QueryChannelResponse.decode(await chain.queryGrpc('/ibc.core.channel.v1.Query/Channel', ask))
    if (channel?.connectionHops[0] === localhost) return chain.chainId
    const request = QueryChannelClientStateRequest.encode(end).finish()
    const bytes = await chain.queryGrpc('/ibc.core.channel.v1.Query/ChannelClientState', request)
    return chainIdOf(QueryChannelClientStateResponse.decode(bytes).identifiedClientState?.clientState)
  } catch (error) {
    if (isCausewayError(error, 'CHAIN_UNREACHABLE')) throw error
    return undefined
  }
}

/** Those of `sequences` whose commitment the sender still holds: ibc-go answers its acknowledgements so. */
export async function queryCommitted(
  chain: Chain,
  end: PacketEnd,
  sequences: readonly bigint[],
): Promise<ReadonlySet<bigint>> {
  const packetAckSequences = [...sequences]
  const [version, request] =
    'clientId' in end
      ? (['v2', v2.QueryUnreceivedAcksRequest.encode({ ...end, packetAckSequences })] as const)
      : (['v1', QueryUnreceivedAcksRequest.encode({ ...end, packetAckSequences })] as const)
  const answer = await chain.queryGrpc(`/ibc.core.channel.${version}.Query/UnreceivedAcks`, request.finish())
  // Both versions answer with the same field.
  return new Set(v2.QueryUnreceivedAcksResponse.decode(answer).sequences)
}

/** Those of `sequences` that the receiver has not seen. */
export async function queryUnreceived(
  chain: Chain,
  end: PacketEnd,
  sequences: readonly bigint[],
): Promise<ReadonlySet<bigint>> {
  const [version, request] =
    'clientId' in end
      ? (['v2', v2.QueryUnreceivedPacketsRequest.encode({ ...end, sequences: [...sequences] })] as const)
      : (['v1', QueryUnreceivedPacketsRequest.encode({ ...end, packetCommitmentSequences: [...sequences] })] as const)
  const answer = await chain.queryGrpc(`/ibc.core.channel.${version}.Query/UnreceivedPackets`, request.finish())
  return new Set(v2.QueryUnreceivedPacketsResponse.decode(answer).sequences)
}

export type ClientHealth = {
  /** Active, Expired, Frozen or Unknown, as ibc-go says it. */
  readonly status: string
  readonly chainId: string | undefined
  readonly latestHeight: bigint
  readonly trustingPeriodSec: bigint
}

export async function queryClientHealth(chain: Chain, clientId: string): Promise<ClientHealth> {
  const [statusBytes, stateBytes] = await Promise.all([
    chain.queryGrpc('/ibc.core.client.v1.Query/ClientStatus', QueryClientStatusRequest.encode({ clientId }).finish()),
    chain.queryGrpc('/ibc.core.client.v1.Query/ClientState', QueryClientStateRequest.encode({ clientId }).finish()),
  ])
  const { status } = QueryClientStatusResponse.decode(statusBytes)
  const { clientState } = QueryClientStateResponse.decode(stateBytes)
  if (clientState?.typeUrl !== tendermint) {
    throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: chain.chainId, clientId, expected: tendermint })
  }
  const state = ClientState.decode(clientState.value)
  return {
    status,
    chainId: state.chainId,
    latestHeight: state.latestHeight.revisionHeight,
    trustingPeriodSec: state.trustingPeriod.seconds,
  }
}

function chainIdOf(any: { readonly typeUrl: string; readonly value: Uint8Array } | undefined): string | undefined {
  return any?.typeUrl === tendermint ? ClientState.decode(any.value).chainId : undefined
}
