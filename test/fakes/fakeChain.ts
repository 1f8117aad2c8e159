// A Chain in memory: blocks are made by hand, contracts and gRPC services answer by script; it can go away.
import { asAnswer } from '../../core/answers.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Block, Chain, ChainEvent, Signer, StateProof, TxResult } from '../../relayer/ports.ts'
import { searchBlocks } from './txSearch.ts'

/** Answers a smart query; throw a CausewayError to refuse. */
export type Answer = (query: Record<string, unknown>) => unknown

export type FakeChainOptions = { readonly chainId: string; readonly prefix?: string; readonly startNs?: bigint }

const blockNs = 500_000_000n

export class FakeChain implements Chain {
  readonly chainId: string
  readonly prefix: string
  readonly clockDriftMs = 5_000
  /** While true, every method fails as it does when no node listens, and watchers get nothing. */
  down = false
  /** How often each smart query was asked, by `<contract>/<query>`. */
  readonly asked = new Map<string, number>()
  readonly #startNs: bigint
  readonly #blocks: Block[] = []
  readonly #contracts = new Map<string, Answer>()
  readonly #services = new Map<string, (request: Uint8Array) => Uint8Array>()
  readonly #watchers = new Set<{ delivered: bigint; readonly onBlock: (block: Block) => void }>()

  constructor(options: FakeChainOptions) {
    this.chainId = options.chainId
    this.prefix = options.prefix ?? 'wasm'
    this.#startNs = options.startNs ?? 1_800_000_000_000_000_000n
    this.makeBlock([])
  }

  /** Commits a block with these txs; `timeNs` moves on by half a second, or to what is given. */
  makeBlock(txs: readonly FakeTx[], timeNs?: bigint): Block {
    const height = BigInt(this.#blocks.length + 1)
    const last = this.#blocks.at(-1)?.timeNs ?? this.#startNs - blockNs
    const results = txs.map((tx, index) => txResult(this.chainId, height, tx, index))
    const block = { chainId: this.chainId, height, timeNs: timeNs ?? last + blockNs, txs: results }
    this.#blocks.push(block)
    this.#push()
    return block
  }

  /** Ends an outage: watchers get what they missed, in order. */
  comeBack(): void {
    this.down = false
    this.#push()
  }

  onSmart(contract: string, answer: Answer): void {
    this.#contracts.set(contract, answer)
  }

  onGrpc(path: string, answer: (request: Uint8Array) => Uint8Array): void {
    this.#services.set(path, answer)
  }

  async queryStatus(): Promise<{ height: bigint; timeNs: bigint; catchingUp: boolean }> {
    this.#assertUp()
    const { height, timeNs } = this.#tip()
    return { height, timeNs, catchingUp: false }
  }

  watchBlocks(onBlock: (block: Block) => void, signal: AbortSignal): Promise<void> {
    const watcher = { delivered: this.#tip().height, onBlock }
    this.#watchers.add(watcher)
    return new Promise((resolve) => {
      const end = (): void => {
        this.#watchers.delete(watcher)
        resolve()
      }
      signal.addEventListener('abort', end)
      if (signal.aborted) end()
    })
  }

  async queryBlock(height: bigint): Promise<Block> {
    this.#assertUp()
    const block = this.#blocks[Number(height) - 1]
    if (block === undefined)
      throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId, height: String(height) })
    return block
  }

  async searchTxs(query: string, limit: number): Promise<readonly (TxResult & { readonly height: bigint })[]> {
    this.#assertUp()
    return searchBlocks(this.#blocks, query, limit)
  }

  async querySmart(contract: string, query: object): Promise<unknown> {
    this.#assertUp()
    const key = `${contract}/${Object.keys(query).join()}`
    this.asked.set(key, (this.asked.get(key) ?? 0) + 1)
    const answer = this.#contracts.get(contract)
    if (answer === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId, contract })
    // Through JSON, as over the wire: no undefined, no bigint, no shared object.
    return JSON.parse(JSON.stringify(answer(query as Record<string, unknown>) ?? null))
  }

  async queryBalance(): Promise<bigint> {
    this.#assertUp()
    return 0n
  }

  async queryProof(): Promise<StateProof> {
    throw new CausewayError('PROOF_UNAVAILABLE', { chainId: this.chainId })
  }

  async queryGrpc<T>(path: string, request: Uint8Array, decode: (bytes: Uint8Array) => T): Promise<T> {
    this.#assertUp()
    const service = this.#services.get(path)
    if (service === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId, path })
    const bytes = service(request)
    return asAnswer(this.chainId, path, () => decode(bytes))
  }

  async queryHeader(): Promise<Uint8Array> {
    throw new CausewayError('PROOF_UNAVAILABLE', { chainId: this.chainId })
  }

  async doubt(): Promise<boolean> {
    return false
  }

  async signer(name: string): Promise<Signer> {
    throw new CausewayError('KEY_MISSING', { chainId: this.chainId, name })
  }

  async close(): Promise<void> {
    this.#watchers.clear()
  }

  #tip(): Block {
    const block = this.#blocks.at(-1)
    if (block === undefined) throw new Error('a chain has at least one block')
    return block
  }

  #push(): void {
    if (this.down) return
    for (const watcher of this.#watchers) {
      for (const block of this.#blocks.slice(Number(watcher.delivered))) {
        watcher.delivered = block.height
        watcher.onBlock(block)
      }
    }
  }

  #assertUp(): void {
    if (this.down) throw new CausewayError('CHAIN_UNREACHABLE', { chainId: this.chainId })
  }
}

export type FakeTx = { readonly events: readonly ChainEvent[]; readonly code?: number }

/** An event in the short form of a test. */
export function event(type: string, attributes: Readonly<Record<string, string>>): ChainEvent {
  return { type, attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })) }
}

function txResult(chainId: string, height: bigint, tx: FakeTx, index: number): TxResult {
  const name = `${chainId}/${height}/${index}`
  return {
    hash: Buffer.from(name).toString('hex').toUpperCase().padEnd(64, '0').slice(0, 64),
    index,
    code: tx.code ?? 0,
    codespace: tx.code === undefined || tx.code === 0 ? '' : 'wasm',
    log: '',
    gasWanted: 1_000_000n,
    gasUsed: 500_000n,
    events: tx.events,
  }
}
