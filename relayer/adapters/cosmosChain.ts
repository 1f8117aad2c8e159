// The Chain port on Cosmos SDK nodes: RPC for blocks, headers and txs; gRPC for queries and proofs.
import { QueryBalanceRequest, QueryBalanceResponse } from 'cosmjs-types/cosmos/bank/v1beta1/query'
import { ABCIQueryRequest, ABCIQueryResponse } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { QuerySmartContractStateRequest, QuerySmartContractStateResponse } from 'cosmjs-types/cosmwasm/wasm/v1/query'
import { asAnswer } from '../../core/answers.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Block, Chain, Log, Signer, StateProof, StoreName, TxResult } from '../ports.ts'
import { BlockFeed } from './blockFeed.ts'
import {
  parseBlock,
  parseStatus,
  parseTxResult,
  type RawBlock,
  type RawStatus,
  type RawTxResult,
} from './cosmosBlock.ts'
import { CosmosNodes, type NodeUrls } from './cosmosNodes.ts'
import { CosmosSigner, type GasPrice } from './cosmosSigner.ts'
import { Inclusions } from './inclusions.ts'
import { readAccount } from './keyFile.ts'
import { openSecp256k1 } from './secp256k1.ts'
import { TendermintHeaders } from './tendermintHeader.ts'

export type CosmosChainOptions = {
  readonly chainId: string
  readonly rpcUrl: string
  readonly grpcUrl: string
  /** Asked in turn when the node above is away or behind. */
  readonly backups?: readonly NodeUrls[]
  readonly prefix: string
  readonly gasPrice: GasPrice
  /** Signs for every name that is asked for. */
  readonly keyName?: string
  /** Pays the fees of every signer. */
  readonly feeGranter?: string
  readonly memoPrefix?: string
  readonly gasMax?: bigint
  /** JSON of named keys; without it the chain can only be read. */
  readonly keysPath?: string
  readonly log: Log
  readonly timeoutMs?: number
  readonly clockDriftMs?: number
}

const timeoutMsDefault = 10_000
const clockDriftMsDefault = 5_000
const pageMax = 100

type RawSearch = {
  readonly txs: readonly {
    readonly hash: string
    readonly height: string
    readonly index: number
    readonly tx_result: RawTxResult
  }[]
}

export class CosmosChain implements Chain {
  readonly chainId: string
  readonly prefix: string
  readonly clockDriftMs: number
  readonly #options: CosmosChainOptions
  readonly #nodes: CosmosNodes
  #headers: TendermintHeaders
  readonly #feed: BlockFeed
  readonly #inclusions: Inclusions
  readonly #signers = new Map<string, Promise<Signer>>()
  #seesInclusions = false

  constructor(options: CosmosChainOptions) {
    const { chainId, rpcUrl, grpcUrl, backups = [], log } = options
    const timeoutMs = options.timeoutMs ?? timeoutMsDefault
    this.chainId = chainId
    this.prefix = options.prefix
    this.clockDriftMs = options.clockDriftMs ?? clockDriftMsDefault
    this.#options = options
    this.#nodes = new CosmosNodes({ chainId, nodes: [{ rpcUrl, grpcUrl }, ...backups], timeoutMs, log })
    this.#headers = new TendermintHeaders(this.#nodes)
    this.#inclusions = new Inclusions(chainId)
    const queryHeight = async (): Promise<bigint> => (await this.queryStatus()).height
    this.#feed = new BlockFeed({ rpc: this.#nodes, queryBlock: (height) => this.queryBlock(height), queryHeight, log })
  }

  async queryStatus(): Promise<{ height: bigint; timeNs: bigint; catchingUp: boolean }> {
    const raw = await this.#nodes.call<RawStatus>('status')
    const { chainId: served, ...status } = asAnswer(this.chainId, 'status', () => parseStatus(raw))
    if (served === this.chainId) return status
    throw new CausewayError('CHAIN_ID_MISMATCH', { expected: this.chainId, served, rpc_addr: this.#nodes.url })
  }

  watchBlocks(onBlock: (block: Block) => void, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return resolve()
      const remove = this.#feed.add({ onBlock, end: resolve, fail: reject })
      signal.addEventListener('abort', () => {
        remove()
        resolve()
      })
    })
  }

  async queryBlock(height: bigint): Promise<Block> {
    const params = { height: height.toString() }
    const [{ block }, results] = await Promise.all([
      this.#nodes.call<{ readonly block: RawBlock }>('block', params),
      this.#nodes.call<{ readonly txs_results: readonly RawTxResult[] | null }>('block_results', params),
    ])
    return parseBlock(this.chainId, block, results.txs_results)
  }

  async searchTxs(query: string, limit: number): Promise<readonly (TxResult & { readonly height: bigint })[]> {
    const found: (TxResult & { readonly height: bigint })[] = []
    for (let page = 1; found.length < limit; page += 1) {
      const per = Math.min(limit, pageMax)
      const params = { query, prove: false, page: `${page}`, per_page: `${per}`, order_by: 'desc' }
      const { txs } = await this.#searchPage(params, page)
      for (const tx of txs) {
        const read = asAnswer(this.chainId, 'tx_result', () => parseTxResult(tx.tx_result, tx.hash, tx.index))
        found.push({ ...read, height: BigInt(tx.height) })
      }
      if (txs.length < per) break
    }
    return found.slice(0, limit)
  }

  async #searchPage(params: Readonly<Record<string, unknown>>, page: number): Promise<RawSearch> {
    try {
      return await this.#nodes.call<RawSearch>('tx_search', params)
    } catch (error) {
      // The node refuses a page past the end instead of answering with an empty one.
      if (page > 1 && isCausewayError(error, 'CHAIN_ANSWER_INVALID')) return { txs: [] }
      throw error
    }
  }

  async querySmart(contract: string, query: object): Promise<unknown> {
    const queryData = Buffer.from(JSON.stringify(query))
    const request = QuerySmartContractStateRequest.encode({ address: contract, queryData }).finish()
    return this.queryGrpc('/cosmwasm.wasm.v1.Query/SmartContractState', request, (bytes) => {
      const { data } = QuerySmartContractStateResponse.decode(bytes)
      return JSON.parse(Buffer.from(data).toString('utf8')) as unknown
    })
  }

  async queryBalance(address: string, denom: string): Promise<bigint> {
    const request = QueryBalanceRequest.encode({ address, denom }).finish()
    return this.queryGrpc('/cosmos.bank.v1beta1.Query/Balance', request, (bytes) => {
      return BigInt(QueryBalanceResponse.decode(bytes).balance?.amount ?? '0')
    })
  }

  /** The proof needs the app hash of the next header (ICS-07). */
  async queryProof(key: Uint8Array, height: bigint, store: StoreName = 'ibc'): Promise<StateProof> {
    const request = ABCIQueryRequest.encode({ data: key, path: `/store/${store}/key`, height, prove: true }).finish()
    const path = '/cosmos.base.tendermint.v1beta1.Service/ABCIQuery'
    const answer = await this.queryGrpc(path, request, ABCIQueryResponse.decode)
    const ops = answer.proofOps?.ops ?? []
    if (answer.code !== 0 || ops.length === 0 || answer.height !== height) {
      const facts = { chainId: this.chainId, height: height.toString(), reason: answer.log.slice(0, 300) }
      throw new CausewayError('PROOF_UNAVAILABLE', facts)
    }
    return { value: answer.value, proof: merkleProof(ops.map(({ data }) => data)), proofHeight: height + 1n }
  }

  async queryGrpc<T>(path: string, request: Uint8Array, decode: (bytes: Uint8Array) => T, height?: bigint): Promise<T> {
    const bytes = await this.#nodes.unary(path, request, height)
    return asAnswer(this.chainId, path, () => decode(bytes))
  }

  queryHeader(height: bigint, trustedHeight: bigint): Promise<Uint8Array> {
    return this.#headers.query(height, trustedHeight)
  }

  async doubt(reason: string): Promise<boolean> {
    const isChanged = await this.#nodes.doubt(reason)
    // What it said of validators may be as wrong as its proofs.
    if (isChanged) this.#headers = new TendermintHeaders(this.#nodes)
    return isChanged
  }

  signer(asked: string): Promise<Signer> {
    // One signer an account: two would not know of each other's sequences.
    const name = this.#options.keyName ?? asked
    const known = this.#signers.get(name)
    if (known !== undefined) return known
    const opened = this.#openSigner(name)
    this.#signers.set(name, opened)
    opened.catch(() => this.#signers.delete(name))
    return opened
  }

  async #openSigner(name: string): Promise<Signer> {
    const { keysPath, prefix, gasPrice, feeGranter = '', memoPrefix = '', gasMax, log } = this.#options
    if (keysPath === undefined) throw new CausewayError('KEY_MISSING', { chainId: this.chainId, key: name })
    const account = await readAccount({ path: keysPath, prefix }, name)
    // Nothing is signed for a node that serves another chain.
    const { height } = await this.queryStatus()
    const inclusions = this.#inclusions
    // Inclusion is read from blocks, from this height on: the first tx may be in a block before the stream is open.
    const ignore = (): void => undefined
    const listener = { onBlock: (block: Block) => inclusions.onBlock(block), end: ignore, fail: ignore }
    if (!this.#seesInclusions) this.#feed.add(listener, height)
    this.#seesInclusions = true
    return new CosmosSigner({
      account,
      rpc: this.#nodes,
      grpc: this.#nodes,
      inclusions,
      gasPrice,
      feeGranter,
      memoPrefix,
      gasMax,
      sign: openSecp256k1(),
      log,
    })
  }

  async close(): Promise<void> {
    this.#feed.close()
    this.#nodes.close()
  }
}

/** MerkleProof is a list of ICS-23 proofs under field 1, and each op of a node holds one as it is. */
export const merkleProof = (ops: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(ops.map((op) => Buffer.concat([fieldHeader(op.length), op])))

/** Tag of field 1, length-delimited, and the length as a varint. */
function fieldHeader(length: number): Uint8Array {
  const bytes = [0x0a]
  let rest = length
  for (; rest >= 0x80; rest = Math.trunc(rest / 128)) bytes.push((rest % 128) + 0x80)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
