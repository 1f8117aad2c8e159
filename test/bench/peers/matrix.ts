// Runs every scenario with every relayer, one at a time, in an order drawn anew for each repeat.
import { shuffled } from '../../random.ts'
import type { Bed } from './bed.ts'
import type { Contender } from './contenders.ts'
import type { Say } from './install.ts'
import type { Result, Scenario } from './scenarios.ts'

/** Neither of both where it was not done. */
export type Run = { readonly result?: Result; readonly failure?: string }
/** Of one scenario: by relayer, one run for each repeat. */
export type Outcome = {
  readonly scenario: Pick<Scenario, 'name' | 'about'>
  readonly runs: ReadonlyMap<string, readonly Run[]>
}

export const labelOf = ({ name, setting }: Pick<Contender, 'name' | 'setting'>): string =>
  name === 'Causeway' ? name : `${name}, ${setting}`

type Matrix = {
  readonly bed: Bed
  readonly scenarios: readonly Scenario[]
  readonly contenders: readonly Contender[]
  readonly repeats: number
  readonly say: Say
  /** Hears of each run as soon as it has ended. */
  readonly ended: (run: Ended) => void
}
export type Ended = {
  readonly scenario: Scenario
  readonly repeat: number
  readonly label: string
  readonly run: Run
}

export async function runMatrix(matrix: Matrix): Promise<readonly Outcome[]> {
  const { bed, scenarios, contenders, repeats, say, ended } = matrix
  const outcomes: Outcome[] = []
  for (const scenario of scenarios) {
    say(`\n${scenario.name}: ${scenario.about}`)
    const those = contenders.filter(({ name }) => scenario.only === undefined || scenario.only === name)
    const runs = new Map<string, Run[]>(those.map((one) => [labelOf(one), []]))
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (const contender of shuffled(those)) {
        const run = await oneRun(scenario, bed, contender, repeat / repeats)
        const label = labelOf(contender)
        runs.get(label)?.push(run)
        ended({ scenario, repeat, label, run })
        say(`  ${repeat + 1} of ${repeats}, ${label}: ${wordsOf(run)}`)
      }
    }
    outcomes.push({ scenario, runs })
  }
  return outcomes
}

/** A relayer that does not do its work is a result as well, and the others are still measured. */
async function oneRun(scenario: Scenario, bed: Bed, contender: Contender, phase: number): Promise<Run> {
  try {
    return { result: await scenario.run(bed, contender, phase) }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

function wordsOf({ result, failure = '' }: Run): string {
  if (result === undefined) return `FAILED, ${failure}`
  return Object.entries(result.metrics)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`)
    .join('; ')
}
