// Keeps each run in a file of the repository as soon as it has ended: a measurement of hours may be cut off and go on,
// and everybody can work out other figures from the same runs.
import { join } from 'node:path'
import { addLine, readLines } from '../../../docs/assurance/lines.ts'
import { root } from '../../../localnet/config.ts'
import type { Outcome, Run } from './matrix.ts'
import type { Scenario } from './scenarios.ts'

export const keptPath = join(root, 'docs', 'benchmarks', 'runs.jsonl')

/** One run; those of one `repeat` were done in a row, and are compared with each other. */
export type KeptRun = {
  /** What it was measured on, and with which versions. */
  readonly setup: string
  readonly scenario: Pick<Scenario, 'name' | 'about'>
  readonly repeat: string
  readonly label: string
  readonly run: Run
}
/** What one machine with one set of versions has measured. */
export type KeptOutcome = Outcome & {
  readonly setup: string
  /** What the document calls it: the name of the scenario, with a number at its end on a further machine. */
  readonly title: string
}

export function keepRun(file: string, { scenario: { name, about }, ...kept }: KeptRun): void {
  addLine(file, { ...kept, scenario: { name, about } })
}

/**
 * Runs are compared with those of the same machine and versions alone: a scenario that was measured on a second one is
 * a further outcome.
 */
export function readKept(file: string): readonly KeptOutcome[] {
  const runs = readLines<KeptRun>(file).map(withGaps)
  if (runs.length === 0) throw new Error(`${file} holds no run`)
  const scenarios = Map.groupBy(runs, ({ scenario }) => scenario.name)
  return [...scenarios.values()].flatMap((all) => {
    const setups = Map.groupBy(all, ({ setup }) => setup)
    return [...setups].map(([setup, own], index) => {
      const outcome = outcomeOf(own)
      const { name } = outcome.scenario
      return { ...outcome, setup, title: index === 0 ? name : `${name}-${index + 1}` }
    })
  })
}

/** JSON knows no NaN and no Infinity: null is a figure that was not measured, and a packet that never came back. */
function withGaps({ run, ...kept }: KeptRun): KeptRun {
  const { result } = run
  if (result === undefined) return { ...kept, run }
  const known = (value: number | null, without: number): number => value ?? without
  const metrics = Object.entries(result.metrics).map(([name, value]) => [name, known(value, Number.NaN)])
  const ackMs = result.ackMs.map((ms) => known(ms, Number.POSITIVE_INFINITY))
  const floorMs = known(result.floorMs, Number.NaN)
  return { ...kept, run: { result: { metrics: Object.fromEntries(metrics), ackMs, floorMs } } }
}

/** Of a relayer that was not run in a repeat there is nothing, neither a result nor a failure. */
function outcomeOf(runs: readonly KeptRun[]): Outcome {
  const repeats = [...new Set(runs.map(({ repeat }) => repeat))]
  const labels = [...new Set(runs.map(({ label }) => label))].sort()
  const runOf = (label: string, repeat: string): Run =>
    runs.find((one) => one.label === label && one.repeat === repeat)?.run ?? {}
  const byLabel = labels.map((label) => [label, repeats.map((repeat) => runOf(label, repeat))] as const)
  return { scenario: (runs[0] as KeptRun).scenario, runs: new Map(byLabel) }
}
