// Delivers every committed block once and in order: websocket first, gaps by query, reconnecting until it is closed.
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Block, Log } from '../ports.ts'
import { parseNewBlock } from './cosmosBlock.ts'
import type { CosmosRpc } from './cosmosRpc.ts'

export type BlockFeedOptions = {
  readonly rpc: Pick<CosmosRpc, 'chainId' | 'streamBlocks'>
  readonly queryBlock: (height: bigint) => Promise<Block>
  readonly queryHeight: () => Promise<bigint>
  readonly log: Log
}

export type Listener = {
  readonly onBlock: (block: Block) => void
  /** The feed was closed. */
  readonly end: () => void
  readonly fail: (error: unknown) => void
}

const reconnectMinMs = 100
const reconnectMaxMs = 2_000
// A node that drops a slow subscription keeps the socket open and silent; then the height is asked for.
const silenceMs = 5_000
const parallelMax = 20

/** One subscription of one chain, shared by all its listeners. Starts with the first, stops with the last. */
export class BlockFeed {
  readonly #options: BlockFeedOptions
  readonly #listeners = new Set<Listener>()
  #last: bigint | undefined
  #known = 0n
  #filling = false
  #waitMs = reconnectMinMs
  #stream: { close(): void } | undefined
  #timer: NodeJS.Timeout | undefined
  #heardMs = 0

  constructor(options: BlockFeedOptions) {
    this.#options = options
  }

  /** `from`: delivers from the block after it on, unless the feed has begun already. */
  add(listener: Listener, from?: bigint): () => void {
    this.#listeners.add(listener)
    this.#last ??= from
    if (this.#listeners.size === 1) this.#connect()
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#stop()
    }
  }

  close(): void {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    this.#stop()
    for (const { end } of listeners) end()
  }

  #stop(): void {
    clearTimeout(this.#timer)
    const stream = this.#stream
    this.#stream = undefined
    stream?.close()
    this.#last = undefined
    this.#known = 0n
  }

  #connect(): void {
    this.#heardMs = performance.now()
    const stream = this.#options.rpc.streamBlocks({
      open: () => this.#opened(),
      event: (value) => this.#heard(value),
      end: () => {
        if (this.#stream === stream) this.#reconnect()
      },
    })
    this.#stream = stream
    this.#watchSilence()
  }

  #opened(): void {
    this.#waitMs = reconnectMinMs
    // Blocks between the last one and this subscription would otherwise show only with the next event.
    void this.#catchUp()
  }

  #reconnect(): void {
    clearTimeout(this.#timer)
    this.#stream = undefined
    if (this.#listeners.size === 0) return
    const { log, rpc } = this.#options
    log.warn('chain.stream_lost', { chain_id: rpc.chainId, code: 'CHAIN_UNREACHABLE', retry_ms: this.#waitMs })
    this.#timer = setTimeout(() => this.#connect(), this.#waitMs)
    this.#waitMs = Math.min(this.#waitMs * 2, reconnectMaxMs)
  }

  #watchSilence(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (performance.now() - this.#heardMs >= silenceMs) void this.#endSilence()
      this.#watchSilence()
    }, silenceMs)
  }

  /** A chain may rest; but if it went on without us, the subscription is gone and another one is needed. */
  async #endSilence(): Promise<void> {
    const before = this.#last
    await this.#catchUp()
    if (this.#last !== before) this.#stream?.close()
  }

  async #catchUp(): Promise<void> {
    try {
      const height = await this.#options.queryHeight()
      if (this.#listeners.size === 0) return
      this.#last ??= height
      if (height > this.#known) this.#known = height
      if (this.#last < this.#known) await this.#fill()
    } catch (error) {
      if (isCausewayError(error, 'CHAIN_ID_MISMATCH')) this.#fail(error)
      else this.#stream?.close()
    }
  }

  #heard(value: unknown): void {
    this.#heardMs = performance.now()
    let block: Block
    try {
      block = parseNewBlock(this.#options.rpc.chainId, value)
    } catch (error) {
      if (isCausewayError(error, 'CHAIN_ID_MISMATCH')) this.#fail(error)
      else void this.#catchUp()
      return
    }
    this.#last ??= block.height - 1n
    if (block.height > this.#known) this.#known = block.height
    if (block.height === this.#last + 1n && !this.#filling) this.#deliver(block)
    else if (block.height > this.#last) void this.#fill()
  }

  /** Reads what is missing up to the newest known height; blocks that arrive meanwhile are read as well. */
  async #fill(): Promise<void> {
    if (this.#filling) return
    this.#filling = true
    try {
      while (this.#last !== undefined && this.#last < this.#known && this.#listeners.size > 0) {
        const from = this.#last + 1n
        const count = Math.min(Number(this.#known - this.#last), parallelMax)
        const heights = Array.from({ length: count }, (_, index) => from + BigInt(index))
        const blocks = await Promise.all(heights.map((height) => this.#options.queryBlock(height)))
        for (const block of blocks) this.#deliver(block)
      }
    } catch (error) {
      this.#options.log.warn('chain.gap_unread', { chain_id: this.#options.rpc.chainId, error: messageOf(error) })
      // The next event, or the silence watch, tries again.
    } finally {
      this.#filling = false
    }
  }

  #deliver(block: Block): void {
    if (this.#listeners.size === 0) return
    this.#last = block.height
    for (const { onBlock } of [...this.#listeners]) onBlock(block)
  }

  #fail(error: unknown): void {
    for (const listener of [...this.#listeners]) {
      this.#listeners.delete(listener)
      listener.fail(error)
    }
    this.#stop()
  }
}

const messageOf = (error: unknown): string =>
  error instanceof CausewayError || error instanceof Error ? error.message : String(error)
