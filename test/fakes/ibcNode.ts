// A chain with IBC in memory: blocks are made by hand, txs are checked, ordered, executed and lost as on a node.
import { createHash } from 'node:crypto'
import type { Packet } from '../../core/relay.ts'
import { channelKey } from '../../relayer/ics24/paths.ts'
import type { AnyMsg, Block, ChainEvent, TxResult } from '../../relayer/ports.ts'
import {
  type App,
  type Beyond,
  type ChannelEnd,
  type Context,
  executeMsg,
  Refused,
  type Sender,
  sendPacket,
  text,
  writeAck,
} from './ibcRules.ts'
import { type SendV2, sendPacketV2, writeAckV2 } from './ibcRulesV2.ts'
import { History, Layer } from './ibcStore.ts'

type Tx = { readonly hash: string; readonly account: string; readonly msgs: readonly AnyMsg[]; readonly gas: bigint }
/** What users and contracts do in the next block, each in a tx of its own. */
type UserTx = (context: Context) => void

const secondNs = 1_000_000_000n
const gasOfMsg = { base: 80_000n, update: 120_000n, packet: 180_000n }

export class IbcNode {
  readonly chainId: string
  readonly store = new History()
  readonly blocks: Block[] = []
  /** Gas of each packet message; a test may make them dearer. */
  gasPerPacket = gasOfMsg.packet
  app: App = () => Buffer.from('ok')
  sender: Sender | undefined
  beyond: Beyond | undefined
  /** Relay txs that were executed, with their messages. */
  readonly executed: { readonly account: string; readonly msgs: readonly AnyMsg[]; readonly result: TxResult }[] = []
  readonly watchers = new Set<() => void>()
  /** Txs up to this height can no longer be searched for. */
  prunedTo = 0n
  #check = new Layer(this.store)
  #mempool: Tx[] = []
  #userTxs: UserTx[] = []
  #txCount = 0
  #timeNs: bigint

  constructor(chainId: string, startNs = 1_800_000_000n * secondNs) {
    this.chainId = chainId
    this.#timeNs = startNs
    this.makeBlock()
  }

  get height(): bigint {
    return BigInt(this.blocks.length)
  }
  get timeNs(): bigint {
    return this.#timeNs
  }

  /** Executes whatever waits; time moves on by a second or as far as a test says. */
  makeBlock(stepNs = secondNs): Block {
    const height = this.height + 1n
    this.#timeNs += stepNs
    this.store.height = height
    const results: TxResult[] = []
    for (const act of this.#userTxs) results.push(this.#runUserTx(act, results.length))
    for (const tx of this.#mempool) {
      const result = this.#runTx(tx, results.length)
      results.push(result)
      this.executed.push({ account: tx.account, msgs: tx.msgs, result })
    }
    this.#userTxs = []
    this.#mempool = []
    this.#check = new Layer(this.store)
    const block = { chainId: this.chainId, height, timeNs: this.#timeNs, txs: results }
    this.blocks.push(block)
    for (const tell of this.watchers) tell()
    return block
  }

  makeBlocks(count: number): void {
    for (let index = 0; index < count; index += 1) this.makeBlock()
  }

  act(act: UserTx): void {
    this.#userTxs.push(act)
  }

  /** In the next block; `done` gets the packet once its tx is executed. */
  send(
    channel: { readonly portId: string; readonly channelId: string },
    data: string,
    timeoutNs = 0n,
  ): Promise<Packet> {
    const { promise, resolve } = Promise.withResolvers<Packet>()
    this.act((context) => resolve(sendPacket(context, channel.portId, channel.channelId, data, timeoutNs)))
    return promise
  }

  /** The same in IBC v2. */
  sendV2(what: SendV2): Promise<Packet> {
    const { promise, resolve } = Promise.withResolvers<Packet>()
    this.act((context) => resolve(sendPacketV2(context, what)))
    return promise
  }

  writeAck(packet: Packet, acknowledgement: string): void {
    const write = packet.encoded === undefined ? writeAck : writeAckV2
    this.act((context) => write(context, packet, Buffer.from(acknowledgement)))
  }

  /** CheckTx: the whole of a tx but its callbacks, against what is committed and what waits. Throws Refused. */
  broadcast(account: string, msgs: readonly AnyMsg[], gas: bigint): string {
    const layer = new Layer(this.#check)
    const effects = msgs.map((msg) => ({ msg, effect: executeMsg(this.#context(layer, [], undefined), msg) }))
    const packets = effects.filter(({ msg }) => !msg.typeUrl.endsWith('MsgUpdateClient'))
    if (packets.length > 0 && packets.every(({ effect }) => effect === 'no effect')) {
      throw new Refused('channel', 22, 'packet messages are redundant')
    }
    layer.keep()
    this.#txCount += 1
    const hash = createHash('sha256').update(`${this.chainId} ${this.#txCount}`).digest('hex').toUpperCase()
    this.#mempool.push({ hash, account, msgs, gas })
    return hash
  }

  channel(portId: string, channelId: string): ChannelEnd | undefined {
    const found = this.store.get(text(channelKey(portId, channelId)))
    return found === undefined ? undefined : (JSON.parse(found) as ChannelEnd)
  }

  /** Every waiting tx is lost, as when a node restarts. */
  loseMempool(): void {
    this.#mempool = []
    this.#check = new Layer(this.store)
  }

  #context(store: Layer, events: ChainEvent[], app: App | undefined): Context {
    // CheckTx sees the time of the last block, a tx that of its own.
    const sender = app === undefined ? undefined : this.sender
    const beyond = this.beyond
    return { store, height: this.height + 1n, timeNs: this.#timeNs, events, app, appV2: this.app, sender, beyond }
  }

  #runUserTx(act: UserTx, index: number): TxResult {
    this.#txCount += 1
    const hash = createHash('sha256').update(`${this.chainId} user ${this.#txCount}`).digest('hex').toUpperCase()
    const layer = new Layer(this.store)
    const events: ChainEvent[] = []
    try {
      act(this.#context(layer, events, this.app))
      layer.keep()
      return result(hash, index, { events })
    } catch (error) {
      return result(hash, index, { error })
    }
  }

  #runTx({ hash, account, msgs, gas }: Tx, index: number): TxResult {
    const layer = new Layer(this.store)
    const events: ChainEvent[] = [{ type: 'tx', attributes: [{ key: 'acc_seq', value: `${account}/0` }] }]
    let used = gasOfMsg.base
    try {
      for (const msg of msgs) {
        used += msg.typeUrl.endsWith('MsgUpdateClient') ? gasOfMsg.update : this.gasPerPacket
        if (used > gas) throw new Refused('sdk', 11, 'out of gas')
        executeMsg(this.#context(layer, events, this.app), msg)
      }
      layer.keep()
      return result(hash, index, { events, gas, used })
    } catch (error) {
      return result(hash, index, { error, gas, used })
    }
  }
}

type Ran = {
  readonly events?: readonly ChainEvent[]
  readonly error?: unknown
  readonly gas?: bigint
  readonly used?: bigint
}

function result(hash: string, index: number, { events, error, gas = 0n, used = 0n }: Ran): TxResult {
  if (error !== undefined && !(error instanceof Refused)) throw error
  const failed = error === undefined ? { code: 0, codespace: '', log: '' } : { ...error, log: error.message }
  return {
    hash,
    index,
    code: failed.code,
    codespace: failed.codespace,
    log: failed.log,
    gasWanted: gas,
    gasUsed: used,
    events: events ?? [],
  }
}
