// Keeps each run in a file as soon as it has ended, so that a measurement of hours may be cut off and go on.
import { appendFileSync, readFileSync } from 'node:fs'
import type { Outcome, Run } from './matrix.ts'
import type { Scenario } from './scenarios.ts'

/** One run; those of one `repeat` were done in a row, and are compared with each other. */
export type KeptRun = {
  readonly machine: string
  /** Of each count, what was done of it. */
  readonly part: number
  readonly scenario: Pick<Scenario, 'name' | 'about'>
  readonly repeat: string
  readonly label: string
  readonly run: Run
}
export type Kept = { readonly machine: string; readonly part: number; readonly outcomes: readonly Outcome[] }

export function keepRun(file: string, { scenario: { name, about }, ...kept }: KeptRun): void {
  appendFileSync(file, `${JSON.stringify({ ...kept, scenario: { name, about } })}\n`)
}

/** Throws where the file mixes what cannot be compared. */
export function readKept(file: string): Kept {
  const runs = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(parseRun)
  const [first] = runs
  if (first === undefined) throw new Error(`${file} holds no run`)
  const { machine, part } = first
  const stray = runs.find((one) => one.machine !== machine || one.part !== part)
  if (stray !== undefined) {
    throw new Error(`${file} mixes ${machine}, part ${part}, and ${stray.machine}, part ${stray.part}`)
  }
  const scenarios = Map.groupBy(runs, ({ scenario }) => scenario.name)
  return { machine, part, outcomes: [...scenarios.values()].map(outcomeOf) }
}

/** JSON has no NaN: what was not measured is null there. */
function parseRun(line: string): KeptRun {
  return JSON.parse(line, (_, value: unknown) => (value === null ? Number.NaN : value)) as KeptRun
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
