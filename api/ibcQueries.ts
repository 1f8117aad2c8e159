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
import { asAnswer } from '../core/answers.ts'
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
    const { channel } = await chain.queryGrpc('/ibc.core.channel.v1.Query/Channel', ask, QueryChannelResponse.decode)
    if (channel?.connectionHops[0] === localhost) return chain.chainId
    const request = QueryChannelClientStateRequest.encode(end).finish()
    const path = '/ibc.core.channel.v1.Query/ChannelClientState'
    const answer = await chain.queryGrpc(path, request, QueryChannelClientStateResponse.decode)
    return chainIdOf(answer.identifiedClientState?.clientState)
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
  const path = `/ibc.core.channel.${version}.Query/UnreceivedAcks`
  // Both versions answer with the same field.
  return new Set((await chain.queryGrpc(path, request.finish(), v2.QueryUnreceivedAcksResponse.decode)).sequences)
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
  const path = `/ibc.core.channel.${version}.Query/UnreceivedPackets`
  return new Set((await chain.queryGrpc(path, request.finish(), v2.QueryUnreceivedPacketsResponse.decode)).sequences)
}

export type ClientHealth = {
  /** Active, Expired, Frozen or Unknown, as ibc-go says it. */
  readonly status: string
  readonly chainId: string | undefined
  readonly latestHeight: bigint
  readonly trustingPeriodSec: bigint
}

export async function queryClientHealth(chain: Chain, clientId: string): Promise<ClientHealth> {
  const service = '/ibc.core.client.v1.Query'
  const status = QueryClientStatusRequest.encode({ clientId }).finish()
  const state = QueryClientStateRequest.encode({ clientId }).finish()
  const [told, { clientState }] = await Promise.all([
    chain.queryGrpc(`${service}/ClientStatus`, status, QueryClientStatusResponse.decode),
    chain.queryGrpc(`${service}/ClientState`, state, QueryClientStateResponse.decode),
  ])
  if (clientState?.typeUrl !== tendermint) {
    throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: chain.chainId, clientId, expected: tendermint })
  }
  const found = asAnswer(chain.chainId, clientId, () => ClientState.decode(clientState.value))
  return {
    status: told.status,
    chainId: found.chainId,
    latestHeight: found.latestHeight.revisionHeight,
    trustingPeriodSec: found.trustingPeriod.seconds,
  }
}

function chainIdOf(any: { readonly typeUrl: string; readonly value: Uint8Array } | undefined): string | undefined {
  return any?.typeUrl === tendermint ? ClientState.decode(any.value).chainId : undefined
}
