// One operator's relayer in a run: one process after another, with a Redis of its own, whose calls the run holds back.
import type { Clock } from '../../relayer/ports.ts'
import { MemoryQueues } from '../fakes/memoryQueues.ts'
import type { Net } from './net.ts'
import { openSimProcess, type SimProcess } from './process.ts'
import { sightsOfLog } from './sights.ts'

/** A call that waits until the run lets it go, with an answer for the wire, or fails it. */
export type Parked<By = Operator> = {
  /** Whose process it is. */
  readonly by: By
  readonly call: string
  readonly go: (answer?: unknown) => void
  readonly fail: (error: Error) => void
}

export class Operator {
  readonly queues = new MemoryQueues()
  readonly #name: string
  readonly #net: Net
  readonly #park: (parked: Parked) => void
  #generation = 0
  #sights: ReadonlySet<string> = new Set()
  #process: SimProcess | undefined

  constructor(name: string, net: Net, park: (parked: Parked) => void) {
    this.#name = name
    this.#net = net
    this.#park = park
  }

  start(): void {
    const generation = this.#generation
    const wire = (call: string): Promise<unknown> =>
      new Promise((go, fail) => {
        if (generation === this.#generation) this.#park({ by: this, call, go, fail })
      })
    const clock: Clock = { nowMs: () => 0, sleep: () => wire('sleep').then(() => undefined) }
    this.#process = openSimProcess({ net: this.#net, wire, clock, queues: this.queues, operator: this.#name })
    this.#process.start()
  }

  /** What all of its processes have noted, by name. */
  get sights(): ReadonlySet<string> {
    return new Set([...this.#sights, ...sightsOfLog(this.#process?.told ?? [])])
  }

  crash(): void {
    this.#sights = this.sights
    this.#generation += 1
    this.queues.crash()
    this.#process?.crash()
  }
}
