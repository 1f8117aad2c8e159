// ICS-04 channels: finds one between two ports or makes it, continuing from whatever step the chains show.
import { type Channel, type IdentifiedChannel, Order } from 'cosmjs-types/ibc/core/channel/v1/channel'
import {
  QueryChannelRequest,
  QueryChannelResponse,
  QueryConnectionChannelsRequest,
  QueryConnectionChannelsResponse,
} from 'cosmjs-types/ibc/core/channel/v1/query'
import {
  MsgChannelOpenAck,
  MsgChannelOpenConfirm,
  MsgChannelOpenInit,
  MsgChannelOpenTry,
} from 'cosmjs-types/ibc/core/channel/v1/tx'
import { isRefusal } from '../../core/answers.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import { relayKeyName } from '../ics02/clients.ts'
import { queryConnection } from '../ics03/connections.ts'
import {
  completeHandshake,
  type EndState,
  endState,
  type HandshakeStep,
  type Heights,
  otherSide as other,
  planHandshake,
  type Side,
} from '../ics03/handshake.ts'
import { channelKey } from '../ics24/paths.ts'
import type { Chain, Included } from '../ports.ts'
import { localhostClientId, localhostConnectionId, type ProofPath, type ProvenStep, submitSteps } from '../proofs.ts'
import { attributeOf } from '../txEvents.ts'

export type ChannelOrder = 'ordered' | 'unordered'
export type ChannelSide = { readonly chain: Chain; readonly portId: string; readonly connectionId: string }
export type ChannelRequest = {
  readonly a: ChannelSide
  readonly b: ChannelSide
  readonly order: ChannelOrder
  readonly version: string
  /** Opens another channel even where one fits. */
  readonly fresh?: boolean
  /** One that is opening already. */
  readonly begun?: { readonly ids: ChannelIds; readonly heights: Heights }
}
export type ChannelIds = { readonly a: string; readonly b: string }

const pageLimit = 1_000n
const openGas = 3_000_000n
const msgType = (name: string): string => `/ibc.core.channel.v1.MsgChannel${name}`

export async function queryChannel(chain: Chain, portId: string, channelId: string): Promise<Channel | undefined> {
  if (channelId === '') return undefined
  const request = QueryChannelRequest.encode({ portId, channelId }).finish()
  try {
    return (await chain.queryGrpc('/ibc.core.channel.v1.Query/Channel', request, QueryChannelResponse.decode)).channel
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

export async function queryChannels(chain: Chain, connection: string): Promise<readonly IdentifiedChannel[]> {
  const request = QueryConnectionChannelsRequest.fromPartial({ connection, pagination: { limit: pageLimit } })
  const { channels } = await chain.queryGrpc(
    '/ibc.core.channel.v1.Query/ConnectionChannels',
    QueryConnectionChannelsRequest.encode(request).finish(),
    QueryConnectionChannelsResponse.decode,
  )
  return channels
}

/** An open channel as asked for: an existing one, one that was left half open, or a new one. */
export async function ensureChannel(request: ChannelRequest): Promise<ChannelIds> {
  const { begun, fresh } = request
  const ids = { ...(begun?.ids ?? (fresh === true ? { a: '', b: '' } : await findChannel(request))) }
  const take = async (step: HandshakeStep, since: bigint | undefined): Promise<Included> => {
    const included = await takeStep(request, ids, step, since)
    if (step.kind === 'init' || step.kind === 'try') ids[step.side] = openedChannel(included, step.kind)
    return included
  }
  const own = { states: () => states(request, ids), take }
  await completeHandshake({ ...own, refused: (step, cause) => refused(request, ids, step, cause) }, begun?.heights)
  return { a: ids.a, b: ids.b }
}

export const openedChannel = (included: Included, kind: 'init' | 'try'): string =>
  attributeOf(included, `channel_open_${kind}`, 'channel_id')

/** The newest channel that fits on both sides, open before half open. */
async function findChannel(request: ChannelRequest): Promise<Record<Side, string>> {
  const [onA, onB] = await Promise.all([fitting(request, 'a'), fitting(request, 'b')])
  const ends = onA.map((end) => ({ end, peer: peerOf(end, onB) }))
  const open = ends.find(({ end, peer }) => endState(end.state) === 'open' && endState(peer?.state) === 'open')
  const half = ends.find(({ end, peer }) => planHandshake(endState(end.state), endState(peer?.state)) !== 'stuck')
  const found = open ?? half
  if (found !== undefined) return { a: found.end.channelId, b: found.peer?.channelId ?? '' }
  return { a: '', b: onB.find(({ state }) => endState(state) === 'init')?.channelId ?? '' }
}

/** The other end names this one; an end that was only begun does not know its counterpart yet. */
function peerOf(end: IdentifiedChannel, others: readonly IdentifiedChannel[]): IdentifiedChannel | undefined {
  const named = end.counterparty?.channelId ?? ''
  return others.find(({ channelId, counterparty }) =>
    named === '' ? counterparty?.channelId === end.channelId : channelId === named,
  )
}

async function fitting(request: ChannelRequest, side: Side): Promise<readonly IdentifiedChannel[]> {
  const { chain, portId, connectionId } = request[side]
  const channels = await queryChannels(chain, connectionId)
  return channels
    .filter((one) => one.portId === portId && one.counterparty?.portId === request[other(side)].portId)
    .filter((one) => one.version === request.version && one.ordering === orderingOf(request))
    .filter((one) => endState(one.state) !== 'closed')
    .reverse()
}

const orderingOf = (request: ChannelRequest): Order =>
  request.order === 'ordered' ? Order.ORDER_ORDERED : Order.ORDER_UNORDERED

/** What is not surely unordered counts as ordered, so that nobody relays it by mistake. */
export const orderOf = ({ ordering }: Pick<Channel, 'ordering'>): ChannelOrder =>
  ordering === Order.ORDER_UNORDERED ? 'unordered' : 'ordered'

async function states({ a, b }: ChannelRequest, ids: ChannelIds): Promise<Record<Side, EndState>> {
  const [endA, endB] = await Promise.all([
    queryChannel(a.chain, a.portId, ids.a),
    queryChannel(b.chain, b.portId, ids.b),
  ])
  return { a: endState(endA?.state), b: endState(endB?.state) }
}

function refused({ a, b }: ChannelRequest, ids: ChannelIds, step: string, cause?: unknown): CausewayError {
  const reason = isCausewayError(cause) ? (cause.facts['log'] ?? cause.message) : ''
  const facts = {
    a: `${a.chain.chainId}/${a.portId}/${ids.a}`,
    b: `${b.chain.chainId}/${b.portId}/${ids.b}`,
    step,
    reason,
  }
  return new CausewayError('HANDSHAKE_REFUSED', facts, cause)
}

async function clientOf({ chain, connectionId }: ChannelSide): Promise<string> {
  if (connectionId === localhostConnectionId) return localhostClientId
  const connection = await queryConnection(chain, connectionId)
  if (connection === undefined) {
    throw new CausewayError('HANDSHAKE_REFUSED', { chainId: chain.chainId, connectionId, reason: 'no such connection' })
  }
  return connection.clientId
}

function draftOf(request: ChannelRequest, ids: ChannelIds, { side, kind }: HandshakeStep) {
  return {
    state: kind === 'init' ? 1 : 2,
    ordering: orderingOf(request),
    counterparty: { portId: request[other(side)].portId, channelId: ids[other(side)] },
    connectionHops: [request[side].connectionId],
    version: request.version,
  }
}

/** The first step, which proves nothing. */
export async function beginChannel(request: ChannelRequest, side: Side): Promise<Included> {
  const { chain, portId } = request[side]
  const signer = await chain.signer(relayKeyName(request[other(side)].chain.chainId))
  const channel = draftOf(request, { a: '', b: '' }, { side, kind: 'init' })
  const body = MsgChannelOpenInit.fromPartial({ portId, channel, signer: signer.address })
  return signer.submitAndWait(
    [{ typeUrl: msgType('OpenInit'), value: MsgChannelOpenInit.encode(body).finish() }],
    openGas,
  )
}

async function takeStep(
  request: ChannelRequest,
  ids: ChannelIds,
  step: HandshakeStep,
  since: bigint | undefined,
): Promise<Included> {
  const { side, kind } = step
  if (kind === 'init') return beginChannel(request, side)
  const [here, there] = [request[side], request[other(side)]]
  const path: ProofPath = { host: here.chain, tracked: there.chain, clientId: await clientOf(here) }
  return submitSteps(path, [channelStep(request, ids, step)], since)
}

/** One of the steps that prove what the other end has come to. */
export function channelStep(request: ChannelRequest, ids: ChannelIds, step: HandshakeStep): ProvenStep {
  const { side, kind } = step
  const [portId, channelId, counterpartyVersion] = [request[side].portId, ids[side], request.version]
  const counterpartyChannelId = ids[other(side)]
  const key = channelKey(request[other(side)].portId, counterpartyChannelId)
  const build: ProvenStep['build'] = (proof, proofHeight, signer) => {
    if (kind === 'try') {
      const channel = draftOf(request, ids, step)
      const body = { portId, channel, counterpartyVersion, proofInit: proof, proofHeight, signer }
      const value = MsgChannelOpenTry.encode(MsgChannelOpenTry.fromPartial(body)).finish()
      return { typeUrl: msgType('OpenTry'), value }
    }
    if (kind === 'ack') {
      const ends = { portId, channelId, counterpartyChannelId, counterpartyVersion }
      const body = { ...ends, proofTry: proof, proofHeight, signer }
      const value = MsgChannelOpenAck.encode(MsgChannelOpenAck.fromPartial(body)).finish()
      return { typeUrl: msgType('OpenAck'), value }
    }
    const body = { portId, channelId, proofAck: proof, proofHeight, signer }
    const value = MsgChannelOpenConfirm.encode(MsgChannelOpenConfirm.fromPartial(body)).finish()
    return { typeUrl: msgType('OpenConfirm'), value }
  }
  return { key, build }
}
