// Keeps each run in a file of the repository as soon as it has ended: a measurement of hours may be cut off and go on,
// and everybody can work out other figures from the same runs.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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
export type Kept = { readonly setup: string; readonly outcomes: readonly Outcome[] }

export function keepRun(file: string, { scenario: { name, about }, ...kept }: KeptRun): void {
  appendFileSync(file, `${JSON.stringify({ ...kept, scenario: { name, about } })}\n`)
}

/** Before anything is measured for hours in vain: throws where the file holds what cannot be compared with `setup`. */
export function assertComparable(file: string, setup: string): void {
  if (!existsSync(file)) return
  const { setup: kept } = readKept(file)
  if (kept !== setup) throw new Error(`${file} is of ${kept}, and this is ${setup}: move it away to measure anew`)
}

/** Throws where the file mixes what cannot be compared. */
export function readKept(file: string): Kept {
  const runs = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as KeptRun)
    .map(withGaps)
  const [first] = runs
  if (first === undefined) throw new Error(`${file} holds no run`)
  const { setup } = first
  const stray = runs.find((one) => one.setup !== setup)
  if (stray !== undefined) throw new Error(`${file} mixes ${setup} and ${stray.setup}`)
  const scenarios = Map.groupBy(runs, ({ scenario }) => scenario.name)
  return { setup, outcomes: [...scenarios.values()].map(outcomeOf) }
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
