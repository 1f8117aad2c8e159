// ICS-02 light clients (07-tendermint): reads, creates and updates them.

import { HashOp, InnerSpec, LeafOp, LengthOp, ProofSpec } from 'cosmjs-types/cosmos/ics23/v1/proofs'
import { QueryParamsResponse } from 'cosmjs-types/cosmos/staking/v1beta1/query'
import type { IdentifiedClientState } from 'cosmjs-types/ibc/core/client/v1/client'
import {
  QueryClientStateRequest,
  QueryClientStateResponse,
  QueryClientStatesRequest,
  QueryClientStatesResponse,
  QueryClientStatusRequest,
  QueryClientStatusResponse,
  QueryConsensusStateRequest,
  QueryConsensusStateResponse,
} from 'cosmjs-types/ibc/core/client/v1/query'
import { MsgCreateClient, MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import { ClientState, ConsensusState, Header } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { asAnswer, isRefusal } from '../../core/answers.ts'
import { CausewayError } from '../../core/errors.ts'
import { revisionOf } from '../adapters/tendermintHeader.ts'
import { numberOf } from '../ics24/identifiers.ts'
import type { AnyMsg, Chain } from '../ports.ts'
import { attributeOf } from '../txEvents.ts'
import type { Threshold } from './threshold.ts'

export const clientType = '/ibc.lightclients.tendermint.v1.ClientState'
const consensusType = '/ibc.lightclients.tendermint.v1.ConsensusState'
const headerType = '/ibc.lightclients.tendermint.v1.Header'
const handshakeGas = 1_000_000n
const pageLimit = 200n

/** Hours, not weeks: every update leaves a consensus state behind until it expires. */
const trustingPeriodSecMax = 86_400n

export type Height = { readonly revisionNumber: bigint; readonly revisionHeight: bigint }

export const heightOf = (chainId: string, height: bigint): Height => ({
  revisionNumber: revisionOf(chainId),
  revisionHeight: height,
})

/** "3-120", as ibc-go writes a height of revision 3. */
export const revisedText = ({ revisionNumber, revisionHeight }: Height): string => `${revisionNumber}-${revisionHeight}`

/** Key names: txs on a chain that carry another chain's proofs are signed by `relay.<that chain>`. */
export const relayKeyName = (provenChainId: string): string => `relay.${provenChainId}`

export async function queryClientState(chain: Chain, clientId: string): Promise<ClientState> {
  const request = QueryClientStateRequest.encode({ clientId }).finish()
  const path = '/ibc.core.client.v1.Query/ClientState'
  const { clientState } = await chain.queryGrpc(path, request, QueryClientStateResponse.decode)
  if (clientState?.typeUrl !== clientType) {
    const facts = { chainId: chain.chainId, clientId, expected: '07-tendermint' }
    throw new CausewayError('CHAIN_ANSWER_INVALID', facts)
  }
  return readClientState(chain, clientId, clientState.value)
}

/** The chain that a client of `host` follows; undefined for one of another kind. */
export function trackedChain(host: Chain, { clientId, clientState }: IdentifiedClientState): string | undefined {
  return clientState?.typeUrl === clientType ? readClientState(host, clientId, clientState.value).chainId : undefined
}

const readClientState = ({ chainId }: Chain, clientId: string, value: Uint8Array): ClientState =>
  asAnswer(chainId, clientId, () => ClientState.decode(value))

/** As trackedChain, by the client's id, which begins with its kind. */
export async function queryTrackedChain(chain: Chain, clientId: string): Promise<string | undefined> {
  return clientId.startsWith('07-tendermint-') ? (await queryClientState(chain, clientId)).chainId : undefined
}

/** "Active", "Expired", "Frozen" or "Unknown", as ibc-go says it. */
export async function queryClientStatus(chain: Chain, clientId: string): Promise<string> {
  const request = QueryClientStatusRequest.encode({ clientId }).finish()
  const path = '/ibc.core.client.v1.Query/ClientStatus'
  return (await chain.queryGrpc(path, request, QueryClientStatusResponse.decode)).status
}

/** Throws CLIENT_EXPIRED or CLIENT_FROZEN when the client can no longer be updated. */
export async function assertClientActive(chain: Chain, clientId: string): Promise<void> {
  const status = await queryClientStatus(chain, clientId)
  const facts = { chainId: chain.chainId, clientId }
  if (status === 'Expired') throw new CausewayError('CLIENT_EXPIRED', facts)
  if (status === 'Frozen') throw new CausewayError('CLIENT_FROZEN', facts)
}

/** The consensus state at exactly this height, or undefined. */
export async function queryConsensusState(
  chain: Chain,
  clientId: string,
  height: Height,
): Promise<ConsensusState | undefined> {
  const request = QueryConsensusStateRequest.encode({ clientId, ...height, latestHeight: false }).finish()
  try {
    const path = '/ibc.core.client.v1.Query/ConsensusState'
    const { consensusState } = await chain.queryGrpc(path, request, QueryConsensusStateResponse.decode)
    if (consensusState === undefined) return undefined
    return asAnswer(chain.chainId, path, () => ConsensusState.decode(consensusState.value))
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

export function updateMsg(clientId: string, header: Uint8Array, signer: string): AnyMsg {
  const clientMessage = { typeUrl: headerType, value: header }
  const value = MsgUpdateClient.encode(MsgUpdateClient.fromPartial({ clientId, clientMessage, signer })).finish()
  return { typeUrl: '/ibc.core.client.v1.MsgUpdateClient', value }
}

/** The update of `clientId` on `host` to `height` of `tracked`; nothing when it has that height already. */
export async function planUpdate(
  host: Chain,
  tracked: Chain,
  clientId: string,
  height: bigint,
  signer: string,
): Promise<readonly AnyMsg[]> {
  const state = await queryClientState(host, clientId)
  const trusted = state.latestHeight.revisionHeight
  if (trusted === height) return []
  if (
    trusted > height &&
    (await queryConsensusState(host, clientId, heightOf(tracked.chainId, height))) !== undefined
  ) {
    return []
  }
  // A height below the newest needs a trusted one below itself; an adjacent header is the usual case.
  const below = trusted < height ? trusted : await trustedBelow(host, clientId, tracked, height)
  return [updateMsg(clientId, await tracked.queryHeader(height, below), signer)]
}

/** Newest height under `height` that the client trusts; looks back only a few blocks. */
async function trustedBelow(host: Chain, clientId: string, tracked: Chain, height: bigint): Promise<bigint> {
  for (let below = height - 1n; below > 0n && below >= height - 50n; below -= 1n) {
    if ((await queryConsensusState(host, clientId, heightOf(tracked.chainId, below))) !== undefined) return below
  }
  throw new CausewayError('PROOF_UNAVAILABLE', { chainId: host.chainId, clientId, height: height.toString() })
}

type InnerNode = Pick<InnerSpec, 'minPrefixLength' | 'maxPrefixLength' | 'childSize'>

/** Both trees hash their leaves alike; they differ in what stands before and between the children of a node. */
function proofSpec(node: InnerNode): ProofSpec {
  const hash = HashOp.SHA256
  const leaf = { hash, prehashValue: hash, length: LengthOp.VAR_PROTO, prefix: Uint8Array.from([0]) }
  return ProofSpec.fromPartial({
    leafSpec: LeafOp.fromPartial(leaf),
    innerSpec: InnerSpec.fromPartial({ childOrder: [0, 1], hash, ...node }),
  })
}

/** iavlSpec and tendermintSpec of ICS-23, which Cosmos SDK stores are proven with. */
const proofSpecs: readonly ProofSpec[] = [
  proofSpec({ minPrefixLength: 4, maxPrefixLength: 12, childSize: 33 }),
  proofSpec({ minPrefixLength: 1, maxPrefixLength: 1, childSize: 32 }),
]

/** What may be said of a new client; what is not said is as this release makes it. */
export type ClientParameters = {
  readonly trustingPeriodSec?: bigint | undefined
  readonly maxClockDriftSec?: bigint | undefined
  /** Part of the trusted validators' power that must have signed a header which skips others. */
  readonly trustThreshold?: Threshold | undefined
}

/** What a client of `tracked` on `host` looks like when this release makes it, at `height`. */
async function wantedClient(
  host: Chain,
  tracked: Chain,
  height: bigint,
  asked: ClientParameters,
): Promise<ClientState> {
  const path = '/cosmos.staking.v1beta1.Query/Params'
  const { params } = await tracked.queryGrpc(path, new Uint8Array(), QueryParamsResponse.decode)
  const unbondingSec = params?.unbondingTime?.seconds ?? 0n
  const twoThirds = (unbondingSec * 2n) / 3n
  const trustingSec = twoThirds < trustingPeriodSecMax ? twoThirds : trustingPeriodSecMax
  return ClientState.fromPartial({
    chainId: tracked.chainId,
    trustLevel: asked.trustThreshold ?? { numerator: 1n, denominator: 3n },
    trustingPeriod: { seconds: asked.trustingPeriodSec ?? trustingSec },
    unbondingPeriod: { seconds: unbondingSec },
    // BFT time is one block old when a header arrives, and so is the time that it is compared with.
    maxClockDrift: { seconds: asked.maxClockDriftSec ?? driftSec(host, tracked) },
    frozenHeight: {},
    latestHeight: heightOf(tracked.chainId, height),
    proofSpecs: [...proofSpecs],
    upgradePath: ['upgrade', 'upgradedIBCState'],
  })
}

const driftSec = (host: Chain, tracked: Chain): bigint =>
  BigInt(Math.ceil((host.clockDriftMs + tracked.clockDriftMs) / 1_000))

/** An active client of `tracked` on `host` with these parameters: the first that fits, else a new one. */
export async function ensureClient(host: Chain, tracked: Chain, asked: ClientParameters = {}): Promise<string> {
  const { height } = await tracked.queryStatus()
  const wanted = await wantedClient(host, tracked, height, asked)
  for (const { clientId, clientState } of await queryClients(host)) {
    if (clientState === undefined || clientState.typeUrl !== clientType) continue
    const found = readClientState(host, clientId, clientState.value)
    if (await isUsable(host, tracked, clientId, found, wanted)) return clientId
  }
  return createAsWanted(host, tracked, wanted)
}

/** A new client of `tracked` on `host`, also where there is one that fits. */
export async function createClient(host: Chain, tracked: Chain, asked: ClientParameters = {}): Promise<string> {
  const { height } = await tracked.queryStatus()
  return createAsWanted(host, tracked, await wantedClient(host, tracked, height, asked))
}

async function createAsWanted(host: Chain, tracked: Chain, wanted: ClientState): Promise<string> {
  const signer = await host.signer(relayKeyName(tracked.chainId))
  const height = wanted.latestHeight.revisionHeight
  const { header } = (await queryOwnHeader(tracked, height, height - 1n)).signedHeader ?? {}
  if (header === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: tracked.chainId })
  const consensus = ConsensusState.encode({
    timestamp: header.time,
    root: { hash: header.appHash },
    nextValidatorsHash: header.nextValidatorsHash,
  }).finish()
  const value = MsgCreateClient.encode({
    clientState: { typeUrl: clientType, value: ClientState.encode(wanted).finish() },
    consensusState: { typeUrl: consensusType, value: consensus },
    signer: signer.address,
  }).finish()
  const msg = { typeUrl: '/ibc.core.client.v1.MsgCreateClient', value }
  return attributeOf(await signer.submitAndWait([msg], handshakeGas), 'create_client', 'client_id')
}

/** The chain's own, as its node tells it. */
export async function queryOwnHeader(tracked: Chain, height: bigint, trustedHeight: bigint): Promise<Header> {
  const bytes = await tracked.queryHeader(height, trustedHeight)
  return asAnswer(tracked.chainId, 'header', () => Header.decode(bytes))
}

/** Same parameters, alive, and about this very chain: a chain that was started anew has other app hashes. */
async function isUsable(
  host: Chain,
  tracked: Chain,
  clientId: string,
  found: ClientState,
  wanted: ClientState,
): Promise<boolean> {
  const same = ClientState.encode({ ...found, latestHeight: wanted.latestHeight }).finish()
  if (!Buffer.from(same).equals(Buffer.from(ClientState.encode(wanted).finish()))) return false
  if ((await queryClientStatus(host, clientId)) !== 'Active') return false
  const height = found.latestHeight.revisionHeight
  if (height > wanted.latestHeight.revisionHeight) return false
  const consensus = await queryConsensusState(host, clientId, found.latestHeight)
  const { header } = (await queryOwnHeader(tracked, height, height - 1n)).signedHeader ?? {}
  return Buffer.from(consensus?.root?.hash ?? []).equals(Buffer.from(header?.appHash ?? [1]))
}

/** Every client of a chain, newest first. */
export async function queryClients(host: Chain): Promise<readonly IdentifiedClientState[]> {
  // ibc-go tells the client that ends the first page again in the second one.
  const found = new Map<string, IdentifiedClientState>()
  for (let key = new Uint8Array(); ; ) {
    const request = QueryClientStatesRequest.fromPartial({ pagination: { key, limit: pageLimit } })
    const { clientStates, pagination } = await host.queryGrpc(
      '/ibc.core.client.v1.Query/ClientStates',
      QueryClientStatesRequest.encode(request).finish(),
      QueryClientStatesResponse.decode,
    )
    for (const client of clientStates) found.set(client.clientId, client)
    key = new Uint8Array(pagination?.nextKey ?? [])
    if (key.length === 0) return [...found.values()].sort((a, b) => numberOf(b.clientId) - numberOf(a.clientId))
  }
}
