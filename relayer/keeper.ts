// Calls what anyone may call, so that nothing hangs: expire, flush, resend and retry, as the contracts' state asks for it.
import { flushAfterBlocks } from '../core/limits.ts'
import { executeMsg } from './contractCalls.ts'
import type { Block, Chain, JobQueue, Log, Signer } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'

export type OperateJob = { readonly chain: string; readonly contract: string; readonly msg: object }
export type KeeperOptions = {
  readonly hub: Chain
  readonly contract: string
  /** Chain and address of each gate by zone. */
  readonly gates: ReadonlyMap<string, { readonly chain: Chain; readonly gate: string }>
  readonly queue: JobQueue<OperateJob>
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
type Leg = {
  readonly transaction_id: string
  readonly manifest: string
  readonly deadline_ns: string
  readonly prepared: { readonly height: number }
  readonly parked: readonly number[]
}

export const operatorKeyName = 'operator'
const callGas = 3_000_000n
const callsMax = 20
const pageLimit = 100
/** Blocks of the hub that a call is given to show its effect before it is made again. */
const patienceBlocks = 6n
/** Gates are asked for votes that wait every so many hub blocks. */
const gateScanBlocks = 8n
/** Blocks of the hub after which a decision should have reached its zones by acknowledgement. */
const deliveryBlocks = 12

export class Keeper {
  readonly #options: KeeperOptions
  /** What was called lately, by what it is about, and at which height. */
  readonly #called = new Map<string, bigint>()
  #busy = false
  #scanned = 0n

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  start(): void {
    // What the API hands over has an owner who waits: it goes at once.
    this.#options.queue.work(({ data }) => this.#operate(data), { concurrency: 1 })
  }

  /** Looks after everything that this block of the hub may have made due; one look at a time. */
  async onHubBlock(block: Block): Promise<void> {
    if (this.#busy) return
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
    const before = { open_by_deadline: { before_ns: (block.timeNs + 1n).toString(), limit: callsMax } }
    const { transactions } = await this.#ask<{ transactions: readonly HubTransaction[] }>(before)
    const due = transactions.filter((one) => this.#isDue(`expire ${one.transaction_id}`, block.height))
    await this.#call(
      'expire',
      due.map(({ manifest }) => ({ expire: { manifest } })),
    )
  }

  /** A packet of votes that waits for its slowest entry keeps the decided ones from their zone: answered early. */
  async #flush(block: Block): Promise<void> {
    const { packets } = await this.#ask<{ packets: readonly OutboxPacket[] }>({
      outbox: { start_after: null, limit: pageLimit },
    })
    const due = packets.filter(
      (one) =>
        one.undecided < one.transaction_ids.length &&
        Number(block.height) > one.received_height + flushAfterBlocks &&
        this.#isDue(`flush ${one.channel_id} ${one.sequence}`, block.height),
    )
    const calls = due.map(({ channel_id, sequence }) => ({ flush: { channel_id, sequence } }))
    await this.#call('flush', calls.slice(0, callsMax))
  }

  /** Votes that wait although the hub has decided get a DECISION packet; those past D that it never saw are expired. */
  async #scanGate(zone: string, block: Block): Promise<void> {
    const found = this.#options.gates.get(zone)
    if (found === undefined) return
    const query = { legs: { state: 'voted', start_after: null, limit: pageLimit } }
    const { legs } = (await found.chain.querySmart(found.gate, query)) as { legs: readonly Leg[] }
    const undelivered: string[] = []
    const unknown: string[] = []
    for (const leg of legs) {
      const id = leg.transaction_id
      const record = await this.#ask<HubTransaction | null>({ transaction: { transaction_id: id } })
      const decidedAt = record?.decided?.height
      if (decidedAt !== undefined && Number(block.height) > decidedAt + deliveryBlocks) {
        if (this.#isDue(`resend ${zone} ${id}`, block.height)) undelivered.push(id)
      } else if (record === null && BigInt(leg.deadline_ns) <= block.timeNs) {
        if (this.#isDue(`expire ${id}`, block.height)) unknown.push(leg.manifest)
      }
    }
    await this.#call(
      'expire',
      unknown.slice(0, callsMax).map((manifest) => ({ expire: { manifest } })),
    )
    await this.#resend(zone, undelivered)
  }

  async #resend(zone: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    const info = await this.#ask<ZoneInfo | null>({ zone: { chain_id: zone } })
    // The newest open channel: an older one may be the reason why the decision did not arrive.
    const channel = info?.channels.filter(({ open }) => open).at(-1)
    if (channel === undefined) return
    const resend = { transaction_ids: ids.slice(0, callsMax), chain_id: zone, channel_id: channel.channel_id }
    await this.#call('resend', [{ resend }])
  }

  /** A resource failed to carry a decision out; the gate has parked it, and anyone may have it tried again. */
  async onZoneBlock(zone: string, block: Block): Promise<void> {
    const found = this.#options.gates.get(zone)
    const parked = new Set(
      block.txs
        .flatMap((tx) => tx.events)
        .filter(({ type }) => type === 'wasm-causeway_parked')
        .map(({ attributes }) => attributes.find(({ key }) => key === 'transaction_id')?.value ?? ''),
    )
    if (found === undefined || parked.size === 0) return
    const signer = await found.chain.signer(operatorKeyName)
    const msgs = [...parked]
      .filter((id) => this.#isDue(`retry ${zone} ${id}`, block.height))
      .map((transaction_id) => executeMsg(signer.address, found.gate, { retry: { transaction_id } }))
    if (msgs.length > 0) await this.#submit(signer, 'retry', msgs)
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
  async #submit(signer: Signer, action: string, msgs: Parameters<Signer['submit']>[0]): Promise<void> {
    const { log, metrics } = this.#options
    const { hash } = await signer.submit(msgs, callGas * BigInt(msgs.length))
    metrics.kept(action)
    log.info('keeper.called', { action, calls: msgs.length, tx_hash: hash })
  }

  #isDue(what: string, height: bigint): boolean {
    const last = this.#called.get(what)
    if (last !== undefined && height < last + patienceBlocks) return false
    this.#called.set(what, height)
    return true
  }

  #forgetOld(height: bigint): void {
    for (const [what, at] of this.#called) if (height > at + 100n * patienceBlocks) this.#called.delete(what)
  }
}
