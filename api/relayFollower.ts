// Follows handed-in txs: looks at the chains until every packet has its end, and has the relayer clear what is pending.
import { isCausewayError } from '../core/errors.ts'
import { type FollowedPacket, type FollowedTx, isTold, packetState, txState, unseenTx } from '../core/followedTx.ts'
import { type ClearJob, clearQueueName } from '../core/jobs.ts'
import { relayFollowMs } from '../core/limits.ts'
import { isAllowed, type PacketFilter } from '../core/relay.ts'
import type { Chain, Clock, JobQueue, Log, OpenQueue } from '../relayer/ports.ts'
import { readFollowedTx } from './relayReader.ts'
import type { RelayRow } from './store/relays.ts'
import type { Store } from './store/store.ts'

/** Two chains between which the relayer of this configuration carries packets. */
export type RelayedPath = { readonly a: string; readonly b: string; readonly packetFilter: PacketFilter }

export type RelayFollowerOptions = {
  readonly store: Store
  readonly chains: ReadonlyMap<string, Chain>
  readonly paths: readonly RelayedPath[]
  readonly openQueue: OpenQueue
  readonly clock: Clock
  readonly log: Log
}

// A look asks up to six questions of two nodes.
const looksAtOnce = 8
const tickMs = 500
const pauseMsMin = 1_000
const pauseMsMax = 60_000
/** What is followed for long changes seldom: the pause grows with this part of its age. */
const pausePart = 8
/** The relayer has this long before it is asked again; doubles each time. */
const handOverMs = 5_000
const handOverDoublingsMax = 8

export class RelayFollower {
  readonly #options: RelayFollowerOptions
  readonly #queues = new Map<string, JobQueue<ClearJob>>()
  readonly #lookedAt = new Map<string, number>()
  #wake: () => void = () => undefined
  #failing = false

  constructor(options: RelayFollowerOptions) {
    this.#options = options
  }

  /** Something was handed in: the next look does not wait for the tick. */
  readonly wake = (): void => this.#wake()

  async run(signal: AbortSignal): Promise<void> {
    const { store, clock, log } = this.#options
    signal.addEventListener('abort', this.wake)
    while (!signal.aborted) {
      try {
        const due = await store.relays.due(clock.nowMs(), looksAtOnce)
        await Promise.all(due.map((row) => this.#look(row)))
        this.#failing = false
        if (due.length === looksAtOnce) continue
      } catch (error) {
        // Said once: the state stays visible at /readyz.
        if (!this.#failing) log.warn('relays.waiting', factsOf(error))
        this.#failing = true
      }
      await this.#pause(tickMs, signal)
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const sleeping = new AbortController()
    this.#wake = () => sleeping.abort()
    await this.#options.clock.sleep(ms, sleeping.signal).catch(() => undefined)
    this.#wake = () => undefined
  }

  /** Somebody asks for it: what was not looked at for a moment is due now. */
  async ask(row: RelayRow): Promise<void> {
    const { store, clock } = this.#options
    const now = clock.nowMs()
    const isEnded = row.state === 'COMPLETE' || row.state === 'FAILED'
    if (isEnded || now - (this.#lookedAt.get(row.id) ?? 0) < pauseMsMin) return
    this.#lookedAt.set(row.id, now)
    await store.relays.makeDue(row.id, now)
    this.wake()
  }

  async #look(row: RelayRow): Promise<void> {
    const { store, chains, clock, log } = this.#options
    this.#lookedAt.set(row.id, clock.nowMs())
    const before = viewOf(row)
    let view = before
    try {
      view = await readFollowedTx(chains, row, before)
    } catch (error) {
      log.debug('relay.unseen', { relay: row.id, ...factsOf(error) })
    }
    const handed = await this.#handOver(row, view)
    const state = txState(view)
    const isToldAll = state === 'COMPLETE' && view.packets.every((packet) => isTold(packet) || !this.#hasPeer(packet))
    const dueAtMs = state === 'FAILED' || isToldAll ? undefined : this.#nextLook(row)
    if (dueAtMs === undefined) this.#lookedAt.delete(row.id)
    await store.relays.save(row, { state, view: JSON.stringify(view), dueAtMs, ...handed })
    if (state !== row.state) log.info('relay.moved', { relay: row.id, state })
  }

  #hasPeer({ destination }: FollowedPacket): boolean {
    return destination.chainId !== null && this.#options.chains.has(destination.chainId)
  }

  #nextLook({ receivedAtMs }: RelayRow): number | undefined {
    const now = this.#options.clock.nowMs()
    const age = now - receivedAtMs
    if (age > relayFollowMs) return undefined
    return now + Math.min(Math.max(age / pausePart, pauseMsMin), pauseMsMax)
  }

  /** Nothing is kept in the queue alone: while a packet is pending, the relayer is asked again and again. */
  async #handOver(row: RelayRow, view: FollowedTx): Promise<Pick<RelayRow, 'handOvers' | 'handedOverAtMs'>> {
    const { clock, paths, log } = this.#options
    const { handOvers, handedOverAtMs, id, chainId, txHash, receivedAtMs } = row
    const unchanged = { handOvers, handedOverAtMs }
    const isWaiting = view.packets.some((packet) => packetState(packet) === 'PENDING' && isServed(paths, packet))
    const pause = handOverMs * 2 ** Math.min(handOvers - 1, handOverDoublingsMax)
    if (!isWaiting || (handOvers > 0 && clock.nowMs() - handedOverAtMs < pause)) return unchanged
    try {
      const job = { id: `clear.${id}.${receivedAtMs}.${handOvers}`, data: { chain: chainId, txHash } }
      await this.#queue(chainId).add([job])
    } catch (error) {
      log.warn('relay.not_handed_over', { relay: id, ...factsOf(error) })
      return unchanged
    }
    return { handOvers: handOvers + 1, handedOverAtMs: clock.nowMs() }
  }

  #queue(chainId: string): JobQueue<ClearJob> {
    const known = this.#queues.get(chainId) ?? this.#options.openQueue<ClearJob>(clearQueueName(chainId))
    this.#queues.set(chainId, known)
    return known
  }
}

export const viewOf = ({ view }: Pick<RelayRow, 'view'>): FollowedTx =>
  view === '' ? unseenTx : (JSON.parse(view) as FollowedTx)

/** Whether the relayer of this configuration carries the packet: a path and its filter. */
export function isServed(paths: readonly RelayedPath[], { source, destination }: FollowedPacket): boolean {
  const joins = ({ a, b }: RelayedPath): boolean =>
    (a === source.chainId && b === destination.chainId) || (b === source.chainId && a === destination.chainId)
  const allows = (path: RelayedPath): boolean => isAllowed(path.packetFilter, source.portId, source.channelId)
  return paths.some((path) => joins(path) && allows(path))
}

const factsOf = (error: unknown): Readonly<Record<string, string>> => ({
  code: isCausewayError(error) ? error.code : 'INTERNAL',
  error: error instanceof Error ? error.message : String(error),
})
