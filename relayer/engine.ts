// The relayer at work: blocks in, jobs out; what a block changes goes to the backlog, what is owed to the lanes.

import { Backlog, laneOf, type RelayJob } from '../core/backlog.ts'
import { isCausewayError } from '../core/errors.ts'
import { type ClearJob, clearQueueName } from '../core/jobs.ts'
import { type BatchLimits, type PacketFilter, parsePacketEvents } from '../core/relay.ts'
import { relayTxs, Turns } from '../core/turns.ts'
import { BlockMeter } from './blockMeter.ts'
import { type ClearTxsOptions, clearTx, startClearingTxs } from './clearTxs.ts'
import { ChainHead } from './head.ts'
import { registerType } from './ics02/counterparties.ts'
import type { Keeper } from './keeper.ts'
import { Lane } from './lane.ts'
import type { LaneJob } from './laneJobs.ts'
import { LaneTurn } from './laneTurn.ts'
import type { OpenLease } from './leases.ts'
import { MisbehaviourWatch, type ServedClient } from './misbehaviour.ts'
import { PathWatch, type RouteBook } from './pathWatch.ts'
import type { Block, Chain, ChainEvent, Clock, Job, JobQueue, Log, OpenQueue } from './ports.ts'
import { type ClientAge, planRefresh, queryClientAge } from './refresh.ts'
import type { RelayMetrics } from './telemetry.ts'

export type PathSetting = { readonly a: string; readonly b: string; readonly packetFilter: PacketFilter }
export type EngineOptions = {
  readonly chains: ReadonlyMap<string, Chain>
  readonly paths: readonly PathSetting[]
  readonly openQueue: OpenQueue
  readonly clock: Clock
  readonly log: Log
  readonly metrics: RelayMetrics
  readonly limits: BatchLimits
  /** Blocks of a chain between two clearings of its paths. */
  readonly clearInterval: bigint
  readonly clientRefreshRate: number
  readonly nowMs: () => number
  /** Compares what others tell the clients of the paths. */
  readonly watchesClients: boolean
  readonly openLease: OpenLease
  /** Who signs on a lane. */
  readonly accountOf: (dst: string, src: string) => string | undefined
  /** Leaves relayers of others their part. */
  readonly takesTurns: boolean
  readonly keeper?: { readonly hubChainId: string; readonly keeper: Keeper }
}

const retryMs = 1_000

function hasOpenedOrClosed({ type, attributes }: ChainEvent): boolean {
  if (type === 'message') return attributes.some(({ key, value }) => key === 'action' && value === registerType)
  return /^(connection|channel)_open_(ack|confirm)$|^channel_close(_init)?$/.test(type)
}

export class Engine {
  readonly #options: EngineOptions
  readonly #stop = new AbortController()
  readonly #backlog: Backlog
  readonly #heads = new Map<string, ChainHead>()
  readonly #book: RouteBook = new Map()
  readonly #lanes = new Map<string, Lane>()
  readonly #turns = new Turns()
  readonly #paths: readonly PathWatch[]
  readonly #handedOver: JobQueue<ClearJob>[] = []
  readonly #clearedAt = new Map<string, bigint>()
  readonly #meter: BlockMeter
  readonly #misbehaviours: MisbehaviourWatch | undefined
  #tasks: Promise<unknown>[] = []

  constructor(options: EngineOptions) {
    this.#options = options
    this.#backlog = new Backlog(
      options.limits,
      (work) => this.#lanes.get(laneOf(work))?.turn.delay(work),
      (work) => this.#lanes.get(laneOf(work))?.turn.missed(work) ?? 0n,
    )
    for (const id of options.chains.keys()) this.#heads.set(id, new ChainHead(id))
    this.#meter = new BlockMeter({ metrics: options.metrics, backlog: this.#backlog, lanes: this.#lanes })
    const isOurs = ({ host, tracked }: ServedClient): boolean => this.#isOurs(tracked.chainId, host.chainId)
    this.#misbehaviours = options.watchesClients ? new MisbehaviourWatch({ ...options, isOurs }) : undefined
    this.#paths = options.paths.map((path) => this.#openPath(path))
  }

  #openPath({ a, b, packetFilter }: PathSetting): PathWatch {
    const chainA = this.#chain(a)
    const chainB = this.#chain(b)
    this.#openLane(chainA, chainB)
    if (a !== b) this.#openLane(chainB, chainA)
    const { log } = this.#options
    const enqueue = (jobs: readonly RelayJob[]): Promise<void> => this.#enqueue(jobs, 'slow')
    return new PathWatch({
      a: chainA,
      b: chainB,
      filter: packetFilter,
      book: this.#book,
      backlog: this.#backlog,
      log,
      isOurs: (src, dst) => this.#isOurs(src, dst),
      enqueue,
      found: (works) => this.#meter.cleared(works),
    })
  }

  #isOurs(src: string, dst: string): boolean {
    return this.#lanes.get(laneOf({ src, dst }))?.turn.isOurs() === true
  }

  #openLane(src: Chain, dst: Chain): void {
    const name = laneOf({ src: src.chainId, dst: dst.chainId })
    if (this.#lanes.has(name)) return
    const { openQueue, openLease, log, metrics, nowMs } = this.#options
    const heads = { src: this.#head(src.chainId), dst: this.#head(dst.chainId) }
    const live = openQueue<LaneJob>(`{relay.${name}}`)
    const slow = openQueue<LaneJob>(`{relay.${name}}.slow`)
    const turn = new LaneTurn({
      src: src.chainId,
      dst: dst.chainId,
      head: heads.dst,
      lease: openLease(`relay.${name}`, dst.chainId),
      turns: this.#options.takesTurns ? this.#turns : undefined,
      account: this.#options.accountOf(dst.chainId, src.chainId),
      log,
    })
    const own = { heads, turn, backlog: this.#backlog, live, slow }
    const clear = (job: Job<ClearJob>): Promise<void> => this.#clearHere(job)
    this.#lanes.set(name, new Lane({ src, dst, ...own, clear, log, metrics, nowMs }))
  }

  /** Nothing is awaited: a chain or Redis that is away delays its own lanes only. */
  start(): void {
    for (const chain of this.#options.chains.values()) this.#tasks.push(this.#watch(chain))
    for (const { jobs } of this.#lanes.values()) jobs.start()
    for (const path of this.#paths) this.#tasks.push(this.#refreshUntilDone(path))
    for (const chain of this.#options.chains.values()) this.#clearTxsOf(chain)
    this.#options.keeper?.keeper.start()
  }

  /** What somebody waits for goes at once, on the slow queue as all that was cleared. */
  #clearTxsOf(chain: Chain): void {
    const queue = this.#options.openQueue<ClearJob>(clearQueueName(chain.chainId))
    this.#handedOver.push(queue)
    startClearingTxs(this.#clearing(chain), queue)
  }

  #clearing(chain: Chain): ClearTxsOptions {
    const { chains, log } = this.#options
    return {
      ...{ chain, chains, book: this.#book, backlog: this.#backlog, log },
      enqueue: (jobs) => this.#enqueue(jobs, 'slow'),
      found: (works) => this.#meter.cleared(works),
      handOn: (job, peerId) => this.#handOn(job, [chain.chainId, peerId]),
    }
  }

  async #handOn(job: Job<ClearJob>, [a, b]: readonly [string, string]): Promise<void> {
    const lanes = [
      { src: a, dst: b },
      { src: b, dst: a },
    ].map((lane) => this.#lanes.get(laneOf(lane)))
    for (const lane of new Set(lanes)) if (lane?.turn.isOurs() === false) await lane.jobs.handOn(job, lane)
  }

  /** What another process has handed on goes no further. */
  #clearHere(job: Job<ClearJob>): Promise<void> {
    return clearTx({ ...this.#clearing(this.#chain(job.data.chain)), handOn: async () => undefined }, job)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    for (const head of this.#heads.values()) head.close()
    const queues = [...[...this.#lanes.values()].map(({ jobs }) => jobs), ...this.#handedOver]
    await Promise.all(queues.map((one) => one.close()))
    await Promise.allSettled(this.#tasks)
  }

  /** Height of each chain as seen so far; 0 before its first block. */
  heights(): ReadonlyMap<string, bigint> {
    return new Map([...this.#heads].map(([id, head]) => [id, head.height]))
  }

  async #watch(chain: Chain): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        await chain.watchBlocks((block) => this.#onBlock(chain, block), signal)
      } catch (error) {
        log.error('chain.unusable', { chain_id: chain.chainId, code: isCausewayError(error) ? error.code : '', error })
        await clock.sleep(retryMs, signal)
      }
    }
  }

  #onBlock(chain: Chain, block: Block): void {
    this.#head(chain.chainId).note(block, this.#options.nowMs())
    const routes = this.#book.get(chain.chainId) ?? new Map()
    const events = parsePacketEvents(block)
    const jobs = this.#backlog.note(block, routes, events)
    this.#later('enqueue', this.#enqueue(jobs, 'live'))
    this.#later('enqueue', this.#enqueue(this.#backlog.overdue(chain.chainId), 'slow'))
    // No hop waits for being counted.
    this.#meter.block(block, routes, events)
    if (this.#misbehaviours !== undefined) {
      this.#later('misbehaviour', this.#misbehaviours.block(block, this.#served(chain.chainId)))
    }
    for (const tx of relayTxs(block, routes)) {
      this.#lanes.get(laneOf({ src: tx.peerId, dst: chain.chainId }))?.turn.seen(tx, block.height)
    }
    this.#keep(chain.chainId, block)
    this.#maybeClear(chain.chainId, block)
  }

  #keep(chainId: string, block: Block): void {
    const { keeper } = this.#options
    if (keeper === undefined) return
    if (chainId === keeper.hubChainId) this.#later('keeper', keeper.keeper.onHubBlock(block))
    keeper.keeper.noteZoneBlock(chainId, block)
  }

  /**
   * Regularly, and at once when a connection, channel or pair of clients has opened, since its packets would go unseen,
   * or a channel has closed, since its other end is to close as well.
   */
  #maybeClear(chainId: string, block: Block): void {
    const opened = block.txs.some((tx) => tx.events.some(hasOpenedOrClosed))
    const last = this.#clearedAt.get(chainId) ?? block.height
    if (!this.#clearedAt.has(chainId)) this.#clearedAt.set(chainId, block.height)
    if (!opened && block.height < last + this.#options.clearInterval) return
    this.#clearedAt.set(chainId, block.height)
    for (const path of this.#paths.filter((one) => one.concerns(chainId))) {
      this.#later('clear', path.refresh())
      this.#later('refresh', this.#refreshClients(path))
    }
  }

  /** Clients on this chain that packets rest on. */
  #served(hostId: string): readonly ServedClient[] {
    return this.#paths
      .flatMap((path) => path.clients())
      .filter(({ host }) => host === hostId)
      .map(({ host, tracked, clientId }) => ({
        host: this.#chain(host),
        tracked: this.#chain(tracked),
        head: this.#head(tracked),
        clientId,
      }))
  }

  async #refreshUntilDone(path: PathWatch): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        await path.refresh()
        await this.#refreshClients(path)
        return
      } catch (error) {
        log.warn('path.unavailable', { code: isCausewayError(error) ? error.code : '', error })
        await clock.sleep(retryMs, signal)
      }
    }
  }

  async #refreshClients(path: PathWatch): Promise<void> {
    const clients = this.#paths.flatMap((one) => one.clients()).length
    this.#options.metrics.set('workers', { type: 'client' }, clients)
    for (const { host, tracked, clientId } of path.clients()) {
      this.#checkNewest(host, clientId)
      const age = await this.#clientAge(host, tracked, clientId)
      const plan = planRefresh(age, this.#head(tracked).timeNs, this.#options.clientRefreshRate)
      if (plan === 'late') this.#options.log.warn('client.late', { chain_id: host, client_id: clientId, of: tracked })
      if (plan === 'fresh') continue
      await this.#lanes.get(laneOf({ src: tracked, dst: host }))?.refreshClient(clientId)
      await this.#clientAge(host, tracked, clientId)
    }
  }

  #checkNewest(host: string, clientId: string): void {
    if (this.#misbehaviours === undefined) return
    const client = this.#served(host).find((one) => one.clientId === clientId)
    if (client !== undefined) this.#later('misbehaviour', this.#misbehaviours.newest(client))
  }

  async #clientAge(chain: string, counterparty: string, client: string): Promise<ClientAge> {
    const { metrics } = this.#options
    const age = await queryClientAge(this.#chain(chain), client)
    const labels = { chain, counterparty, client }
    const trustingSec = Number(age.trustingPeriodSec)
    const expirySec = Number(age.trustedNs / 1_000_000_000n) + trustingSec
    metrics.set('causeway_client_trusting_period_seconds', labels, trustingSec)
    metrics.set('causeway_client_expiry_timestamp_seconds', labels, expirySec)
    return age
  }

  async #enqueue(jobs: readonly RelayJob[], queue: 'live' | 'slow'): Promise<void> {
    for (const [name, group] of Map.groupBy(jobs, laneOf)) await this.#lanes.get(name)?.enqueue(group, queue)
  }

  /** What fails here comes again by itself: with the next block, or because the backlog finds it overdue. */
  #later(what: string, task: Promise<void>): void {
    task.catch((error: unknown) => {
      if (this.#stop.signal.aborted) return
      this.#options.log.warn(`${what}.failed`, { code: isCausewayError(error) ? error.code : '', error })
    })
  }

  #chain(id: string): Chain {
    const chain = this.#options.chains.get(id)
    if (chain === undefined) throw new Error(`no chain ${id} in the engine`)
    return chain
  }

  #head(id: string): ChainHead {
    const head = this.#heads.get(id)
    if (head === undefined) throw new Error(`no head of ${id} in the engine`)
    return head
  }
}
