// Decides which packets a chain has received and not answered yet: a vote waits so for its decision, and is no backlog.
import { packetKey } from './backlog.ts'
import type { PacketEvent } from './relay.ts'

export type RoutedEvent = { readonly event: PacketEvent; readonly peerId: string }
type Awaited = { readonly chainId: string; readonly height: bigint }

/** The oldest are kept: their age is what matters, and a count this high says enough. */
const awaitedMax = 10_000

export class AwaitedAcks {
  readonly #awaited = new Map<string, Awaited>()
  readonly #heights = new Map<string, bigint>()

  /** All events of one block at once: an acknowledgement may stand before or after its receive. */
  note(chainId: string, height: bigint, events: readonly RoutedEvent[]): void {
    this.#heights.set(chainId, height)
    for (const { event, peerId } of events) {
      if (event.kind !== 'received' || this.#awaited.size >= awaitedMax) continue
      this.#awaited.set(packetKey(peerId, event.packet), { chainId, height })
    }
    for (const { event, peerId } of events) {
      if (event.kind === 'ack_written') this.#awaited.delete(packetKey(peerId, event.packet))
      // Blocks of two chains come in no certain order, and one may be missed: the end of a packet ends this as well.
      if (event.kind === 'acknowledged') this.#awaited.delete(packetKey(chainId, event.packet))
    }
  }

  /** Ages in blocks of the receiving chain, of every chain that was heard. */
  ages(): ReadonlyMap<string, readonly number[]> {
    const ages = new Map<string, number[]>([...this.#heights.keys()].map((chainId) => [chainId, []]))
    for (const { chainId, height } of this.#awaited.values()) {
      ages.get(chainId)?.push(Number((this.#heights.get(chainId) ?? height) - height))
    }
    return ages
  }
}
