// Lists the connections and channels of a chain, each with its state and what is at its other end.
import type { IdentifiedConnection } from 'cosmjs-types/ibc/core/connection/v1/connection'
import { queryTrackedChain } from './ics02/clients.ts'
import { queryConnections } from './ics03/connections.ts'
import { type EndState, endState } from './ics03/handshake.ts'
import { type ChannelOrder, orderOf, queryChannels } from './ics04/channels.ts'
import type { Chain } from './ports.ts'
import { localhostConnectionId } from './proofs.ts'

export type ConnectionInfo = {
  readonly connectionId: string
  readonly clientId: string
  readonly state: EndState
  readonly counterparty: { readonly chainId: string; readonly connectionId: string; readonly clientId: string }
}
export type ChannelInfo = {
  readonly portId: string
  readonly channelId: string
  readonly connectionId: string
  readonly state: EndState
  readonly order: ChannelOrder
  readonly version: string
  readonly counterparty: { readonly chainId: string; readonly portId: string; readonly channelId: string }
}

/** Connections over light clients that this relayer knows, and that of the chain with itself. */
export async function listConnections(chain: Chain, counterparty?: string): Promise<readonly ConnectionInfo[]> {
  const found: ConnectionInfo[] = []
  for (const end of await queryConnections(chain)) {
    const chainId = await chainBehind(chain, end)
    if (chainId === undefined || (counterparty !== undefined && chainId !== counterparty)) continue
    const { connectionId = '', clientId = '' } = end.counterparty ?? {}
    found.push({
      connectionId: end.id,
      clientId: end.clientId,
      state: endState(end.state),
      counterparty: { chainId, connectionId, clientId },
    })
  }
  return found
}

async function chainBehind(chain: Chain, { id, clientId }: IdentifiedConnection): Promise<string | undefined> {
  if (id === localhostConnectionId) return chain.chainId
  return queryTrackedChain(chain, clientId)
}

export async function listChannels(chain: Chain, counterparty?: string): Promise<readonly ChannelInfo[]> {
  const found: ChannelInfo[] = []
  for (const connection of await listConnections(chain, counterparty)) {
    const { connectionId, counterparty: peer } = connection
    for (const end of await queryChannels(chain, connectionId)) {
      const { portId, channelId, version, counterparty: to } = end
      const other = { chainId: peer.chainId, portId: to?.portId ?? '', channelId: to?.channelId ?? '' }
      const [state, order] = [endState(end.state), orderOf(end)]
      found.push({ portId, channelId, connectionId, state, order, version, counterparty: other })
    }
  }
  return found
}
