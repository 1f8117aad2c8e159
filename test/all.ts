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
type Manner = {
  /** What it prints is kept until it is over: others print meanwhile. */
  readonly quiet: boolean
  /** Nice value; 19 leaves the core to whoever else needs it. */
  readonly nice?: number
}
type Tier = { readonly name: string; readonly run: (manner: Manner) => Promise<Outcome> }
/** One after another. */
type Lane = readonly Tier[]
/** Lanes that run beside each other; the next step begins when all of them are over. */
type Step = readonly Lane[]

/** Runs a command, echoing what it prints and keeping it. */
function command(
  program: string,
  args: readonly string[],
  { quiet, nice = 0 }: Manner,
): Promise<{ ok: boolean; output: string }> {
  return new Promise((done) => {
    const env = { ...process.env, ...cargoEnv }
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env })
    if (nice > 0 && child.pid !== undefined) setPriority(child.pid, nice)
    let output = ''
    const keep = (chunk: Buffer): void => {
      output += chunk.toString()
      if (!quiet) process.stderr.write(chunk)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', () => done({ ok: false, output: `${program} is missing` }))
    child.on('close', (code) => {
      if (quiet) process.stderr.write(output)
      done({ ok: code === 0, output })
    })
  })
}

const jest =
  (folders: readonly string[], extra: readonly string[] = []) =>
  async (manner: Manner): Promise<Outcome> => {
    const report = join(root, '.causeway', `jest-${folders.join('-').replaceAll('/', '_')}.json`)
    mkdirSync(join(root, '.causeway'), { recursive: true })
    rmSync(report, { force: true })
    const flags = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
    ]
    const words = [...flags, ...folders, '--json', `--outputFile=${report}`, ...extra]
    const { ok } = await command(process.execPath, words, manner)
    return { ok, tests: parseJestReport(readFileSync(report, 'utf8'), root) }
  }

const plain =
  (program: string, args: readonly string[], more: Partial<Manner> = {}) =>
  async (manner: Manner): Promise<Outcome> => ({
    ok: (await command(program, args, { ...manner, ...more })).ok,
    tests: [],
  })
const script = (...words: readonly string[]): Tier['run'] => plain(process.execPath, words)
/** Leaves the cores to whoever waits for blocks. */
const beside = (...words: readonly string[]): Tier['run'] => plain(process.execPath, words, { nice: 19 })

const cargo =
  (args: readonly string[]) =>
  async (manner: Manner): Promise<Outcome> => {
    const { ok, output } = await command('cargo', [...args, '--manifest-path', 'contracts/Cargo.toml'], manner)
    return { ok, tests: parseCargoOutput(output) }
  }

/** Of what an attack does by itself, so that all of it fits into the hour of a submission: a campaign does more. */
const attackTimes = 0.3

const attacks = (...names: readonly string[]): Tier => {
  const run = beside('test/attack/main.ts', ...names, '--times', String(attackTimes))
  return { name: `attacks: ${names.join(', ')}`, run }
}

const model = ['run', '--release', '-q', '--manifest-path', 'contracts/Cargo.toml', '-p', 'causeway-model']

const inOneProcess = ['--runInBand', '--forceExit']
/** They make their own chains, and ask nothing of the common world. */
const apart = ['validators', 'chainUpgrade'].map((name) => `test/e2e/${name}.test.ts`)
const without = (paths: readonly string[]): readonly string[] =>
  ['/node_modules/', ...paths].flatMap((path) => ['--testPathIgnorePatterns', path])

const commonWorld = jest(['test/e2e'], [...inOneProcess, ...without(apart)])

const steps: readonly Step[] = [
  [
    [
      { name: 'types', run: plain('node_modules/.bin/tsc', ['-p', '.']) },
      { name: 'format and lint', run: plain('node_modules/.bin/biome', ['ci', '--diagnostic-level=error', '.']) },
      { name: 'generated files', run: plain('sh', ['test/drift.sh']) },
      { name: 'unit', run: jest(['test/unit', 'test/tidy.test.ts'], ['--maxWorkers=100%']) },
      { name: 'mutants of changed code', run: script('test/mutation/main.ts', '--changed', '--minutes', '3') },
    ],
  ],
  // Neither fills two cores by itself.
  [
    [{ name: 'conformance', run: jest(['test/conformance']) }],
    [{ name: 'e2e, worlds apart', run: jest(apart, inOneProcess) }],
  ],
  [
    [
      { name: 'contracts format', run: cargo(['fmt', '--all', '--check']) },
      { name: 'contracts', run: cargo(['test', '--workspace']) },
      { name: 'model', run: plain('cargo', model) },
      { name: 'sim', run: script('test/sim/main.ts') },
      { name: 'traces', run: script('test/model/traces.ts') },
    ],
  ],
  // The common world leaves nearly half of two cores idle.
  [
    [{ name: 'e2e', run: (manner) => inWorld(say, () => commonWorld(manner)) }],
    [
      attacks('fuzz'),
      { name: 'crashes', run: beside('test/sim/crashMain.ts', '--paired-stride', '4') },
      { name: 'traces on wasm', run: beside('test/model/traces.ts', '--on', 'wasm') },
    ],
    [
      attacks('decoders', 'doors', 'api'),
      { name: 'traces on the referee', run: beside('test/model/traces.ts', '--on', 'referee', '--traces', '30') },
      { name: 'referee', run: beside('test/referee/main.ts') },
    ],
  ],
  [[{ name: 'chaos', run: script('test/chaos/main.ts', '--minutes', '4', '--kills', '8') }]],
]

/** A tier that could not even run is a failed tier; the others still say what works. */
function broken(error: unknown): Outcome {
  say(String(error))
  return { ok: false, tests: [] }
}

type All = { readonly tests: readonly TestResult[]; readonly failed: readonly string[] }

async function runAll(chosen: readonly Step[]): Promise<All> {
  const tests: TestResult[] = []
  const failed: string[] = []
  const runLane = async (lane: Lane, manner: Manner): Promise<void> => {
    for (const { name, run } of lane) {
      say(`\n== ${name}`)
      const beganMs = performance.now()
      const outcome = await run(manner).catch(broken)
      say(`${name}: ${Math.round((performance.now() - beganMs) / 1_000)} s`)
      tests.push(...outcome.tests)
      if (!outcome.ok) failed.push(name)
    }
  }
  for (const lanes of chosen) await Promise.all(lanes.map((lane, index) => runLane(lane, { quiet: index > 0 })))
  return { tests, failed }
}

/** Those tiers whose names begin with one of the words; without any, all of them. */
function choose(words: readonly string[]): readonly Step[] {
  if (words.length === 0) return steps
  const isMeant = ({ name }: Tier): boolean => words.some((word) => name.startsWith(word))
  return steps.map((lanes) => lanes.map((lane) => lane.filter(isMeant)))
}

async function main(): Promise<void> {
  const only = process.argv.slice(2)
  const chosen = choose(only)
  const startedAt = new Date().toISOString()
  // All at once: two that install beside each other would be in each other's way.
  await ensureTools(say, [...testNeeds, python, faketime])
  if (chosen.flat(2).some(({ name }) => name === 'e2e')) {
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
