// A relayer between two fake chains under faults that a seed chooses: every call waits until the world lets it go on.
import { CausewayError } from '../../core/errors.ts'
import type { Packet } from '../../core/relay.ts'
import type { Clock } from '../../relayer/ports.ts'
import { type Random, randomFrom } from '../random.ts'
import type { IbcNode } from './ibcNode.ts'
import {
  type Channel,
  type ClientPair,
  connectNodes,
  openChannel,
  openProcess,
  type Process,
  pairClients,
} from './ibcPair.ts'
import { type Context, type Life, lifeKey, writeAck } from './ibcRules.ts'
import { writeAckV2 } from './ibcRulesV2.ts'
import { MemoryQueues } from './memoryQueues.ts'

type Parked = { readonly call: string; readonly go: (answer?: unknown) => void; readonly fail: (error: Error) => void }
type SideName = 'a' | 'b'

const secondNs = 1_000_000_000n
/** Those of which a run makes only a few are lost more often. */
const rareCalls: ReadonlySet<string> = new Set(['submit', 'submitted', 'header', 'search', 'status'])
/** Longer than any run. */
const longSec = 80_000n
const stepsOfFaults = 220
const roundsToHeal = 700

export class FaultyWorld {
  readonly nodes: Readonly<Record<SideName, IbcNode>>
  readonly sent: { readonly from: SideName; readonly packet: Packet }[] = []
  /** How often each kind of fault has befallen the relayer. */
  readonly faults = new Map<string, number>()
  readonly #random: Random
  readonly #ordered: boolean
  readonly #channels: readonly Channel[]
  readonly #pair: ClientPair
  readonly #queues = new MemoryQueues()
  readonly #unanswered: Record<SideName, Packet[]> = { a: [], b: [] }
  #parked: Parked[] = []
  #generation = 0
  #process: Process

  /** On ordered channels no packet has a time to be over, since one that is late would end its channel. */
  constructor(seed: number, { ordered = false } = {}) {
    this.#random = randomFrom(seed)
    this.#ordered = ordered
    this.nodes = connectNodes()
    const open = (number: number): Channel => openChannel(this.nodes, number, ['app', 'app'], ordered)
    this.#channels = [open(0), open(1)]
    this.#pair = pairClients(this.nodes)
    for (const side of ['a', 'b'] as const) {
      this.nodes[side].app = (packet, context) => this.#receive(side, packet, context)
    }
    this.#process = this.#startProcess()
  }

  /** Everything may happen, in any order. */
  async suffer(): Promise<void> {
    for (let step = 0; step < stepsOfFaults; step += 1) {
      this.#step()
      await new Promise((resume) => setImmediate(resume))
    }
  }

  /** Faults have ended: the relayer gets what it asks for, and chains go on. Returns the packets that have no end. */
  async heal(): Promise<readonly Packet[]> {
    this.#queues.down = false
    for (let round = 0; round < roundsToHeal; round += 1) {
      for (const side of ['a', 'b'] as const) {
        this.#answerAll(side)
        this.nodes[side].makeBlock()
        await this.#letAllGo()
      }
      if (this.#unended().length === 0) break
    }
    return this.#unended()
  }

  /** Ends every process of this world. */
  stop(): void {
    this.#crash()
  }

  times(life: Life, from: SideName, packet: Packet): number {
    const at = life === 'received' ? (from === 'a' ? 'b' : 'a') : from
    return Number(this.nodes[at].store.get(lifeKey(life, packet)) ?? 0)
  }

  #unended(): readonly Packet[] {
    const ended = ({ from, packet }: { from: SideName; packet: Packet }): boolean =>
      this.times('acknowledged', from, packet) + this.times('timed_out', from, packet) > 0
    return this.sent.filter((one) => !ended(one)).map(({ packet }) => packet)
  }

  #startProcess(): Process {
    const generation = this.#generation
    const wire = (call: string): Promise<unknown> =>
      new Promise((go, fail) => {
        if (generation === this.#generation) this.#parked.push({ call, go, fail })
      })
    const clock: Clock = { nowMs: () => 0, sleep: () => wire('sleep').then(() => undefined) }
    const options = { nodes: this.nodes, wire, clock, queues: this.#queues, clearInterval: 1_000_000n, messagesMax: 4 }
    const started = openProcess(options)
    started.engine.start()
    return started
  }

  /** Nothing of the process goes on: its calls get no answer, its jobs are given to another one. */
  #crash(): void {
    this.#generation += 1
    this.#parked = []
    this.#queues.crash()
    void this.#process.engine.close()
    void this.#process.a.close()
    void this.#process.b.close()
  }

  #step(): void {
    const roll = this.#random()
    const side: SideName = this.#random() < 0.5 ? 'a' : 'b'
    if (roll < 0.72) this.#letOneGo()
    else if (roll < 0.86) this.nodes[side].makeBlock(this.#random() < 0.1 ? 30n * secondNs : secondNs)
    else if (roll < 0.92) this.#send(side)
    else if (roll < 0.95) this.#answerAll(side)
    else this.#fault(side)
  }

  #fault(side: SideName): void {
    const kinds = {
      restart: () => {
        this.#crash()
        this.#process = this.#startProcess()
      },
      emptyRedis: () => this.#queues.empty(),
      redisAway: () => {
        this.#queues.down = !this.#queues.down
      },
      mempoolLost: () => this.nodes[side].loseMempool(),
      dearGas: () => {
        this.nodes[side].gasPerPacket = this.#random() < 0.5 ? 180_000n : 1_300_000n
      },
    }
    const names = Object.keys(kinds) as (keyof typeof kinds)[]
    const name = names[Math.floor(this.#random() * names.length)] ?? 'restart'
    this.#count(name)
    kinds[name]()
  }

  #letOneGo(): void {
    const at = Math.floor(this.#random() * this.#parked.length)
    const [one] = this.#parked.splice(at, 1)
    if (one === undefined) return
    const roll = this.#random()
    const lost = rareCalls.has(one.call) ? 0.2 : 0.06
    if (roll < lost && one.call !== 'sleep' && one.call !== 'block') {
      this.#count(`${one.call} lost`)
      one.fail(new CausewayError('CHAIN_UNREACHABLE', { call: one.call }))
    } else if (roll < 0.12 && one.call === 'block') {
      this.#count('block twice')
      one.go('twice')
    } else {
      one.go()
    }
  }

  async #letAllGo(): Promise<void> {
    for (;;) {
      await new Promise((resume) => setImmediate(resume))
      if (this.#parked.length === 0) return
      for (const { go } of this.#parked.splice(0)) go()
    }
  }

  #count(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1)
  }

  #send(from: SideName): void {
    // One of three goes from client to client, in IBC v2, where each has a timeout.
    const channel = this.#channels[Math.floor(this.#random() * 3)]
    const now = this.nodes[from === 'a' ? 'b' : 'a'].timeNs
    const roll = this.#random()
    const timeoutNs = this.#ordered || roll < 0.4 ? 0n : now + BigInt(Math.ceil(roll * 40)) * secondNs
    const data = `${from} ${this.sent.length}`
    const node = this.nodes[from]
    const timeoutSec = (timeoutNs === 0n ? now : timeoutNs) / secondNs + (timeoutNs === 0n ? longSec : 0n)
    const sending =
      channel === undefined
        ? node.sendV2({ clientId: this.#pair[from], portId: 'app', data, timeoutSec })
        : node.send(channel[from], data, timeoutNs)
    void sending.then((packet) => this.sent.push({ from, packet }))
  }

  /** Half of the packets are answered at once, the others when the contract pleases. */
  #receive(side: SideName, packet: Packet, context: Context): Uint8Array | undefined {
    if (packet.sequence % 2n === 0n) return Buffer.from('now')
    context.store.set(`unanswered/${packet.destinationChannel}/${packet.sequence}`, 'yes')
    this.#unanswered[side].push(packet)
    return undefined
  }

  #answerAll(side: SideName): void {
    const waiting = this.#unanswered[side].splice(0)
    if (waiting.length === 0) return
    this.nodes[side].act((context) => {
      for (const packet of waiting) {
        const key = `unanswered/${packet.destinationChannel}/${packet.sequence}`
        // A tx that was reverted after its contract ran has received nothing.
        if (context.store.get(key) !== 'yes') continue
        context.store.set(key, undefined)
        const write = packet.encoded === undefined ? writeAck : writeAckV2
        write(context, packet, Buffer.from('later'))
      }
    })
  }
}
