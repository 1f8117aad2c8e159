// Crash points: twelve stories, each over IBC v1 alone and with one zone over IBC v2, and in each the relayer is killed
// before every single one of its calls, once for each call. Whatever it had done by then, one that starts again must
// bring everything to its end.
import type { Random } from '../random.ts'
import { CrashStage } from './crashStage.ts'
import { nothing, type Part, sumOf } from './parts.ts'
import { person } from './people.ts'
import { people, purse, zoneIds } from './run.ts'
import { type Codes, SimWorld } from './world.ts'

type Tell = (stage: CrashStage, world: SimWorld) => Promise<void>
export type Story = {
  readonly name: string
  readonly operators: readonly string[]
  /** Where its transactions must stand in the end, in the words of `sightsOf`. */
  readonly meets: readonly string[]
  readonly tell: Tell
  /** Zones over IBC v2. */
  readonly paired?: readonly string[]
}

const alone = ['']
const tooMuch = 1_000n
/** Calls between the two crashes of a pair, at most. */
const pairWithin = 200

const commits = ['commit: applied by ack']
/** Where only a zone that is told nothing can stand. */
const unheardOf = 'abort: none'

const told: readonly Story[] = [
  { name: 'a payment commits', operators: alone, meets: commits, tell: (stage) => stage.pay(1n) },
  { name: 'on two zones', operators: alone, meets: commits, tell: (stage) => stage.pay(1n, zoneIds.slice(0, 2)) },
  { name: 'a zone refuses', operators: alone, meets: ['none: none'], tell: (stage) => stage.pay(tooMuch) },
  {
    name: 'a zone never hears of it',
    operators: alone,
    meets: [unheardOf, 'abort: aborted by ack'],
    tell: unheard,
  },
  { name: 'five at once', operators: alone, meets: commits, tell: (stage) => payments(stage, 5) },
  { name: 'two operators race', operators: ['', 'other'], meets: commits, tell: (stage) => payments(stage, 2) },
  { name: 'the hub fails at first', operators: alone, meets: ['none: aborted by error_ack'], tell: failing },
  { name: 'packets are found at the start', operators: alone, meets: commits, tell: foundAtTheStart },
  { name: 'votes come too late', operators: alone, meets: ['none: aborted by timeout'], tell: late },
  { name: 'Redis is emptied', operators: alone, meets: commits, tell: emptied },
  { name: 'waiting txs are lost', operators: alone, meets: commits, tell: lost },
  { name: 'a zone stands still', operators: alone, meets: commits, tell: still },
]

/** The zone that is heard of in every story, over a pair of clients. */
const paired = zoneIds.slice(0, 1)
function overV2(story: Story): Story {
  const there = story.meets.filter((sight) => sight !== unheardOf).map((sight) => `${sight}, over IBC v2`)
  return { ...story, name: `${story.name}, over IBC v2`, meets: [...story.meets, ...there], paired }
}

export const stories: readonly Story[] = [...told, ...told.map(overV2)]

async function unheard(stage: CrashStage): Promise<void> {
  await stage.pay(1n, zoneIds, zoneIds.slice(0, 2))
}

async function payments(stage: CrashStage, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await stage.pay(BigInt(index + 1))
}

async function failing(stage: CrashStage, world: SimWorld): Promise<void> {
  await stage.pay(1n)
  world.failHub(true)
  await stage.rounds(6)
  world.heal()
}

async function foundAtTheStart(stage: CrashStage): Promise<void> {
  await stage.pay(1n)
  await stage.rounds(2)
  stage.stop()
  await stage.rounds(4)
  stage.start()
}

/** Nobody relays until the packets have timed out. */
async function late(stage: CrashStage): Promise<void> {
  await stage.pay(1n)
  await stage.rounds(2)
  stage.stop()
  for (let round = 0; round < 6; round += 1) await stage.round(600_000_000_000n)
  stage.start()
}

async function emptied(stage: CrashStage): Promise<void> {
  await payments(stage, 2)
  for (let round = 0; round < 4; round += 1) {
    await stage.round()
    for (const { queues } of stage.operators) queues.empty()
  }
}

async function lost(stage: CrashStage, world: SimWorld): Promise<void> {
  await payments(stage, 2)
  for (let round = 0; round < 6; round += 1) {
    await stage.round()
    for (const node of world.nodes) node.loseMempool()
  }
}

async function still(stage: CrashStage): Promise<void> {
  await stage.pay(1n)
  await stage.rounds(1)
  stage.sleep('zone-c')
  await stage.rounds(8)
  stage.wake()
}

type Told = {
  readonly violations: readonly string[]
  readonly sights: readonly string[]
  readonly calls: number
  readonly isKilled: boolean
}

export async function tellStory(codes: Codes, story: Story, crashAt: readonly number[]): Promise<Told> {
  const users = await Promise.all(people.map(person))
  const net = await SimWorld.funded(codes, { zoneIds, paired: story.paired ?? [] }, users, purse)
  const stage = new CrashStage({ net, users, crashAt, operators: story.operators })
  stage.start()
  await stage.rounds(2)
  await story.tell(stage, net)
  const violations = await stage.end()
  return { violations, sights: await stage.sights(), calls: stage.calls, isKilled: stage.isKilled }
}

const named = ({ name }: Story, words: readonly string[], where = ''): readonly string[] =>
  words.map((what) => `${name}${where}: ${what}`)

async function crash(codes: Codes, story: Story, at: readonly number[]): Promise<readonly string[]> {
  const { isKilled, violations } = await tellStory(codes, story, at)
  const broken = isKilled ? violations : [...violations, 'nobody was killed']
  return named(story, broken, `, killed at call ${at.join(' and ')}`)
}

/** Crashes of one story, at every `stride`th of its calls. */
export async function crashEverywhere(codes: Codes, story: Story, stride: number, offset: number): Promise<Part> {
  const { calls, sights, violations } = await tellStory(codes, story, [])
  let sum: Part = { ...nothing, met: named(story, sights), violations: named(story, violations) }
  for (let at = 1 + offset; at <= calls; at += stride) {
    sum = sumOf(sum, { ...nothing, counts: { crashes: 1 }, violations: await crash(codes, story, [at]) })
  }
  return sum
}

/** Two crashes in one telling, the second not long after the first: by a seed, of any story. */
export async function crashInPairs(codes: Codes, count: number, random: Random): Promise<Part> {
  const lengths = new Map<Story, number>()
  let sum: Part = nothing
  for (let pair = 0; pair < count; pair += 1) {
    const story = stories[Math.floor(random() * stories.length)] as Story
    const calls = lengths.get(story) ?? (await tellStory(codes, story, [])).calls
    lengths.set(story, calls)
    const first = 1 + Math.floor(random() * calls)
    const second = first + 1 + Math.floor(random() * pairWithin)
    sum = sumOf(sum, { ...nothing, counts: { pairs: 1 }, violations: await crash(codes, story, [first, second]) })
  }
  return sum
}
