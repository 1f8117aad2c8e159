// A run without chance: calls go on in their order, and at one of them the relayer is killed and starts again.
import type { User } from '../../localnet/demo/user.ts'
import type { Net } from './net.ts'
import { Operator, type Parked } from './operator.ts'
import { areOver, handIn, judge, type Paid, pay, sightsOf } from './payments.ts'
import { purse, zoneIds } from './run.ts'

const secondNs = 1_000_000_000n
const deadlineNs = 90n * secondNs
/** Each passes a deadline by itself. */
const longNs = 30n * secondNs
const roundsMax = 300

export type CrashStageOptions = {
  readonly net: Net
  readonly users: readonly User[]
  /** Numbers of the calls that a process does not survive. */
  readonly crashAt: readonly number[]
  readonly operators: readonly string[]
}

export class CrashStage {
  readonly net: Net
  readonly operators: readonly Operator[]
  readonly #users: readonly User[]
  readonly #crashAt: readonly number[]
  readonly #paid: Paid[] = []
  readonly #asleep = new Set<string>()
  #parked: Parked[] = []
  #calls = 0
  #isKilled = false
  #nonce = 0

  constructor({ net, users, crashAt, operators }: CrashStageOptions) {
    this.net = net
    this.#users = users
    this.#crashAt = crashAt
    this.operators = operators.map((name) => new Operator(name, net, (parked) => this.#parked.push(parked)))
  }

  /** Calls that went on so far. */
  get calls(): number {
    return this.#calls
  }

  /** It came to a call that it should not survive. */
  get isKilled(): boolean {
    return this.#isKilled
  }

  start(): void {
    for (const operator of this.operators) operator.start()
  }

  /** From now on nobody relays. */
  stop(): void {
    for (const operator of this.operators) operator.crash()
    this.#parked = []
  }

  /** Handed in on `on`, or on all of its zones. */
  async pay(amount: bigint, zones = zoneIds, on = zones): Promise<void> {
    const [payer, payee] = this.#users as [User, User]
    this.#nonce += 1
    const nonce = Uint8Array.from({ length: 16 }, () => this.#nonce)
    const until = this.net.hub.timeNs + deadlineNs
    const paid = await pay(this.net, zones, { payer, payee: payee.address, amount, deadlineNs: until, nonce })
    this.#paid.push({ ...paid, legs: paid.legs.filter(({ job }) => on.includes(job.chain)) })
  }

  sleep(chainId: string): void {
    this.#asleep.add(chainId)
  }

  wake(): void {
    this.#asleep.clear()
  }

  /** A block of every chain that is awake, each with all that follows from it. */
  async round(stepNs = secondNs): Promise<void> {
    await handIn(
      this.net,
      this.#paid,
      this.operators.map(({ queues }) => queues),
    )
    for (const node of this.net.nodes) {
      if (!this.#asleep.has(node.chainId)) await node.makeBlock(stepNs)
      await this.#letGo()
    }
  }

  async rounds(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) await this.round()
  }

  /** Until every transaction is over; time passes every deadline on the way. Tells what is wrong then. */
  async end(): Promise<readonly string[]> {
    await this.rounds(12)
    for (let index = 0; index < 6; index += 1) await this.round(longNs)
    for (let index = 0; index < roundsMax && !(await areOver(this.net, this.#paid)); index += 1) await this.round()
    const { violations } = await judge(this.net, this.#paid, this.#users, purse)
    this.stop()
    return violations
  }

  async sights(): Promise<readonly string[]> {
    const all: string[] = []
    for (const paid of this.#paid) all.push(...(await sightsOf(this.net, paid)))
    return [...new Set(all)]
  }

  /** What sleeps goes on with the next block: it would else never end to wake. */
  async #letGo(): Promise<void> {
    const slept = this.#parked.filter(({ call }) => call === 'sleep')
    for (;;) {
      await this.net.settle()
      const at = this.#parked.findIndex((one) => one.call !== 'sleep' || slept.includes(one))
      const [one] = at < 0 ? [] : this.#parked.splice(at, 1)
      if (one === undefined) return
      this.#calls += 1
      if (this.#crashAt.includes(this.#calls)) this.#crash(one.by)
      else one.go()
    }
  }

  #crash(operator: Operator): void {
    this.#isKilled = true
    operator.crash()
    this.#parked = this.#parked.filter(({ by }) => by !== operator)
    operator.start()
  }
}
