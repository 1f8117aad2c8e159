// Measures what blocks tell and what is owed after them: packet events, heights, awaited acknowledgements, the backlog.
import { AwaitedAcks, type RoutedEvent } from '../core/awaitedAcks.ts'
import { type Backlog, laneOf, type Owed, type Routes, senderOf } from '../core/backlog.ts'
import { isAllowed, type PacketEvent, type Work, type WorkKind } from '../core/relay.ts'
import { endOf } from './laneMeter.ts'
import type { Block } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'

export type BlockMeterOptions = {
  readonly metrics: RelayMetrics
  readonly backlog: Backlog
  /** By `<src>.<dst>`; none is opened later. */
  readonly lanes: ReadonlyMap<string, { readonly src: string; readonly dst: string }>
}

type Path = Readonly<Record<'chain' | 'counterparty' | 'channel' | 'port', string>>

const kinds: readonly WorkKind[] = ['recv', 'ack', 'timeout', 'timeout_on_close']
const eventNames = {
  sent: 'send_packet_events_total',
  ack_written: 'acknowledgement_events_total',
  timed_out: 'timeout_events_total',
} as const
/** Upper bounds of ages in blocks, and their labels. */
const ages = [
  [10, '0-10'],
  [100, '11-100'],
  [1_000, '101-1000'],
  [Number.POSITIVE_INFINITY, 'over 1000'],
] as const
/** Channels whose rows stay at 0 once their backlog is empty; a row that vanished would hide that it is. */
const pathsMax = 1_000

const seconds = (ns: bigint): number => Number(ns / 1_000_000n) / 1_000

export class BlockMeter {
  readonly #options: BlockMeterOptions
  readonly #awaited = new AwaitedAcks()
  readonly #paths = new Map<string, Path>()
  readonly #timesNs = new Map<string, bigint>()

  constructor(options: BlockMeterOptions) {
    this.#options = options
    options.metrics.onScrape(() => {
      const owed = [...options.backlog.owed()]
      this.#setLanes(owed)
      this.#setPaths(owed)
      this.#setAwaited()
    })
  }

  block({ chainId: chain, height, timeNs }: Block, routes: Routes, events: readonly PacketEvent[]): void {
    const { metrics } = this.#options
    metrics.set('causeway_chain_height', { chain }, Number(height))
    metrics.set('causeway_chain_block_timestamp_seconds', { chain }, seconds(timeNs))
    metrics.add('ws_events_total', { chain }, events.length)
    this.#timesNs.set(chain, timeNs)
    const relayed = events.flatMap((event) => {
      const route = routes.get(event.routeId)
      const { sourcePort, sourceChannel } = event.packet
      const isRelayed = route !== undefined && isAllowed(route.filter, sourcePort, sourceChannel)
      return isRelayed ? [{ event, peerId: route.peerId }] : []
    })
    for (const one of relayed) this.#event(chain, one)
    this.#awaited.note(chain, height, relayed)
  }

  /** Works that only clearing has found. */
  cleared(works: readonly Work[]): void {
    const { metrics } = this.#options
    for (const work of works) {
      const { src: chain, dst: counterparty } = work
      const labels = { chain, counterparty, ...endOf(work, 'src') }
      if (work.kind === 'recv') metrics.add('cleared_send_packet_events_total', labels)
      if (work.kind === 'ack') metrics.add('cleared_acknowledgment_events_total', labels)
    }
  }

  #event(chain: string, { event: { kind, packet }, peerId: counterparty }: RoutedEvent): void {
    if (kind === 'received' || kind === 'acknowledged') return
    const end =
      kind === 'ack_written'
        ? { channel: packet.destinationChannel, port: packet.destinationPort }
        : { channel: packet.sourceChannel, port: packet.sourcePort }
    const labels = { chain, counterparty, ...end }
    this.#options.metrics.add(eventNames[kind], labels)
    if (kind === 'sent') this.#keepPath(labels)
  }

  #keepPath(path: Path): void {
    const key = Object.values(path).join(' ')
    if (this.#paths.size < pathsMax) this.#paths.set(key, path)
  }

  #setLanes(owed: readonly Owed[]): void {
    const { metrics, lanes, backlog } = this.#options
    metrics.set('workers', { type: 'packet' }, lanes.size)
    const byLane = Map.groupBy(owed, ({ work }) => laneOf(work))
    for (const [name, { src, dst }] of lanes) {
      const hop = { src_chain: src, dst_chain: dst }
      const mine = byLane.get(name) ?? []
      for (const kind of kinds) {
        const count = mine.filter(({ work }) => work.kind === kind).length
        metrics.set('causeway_backlog_works', { ...hop, kind }, count)
      }
      const since = oldest(mine)
      metrics.set('causeway_backlog_oldest_seconds', hop, since === 0n ? 0 : seconds(backlog.nowNs - since))
      const triesMax = mine.reduce((most, { tries }) => Math.max(most, tries), 0)
      metrics.set('causeway_backlog_tries_max', hop, triesMax)
    }
  }

  /** Of a channel: what its sender has sent and nobody has received or timed out. */
  #setPaths(owed: readonly Owed[]): void {
    const { metrics } = this.#options
    const unreceived = Map.groupBy(
      owed.filter(({ work }) => work.kind !== 'ack'),
      ({ work }) => this.#pathOf(work),
    )
    for (const [key, path] of this.#paths) {
      const found = unreceived.get(key) ?? []
      metrics.set('backlog_size', path, found.length)
      const sequences = found.map(({ work }) => Number(work.packet.sequence))
      metrics.set(
        'backlog_oldest_sequence',
        path,
        sequences.length === 0 ? 0 : sequences.reduce((a, b) => Math.min(a, b)),
      )
      metrics.set('backlog_oldest_timestamp', path, seconds(oldest(found)))
      metrics.set('backlog_latest_update_timestamp', path, seconds(this.#timesNs.get(path.chain) ?? 0n))
    }
  }

  #pathOf(work: Work): string {
    const chain = senderOf(work)
    const counterparty = work.kind === 'recv' ? work.dst : work.src
    const { sourceChannel: channel, sourcePort: port } = work.packet
    const path = { chain, counterparty, channel, port }
    this.#keepPath(path)
    return Object.values(path).join(' ')
  }

  #setAwaited(): void {
    const { metrics } = this.#options
    for (const [chain, found] of this.#awaited.ages()) {
      let below = -1
      for (const [upTo, age] of ages) {
        const count = found.filter((blocks) => blocks > below && blocks <= upTo).length
        metrics.set('causeway_acks_awaited', { chain, age }, count)
        below = upTo
      }
      const eldest = found.reduce((a, b) => Math.max(a, b), 0)
      metrics.set('causeway_acks_awaited_oldest_blocks', { chain }, eldest)
    }
  }
}

/** Since when the oldest is owed, ns; 0 for nothing, or where no block was heard yet. */
function oldest(owed: readonly Owed[]): bigint {
  const known = owed.map(({ sinceNs }) => sinceNs).filter((since) => since > 0n)
  return known.reduce((a, b) => (a < b ? a : b), known[0] ?? 0n)
}
