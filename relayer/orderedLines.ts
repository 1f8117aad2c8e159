// Carries an ordered channel: one tx at a time, in the order of sequences; what fails keeps what comes after it.
import { type Backlog, type Owed, workKey } from '../core/backlog.ts'
import { planLine } from '../core/orderedLine.ts'
import { splitBatches, type Work } from '../core/relay.ts'
import { queryPending } from './ics04/packets.ts'
import { Mutex } from './mutex.ts'
import type { Chain } from './ports.ts'

export type OrderedLinesOptions = {
  readonly dst: Chain
  readonly backlog: Backlog
  /** Submits works in one tx and waits for its end; what is still owed afterwards did not go through. */
  readonly relay: (works: readonly Work[], height: bigint) => Promise<void>
}

type Line = {
  readonly turn: Mutex
  /** Sequence that the destination was told last by this process. */
  last: bigint
  /** What did not go through, and how often it was in a job by then: nothing passes it until it is tried again. */
  stuck: { readonly key: string; readonly tries: number } | undefined
}

export class OrderedLines {
  readonly #options: OrderedLinesOptions
  readonly #lines = new Map<string, Line>()

  constructor(options: OrderedLinesOptions) {
    this.#options = options
  }

  /** Tells everything that may go now; works that come while a tx is under way go with the next one. */
  async run(name: string): Promise<void> {
    const line = this.#lines.get(name) ?? { turn: new Mutex(), last: -1n, stuck: undefined }
    this.#lines.set(name, line)
    await line.turn.run(async () => {
      while (await this.#advance(name, line));
    })
  }

  /** False when nothing more may go for now. */
  async #advance(name: string, line: Line): Promise<boolean> {
    const { backlog, relay } = this.#options
    const owed = backlog.lineOwed(name)
    const works = await this.#next(owed, line)
    const newest = owed.filter(({ work }) => works.includes(work)).sort((a, b) => (a.height < b.height ? 1 : -1))[0]
    if (newest === undefined) return false
    await relay(works, newest.height)
    const left = works.find((work) => backlog.isOwed(work))
    if (left === undefined) {
      const told = works.at(-1)
      if (told?.kind === 'recv' || told?.kind === 'ack') line.last = told.packet.sequence
      return true
    }
    const tries = owed.find(({ work }) => work === left)?.tries ?? 0
    line.stuck = { key: workKey(left), tries }
    return false
  }

  /** One tx of them. */
  async #next(owed: readonly Owed[], line: Line): Promise<readonly Work[]> {
    const isStuck = (work: Work | undefined): boolean =>
      owed.some((one) => one.work === work && workKey(one.work) === line.stuck?.key && one.tries === line.stuck.tries)
    const { run, timeouts } = planLine(owed.map(({ work }) => work))
    const mayGo = run.length > 0 && !isStuck(run[0]) && (await this.#isAwaited(run[0], line))
    const next = mayGo ? run : timeouts.filter((work) => !isStuck(work))
    return splitBatches(next, this.#options.backlog.limits)[0] ?? []
  }

  /** The one before it is through: this process has seen to it, or the chain says so. */
  async #isAwaited(work: Work | undefined, line: Line): Promise<boolean> {
    if (work === undefined) return false
    const before = work.packet.sequence - 1n
    if (before === 0n || before === line.last) return true
    const previous = { ...work, packet: { ...work.packet, sequence: before } }
    return (await queryPending(this.#options.dst, [previous])).length === 0
  }
}
