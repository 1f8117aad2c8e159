// ICS-04: opens channels, continuing from whatever step the chains already show; also between a chain and itself.
import { Channel, Order, State } from 'cosmjs-types/ibc/core/channel/v1/channel'
import { QueryConnectionChannelsRequest, QueryConnectionChannelsResponse } from 'cosmjs-types/ibc/core/channel/v1/query'
import {
  MsgChannelOpenAck, MsgChannelOpenConfirm, MsgChannelOpenInit, MsgChannelOpenTry,
} from 'cosmjs-types/ibc/core/channel/v1/tx'
import { PageRequest } from 'cosmjs-types/cosmos/base/query/v1beta1/pagination'
import { CausewayError } from '../../core/errors.ts'
import { LightClient } from '../ics02/clients.ts'
import { laneKey, proveAfter, queryConnections, submitProved } from '../ics03/connections.ts'
import { channelKey, localhostConnectionId, localhostProof, localhostClientId } from '../ics24/paths.ts'
import type { AnyMsg, Chain, Included, Signer, StateProof } from '../ports.ts'

export type ChannelEndAt = { readonly chain: Chain; readonly portId: string; readonly connectionId: string }
export type ChannelPlan = {
  readonly a: ChannelEndAt
  readonly b: ChannelEndAt
  readonly order: 'ordered' | 'unordered'
  readonly version: string
}
export type OpenChannel = { readonly a: string; readonly b: string }
export type IdentifiedChannel = {
  readonly portId: string
  readonly channelId: string
  readonly state: State
  readonly ordering: Order
  readonly counterpartyPortId: string
  readonly counterpartyChannelId: string
  readonly version: string
}

const gas = 5_000_000n

/** All channels over one connection. */
export async function queryChannels(chain: Chain, connectionId: string): Promise<IdentifiedChannel[]> {
  const found: IdentifiedChannel[] = []
  let key: Uint8Array = new Uint8Array()
  do {
    const pagination = PageRequest.fromPartial({ key, limit: 100n })
    const request = QueryConnectionChannelsRequest.encode({ connection: connectionId, pagination }).finish()
    const answer = QueryConnectionChannelsResponse.decode(
      await chain.queryGrpc('/ibc.core.channel.v1.Query/ConnectionChannels', request),
    )
    for (const one of answer.channels) {
      found.push({
        portId: one.portId,
        channelId: one.channelId,
        state: one.state,
        ordering: one.ordering,
        counterpartyPortId: one.counterparty.portId,
        counterpartyChannelId: one.counterparty.channelId,
        version: one.version,
      })
    }
    key = answer.pagination?.nextKey ?? new Uint8Array()
  } while (key.length > 0)
  return found
}

/** Both ends of a handshake with what each needs to act. */
type Side = ChannelEndAt & { readonly signer: Signer; readonly client: LightClient }

async function sideOf(end: ChannelEndAt, other: ChannelEndAt): Promise<Side> {
  const signer = await end.chain.signer(laneKey(other.chain.chainId))
  const localhost = end.connectionId === localhostConnectionId
  const clientId = localhost ? localhostClientId : await clientOf(end)
  return { ...end, signer, client: new LightClient(end.chain, other.chain, clientId) }
}

async function clientOf(end: ChannelEndAt): Promise<string> {
  const found = (await queryConnections(end.chain)).find((one) => one.connectionId === end.connectionId)
  if (found === undefined) throw new CausewayError('HANDSHAKE_REFUSED', { connection: end.connectionId, chain: end.chain.chainId })
  return found.clientId
}

/** An open channel for this plan: one that stands, else a new one. */
export async function ensureChannel(plan: ChannelPlan): Promise<OpenChannel> {
  const standing = (await queryChannels(plan.a.chain, plan.a.connectionId)).find(
    (one) => one.state === State.STATE_OPEN && one.portId === plan.a.portId && one.counterpartyPortId === plan.b.portId,
  )
  if (standing !== undefined) return { a: standing.channelId, b: standing.counterpartyChannelId }
  const [a, b] = await Promise.all([sideOf(plan.a, plan.b), sideOf(plan.b, plan.a)])
  const init = await openInit(plan, a, b)
  const channelA = channelIdOf(init, 'channel_open_init')
  const opened = await openTry(plan, a, b, channelA, init)
  const channelB = channelIdOf(opened, 'channel_open_try')
  const acked = await openAck(a, b, channelA, channelB, plan.version, opened)
  await openConfirm(a, b, channelA, channelB, acked)
  return { a: channelA, b: channelB }
}

function channelIdOf(included: Included, step: string): string {
  const event = included.result.events.find((one) => one.type === step)
  const id = event?.attributes.find((one) => one.key === 'channel_id')?.value
  if (id === undefined) throw new CausewayError('HANDSHAKE_REFUSED', { step, hash: included.hash })
  return id
}

/** Proof of `from`'s channel end for the other side; a sentinel where both are one chain. */
async function prove(from: Side, to: Side, included: Included, channelId: string): Promise<StateProof> {
  if (to.client.isLocalhost) return { value: new Uint8Array(), proof: localhostProof, proofHeight: included.height }
  return proveAfter(from.chain, included, channelKey(from.portId, channelId))
}

const orderOf = (plan: ChannelPlan): Order => (plan.order === 'ordered' ? Order.ORDER_ORDERED : Order.ORDER_UNORDERED)

async function openInit(plan: ChannelPlan, a: Side, b: Side): Promise<Included> {
  const channel = Channel.fromPartial({
    state: State.STATE_INIT,
    ordering: orderOf(plan),
    counterparty: { portId: b.portId, channelId: '' },
    connectionHops: [a.connectionId],
    version: plan.version,
  })
  const value = MsgChannelOpenInit.encode({ portId: a.portId, channel, signer: a.signer.address }).finish()
  return a.signer.submitAndWait([{ typeUrl: '/ibc.core.channel.v1.MsgChannelOpenInit', value }], gas)
}

async function submit(side: Side, proof: StateProof, msg: AnyMsg): Promise<Included> {
  return submitProved(side.client, side.signer, proof, msg)
}

async function openTry(plan: ChannelPlan, a: Side, b: Side, channelA: string, init: Included): Promise<Included> {
  const proof = await prove(a, b, init, channelA)
  const channel = Channel.fromPartial({
    state: State.STATE_TRYOPEN,
    ordering: orderOf(plan),
    counterparty: { portId: a.portId, channelId: channelA },
    connectionHops: [b.connectionId],
    version: plan.version,
  })
  const value = MsgChannelOpenTry.encode(
    MsgChannelOpenTry.fromPartial({
      portId: b.portId,
      channel,
      counterpartyVersion: plan.version,
      proofInit: proof.proof,
      proofHeight: b.client.height(proof.proofHeight),
      signer: b.signer.address,
    }),
  ).finish()
  return submit(b, proof, { typeUrl: '/ibc.core.channel.v1.MsgChannelOpenTry', value })
}

async function openAck(a: Side, b: Side, channelA: string, channelB: string, version: string, opened: Included): Promise<Included> {
  const proof = await prove(b, a, opened, channelB)
  const value = MsgChannelOpenAck.encode(
    MsgChannelOpenAck.fromPartial({
      portId: a.portId,
      channelId: channelA,
      counterpartyChannelId: channelB,
      counterpartyVersion: version,
      proofTry: proof.proof,
      proofHeight: a.client.height(proof.proofHeight),
      signer: a.signer.address,
    }),
  ).finish()
  return submit(a, proof, { typeUrl: '/ibc.core.channel.v1.MsgChannelOpenAck', value })
}

async function openConfirm(a: Side, b: Side, channelA: string, channelB: string, acked: Included): Promise<void> {
  const proof = await prove(a, b, acked, channelA)
  const value = MsgChannelOpenConfirm.encode(
    MsgChannelOpenConfirm.fromPartial({
      portId: b.portId,
      channelId: channelB,
      proofAck: proof.proof,
      proofHeight: b.client.height(proof.proofHeight),
      signer: b.signer.address,
    }),
  ).finish()
  await submit(b, proof, { typeUrl: '/ibc.core.channel.v1.MsgChannelOpenConfirm', value })
}
