// One direction between two chains: takes jobs, proves what they name, submits it in one tx, and learns from the end.

import { type Backlog, laneOf, type RelayJob, workKey } from '../core/backlog.ts'
import { type CausewayError, isCausewayError } from '../core/errors.ts'
import { lineOf } from '../core/orderedLine.ts'
import { bisect, type Work } from '../core/relay.ts'
import { emptyGasModel, type GasModel, learnGas, planGas } from '../core/relayGas.ts'
import { blocksToCount, type RelayTx, type Turns } from '../core/turns.ts'
import { untilRipe } from './delays.ts'
import type { ChainHead } from './head.ts'
import { assertClientActive, heightOf, relayKeyName } from './ics02/clients.ts'
import { packetMsg, queryPending } from './ics04/packets.ts'
import { type ClientUpdates, LaneMeter, type SentHop } from './laneMeter.ts'
import type { Lease } from './leases.ts'
import { Mutex } from './mutex.ts'
import { OrderedLines } from './orderedLines.ts'
import type { AnyMsg, Chain, JobQueue, Log, Signer, Submitted } from './ports.ts'
import { localhostClientId } from './proofs.ts'
import type { RelayMetrics } from './telemetry.ts'
import { ClientTrust } from './trust.ts'
import { type Proven, WorkProofs } from './workProofs.ts'

/** What a job says; the works themselves are in the backlog. `height` is decimal. */
export type LaneJob = { readonly src: string; readonly dst: string; readonly height: string }

export type LaneOptions = {
  readonly src: Chain
  readonly dst: Chain
  readonly heads: { readonly src: ChainHead; readonly dst: ChainHead }
  readonly backlog: Backlog
  readonly live: JobQueue<LaneJob>
  /** What was found by clearing or came again: it never holds up live packets. */
  readonly slow: JobQueue<LaneJob>
  /** What is known of relayers of others, and the account that signs here; without one nothing is left to them. */
  readonly turns: Turns
  readonly account: string | undefined
  /** Of this lane among the processes with our keys. */
  readonly lease: Lease
  readonly log: Log
  readonly metrics: RelayMetrics
  readonly nowMs: () => number
}

type Attempt = {
  readonly works: readonly Work[]
  readonly height: bigint
  readonly gasFactor: number
  /** Height of the block that told of the works, where this process heard it live. */
  readonly eventHeight: bigint | undefined
  /** It failed before, perhaps only because the client update ahead of it was undone: now it brings its own. */
  readonly again?: boolean
  /** Another node than before was asked for its proofs. */
  readonly doubted?: boolean
  /** It failed in company before; if it fails again, it does so by itself. */
  readonly alone?: boolean
  /** The client has trusted the header of this height for as long as the connection asks for. */
  readonly ripe?: boolean
}
type Sent = {
  readonly kind: 'sent'
  readonly submitted: Submitted
  readonly hop: SentHop
  readonly updates: number
}
type Outcome = Sent | { readonly kind: 'nothing' } | { readonly kind: 'prove_at'; readonly height: bigint }

const inclusionTimeoutMs = 30_000
const headerTimeoutMs = 30_000
const liveJobsAtOnce = 16
const slowJobsAtOnce = 2
const gasFactorMax = 8
const sentMax = 500
/** Other relayers that do not take turns are shown no more for so long. */
const showBlocks = 1_000n

export class Lane {
  readonly name: string
  readonly src: string
  readonly dst: string
  readonly #options: LaneOptions
  readonly #proofs: WorkProofs
  readonly #meter: LaneMeter
  readonly #trusts = new Map<string, ClientTrust>()
  /** Works that wait for the delay of their connection. */
  readonly #waiting = new Set<string>()
  /** Txs leave in the order of their client updates. */
  readonly #order = new Mutex()
  readonly #lines: OrderedLines
  #gas: GasModel = emptyGasModel
  /** Client updates that are left to show other relayers that this one is there, and until which block. */
  #shown = { left: 0, until: 0n }
  /** Hashes of txs of late: others with our account are by another process. */
  readonly #sent = new Set<string>()

  constructor(options: LaneOptions) {
    this.#options = options
    this.src = options.src.chainId
    this.dst = options.dst.chainId
    this.name = laneOf(this)
    this.#proofs = new WorkProofs(options.src, options.heads.src, options.nowMs)
    this.#meter = new LaneMeter(options)
    this.#lines = new OrderedLines({
      dst: options.dst,
      backlog: options.backlog,
      relay: (works, height) => this.#relay({ works, height, gasFactor: 1, eventHeight: this.#liveHeight(height) }),
    })
  }

  start(): void {
    const { live, slow, lease, log } = this.#options
    const rest = async (): Promise<void> => void (await Promise.all([live.rest(), slow.rest()]))
    lease.watch({
      gained: () => {
        live.work((job) => this.#work(job.id, 'live'), { concurrency: liveJobsAtOnce })
        slow.work((job) => this.#work(job.id, 'slow'), { concurrency: slowJobsAtOnce })
      },
      lost: () => void rest().catch((error: unknown) => log.warn('lane.unrested', { lane: this.name, error })),
    })
  }

  /** A connection's delay is waited for outside of the queue, which has a place for so many jobs only. */
  async #work(jobId: string, queue: 'live' | 'slow'): Promise<void> {
    const [first] = this.#options.backlog.owedBy(jobId)
    const ended = this.handle(jobId, queue)
    if (first === undefined || delayOf(first.work) === 0n) return ended
    ended.catch((error: unknown) => {
      const code = isCausewayError(error) ? error.code : ''
      this.#options.log.warn('packets.delayed_failed', { lane: this.name, code, error })
    })
  }

  /** As a backlog asks: how long this work, or anything of this lane, is left to others. */
  delay(work?: Work): bigint | undefined {
    const { lease, turns, account } = this.#options
    const blocks = lease.delay()
    if (blocks !== 0n || work === undefined || account === undefined) return blocks
    return turns.delay(this.name, account, work.packet.sequence)
  }

  /** Whoever it was left to has not relayed it: blocks that it should have all the same. */
  missed(work: Work): bigint {
    const { turns, account, heads, log } = this.#options
    if (account === undefined) return 0n
    const { gone, more } = turns.missed(this.name, account, work.packet.sequence, heads.dst.height)
    if (gone !== undefined) log.info('relayer.gone', { lane: this.name, account: gone })
    return more
  }

  /** A tx for this lane is in a block of the destination. */
  seen({ account: by, hash }: RelayTx, height: bigint): void {
    const { turns, account, lease, log } = this.#options
    if (by !== account && turns.note(this.name, by, height)) log.info('relayer.seen', { lane: this.name, account: by })
    if (by === account && !this.#sent.has(hash)) lease.seenAnother()
  }

  #keepSent(hash: string): void {
    this.#sent.add(hash)
    const [oldest = ''] = this.#sent
    if (this.#sent.size > sentMax) this.#sent.delete(oldest)
  }

  async close(): Promise<void> {
    await Promise.all([this.#options.live.close(), this.#options.slow.close()])
  }

  /** Proofs are fetched while the header that they verify against is awaited. */
  async enqueue(jobs: readonly RelayJob[], queue: 'live' | 'slow'): Promise<void> {
    const { backlog } = this.#options
    for (const { id, height } of jobs) {
      if (queue === 'live')
        this.#proofs.prefetch(
          backlog.owedBy(id).map(({ work }) => work),
          height,
        )
    }
    const data = ({ src, dst, height }: RelayJob): LaneJob => ({ src, dst, height: height.toString() })
    if (!this.#options.lease.isReached()) return this.#handleHere(jobs, queue)
    try {
      await this.#options[queue].add(jobs.map((job) => ({ id: job.id, data: data(job) })))
    } catch (error) {
      if (!isCausewayError(error, 'REDIS_UNAVAILABLE') && !isCausewayError(error, 'REDIS_REFUSED')) throw error
      await this.#handleHere(jobs, queue)
    }
  }

  /** Without Redis nothing waits for it: what fails here is overdue after some blocks. */
  async #handleHere(jobs: readonly RelayJob[], queue: 'live' | 'slow'): Promise<void> {
    const ends = await Promise.allSettled(jobs.map(({ id }) => this.handle(id, queue)))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }

  /** A job that this process does not know is nothing: whatever is owed was put into jobs of its own at the start. */
  async handle(jobId: string, queue: 'live' | 'slow'): Promise<void> {
    const owed = this.#options.backlog.owedBy(jobId)
    const [first] = owed
    if (first === undefined) return
    if (first.work.ordered) return this.#lines.run(lineOf(first.work))
    const { height } = first
    const works = owed.map(({ work }) => work)
    const eventHeight = queue === 'live' ? height : undefined
    const attempt = { works, height, gasFactor: 1, eventHeight }
    await (delayOf(first.work) === 0n ? this.#relay(attempt) : this.#delayed(attempt))
  }

  /** What waits already is in a job again when it is overdue, and does not begin to wait anew. */
  async #delayed(attempt: Attempt): Promise<void> {
    const works = attempt.works.filter((work) => !this.#waiting.has(workKey(work)))
    for (const work of works) this.#waiting.add(workKey(work))
    try {
      await this.#relay({ ...attempt, works })
    } finally {
      for (const work of works) this.#waiting.delete(workKey(work))
    }
  }

  /** Lets the client trust a header that proves these works, and waits for as long as the connection asks for. */
  async #ripen(attempt: Attempt, signer: Signer): Promise<Attempt> {
    const { dst, heads } = this.#options
    const [first] = attempt.works
    const delayNs = first === undefined ? 0n : delayOf(first)
    if (first === undefined || delayNs === 0n || attempt.ripe === true) return attempt
    await heads.src.reach(attempt.height + 1n, headerTimeoutMs)
    const trust = this.#trust(first.clientId)
    const [height, submitted] = await this.#order.run(async () => {
      const at = heads.src.height
      const plan = await trust.plan(at, signer.address, true)
      if (plan.kind === 'prove_at') return [plan.height, undefined]
      if (plan.updates.length === 0) return [at - 1n, undefined]
      const sent = await signer.submit(plan.updates, planGas(this.#gas, [], plan.updates.length))
      trust.updated(at)
      return [at - 1n, sent]
    })
    // A header that is trusted already has been so at least since the newest block.
    const since = submitted === undefined ? heads.dst.height : (await this.#await(signer, submitted)).height
    await untilRipe(dst, heads.dst, since, delayNs)
    return { ...attempt, height, eventHeight: undefined, ripe: true }
  }

  /** Where this process heard the block that tells of works, and has nothing more to wait for than its header. */
  #liveHeight(height: bigint): bigint | undefined {
    return height === this.#options.heads.src.height ? height : undefined
  }

  /** Brings the client to the newest header, so that it does not expire. */
  async refreshClient(clientId: string): Promise<void> {
    if (this.delay() === undefined) return
    const { src, heads } = this.#options
    const signer = await this.#signer()
    const submitted = await this.#order.run(async () => {
      const plan = await this.#trust(clientId).plan(heads.src.height, signer.address)
      if (plan.kind !== 'ready' || plan.updates.length === 0) return undefined
      const sent = await signer.submit(plan.updates, planGas(this.#gas, [], plan.updates.length))
      this.#keepSent(sent.hash)
      this.#trust(clientId).updated(heads.src.height)
      return sent
    })
    if (submitted === undefined) return
    await this.#await(signer, submitted)
    this.#meter.refreshed(clientId)
    this.#options.log.info('client.refreshed', {
      chain_id: this.#options.dst.chainId,
      client_id: clientId,
      of: src.chainId,
    })
  }

  async #relay(asked: Attempt): Promise<void> {
    if (asked.works.length === 0) return
    const signer = await this.#signer()
    let attempt = asked
    let sent: Outcome | undefined
    try {
      attempt = await this.#ripen(asked, signer)
      const proven = await this.#proofs.prove(await this.#stillPending(attempt), attempt.height, attempt.ripe)
      // A receipt is there after all: the packet did arrive. Other works may only be newer than the state asked for.
      this.#settle(proven.unprovable.filter(({ kind }) => kind === 'timeout' || kind === 'timeout_on_close'))
      sent = await this.#order.run(() => this.#submit(proven, attempt, signer))
      if (sent.kind === 'prove_at') return await this.#relay({ ...attempt, height: sent.height })
      if (sent.kind === 'nothing') return
      await this.#included(signer, sent)
    } catch (error) {
      await this.#failed(error, attempt)
    }
  }

  /** Old works are compared with the chain before anything is paid for; new ones nobody can have relayed yet. */
  async #stillPending({ works, height }: Attempt): Promise<readonly Work[]> {
    const { backlog, heads, dst } = this.#options
    const owed = works.filter((work) => backlog.isOwed(work))
    if (owed.length === 0 || heads.src.height <= height + 2n) return owed
    const pending = await queryPending(dst, owed)
    this.#settle(owed.filter((work) => !pending.includes(work)))
    return pending
  }

  /** A block may have told more by now, such as an acknowledgement: then something else is owed, and stays so. */
  #settle(works: readonly Work[]): void {
    const { backlog } = this.#options
    for (const work of works) if (backlog.isOwed(work)) backlog.settle(workKey(work))
  }

  async #submit({ provable, height, ready }: Proven, attempt: Attempt, signer: Signer): Promise<Outcome> {
    const { src, backlog } = this.#options
    const owed = provable.filter(({ work }) => backlog.isOwed(work))
    // Between a job's start and its tx another process may have taken over.
    if (owed.length === 0 || this.delay() === undefined) return { kind: 'nothing' }
    const clientIds = [...new Set(owed.map(({ work }) => work.clientId))]
    const updates = new Map<string, readonly AnyMsg[]>()
    for (const clientId of clientIds) {
      const plan = await this.#trust(clientId).plan(height + 1n, signer.address, attempt.again)
      if (plan.kind === 'prove_at') return plan
      updates.set(clientId, plan.updates)
    }
    const proofHeight = heightOf(src.chainId, height + 1n)
    const messages = owed.map(({ work, proofs, nextSequenceRecv }) =>
      packetMsg(work, proofs, proofHeight, signer.address, nextSequenceRecv),
    )
    const works = owed.map(({ work }) => work)
    const updateMsgs = [...updates.values()].flat()
    const gas = planGas(this.#gas, works, updateMsgs.length, attempt.gasFactor)
    const submitted = await signer.submit([...updateMsgs, ...messages], gas)
    this.#keepSent(submitted.hash)
    for (const clientId of clientIds) this.#trust(clientId).updated(height + 1n)
    const hop = this.#meter.submitted(
      { eventHeight: attempt.eventHeight, height, proofs: ready },
      works,
      split(updates),
    )
    const counts = { count: works.length, updates: updateMsgs.length }
    this.#options.log.debug('packets.submitted', { lane: this.name, height, ...counts })
    return { kind: 'sent', submitted, hop, updates: updateMsgs.length }
  }

  async #included(signer: Signer, { submitted, hop, updates }: Sent): Promise<void> {
    const included = await this.#await(signer, submitted)
    this.#gas = learnGas(this.#gas, hop.works, updates, included.result.gasUsed)
    this.#meter.included(hop, included)
    // The next of an ordered channel does not wait until this process has heard the block.
    this.#settle(hop.works.filter(({ ordered }) => ordered))
  }

  async #await(signer: Signer, { hash }: Submitted): Promise<Awaited<ReturnType<Signer['included']>>> {
    try {
      return await signer.included(hash, inclusionTimeoutMs)
    } catch (error) {
      for (const trust of this.#trusts.values()) trust.forget()
      throw error
    }
  }

  /** What failed is compared with the chain first: another relayer may have been faster, or the client is gone. */
  async #failed(error: unknown, attempt: Attempt): Promise<void> {
    const { dst, backlog, heads, log } = this.#options
    for (const trust of this.#trusts.values()) trust.forget()
    const outOfGas = isCausewayError(error, 'TX_OUT_OF_GAS')
    if (!outOfGas && !isCausewayError(error, 'TX_FAILED') && !isCausewayError(error, 'TX_TOO_LARGE')) throw error
    const owed = attempt.works.filter((work) => backlog.isOwed(work))
    if (isRedundant(error)) this.#tooLate(owed)
    const pending = await queryPending(dst, owed)
    this.#settle(owed.filter((work) => !pending.includes(work)))
    // Redundant, yet not received: they wait in the mempool, in a tx of ours or of another relayer.
    if (pending.length === 0 || isRedundant(error)) return
    await this.#assertClients(pending)
    const again = { ...attempt, works: pending, height: heads.src.height - 1n, again: true, ripe: false }
    if (attempt.again === true && (await this.#leftLiar(error, attempt))) {
      return this.#relay({ ...again, doubted: true })
    }
    if (outOfGas && attempt.gasFactor < gasFactorMax) return this.#relay({ ...again, gasFactor: again.gasFactor * 2 })
    if (attempt.alone === true) return this.#refuse(pending, error)
    log.info('tx.halved', { lane: this.name, count: pending.length, code: error.code })
    await this.#relayHalves(again)
  }

  /** With its own update and fresh proofs it failed again: once, another node is asked whether it knows better. */
  async #leftLiar(error: CausewayError, { doubted = false }: Attempt): Promise<boolean> {
    if (doubted || !isProofRefused(error)) return false
    const { src, log } = this.#options
    const isLeft = await src.doubt(`its proofs are refused by ${this.dst}`)
    log.warn('chain.doubted', {
      chain_id: this.src,
      code: 'PROOF_REFUSED',
      by: this.dst,
      is_left: isLeft,
      ...error.facts,
    })
    return isLeft
  }

  /** Another relayer was faster. What comes second is in no block: only client updates show it that we are there. */
  #tooLate(works: readonly Work[]): void {
    this.#meter.redundant(works)
    const { account, heads, log } = this.#options
    const [work] = works
    if (account === undefined || work === undefined) return
    const { height } = heads.dst
    if (height > this.#shown.until) this.#shown = { left: blocksToCount, until: height + showBlocks }
    if (this.#shown.left === 0) return
    this.#shown.left -= 1
    const failed = (error: unknown): void => log.debug('relayer.unshown', { lane: this.name, error })
    this.refreshClient(work.clientId).catch(failed)
  }

  /** One bad message fails its whole tx: halves are tried, at once, until it stands alone. */
  async #relayHalves(attempt: Attempt): Promise<void> {
    const relay = (works: readonly Work[]): Promise<void> =>
      this.#relay({ ...attempt, works, alone: works.length === 1 })
    if (attempt.works.some(({ ordered }) => ordered)) return this.#relayInOrder(bisect(attempt.works), relay)
    const halves = bisect(attempt.works).map(relay)
    for (const end of await Promise.allSettled(halves)) if (end.status === 'rejected') throw end.reason
  }

  /** On an ordered channel the second half waits for the first, and goes nowhere without it. */
  async #relayInOrder(
    halves: readonly (readonly Work[])[],
    relay: (works: readonly Work[]) => Promise<void>,
  ): Promise<void> {
    for (const works of halves) {
      await relay(works)
      if (works.some((work) => this.#options.backlog.isOwed(work))) return
    }
  }

  /** It is left for later: the backlog finds it overdue. */
  #refuse(works: readonly Work[], error: CausewayError): void {
    const { log } = this.#options
    this.#meter.refused()
    const [work] = works
    const packet = work === undefined ? '' : workKey(work)
    const code = isProofRefused(error) ? 'PROOF_REFUSED' : error.code
    log.warn('packet.refused', { lane: this.name, packet, kind: work?.kind, code, ...error.facts })
  }

  async #assertClients(works: readonly Work[]): Promise<void> {
    for (const clientId of new Set(works.map((work) => work.clientId))) {
      await assertClientActive(this.#options.dst, clientId)
    }
  }

  #trust(clientId: string): ClientTrust {
    const { src, dst, metrics } = this.#options
    const spared = (query_type: string): void =>
      metrics.add('queries_cache_hits_total', { chain: dst.chainId, query_type })
    const known = this.#trusts.get(clientId) ?? new ClientTrust(dst, src, clientId, spared)
    this.#trusts.set(clientId, known)
    return known
  }

  #signer(): Promise<Signer> {
    return this.#options.dst.signer(relayKeyName(this.#options.src.chainId))
  }
}

const delayOf = ({ delayNs = 0n }: Work): bigint => delayNs

/** Clients that the tx updates, and those that trust its height without; a chain's client of itself does neither. */
function split(updates: ReadonlyMap<string, readonly AnyMsg[]>): ClientUpdates {
  const ids = [...updates.keys()].filter((clientId) => clientId !== localhostClientId)
  const isUpdated = (clientId: string): boolean => (updates.get(clientId)?.length ?? 0) > 0
  return { submitted: ids.filter(isUpdated), skipped: ids.filter((clientId) => !isUpdated(clientId)) }
}

/** CheckTx compares with the mempool too: no message of the tx has an effect (ibc-go's RedundantRelayDecorator). */
function isRedundant({ facts }: CausewayError): boolean {
  return facts['codespace'] === 'channel' && facts['abciCode'] === '22'
}

/** Where light clients and their proofs are checked: 02-client, 07-tendermint and 23-commitment of ibc-go. */
const proofCodespaces: ReadonlySet<string> = new Set(['client', '07-tendermint', 'commitment'])
/** A header that contradicts its own commit is refused before any module sees it, and so without a codespace. */
const isProofRefused = ({ facts: { codespace = '', log = '' } }: CausewayError): boolean =>
  proofCodespaces.has(codespace) || /header failed basic validation/.test(log)
