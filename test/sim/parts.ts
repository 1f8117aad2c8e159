// Runs of many seeds, over all cores, and what they have come to together.
import { spawn } from 'node:child_process'
import { cpus } from 'node:os'
import { text } from 'node:stream/consumers'
import type { History } from './run.ts'

export type Part = {
  readonly counts: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  readonly met: readonly string[]
  readonly violations: readonly string[]
}

export const nothing: Part = { counts: {}, faults: {}, met: [], violations: [] }

const add = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]),
  )

export const sumOf = (a: Part, b: Part): Part => ({
  counts: add(a.counts, b.counts),
  faults: add(a.faults, b.faults),
  met: [...new Set([...a.met, ...b.met])],
  violations: [...a.violations, ...b.violations],
})

export function partOf({ seed, transactions, committed, aborted, faults, sometimes, violations }: History): Part {
  return {
    counts: { seeds: 1, transactions, committed, aborted },
    faults,
    met: [...sometimes],
    violations: violations.map((what) => `SEED=${seed} ${what}`),
  }
}

/** A run that ends with an error is a violation like any other, and the seeds after it go on. */
export async function partOfSeed(seed: number, run: () => Promise<Part>): Promise<Part> {
  try {
    return await run()
  } catch (error) {
    return { ...nothing, counts: { seeds: 1 }, violations: [`SEED=${seed} ${error}`] }
  }
}

export type Seeds = { readonly from: number; readonly count: number }

/** `script` with `--apart` prints the part of what the other words say as JSON. */
async function runApart(script: string, words: readonly string[]): Promise<Part> {
  const child = spawn(process.execPath, [script, ...words, '--apart'], { stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as Part
}

/** One process for each list of words. */
export async function runAllApart(script: string, each: readonly (readonly string[])[]): Promise<Part> {
  const parts = await Promise.all(each.map((words) => runApart(script, words)))
  return parts.reduce(sumOf, nothing)
}

/** A core is used where it gets `atLeast` so many seeds; one alone runs them here. */
export async function runOnAllCores(
  script: string,
  { from, count }: Seeds,
  atLeast: number,
  here: (seeds: Seeds) => Promise<Part>,
): Promise<Part> {
  const cores = Math.min(cpus().length, Math.ceil(count / atLeast))
  if (cores < 2) return here({ from, count })
  const size = Math.ceil(count / cores)
  const starts = Array.from({ length: cores }, (_, index) => from + index * size)
  const wordsOf = (start: number): readonly string[] => {
    return ['--seeds', String(Math.min(size, from + count - start)), '--from', String(start)]
  }
  return runAllApart(script, starts.map(wordsOf))
}
