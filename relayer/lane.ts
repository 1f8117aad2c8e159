// One direction between two chains: takes jobs, proves what they name, submits it in one tx, and learns from the end.

import { type Backlog, laneOf, type RelayJob, workKey } from '../core/backlog.ts'
import { type CausewayError, isCausewayError } from '../core/errors.ts'
import type { ClearJob } from '../core/jobs.ts'
import { lineOf } from '../core/orderedLine.ts'
import { bisect, type Work } from '../core/relay.ts'
import { emptyGasModel, type GasModel, learnGas, planGas } from '../core/relayGas.ts'
import { untilRipe } from './delays.ts'
import type { ChainHead } from './head.ts'
import { assertClientActive, heightOf, relayKeyName } from './ics02/clients.ts'
import { packetMsg, queryPending } from './ics04/packets.ts'
import { type LaneJob, LaneJobs, type LaneQueue } from './laneJobs.ts'
import { type ClientUpdates, LaneMeter, type SentHop } from './laneMeter.ts'
import type { LaneTurn } from './laneTurn.ts'
import { Mutex } from './mutex.ts'
import { OrderedLines } from './orderedLines.ts'
import type { AnyMsg, Chain, Job, JobQueue, Log, Signer, Submitted } from './ports.ts'
import { localhostClientId } from './proofs.ts'
import { isProofRefused, isRedundant } from './refusals.ts'
import type { RelayMetrics } from './telemetry.ts'
import { ClientTrust } from './trust.ts'
import { type Proven, WorkProofs } from './workProofs.ts'

export type LaneOptions = {
  readonly src: Chain
  readonly dst: Chain
  readonly heads: { readonly src: ChainHead; readonly dst: ChainHead }
  readonly backlog: Backlog
  readonly live: JobQueue<LaneJob>
  /** What was found by clearing or came again: it never holds up live packets. */
  readonly slow: JobQueue<LaneJob>
  readonly turn: LaneTurn
  /** Clears the packets of a tx that was handed to a process which does not act on this lane. */
  readonly clear: (job: Job<ClearJob>) => Promise<void>
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
const gasFactorMax = 8

export class Lane {
  readonly name: string
  readonly src: string
  readonly dst: string
  readonly jobs: LaneJobs
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

  constructor(options: LaneOptions) {
    this.#options = options
    this.src = options.src.chainId
    this.dst = options.dst.chainId
    this.name = laneOf(this)
    this.#proofs = new WorkProofs(options.src, options.heads.src, options.nowMs)
    this.#meter = new LaneMeter(options)
    this.jobs = new LaneJobs({ ...options, name: this.name, handle: (id, queue) => this.handle(id, queue) })
    this.#lines = new OrderedLines({
      dst: options.dst,
      backlog: options.backlog,
      relay: (works, height) => this.#relay({ works, height, gasFactor: 1, eventHeight: this.#liveHeight(height) }),
    })
  }

  get turn(): LaneTurn {
    return this.#options.turn
  }

  /** Proofs are fetched while the header that they verify against is awaited. */
  async enqueue(jobs: readonly RelayJob[], queue: LaneQueue): Promise<void> {
    const { backlog } = this.#options
    for (const { id, height } of queue === 'live' ? jobs : []) {
      const works = backlog.owedBy(id).map(({ work }) => work)
      this.#proofs.prefetch(works, height)
    }
    await this.jobs.add(jobs, queue)
  }

  /** A job that this process does not know is nothing: whatever is owed was put into jobs of its own at the start. */
  async handle(jobId: string, queue: LaneQueue): Promise<void> {
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
      const sent = await this.#send(signer, plan.updates, planGas(this.#gas, [], plan.updates.length))
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
    if (!this.turn.isOurs()) return
    const { src, heads } = this.#options
    const signer = await this.#signer()
    const submitted = await this.#order.run(async () => {
      const plan = await this.#trust(clientId).plan(heads.src.height, signer.address)
      if (plan.kind !== 'ready' || plan.updates.length === 0) return undefined
      const sent = await this.#send(signer, plan.updates, planGas(this.#gas, [], plan.updates.length))
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
    if (owed.length === 0 || !this.turn.isOurs()) return { kind: 'nothing' }
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
    const submitted = await this.#send(signer, [...updateMsgs, ...messages], gas)
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

  async #send(signer: Signer, messages: readonly AnyMsg[], gas: bigint): Promise<Submitted> {
    const submitted = await signer.submit(messages, gas)
    this.turn.sent(submitted.hash)
    return submitted
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

  /** Another relayer was faster. */
  #tooLate(works: readonly Work[]): void {
    this.#meter.redundant(works)
    const [work] = works
    if (work === undefined || !this.turn.isToShow()) return
    const failed = (error: unknown): void => this.#options.log.debug('relayer.unshown', { lane: this.name, error })
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
