// `npm run mutation [-- core|commit|contracts…] [--minutes 30] [--only <file>] [--changed]`: code with one thing
// changed, which tests must notice. A file is tried as a whole; those that were tried as they are now are passed over,
// so that it may be stopped at any moment and goes on from there; `--changed` passes over those as well that were never
// tried. Ends with 1 where an area that was tried as a whole misses its score, or what was changed does.
import { globSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  type AreaName,
  addTried,
  newest,
  type Outcome,
  readTried,
  scoreGoals,
  scoreOf,
  sourceHash,
  type Tried,
} from '../../docs/assurance/mutation.ts'
import { root } from '../../localnet/config.ts'
import { command, say } from '../../localnet/terminal.ts'
import { tryByCargo } from './cargoMutants.ts'
import { tryByStryker } from './stryker.ts'

type Area = {
  readonly files: readonly string[]
  readonly try: (file: string) => Promise<Outcome>
}

const filesOf = (patterns: readonly string[], except: readonly string[] = []): readonly string[] =>
  globSync([...patterns], { cwd: root, exclude: [...except] }).toSorted()

const services = ['credentials', 'identity', 'intake', 'market', 'rights', 'stores']
/** The packages whose tests look for mutants of another one beside its own: what stands on it. */
const standOn: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['commit', ...services].map((name) => [name, []])),
  proto: ['vectors', 'integration-tests'],
  'resource-kit': services,
  services,
}

function byCargo(file: string): Promise<Outcome> {
  const own = file.split('/src/')[0]?.split('/').at(-1)?.replace('causeway-', '') ?? ''
  const packages = [own, ...(standOn[own] ?? ['integration-tests'])].map((name) => `causeway-${name}`)
  return tryByCargo(file, packages, say)
}

const areas: Readonly<Record<AreaName, Area>> = {
  core: { files: filesOf(['core/*.ts']), try: (file) => tryByStryker(file, say) },
  commit: { files: filesOf(['contracts/packages/causeway-commit/src/*.rs']), try: byCargo },
  contracts: {
    files: filesOf(
      ['contracts/{gate,hub}/src/*.rs', 'contracts/resources/*/src/*.rs', 'contracts/packages/*/src/*.rs'],
      ['contracts/packages/causeway-commit/**', 'contracts/packages/causeway-resource-tests/**', '**/*tests.rs'],
    ),
    try: byCargo,
  },
}
const areaNames = Object.keys(areas) as AreaName[]

/** What was tried of these files as they are now. */
function triedOf(files: readonly string[]): readonly Tried[] {
  return newest(readTried()).filter(({ file, source }) => files.includes(file) && source === sourceHash(file))
}

/** Throws on an area, or a file of these areas, that there is not: mutants of nothing show nothing. */
function readWords(words: readonly string[], only: string | undefined): readonly AreaName[] {
  const stray = words.filter((word) => !areaNames.some((name) => name === word))
  if (stray.length > 0) throw new Error(`no area ${stray.join(', ')}; there are ${areaNames.join(', ')}`)
  const chosen = words.length === 0 ? areaNames : areaNames.filter((name) => words.includes(name))
  if (only !== undefined && !chosen.some((name) => areas[name].files.includes(only))) {
    throw new Error(`no file ${only} in ${chosen.join(', ')}`)
  }
  return chosen
}

type Wish = { readonly only: string | undefined; readonly changed: boolean }

/** What is asked for, whether or not it was tried; without that, what was not tried as it is now. */
function filesToTry(area: AreaName, { only, changed }: Wish): readonly string[] {
  const { files } = areas[area]
  if (only !== undefined) return files.filter((file) => file === only)
  const tried = new Set(triedOf(files).map(({ file }) => file))
  const ever = new Set(readTried().map(({ file }) => file))
  return files.filter((file) => !tried.has(file) && (!changed || ever.has(file)))
}

async function tryFile(area: AreaName, file: string): Promise<void> {
  say(`${file}…`)
  const source = sourceHash(file)
  const outcome = await areas[area].try(file)
  const { caught, missed, untried } = outcome
  say(`  ${caught} caught, ${missed.length} missed, ${untried} not tried`)
  if (source !== sourceHash(file)) {
    throw new Error(`${file} was changed meanwhile: its mutants are those of another text`)
  }
  addTried({ area, file, source, at: new Date().toISOString(), ...outcome })
}

/** Whether it is as good as it has to be, as far as that can be said. */
function tellScore(area: AreaName): boolean {
  const { files } = areas[area]
  const tried = triedOf(files)
  const [score, goal] = [scoreOf(tried), scoreGoals[area]]
  say(`${area}: ${score.toFixed(1)} % of what was tried, ${goal} % are asked; ${tried.length} of ${files.length} files`)
  return tried.length < files.length || score >= goal
}

/** What time was left for, of what was changed. */
function tellChanged(area: AreaName, files: readonly string[]): boolean {
  const tried = triedOf(files)
  const [score, goal] = [scoreOf(tried), scoreGoals[area]]
  say(`${area}: ${files.length} files were changed since they were tried, ${tried.length} of them are tried again`)
  return Number.isNaN(score) || score >= goal
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      minutes: { type: 'string', default: '30' },
      only: { type: 'string' },
      changed: { type: 'boolean', default: false },
    },
  })
  const endMs = performance.now() + Number(values.minutes) * 60_000
  const chosen = readWords(positionals, values.only)
  const { only, changed } = values
  for (const area of chosen) {
    const files = filesToTry(area, { only, changed })
    for (const file of files) {
      if (performance.now() > endMs) break
      await tryFile(area, file)
    }
    const isGoodEnough = changed ? tellChanged(area, files) : tellScore(area)
    if (!isGoodEnough) process.exitCode = 1
  }
}

await command(main)
