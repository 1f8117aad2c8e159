// Fetches the proofs that works need, early where possible, and tells which works the chain's state no longer bears.
import { workKey } from '../core/backlog.ts'
import type { Work } from '../core/relay.ts'
import type { ChainHead } from './head.ts'
import { keysOf } from './ics04/packets.ts'
import { queryNextSequenceRecv } from './ics04/packetsV1.ts'
import type { Chain, StateProof } from './ports.ts'
import { localhostClientId, sentinelProof } from './proofs.ts'

export type ProvenWork = {
  readonly work: Work
  readonly proofs: readonly Uint8Array[]
  /** What the receiver awaits, of a timeout on an ordered channel. */
  readonly nextSequenceRecv?: bigint
}
/** `height` is that of the state; the proofs verify against the header after it. */
export type Proven = {
  readonly provable: readonly ProvenWork[]
  readonly unprovable: readonly Work[]
  readonly height: bigint
  /** When the last of the proofs was there. */
  readonly ready: Moment
}
/** On this process's clock, and by the newest block of the source. */
export type Moment = { readonly ms: number; readonly height: bigint }
type Fetched = { readonly proofs: readonly StateProof[]; readonly ready: Moment }

const headerTimeoutMs = 30_000
const atOnceMax = 64
/** A burst, and of those that nobody asks for any more the newest. */
const keptMax = 5_000

export class WorkProofs {
  readonly #src: Chain
  readonly #head: ChainHead
  readonly #nowMs: () => number
  readonly #early = new Map<string, Promise<Fetched>>()
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(src: Chain, head: ChainHead, nowMs: () => number) {
    this.#src = src
    this.#head = head
    this.#nowMs = nowMs
  }

  /** Starts fetching; a failure shows when the proofs are asked for, and is then tried once more. */
  prefetch(works: readonly Work[], height: bigint): void {
    for (const work of works) {
      if (work.clientId === localhostClientId) continue
      const found = this.#fetch(work, height)
      found.catch(() => undefined)
      this.#early.set(earlyKey(work, height), found)
      const [oldest = ''] = this.#early.keys()
      if (this.#early.size > keptMax) this.#early.delete(oldest)
    }
  }

  /**
   * Waits for the header that proofs of `height` verify against; takes a newer height where that one is long past,
   * unless `exact`, or where all proofs have been fetched already: in a burst each would be asked for twice.
   */
  async prove(works: readonly Work[], height: bigint, exact = false): Promise<Proven> {
    if (works.every((work) => work.clientId === localhostClientId)) return await this.#provenByItself(works)
    await this.#head.reach(height + 1n, headerTimeoutMs)
    const isKept = exact || works.every((work) => this.#early.has(earlyKey(work, height)))
    const at = !isKept && this.#head.height > height + 3n ? this.#head.height - 1n : height
    const found = await Promise.all(works.map((work) => this.#proofsOf(work, at)))
    const provable: ProvenWork[] = []
    const unprovable: Work[] = []
    for (const [index, work] of works.entries()) {
      const { proofs = [] } = found[index] ?? {}
      if (bearsOut(work, proofs)) provable.push(provenWork(work, proofs))
      else unprovable.push(work)
      // What comes after it on an ordered channel waits for it.
      if (work.ordered && unprovable.length > 0) break
    }
    const [ready = this.#now()] = found.map((one) => one.ready).sort((a, b) => b.ms - a.ms)
    return { provable, unprovable, height: at, ready }
  }

  #now(): Moment {
    return { ms: this.#nowMs(), height: this.#head.height }
  }

  async #provenByItself(works: readonly Work[]): Promise<Proven> {
    const provable = await Promise.all(
      works.map(async (work) => {
        const proofs = keysOf(work).map(() => sentinelProof)
        if (!isOrderedTimeout(work)) return { work, proofs }
        return { work, proofs, nextSequenceRecv: await queryNextSequenceRecv(this.#src, work.packet) }
      }),
    )
    return { provable, unprovable: [], height: this.#head.height, ready: this.#now() }
  }

  async #proofsOf(work: Work, height: bigint): Promise<Fetched> {
    const key = earlyKey(work, height)
    const early = this.#early.get(key)
    this.#early.delete(key)
    return (await early?.catch(() => undefined)) ?? this.#fetch(work, height)
  }

  async #fetch(work: Work, height: bigint): Promise<Fetched> {
    if (this.#running >= atOnceMax) await new Promise<void>((resume) => this.#waiting.push(resume))
    this.#running += 1
    try {
      const proofs = await Promise.all(keysOf(work).map((key) => this.#src.queryProof(key, height)))
      return { proofs, ready: this.#now() }
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }
}

const earlyKey = (work: Work, height: bigint): string => `${height} ${workKey(work)} ${work.kind}`

/** A receive and an acknowledgement rest on what is stored, a timeout on a receipt that is not. */
function bearsOut(work: Work, [first, close]: readonly StateProof[]): boolean {
  const isStored = (first?.value.length ?? 0) > 0
  if (work.kind === 'recv' || work.kind === 'ack') return isStored
  const isUnreceived = work.ordered ? isStored && numberIn(first) <= work.packet.sequence : !isStored
  return isUnreceived && (work.kind === 'timeout' || (close?.value.length ?? 0) > 0)
}

const isOrderedTimeout = ({ kind, ordered }: Work): boolean =>
  ordered === true && (kind === 'timeout' || kind === 'timeout_on_close')

function provenWork(work: Work, proofs: readonly StateProof[]): ProvenWork {
  const proven = { work, proofs: proofs.map(({ proof }) => proof) }
  return isOrderedTimeout(work) ? { ...proven, nextSequenceRecv: numberIn(proofs[0]) } : proven
}

/** Chains store the next sequence as eight bytes, the most significant first. */
const numberIn = (proof: StateProof | undefined): bigint =>
  [...(proof?.value ?? [])].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
