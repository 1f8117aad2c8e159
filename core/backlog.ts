// Decides what the relayer owes at any moment: which packets, acknowledgements and timeouts must still be told to whom.
import { bySequence, lineOf } from './orderedLine.ts'
import {
  type BatchLimits,
  type ClosedChannel,
  endText,
  isAllowed,
  isTimedOut,
  type Packet,
  type PacketEnd,
  type PacketEvent,
  parseClosedChannels,
  parsePacketEvents,
  type RelayBlock,
  type Route,
  sourceEnd,
  splitBatches,
  type Work,
  type WorkKind,
} from './relay.ts'

/** Routes of one chain by the id of the connection at that chain, or in IBC v2 of the client. */
export type Routes = ReadonlyMap<string, Route>

/** A piece of work, the height of `src` whose state proves it, and the job that will carry it. */
export type Owed = {
  readonly work: Work
  readonly height: bigint
  /** Empty while it is in none, because it is another's turn. */
  readonly jobId: string
  /** How often it was put into a job. */
  readonly tries: number
  /** Time of the newest block heard when it became owed, nanoseconds since 1970; 0 before the first block. */
  readonly sinceNs: bigint
}
/**
 * Blocks of the destination for which a work is left to others: 0 where it is ours now, undefined for as long as
 * another process with our keys acts on its lane.
 */
export type HoldBack = (work: Work) => bigint | undefined

/** An intent for the queue of one lane: everything in it is proven at one height and fits one tx. */
export type RelayJob = { readonly id: string; readonly src: string; readonly dst: string; readonly height: bigint }

/** Blocks of the destination that a job may take before it is made again; doubles with every try. */
const patienceBlocks = 8n
const patienceDoublingsMax = 5
const patience = (tries: number): bigint => patienceBlocks << BigInt(Math.min(tries - 1, patienceDoublingsMax))
/** Blocks of the destination that a job takes where nothing goes wrong, and one more. */
const hopBlocks = 3n
/** Due at any height, as soon as the lane is ours. */
const whenOurs = 0n

export const laneOf = ({ src, dst }: { readonly src: string; readonly dst: string }): string => `${src}.${dst}`

/** Identity of a packet over all chains: `<chain that sent it>/<port>/<channel>/<sequence>`, in v2 without a port. */
export function packetKey(sourceChainId: string, packet: Packet): string {
  return packetKeyAt(sourceChainId, sourceEnd(packet), packet.sequence)
}

/** The same, of a packet that is only known by its number. */
export function packetKeyAt(sourceChainId: string, end: PacketEnd, sequence: bigint): string {
  return `${sourceChainId}/${endText(end)}/${sequence}`
}

/** The chain that sent the packet: a receive is proven there, everything else is submitted there. */
export const senderOf = ({ kind, src, dst }: Work): string => (kind === 'recv' ? src : dst)

/**
 * How far a packet has come. Blocks of two chains come in no certain order, and clearing reads states that blocks may
 * overtake: so a packet never goes back to what it needed before.
 */
const progress: Readonly<Record<WorkKind, number>> = { recv: 0, timeout: 1, timeout_on_close: 1, ack: 2 }

/** What a packet still needs: it must arrive (or be timed out), and then its acknowledgement must. One of the two. */
export function workKey(work: Work): string {
  return packetKey(senderOf(work), work.packet)
}

/**
 * Holds facts that blocks have shown, and nothing that the chains could not show again. An acknowledgement belongs to
 * a packet, not to the tx that wrote it: one tx may write those of packets that came over other channels, or none.
 */
export class Backlog {
  readonly #limits: BatchLimits
  readonly #owed = new Map<string, Owed>()
  readonly #jobs = new Map<string, Set<string>>()
  /** Height of the destination by which an entry is looked at again. */
  readonly #dueAt = new Map<string, bigint>()
  readonly #heights = new Map<string, bigint>()
  /** Channel ends that have closed, `<chain>/<port>/<channel>`. */
  readonly #closed = new Set<string>()
  readonly #holdBack: HoldBack
  readonly #missed: (work: Work) => bigint
  /** Works whose time was extended once. */
  readonly #extended = new Set<string>()
  #nowNs = 0n

  /** `missed` hears of each work that was left to others in vain, and how many blocks more they should have, once. */
  constructor(limits: BatchLimits, holdBack: HoldBack = () => 0n, missed: (work: Work) => bigint = () => 0n) {
    this.#limits = limits
    this.#holdBack = holdBack
    this.#missed = missed
  }

  get size(): number {
    return this.#owed.size
  }

  /** Time of the newest block heard, of whichever chain, nanoseconds since 1970. */
  get nowNs(): bigint {
    return this.#nowNs
  }

  /** Everything that a block changes. Returns the jobs for what is owed since this block. */
  note(block: RelayBlock, routes: Routes, events = parsePacketEvents(block)): readonly RelayJob[] {
    if (block.height > (this.#heights.get(block.chainId) ?? 0n)) this.#heights.set(block.chainId, block.height)
    if (block.timeNs > this.#nowNs) this.#nowNs = block.timeNs
    const fresh = new Map<string, Work>()
    for (const event of events) this.#noteEvent(block.chainId, event, routes, fresh)
    const closed = parseClosedChannels(block)
    for (const end of closed) this.close(block.chainId, end)
    // What this very block has brought cannot have timed out on another chain yet.
    const works = [...fresh.values(), ...this.#reversed(block, closed)]
    return this.add(works, (work) => (work.src === block.chainId ? block.height : undefined))
  }

  #noteEvent(chainId: string, event: PacketEvent, routes: Routes, fresh: Map<string, Work>): void {
    const route = routes.get(event.routeId)
    if (route === undefined) return
    const { kind, packet, acknowledgement, ordered } = event
    const isSender = kind === 'sent' || kind === 'acknowledged' || kind === 'timed_out'
    const key = packetKey(isSender ? chainId : route.peerId, packet)
    if (kind === 'acknowledged' || kind === 'timed_out') {
      this.settle(key)
      fresh.delete(key)
    } else if (kind === 'received') {
      // Told again, it takes nothing from an acknowledgement that was written since.
      if (!this.owes(key, 'ack')) this.settle(key)
      fresh.delete(key)
    } else if (isAllowed(route.filter, packet.sourcePort, packet.sourceChannel)) {
      const ends = { src: chainId, dst: route.peerId, clientId: route.clientId, backClientId: route.ownClientId }
      const facts = { packet, acknowledgement, ordered, delayNs: route.delayNs ?? 0n }
      const work: Work = { kind: kind === 'sent' ? 'recv' : 'ack', ...ends, ...facts }
      if (work.kind === 'recv' || !this.#isClosedAtSender(work)) fresh.set(key, work)
    }
  }

  /** Packets that this block shows can no longer arrive: its time is past their timeout, or their channel closed. */
  #reversed(block: RelayBlock, closed: readonly ClosedChannel[]): readonly Work[] {
    const works: Work[] = []
    for (const { work } of this.#owed.values()) {
      if (work.kind !== 'recv' || work.dst !== block.chainId) continue
      const { destinationPort, destinationChannel } = work.packet
      const isClosed = closed.some((end) => end.portId === destinationPort && end.channelId === destinationChannel)
      if (isTimedOut(work.packet, block.height, block.timeNs)) works.push(reverse(work, 'timeout'))
      else if (isClosed) works.push(reverse(work, 'timeout_on_close'))
    }
    return works
  }

  /**
   * From now on this end takes no acknowledgement. What it has sent and nobody has received yet waits until the other
   * end has closed or its time is over, and then ends by a proof: received now, it could not be answered any more.
   */
  close(chainId: string, end: ClosedChannel): void {
    this.#closed.add(`${chainId}/${endText(end)}`)
    for (const [key, { work }] of this.#owed) if (work.kind === 'ack' && this.#isClosedAtSender(work)) this.settle(key)
  }

  #isClosedAtSender(work: Work): boolean {
    return this.#closed.has(`${senderOf(work)}/${endText(sourceEnd(work.packet))}`)
  }

  #isHeld(work: Work): boolean {
    return work.kind === 'recv' && this.#isClosedAtSender(work)
  }

  /** Works of one line of an ordered channel, by their sequences. */
  lineOwed(line: string): readonly Owed[] {
    const found = [...this.#owed.values()].filter(({ work }) => work.ordered === true && lineOf(work) === line)
    return found.filter(({ work }) => !this.#isHeld(work)).sort((a, b) => bySequence(a.work, b.work))
  }

  /**
   * Owes these works from now on and puts them into jobs. `heightOf` says which height of `src` proves a work;
   * without one it is the newest that is known. What is owed already is left as it is, and never set back.
   */
  add(works: readonly Work[], heightOf: (work: Work) => bigint | undefined = () => undefined): readonly RelayJob[] {
    const fresh = works.filter((work) => !this.owes(workKey(work), work.kind))
    const height = (work: Work): bigint => heightOf(work) ?? this.#heights.get(work.src) ?? 0n
    const ours: Work[] = []
    for (const work of fresh) {
      const blocks = this.#holdBack(work)
      if (blocks === 0n) ours.push(work)
      else this.#leave(work, height(work), blocks)
    }
    return this.#plan(ours, height, '')
  }

  /** To others: it is owed all the same, in no job, until its time has come. */
  #leave(work: Work, height: bigint, blocks: bigint | undefined): void {
    const key = workKey(work)
    const before = this.#owed.get(key)
    if (before !== undefined) this.#leaveJob(before.jobId, key)
    this.#owed.set(key, { work, height, jobId: '', tries: 0, sinceNs: this.#nowNs })
    // Once the lane is ours, at once.
    this.#dueAt.set(key, blocks === undefined ? whenOurs : (this.#heights.get(work.dst) ?? 0n) + blocks)
  }

  /**
   * Entries whose destination, this chain, has waited too long: their jobs were lost, or failed for good, or whoever
   * was to relay them has not. Nothing is relayed before the block that proves it, so nobody is late before the next.
   */
  overdue(chainId: string): readonly RelayJob[] {
    const now = this.#heights.get(chainId) ?? 0n
    const late = [...this.#owed].filter(
      ([key, owed]) =>
        owed.work.dst === chainId &&
        (this.#dueAt.get(key) ?? 0n) <= now &&
        !this.#isHeld(owed.work) &&
        this.#comesDue(key, owed, now),
    )
    return this.#planNow(
      late.map(([, { work }]) => work),
      `.again${now}`,
    )
  }

  /** Somebody waits for these packets: what did not settle within a hop of its last job has its next turn now. */
  hasten(keys: readonly string[]): readonly RelayJob[] {
    const works: Work[] = []
    for (const key of keys) {
      const owed = this.#owed.get(key)
      if (owed === undefined || owed.jobId === '' || this.#isHeld(owed.work)) continue
      if (this.#holdBack(owed.work) === undefined) continue
      const plannedAt = (this.#dueAt.get(key) ?? 0n) - patience(owed.tries)
      if ((this.#heights.get(owed.work.dst) ?? 0n) >= plannedAt + hopBlocks) works.push(owed.work)
    }
    return this.#planNow(works, `.asked${this.#nowNs}`)
  }

  #planNow(works: readonly Work[], suffix: string): readonly RelayJob[] {
    return this.#plan(works, ({ src }) => this.#heights.get(src) ?? 0n, suffix)
  }

  /** Whether its time has come; what is for others a while longer has its next one from here on. */
  #comesDue(key: string, { work, height, jobId }: Owed, now: bigint): boolean {
    const blocks = this.#holdBack(work)
    if (blocks === undefined) return false
    if (jobId !== '') return true
    if (this.#dueAt.get(key) !== whenOurs) {
      if ((this.#heights.get(work.src) ?? 0n) < height + 2n) return false
      const more = this.#missed(work)
      if (more === 0n || this.#extended.has(key)) return true
      this.#extended.add(key)
      this.#dueAt.set(key, now + more)
      return false
    }
    if (blocks > 0n) this.#dueAt.set(key, now + blocks)
    return blocks === 0n
  }

  #plan(works: readonly Work[], heightOf: (work: Work) => bigint, suffix: string): readonly RelayJob[] {
    const groups = Map.groupBy(works, (work) => `${laneOf(work)} ${heightOf(work)} ${companyOf(work)}`)
    const jobs: RelayJob[] = []
    for (const group of groups.values()) {
      for (const batch of splitBatches(group, this.#limits)) {
        const [first] = batch
        if (first === undefined) continue
        const { src, dst } = first
        const job = {
          id: this.#freeId(`relay.${laneOf(first)}.${heightOf(first)}`, suffix),
          src,
          dst,
          height: heightOf(first),
        }
        for (const work of batch) this.#owe(work, job)
        jobs.push(job)
      }
    }
    return jobs
  }

  /** Job ids are made of what a job is about, so that the same block read twice makes the same ids. */
  #freeId(base: string, suffix: string): string {
    for (let chunk = 0; ; chunk += 1) {
      const id = `${base}.${chunk}${suffix}`
      if (!this.#jobs.has(id)) return id
    }
  }

  #owe(work: Work, job: RelayJob): void {
    const key = workKey(work)
    const before = this.#owed.get(key)
    if (before !== undefined) this.#leaveJob(before.jobId, key)
    const again = before?.work.kind === work.kind ? before : undefined
    const [tries, sinceNs] = [(again?.tries ?? 0) + 1, again?.sinceNs || this.#nowNs]
    this.#owed.set(key, { work, height: job.height, jobId: job.id, tries, sinceNs })
    const keys = this.#jobs.get(job.id) ?? new Set<string>()
    this.#jobs.set(job.id, keys.add(key))
    this.#dueAt.set(key, (this.#heights.get(work.dst) ?? 0n) + patience(tries))
  }

  get limits(): BatchLimits {
    return this.#limits
  }

  /** What of this job is still owed; nothing for a job that this process does not know. */
  owedBy(jobId: string): readonly Owed[] {
    const keys = [...(this.#jobs.get(jobId) ?? [])]
    return keys.map((key) => this.#owed.get(key)).filter((owed) => owed !== undefined)
  }

  kindOf(key: string): WorkKind | undefined {
    return this.#owed.get(key)?.work.kind
  }

  /** True when the packet has come as far as this kind of work, or farther. */
  owes(key: string, kind: WorkKind): boolean {
    const owed = this.kindOf(key)
    return owed !== undefined && progress[owed] >= progress[kind]
  }

  isOwed(work: Work): boolean {
    return this.#owed.get(workKey(work))?.work.kind === work.kind && !this.#isHeld(work)
  }

  /** The chains have shown that nothing is owed under this key any more. */
  settle(key: string): void {
    const owed = this.#owed.get(key)
    if (owed === undefined) return
    this.#owed.delete(key)
    this.#dueAt.delete(key)
    this.#extended.delete(key)
    this.#leaveJob(owed.jobId, key)
  }

  #leaveJob(jobId: string, key: string): void {
    const keys = this.#jobs.get(jobId)
    keys?.delete(key)
    if (keys?.size === 0) this.#jobs.delete(jobId)
  }

  /** Everything owed, in no certain order. */
  owed(): IterableIterator<Owed> {
    return this.#owed.values()
  }
}

/** An ordered channel, and a client with a delay, have jobs of their own: what waits there holds up nothing else. */
function companyOf(work: Work): string {
  const { ordered = false, delayNs = 0n, clientId } = work
  return `${ordered ? lineOf(work) : ''} ${delayNs === 0n ? '' : `${clientId} ${delayNs}`}`
}

/** The packet goes no further: its sender is told, with a proof of the chain that never received it. */
function reverse(work: Work, kind: 'timeout' | 'timeout_on_close'): Work {
  const { src, dst, clientId, backClientId } = work
  return { ...work, kind, src: dst, dst: src, clientId: backClientId, backClientId: clientId }
}
