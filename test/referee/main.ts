// `npm run referee [-- --seeds 6 --from 0]`, `SEED=… npm run referee`: the runs of `npm run sim` on ibc-go's own
// testing chains, with the very wasm, light clients and Merkle proofs. Ends with 1 on a violation, where an entry point
// was never tried with too little gas, and where coins that come from nowhere are not noticed.
import { parseArgs } from 'node:util'
import { type Built, buildContracts } from '../../contracts/build.ts'
import { addToLedger } from '../../docs/assurance/ledger.ts'
import type { GoProgram } from '../../localnet/goProgram.ts'
import { ensureTools } from '../../localnet/setup.ts'
import { command, say } from '../../localnet/terminal.ts'
import { nothing, type Part, partOf, partOfSeed, runOnAllCores, type Seeds, sumOf } from '../sim/parts.ts'
import { person } from '../sim/people.ts'
import { type History, people, purse, SimRun, zoneIds } from '../sim/run.ts'
import { refereeMustMeet, refereeMustSuffer, unmetOf } from '../sim/sights.ts'
import { largestBreaches } from './largest.ts'
import { doLater } from './later.ts'
import { buildReferee, RefereeProcess } from './process.ts'
import { Sweeper } from './sweep.ts'
import { RefereeWorld } from './world.ts'

const steps = 3_000
const canarySteps = 300
const sweep = { limits: 100, forged: 40, states: 1 }
/** Where fewer seeds are run, some of what must be met may not be. */
const seedsToMeetAll = 6
/** One in so many seeds tries what administrators and owners do as well: it is the same for every seed. */
const deploymentEvery = 6
type Machine = { readonly built: Built; readonly program: GoProgram }

async function open({ built, program }: Machine, watch: (nodes: RefereeWorld['nodes']) => void): Promise<RefereeWorld> {
  const process = new RefereeProcess(program)
  return RefereeWorld.make({ process, built, zoneIds, people, purse, paired: ['zone-c'], watch })
}

async function runSeed(machine: Machine, seed: number): Promise<Part> {
  const sweeper = new Sweeper(sweep, seed)
  const isDeploymentSwept = seed % deploymentEvery === 0
  const net = await open(machine, (nodes) => (isDeploymentSwept ? sweeper.watch(nodes) : undefined))
  try {
    sweeper.watch(net.nodes)
    if (isDeploymentSwept) await doLater(net)
    const users = await Promise.all(people.map(person))
    const history = await SimRun.run({ seed, net, users, steps, weather: 'usual' })
    return sumOf(partOf(history), {
      counts: { limits: sweeper.counts.limits, forged: sweeper.counts.forged },
      faults: {},
      met: sweeper.entries,
      violations: sweeper.violations.map((what) => `SEED=${seed} ${what}`),
    })
  } finally {
    await net.close()
  }
}

async function runSeeds(machine: Machine, { from, count }: Seeds): Promise<Part> {
  let sum = nothing
  for (let seed = from; seed < from + count; seed += 1) {
    sum = sumOf(sum, await partOfSeed(seed, () => runSeed(machine, seed)))
  }
  return sum
}

/** Somebody has more than was given to him, which no payment explains. */
async function runCanary(machine: Machine): Promise<History> {
  const net = await open(machine, () => undefined)
  try {
    await net.whileBlocks(net.deposit('zone-b', 'alice', 1n))
    const users = await Promise.all(people.map(person))
    return await SimRun.run({ seed: 0, net, users, steps: canarySteps, weather: 'usual' })
  } finally {
    await net.close()
  }
}

async function tryLargest(machine: Machine): Promise<readonly string[]> {
  const net = await open(machine, () => undefined)
  try {
    return await largestBreaches(net)
  } finally {
    await net.close()
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '6' },
      from: { type: 'string', default: '0' },
      apart: { type: 'boolean', default: false },
      ledger: { type: 'boolean', default: false },
    },
  })
  await ensureTools(say)
  const machine = { built: await buildContracts(say), program: await buildReferee(say) }
  const here = (these: Seeds): Promise<Part> => runSeeds(machine, these)
  const seed = process.env['SEED']
  const asked =
    seed === undefined ? { from: Number(values.from), count: Number(values.seeds) } : { from: Number(seed), count: 1 }
  if (values.apart) return void process.stdout.write(JSON.stringify(await here(asked)))
  const part = await runOnAllCores(import.meta.filename, asked, 1, here)
  const unmet = asked.count < seedsToMeetAll ? [] : unmetOf(part, refereeMustMeet, refereeMustSuffer)
  const violations = [...part.violations, ...unmet, ...(await tryLargest(machine))]
  if ((await runCanary(machine)).violations.length === 0) violations.push('the canary was not noticed')
  for (const violation of violations) say(violation)
  say(`met: ${[...part.met].sort().join(', ')}`)
  say(`${JSON.stringify(part.counts)}, faults ${JSON.stringify(part.faults)}, ${violations.length} violations`)
  if (values.ledger) {
    const { counts, faults } = part
    addToLedger({ engine: 'referee', seed: asked.from, counts, faults, violations: violations.length })
  }
  if (violations.length > 0) process.exitCode = 1
}

await command(main)
