// Mutants of TypeScript by Stryker from its registry, in a folder of its own: what they break is looked for by the unit
// tests, on a copy of the repository.
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Missed, Outcome } from '../../docs/assurance/mutation.ts'
import { localnetConfig, root } from '../../localnet/config.ts'
import { runCommand } from '../commands.ts'

const version = '10.0.0'
const packages = ['core', 'jest-runner'].map((name) => `@stryker-mutator/${name}@${version}`)
/** Folders of the repository that no unit test reads, and in which chains of another run may be at work. */
const left = ['.causeway', 'contracts/target']

type Mutant = {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: { readonly line: number } }
}
type Report = { readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>> }

async function ensureStryker(say: (line: string) => void): Promise<string> {
  const home = join(localnetConfig().cache, `stryker-${version}`)
  const modules = join(home, 'node_modules', '@stryker-mutator')
  if (existsSync(join(home, 'ready'))) return modules
  say(`Installing Stryker ${version} from its registry…`)
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
  const { code, output } = await runCommand('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: home })
  if (code !== 0) throw new Error(`npm install ended with ${code}: ${output.slice(-2_000)}`)
  writeFileSync(join(home, 'ready'), '')
  return modules
}

/** Unit tests that import the file themselves. */
const ownTests = (file: string): readonly string[] =>
  globSync('test/unit/*.test.ts', { cwd: root }).filter((test) =>
    readFileSync(join(root, test), 'utf8').includes(`/${file}'`),
  )

function configOf(file: string, report: string, modules: string): object {
  const jest = JSON.parse(readFileSync(join(root, 'jest.config.json'), 'utf8')) as object
  // Its own tests are quick and say what it is for; where it has none, those of what imports it have to do.
  const own = ownTests(file)
  const tests = own.length === 0 ? ['test/unit/**/*.test.ts'] : own
  return {
    mutate: [file],
    testRunner: 'jest',
    plugins: [join(modules, 'jest-runner', 'dist', 'src', 'index.js')],
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    jest: { config: { ...jest, rootDir: '.', testMatch: tests.map((test) => `<rootDir>/${test}`) } },
    coverageAnalysis: 'perTest',
    // Without tests of its own, every test there is would have to look for each mutant that loading the module runs.
    ignoreStatic: own.length === 0,
    concurrency: cpus().length,
    // Our compiler is no package that Stryker could ask for what extends what.
    tsconfigFile: 'none.json',
    ignorePatterns: left,
    reporters: ['json'],
    jsonReporter: { fileName: report },
  }
}

const caughtBy: readonly string[] = ['Killed', 'Timeout', 'RuntimeError']
const missedBy: readonly string[] = ['Survived', 'NoCoverage']

/** What a report says of the file; every other status is a mutant that was not tried. */
export function readReport(text: string, file: string): Outcome {
  const { mutants = [] } = (JSON.parse(text) as Report).files[file] ?? {}
  const missed = mutants
    .filter(({ status }) => missedBy.includes(status))
    .map(({ location, mutatorName, replacement = '' }): Missed => {
      const by = replacement.replaceAll(/\s+/g, ' ').slice(0, 80)
      return { line: location.start.line, what: `${mutatorName} by ${by}` }
    })
  const caught = mutants.filter(({ status }) => caughtBy.includes(status)).length
  return { caught, missed, untried: mutants.length - caught - missed.length }
}

/** Of one file of TypeScript, from the root of the repository. */
export async function tryByStryker(file: string, say: (line: string) => void): Promise<Outcome> {
  const modules = await ensureStryker(say)
  const place = mkdtempSync(join(tmpdir(), 'causeway-mutation-'))
  try {
    const [config, report] = [join(place, 'stryker.json'), join(place, 'report.json')]
    writeFileSync(config, JSON.stringify(configOf(file, report, modules)))
    const stryker = join(modules, 'core', 'bin', 'stryker.js')
    const { code, output } = await runCommand(process.execPath, [stryker, 'run', config])
    if (!existsSync(report)) throw new Error(`Stryker ended with ${code}: ${output.slice(-4_000)}`)
    return readReport(readFileSync(report, 'utf8'), file)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
