// ICS-03 connections: finds one between two chains or makes it, continuing from whatever step the chains show.
import { BinaryReader } from 'cosmjs-types/binary'
import { type ConnectionEnd, type IdentifiedConnection, Params } from 'cosmjs-types/ibc/core/connection/v1/connection'
import {
  QueryConnectionRequest,
  QueryConnectionResponse,
  QueryConnectionsRequest,
  QueryConnectionsResponse,
} from 'cosmjs-types/ibc/core/connection/v1/query'
import {
  MsgConnectionOpenAck,
  MsgConnectionOpenConfirm,
  MsgConnectionOpenInit,
  MsgConnectionOpenTry,
} from 'cosmjs-types/ibc/core/connection/v1/tx'
import { isRefusal } from '../../core/answers.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import {
  type ClientParameters,
  ensureClient,
  queryClientStatus,
  queryTrackedChain,
  relayKeyName,
} from '../ics02/clients.ts'
import { connectionKey } from '../ics24/paths.ts'
import type { Chain, Included } from '../ports.ts'
import { localhostClientId, localhostConnectionId, type ProofPath, type ProvenStep, submitSteps } from '../proofs.ts'
import { attributeOf } from '../txEvents.ts'
import { completeHandshake, type EndState, endState, type HandshakeStep, otherSide, type Side } from './handshake.ts'

export type ConnectionSide = { readonly clientId: string; readonly connectionId: string }
export type Connection = { readonly a: ConnectionSide; readonly b: ConnectionSide }
/** Between two chains; proofs of packets must have been verifiable for `delayNs` before they are taken. */
export type FoundConnection = Connection & { readonly delayNs: bigint }

/** A chain with itself: both ends are the same, and nobody opens it. */
export const localhostConnection: Connection = {
  a: { clientId: localhostClientId, connectionId: localhostConnectionId },
  b: { clientId: localhostClientId, connectionId: localhostConnectionId },
}

const prefix = { keyPrefix: Buffer.from('ibc') }
const version = { identifier: '1', features: ['ORDER_ORDERED', 'ORDER_UNORDERED'] }
const nothing = new Uint8Array()
const pageLimit = 500n
const openGas = 1_000_000n
/** Numbers of `delay_period` in the two messages that hold it. */
const [initDelayField, tryDelayField] = [4n, 5n]
const msgType = (name: string): string => `/ibc.core.connection.v1.MsgConnection${name}`

export async function queryConnection(chain: Chain, connectionId: string): Promise<ConnectionEnd | undefined> {
  if (connectionId === '') return undefined
  const request = QueryConnectionRequest.encode({ connectionId }).finish()
  try {
    const path = '/ibc.core.connection.v1.Query/Connection'
    return (await chain.queryGrpc(path, request, QueryConnectionResponse.decode)).connection
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

export async function queryConnections(chain: Chain): Promise<readonly IdentifiedConnection[]> {
  const request = QueryConnectionsRequest.fromPartial({ pagination: { limit: pageLimit, reverse: true } })
  const { connections } = await chain.queryGrpc(
    '/ibc.core.connection.v1.Query/Connections',
    QueryConnectionsRequest.encode(request).finish(),
    QueryConnectionsResponse.decode,
  )
  return connections
}

type Draft = {
  readonly chains: Readonly<Record<Side, Chain>>
  readonly clientIds: Readonly<Record<Side, string>>
  readonly delayNs: bigint
}
type Ids = Record<Side, string>

/** The generated type of this answer holds the parameters of another module: its one field is read by hand. */
function readTimePerBlock(bytes: Uint8Array): bigint {
  const answer = new BinaryReader(bytes)
  if (answer.len === 0) return 0n
  answer.uint32()
  return Params.decode(answer, answer.uint32()).maxExpectedTimePerBlock
}

/** Blocks that a chain lets go by for a delay, beside its time: as many as it expects to make meanwhile. */
export async function queryDelayBlocks(chain: Chain, delayNs: bigint): Promise<bigint> {
  const path = '/ibc.core.connection.v1.Query/ConnectionParams'
  const perBlockNs = await chain.queryGrpc(path, nothing, readTimePerBlock)
  return perBlockNs === 0n ? 0n : (delayNs + perBlockNs - 1n) / perBlockNs
}

/**
 * Every open connection between the two chains, newest first: both ends open, each the other's counterparty,
 * and the clients name the right chains.
 */
export async function findConnections(a: Chain, b: Chain): Promise<readonly FoundConnection[]> {
  if (a.chainId === b.chainId) return [{ ...localhostConnection, delayNs: 0n }]
  const found: FoundConnection[] = []
  for (const end of await queryConnections(a)) {
    const peer = end.counterparty?.connectionId ?? ''
    if (endState(end.state) !== 'open' || !(await leadsTo(a, end.clientId, b))) continue
    const peerEnd = await queryConnection(b, peer)
    if (endState(peerEnd?.state) !== 'open' || peerEnd?.counterparty?.connectionId !== end.id) continue
    if (peerEnd.clientId !== end.counterparty?.clientId || !(await leadsTo(b, peerEnd.clientId, a))) continue
    found.push({
      a: { clientId: end.clientId, connectionId: end.id },
      b: { clientId: peerEnd.clientId, connectionId: peer },
      delayNs: end.delayPeriod,
    })
  }
  return found
}

const leadsTo = async (chain: Chain, clientId: string, other: Chain): Promise<boolean> =>
  (await queryTrackedChain(chain, clientId)) === other.chainId

/** What begins while a connection is still opening. */
export type Company = {
  /** Side a has begun a new connection: what needs no more than that may begin as well. */
  readonly begun: (connectionId: string) => void
  /** A step for the tx that opens side b, whose connection this is, in order. */
  readonly along: (connectionId: string) => Promise<ProvenStep | undefined>
  /** The tx with it is in a block. */
  readonly taken: (included: Included) => void
}

/** What new clients are to be like, by the chain that they follow. */
export type ClientsOf = { readonly ofA?: ClientParameters; readonly ofB?: ClientParameters }

/** An open connection without delay over usable clients: an existing one, one that was left half open, or a new one. */
export async function ensureConnection(
  a: Chain,
  b: Chain,
  clients: ClientsOf = {},
  company?: Company,
): Promise<Connection> {
  if (a.chainId === b.chainId) return localhostConnection
  for (const { delayNs, ...connection } of await findConnections(a, b)) {
    if (delayNs > 0n) continue
    const status = [queryClientStatus(a, connection.a.clientId), queryClientStatus(b, connection.b.clientId)]
    if ((await Promise.all(status)).every((one) => one === 'Active')) return connection
  }
  const [clientA, clientB] = await Promise.all([ensureClient(a, b, clients.ofB), ensureClient(b, a, clients.ofA)])
  const draft: Draft = { chains: { a, b }, clientIds: { a: clientA, b: clientB }, delayNs: 0n }
  return completeConnection(draft, await findHalfOpen(draft), company)
}

/** A new connection over these clients, also where there is one already. */
export function createConnection(
  a: Chain,
  b: Chain,
  clientIds: Readonly<Record<Side, string>>,
  delayNs = 0n,
): Promise<Connection> {
  return completeConnection({ chains: { a, b }, clientIds, delayNs }, { a: '', b: '' })
}

/** Ids of ends over just these clients whose handshake was begun by either side. */
async function findHalfOpen(draft: Draft): Promise<Ids> {
  const { chains, clientIds } = draft
  const [onA, onB] = await Promise.all([queryConnections(chains.a), queryConnections(chains.b)])
  const fits = (end: IdentifiedConnection, side: Side, other: Side): boolean =>
    end.clientId === clientIds[side] && end.counterparty?.clientId === clientIds[other]
  const begunB = onB.find((end) => fits(end, 'b', 'a') && endState(end.state) !== 'open')
  const begunA = onA.find((end) => fits(end, 'a', 'b') && endState(end.state) !== 'open')
  const a = begunA?.id ?? begunB?.counterparty?.connectionId ?? ''
  const tried = onB.find((end) => fits(end, 'b', 'a') && a !== '' && end.counterparty?.connectionId === a)
  return { a, b: tried?.id ?? (a === '' ? (begunB?.id ?? '') : (begunA?.counterparty?.connectionId ?? '')) }
}

async function completeConnection(draft: Draft, ids: Ids, company?: Company): Promise<Connection> {
  let joined = company
  await completeHandshake({
    states: () => states(draft, ids),
    take: async (step, since) => {
      if (step.kind === 'confirm' && step.side === 'b') {
        // What fails in company is tried alone.
        const [last, along] = [joined, await joined?.along(ids.b)]
        joined = undefined
        const included = await takeStep(draft, ids, step, since, along)
        if (along !== undefined) last?.taken(included)
        return included
      }
      const included = await takeStep(draft, ids, step, since)
      if (step.kind === 'init' || step.kind === 'try') {
        ids[step.side] = attributeOf(included, `connection_open_${step.kind}`, 'connection_id')
      }
      if (step.kind === 'init' && step.side === 'a') joined?.begun(ids.a)
      return included
    },
    refused: (step, cause) => refused(draft, ids, step, cause),
  })
  const { clientIds } = draft
  return {
    a: { clientId: clientIds.a, connectionId: ids.a },
    b: { clientId: clientIds.b, connectionId: ids.b },
  }
}

async function states({ chains }: Draft, ids: Ids): Promise<Record<Side, EndState>> {
  const [a, b] = await Promise.all([queryConnection(chains.a, ids.a), queryConnection(chains.b, ids.b)])
  return { a: endState(a?.state), b: endState(b?.state) }
}

function refused(draft: Draft, ids: Ids, step: string, cause?: unknown): CausewayError {
  const reason = isCausewayError(cause) ? (cause.facts['log'] ?? cause.message) : ''
  const facts = { a: `${draft.chains.a.chainId}/${ids.a}`, b: `${draft.chains.b.chainId}/${ids.b}`, step, reason }
  return new CausewayError('HANDSHAKE_REFUSED', facts, cause)
}

async function takeStep(
  draft: Draft,
  ids: Ids,
  step: HandshakeStep,
  since: bigint | undefined,
  along?: ProvenStep,
): Promise<Included> {
  const { side, kind } = step
  const other = otherSide(side)
  const { chains, clientIds, delayNs } = draft
  const clientId = clientIds[side]
  if (kind === 'init') {
    const signer = await chains[side].signer(relayKeyName(chains[other].chainId))
    const counterparty = { clientId: clientIds[other], connectionId: '', prefix }
    const msg = MsgConnectionOpenInit.fromPartial({ clientId, counterparty, version, signer: signer.address })
    const value = withNumber(MsgConnectionOpenInit.encode(msg).finish(), initDelayField, delayNs)
    return signer.submitAndWait([{ typeUrl: msgType('OpenInit'), value }], openGas)
  }
  const path: ProofPath = { host: chains[side], tracked: chains[other], clientId }
  const own = { key: connectionKey(ids[other]), build: messageOf(draft, ids, { side, kind }) }
  return submitSteps(path, along === undefined ? [own] : [own, along], since)
}

function messageOf({ clientIds, delayNs }: Draft, ids: Ids, { side, kind }: HandshakeStep): ProvenStep['build'] {
  const [clientId, other] = [clientIds[side], otherSide(side)]
  const [connectionId, counterpartyConnectionId] = [ids[side], ids[other]]
  return (proof, proofHeight, signer) => {
    if (kind === 'try') {
      const counterparty = { clientId: clientIds[other], connectionId: counterpartyConnectionId, prefix }
      const body = { clientId, counterparty, counterpartyVersions: [version], proofHeight, proofInit: proof, signer }
      const encoded = MsgConnectionOpenTry.encode(MsgConnectionOpenTry.fromPartial(body)).finish()
      return { typeUrl: msgType('OpenTry'), value: withNumber(encoded, tryDelayField, delayNs) }
    }
    if (kind === 'ack') {
      const body = { connectionId, counterpartyConnectionId, version, proofHeight, proofTry: proof, signer }
      const value = MsgConnectionOpenAck.encode(MsgConnectionOpenAck.fromPartial(body)).finish()
      return { typeUrl: msgType('OpenAck'), value }
    }
    const body = { connectionId, proofAck: proof, proofHeight, signer }
    const value = MsgConnectionOpenConfirm.encode(MsgConnectionOpenConfirm.fromPartial(body)).finish()
    return { typeUrl: msgType('OpenConfirm'), value }
  }
}

/**
 * A message with one more number in it. The generated code writes numbers from 2^31 to below 2^32 wrongly, and a delay
 * of three seconds is such a number of nanoseconds.
 */
function withNumber(message: Uint8Array, field: bigint, value: bigint): Uint8Array {
  return value === 0n ? message : Buffer.concat([message, varint(field << 3n), varint(value)])
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.of(...bytes, Number(rest))
    bytes.push(Number(rest & 127n) + 128)
  }
}
