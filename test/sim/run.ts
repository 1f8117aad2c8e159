// One seed, one history: payments over all zones while everything may go wrong, then everything heals, and the chains
// are judged. The same seed makes the same history, block by block, which its hash says.
import { createHash } from 'node:crypto'
import { parseBase64, toBase64 } from '../../core/bytes.ts'
import { decodeAcknowledgement, encodeAcknowledgement, encodeAuthorisation } from '../../core/codec.ts'
import { CausewayError } from '../../core/errors.ts'
import { type PrepareJob, prepareQueueName } from '../../core/jobs.ts'
import type { Consent, User } from '../../localnet/demo/user.ts'
import type { Clock } from '../../relayer/ports.ts'
import { denom, signPayment } from '../bench/payments.ts'
import { breachesOf, type Fate, isOver } from '../chaos/verdict.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'
import { randomFrom } from '../random.ts'
import type { SimNode } from './node.ts'
import { openSimProcess, type SimProcess } from './process.ts'
import { type Codes, hubId, person, SimWorld } from './world.ts'

const zoneIds = ['zone-a', 'zone-b', 'zone-c']
const people = ['alice', 'bob', 'carol']
const purse = 100n
const stepsOfFaults = 900
const roundsToHeal = 900
const secondNs = 1_000_000_000n

type Parked = {
  readonly by: Relayer
  readonly call: string
  readonly go: (answer?: unknown) => void
  readonly fail: (error: Error) => void
}
/** One leg of a transaction, for the queue of its zone. */
type Handed = { readonly queue: string; readonly id: string; readonly deadlineNs: bigint; readonly job: PrepareJob }
type Paid = { readonly id: string; readonly payer: string; readonly payee: string; readonly amount: bigint }
type Leg = { readonly state: string; readonly decided: { readonly by: string } | null }
export type History = {
  readonly seed: number
  readonly hash: string
  readonly transactions: number
  readonly committed: number
  readonly aborted: number
  readonly faults: Readonly<Record<string, number>>
  /** What was met on the way, by name. */
  readonly sometimes: ReadonlySet<string>
  readonly violations: readonly string[]
}

export class SimRun {
  readonly #seed: number
  readonly #random: () => number
  readonly #world: SimWorld
  readonly #users: readonly User[]
  readonly #faults = new Map<string, number>()
  readonly #sometimes = new Set<string>()
  readonly #paid: Paid[] = []
  /** Jobs of the prepare queues: whoever handed them in hands them in again until they are done. */
  readonly #handed: Handed[] = []
  #parked: Parked[] = []
  readonly #relayers: readonly Relayer[]

  private constructor(seed: number, world: SimWorld, users: readonly User[]) {
    this.#seed = seed
    this.#random = randomFrom(seed)
    this.#world = world
    this.#users = users
    // In half of the runs two operators race.
    const operators = this.#random() < 0.5 ? [''] : ['', 'other']
    this.#relayers = operators.map((operator) => new Relayer(operator, world, (parked) => this.#parked.push(parked)))
    for (const relayer of this.#relayers) relayer.start()
  }

  /** `canary`: one zone is told the opposite of what the hub has decided. Nothing may miss that. */
  static async run(seed: number, codes: Codes, canary = false): Promise<History> {
    const world = await SimWorld.make(codes, zoneIds)
    if (canary) lieTo(world.zone('zone-b').node)
    const users = await Promise.all(people.map(person))
    for (const zone of zoneIds) for (const { address } of users) world.deposit(zone, address, purse)
    const run = new SimRun(seed, world, users)
    for (let step = 0; step < stepsOfFaults; step += 1) {
      await run.#step()
      await turn()
    }
    await run.#heal()
    for (const relayer of run.#relayers) relayer.crash()
    return run.#history()
  }

  async #step(): Promise<void> {
    const roll = this.#random()
    if (roll < 0.76) this.#letOneGo()
    else if (roll < 0.92) this.#makeBlock(this.#random() < 0.01 ? 20n * secondNs : secondNs)
    else if (roll < 0.945) await this.#pay()
    else if (roll < 0.985) await this.#handIn()
    else this.#fault()
  }

  #oneOf<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)] as T
  }

  #makeBlock(stepNs: bigint): void {
    this.#oneOf(this.#world.nodes).makeBlock(stepNs)
  }

  /** One account pays another one on two or three zones, all or nothing; sometimes more than it has. */
  async #pay(): Promise<void> {
    const payer = this.#oneOf(this.#users)
    const payee = this.#oneOf(this.#users.filter((one) => one !== payer))
    const amount = this.#random() < 0.1 ? 1_000n : 1n + BigInt(Math.floor(this.#random() * 5))
    const zones = this.#random() < 0.3 ? zoneIds.slice(0, 2) : zoneIds
    const nonce = Uint8Array.from({ length: 16 }, () => Math.floor(this.#random() * 256))
    const { hubContract, hub } = this.#world
    const deadlineNs = hub.timeNs + BigInt(60 + Math.floor(this.#random() * 240)) * secondNs
    const at = {
      hubChainId: hubId,
      hubContract,
      zones: zones.map((chainId) => ({ chainId, ...this.#world.zone(chainId) })),
    }
    const terms = { payer, payee: payee.address, amount, deadlineNs, nonce }
    const { planned, consents } = await signPayment(at, terms)
    const authorisations = consents.map(authorisationOf)
    const [id, leg] = [planned.transactionId, { manifest: planned.manifestBytes, authorisations, contents: [] }]
    this.#paid.push({ id, payer: payer.address, payee: payee.address, amount })
    for (const chain of zones) {
      this.#handed.push({ queue: prepareQueueName(chain), id, deadlineNs, job: { chain, legs: [leg] } })
    }
    await this.#handIn()
  }

  /** As the API does again and again for what it has accepted, until its legs are there or its time is over. */
  async #handIn(): Promise<void> {
    for (const { queue, id, job } of this.#handed.filter((one) => this.#isWanted(one))) {
      for (const { queues } of this.#relayers) {
        await queues
          .open<PrepareJob>(queue)
          .add([{ id: id.slice(0, 32), data: job }])
          .catch(() => undefined)
      }
    }
  }

  #isWanted({ id, deadlineNs, job }: Handed): boolean {
    const { node, gate } = this.#world.zone(job.chain)
    if (node.timeNs >= deadlineNs) return false
    return this.#world.query(job.chain, gate, { leg: { transaction_id: id } }) === null
  }

  #fault(): void {
    const kinds: Readonly<Record<string, () => void>> = {
      restart: () => this.#restart(),
      emptyRedis: () => this.#oneOf(this.#relayers).queues.empty(),
      redisAway: () => {
        const { queues } = this.#oneOf(this.#relayers)
        queues.down = !queues.down
      },
      hubFails: () => this.#toggle(this.#world.hub, 'ibc_packet_receive'),
      mempoolLost: () => this.#oneOf(this.#world.nodes).loseMempool(),
      chainSleeps: () => this.#oneOf(this.#world.nodes).makeBlock(60n * secondNs),
    }
    const name = this.#oneOf(Object.keys(kinds))
    this.#count(name)
    kinds[name]?.()
  }

  /** Its calls get no answer any more; what it was doing is done by the next one, or not at all. */
  #restart(): void {
    const relayer = this.#oneOf(this.#relayers)
    relayer.crash()
    this.#parked = this.#parked.filter(({ by }) => by !== relayer)
    relayer.start()
  }

  #toggle({ failing }: SimNode, entry: string): void {
    if (!failing.delete(entry)) failing.add(entry)
  }

  #letOneGo(): void {
    const at = Math.floor(this.#random() * this.#parked.length)
    const [one] = this.#parked.splice(at, 1)
    if (one === undefined) return
    const roll = this.#random()
    if (roll < 0.05 && one.call !== 'sleep' && one.call !== 'block') {
      this.#count(`${one.call} lost`)
      one.fail(new CausewayError('CHAIN_UNREACHABLE', { call: one.call }))
    } else if (roll < 0.1 && one.call === 'block') {
      this.#count('block twice')
      one.go('twice')
    } else one.go()
  }

  #count(kind: string): void {
    this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1)
  }

  async #letAllGo(): Promise<void> {
    for (;;) {
      await turn()
      if (this.#parked.length === 0) return
      for (const { go } of this.#parked.splice(0)) go()
    }
  }

  /** Faults have ended; time passes every deadline, and one correct relayer does its work. */
  async #heal(): Promise<void> {
    for (const { queues } of this.#relayers) queues.down = false
    for (const { failing } of this.#world.nodes) failing.clear()
    this.#noteSights()
    for (let round = 0; round < roundsToHeal; round += 1) {
      for (const node of this.#world.nodes) {
        node.makeBlock(round < 10 ? 15n * secondNs : secondNs)
        await this.#letAllGo()
      }
      if (this.#paid.every(({ id }) => isOver(this.#fate(id)))) break
    }
    this.#noteSights()
  }

  #fate(id: string): Fate {
    const of = (chainId: string, contract: string, query: object): string =>
      (this.#world.query(chainId, contract, query) as { state: string } | null)?.state ?? 'none'
    const hub = of(hubId, this.#world.hubContract, { transaction: { transaction_id: id } })
    const legs = this.#zonesOf(id).map((chainId) =>
      of(chainId, this.#world.zone(chainId).gate, { leg: { transaction_id: id } }),
    )
    return { hub, legs }
  }

  #zonesOf(id: string): readonly string[] {
    return zoneIds.filter((zone) => this.#handed.some((one) => one.id === id && one.job.chain === zone))
  }

  #noteSights(): void {
    for (const { id } of this.#paid) {
      const { hub } = this.#fate(id)
      this.#sometimes.add(`hub ${hub}`)
      for (const zone of this.#zonesOf(id)) {
        const leg = this.#world.query(zone, this.#world.zone(zone).gate, { leg: { transaction_id: id } }) as Leg | null
        this.#sometimes.add(`${hub}: leg ${leg?.state ?? 'none'}${leg?.decided ? ` by ${leg.decided.by}` : ''}`)
      }
    }
  }

  #history(): History {
    const fates = this.#paid.map((paid) => ({ paid, fate: this.#fate(paid.id) }))
    const violations = fates.flatMap(({ paid, fate }) => breachesOf({ id: paid.id, answer: 'ok' }, fate))
    violations.push(...this.#purseBreaches(fates), ...this.#lockBreaches())
    const hash = createHash('sha256')
    for (const { blocks } of this.#world.nodes) {
      hash.update(JSON.stringify(blocks, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)))
    }
    const count = (state: string): number => fates.filter(({ fate }) => fate.hub === state).length
    return {
      seed: this.#seed,
      hash: hash.digest('hex'),
      transactions: this.#paid.length,
      committed: count('commit'),
      aborted: count('abort'),
      faults: Object.fromEntries(this.#faults),
      sometimes: this.#sometimes,
      violations,
    }
  }

  /** I4, I7: exactly what was committed has moved. */
  #purseBreaches(fates: readonly { readonly paid: Paid; readonly fate: Fate }[]): readonly string[] {
    const found: string[] = []
    for (const zone of zoneIds) {
      for (const { address, name } of this.#users) {
        const own = fates.filter(({ paid, fate }) => fate.hub === 'commit' && this.#zonesOf(paid.id).includes(zone))
        const moved = own.reduce((sum, { paid }) => {
          if (paid.payee === address) return sum + paid.amount
          return paid.payer === address ? sum - paid.amount : sum
        }, 0n)
        const query = { balance: { account: address, origin_chain_id: zone, denom } }
        const { free, reserved } = this.#world.query(zone, this.#world.zone(zone).assets, query) as Record<
          string,
          string
        >
        if (BigInt(free ?? 0) !== purse + moved || reserved !== '0') {
          found.push(`I4: ${name} has ${free} and ${reserved} on ${zone}, and should have ${purse + moved}`)
        }
      }
    }
    return found
  }

  #lockBreaches(): readonly string[] {
    return zoneIds.flatMap((zone) => {
      const query = { locks: { start_after: null, limit: 100 } }
      const { locks } = this.#world.query(zone, this.#world.zone(zone).assets, query) as { locks: unknown[] }
      return locks.length > 0 ? [`I6: ${locks.length} locks are left on ${zone}`] : []
    })
  }
}

/** As the API hands it to the relayer: the encoded authorisation, base64. */
function authorisationOf({ scheme, publicKey, signature }: Consent): string {
  const bytes = encodeAuthorisation({ scheme, publicKey: parseBase64(publicKey), signature: parseBase64(signature) })
  return toBase64(bytes)
}

function lieTo(node: SimNode): void {
  const { sender } = node
  if (sender === undefined) throw new Error('the chain has no contracts')
  node.sender = {
    ...sender,
    acknowledged: (packet, bytes, context) => {
      const { kind, decisions } = decodeAcknowledgement(bytes)
      const turned = decisions.map(
        (one) => ({ ...one, outcome: one.outcome === 'commit' ? 'abort' : 'commit' }) as const,
      )
      sender.acknowledged(packet, encodeAcknowledgement({ kind, decisions: turned }), context)
    },
  }
}

/** One operator's relayer: one process after another, with a Redis of its own. */
class Relayer {
  readonly queues = new MemoryQueues()
  readonly #operator: string
  readonly #world: SimWorld
  readonly #park: (parked: Parked) => void
  #generation = 0
  #process: SimProcess | undefined

  constructor(operator: string, world: SimWorld, park: (parked: Parked) => void) {
    this.#operator = operator
    this.#world = world
    this.#park = park
  }

  start(): void {
    const generation = this.#generation
    const wire = (call: string): Promise<unknown> =>
      new Promise((go, fail) => {
        if (generation === this.#generation) this.#park({ by: this, call, go, fail })
      })
    const clock: Clock = { nowMs: () => 0, sleep: () => wire('sleep').then(() => undefined) }
    const { queues } = this
    this.#process = openSimProcess({ world: this.#world, wire, clock, queues, operator: this.#operator })
    this.#process.start()
  }

  crash(): void {
    this.#generation += 1
    this.queues.crash()
    this.#process?.crash()
  }
}

/** Everything that can go on without an answer has gone on. */
const turn = (): Promise<void> => new Promise((resume) => setImmediate(resume))
