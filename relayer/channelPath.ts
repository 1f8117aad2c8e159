// A channel, or a pair of clients, with everything between its ends: the chains, the connection, the clients.
import { CausewayError } from '../core/errors.ts'
import { type ChannelEnd, endText, type PacketEnd } from '../core/relay.ts'
import { queryClientState } from './ics02/clients.ts'
import { queryCounterparty } from './ics02/counterparties.ts'
import { queryConnection } from './ics03/connections.ts'
import { orderOf, queryChannel } from './ics04/channels.ts'
import type { Chain } from './ports.ts'
import { localhostClientId, localhostConnectionId } from './proofs.ts'

export type PathEnd = {
  readonly chain: Chain
  readonly end: PacketEnd
  /** The connection at this chain, or in IBC v2 the client. */
  readonly routeId: string
  /** On `chain`: tracks the other one. */
  readonly clientId: string
}
export type ChannelPath = {
  readonly near: PathEnd
  readonly far: PathEnd
  readonly ordered: boolean
  /** Of the connection. */
  readonly delayNs: bigint
}

/** `open` gives a chain by its id. Throws CHANNEL_UNKNOWN where there is no such channel, or only half of one. */
export async function findChannelPath(
  chain: Chain,
  end: ChannelEnd,
  open: (chainId: string) => Promise<Chain>,
): Promise<ChannelPath> {
  const unknown = (reason: string): CausewayError =>
    new CausewayError('CHANNEL_UNKNOWN', { chainId: chain.chainId, ...end, reason })
  const found = await queryChannel(chain, end.portId, end.channelId)
  if (found === undefined) throw unknown('the chain knows none')
  const [connectionId = ''] = found.connectionHops
  const { portId = '', channelId = '' } = found.counterparty ?? {}
  if (channelId === '') throw unknown('its handshake is not finished')
  const peer = await findPeer(chain, connectionId, open)
  return {
    near: { chain, end, routeId: connectionId, clientId: peer.clientId },
    far: { chain: peer.chain, end: { portId, channelId }, routeId: peer.peerId, clientId: peer.peerClientId },
    ordered: orderOf(found) === 'ordered',
    delayNs: peer.delayNs,
  }
}

/** Of IBC v2. Throws COUNTERPARTY_UNKNOWN where the client has no counterparty that names it back. */
export async function findClientPath(
  chain: Chain,
  clientId: string,
  open: (chainId: string) => Promise<Chain>,
): Promise<ChannelPath> {
  const peerId = await queryCounterparty(chain, clientId)
  const unknown = (reason: string): CausewayError =>
    new CausewayError('COUNTERPARTY_UNKNOWN', { chainId: chain.chainId, clientId, reason })
  if (peerId === undefined) throw unknown('none is registered at the store and path of Cosmos SDK')
  const peer = await open((await queryClientState(chain, clientId)).chainId)
  if ((await queryCounterparty(peer, peerId)) !== clientId) throw unknown(`${peerId} does not name it back`)
  const end = (at: Chain, id: string): PathEnd => ({ chain: at, end: { clientId: id }, routeId: id, clientId: id })
  return { near: end(chain, clientId), far: end(peer, peerId), ordered: false, delayNs: 0n }
}

/** Throws CHANNEL_UNKNOWN where the channel leads elsewhere. */
export function assertCounterparty({ near, far }: ChannelPath, chainId: string, end: ChannelEnd): void {
  const { chain } = far
  if (chain.chainId === chainId && endText(far.end) === endText(end)) return
  const reason = `it leads to ${chain.chainId} ${endText(far.end)}`
  throw new CausewayError('CHANNEL_UNKNOWN', { chainId: near.chain.chainId, ...near.end, reason })
}

export type Peer = {
  readonly chain: Chain
  readonly clientId: string
  readonly peerId: string
  readonly peerClientId: string
  readonly delayNs: bigint
}

/** Where a connection leads. Throws CHANNEL_UNKNOWN where the chain has none of this id. */
export async function findPeer(
  chain: Chain,
  connectionId: string,
  open: (chainId: string) => Promise<Chain>,
): Promise<Peer> {
  if (connectionId === localhostConnectionId) {
    const ids = { clientId: localhostClientId, peerId: localhostConnectionId, peerClientId: localhostClientId }
    return { chain, ...ids, delayNs: 0n }
  }
  const connection = await queryConnection(chain, connectionId)
  if (connection === undefined) {
    const reason = 'the chain has no such connection'
    throw new CausewayError('CHANNEL_UNKNOWN', { chainId: chain.chainId, connectionId, reason })
  }
  const { clientId, counterparty, delayPeriod } = connection
  const { chainId } = await queryClientState(chain, clientId)
  return {
    chain: await open(chainId),
    clientId,
    peerId: counterparty?.connectionId ?? '',
    peerClientId: counterparty?.clientId ?? '',
    delayNs: delayPeriod,
  }
}
