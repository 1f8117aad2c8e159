// The shape of an attack: it is carried out for as long as it may, and says how much it did and what it broke.
import type { Engine } from '../../docs/assurance/ledger.ts'

export type Effort = {
  /** `ci`: what fits into a test run. `full`: what a release wants. */
  readonly tier: 'ci' | 'full'
  readonly say: (line: string) => void
}
export type Found = {
  /** How much was tried, by name. */
  readonly counts: Readonly<Record<string, number>>
  readonly violations: readonly string[]
}
export type Attack = { readonly name: Engine; readonly about: string; run(effort: Effort): Promise<Found> }
