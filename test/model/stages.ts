// The chains that walks of the specification are followed on: those of the simulator, with the very wasm, and ibc-go's
// own testing chains with real light clients and proofs. One zone of each is joined by IBC v2.
import { type Built, buildContracts } from '../../contracts/build.ts'
import { say } from '../../localnet/terminal.ts'
import { buildReferee, RefereeProcess } from '../referee/process.ts'
import { RefereeWorld } from '../referee/world.ts'
import { Follower, type Pair, type Stage, type Step } from '../sim/follower.ts'
import { judge, type Paid, sightsOf } from '../sim/payments.ts'
import { person } from '../sim/people.ts'
import { zoneIds } from '../sim/run.ts'
import { readCodes, SimWorld } from '../sim/world.ts'

export type Walked = {
  readonly traces: number
  readonly steps: number
  readonly divergences: readonly string[]
  /** How legs stood in the end, in the words of `sightsOf`. */
  readonly met: ReadonlySet<string>
}
type Walk = { readonly name: string; readonly steps: readonly Step[] }
type Opened = Stage & { readonly close: () => Promise<void> }
type Open = () => Promise<Opened>

const paired = ['zone-c']
const people = ['alice', 'bob']
/** Of each on each zone, of which a walk moves one unit. */
const purse = 10_000n
/** Chains keep every block: new ones are made before there are too many. */
const walksPerStage = 50

async function onWasm(): Promise<Open> {
  const codes = readCodes(await buildContracts(say))
  return async () => {
    const users = await Promise.all(people.map(person))
    const net = await SimWorld.funded(codes, { zoneIds, paired }, users, purse)
    return { net, failHub: async (fails) => net.failHub(fails), close: async () => undefined }
  }
}

async function onReferee(): Promise<Open> {
  const built: Built = await buildContracts(say)
  const program = await buildReferee(say)
  return async () => {
    const process = new RefereeProcess(program)
    const net = await RefereeWorld.make({ process, built, zoneIds, paired, people, purse, watch: () => undefined })
    return { net, failHub: (fails) => net.failHub(fails), close: () => net.close() }
  }
}

export const stages: Readonly<Record<'wasm' | 'referee', () => Promise<Open>>> = { wasm: onWasm, referee: onReferee }

/** Of a specification that is wrong about what a zone does when it is asked to prepare. */
export function wrongWalk(): Walk {
  const ofEach = (word: string): Record<string, string> => Object.fromEntries(zoneIds.map((zone) => [zone, word]))
  const start = { legs: ofEach('none'), votes: ofEach('unsent'), acks: ofEach(''), phase: 'unknown', yes: [] }
  const [zone = ''] = zoneIds
  const wrong = { ...start, legs: { ...start.legs, [zone]: 'refused' }, votes: { ...start.votes, [zone]: 'sent' } }
  const steps = [
    { action: 'init', zone: '', view: start },
    { action: 'prepare', zone, view: wrong },
  ]
  return { name: 'a wrong walk', steps }
}

/** All walks, on as many chains as they need, one after another; afterwards the chains are judged by what they say. */
export async function followAll(open: Open, walks: readonly Walk[]): Promise<Walked> {
  let [traces, steps] = [0, 0]
  const divergences: string[] = []
  const met = new Set<string>()
  for (let from = 0; from < walks.length; from += walksPerStage) {
    const some = walks.slice(from, from + walksPerStage)
    divergences.push(...(await followSome(open, some, met)))
    traces += some.length
    steps += some.reduce((sum, walk) => sum + walk.steps.length - 1, 0)
  }
  return { traces, steps, divergences, met }
}

async function followSome(open: Open, walks: readonly Walk[], met: Set<string>): Promise<readonly string[]> {
  const [payer, payee] = (await Promise.all(people.map(person))) as [Pair['payer'], Pair['payee']]
  const stage = await open()
  const [found, paid]: [string[], Paid[]] = [[], []]
  try {
    for (const [at, { name, steps }] of walks.entries()) {
      const follower = await Follower.open(stage, { payer, payee }, BigInt(at))
      await follower.follow(steps).then(
        (one) => paid.push(one),
        (error: unknown) => found.push(`${name}: ${error}`),
      )
      await follower.close()
    }
    for (const one of paid) for (const sight of await sightsOf(stage.net, one)) met.add(sight)
    // A walk that was left in its middle holds coins.
    if (found.length > 0) return found
    return (await judge(stage.net, paid, [payer, payee], purse)).violations
  } finally {
    await stage.close()
  }
}
