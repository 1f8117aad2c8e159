// `npm run traces [-- --on contracts|wasm|referee --traces 1000 --steps 30 --seed 1]`: walks the specification for
// readers (commit.qnt) at random, and has the contracts follow every step: natively, as wasm on the simulator's chains,
// or on ibc-go's own testing chains. Ends with 1 on a violation, a divergence, or a walk that saw too little.
import { randomInt } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cargoEnv } from '../../contracts/cargo.ts'
import { addToLedger } from '../../docs/assurance/ledger.ts'
import { root } from '../../localnet/config.ts'
import { command, say } from '../../localnet/terminal.ts'
import { runCommand } from '../commands.ts'
import { walksMustMeet } from '../sim/sights.ts'
import { followAll, stages, type Walked, wrongWalk } from './stages.ts'
import { readWalk } from './walks.ts'

const specification = join(root, 'test', 'model', 'commit.qnt')
/** What many walks must have met, each in one trace at least. */
export const witnesses = ['commits', 'aborts', 'errs', 'timesOut']
/** One walk in fourteen commits: where fewer are walked, some of how they, or their legs, end may not be met. */
const tracesToMeetWitnesses = 300
const tracesToMeetAll = 1_000
const places = ['contracts', ...Object.keys(stages)] as readonly Place[]
type Place = 'contracts' | keyof typeof stages
type Options = { readonly on: Place; readonly traces: number; readonly steps: number; readonly seed: string }

/** By witness, in how many traces it was met: "commits was witnessed in 12 trace(s) out of 1000 explored (1.20%)". */
export function readWitnesses(output: string): ReadonlyMap<string, number> {
  return new Map(
    [...output.matchAll(/(\w+) was witnessed in (\d+) trace/g)].map(([, name = '', n]) => [name, Number(n)]),
  )
}

function readOptions(args: readonly string[]): Options & { readonly ledger: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      on: { type: 'string', default: 'contracts' },
      traces: { type: 'string', default: '1000' },
      steps: { type: 'string', default: '30' },
      ledger: { type: 'boolean', default: false },
      seed: { type: 'string', default: process.env['SEED'] ?? String(randomInt(2 ** 31)) },
    },
  })
  const on = places.find((place) => place === values.on)
  if (on === undefined) throw new Error(`--on ${values.on}: one of ${places.join(', ')}`)
  return { ...values, on, traces: Number(values.traces), steps: Number(values.steps) }
}

/** Writes the walks into a folder. What is wrong with them, each in a line. */
async function walkSpecification(folder: string, { traces, steps, seed }: Options): Promise<readonly string[]> {
  const out = join(folder, 'trace_{seq}.itf.json')
  const counts = [`--max-samples=${traces}`, `--n-traces=${traces}`, `--max-steps=${steps}`, `--seed=${seed}`]
  const checks = ['--invariant=safe', '--witnesses', ...witnesses]
  const quint = join(root, 'node_modules', '.bin', 'quint')
  const words = ['run', '--backend=typescript', '--mbt', `--out-itf=${out}`, ...counts, specification, ...checks]
  const { code, output } = await runCommand(quint, words)
  const met = readWitnesses(output)
  say(`met: ${JSON.stringify(Object.fromEntries(met))}`)
  const unmet = traces < tracesToMeetWitnesses ? [] : witnesses.filter((name) => (met.get(name) ?? 0) === 0)
  const unseen = unmet.map((name) => `no trace has met ${name}`)
  return [...(code === 0 ? [] : [output]), ...unseen]
}

async function followNatively(folder: string): Promise<Walked> {
  const manifest = ['--manifest-path', join(root, 'contracts', 'Cargo.toml')]
  const cargo = ['run', '--quiet', ...manifest, '-p', 'causeway-integration-tests', '--bin', 'replay']
  const { code, output } = await runCommand('cargo', [...cargo, '--', folder], { env: cargoEnv })
  const [, traces = '0', steps = '0'] = /(\d+) traces, (\d+) steps, \d+ div/.exec(output) ?? []
  const divergences = code === 0 ? [] : [output.trim()]
  return { traces: Number(traces), steps: Number(steps), divergences, met: new Set() }
}

async function follow(folder: string, on: Place): Promise<Walked> {
  if (on === 'contracts') return followNatively(folder)
  const names = readdirSync(folder).sort()
  const walks = names.map((name) => ({ name, steps: readWalk(readFileSync(join(folder, name), 'utf8')) }))
  const open = await stages[on]()
  const walked = await followAll(open, walks)
  const unmet = walks.length < tracesToMeetAll ? [] : walksMustMeet.filter((sight) => !walked.met.has(sight))
  const { divergences } = await followAll(open, [wrongWalk()])
  const blind = divergences.length > 0 ? [] : ['a walk that is wrong was not noticed']
  const missing = unmet.map((sight) => `never met: ${sight}`)
  return { ...walked, divergences: [...walked.divergences, ...missing, ...blind] }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  const { on, traces, steps, seed } = options
  const folder = mkdtempSync(join(tmpdir(), 'causeway-traces-'))
  try {
    say(`seed ${seed}: ${traces} traces of at most ${steps} steps, on ${on}…`)
    const wrong = await walkSpecification(folder, options)
    const walked = await follow(folder, on)
    const violations = [...wrong, ...walked.divergences]
    for (const violation of violations) say(violation)
    say(`${walked.traces} traces, ${walked.steps} steps, ${violations.length} violations or divergences`)
    if (options.ledger) {
      const counts = { [on === 'contracts' ? 'traces' : `traces on ${on}`]: walked.traces, steps: walked.steps }
      addToLedger({ engine: 'traces', seed, counts, violations: violations.length })
    }
    if (walked.traces !== traces || violations.length > 0) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (import.meta.main) await command(main)
