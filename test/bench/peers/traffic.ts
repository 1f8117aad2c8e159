// Sends packets from the first probe and waits for what becomes of them, seen from outside on both chains.
import { openChain } from '../../../localnet/chains.ts'
import { executeMsg } from '../../../relayer/contractCalls.ts'
import type { Chain } from '../../../relayer/ports.ts'
import { type Life, livesOf } from '../hops.ts'
import { Observer } from '../observer.ts'
import type { Bed } from './bed.ts'

const packetBytes = 200
const timeoutNs = 3_600_000_000_000
/** Packets of one tx, and the gas that one takes. */
const perTx = 500
const gasEach = 200_000n
const senderKey = 'load-0'

/** Packets that were sent, by the keys under which the observer sees them. */
export type Batch = { readonly keys: readonly string[] }

export class Traffic {
  readonly observer: Observer
  readonly #bed: Bed
  readonly #chains: readonly [Chain, Chain]
  #sent = 0
  readonly #acknowledged = new Set<string>()
  #read = 0

  private constructor(bed: Bed, chains: readonly [Chain, Chain]) {
    this.#bed = bed
    this.#chains = chains
    this.observer = new Observer(chains)
  }

  /** Resolves when blocks of both chains are being seen. */
  static async open(bed: Bed): Promise<Traffic> {
    const traffic = new Traffic(bed, [openChain(bed.config, bed.a.site), openChain(bed.config, bed.b.site)])
    const { arrivals } = traffic.observer
    const sees = (): boolean => [...arrivals.values()].every((blocks) => blocks.length > 0)
    await traffic.observer.until('blocks of both chains', 30_000, sees)
    return traffic
  }

  async close(): Promise<void> {
    this.observer.close()
    await Promise.all(this.#chains.map((chain) => chain.close()))
  }

  /** Resolves when the block with the last of them has been seen. */
  async send(count: number): Promise<Batch> {
    const signer = await this.#chains[0].signer(senderKey)
    const { probe, channelId } = this.#bed.a
    const first = this.#sent + 1
    this.#sent += count
    for (let left = count; left > 0; left -= perTx) {
      const some = Math.min(left, perTx)
      const msg = { send: { channel_id: channelId, count: some, bytes: packetBytes, timeout_ns: timeoutNs } }
      await signer.submit([executeMsg(signer.address, probe, msg)], 500_000n + gasEach * BigInt(some))
    }
    const keys = Array.from({ length: count }, (_, index) => this.#key(first + index))
    const last = keys.at(-1) ?? ''
    await this.observer.until('packets to be sent', 60_000, () =>
      this.observer.packets.some(({ key, kind }) => key === last && kind === 'sent'),
    )
    return { keys }
  }

  #key(sequence: number): string {
    const { a, b } = this.#bed
    return `wasm.${a.probe}/${a.channelId}/wasm.${b.probe}/${b.channelId}/${sequence}`
  }

  /** How many of them have no acknowledgement when `timeoutMs` is over; ends as soon as none is left. */
  async settle({ keys }: Batch, timeoutMs: number): Promise<number> {
    const left = (): number => {
      const { packets } = this.observer
      for (; this.#read < packets.length; this.#read += 1) {
        const sight = packets[this.#read]
        if (sight?.kind === 'acknowledged') this.#acknowledged.add(sight.key)
      }
      return keys.filter((key) => !this.#acknowledged.has(key)).length
    }
    await this.observer.until('acknowledgements', timeoutMs, () => left() === 0).catch(() => undefined)
    return left()
  }

  lives({ keys }: Batch): readonly Life[] {
    const all = livesOf(this.observer.packets)
    return keys.map((key) => all.get(key) ?? {})
  }

  /** Blocks from now on, of the chain that sends. */
  async blocks(count: number): Promise<void> {
    const seen = this.observer.arrivals.get(this.#bed.a.site.id) ?? []
    const until = seen.length + count
    await this.observer.until(`${count} blocks`, 60_000, () => seen.length >= until)
  }

  blockMs(): number {
    return this.observer.blockIntervalMs([this.#bed.a.site.id, this.#bed.b.site.id])
  }

  /** Until a packet has gone there and back: only then does a relayer relay. Nothing is under way afterwards. */
  async warm(timeoutMs: number): Promise<void> {
    const endMs = performance.now() + timeoutMs
    const keys: string[] = []
    for (;;) {
      keys.push(...(await this.send(1)).keys)
      if ((await this.settle({ keys }, 6_000)) === 0) return
      if (performance.now() > endMs) throw new Error(`the relayer has relayed none of ${keys.length} packets`)
    }
  }
}
