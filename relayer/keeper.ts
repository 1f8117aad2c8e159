// Calls what anyone may call, so that nothing hangs: expire, flush, resend, retry, as the contracts' state asks for it.
import type { OperateJob } from '../core/jobs.ts'
import { flushAfterBlocks } from '../core/limits.ts'
import { executeMsg } from './contractCalls.ts'
import { numberOf } from './ics24/identifiers.ts'
import type { Lease } from './leases.ts'
import type { AnyMsg, Block, Chain, JobQueue, Log, Signer } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'

export type KeeperOptions = {
  readonly hub: Chain
  readonly contract: string
  /** Chain and address of each gate by zone. */
  readonly gates: ReadonlyMap<string, Gate>
  readonly queue: JobQueue<OperateJob>
  /** Of the operator's key among the processes that have it. */
  readonly lease: Lease
  readonly log: Log
  readonly metrics: RelayMetrics
}

type HubTransaction = {
  readonly transaction_id: string
  readonly state: 'open' | 'commit' | 'abort'
  readonly manifest: string
  readonly deadline_ns: string
  readonly decided: { readonly height: number } | null
}
type OutboxPacket = {
  readonly channel_id: string
  readonly sequence: string
  readonly undecided: number
  readonly received_height: number
  readonly transaction_ids: readonly string[]
}
type ZoneInfo = { readonly channels: readonly { readonly channel_id: string; readonly open: boolean }[] }
type Gate = { readonly chain: Chain; readonly gate: string }
type Leg = {
  readonly transaction_id: string
  readonly state: string
  readonly manifest: string
  readonly deadline_ns: string
  readonly prepared: { readonly height: number }
  readonly parked: readonly number[]
}

export const operatorKeyName = 'operator'
const callGas = 3_000_000n
const callsMax = 20
const pageLimit = 100
const pagesMax = 20
/** Blocks that a call is given to show its effect before it is made again; doubles each time, since calls cost gas. */
const patienceBlocks = 6n
const patienceDoublingsMax = 5
/** Gates are asked for votes that wait every so many hub blocks. */
const gateScanBlocks = 8n
/** Blocks after which a vote should be decided, or a decision delivered by acknowledgement. */
const deliveryBlocks = 12

export class Keeper {
  readonly #options: KeeperOptions
  /** What was called lately, by what it is about. */
  readonly #called = new Map<string, { readonly height: bigint; readonly times: number }>()
  readonly #zoneHeights = new Map<string, bigint>()
  #busy = false
  #scanned = 0n

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  start(): void {
    // What the API hands over has an owner who waits: it goes at once.
    const { queue, lease, log } = this.#options
    lease.watch({
      gained: () => queue.work(({ data }) => this.#operate(data), { concurrency: 1 }),
      lost: () => void queue.rest().catch((error: unknown) => log.warn('keeper.unrested', { error })),
    })
  }

  /** Looks after everything that this block of the hub may have made due; one look at a time. */
  async onHubBlock(block: Block): Promise<void> {
    if (this.#busy || this.#options.lease.delay() !== 0n) return
    this.#busy = true
    try {
      this.#forgetOld(block.height)
      await this.#expire(block)
      await this.#flush(block)
      if (block.height < this.#scanned + gateScanBlocks) return
      this.#scanned = block.height
      for (const zone of this.#options.gates.keys())
        await this.#scanGate(zone, block).catch((error) => this.#lost(zone, error))
    } catch (error) {
      this.#lost(this.#options.hub.chainId, error)
    } finally {
      this.#busy = false
    }
  }

  /** A zone that is down is looked after when it is back. */
  #lost(chainId: string, error: unknown): void {
    this.#options.log.warn('keeper.failed', { chain_id: chainId, error })
  }

  async #expire(block: Block): Promise<void> {
    const before = { open_by_deadline: { before_ns: (block.timeNs + 1n).toString(), limit: pageLimit } }
    const { transactions } = await this.#ask<{ transactions: readonly HubTransaction[] }>(before)
    const due = this.#dueOf(transactions, block, ({ transaction_id }) => `expire ${transaction_id}`)
    await this.#call(
      'expire',
      due.map(({ manifest }) => ({ expire: { manifest } })),
    )
  }

  /** A packet of votes that waits for its slowest entry keeps the decided ones from their zone: answered early. */
  async #flush(block: Block): Promise<void> {
    const waiting = await readPages(async (last: OutboxPacket | undefined) => {
      const after = last === undefined ? null : [last.channel_id, Number(last.sequence)]
      const page = { outbox: { start_after: after, limit: pageLimit } }
      return (await this.#ask<{ packets: readonly OutboxPacket[] }>(page)).packets
    })
    const flushable = waiting.filter(
      (one) =>
        one.undecided < one.transaction_ids.length && Number(block.height) > one.received_height + flushAfterBlocks,
    )
    const due = this.#dueOf(flushable, block, ({ channel_id, sequence }) => `flush ${channel_id} ${sequence}`)
    await this.#call(
      'flush',
      due.map(({ channel_id, sequence }) => ({ flush: { channel_id, sequence } })),
    )
  }

  /** Votes that wait although the hub has decided get a DECISION packet; those past D that it never saw are expired. */
  async #scanGate(zone: string, block: Block): Promise<void> {
    const found = this.#options.gates.get(zone)
    if (found === undefined) return
    const legs = await readPages(async (last: Leg | undefined) => {
      const page = { waiting: { start_after: last?.transaction_id ?? null, limit: pageLimit } }
      return ((await found.chain.querySmart(found.gate, page)) as { legs: readonly Leg[] }).legs
    })
    const undelivered: string[] = []
    const unknown: Leg[] = []
    for (const leg of legs.filter((one) => this.#isLate(zone, one))) {
      const record = await this.#ask<HubTransaction | null>({ transaction: { transaction_id: leg.transaction_id } })
      const decidedAt = record?.decided?.height ?? Number(block.height)
      if (Number(block.height) > decidedAt + deliveryBlocks) undelivered.push(leg.transaction_id)
      if (record === null && BigInt(leg.deadline_ns) <= block.timeNs) unknown.push(leg)
    }
    const lost = this.#dueOf(unknown, block, ({ transaction_id }) => `expire ${transaction_id}`)
    await this.#call(
      'expire',
      lost.map(({ manifest }) => ({ expire: { manifest } })),
    )
    await this.#resend(zone, undelivered, block)
    await this.#retry(found, legs, block)
  }

  /** Votes of the last blocks are on their way; asking the hub about each of them would only cost. */
  #isLate(zone: string, { state, prepared }: Leg): boolean {
    return state === 'voted' && Number(this.#zoneHeights.get(zone) ?? 0n) > prepared.height + deliveryBlocks
  }

  async #resend(zone: string, undelivered: readonly string[], block: Block): Promise<void> {
    if (undelivered.length === 0) return
    const info = await this.#ask<ZoneInfo | null>({ zone: { chain_id: zone } })
    const channels = newestFirst(info?.channels ?? [])
    if (channels.length === 0) return
    const nameOf = (id: string): string => `resend ${zone} ${id}`
    const ids = this.#dueOf(undelivered, block, nameOf)
    const [first] = ids
    if (first === undefined) return
    // An older one may be why the decision did not arrive. What did not help is tried over the next one: a channel can
    // be closed by its chain without a word to the contract.
    const times = this.#called.get(nameOf(first))?.times ?? 1
    const channel_id = channels[(times - 1) % channels.length]
    await this.#call('resend', [{ resend: { transaction_ids: ids, chain_id: zone, channel_id } }])
  }

  /** A resource failed to carry a decision out; the gate has parked the call, and anyone may have it tried again. */
  async #retry({ chain, gate }: Gate, legs: readonly Leg[], block: Block): Promise<void> {
    const parked = legs.filter((leg) => leg.parked.length > 0)
    const due = this.#dueOf(parked, block, ({ transaction_id }) => `retry ${chain.chainId} ${transaction_id}`)
    if (due.length === 0) return
    const signer = await chain.signer(operatorKeyName)
    const retry = ({ transaction_id }: Leg): AnyMsg => executeMsg(signer.address, gate, { retry: { transaction_id } })
    await this.#submit(signer, 'retry', due.map(retry))
  }

  /** Ages of votes are counted in blocks of their zone. */
  noteZoneBlock(zone: string, { height }: Block): void {
    this.#zoneHeights.set(zone, height)
  }

  async #operate({ chain, contract, msg }: OperateJob): Promise<void> {
    const { hub } = this.#options
    const target = chain === hub.chainId ? hub : this.#options.gates.get(chain)?.chain
    if (target === undefined) return
    const signer = await target.signer(operatorKeyName)
    await this.#submit(signer, Object.keys(msg).join(), [executeMsg(signer.address, contract, msg)])
  }

  #ask<T>(query: object): Promise<T> {
    return this.#options.hub.querySmart(this.#options.contract, query) as Promise<T>
  }

  async #call(action: string, calls: readonly object[]): Promise<void> {
    if (calls.length === 0) return
    const signer = await this.#options.hub.signer(operatorKeyName)
    await this.#submit(
      signer,
      action,
      calls.map((call) => executeMsg(signer.address, this.#options.contract, call)),
    )
  }

  /** Not waited for: what had no effect shows in the state, and is called again after some blocks. */
  async #submit(signer: Signer, action: string, msgs: readonly AnyMsg[]): Promise<void> {
    const { log, metrics } = this.#options
    const { hash } = await signer.submit(msgs, callGas * BigInt(msgs.length))
    metrics.add('causeway_keeper_calls_total', { action })
    log.info('keeper.called', { action, calls: msgs.length, tx_hash: hash })
  }

  /** Of these, as many as fit a tx, and only those that were not called just now. */
  #dueOf<T>(all: readonly T[], { height }: Block, nameOf: (one: T) => string): readonly T[] {
    const isDue = (one: T): boolean => {
      const last = this.#called.get(nameOf(one))
      return last === undefined || height >= last.height + patience(last.times)
    }
    const due = all.filter(isDue).slice(0, callsMax)
    for (const one of due) {
      const times = (this.#called.get(nameOf(one))?.times ?? 0) + 1
      this.#called.set(nameOf(one), { height, times })
    }
    return due
  }

  #forgetOld(height: bigint): void {
    for (const [what, last] of this.#called) {
      if (height > last.height + 2n * patience(patienceDoublingsMax + 1)) this.#called.delete(what)
    }
  }
}

/** Of those that are open; the contract lists them as text. */
function newestFirst(channels: ZoneInfo['channels']): readonly string[] {
  const open = channels.filter((channel) => channel.open).map(({ channel_id }) => channel_id)
  return open.sort((a, b) => numberOf(b) - numberOf(a))
}

const patience = (times: number): bigint =>
  patienceBlocks << BigInt(Math.min(Math.max(times - 1, 0), patienceDoublingsMax))

/** Every entry of a list that contracts give out in pages; the first two thousand, so that a keeper never drowns. */
async function readPages<T>(read: (last: T | undefined) => Promise<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = []
  for (let page = 0; page < pagesMax; page += 1) {
    const entries = await read(found.at(-1))
    found.push(...entries)
    if (entries.length < pageLimit) break
  }
  return found
}
