// `npm run sim [-- --seeds 1000 --from 0]`, `SEED=… npm run sim`: runs of the whole system in this process, each by its
// seed. Ends with 1 on a violation, where a seed that is run twice makes two histories, where something was
// never met, and where a lie that was planted is not noticed.
import { spawn } from 'node:child_process'
import { cpus } from 'node:os'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type Built, buildContracts } from '../../contracts/build.ts'
import { addToLedger } from '../../docs/assurance/ledger.ts'
import { ensureTools } from '../../localnet/setup.ts'
import { command, say } from '../../localnet/terminal.ts'
import { type History, SimRun } from './run.ts'
import { readCodes } from './world.ts'

/** One in so many seeds is run twice, the second time with a new memory for every call of a contract. */
const twiceEvery = 50
const canarySeed = 1
/** Where fewer seeds are run, some of these may not be met. */
const seedsToMeetAll = 200
const mustBeMet = [
  'abort: leg aborted by ack',
  'abort: leg aborted by error_ack',
  'abort: leg aborted by timeout',
  'commit: leg applied by ack',
  'commit: leg applied by decision',
  'hub none',
  'hub open',
]

type Part = {
  readonly counts: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  readonly met: readonly string[]
  readonly violations: readonly string[]
}
const add = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]),
  )

async function runSeeds(built: Built, from: number, count: number): Promise<Part> {
  const [codes, freshCodes] = [readCodes(built), readCodes(built, true)]
  let part: Part = { counts: {}, faults: {}, met: [], violations: [] }
  for (let seed = from; seed < from + count; seed += 1) {
    const history = await SimRun.run(seed, codes)
    const again = seed % twiceEvery === 0 ? await SimRun.run(seed, freshCodes) : history
    part = withHistory(part, history, again)
  }
  return part
}

function withHistory(part: Part, history: History, again: History): Part {
  const { seed, transactions, committed, aborted, faults, sometimes, violations, hash } = history
  const told = violations.map((what) => `SEED=${seed} ${what}`)
  if (again.hash !== hash) told.push(`SEED=${seed} I14: two runs made two histories`)
  return {
    counts: add(part.counts, { seeds: 1, transactions, committed, aborted }),
    faults: add(part.faults, faults),
    met: [...new Set([...part.met, ...sometimes])],
    violations: [...part.violations, ...told],
  }
}

/** The same in a process of its own. */
async function runApart(from: number, count: number): Promise<Part> {
  const words = ['--seeds', String(count), '--from', String(from), '--apart']
  const child = spawn(process.execPath, [import.meta.filename, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as Part
}

async function runOnAllCores(built: Built, from: number, seeds: number): Promise<Part> {
  const cores = Math.min(cpus().length, Math.ceil(seeds / 20))
  if (cores < 2) return runSeeds(built, from, seeds)
  const size = Math.ceil(seeds / cores)
  const starts = Array.from({ length: cores }, (_, index) => from + index * size)
  const parts = await Promise.all(starts.map((start) => runApart(start, Math.min(size, from + seeds - start))))
  return parts.reduce((sum, part) => ({
    counts: add(sum.counts, part.counts),
    faults: add(sum.faults, part.faults),
    met: [...new Set([...sum.met, ...part.met])],
    violations: [...sum.violations, ...part.violations],
  }))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '0' },
      apart: { type: 'boolean', default: false },
      ledger: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  await ensureTools(say)
  const built = await buildContracts(say)
  const [from, seeds] = [Number(values.from), Number(values.seeds)]
  if (values.apart) return void process.stdout.write(JSON.stringify(await runSeeds(built, from, seeds)))
  const seed = process.env['SEED']
  if (seed !== undefined) return replay(built, Number(seed))
  const part = await runOnAllCores(built, from, seeds)
  const unmet = seeds < seedsToMeetAll ? [] : mustBeMet.filter((name) => !part.met.includes(name))
  const canary = await SimRun.run(canarySeed, readCodes(built), true)
  const violations = [...part.violations, ...unmet.map((name) => `never met: ${name}`)]
  if (canary.violations.length === 0) violations.push('the canary was not noticed')
  for (const violation of violations) say(violation)
  say(`${JSON.stringify(part.counts)}, faults ${JSON.stringify(part.faults)}, ${violations.length} violations`)
  if (values.json) process.stdout.write(`${JSON.stringify({ ...part, violations })}\n`)
  if (values.ledger) {
    const faults = Object.values(part.faults).reduce((sum, count) => sum + count, 0)
    addToLedger({ engine: 'sim', seed: from, counts: { ...part.counts, faults }, violations: violations.length })
  }
  if (violations.length > 0) process.exitCode = 1
}

async function replay(built: Built, seed: number): Promise<void> {
  const history = await SimRun.run(seed, readCodes(built))
  say(JSON.stringify({ ...history, sometimes: [...history.sometimes].sort() }, null, 2))
  if (history.violations.length > 0) process.exitCode = 1
}

await command(main)
