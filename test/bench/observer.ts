// Watches the blocks of all chains from outside: when each arrived and what it did; relayer and API are not asked.
import { type PacketEventKind, parsePacketEvents } from '../../core/relay.ts'
import type { Block, Chain, ChainEvent } from '../../relayer/ports.ts'

export type Arrival = { readonly height: bigint; readonly atMs: number }
export type PacketSight = {
  readonly chainId: string
  readonly kind: PacketEventKind
  /** Unique over all chains of one deployment: channels of a port are numbered, and both ends are in it. */
  readonly key: string
  readonly height: bigint
  readonly atMs: number
}
type Settled = { readonly atMs: number; readonly state: string }

const attribute = (event: ChainEvent, key: string): string =>
  event.attributes.find((one) => one.key === key)?.value ?? ''

export class Observer {
  readonly arrivals = new Map<string, Arrival[]>()
  readonly packets: PacketSight[] = []
  /** By transaction id, then chain. */
  readonly settled = new Map<string, Map<string, Settled>>()
  readonly #stop = new AbortController()
  readonly #waiters = new Set<() => void>()

  constructor(chains: Iterable<Chain>) {
    for (const chain of chains) {
      this.arrivals.set(chain.chainId, [])
      void chain.watchBlocks((block) => this.#note(block), this.#stop.signal)
    }
  }

  close(): void {
    this.#stop.abort()
  }

  /** Resolves when `condition` holds; asked after every block. Throws after `timeoutMs`. */
  async until(what: string, timeoutMs: number, condition: () => boolean): Promise<void> {
    if (condition()) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const check = (): void => void (condition() && resolve())
    const timer = setTimeout(() => reject(new Error(`gave up after ${timeoutMs} ms waiting for ${what}`)), timeoutMs)
    this.#waiters.add(check)
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.#waiters.delete(check)
    }
  }

  isSettled(id: string, chainIds: readonly string[]): boolean {
    return chainIds.every((chainId) => this.settled.get(id)?.has(chainId) === true)
  }

  /** When the last of these zones showed the outcome, ms on this process's clock. */
  settledAtMs(id: string, chainIds: readonly string[]): number {
    return Math.max(...chainIds.map((chainId) => this.settled.get(id)?.get(chainId)?.atMs ?? Number.NaN))
  }

  /** Mean time between blocks of these chains, ms. */
  blockIntervalMs(chainIds: readonly string[]): number {
    const intervals = chainIds.map((chainId) => {
      const seen = this.arrivals.get(chainId) ?? []
      return ((seen.at(-1)?.atMs ?? 0) - (seen[0]?.atMs ?? 0)) / Math.max(1, seen.length - 1)
    })
    return intervals.reduce((sum, one) => sum + one, 0) / intervals.length
  }

  #note(block: Block): void {
    const atMs = performance.now()
    const { chainId, height } = block
    this.arrivals.get(chainId)?.push({ height, atMs })
    for (const { kind, packet } of parsePacketEvents(block)) {
      const { sourcePort, sourceChannel, destinationPort, destinationChannel, sequence } = packet
      const key = `${sourcePort}/${sourceChannel}/${destinationPort}/${destinationChannel}/${sequence}`
      this.packets.push({ chainId, kind, key, height, atMs })
    }
    for (const tx of block.txs) for (const event of tx.events) this.#noteLeg(chainId, atMs, event)
    for (const check of [...this.#waiters]) check()
  }

  #noteLeg(chainId: string, atMs: number, event: ChainEvent): void {
    const state = attribute(event, 'state')
    if (event.type !== 'wasm-causeway_leg' || (state !== 'applied' && state !== 'aborted')) return
    const id = attribute(event, 'transaction_id')
    const chains = this.settled.get(id) ?? new Map<string, Settled>()
    this.settled.set(id, chains.set(chainId, { atMs, state }))
  }
}
