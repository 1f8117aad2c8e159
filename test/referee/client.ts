// The Chain port on one of the referee's chains: real queries, real proofs, real signatures, over a wire that fails.
import { QueryBalanceRequest, QueryBalanceResponse } from 'cosmjs-types/cosmos/bank/v1beta1/query'
import { QuerySmartContractStateRequest, QuerySmartContractStateResponse } from 'cosmjs-types/cosmwasm/wasm/v1/query'
import { CausewayError } from '../../core/errors.ts'
import { merkleProof } from '../../relayer/adapters/cosmosChain.ts'
import { CosmosSigner } from '../../relayer/adapters/cosmosSigner.ts'
import { Inclusions } from '../../relayer/adapters/inclusions.ts'
import type { Account } from '../../relayer/adapters/keyFile.ts'
import { openSecp256k1 } from '../../relayer/adapters/secp256k1.ts'
import type { Included, Log, Signer, StateProof, StoreName } from '../../relayer/ports.ts'
import { type Wire, WiredChain } from '../fakes/wiredChain.ts'
import type { RefereeNode } from './node.ts'

export type ClientOptions = {
  readonly node: RefereeNode
  readonly wire?: Wire
  /** Of whoever holds this client, by the names that its parts ask for. */
  readonly accountOf: (name: string) => Account
  readonly log: Log
}

/** By blocks, since no time passes here but theirs. */
class ByBlocks extends Inclusions {
  readonly #included: (hash: string) => Promise<Included>

  constructor(chainId: string, included: (hash: string) => Promise<Included>) {
    super(chainId)
    this.#included = included
  }
  override expect(): void {}
  override forget(): void {}
  override wait(hash: string): Promise<Included> {
    return this.#included(hash)
  }
}

export class RefereeClient extends WiredChain {
  readonly node: RefereeNode
  readonly #options: ClientOptions
  readonly #signers = new Map<string, CosmosSigner>()

  constructor(options: ClientOptions) {
    super(options.node, options.wire)
    this.node = options.node
    this.#options = options
  }

  async querySmart(contract = '', query: object = {}): Promise<unknown> {
    await this.wire('smart')
    const queryData = Buffer.from(JSON.stringify(query))
    const request = QuerySmartContractStateRequest.encode({ address: contract, queryData }).finish()
    const { value } = await this.node.query('/cosmwasm.wasm.v1.Query/SmartContractState', request)
    return JSON.parse(Buffer.from(QuerySmartContractStateResponse.decode(value).data).toString('utf8')) as unknown
  }

  async queryBalance(address = '', denom = ''): Promise<bigint> {
    const request = QueryBalanceRequest.encode({ address, denom }).finish()
    const { value } = await this.node.query('/cosmos.bank.v1beta1.Query/Balance', request)
    return BigInt(QueryBalanceResponse.decode(value).balance?.amount ?? '0')
  }

  async queryProof(key: Uint8Array, height: bigint, store: StoreName = 'ibc'): Promise<StateProof> {
    const isLie = (await this.wire('proof')) === 'lie'
    const found = await this.node.query(`/store/${store}/key`, key, { height, prove: true })
    if (found.proofs.length === 0 || found.height !== height) {
      throw new CausewayError('PROOF_UNAVAILABLE', { chainId: this.chainId, height: height.toString() })
    }
    const proof = merkleProof(found.proofs)
    return { value: found.value, proof: isLie ? turned(proof) : proof, proofHeight: height + 1n }
  }

  async answerGrpc(path: string, request: Uint8Array, height = 0n): Promise<Uint8Array> {
    const isLie = (await this.wire('grpc')) === 'lie'
    const { value } = await this.node.query(path, request, { height })
    return isLie ? turned(value) : value
  }

  async queryHeader(height: bigint, trustedHeight: bigint): Promise<Uint8Array> {
    const isLie = (await this.wire('header')) === 'lie'
    const header = await this.node.header(height, trustedHeight)
    return isLie ? turned(header) : header
  }

  async signer(name: string): Promise<Signer> {
    const known = this.#signers.get(name)
    if (known !== undefined) return known
    const { accountOf, log } = this.#options
    const signer = new CosmosSigner({
      account: accountOf(name),
      rpc: { chainId: this.chainId, call: (_, params) => this.#broadcast(params) },
      grpc: { unary: (path, request) => this.answerGrpc(path, request) },
      inclusions: new ByBlocks(this.chainId, (hash) => this.included(hash)),
      gasPrice: { price: 0, denom: 'stake' },
      sign: openSecp256k1(),
      log,
    })
    this.#signers.set(name, signer)
    return signer
  }

  async #broadcast<T>(params: unknown): Promise<T> {
    await this.wire('submit')
    const { tx } = params as { tx: string }
    const checked = await this.node.broadcast(Buffer.from(tx, 'base64'))
    await this.wire('submitted')
    return checked as T
  }
}

/** What a node says that lies, or whose memory is broken. */
function turned(bytes: Uint8Array): Uint8Array {
  const other = Uint8Array.from(bytes)
  const at = bytes.length >> 1
  other[at] = (other[at] ?? 0) ^ 1
  return other
}
