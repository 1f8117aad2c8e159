// Who takes payments and hands their legs to relayers: the hub's API (api.ts), or somebody who does it by hand.
import type { MemoryQueues } from '../fakes/memoryQueues.ts'
import type { Net } from './net.ts'
import { handIn, type Paid } from './payments.ts'

export interface Front {
  /** Everything that it was asked for. */
  readonly paid: readonly Paid[]
  take(paid: Paid): Promise<void>
  /** Whoever waits for something asks once more. */
  again(random: () => number): Promise<void>
  /** A block was made somewhere. */
  passTime(): void
  /** Its process ends, and another one begins; nothing where it has none. */
  readonly restart?: () => void
  /** Whether it waits for nothing any more. */
  isOver(): Promise<boolean>
  /** At the end, with calls that go on meanwhile: what was broken, by the id of the promise. */
  judge(): Promise<readonly string[]>
  close(): Promise<void>
}

/** Legs go to the queues of every operator, again and again until they are there, or their time is over. */
export class HandedIn implements Front {
  readonly paid: Paid[] = []
  readonly #net: Net
  readonly #queues: readonly MemoryQueues[]

  constructor(net: Net, queues: readonly MemoryQueues[]) {
    this.#net = net
    this.#queues = queues
  }

  async take(paid: Paid): Promise<void> {
    this.paid.push(paid)
    await this.again()
  }

  again(): Promise<void> {
    return handIn(this.#net, this.paid, this.#queues)
  }

  passTime(): void {}

  async isOver(): Promise<boolean> {
    return true
  }

  async judge(): Promise<readonly string[]> {
    return []
  }

  async close(): Promise<void> {}
}
