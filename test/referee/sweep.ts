// Every message that leads into a contract, tried on the very state that it would meet: with many limits of gas, with
// one bit turned, and a second time. It either leaves nothing behind or does what it does for everybody.
import { hubId } from '../sim/net.ts'
import type { Inspector, RefereeNode, Swept } from './node.ts'

export type SweepPlan = {
  /** Limits of gas between nothing and twice what is needed. */
  readonly limits: number
  /** Copies with one bit turned. */
  readonly forged: number
  /** States on which each kind of message is tried. */
  readonly states: number
}
const sideOf = (chainId: string): 'hub' | 'zone' => (chainId === hubId ? 'hub' : 'zone')

export class Sweeper implements Inspector {
  readonly #plan: SweepPlan
  readonly #seen = new Map<string, number>()
  readonly violations: string[] = []
  #seed: number
  #limits = 0
  #forged = 0

  constructor(plan: SweepPlan, seed: number) {
    this.#plan = plan
    this.#seed = seed
  }

  /** Entry points that were tried, and how often in all. */
  get counts(): { readonly entries: number; readonly limits: number; readonly forged: number } {
    return { entries: this.#seen.size, limits: this.#limits, forged: this.#forged }
  }

  get entries(): readonly string[] {
    return [...this.#seen.keys()].sort()
  }

  watch(nodes: readonly RefereeNode[]): void {
    for (const node of nodes) node.inspector = this
  }

  plan(chainId: string): object {
    const side = sideOf(chainId)
    const { limits, forged, states } = this.#plan
    const done = [...this.#seen].filter(([name, count]) => name.startsWith(`${side}: `) && count >= states)
    const skipped = done.map(([name]) => name.slice(side.length + 2))
    this.#seed += 1
    return { limits, forged, seed: this.#seed, skipped }
  }

  take(chainId: string, found: readonly Swept[]): void {
    for (const { kind, ...told } of found) this.#note(`${sideOf(chainId)}: ${kind}`, told)
  }

  #note(name: string, { full, reverted, equal, forged, refused, others }: Omit<Swept, 'kind'>): void {
    this.#seen.set(name, (this.#seen.get(name) ?? 0) + 1)
    this.#limits += this.#plan.limits
    this.#forged += forged
    this.violations.push(...others.map((what) => `${name}: ${what}`))
    // Half of the limits are below what is needed, and no copy with another packet in it has a proof.
    if (reverted === 0 || equal === 0) this.violations.push(`${name}: gas of ${full} was not swept on both sides`)
    if (forged > 0 && refused === 0) this.violations.push(`${name}: nothing that was forged was refused`)
  }
}
