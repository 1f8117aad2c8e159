// The shape of an attack: it is carried out for as long as it may, and says how much it did and what it broke.
import type { Engine } from '../../docs/assurance/ledger.ts'

export type Effort = {
  /** How many times as long, or as often, as in `npm test`. */
  readonly times: number
  /** Of attacks with several targets only this one; every one without. */
  readonly only?: string
  /** Of attacks that go through numbered seeds: the first one. */
  readonly from: number
  readonly say: (line: string) => void
}
export type Found = {
  /** How much was tried, by name. */
  readonly counts: Readonly<Record<string, number>>
  readonly violations: readonly string[]
}
export type Attack = { readonly name: Engine; readonly about: string; run(effort: Effort): Promise<Found> }

/** Those that an effort is for. Throws where there is none of that name: an attack on nothing finds nothing. */
export function chosen<T extends { readonly name: string }>(targets: readonly T[], { only }: Effort): readonly T[] {
  const found = only === undefined ? targets : targets.filter(({ name }) => name === only)
  if (found.length > 0) return found
  throw new Error(`there is no target ${only}; there are ${targets.map(({ name }) => name).join(', ')}`)
}

/** Of everything that an attack draws: SEED, or another one each time. */
export const attackSeed = (): number => Number(process.env['SEED'] ?? Date.now() % 2 ** 31)

/** What one target was fed. */
export type Tried = { readonly runs: number; readonly refused: number; readonly violations: readonly string[] }

/** Every target that an effort is for, one after the other. */
export async function tryEach<T extends { readonly name: string }>(
  targets: readonly T[],
  effort: Effort,
  attempt: (target: T, seed: number) => Tried | Promise<Tried>,
): Promise<Found> {
  const seed = attackSeed()
  const counts: Record<string, number> = {}
  const found: string[] = []
  for (const target of chosen(targets, effort)) {
    const { runs, refused, violations } = await attempt(target, seed)
    counts[target.name] = runs
    found.push(...violations)
    effort.say(`  ${target.name}: ${runs} runs, ${refused} refused`)
  }
  return { counts, violations: found }
}
