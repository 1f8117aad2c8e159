// `npm run crashes [-- --pairs 1000]`: the crash points of twelve stories, each with and without IBC v2: every one of
// them, or pairs of them by a seed. Ends with 1 on a violation, and where a story has not met what it is about.
import { randomInt } from 'node:crypto'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { buildContracts } from '../../contracts/build.ts'
import { addToLedger } from '../../docs/assurance/ledger.ts'
import { ensureTools } from '../../localnet/setup.ts'
import { command, say } from '../../localnet/terminal.ts'
import { randomFrom } from '../random.ts'
import { crashEverywhere, crashInPairs, stories } from './crashes.ts'
import { nothing, type Part, runAllApart, sumOf } from './parts.ts'
import { type Codes, readCodes } from './world.ts'

type Words = {
  readonly stride: number
  /** As many times as far from one call to the next in stories with a zone over IBC v2. */
  readonly paired: number
  readonly offset: number
  readonly pairs: number
  readonly seed: number
}

async function here(codes: Codes, { stride, paired, offset, pairs, seed }: Words): Promise<Part> {
  if (pairs > 0) return crashInPairs(codes, pairs, randomFrom(seed + offset))
  let sum: Part = nothing
  for (const story of stories) {
    const times = story.paired === undefined ? 1 : paired
    sum = sumOf(sum, await crashEverywhere(codes, story, stride * times, offset * times))
  }
  return sum
}

/** A share of it for each core, in a process of its own. */
function onAllCores({ stride, paired, offset, pairs, seed }: Words): Promise<Part> {
  const cores = cpus().length
  const each = Array.from({ length: cores }, (_, core) => {
    const place = ['--stride', String(stride * cores), '--offset', String(offset + core * stride)]
    const words = ['--paired-stride', String(paired), '--seed', String(seed)]
    return [...place, ...words, '--pairs', String(Math.ceil(pairs / cores))]
  })
  return runAllApart(import.meta.filename, each)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stride: { type: 'string', default: '1' },
      'paired-stride': { type: 'string', default: '1' },
      offset: { type: 'string', default: '0' },
      pairs: { type: 'string', default: '0' },
      seed: { type: 'string', default: process.env['SEED'] ?? String(randomInt(2 ** 31)) },
      apart: { type: 'boolean', default: false },
      ledger: { type: 'boolean', default: false },
    },
  })
  await ensureTools(say)
  const codes = readCodes(await buildContracts(say))
  const [stride, offset, pairs] = [Number(values.stride), Number(values.offset), Number(values.pairs)]
  const words = { stride, paired: Number(values['paired-stride']), offset, pairs, seed: Number(values.seed) }
  if (values.apart) return void process.stdout.write(JSON.stringify(await here(codes, words)))
  const { counts, met, violations } = await onAllCores(words)
  const unmet = pairs > 0 ? [] : unmetOfStories(met)
  const all = [...violations, ...unmet]
  for (const violation of all) say(violation)
  const told = pairs > 0 ? `seed ${words.seed}: ${counts['pairs'] ?? 0} pairs of` : String(counts['crashes'] ?? 0)
  say(`${stories.length} stories, ${told} crash points, ${all.length} violations`)
  if (values.ledger) addToLedger({ engine: 'crashes', seed: words.seed, counts, violations: all.length })
  if (all.length > 0) process.exitCode = 1
}

const unmetOfStories = (met: readonly string[]): readonly string[] =>
  stories.flatMap(({ name, meets }) => {
    return meets.filter((sight) => !met.includes(`${name}: ${sight}`)).map((sight) => `${name} has not met: ${sight}`)
  })

await command(main)
