// What a process holds of a chain in memory, whatever makes its blocks: the stream of blocks, past blocks and txs, and
// inclusion, over a wire that can delay and refuse every call.
import { asAnswer } from '../../core/answers.ts'
import { CausewayError } from '../../core/errors.ts'
import { txError } from '../../relayer/adapters/inclusions.ts'
import type { Block, Chain, Included, Signer, StateProof, TxResult } from '../../relayer/ports.ts'
import { searchBlocks } from './txSearch.ts'

/**
 * Called before each call reaches the node and before the answer of a broadcast leaves; may wait, and may throw.
 * A block for which it answers 'twice' is delivered twice.
 */
export type Wire = (call: string) => Promise<unknown>

/** Where blocks come from. `blocks` begins with height 1. */
export type BlockSource = {
  readonly chainId: string
  readonly height: bigint
  readonly timeNs: bigint
  readonly blocks: readonly Block[]
  /** Called after each block. */
  readonly watchers: Set<() => void>
  /** Txs up to this height can no longer be searched for. */
  readonly prunedTo: bigint
}

const blocksToInclusion = 12n
const open: Wire = async () => undefined

type Waiting = {
  readonly since: bigint
  readonly promise: Promise<Included>
  settle(found: Included | undefined): void
}

export abstract class WiredChain implements Chain {
  readonly chainId: string
  readonly prefix = 'wasm'
  readonly clockDriftMs = 5_000
  readonly wire: Wire
  readonly #source: BlockSource
  readonly #waiting = new Map<string, Waiting>()
  readonly #stop = new AbortController()

  constructor(source: BlockSource, wire: Wire = open) {
    this.#source = source
    this.chainId = source.chainId
    this.wire = wire
    void this.#follow((block) => this.#onBlock(block), this.#stop.signal)
  }

  abstract querySmart(contract?: string, query?: object): Promise<unknown>
  abstract queryBalance(address?: string, denom?: string): Promise<bigint>
  abstract queryProof(key: Uint8Array, height: bigint): Promise<StateProof>
  /** What the node answers; queryGrpc reads it. */
  abstract answerGrpc(path: string, request: Uint8Array, height?: bigint): Promise<Uint8Array>
  abstract queryHeader(height: bigint, trustedHeight: bigint): Promise<Uint8Array>
  abstract signer(name: string): Promise<Signer>

  async queryStatus(): Promise<{ height: bigint; timeNs: bigint; catchingUp: boolean }> {
    await this.wire('status')
    return { height: this.#source.height, timeNs: this.#source.timeNs, catchingUp: false }
  }

  watchBlocks(onBlock: (block: Block) => void, signal: AbortSignal): Promise<void> {
    return this.#follow(onBlock, signal)
  }

  /** Blocks go one after the other over the wire, from the one after the newest on. */
  #follow(onBlock: (block: Block) => void, signal: AbortSignal): Promise<void> {
    const { blocks, watchers } = this.#source
    let next = blocks.length
    let running = false
    const push = async (): Promise<void> => {
      if (running) return
      running = true
      for (; next < blocks.length && !signal.aborted; next += 1) {
        const times = (await this.wire('block').catch(() => undefined)) === 'twice' ? 2 : 1
        const block = blocks[next]
        if (block === undefined) continue
        for (let time = 0; time < times && !signal.aborted; time += 1) onBlock(block)
      }
      running = false
    }
    const tell = (): void => void push()
    watchers.add(tell)
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        watchers.delete(tell)
        resolve()
      })
    })
  }

  async queryBlock(height: bigint): Promise<Block> {
    await this.wire('block')
    const block = this.#source.blocks[Number(height) - 1]
    if (block === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId })
    return block
  }

  async searchTxs(query: string, limit: number): Promise<readonly (TxResult & { readonly height: bigint })[]> {
    await this.wire('search')
    const kept = this.#source.blocks.filter(({ height }) => height > this.#source.prunedTo)
    return searchBlocks(kept, query, limit)
  }

  async queryGrpc<T>(path: string, request: Uint8Array, decode: (bytes: Uint8Array) => T, height?: bigint): Promise<T> {
    const bytes = await this.answerGrpc(path, request, height)
    return asAnswer(this.chainId, path, () => decode(bytes))
  }

  /** As with one node only; a test that has another one replaces this. */
  async doubt(_reason: string): Promise<boolean> {
    return false
  }

  async close(): Promise<void> {
    this.#stop.abort()
    for (const { settle } of this.#waiting.values()) settle(undefined)
    this.#waiting.clear()
  }

  /** Resolves with the block that has it. Throws TX_NOT_INCLUDED after so many blocks without it, TX_FAILED. */
  protected included(hash: string): Promise<Included> {
    // The same tx may be sent again after it was lost: whoever has waited for it waits on.
    const { promise, settle } = this.#waiting.get(hash) ?? this.#expect(hash)
    this.#waiting.set(hash, { since: this.#source.height, promise, settle })
    // It may be in a block that came before the question.
    for (const block of this.#source.blocks.slice(-Number(blocksToInclusion))) this.#match(block)
    return promise
  }

  #expect(hash: string): Omit<Waiting, 'since'> {
    const { promise, resolve, reject } = Promise.withResolvers<Included>()
    const settle = (found: Included | undefined): void => {
      if (found === undefined) reject(new CausewayError('TX_NOT_INCLUDED', { chainId: this.chainId, hash }))
      else if (found.result.code === 0) resolve(found)
      else reject(txError(this.chainId, { ...found.result, hash }))
    }
    return { promise, settle }
  }

  #onBlock(block: Block): void {
    this.#match(block)
    for (const [hash, { since, settle }] of this.#waiting) {
      if (block.height < since + blocksToInclusion) continue
      this.#waiting.delete(hash)
      settle(undefined)
    }
  }

  #match(block: Block): void {
    for (const result of block.txs) {
      const waiting = this.#waiting.get(result.hash)
      this.#waiting.delete(result.hash)
      waiting?.settle({ hash: result.hash, height: block.height, result })
    }
  }
}
