// ICS-02: creates and updates 07-tendermint light clients, and remembers which heights each has verified.
import { Header as LightHeader } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { HashOp, InnerSpec, LeafOp, LengthOp, ProofSpec } from 'cosmjs-types/cosmos/ics23/v1/proofs'
import { Height } from 'cosmjs-types/ibc/core/client/v1/client'
import {
  QueryClientStateRequest, QueryClientStateResponse, QueryClientStatusRequest, QueryClientStatusResponse,
} from 'cosmjs-types/ibc/core/client/v1/query'
import { MsgCreateClient, MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import { ClientState, ConsensusState } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { CausewayError } from '../../core/errors.ts'
import { revisionOf } from '../adapters/cosmosChain.ts'
import type { AnyMsg, Chain, Signer } from '../ports.ts'
import { localhostClientId } from '../ics24/paths.ts'

export type ClientOptions = { readonly trustingPeriodSec: bigint; readonly maxClockDriftSec: bigint }
export const defaultClientOptions: ClientOptions = { trustingPeriodSec: 6n * 3600n, maxClockDriftSec: 10n }

const unbondingPeriodSec = 21n * 24n * 3600n
const createGas = 1_000_000n
const clientStateType = '/ibc.lightclients.tendermint.v1.ClientState'

/** Proof shapes of the SDK's stores: IAVL below, a simple Merkle map of the stores above (ICS-23). */
const leaf = (prefix: number): LeafOp =>
  LeafOp.fromPartial({
    hash: HashOp.SHA256,
    prehashValue: HashOp.SHA256,
    length: LengthOp.VAR_PROTO,
    prefix: Uint8Array.of(prefix),
  })
const inner = (childSize: number, minPrefixLength: number, maxPrefixLength: number): InnerSpec =>
  InnerSpec.fromPartial({ childOrder: [0, 1], childSize, minPrefixLength, maxPrefixLength, hash: HashOp.SHA256 })
const proofSpecs = [
  ProofSpec.fromPartial({ leafSpec: leaf(0), innerSpec: inner(33, 4, 12) }),
  ProofSpec.fromPartial({ leafSpec: leaf(0), innerSpec: inner(32, 1, 1) }),
]

function duration(seconds: bigint): { seconds: bigint; nanos: number } {
  return { seconds, nanos: 0 }
}

/** Makes a client of `of` on `on`; returns its id. */
export async function createClient(on: Chain, of: Chain, signer: Signer, options = defaultClientOptions): Promise<string> {
  const { height } = await of.queryStatus()
  // A header of `height` trusts `height - 1`: only its own part is wanted here.
  const header = LightHeader.decode(await of.queryHeader(height, height - 1n)).signedHeader?.header
  if (header?.time === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chain: of.chainId, what: 'header' })
  const clientState = ClientState.fromPartial({
    chainId: of.chainId,
    trustLevel: { numerator: 1n, denominator: 3n },
    trustingPeriod: duration(options.trustingPeriodSec),
    unbondingPeriod: duration(unbondingPeriodSec),
    maxClockDrift: duration(options.maxClockDriftSec),
    frozenHeight: {},
    latestHeight: { revisionNumber: revisionOf(of.chainId), revisionHeight: height },
    proofSpecs,
    upgradePath: ['upgrade', 'upgradedIBCState'],
  })
  const consensusState = ConsensusState.fromPartial({
    timestamp: header.time,
    root: { hash: header.appHash },
    nextValidatorsHash: header.nextValidatorsHash,
  })
  const value = MsgCreateClient.encode(
    MsgCreateClient.fromPartial({
      clientState: { typeUrl: clientStateType, value: ClientState.encode(clientState).finish() },
      consensusState: {
        typeUrl: '/ibc.lightclients.tendermint.v1.ConsensusState',
        value: ConsensusState.encode(consensusState).finish(),
      },
      signer: signer.address,
    }),
  ).finish()
  const included = await signer.submitAndWait([{ typeUrl: '/ibc.core.client.v1.MsgCreateClient', value }], createGas)
  const event = included.result.events.find((one) => one.type === 'create_client')
  return event?.attributes.find((one) => one.key === 'client_id')?.value ?? ''
}

export async function queryClientState(chain: Chain, clientId: string): Promise<ClientState> {
  const request = QueryClientStateRequest.encode({ clientId }).finish()
  const answer = QueryClientStateResponse.decode(await chain.queryGrpc('/ibc.core.client.v1.Query/ClientState', request))
  return ClientState.decode(answer.clientState?.value ?? new Uint8Array())
}

/** Active, Expired, Frozen or Unknown. */
export async function queryClientStatus(chain: Chain, clientId: string): Promise<string> {
  const request = QueryClientStatusRequest.encode({ clientId }).finish()
  return QueryClientStatusResponse.decode(await chain.queryGrpc('/ibc.core.client.v1.Query/ClientStatus', request)).status
}

/**
 * A client of `of` on `on`, kept fit. Remembers verified heights, so that one update serves all packets of a block and
 * any later header can be anchored. Does NOT submit anything itself.
 */
export class LightClient {
  readonly on: Chain
  readonly of: Chain
  readonly clientId: string
  readonly #verified = new Set<bigint>()
  #loaded: Promise<void> | undefined

  constructor(on: Chain, of: Chain, clientId: string) {
    this.on = on
    this.of = of
    this.clientId = clientId
  }

  /** A chain that talks to itself has no headers to verify. */
  get isLocalhost(): boolean {
    return this.clientId === localhostClientId
  }

  height(revisionHeight: bigint): Height {
    return Height.fromPartial({ revisionNumber: revisionOf(this.of.chainId), revisionHeight })
  }

  #load(): Promise<void> {
    this.#loaded ??= queryClientState(this.on, this.clientId).then((state) => {
      this.#verified.add(state.latestHeight?.revisionHeight ?? 0n)
    })
    return this.#loaded
  }

  /** Forgets what it remembered; the next update asks the chain. For use after a failed tx. */
  reset(): void {
    this.#verified.clear()
    this.#loaded = undefined
  }

  /** The message that makes `height` verified, or nothing when it is already (or needs no proof). */
  async updateMsg(height: bigint, signer: string): Promise<AnyMsg | undefined> {
    if (this.isLocalhost) return undefined
    await this.#load()
    if (this.#verified.has(height)) return undefined
    const below = [...this.#verified].filter((one) => one < height)
    const trusted = below.reduce((best, one) => (one > best ? one : best), 0n)
    if (trusted === 0n) throw new CausewayError('PROOF_UNAVAILABLE', { client: this.clientId, height: height.toString() })
    const header = await this.of.queryHeader(height, trusted)
    const value = MsgUpdateClient.encode({
      clientId: this.clientId,
      clientMessage: { typeUrl: '/ibc.lightclients.tendermint.v1.Header', value: header },
      signer,
    }).finish()
    return { typeUrl: '/ibc.core.client.v1.MsgUpdateClient', value }
  }

  /** To be called when an update to `height` is known to be in a block. */
  verified(height: bigint): void {
    this.#verified.add(height)
    if (this.#verified.size > 500) for (const old of [...this.#verified].sort((a, b) => (a < b ? -1 : 1)).slice(0, 250)) this.#verified.delete(old)
  }
}

/** Waits until `chain` has committed `height`, so that its header exists. */
export async function untilHeight(chain: Chain, height: bigint): Promise<void> {
  if ((await chain.queryStatus()).height >= height) return
  const stop = new AbortController()
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new CausewayError('CHAIN_UNREACHABLE', { chain: chain.chainId, awaited: height.toString() })), 60_000)
    const end = (): void => {
      clearTimeout(timer)
      done()
    }
    chain.watchBlocks((block) => (block.height >= height ? end() : undefined), stop.signal).catch(fail)
  }).finally(() => stop.abort())
}
