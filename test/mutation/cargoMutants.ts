// Mutants of Rust by cargo-mutants from its registry: it changes a copy of the contracts and of what their tests read
// beside them, whose target folder is kept, so that each mutant is a build of little.
import { cpSync, existsSync, globSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Missed, Outcome } from '../../docs/assurance/mutation.ts'
import { localnetConfig, root } from '../../localnet/config.ts'
import { runCommand } from '../commands.ts'

const version = '27.1.0'
/** What the tests of contracts read. */
const read = ['contracts', 'proto', join('test', 'vectors')]
/** Of a mutant that may never end. Its build is not counted. */
const testTimeoutSec = 300

async function ensureCargoMutants(say: (line: string) => void): Promise<string> {
  const home = join(localnetConfig().cache, `cargo-mutants-${version}`)
  const program = join(home, 'bin', 'cargo-mutants')
  if (existsSync(program)) return program
  say(`Building cargo-mutants ${version} from its registry…`)
  const words = ['install', 'cargo-mutants', '--locked', '--version', version, '--root', home]
  const { code, output } = await runCommand('cargo', words)
  if (code !== 0) throw new Error(`cargo install ended with ${code}: ${output.slice(-2_000)}`)
  return program
}

const isBuilt = (path: string): boolean => relative(root, path).split(sep).includes('target')

/**
 * Only what differs is written, so that cargo builds what has changed and nothing else: mutants that a run which was
 * ended has left are undone by it as well.
 */
function copyTree(tree: string): void {
  const differs = (from: string, to: string): boolean =>
    statSync(from).isDirectory() || !existsSync(to) || !readFileSync(from).equals(readFileSync(to))
  for (const folder of read) {
    const [from, to] = [join(root, folder), join(tree, folder)]
    cpSync(from, to, { recursive: true, filter: (one, other) => !isBuilt(one) && differs(one, other) })
    for (const path of globSync('**/*', { cwd: to })) {
      if (!existsSync(join(from, path))) rmSync(join(to, path), { recursive: true, force: true })
    }
  }
}

/** Lines as cargo-mutants writes them: `path:line:column: what`. */
export function readMissed(text: string): readonly Missed[] {
  return text
    .split('\n')
    .map((line) => /^[^:]+:(\d+):\d+: (.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, line, what = '']) => ({ line: Number(line), what }))
}

/** Of one file of the contracts, from the root of the repository; `packages` have the tests that look for them. */
export async function tryByCargo(
  file: string,
  packages: readonly string[],
  say: (line: string) => void,
): Promise<Outcome> {
  const program = await ensureCargoMutants(say)
  const place = join(localnetConfig().cache, 'mutation')
  copyTree(join(place, 'tree'))
  const outcomes = join(place, 'mutants.out')
  rmSync(outcomes, { recursive: true, force: true })
  const words = ['mutants', '--in-place', '--colors', 'never', '--no-shuffle', '--output', place]
  const chosen = ['--file', relative('contracts', file), '--timeout', String(testTimeoutSec)]
  const tests = packages.flatMap((name) => ['--test-package', name])
  const env = { CARGO_TARGET_DIR: join(place, 'target') }
  const { code, output } = await runCommand(program, [...words, ...chosen, ...tests], {
    cwd: join(place, 'tree', 'contracts'),
    env,
  })
  // 0: all caught; 2: some were missed; 3: some never ended, which is caught too.
  if (![0, 2, 3].includes(code)) throw new Error(`cargo-mutants ended with ${code}: ${output.slice(-4_000)}`)
  const told = (name: string): readonly Missed[] => readMissed(readFileSync(join(outcomes, `${name}.txt`), 'utf8'))
  const caught = told('caught').length + told('timeout').length
  return { caught, missed: told('missed'), untried: told('unviable').length }
}
