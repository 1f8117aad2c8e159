// Fetches the proofs that works need, early where possible, and tells which works the chain's state no longer bears.
import { workKey } from '../core/backlog.ts'
import type { Work } from '../core/relay.ts'
import type { ChainHead } from './head.ts'
import { keysOf } from './ics04/packets.ts'
import type { Chain, StateProof } from './ports.ts'
import { localhostClientId, sentinelProof } from './proofs.ts'

export type ProvenWork = { readonly work: Work; readonly proofs: readonly Uint8Array[] }
/** `height` is that of the state; the proofs verify against the header after it. */
export type Proven = {
  readonly provable: readonly ProvenWork[]
  readonly unprovable: readonly Work[]
  readonly height: bigint
}

const headerTimeoutMs = 30_000
const atOnceMax = 64
const keptMax = 20_000

export class WorkProofs {
  readonly #src: Chain
  readonly #head: ChainHead
  readonly #early = new Map<string, Promise<readonly StateProof[]>>()
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(src: Chain, head: ChainHead) {
    this.#src = src
    this.#head = head
  }

  /** Starts fetching; a failure shows when the proofs are asked for, and is then tried once more. */
  prefetch(works: readonly Work[], height: bigint): void {
    for (const work of works) {
      if (work.clientId === localhostClientId) continue
      const found = this.#fetch(work, height)
      found.catch(() => undefined)
      if (this.#early.size >= keptMax) this.#early.clear()
      this.#early.set(`${height} ${workKey(work)} ${work.kind}`, found)
    }
  }

  /** Waits for the header that proofs of `height` verify against; takes a newer height where that one is long past. */
  async prove(works: readonly Work[], height: bigint): Promise<Proven> {
    if (works.every((work) => work.clientId === localhostClientId)) return this.#provenByItself(works)
    await this.#head.reach(height + 1n, headerTimeoutMs)
    const at = this.#head.height > height + 3n ? this.#head.height - 1n : height
    const found = await Promise.all(works.map((work) => this.#proofsOf(work, at)))
    const provable: ProvenWork[] = []
    const unprovable: Work[] = []
    for (const [index, work] of works.entries()) {
      const proofs = found[index] ?? []
      if (bearsOut(work, proofs)) provable.push({ work, proofs: proofs.map(({ proof }) => proof) })
      else unprovable.push(work)
    }
    return { provable, unprovable, height: at }
  }

  #provenByItself(works: readonly Work[]): Proven {
    const provable = works.map((work) => ({ work, proofs: keysOf(work).map(() => sentinelProof) }))
    return { provable, unprovable: [], height: this.#head.height }
  }

  async #proofsOf(work: Work, height: bigint): Promise<readonly StateProof[]> {
    const key = `${height} ${workKey(work)} ${work.kind}`
    const early = this.#early.get(key)
    this.#early.delete(key)
    return (await early?.catch(() => undefined)) ?? this.#fetch(work, height)
  }

  async #fetch(work: Work, height: bigint): Promise<readonly StateProof[]> {
    if (this.#running >= atOnceMax) await new Promise<void>((resume) => this.#waiting.push(resume))
    this.#running += 1
    try {
      return await Promise.all(keysOf(work).map((key) => this.#src.queryProof(key, height)))
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }
}

/** A receive and an acknowledgement rest on what is stored, a timeout on a receipt that is not. */
function bearsOut(work: Work, [first, close]: readonly StateProof[]): boolean {
  const isStored = (first?.value.length ?? 0) > 0
  if (work.kind === 'timeout') return !isStored
  if (work.kind === 'timeout_on_close') return !isStored && (close?.value.length ?? 0) > 0
  return isStored
}
