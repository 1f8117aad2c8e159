// ICS-03: opens connections step by step, continuing from whatever step the chains already show.
import { ConnectionEnd, State } from 'cosmjs-types/ibc/core/connection/v1/connection'
import { QueryConnectionsRequest, QueryConnectionsResponse } from 'cosmjs-types/ibc/core/connection/v1/query'
import {
  MsgConnectionOpenAck, MsgConnectionOpenConfirm, MsgConnectionOpenInit, MsgConnectionOpenTry,
} from 'cosmjs-types/ibc/core/connection/v1/tx'
import { PageRequest } from 'cosmjs-types/cosmos/base/query/v1beta1/pagination'
import { CausewayError } from '../../core/errors.ts'
import { createClient, LightClient, queryClientState, queryClientStatus, untilHeight } from '../ics02/clients.ts'
import { connectionKey, ibcPrefix, localhostClientId, localhostConnectionId } from '../ics24/paths.ts'
import type { AnyMsg, Chain, Included, Signer, StateProof } from '../ports.ts'

export type ConnectionSide = { readonly clientId: string; readonly connectionId: string }
export type Connection = { readonly a: ConnectionSide; readonly b: ConnectionSide }
export type IdentifiedConnection = ConnectionSide & {
  readonly state: State
  readonly counterpartyClientId: string
  readonly counterpartyConnectionId: string
}

/** A chain's connection to itself: there from genesis. */
export const localhostConnection: Connection = {
  a: { clientId: localhostClientId, connectionId: localhostConnectionId },
  b: { clientId: localhostClientId, connectionId: localhostConnectionId },
}

const handshakeGas = 3_000_000n
const version = { identifier: '1', features: ['ORDER_ORDERED', 'ORDER_UNORDERED'] }

/** All connections of a chain, whatever their state. */
export async function queryConnections(chain: Chain): Promise<IdentifiedConnection[]> {
  const found: IdentifiedConnection[] = []
  let key: Uint8Array = new Uint8Array()
  do {
    const pagination = PageRequest.fromPartial({ key, limit: 100n })
    const request = QueryConnectionsRequest.encode({ pagination }).finish()
    const answer = QueryConnectionsResponse.decode(
      await chain.queryGrpc('/ibc.core.connection.v1.Query/Connections', request),
    )
    for (const one of answer.connections) {
      found.push({
        clientId: one.clientId,
        connectionId: one.id,
        state: one.state,
        counterpartyClientId: one.counterparty.clientId,
        counterpartyConnectionId: one.counterparty.connectionId,
      })
    }
    key = answer.pagination?.nextKey ?? new Uint8Array()
  } while (key.length > 0)
  return found
}

/** Key name of the account that relays from `source`. */
export const laneKey = (source: string): string => `relay.${source}`

/** State of `chain` under a key, with the height whose header proves it. */
export async function proveAfter(chain: Chain, included: Included, key: Uint8Array): Promise<StateProof> {
  await untilHeight(chain, included.height + 1n)
  return chain.queryProof(key, included.height)
}

function attribute(included: Included, type: string, key: string): string {
  const event = included.result.events.find((one) => one.type === type)
  const value = event?.attributes.find((one) => one.key === key)?.value
  if (value === undefined) throw new CausewayError('HANDSHAKE_REFUSED', { step: type, missing: key, hash: included.hash })
  return value
}

/** Submits `make(update height)` behind the client update that its proof needs. */
export async function submitProved(
  client: LightClient,
  signer: Signer,
  proof: StateProof,
  msg: AnyMsg,
): Promise<Included> {
  const update = await client.updateMsg(proof.proofHeight, signer.address)
  const included = await signer.submitAndWait(update === undefined ? [msg] : [update, msg], handshakeGas)
  client.verified(proof.proofHeight)
  return included
}

async function fitClient(on: Chain, of: Chain, signer: Signer): Promise<string> {
  for (const connection of await queryConnections(on)) {
    if (connection.clientId === localhostClientId) continue
    const state = await queryClientState(on, connection.clientId)
    if (state.chainId === of.chainId && (await queryClientStatus(on, connection.clientId)) === 'Active') {
      return connection.clientId
    }
  }
  return createClient(on, of, signer)
}

/** An open connection between two chains: one that stands, else a new one. */
export async function ensureConnection(a: Chain, b: Chain): Promise<Connection> {
  const standing = await findConnection(a, b)
  if (standing !== undefined) return standing
  const [signerA, signerB] = await Promise.all([a.signer(laneKey(b.chainId)), b.signer(laneKey(a.chainId))])
  const [clientA, clientB] = await Promise.all([fitClient(a, b, signerA), fitClient(b, a, signerB)])
  const onA = new LightClient(a, b, clientA)
  const onB = new LightClient(b, a, clientB)
  const init = await openInit(signerA, clientA, clientB)
  const connectionA = attribute(init, 'connection_open_init', 'connection_id')
  const opened = await openTry({ a, onB, signerB, clientA, clientB, connectionA, init })
  const connectionB = attribute(opened, 'connection_open_try', 'connection_id')
  const acked = await openAck({ b, onA, signerA, connectionA, connectionB, opened })
  const proof = await proveAfter(a, acked, connectionKey(connectionA))
  const value = MsgConnectionOpenConfirm.encode(
    MsgConnectionOpenConfirm.fromPartial({
      connectionId: connectionB,
      proofAck: proof.proof,
      proofHeight: onB.height(proof.proofHeight),
      signer: signerB.address,
    }),
  ).finish()
  await submitProved(onB, signerB, proof, { typeUrl: '/ibc.core.connection.v1.MsgConnectionOpenConfirm', value })
  return { a: { clientId: clientA, connectionId: connectionA }, b: { clientId: clientB, connectionId: connectionB } }
}

/** An open connection over live clients of each other; undefined when there is none. */
export async function findConnection(a: Chain, b: Chain): Promise<Connection | undefined> {
  for (const one of await queryConnections(a)) {
    if (one.state !== State.STATE_OPEN || one.clientId === localhostClientId) continue
    if ((await queryClientState(a, one.clientId)).chainId !== b.chainId) continue
    if ((await queryClientStatus(a, one.clientId)) !== 'Active') continue
    const other = (await queryConnections(b)).find((end) => end.connectionId === one.counterpartyConnectionId)
    if (other?.state !== State.STATE_OPEN || other.counterpartyConnectionId !== one.connectionId) continue
    return { a: one, b: { clientId: other.clientId, connectionId: other.connectionId } }
  }
  return undefined
}

function openInit(signer: Signer, clientId: string, counterpartyClientId: string): Promise<Included> {
  const value = MsgConnectionOpenInit.encode(
    MsgConnectionOpenInit.fromPartial({
      clientId,
      counterparty: { clientId: counterpartyClientId, connectionId: '', prefix: { keyPrefix: ibcPrefix } },
      version,
      signer: signer.address,
    }),
  ).finish()
  return signer.submitAndWait([{ typeUrl: '/ibc.core.connection.v1.MsgConnectionOpenInit', value }], handshakeGas)
}

type TryStep = {
  readonly a: Chain
  readonly onB: LightClient
  readonly signerB: Signer
  readonly clientA: string
  readonly clientB: string
  readonly connectionA: string
  readonly init: Included
}

async function openTry(step: TryStep): Promise<Included> {
  const proof = await proveAfter(step.a, step.init, connectionKey(step.connectionA))
  const counterparty = { clientId: step.clientA, connectionId: step.connectionA, prefix: { keyPrefix: ibcPrefix } }
  const value = MsgConnectionOpenTry.encode(
    MsgConnectionOpenTry.fromPartial({
      clientId: step.clientB,
      counterparty,
      counterpartyVersions: ConnectionEnd.decode(proof.value).versions,
      proofInit: proof.proof,
      proofHeight: step.onB.height(proof.proofHeight),
      signer: step.signerB.address,
    }),
  ).finish()
  return submitProved(step.onB, step.signerB, proof, { typeUrl: '/ibc.core.connection.v1.MsgConnectionOpenTry', value })
}

type AckStep = {
  readonly b: Chain
  readonly onA: LightClient
  readonly signerA: Signer
  readonly connectionA: string
  readonly connectionB: string
  readonly opened: Included
}

async function openAck(step: AckStep): Promise<Included> {
  const proof = await proveAfter(step.b, step.opened, connectionKey(step.connectionB))
  const value = MsgConnectionOpenAck.encode(
    MsgConnectionOpenAck.fromPartial({
      connectionId: step.connectionA,
      counterpartyConnectionId: step.connectionB,
      version,
      proofTry: proof.proof,
      proofHeight: step.onA.height(proof.proofHeight),
      signer: step.signerA.address,
    }),
  ).finish()
  return submitProved(step.onA, step.signerA, proof, { typeUrl: '/ibc.core.connection.v1.MsgConnectionOpenAck', value })
}
