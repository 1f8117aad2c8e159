// `npm run campaign [-- --minutes 60]`: the full tier of the proof programme, a slice at a time. The ledger says how
// far each engine has come, so that it may be stopped at any moment and goes on from there; a slice that is stopped
// counts for nothing. Ends with 1 at the first violation.
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  contractsHash,
  type Engine,
  type Entry,
  type Goal,
  goals,
  leastTried,
  readLedger,
  sumOf,
} from '../docs/assurance/ledger.ts'
import { root } from '../localnet/config.ts'
import { command, say } from '../localnet/terminal.ts'
import { runCommand } from './commands.ts'

/** What is run at once, in minutes rather than hours. */
export type Slice = { readonly goal: Goal; readonly script: string; readonly words: readonly string[] }

type Kind = {
  readonly script: string
  /** A slice of the others takes every core. */
  readonly onOneCore?: boolean
  /** From what the engine has done, for one of its counts. */
  readonly words: (done: readonly Entry[], count: string) => readonly string[]
}

/** The first seed that no run has had. */
const freshSeed = (done: readonly Entry[]): string =>
  String(Math.max(0, ...done.map(({ seed, counts }) => Number(seed) + (counts['seeds'] ?? 0))))
/** Of the zoo, whose runs are as many for each beast. */
const freshSchedule = (done: readonly Entry[]): string =>
  String(done.reduce((sum, { counts }) => sum + (counts['runs'] ?? 0) / (counts['beasts'] ?? 1), 0))
const onLeast = (done: readonly Entry[]): readonly string[] => {
  const least = leastTried(done)
  return least === undefined ? [] : ['--only', least.target, '--times', '3']
}
/** Those on ibc-go's own chains take as long as ten elsewhere. */
function tracesOn(place: string): readonly string[] {
  const on = place === '' ? [] : ['--on', place]
  return [...on, '--traces', place === 'referee' ? '100' : '1000']
}

const kinds: Readonly<Record<Engine, Kind>> = {
  traces: { script: 'test/model/traces.ts', words: (_, count) => tracesOn(count.replace(/^traces( on )?/, '')) },
  sim: { script: 'test/sim/main.ts', words: (done) => ['--seeds', '1000', '--from', freshSeed(done)] },
  crashes: { script: 'test/sim/crashMain.ts', words: (_, count) => (count === 'pairs' ? ['--pairs', '4000'] : []) },
  referee: { script: 'test/referee/main.ts', words: (done) => ['--seeds', '12', '--from', freshSeed(done)] },
  chaos: { script: 'test/chaos/main.ts', words: () => [] },
  zoo: {
    script: 'test/attack/main.ts',
    onOneCore: true,
    words: (done) => ['zoo', '--from', freshSchedule(done)],
  },
  fuzz: { script: 'test/attack/main.ts', onOneCore: true, words: (done) => ['fuzz', ...onLeast(done)] },
  decoders: { script: 'test/attack/main.ts', onOneCore: true, words: (done) => ['decoders', ...onLeast(done)] },
  doors: { script: 'test/attack/main.ts', onOneCore: true, words: () => ['doors', '--times', '3'] },
  api: { script: 'test/attack/main.ts', onOneCore: true, words: () => ['api', '--times', '5'] },
}

/**
 * What is farthest from its goal, as many at once as there are cores where each needs one alone. Nothing when every
 * goal is reached.
 */
export function nextSlices(entries: readonly Entry[], cores: number): readonly Slice[] {
  const left = goals
    .map((goal) => ({ goal, part: sumOf(entries, goal).count / goal.full }))
    .filter(({ part }) => part < 1)
    .sort((a, b) => a.part - b.part)
    .map(({ goal }) => goal)
  const [farthest] = left
  if (farthest === undefined) return []
  const isOnOneCore = ({ engine }: Goal): boolean => kinds[engine].onOneCore === true
  const chosen = isOnOneCore(farthest) ? left.filter(isOnOneCore).slice(0, cores) : [farthest]
  return chosen.map((goal) => {
    const { script, words } = kinds[goal.engine]
    const done = entries.filter(({ engine }) => engine === goal.engine)
    return { goal, script, words: words(done, goal.count) }
  })
}

async function runSlice({ goal, script, words }: Slice): Promise<boolean> {
  say(`${goal.engine}, for ${goal.count}: ${script} ${words.join(' ')}`)
  const { code, output } = await runCommand(process.execPath, [join(root, script), ...words, '--ledger'])
  say(`  ${goal.engine} ended with ${code}: ${code === 0 ? output.trimEnd().split('\n').at(-1) : output}`)
  return code === 0
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } })
  const endMs = performance.now() + Number(values.minutes) * 60_000
  const own = (): readonly Entry[] => readLedger().filter(({ contracts }) => contracts === contractsHash())
  while (performance.now() < endMs) {
    const slices = nextSlices(own(), cpus().length)
    if (slices.length === 0) break
    const fine = await Promise.all(slices.map(runSlice))
    if (fine.every(Boolean)) continue
    process.exitCode = 1
    return
  }
  for (const goal of goals) say(`${goal.engine}: ${sumOf(own(), goal).count} of ${goal.full} ${goal.count}`)
}

if (import.meta.main) await command(main)
