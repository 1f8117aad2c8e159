// The packets of one transaction, as the chains tell of them in their blocks.
import { Acknowledgement } from 'cosmjs-types/ibc/core/channel/v2/packet'
import { decodeAcknowledgement } from '../../core/codec.ts'
import { type PacketEvent, parsePacketEvents } from '../../core/relay.ts'
import { hubId, type Net } from './net.ts'

type Zone = { readonly channels: readonly { readonly channel_id: string }[] }

export class PacketBook {
  /** By zone: the vote that it has sent, and the decision that is under way to it. */
  readonly votes = new Map<string, PacketEvent>()
  readonly decisions = new Map<string, PacketEvent>()
  readonly #acks = new Map<string, Uint8Array>()
  readonly #net: Net
  /** The hub's end of each zone's channel, or its client there. */
  readonly #ends: ReadonlyMap<string, string>
  /** Blocks that were read, by chain. */
  readonly #read: Map<string, number>

  private constructor(net: Net, ends: ReadonlyMap<string, string>) {
    this.#net = net
    this.#ends = ends
    this.#read = new Map(net.nodes.map(({ chainId, blocks }) => [chainId, blocks.length]))
  }

  /** Of whatever is told from now on. */
  static async open(net: Net): Promise<PacketBook> {
    const ends = [...net.zones.keys()].map(async (zone): Promise<[string, string]> => {
      const { channels } = (await net.query(hubId, net.hubContract, { zone: { chain_id: zone } })) as Zone
      return [zone, channels[0]?.channel_id ?? '']
    })
    return new PacketBook(net, new Map(await Promise.all(ends)))
  }

  endOf(zone: string): string {
    return this.#ends.get(zone) ?? ''
  }

  /** To what the chains have told in their blocks since the last time. */
  listen(): void {
    for (const { chainId, blocks } of this.#net.nodes) {
      const events = blocks.slice(this.#read.get(chainId)).flatMap(parsePacketEvents)
      this.#read.set(chainId, blocks.length)
      for (const event of events) this.#hear(chainId, event)
    }
  }

  #hear(chainId: string, event: PacketEvent): void {
    const { kind, packet } = event
    if (chainId !== hubId) {
      if (kind === 'sent') this.votes.set(chainId, event)
      if (kind === 'received') this.decisions.delete(chainId)
      return
    }
    const zone = this.#zoneAt(kind === 'sent' ? packet.sourceChannel : packet.destinationChannel)
    if (kind === 'sent') this.decisions.set(zone, event)
    if (kind === 'ack_written') this.#acks.set(zone, event.acknowledgement)
  }

  #zoneAt(hubEnd: string): string {
    return [...this.#ends].find(([, end]) => end === hubEnd)?.[0] ?? ''
  }

  /** As it was written, for the vote of this zone. */
  ackBytes(zone: string): Uint8Array {
    return this.#acks.get(zone) ?? new Uint8Array()
  }

  /** What it says: a decision, "error", or nothing yet. */
  ackOf(zone: string): string {
    const told = this.#acks.get(zone)
    if (told === undefined) return ''
    try {
      const isV2 = this.votes.get(zone)?.packet.encoded !== undefined
      const [bytes = told] = isV2 ? Acknowledgement.decode(told).appAcknowledgements : []
      return decodeAcknowledgement(bytes).decisions[0]?.outcome ?? ''
    } catch {
      return 'error'
    }
  }
}
