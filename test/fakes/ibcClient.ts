// The Chain port on a fake node, as one process holds it: it can be cut off, and every call can be delayed or refused.

import { CausewayError } from '../../core/errors.ts'
import { txError } from '../../relayer/adapters/inclusions.ts'
import type { AnyMsg, Block, Chain, Included, Signer, StateProof, TxResult } from '../../relayer/ports.ts'
import type { IbcNode } from './ibcNode.ts'
import { answerGrpc } from './ibcQueries.ts'
import { json, keyText, Refused } from './ibcRules.ts'
import { searchBlocks } from './txSearch.ts'

/**
 * Called before each call reaches the node and before the answer of a broadcast leaves; may wait, and may throw.
 * A block for which it answers 'twice' is delivered twice.
 */
export type Wire = (call: string) => Promise<unknown>

const blocksToInclusion = 12n
export const accountOf = (name: string, operator = ''): string => `wasm1${operator}${name.replaceAll(/[^a-z0-9]/g, '')}`
const open: Wire = async () => undefined

/** Chains store a sequence as eight bytes; this store holds text. */
function storedBytes(key: string, value: string): Uint8Array {
  if (value === '' || !key.startsWith('nextSequence')) return Buffer.from(value)
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

export class IbcClient implements Chain {
  readonly chainId: string
  readonly prefix = 'wasm'
  readonly clockDriftMs = 5_000
  readonly node: IbcNode
  readonly wire: Wire
  readonly #waiting = new Map<string, { readonly since: bigint; settle(found: Included | undefined): void }>()
  readonly #stop = new AbortController()

  readonly #operator: string

  constructor(node: IbcNode, wire: Wire = open, operator = '') {
    this.#operator = operator
    this.node = node
    this.chainId = node.chainId
    this.wire = wire
    void this.#follow((block) => this.#onBlock(block), this.#stop.signal)
  }

  async queryStatus(): Promise<{ height: bigint; timeNs: bigint; catchingUp: boolean }> {
    await this.wire('status')
    return { height: this.node.height, timeNs: this.node.timeNs, catchingUp: false }
  }

  watchBlocks(onBlock: (block: Block) => void, signal: AbortSignal): Promise<void> {
    return this.#follow(onBlock, signal)
  }

  /** Blocks go one after the other over the wire, from the one after the newest on. */
  #follow(onBlock: (block: Block) => void, signal: AbortSignal): Promise<void> {
    let next = this.node.blocks.length
    let running = false
    const push = async (): Promise<void> => {
      if (running) return
      running = true
      for (; next < this.node.blocks.length && !signal.aborted; next += 1) {
        const times = (await this.wire('block').catch(() => undefined)) === 'twice' ? 2 : 1
        const block = this.node.blocks[next]
        if (block === undefined) continue
        for (let time = 0; time < times && !signal.aborted; time += 1) onBlock(block)
      }
      running = false
    }
    const tell = (): void => void push()
    this.node.watchers.add(tell)
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        this.node.watchers.delete(tell)
        resolve()
      })
    })
  }

  async queryBlock(height: bigint): Promise<Block> {
    await this.wire('block')
    const block = this.node.blocks[Number(height) - 1]
    if (block === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId })
    return block
  }

  async searchTxs(query: string, limit: number): Promise<readonly (TxResult & { readonly height: bigint })[]> {
    await this.wire('search')
    const kept = this.node.blocks.filter(({ height }) => height > this.node.prunedTo)
    return searchBlocks(kept, query, limit)
  }

  async querySmart(): Promise<unknown> {
    throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId })
  }

  async queryBalance(): Promise<bigint> {
    return 0n
  }

  async queryProof(key: Uint8Array, height: bigint): Promise<StateProof> {
    await this.wire('proof')
    if (height < 1n || height > this.node.height) {
      throw new CausewayError('PROOF_UNAVAILABLE', { chainId: this.chainId, height: height.toString() })
    }
    const value = this.node.store.getAt(keyText(key), height) ?? ''
    const claim = { chainId: this.chainId, height: height.toString(), key: keyText(key), value }
    return { value: storedBytes(keyText(key), value), proof: json(claim), proofHeight: height + 1n }
  }

  async queryGrpc(path: string, request: Uint8Array): Promise<Uint8Array> {
    await this.wire('grpc')
    return answerGrpc(this.node, path, request)
  }

  async queryHeader(height: bigint, trustedHeight: bigint): Promise<Uint8Array> {
    await this.wire('header')
    const block = this.node.blocks[Number(height) - 1]
    if (block === undefined)
      throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId, method: 'commit' })
    const { chainId, timeNs } = block
    return json({ chainId, height: `${height}`, timeNs: `${timeNs}`, trustedHeight: `${trustedHeight}` })
  }

  /** As with one node only; a test that has another one replaces this. */
  async doubt(_reason: string): Promise<boolean> {
    return false
  }

  async signer(name: string): Promise<Signer> {
    const address = accountOf(name, this.#operator)
    const submit = (msgs: readonly AnyMsg[], gas: bigint): Promise<{ hash: string }> => this.#submit(address, msgs, gas)
    const included = (hash: string): Promise<Included> => this.#included(hash)
    return {
      address,
      submit,
      included,
      submitAndWait: async (msgs, gas) => included((await submit(msgs, gas)).hash),
    }
  }

  async close(): Promise<void> {
    this.#stop.abort()
    for (const { settle } of this.#waiting.values()) settle(undefined)
    this.#waiting.clear()
  }

  async #submit(account: string, msgs: readonly AnyMsg[], gas: bigint): Promise<{ hash: string }> {
    await this.wire('submit')
    let hash: string
    try {
      hash = this.node.broadcast(account, msgs, gas)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code, codespace, message: log } = error
      throw txError(this.chainId, { code, codespace, log, hash: '' })
    }
    await this.wire('submitted')
    return { hash }
  }

  #included(hash: string): Promise<Included> {
    const { promise, resolve, reject } = Promise.withResolvers<Included>()
    const settle = (found: Included | undefined): void => {
      if (found === undefined) reject(new CausewayError('TX_NOT_INCLUDED', { chainId: this.chainId, hash }))
      else if (found.result.code === 0) resolve(found)
      else reject(txError(this.chainId, { ...found.result, hash }))
    }
    this.#waiting.set(hash, { since: this.node.height, settle })
    // It may be in a block that came before the question.
    for (const block of this.node.blocks.slice(-Number(blocksToInclusion))) this.#match(block)
    return promise
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
