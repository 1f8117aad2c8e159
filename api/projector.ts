// Reads every block of every chain once and writes what it says into the Store; starts where the Store ends.
import { isCausewayError } from '../core/errors.ts'
import type { PacketEnd } from '../core/relay.ts'
import type { Block, Chain, Clock, Log } from '../relayer/ports.ts'
import { type Contracts, decodeBlock, endsIn, keysSettledIn, type ReadBlock, readBlock } from './decodeBlock.ts'
import type { Metrics } from './metrics.ts'
import { readPacketContent } from './packetContent.ts'
import { foldViews } from './project.ts'
import type { Store } from './store/store.ts'
import type { Watchers } from './watchers.ts'

/** The chain at the other end, asked of `chain`; undefined when nobody knows. */
export type FindPeer = (chain: Chain, end: PacketEnd) => Promise<string | undefined>

export type ProjectorOptions = {
  readonly store: Store
  readonly chains: ReadonlyMap<string, Chain>
  readonly contracts: (chainId: string) => Contracts
  readonly findPeer: FindPeer
  readonly watchers: Watchers
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Blocks before the latest that a first start reads. */
  readonly lookback: bigint
}

export type Projector = {
  /** Follows every chain until `signal` aborts; a chain that is away holds up no other. */
  run(signal: AbortSignal): Promise<void>
  /** Applies one block now; for tests and rebuilds. */
  apply(chainId: string, block: Block): Promise<void>
  readonly heights: () => ReadonlyMap<string, bigint>
  readonly timeNs: (chainId: string) => bigint | undefined
}

const retryMs = 1_000
// More waiting blocks than this are dropped and read again by height: memory stays bounded behind a slow store.
const waitingMax = 256

export function openProjector(options: ProjectorOptions): Projector {
  const synced = new Map<string, { readonly height: bigint; readonly timeNs: bigint }>()
  const peers = new Map<string, Map<string, string>>()

  const apply = async (chainId: string, block: Block): Promise<void> => {
    const read = readBlock(block)
    const ends = await peersFor(options, peers, read)
    const sent = await options.store.packetTransactions(keysSettledIn(read))
    const facts = { contracts: options.contracts(chainId), peers: ends, sent, readPacket: readPacketContent }
    const changed = await options.store.applyBlock(decodeBlock(read, facts), foldViews)
    synced.set(chainId, { height: block.height, timeNs: block.timeNs })
    options.metrics.projected(chainId, block.height)
    for (const row of changed) if (row.event !== undefined) options.watchers.notify(row.transactionId)
  }

  const follow = (chain: Chain, signal: AbortSignal): Promise<void> =>
    new ChainFollower(chain, options, (block) => apply(chain.chainId, block)).run(signal)

  return {
    apply,
    run: async (signal) => void (await Promise.all([...options.chains.values()].map((chain) => follow(chain, signal)))),
    heights: () => new Map([...synced].map(([chainId, at]) => [chainId, at.height])),
    timeNs: (chainId) => synced.get(chainId)?.timeNs,
  }
}

/** Channels keep their ends for ever, so each is asked for once. */
async function peersFor(
  options: ProjectorOptions,
  known: Map<string, Map<string, string>>,
  read: ReadBlock,
): Promise<ReadonlyMap<string, string>> {
  const { chainId } = read.block
  const own = known.get(chainId) ?? new Map<string, string>()
  known.set(chainId, own)
  const chain = options.chains.get(chainId)
  for (const [text, end] of endsIn(read)) {
    if (own.has(text) || chain === undefined) continue
    const peer = await options.findPeer(chain, end)
    if (peer !== undefined) own.set(text, peer)
  }
  return own
}

/** One chain's blocks in order: from the Store's height to the tip by number, then as they are pushed. */
class ChainFollower {
  readonly #chain: Chain
  readonly #options: ProjectorOptions
  readonly #apply: (block: Block) => Promise<void>
  #waiting: Block[] = []
  #wake: () => void = () => undefined
  #complained = false

  constructor(chain: Chain, options: ProjectorOptions, apply: (block: Block) => Promise<void>) {
    this.#chain = chain
    this.#options = options
    this.#apply = apply
  }

  async run(signal: AbortSignal): Promise<void> {
    const watching = this.#watch(signal)
    signal.addEventListener('abort', () => this.#wake())
    let next: bigint | undefined
    while (!signal.aborted) {
      try {
        next ??= await this.#start()
        next = await this.#catchUp(next, signal)
        this.#complained = false
        await this.#arrival(signal)
      } catch (error) {
        this.#complain(error)
        // The block at which it stopped may be gone from the queue: the Store says where to go on.
        next = undefined
        await this.#options.clock.sleep(retryMs, signal).catch(() => undefined)
      }
    }
    await watching
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const push = (block: Block): void => {
      this.#waiting.push(block)
      if (this.#waiting.length > waitingMax) this.#waiting.shift()
      this.#wake()
    }
    while (!signal.aborted) {
      await this.#chain.watchBlocks(push, signal).catch((error: unknown) => this.#complain(error))
      if (!signal.aborted) await this.#options.clock.sleep(retryMs, signal).catch(() => undefined)
    }
  }

  async #start(): Promise<bigint> {
    const { store, lookback } = this.#options
    const status = await this.#chain.queryStatus()
    const covered = await store.syncedHeight(this.#chain.chainId)
    if (covered !== undefined) return this.#catchUpTo(covered.height + 1n, status.height)
    const first = status.height - lookback
    return this.#catchUpTo(first > 1n ? first : 1n, status.height)
  }

  async #catchUpTo(from: bigint, to: bigint): Promise<bigint> {
    let next = from
    for (; next <= to; next += 1n) await this.#apply(await this.#chain.queryBlock(next))
    return next
  }

  async #catchUp(from: bigint, signal: AbortSignal): Promise<bigint> {
    let next = from
    for (let block = this.#waiting.shift(); block !== undefined && !signal.aborted; block = this.#waiting.shift()) {
      if (block.height < next) continue
      next = await this.#catchUpTo(next, block.height - 1n)
      await this.#apply(block)
      next = block.height + 1n
    }
    return next
  }

  #arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      if (this.#waiting.length > 0 || signal.aborted) resolve()
    })
  }

  /** Said once per outage; /readyz and the height metric go on telling. */
  #complain(error: unknown): void {
    if (this.#complained) return
    this.#complained = true
    const code = isCausewayError(error) ? error.code : 'INTERNAL'
    const facts = { chain_id: this.#chain.chainId, code, error: error instanceof Error ? error.message : String(error) }
    this.#options.log.warn('projector.waiting', facts)
  }
}
