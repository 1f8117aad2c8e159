// What the proof programme has done, for each build of the contracts: one line a run, added as it ends. Renders
// docs/assurance/LEDGER.md from it, so that the document cannot say anything else than the runs.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { addLine, readLines } from './lines.ts'

const root = resolve(import.meta.dirname, '..', '..')
const path = join(root, 'docs', 'assurance', 'ledger.jsonl')
const page = join(root, 'docs', 'assurance', 'LEDGER.md')

export const engines = [
  'traces',
  'sim',
  'crashes',
  'referee',
  'chaos',
  'zoo',
  'fuzz',
  'decoders',
  'doors',
  'api',
] as const
export type Engine = (typeof engines)[number]
type Counts = Readonly<Record<string, number>>
export type Entry = {
  /** Of all contracts together: figures add up only over runs of one build. */
  readonly contracts: string
  readonly engine: Engine
  readonly at: string
  readonly seed?: number | string
  readonly counts: Counts
  /** What went wrong in it, by kind. */
  readonly faults?: Counts
  readonly violations: number
}

/** A name for what contracts/artifacts/checksums.txt says. */
export function contractsHash(): string {
  const sums = readFileSync(join(root, 'contracts', 'artifacts', 'checksums.txt'))
  return createHash('sha256').update(sums).digest('hex').slice(0, 16)
}

export function addToLedger(entry: Omit<Entry, 'contracts' | 'at'>): void {
  const line: Entry = { contracts: contractsHash(), at: new Date().toISOString(), ...entry }
  addLine(path, line)
  writeLedger()
}

export function writeLedger(): void {
  writeFileSync(page, renderLedger(readLedger()))
}

export const readLedger = (): readonly Entry[] => readLines(path)

/** What a release wants of a count, over all runs of its contracts together. */
export type Goal = { readonly engine: Engine; readonly count: string; readonly full: number }
/** Sorts of processes, of each of which chaos kills enough. */
export const killedSorts = ['nodes', 'relayer', 'api', 'redis', 'stores'] as const
export type KilledSort = (typeof killedSorts)[number]
/** Of an engine whose counts are one a target: what the target that was tried least has. */
const leastOfTargets = 'least of a target'
const faultsOfAllKinds = 'faults'
const leastOfFaults = 'least of a kind of fault'
export const goals: readonly Goal[] = [
  { engine: 'traces', count: 'traces', full: 10_000 },
  { engine: 'traces', count: 'traces on wasm', full: 10_000 },
  { engine: 'traces', count: 'traces on referee', full: 2_000 },
  { engine: 'sim', count: 'transactions', full: 1_000_000 },
  { engine: 'sim', count: 'seeds', full: 20_000 },
  { engine: 'sim', count: faultsOfAllKinds, full: 10_000_000 },
  { engine: 'sim', count: leastOfFaults, full: 10_000 },
  { engine: 'crashes', count: 'crashes', full: 8_900 },
  { engine: 'crashes', count: 'pairs', full: 100_000 },
  { engine: 'referee', count: 'transactions', full: 20_000 },
  { engine: 'chaos', count: 'kills', full: 200 },
  ...killedSorts.map((sort): Goal => ({ engine: 'chaos', count: `kills of ${sort}`, full: 30 })),
  { engine: 'chaos', count: 'wipes', full: 20 },
  { engine: 'chaos', count: 'full disks', full: 50 },
  { engine: 'chaos', count: 'transactions', full: 5_000 },
  { engine: 'zoo', count: 'runs', full: 50_000 },
  { engine: 'fuzz', count: leastOfTargets, full: 100_000_000 },
  { engine: 'decoders', count: leastOfTargets, full: 10_000_000 },
  { engine: 'doors', count: leastOfTargets, full: 100_000 },
  { engine: 'api', count: 'calls', full: 100_000 },
]

type Sum = { readonly count: number; readonly runs: number; readonly violations: number }

export function sumOf(entries: readonly Entry[], { engine, count }: Pick<Goal, 'engine' | 'count'>): Sum {
  const those = entries.filter((entry) => entry.engine === engine)
  const add = (of: (entry: Entry) => number): number => those.reduce((sum, entry) => sum + of(entry), 0)
  const counted = (): number => {
    if (count === leastOfTargets) return leastTried(those)?.times ?? 0
    if (count === leastOfFaults) return leastOf(those.map(({ faults = {} }) => faults))?.times ?? 0
    return add((entry) => countOf(entry, count))
  }
  return { count: counted(), runs: those.length, violations: add(({ violations }) => violations) }
}

/** The sum of faults stands by itself only where their kinds were not noted. */
function countOf({ counts, faults }: Entry, count: string): number {
  if (count !== faultsOfAllKinds || faults === undefined) return counts[count] ?? 0
  return Object.values(faults).reduce((sum, one) => sum + one, 0)
}

/** Over all runs of an engine that tries several targets; undefined before the first one. */
export const leastTried = (entries: readonly Entry[]): Least | undefined => leastOf(entries.map(({ counts }) => counts))

type Least = { readonly target: string; readonly times: number }

function leastOf(all: readonly Counts[]): Least | undefined {
  const sums = new Map<string, number>()
  for (const [target, times] of all.flatMap((one) => Object.entries(one))) {
    if (target !== leastOfTargets) sums.set(target, (sums.get(target) ?? 0) + times)
  }
  const [least] = [...sums].sort(([, a], [, b]) => a - b)
  return least === undefined ? undefined : { target: least[0], times: least[1] }
}

const head = `# The ledger of the proof programme

Generated from \`ledger.jsonl\`, to which every command but \`npm run model\` adds a line where it is called with
\`--ledger\`, as \`npm run campaign\` calls them; what the model has searched is in \`docs/model.md\`. Figures are
of one build of the contracts, named by the hash of \`contracts/artifacts/checksums.txt\`; a build that changes a
contract begins at nothing.
`

export function renderLedger(entries: readonly Entry[]): string {
  const builds = [...new Set(entries.map(({ contracts }) => contracts))].reverse()
  const sections = builds.map((contracts) => {
    const own = entries.filter((entry) => entry.contracts === contracts)
    const rows = goals.map((goal) => {
      const { count, runs, violations } = sumOf(own, goal)
      const share = `${Math.floor((count / goal.full) * 1_000) / 10} %`
      return `| ${goal.engine} | ${goal.count} | ${count} | ${goal.full} | ${share} | ${runs} | ${violations} |`
    })
    const table = [
      '| engine | count | done | full tier | part | runs | violations |',
      '|---|---|--:|--:|--:|--:|--:|',
      ...rows,
    ]
    return `\n## Contracts ${contracts}\n\n${table.join('\n')}\n`
  })
  return `${head}${sections.join('')}`
}
