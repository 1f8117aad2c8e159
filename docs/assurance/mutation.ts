// What mutation testing has found, a line for each file that was tried, in mutation.jsonl. Renders
// docs/assurance/MUTATION.md from it, so that the document cannot say anything else than the runs.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { addLine, readLines } from './lines.ts'

const root = resolve(import.meta.dirname, '..', '..')
const path = join(root, 'docs', 'assurance', 'mutation.jsonl')
const page = join(root, 'docs', 'assurance', 'MUTATION.md')

export type AreaName = 'core' | 'commit' | 'contracts'
/** Of the mutants that were tried, the part that tests have to catch, in %. */
export const scoreGoals: Readonly<Record<AreaName, number>> = { commit: 100, contracts: 90, core: 85 }

/** A change that no test has noticed. */
export type Missed = { readonly line: number; readonly what: string }
/** What became of the mutants of one file. */
export type Outcome = {
  readonly caught: number
  readonly missed: readonly Missed[]
  /** Mutants that do not compile, and those that only the loading of a module runs: neither was tried. */
  readonly untried: number
}
export type Tried = Outcome & {
  readonly area: AreaName
  /** From the root of the repository. */
  readonly file: string
  /** Of the file as it was: another text is another file. */
  readonly source: string
  readonly at: string
}

/** A name for the text of a file. */
export const sourceHash = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(join(root, file)))
    .digest('hex')
    .slice(0, 16)

export const readTried = (): readonly Tried[] => readLines(path)

export function addTried(tried: Tried): void {
  addLine(path, tried)
  writeTried()
}

export function writeTried(): void {
  writeFileSync(page, renderTried(readTried()))
}

/** The last one of each file. */
export function newest(tried: readonly Tried[]): readonly Tried[] {
  return [...new Map(tried.map((one) => [one.file, one])).values()]
}

type Sum = { readonly caught: number; readonly missed: number; readonly untried: number }

function sumOf(tried: readonly Outcome[]): Sum {
  const add = (of: (one: Outcome) => number): number => tried.reduce((sum, one) => sum + of(one), 0)
  return {
    caught: add((one) => one.caught),
    missed: add((one) => one.missed.length),
    untried: add((one) => one.untried),
  }
}

/** In %, of what was tried; NaN where nothing was. */
export function scoreOf(tried: readonly Outcome[]): number {
  const { caught, missed } = sumOf(tried)
  return (caught / (caught + missed)) * 100
}

const head = `# Mutation testing

Generated from \`mutation.jsonl\`, to which \`npm run mutation\` adds a line for each file that it has tried: every
mutant is the code with one thing changed, and is *caught* when a test of the file fails: for core, a unit test that
imports it, or, where there is none, one of what imports it. Mutants that do not compile are *not tried* and count for
nothing, and neither do those that only the loading of a module without tests of its own runs. A file that was changed
since keeps its row until it is tried again.
`

const percent = (score: number): string => (Number.isNaN(score) ? '' : `${Math.floor(score * 10) / 10} %`)

function row(name: string, tried: readonly Outcome[]): string {
  const { caught, missed, untried } = sumOf(tried)
  return `| ${name} | ${caught} | ${missed} | ${untried} | ${percent(scoreOf(tried))} |`
}

export function renderTried(all: readonly Tried[]): string {
  const sections = Object.entries(scoreGoals).map(([area, goal]) => {
    const tried = newest(all.filter((one) => one.area === area)).toSorted((a, b) => a.file.localeCompare(b.file))
    const rows = tried.map((one) => row(`\`${one.file}\``, [one]))
    const holes = tried.flatMap(({ file, missed }) =>
      missed.map(({ line, what }) => `- \`${file}:${line}\`: ${what.replaceAll('`', "'")}`),
    )
    const columns = ['| file | caught | missed | not tried | score |', '|---|--:|--:|--:|--:|']
    const missing = holes.length === 0 ? [] : ['', 'Missed:', '', ...holes]
    const lines = [...columns, ...rows, row(`${tried.length} files`, tried), ...missing]
    return `\n## ${area}, at least ${goal} %\n\n${lines.join('\n')}\n`
  })
  return `${head}${sections.join('')}`
}
