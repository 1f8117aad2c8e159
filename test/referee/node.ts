// One of the referee's chains as whoever plays on it sees it: its blocks, and a clock that all chains have together.
import { CausewayError } from '../../core/errors.ts'
import { parseTxResult, type RawTxResult, txHash } from '../../relayer/adapters/cosmosBlock.ts'
import type { Block } from '../../relayer/ports.ts'
import type { BlockSource } from '../fakes/wiredChain.ts'
import type { RefereeProcess } from './process.ts'

const secondNs = 1_000_000_000n
/** So far a chain that makes a block may be behind the one that is first: real ones follow one and the same time. */
const behindNs = 2n * secondNs

/** The time of the newest block of all chains. */
export class SharedTime {
  newestNs: bigint

  constructor(startNs: bigint) {
    this.newestNs = startNs
  }
}

export type GenesisAccount = { readonly address: string; readonly coins: string }
/** What came of one message that waited for a block, done in other ways on the very state that it was to meet. */
export type Swept = {
  readonly kind: string
  readonly full: number
  readonly reverted: number
  readonly equal: number
  readonly forged: number
  readonly refused: number
  readonly others: readonly string[]
}

/** How what waits on a chain is to be tried, and who is told what came of it. */
export type Inspector = {
  plan(chainId: string): object
  take(chainId: string, found: readonly Swept[]): void
}

type Made = {
  readonly height: number
  readonly txs: readonly string[] | null
  readonly results: readonly RawTxResult[]
  readonly swept: readonly Swept[] | null
}
export type Checked = { readonly code: number; readonly codespace: string; readonly log: string }
type Found = {
  readonly code: number
  readonly log: string
  readonly value: string | null
  readonly height: number
  readonly proofs: readonly string[]
}
export type Queried = { readonly value: Uint8Array; readonly height: bigint; readonly proofs: readonly Uint8Array[] }

const bytesOf = (base64: string | null): Uint8Array => Buffer.from(base64 ?? '', 'base64')

export class RefereeNode implements BlockSource {
  readonly chainId: string
  readonly blocks: Block[] = []
  readonly watchers = new Set<() => void>()
  readonly prunedTo = 0n
  /** Has what waits tried in other ways before a block takes it. */
  inspector: Inspector | undefined
  readonly #process: RefereeProcess
  readonly #time: SharedTime
  #timeNs: bigint

  private constructor(chainId: string, process: RefereeProcess, time: SharedTime) {
    this.chainId = chainId
    this.#process = process
    this.#time = time
    this.#timeNs = time.newestNs
  }

  static async open(
    process: RefereeProcess,
    chainId: string,
    accounts: readonly GenesisAccount[],
    time: SharedTime,
  ): Promise<RefereeNode> {
    const node = new RefereeNode(chainId, process, time)
    const { height } = await process.ask<{ height: number }>('open', {
      chain: chainId,
      timeNs: `${node.timeNs}`,
      accounts,
    })
    for (let past = 1; past <= height; past += 1) {
      node.blocks.push({ chainId, height: BigInt(past), timeNs: node.timeNs, txs: [] })
    }
    return node
  }

  get height(): bigint {
    return BigInt(this.blocks.length)
  }
  get timeNs(): bigint {
    return this.#timeNs
  }

  /** With all that waits. */
  async makeBlock(stepNs = secondNs): Promise<void> {
    const [own, others] = [this.#timeNs + stepNs, this.#time.newestNs - behindNs]
    this.#timeNs = own > others ? own : others
    if (this.#timeNs > this.#time.newestNs) this.#time.newestNs = this.#timeNs
    const timeNs = this.#timeNs
    const plan = this.inspector?.plan(this.chainId)
    const { height, txs, results, swept } = await this.ask<Made>('block', { timeNs: `${timeNs}`, plan })
    this.inspector?.take(this.chainId, swept ?? [])
    const hashes = (txs ?? []).map((tx) => txHash(bytesOf(tx)))
    const outcomes = results.map((raw, index) => parseTxResult(raw, hashes[index] ?? '', index))
    this.blocks.push({ chainId: this.chainId, height: BigInt(height), timeNs, txs: outcomes })
    for (const tell of this.watchers) tell()
  }

  /** CheckTx; what passes waits for a block. */
  broadcast(tx: Uint8Array): Promise<Checked> {
    return this.ask<Checked>('broadcast', { data: Buffer.from(tx).toString('base64') })
  }

  /** Every waiting tx is lost, as when a node restarts. */
  async loseMempool(): Promise<void> {
    await this.ask('lose', {})
  }

  /** Throws CHAIN_ANSWER_INVALID with what the chain says. */
  async query(path: string, data: Uint8Array, { height = 0n, prove = false } = {}): Promise<Queried> {
    const asked = { path, data: Buffer.from(data).toString('base64'), height: Number(height), prove }
    const found = await this.ask<Found>('query', asked)
    if (found.code !== 0) {
      throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId, method: path, reason: found.log })
    }
    return { value: bytesOf(found.value), height: BigInt(found.height), proofs: found.proofs.map(bytesOf) }
  }

  async header(height: bigint, trusted: bigint): Promise<Uint8Array> {
    const { header } = await this.ask<{ header: string }>('header', {
      height: Number(height),
      trusted: Number(trusted),
    })
    return bytesOf(header)
  }

  ask<T>(op: string, asked: object): Promise<T> {
    return this.#process.ask<T>(op, { chain: this.chainId, ...asked })
  }
}
