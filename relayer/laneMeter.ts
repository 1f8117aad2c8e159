// Measures one lane: how long each stage of a hop takes, which blocks it loses, what a tx carries, costs and repeats.
import { type PacketEventKind, parsePacketEvent, type Work, type WorkKind } from '../core/relay.ts'
import type { ChainHead } from './head.ts'
import type { Chain, Included } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'
import type { Moment } from './workProofs.ts'

export type LaneMeterOptions = {
  readonly src: Chain
  readonly dst: Chain
  readonly heads: { readonly src: ChainHead; readonly dst: ChainHead }
  readonly metrics: RelayMetrics
  readonly nowMs: () => number
}

/** A batch that goes from its event to its inclusion; of what clearing has found, nobody knows the event's moment. */
export type Hop = {
  /** Height of the source whose block told the event, where it was heard live. */
  readonly eventHeight: bigint | undefined
  /** Height whose state the proofs are of. */
  readonly height: bigint
  readonly proofs: Moment
}
export type SentHop = Hop & { readonly works: readonly Work[]; readonly sent: Moment; readonly dstHeight: bigint }
export type ClientUpdates = { readonly submitted: readonly string[]; readonly skipped: readonly string[] }

const confirmedNames = {
  recv: 'receive_packets_confirmed_total',
  ack: 'acknowledgment_packets_confirmed_total',
  timeout: 'timeout_packets_confirmed_total',
  timeout_on_close: 'timeout_packets_confirmed_total',
} as const
/** The event by which a chain tells that a message had an effect; a message that came second tells none. */
const effects: Readonly<Record<WorkKind, PacketEventKind>> = {
  recv: 'received',
  ack: 'acknowledged',
  timeout: 'timed_out',
  timeout_on_close: 'timed_out',
}

export class LaneMeter {
  readonly #options: LaneMeterOptions
  readonly #hop: { readonly src_chain: string; readonly dst_chain: string }

  constructor(options: LaneMeterOptions) {
    const { src, dst, metrics } = options
    this.#options = options
    this.#hop = { src_chain: src.chainId, dst_chain: dst.chainId }
    metrics.add('causeway_messages_refused_total', this.#hop, 0)
    for (const found of ['mempool', 'block'])
      metrics.add('causeway_messages_redundant_total', { ...this.#hop, found }, 0)
  }

  /** A tx with these works was taken by a node. */
  submitted(hop: Hop, works: readonly Work[], updates: ClientUpdates): SentHop {
    const { metrics, heads, nowMs } = this.#options
    const sent = { ms: nowMs(), height: heads.src.height }
    metrics.observe('causeway_packets_per_tx', this.#hop, works.length)
    this.#updates(updates)
    // Our own share of a hop: from the header that made the proofs valid to the broadcast.
    if (sent.height === hop.height + 1n) {
      metrics.observe('causeway_relay_latency_ms', this.#hop, sent.ms - heads.src.arrivedMs)
    }
    this.#stagesUntilSent(hop, sent)
    this.#txLatency('tx_latency_submitted', hop, works, sent.ms)
    return { ...hop, works, sent, dstHeight: heads.dst.height }
  }

  refreshed(clientId: string): void {
    this.#updates({ submitted: [clientId], skipped: [] })
  }

  /** It is in a block, with code 0. */
  included(hop: SentHop, { height, result }: Included): void {
    const { metrics, nowMs } = this.#options
    const { works, sent, dstHeight, eventHeight } = hop
    const told = new Set(result.events.map((event) => effectOf(parsePacketEvent(event))))
    for (const work of works) {
      if (told.has(effectOf({ kind: effects[work.kind], packet: work.packet }))) this.#confirmed(work)
      else metrics.add('causeway_messages_redundant_total', { ...this.#hop, found: 'block' })
    }
    metrics.observe('causeway_gas_per_packet', this.#hop, Number(result.gasUsed) / works.length)
    if (eventHeight === undefined) return
    const now = nowMs()
    this.#txLatency('tx_latency_confirmed', hop, works, now)
    // Before the first block of the destination nobody knows how many went by.
    if (dstHeight === 0n) return
    this.#stage('included', now - sent.ms, height - dstHeight)
    // Negative where a block of the destination was heard after the one that includes the tx: nothing is lost by that.
    const lost = sent.height - eventHeight - 1n + (height - dstHeight - 1n)
    metrics.observe('causeway_hop_lost_blocks', this.#hop, Math.max(Number(lost), 0))
  }

  /** A node has refused a tx since none of its messages has an effect: code 22. */
  redundant(works: readonly Work[]): void {
    this.#options.metrics.add('causeway_messages_redundant_total', { ...this.#hop, found: 'mempool' }, works.length)
  }

  refused(): void {
    this.#options.metrics.add('causeway_messages_refused_total', this.#hop)
  }

  #updates({ submitted, skipped }: ClientUpdates): void {
    const { metrics } = this.#options
    for (const client of submitted) metrics.add('client_updates_submitted_total', { ...this.#hop, client })
    for (const client of skipped) metrics.add('client_updates_skipped_total', { ...this.#hop, client })
  }

  #stagesUntilSent({ eventHeight, height, proofs }: Hop, sent: Moment): void {
    const { heads } = this.#options
    const eventMs = eventHeight === undefined ? undefined : heads.src.arrivalOf(eventHeight)
    const headerMs = heads.src.arrivalOf(height + 1n)
    if (eventHeight === undefined || eventMs === undefined || headerMs === undefined) return
    this.#stage('proofs', proofs.ms - eventMs, proofs.height - eventHeight)
    this.#stage('header', headerMs - eventMs, height + 1n - eventHeight)
    this.#stage('broadcast', sent.ms - Math.max(proofs.ms, headerMs), sent.height - height - 1n)
  }

  #stage(stage: 'proofs' | 'header' | 'broadcast' | 'included', ms: number, blocks: bigint): void {
    const { metrics } = this.#options
    metrics.observe('causeway_stage_latency_ms', { ...this.#hop, stage }, ms)
    metrics.observe('causeway_stage_blocks', { ...this.#hop, stage }, Number(blocks))
  }

  /** Once for each channel that the tx serves. */
  #txLatency(
    name: 'tx_latency_submitted' | 'tx_latency_confirmed',
    { eventHeight }: Hop,
    works: readonly Work[],
    nowMs: number,
  ): void {
    const { metrics, src, dst, heads } = this.#options
    const eventMs = eventHeight === undefined ? undefined : heads.src.arrivalOf(eventHeight)
    if (eventMs === undefined) return
    const ends = works.map((work) => endOf(work, 'dst'))
    for (const { channel, port } of new Map(ends.map((end) => [`${end.port} ${end.channel}`, end])).values()) {
      metrics.observe(name, { chain: dst.chainId, counterparty: src.chainId, channel, port }, nowMs - eventMs)
    }
  }

  #confirmed(work: Work): void {
    const isTimeout = work.kind === 'timeout' || work.kind === 'timeout_on_close'
    // A timeout goes back to its sender, and yet belongs to the packet's own direction.
    const [first, second] = isTimeout ? (['dst', 'src'] as const) : (['src', 'dst'] as const)
    const [from, to] = [endOf(work, first), endOf(work, second)]
    this.#options.metrics.add(confirmedNames[work.kind], {
      src_chain: work[first],
      dst_chain: work[second],
      src_channel: from.channel,
      dst_channel: to.channel,
      src_port: from.port,
      dst_port: to.port,
    })
  }
}

type Effect = { readonly kind: PacketEventKind; readonly packet: Work['packet'] }

/** Within one tx a packet is named by where it was sent from. */
const effectOf = (effect: Effect | undefined): string =>
  effect === undefined
    ? ''
    : `${effect.kind} ${effect.packet.sourcePort}/${effect.packet.sourceChannel}/${effect.packet.sequence}`

/** The packet's channel end on the chain that proves the work, or on the one that is told. */
export function endOf(work: Work, side: 'src' | 'dst'): { readonly channel: string; readonly port: string } {
  const { packet, kind } = work
  return (side === 'src') === (kind === 'recv')
    ? { channel: packet.sourceChannel, port: packet.sourcePort }
    : { channel: packet.destinationChannel, port: packet.destinationPort }
}
