// `npm test`: every tier in order, on whatever tools the machine has; the closing line counts tests over all tiers.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join, resolve } from 'node:path'
import { buildContracts } from '../contracts/build.ts'
import { cargoEnv } from '../contracts/cargo.ts'
import { ensureTools, testNeeds } from '../localnet/setup.ts'
import { buildWasmd } from '../localnet/wasmd.ts'
import { python } from './attack/schemathesis.ts'
import { faketime } from './chaos/field.ts'
import { inWorld, worldConfig } from './e2e/world.ts'
import { parseCargoOutput, parseJestReport, type TestResult, writeRecord } from './results.ts'

const root = resolve(import.meta.dirname, '..')
const say = (line: string): void => void process.stderr.write(`${line}\n`)

type Outcome = { readonly ok: boolean; readonly tests: readonly TestResult[] }
type Tier = {
  readonly name: string
  readonly run: () => Promise<Outcome>
  /** Goes on while the tiers after it are run, with what they leave of the machine. */
  readonly beside?: boolean
}
type Manner = { readonly beside?: boolean }

/** Its nice value: whoever needs the core has it. */
const besidePriority = 19

/** Runs a command, echoing it and keeping what it printed; one beside others is echoed when it is over. */
function command(
  program: string,
  args: readonly string[],
  { beside = false }: Manner = {},
): Promise<{ ok: boolean; output: string }> {
  return new Promise((done) => {
    const env = { ...process.env, ...cargoEnv }
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env })
    if (beside && child.pid !== undefined) setPriority(child.pid, besidePriority)
    let output = ''
    const keep = (chunk: Buffer): void => {
      output += chunk.toString()
      if (!beside) process.stderr.write(chunk)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', () => done({ ok: false, output: `${program} is missing` }))
    child.on('close', (code) => {
      if (beside) process.stderr.write(output)
      done({ ok: code === 0, output })
    })
  })
}

async function jest(folders: readonly string[], extra: readonly string[] = []): Promise<Outcome> {
  const report = join(root, '.causeway', `jest-${folders.join('-').replaceAll('/', '_')}.json`)
  mkdirSync(join(root, '.causeway'), { recursive: true })
  rmSync(report, { force: true })
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js']
  const { ok } = await command(process.execPath, [...flags, ...folders, '--json', `--outputFile=${report}`, ...extra])
  return { ok, tests: parseJestReport(readFileSync(report, 'utf8'), root) }
}

async function plain(program: string, args: readonly string[], manner: Manner = {}): Promise<Outcome> {
  return { ok: (await command(program, args, manner)).ok, tests: [] }
}

/** Of what an attack does by itself, so that all of it fits into the hour of a submission: a campaign does more. */
const attackTimes = 0.3

const attacks = (...names: readonly string[]): Tier => ({
  name: `attacks: ${names.join(', ')}`,
  beside: true,
  run: () => plain(process.execPath, ['test/attack/main.ts', ...names, '--times', `${attackTimes}`], { beside: true }),
})

async function cargo(args: readonly string[]): Promise<Outcome> {
  const { ok, output } = await command('cargo', [...args, '--manifest-path', 'contracts/Cargo.toml'])
  return { ok, tests: parseCargoOutput(output) }
}

const tiers: readonly Tier[] = [
  { name: 'types', run: () => plain('node_modules/.bin/tsc', ['-p', '.']) },
  { name: 'format and lint', run: () => plain('node_modules/.bin/biome', ['ci', '--diagnostic-level=error', '.']) },
  { name: 'generated files', run: () => plain('sh', ['test/drift.sh']) },
  { name: 'unit', run: () => jest(['test/unit', 'test/tidy.test.ts']) },
  { name: 'conformance', run: () => jest(['test/conformance']) },
  { name: 'contracts format', run: () => cargo(['fmt', '--all', '--check']) },
  { name: 'contracts', run: () => cargo(['test', '--workspace']) },
  {
    name: 'model',
    run: () =>
      plain('cargo', ['run', '--release', '-q', '--manifest-path', 'contracts/Cargo.toml', '-p', 'causeway-model']),
  },
  { name: 'traces', run: () => plain(process.execPath, ['test/model/traces.ts']) },
  { name: 'sim', run: () => plain(process.execPath, ['test/sim/main.ts']) },
  { name: 'crashes', run: () => plain(process.execPath, ['test/sim/crashMain.ts']) },
  { name: 'referee', run: () => plain(process.execPath, ['test/referee/main.ts']) },
  { name: 'e2e', run: () => inWorld(say, () => jest(['test/e2e'], ['--runInBand', '--forceExit'])) },
  // Beside chaos, which mostly waits.
  attacks('fuzz'),
  attacks('decoders', 'api'),
  { name: 'chaos', run: () => plain(process.execPath, ['test/chaos/main.ts', '--minutes', '6', '--kills', '12']) },
]

/** A tier that could not even run is a failed tier; the others still say what works. */
function broken(error: unknown): Outcome {
  say(String(error))
  return { ok: false, tests: [] }
}

type All = { readonly tests: readonly TestResult[]; readonly failed: readonly string[] }

async function runAll(chosen: readonly Tier[]): Promise<All> {
  const tests: TestResult[] = []
  const failed: string[] = []
  const take = ({ name }: Tier, outcome: Outcome): void => {
    tests.push(...outcome.tests)
    if (!outcome.ok) failed.push(name)
  }
  const beside: Promise<void>[] = []
  for (const tier of chosen) {
    say(`\n== ${tier.name}`)
    const taken = tier
      .run()
      .catch(broken)
      .then((outcome) => take(tier, outcome))
    if (tier.beside === true) beside.push(taken)
    else await taken
  }
  await Promise.all(beside)
  return { tests, failed }
}

async function main(): Promise<void> {
  const only = process.argv.slice(2)
  const chosen = only.length === 0 ? tiers : tiers.filter((tier) => only.some((word) => tier.name.startsWith(word)))
  const startedAt = new Date().toISOString()
  // All at once: two that install beside each other would be in each other's way.
  await ensureTools(say, [...testNeeds, python, faketime])
  if (chosen.some((tier) => tier.name === 'e2e')) {
    for (const { kind } of [...worldConfig.chains, ...worldConfig.others]) await buildWasmd(say, kind)
    await buildContracts(say)
  }
  const { tests, failed } = await runAll(chosen)
  if (only.length === 0) writeRecord({ startedAt, complete: true, tests })
  for (const name of failed) say(`failed tier: ${name}`)
  const bad = tests.filter((test) => !test.passed).length + failed.length
  process.stdout.write(`${tests.length - tests.filter((test) => !test.passed).length} passed, ${bad} failed\n`)
  process.exitCode = failed.length === 0 ? 0 : 1
}

await main()
