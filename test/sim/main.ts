// `npm run sim [-- --seeds 1000 --from 0]`, `SEED=… npm run sim`: runs of the whole system in this process, each by its
// seed. Ends with 1 on a violation, where a seed that is run twice makes two histories, where something was
// never met, and where what was planted is not noticed.
import { parseArgs } from 'node:util'
import { type Built, buildContracts } from '../../contracts/build.ts'
import { addToLedger } from '../../docs/assurance/ledger.ts'
import { ensureTools } from '../../localnet/setup.ts'
import { command, say } from '../../localnet/terminal.ts'
import { nothing, type Part, partOf, partOfSeed, runOnAllCores, type Seeds, sumOf } from './parts.ts'
import { person } from './people.ts'
import { type History, people, purse, SimRun, zoneIds } from './run.ts'
import { simMustMeet, simMustSuffer, unmetOf } from './sights.ts'
import { type Codes, readCodes, SimWorld } from './world.ts'

/** One in so many seeds is run twice, the second time with a new memory for every call of a contract. */
const twiceEvery = 50
const canarySeed = 1
const steps = 800
/** In one of so many seeds a zone lies. */
const lyingEvery = 7
/** One in so many seeds pays through the hub's API, whose own calls take steps as well. */
const throughApiEvery = 10
const stepsThroughApi = 1_400
/** Fewer are not worth a process of their own. */
const seedsApart = 20
/** Where fewer seeds are run, some of these may not be met. */
const seedsToMeetAll = 1_000

/** What is wrong with a run, so that somebody must notice it. */
type Canary = 'a chain that is lied to' | 'an API that forgets'
const canaries: readonly Canary[] = ['a chain that is lied to', 'an API that forgets']

async function runSeed(seed: number, codes: Codes, canary?: Canary): Promise<History> {
  const users = await Promise.all(people.map(person))
  // In half of the runs one zone is joined by IBC v2.
  const paired = seed % 2 === 1 ? ['zone-c'] : []
  const plan = { zoneIds, paired, ...(seed % lyingEvery === 3 ? { byzantine: 'zone-b' } : {}) }
  const net = await SimWorld.funded(codes, plan, users, purse)
  if (canary === 'a chain that is lied to') net.lieTo('zone-b')
  const weather = 'of its own'
  if (canary === 'an API that forgets')
    return SimRun.run({ seed, net, users, weather, steps: stepsThroughApi, api: 'forgetful' })
  if (seed % throughApiEvery !== 0) return SimRun.run({ seed, net, users, weather, steps })
  return SimRun.run({ seed, net, users, weather, steps: stepsThroughApi, api: 'careful' })
}

async function runSeeds(built: Built, { from, count }: Seeds): Promise<Part> {
  const [codes, freshCodes] = [readCodes(built), readCodes(built, true)]
  let sum = nothing
  for (let seed = from; seed < from + count; seed += 1) {
    const part = await partOfSeed(seed, async () => {
      const history = await runSeed(seed, codes)
      const again = seed % twiceEvery === 0 ? await runSeed(seed, freshCodes) : history
      const isOne = again.hash === history.hash
      const violations = isOne ? [] : [`SEED=${seed} I14: two runs made two histories`]
      return sumOf(partOf(history), { ...nothing, violations })
    })
    sum = sumOf(sum, part)
  }
  return sum
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
  const here = (these: Seeds): Promise<Part> => runSeeds(built, these)
  const asked = { from, count: seeds }
  if (values.apart) return void process.stdout.write(JSON.stringify(await here(asked)))
  const seed = process.env['SEED']
  if (seed !== undefined) return replay(built, Number(seed))
  const part = await runOnAllCores(import.meta.filename, asked, seedsApart, here)
  const unmet = seeds < seedsToMeetAll ? [] : unmetOf(part, simMustMeet, simMustSuffer)
  const violations = [...part.violations, ...unmet]
  for (const canary of canaries) {
    const found = await runSeed(canarySeed, readCodes(built), canary)
    if (found.violations.length === 0) violations.push(`nobody has noticed ${canary}`)
  }
  for (const violation of violations) say(violation)
  say(`${JSON.stringify(part.counts)}, faults ${JSON.stringify(part.faults)}, ${violations.length} violations`)
  if (values.json) process.stdout.write(`${JSON.stringify({ ...part, violations })}\n`)
  if (values.ledger) {
    const { counts, faults } = part
    addToLedger({ engine: 'sim', seed: from, counts, faults, violations: violations.length })
  }
  if (violations.length > 0) process.exitCode = 1
}

async function replay(built: Built, seed: number): Promise<void> {
  const history = await runSeed(seed, readCodes(built))
  say(JSON.stringify({ ...history, sometimes: [...history.sometimes].sort() }, null, 2))
  if (history.violations.length > 0) process.exitCode = 1
}

await command(main)
