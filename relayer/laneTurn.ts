// Whether a lane is this process's to act on now, among those with its keys and beside relayers of other operators.
import { laneOf } from '../core/backlog.ts'
import type { Work } from '../core/relay.ts'
import { blocksToCount, type RelayTx, type Turns } from '../core/turns.ts'
import type { ChainHead } from './head.ts'
import type { Lease } from './leases.ts'
import type { Log } from './ports.ts'

export type LaneTurnOptions = {
  readonly src: string
  readonly dst: string
  readonly head: ChainHead
  /** Of this lane among the processes with our keys. */
  readonly lease: Lease
  /** That signs here; undefined where nobody knows it, and nothing is left to others then. */
  readonly account: string | undefined
  /** What is known of relayers of others; undefined where this one takes no turns with them. */
  readonly turns: Turns | undefined
  readonly log: Log
}

const sentMax = 500
/** Other relayers that do not take turns are shown no more for so long. */
const showBlocks = 1_000n

/** What an ordered channel carries is in one hand: its packets wait for each other. */
const turnOf = ({ ordered = false, packet }: Work): bigint => (ordered ? 0n : packet.sequence)

export class LaneTurn {
  readonly lease: Lease
  readonly #options: LaneTurnOptions
  readonly #lane: string
  /** Client updates that are left to show other relayers that this one is there, and until which block. */
  #shown = { left: 0, until: 0n }
  /** Hashes of txs of late: others with our account are by another process. */
  readonly #sent = new Set<string>()

  constructor(options: LaneTurnOptions) {
    this.#options = options
    this.lease = options.lease
    this.#lane = laneOf(options)
  }

  /** False while another process with our keys acts. */
  isOurs(): boolean {
    return this.lease.delay() !== undefined
  }

  /** As a backlog asks: how long a work is left to others. */
  delay(work: Work): bigint | undefined {
    const { turns, account } = this.#options
    const blocks = this.lease.delay()
    if (blocks !== 0n || account === undefined || turns === undefined) return blocks
    return turns.delay(this.#lane, account, turnOf(work))
  }

  /** Whoever it was left to has not relayed it: blocks that it should have all the same. */
  missed(work: Work): bigint {
    const { turns, account, head, log } = this.#options
    if (account === undefined || turns === undefined) return 0n
    const { gone, more } = turns.missed(this.#lane, account, turnOf(work), head.height)
    if (gone !== undefined) log.info('relayer.gone', { lane: this.#lane, account: gone })
    return more
  }

  /** A tx for this lane is in a block of the destination. */
  seen({ account: by, hash }: RelayTx, height: bigint): void {
    const { turns, account, log } = this.#options
    if (account === undefined) return
    if (by === account) {
      if (!this.#sent.has(hash)) this.lease.seenAnother()
    } else if (turns?.note(this.#lane, by, height) === true) {
      log.info('relayer.seen', { lane: this.#lane, account: by })
    }
  }

  /** A tx of this process's own. */
  sent(hash: string): void {
    this.#sent.add(hash)
    const [oldest = ''] = this.#sent
    if (this.#sent.size > sentMax) this.#sent.delete(oldest)
  }

  /** What came second is in no block: true where a client update is to show others that this relayer is there. */
  isToShow(): boolean {
    const { turns, head } = this.#options
    if (turns === undefined) return false
    if (head.height > this.#shown.until) this.#shown = { left: blocksToCount, until: head.height + showBlocks }
    if (this.#shown.left === 0) return false
    this.#shown.left -= 1
    return true
  }
}
