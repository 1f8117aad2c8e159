// libFuzzer on every decoder and every way into hub, gate and assets (contracts/fuzz): a crash is a violation.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '../../localnet/config.ts'
import { type Ended, runCommand } from '../commands.ts'
import { type Attack, chosen, type Effort, type Found } from './attack.ts'

const seconds = 60
const crate = join(root, 'contracts', 'fuzz')
const target = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'causeway', 'fuzz-target')
const corpora = join(root, '.causeway', 'fuzz')
/** Named, so that programs which run while it is built get no instruments. */
const machine = 'x86_64-unknown-linux-gnu'
/** What libFuzzer needs of the compiler; a stable one has it. */
const instruments = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
  '-Ccodegen-units=1',
  '--cfg',
  'fuzzing',
].join(' ')

/** The target with a planted mistake, and how long it may take to find that. */
const canary = { name: 'canary', seconds: 300 }

export const targets = (): readonly string[] =>
  globSync(join(crate, 'src', 'bin', '*.rs'))
    .map((path) => basename(path, '.rs'))
    .filter((name) => name !== canary.name)
    .sort()

/** "Done 12345 runs in 61 second(s)" */
export const readRuns = (output: string): number => Number(/Done (\d+) runs in/.exec(output)?.[1] ?? 0)

/** Bytes of the test vectors, good and bad: a fuzzer that starts from nothing finds little. */
function sow(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const path of globSync(join(root, 'test', 'vectors', '*', '*.json'))) {
    for (const [index, [, hex = '']] of [
      ...readFileSync(path, 'utf8').matchAll(/"((?:[0-9a-f]{2}){4,})"/g),
    ].entries()) {
      writeFileSync(join(folder, `${basename(path, '.json')}-${index}`), Buffer.from(hex, 'hex'))
    }
  }
}

function feed(name: string, forSeconds: number): Promise<Ended> {
  const corpus = join(corpora, name)
  sow(corpus)
  const crashes = join(corpora, `${name}.crash-`)
  const limits = [`-max_total_time=${forSeconds}`, '-rss_limit_mb=1024', '-timeout=60', '-print_final_stats=1']
  return runCommand(join(target, machine, 'release', name), [corpus, `-artifact_prefix=${crashes}`, ...limits])
}

/** With the same means as the others. */
async function findCanary(say: Effort['say']): Promise<readonly string[]> {
  const { output } = await feed(canary.name, canary.seconds)
  if (output.includes('the canary')) return []
  say(output.slice(-1_500))
  return [`the planted mistake was not found in ${canary.seconds} s`]
}

async function fuzzOne(name: string, { times, say }: Effort): Promise<Found> {
  const { code, output } = await feed(name, seconds * times)
  const runs = readRuns(output)
  say(`  ${name}: ${runs} runs`)
  const violations = code === 0 ? [] : [`${name} ended with ${code}: ${output.slice(-1_500)}`]
  return { counts: { [name]: runs }, violations: runs === 0 ? [...violations, `${name} was not run`] : violations }
}

export const fuzz: Attack = {
  name: 'fuzz',
  about: 'bytes that nobody wrote, for every decoder and every entry point',
  run: async (effort: Effort): Promise<Found> => {
    const manifest = ['--manifest-path', join(crate, 'Cargo.toml')]
    const env = { RUSTFLAGS: instruments, CARGO_TARGET_DIR: target }
    const built = await runCommand(
      'cargo',
      ['build', '--release', '--quiet', '--locked', '--target', machine, ...manifest],
      { env },
    )
    if (built.code !== 0) return { counts: {}, violations: [`the targets do not build: ${built.output.slice(-3_000)}`] }
    const unfound = await findCanary(effort.say)
    const found: Found[] = []
    const each = targets().map((name) => ({ name }))
    for (const { name } of chosen(each, effort)) found.push(await fuzzOne(name, effort))
    const counts = Object.assign({}, ...found.map((one) => one.counts)) as Record<string, number>
    return { counts, violations: [...unfound, ...found.flatMap(({ violations }) => violations)] }
  },
}
