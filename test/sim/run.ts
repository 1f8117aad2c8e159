// One seed, one history: payments over all zones while everything may go wrong, then everything heals, and the chains
// are judged. The same seed makes the same history, block by block, which its hash says where the chains allow it.
import { createHash } from 'node:crypto'
import { CausewayError } from '../../core/errors.ts'
import type { User } from '../../localnet/demo/user.ts'
import { randomFrom } from '../random.ts'
import { type ParkCall, SimApi } from './api.ts'
import { type Front, HandedIn } from './front.ts'
import type { Net } from './net.ts'
import { Operator, type Parked } from './operator.ts'
import { areOver, judge, pay, sightsOf, type Verdict } from './payments.ts'
import { sightsOfChains } from './sights.ts'
import { drawWeather, usual, type Weather } from './weather.ts'

export const zoneIds = ['zone-a', 'zone-b', 'zone-c']
export const people = ['alice', 'bob', 'carol']
/** What each of them has on each zone. */
export const purse = 100n
const roundsToHeal = 900
/** Of a relayer that gets every answer at once, without a block in between. */
const callsInARowMax = 10_000
const secondNs = 1_000_000_000n

export type History = Verdict & {
  readonly seed: number
  readonly hash: string
  readonly transactions: number
  readonly faults: Readonly<Record<string, number>>
  /** What was met on the way, by name. */
  readonly sometimes: ReadonlySet<string>
}
export type RunOptions = {
  readonly seed: number
  readonly net: Net
  readonly users: readonly User[]
  /** Steps while things go wrong. */
  readonly steps: number
  readonly weather: 'usual' | 'of its own'
  /** Payments go through the hub's API, which may be one that forgets; without, they are handed in by hand. */
  readonly api?: 'careful' | 'forgetful'
}

export class SimRun {
  readonly #options: RunOptions
  readonly #random: () => number
  readonly #net: Net
  readonly #weather: Weather
  readonly #faults = new Map<string, number>()
  readonly #sometimes = new Set<string>()
  #parked: Parked<Operator | 'api'>[] = []
  readonly #operators: readonly Operator[]
  #front: Front

  private constructor(options: RunOptions) {
    this.#options = options
    this.#random = randomFrom(options.seed)
    this.#net = options.net
    this.#weather = options.weather === 'usual' ? usual : drawWeather(this.#random)
    // In half of the runs two operators race.
    const names = this.#random() < 0.5 ? [''] : ['', 'other']
    this.#operators = names.map((name) => new Operator(name, this.#net, (parked) => this.#parked.push(parked)))
    this.#front = new HandedIn(
      this.#net,
      this.#operators.map(({ queues }) => queues),
    )
    for (const operator of this.#operators) operator.start()
  }

  async #openApi(forgets: boolean): Promise<void> {
    const { queues } = this.#oneOf(this.#operators)
    const park: ParkCall = (call, go, fail) => void this.#parked.push({ by: 'api', call, go, fail })
    this.#front = await SimApi.open(this.#net, queues.open, park, forgets)
  }

  static async run(options: RunOptions): Promise<History> {
    const run = new SimRun(options)
    try {
      if (options.api !== undefined) await run.#openApi(options.api === 'forgetful')
      for (let step = 0; step < options.steps; step += 1) {
        await run.#step()
        await options.net.settle()
      }
      return await run.#history(await run.#heal())
    } finally {
      for (const operator of run.#operators) operator.crash()
      await run.#front.close()
    }
  }

  async #step(): Promise<void> {
    const roll = this.#random()
    const { strikes } = this.#weather
    const calls = 0.775 - strikes
    if (roll < calls) this.#letOneGo()
    else if (roll < calls + 0.16) await this.#makeBlock(this.#random() < 0.01 ? 20n * secondNs : secondNs)
    else if (roll < calls + 0.185) await this.#pay()
    else if (roll < 1 - strikes) await this.#front.again(this.#random)
    else this.#fault()
  }

  #oneOf<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)] as T
  }

  async #makeBlock(stepNs: bigint): Promise<void> {
    await this.#oneOf(this.#net.nodes).makeBlock(stepNs)
    this.#front.passTime()
  }

  /** Sometimes more than the account has. */
  async #pay(): Promise<void> {
    const { users } = this.#options
    const payer = this.#oneOf(users)
    const { address: payee } = this.#oneOf(users.filter((one) => one !== payer))
    const amount = this.#random() < 0.1 ? 1_000n : 1n + BigInt(Math.floor(this.#random() * 5))
    const zones = this.#random() < 0.3 ? zoneIds.slice(0, 2) : zoneIds
    const nonce = Uint8Array.from({ length: 16 }, () => Math.floor(this.#random() * 256))
    const deadlineNs = this.#net.hub.timeNs + BigInt(60 + Math.floor(this.#random() * 240)) * secondNs
    await this.#front.take(await pay(this.#net, zones, { payer, payee, amount, deadlineNs, nonce }))
  }

  #fault(): void {
    const kinds: Readonly<Record<string, () => unknown>> = {
      restart: () => this.#restart(),
      emptyRedis: () => this.#oneOf(this.#operators).queues.empty(),
      redisAway: () => {
        const { queues } = this.#oneOf(this.#operators)
        queues.down = !queues.down
      },
      mempoolLost: () => this.#oneOf(this.#net.nodes).loseMempool(),
      chainSleeps: () => this.#makeBlock(60n * secondNs),
      ...this.#net.faults,
      ...(this.#front.restart === undefined ? {} : { apiRestart: () => this.#restartApi() }),
    }
    const name = this.#oneOf(Object.keys(kinds))
    if (this.#weather.spares(name)) return
    // False: there was nothing that it could befall.
    if (kinds[name]?.() !== false) this.#count(name)
  }

  /** Its calls get no answer any more; what it was doing is done by the next one, or not at all. */
  #restart(): void {
    const operator = this.#oneOf(this.#operators)
    operator.crash()
    this.#parked = this.#parked.filter(({ by }) => by !== operator)
    operator.start()
  }

  #restartApi(): void {
    this.#parked = this.#parked.filter(({ by }) => by !== 'api')
    this.#front.restart?.()
  }

  #letOneGo(): void {
    const at = Math.floor(this.#random() * this.#parked.length)
    const [one] = this.#parked.splice(at, 1)
    if (one === undefined) return
    const { lost, lies, twice } = this.#weather
    const roll = this.#random()
    if (one.call === 'block' && roll < twice) {
      this.#count('block twice')
      one.go('twice')
    } else if (one.call === 'sleep' || one.call === 'block') one.go()
    else if (roll < lost(one.call)) {
      this.#count(`${one.call} lost`)
      one.fail(new CausewayError('CHAIN_UNREACHABLE', { call: one.call }))
    } else if (roll < lost(one.call) + lies && this.#net.lies.has(one.call)) {
      this.#count(`${one.call} lie`)
      one.go('lie')
    } else one.go()
  }

  #count(kind: string): void {
    this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1)
  }

  async #letAllGo(): Promise<void> {
    for (let round = 0; round < callsInARowMax; round += 1) {
      await this.#net.settle()
      if (this.#parked.length === 0) return
      for (const { go } of this.#parked.splice(0)) go()
    }
    throw new Error(`seed ${this.#options.seed}: calls follow each other without an end`)
  }

  /** Faults have ended; time passes every deadline, and one correct relayer does its work. What the front has found. */
  async #heal(): Promise<readonly string[]> {
    for (const { queues } of this.#operators) queues.down = false
    await this.#net.heal()
    await this.#noteSights()
    for (let round = 0; round < roundsToHeal; round += 1) {
      for (const node of this.#net.nodes) {
        await node.makeBlock(round < 10 ? 15n * secondNs : secondNs)
        this.#front.passTime()
        await this.#letAllGo()
      }
      if ((await areOver(this.#net, this.#front.paid)) && (await this.#front.isOver())) break
    }
    const found = await this.#withAnswers(this.#front.judge())
    await this.#noteSights()
    return found
  }

  /** Calls go on until it is done. */
  async #withAnswers<T>(asked: Promise<T>): Promise<T> {
    let isDone = false
    const done = asked.finally(() => {
      isDone = true
    })
    while (!isDone) await this.#letAllGo()
    return done
  }

  async #noteSights(): Promise<void> {
    for (const paid of this.#front.paid) for (const sight of await sightsOf(this.#net, paid)) this.#sometimes.add(sight)
  }

  async #history(found: readonly string[]): Promise<History> {
    const { seed, users } = this.#options
    const verdict = await judge(this.#net, this.#front.paid, users, purse)
    const sights = [sightsOfChains(this.#net), ...this.#operators.map((operator) => operator.sights)]
    for (const sight of sights.flatMap((some) => [...some])) this.#sometimes.add(sight)
    const hash = createHash('sha256')
    for (const { blocks } of this.#net.nodes) {
      hash.update(JSON.stringify(blocks, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)))
    }
    return {
      ...verdict,
      violations: [...verdict.violations, ...found],
      seed,
      hash: hash.digest('hex'),
      transactions: this.#front.paid.length,
      faults: Object.fromEntries(this.#faults),
      sometimes: this.#sometimes,
    }
  }
}
