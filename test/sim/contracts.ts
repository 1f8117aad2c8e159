// Contracts on a chain of the simulator: entry points, sub-messages, replies and reverts in the order and with the
// meaning of wasmd, over a store whose layers are kept or thrown away.
import { parseBase64, toBase64 } from '../../core/bytes.ts'
import type { ChainEvent } from '../../relayer/ports.ts'
import { type Context, Refused, sendPacket } from '../fakes/ibcRules.ts'
import { writeAckV2 } from '../fakes/ibcRulesV2.ts'
import { Layer, type Layered } from '../fakes/ibcStore.ts'
import { writeLater } from './packets.ts'
import { type SendJson, sendMsg, sendV2 } from './packetsV2.ts'
import { Aborted, type Storage, type Vm } from './vm.ts'

export type Coin = { readonly denom: string; readonly amount: string }
type Attribute = { readonly key: string; readonly value: string }
type Event = { readonly type: string; readonly attributes: readonly Attribute[] }
type ReplyOn = 'always' | 'error' | 'success' | 'never'
type SubMsg = {
  readonly id: number
  readonly payload?: string
  readonly msg: CosmosMsg
  readonly reply_on: ReplyOn
}
type CosmosMsg = {
  readonly wasm?: { readonly execute?: { contract_addr: string; msg: string; funds: readonly Coin[] } }
  readonly bank?: { readonly send?: { to_address: string; amount: readonly Coin[] } }
  readonly ibc?: {
    readonly send_packet?: { channel_id: string; data: string; timeout: { timestamp?: string } }
    readonly write_acknowledgement?: { channel_id: string; packet_sequence: number; ack: { data: string } }
  }
  readonly ibc2?: {
    readonly send_packet?: SendJson
    readonly write_acknowledgement?: { destination_client: string; packet_sequence: number; ack: { data: string } }
  }
}
type Answer = {
  readonly messages?: readonly SubMsg[]
  readonly attributes?: readonly Attribute[]
  readonly events?: readonly Event[]
  readonly data?: string | null
  readonly acknowledgement?: string | null
}
/** What was not reverted has happened; its data is the acknowledgement where a packet was received. */
export type Outcome = { readonly events: readonly ChainEvent[]; readonly data?: Uint8Array }

/**
 * Whose messages follow. What the entry points of IBC v2 answer with wasmd says in the name of the port that the
 * contract has there.
 */
type Sender = { readonly address: string; readonly isPaired: boolean }

/** Of a contract's own making: what wasmd answers with codespace "wasm", code 5. */
export const failed = (error: string): Refused => new Refused('wasm', 5, error)

const balanceKey = (account: string, denom: string): string => `bank/${account}/${denom}`

export class Contracts {
  readonly #chainId: string
  readonly #vms = new Map<string, Vm>()

  constructor(chainId: string) {
    this.#chainId = chainId
  }

  /** The contract of this address runs this code. */
  add(address: string, vm: Vm): void {
    this.#vms.set(address, vm)
  }

  instantiate(context: Context, sender: string, address: string, msg: object): Outcome {
    return this.#call(context, address, 'instantiate', [this.#info(sender, []), msg])
  }

  /** A tx of its own, or the message of another contract. */
  execute(context: Context, sender: string, address: string, msg: object, funds: readonly Coin[] = []): Outcome {
    for (const coin of funds) this.#pay(context.store, sender, address, coin)
    return this.#call(context, address, 'execute', [this.#info(sender, funds), msg])
  }

  entry(context: Context, address: string, entry: string, msg: object): Outcome {
    return this.#call(context, address, entry, [msg])
  }

  query(context: Context, address: string, msg: object): unknown {
    const answer = this.#run(context, address, 'query', [msg]) as string
    return JSON.parse(Buffer.from(answer, 'base64').toString('utf8')) as unknown
  }

  mint({ store }: Pick<Context, 'store'>, account: string, { denom, amount }: Coin): void {
    const key = balanceKey(account, denom)
    store.set(key, String(BigInt(store.get(key) ?? 0) + BigInt(amount)))
  }

  #info(sender: string, funds: readonly Coin[]): object {
    return { sender, funds }
  }

  #pay(store: Layered, from: string, to: string, coin: Coin): void {
    const key = balanceKey(from, coin.denom)
    const left = BigInt(store.get(key) ?? 0) - BigInt(coin.amount)
    if (left < 0n) throw new Refused('sdk', 5, 'insufficient funds')
    store.set(key, String(left))
    this.mint({ store }, to, coin)
  }

  #run({ store, height, timeNs }: Context, address: string, entry: string, args: readonly unknown[]): unknown {
    const vm = this.#vms.get(address)
    if (vm === undefined) throw new Refused('wasm', 22, `no contract ${address}`)
    const block = { height: Number(height), time: String(timeNs), chain_id: this.#chainId }
    const env = { block, transaction: { index: 0, hash: '' }, contract: { address } }
    let result: { ok?: unknown; error?: string }
    try {
      result = vm.call(entry, storageOf(store, address), [env, ...args]) as typeof result
    } catch (error) {
      if (error instanceof Aborted) throw new Refused('wasm', 29, `wasmvm: ${error.message}`)
      throw error
    }
    if (result.error !== undefined) throw failed(result.error)
    return result.ok
  }

  #call(context: Context, address: string, entry: string, args: readonly unknown[]): Outcome {
    const answer = (this.#run(context, address, entry, args) ?? {}) as Answer
    return this.#follow(context, { address, isPaired: entry.startsWith('ibc2_') }, answer)
  }

  /** Sub-messages in order, depth first; a reply comes right after its sub-message and may replace the data. */
  #follow(context: Context, sender: Sender, answer: Answer): Outcome {
    const { address } = sender
    const events = eventsOf(address, answer)
    let data = answer.acknowledgement ?? answer.data ?? undefined
    for (const sub of answer.messages ?? []) {
      const inner = new Layer(context.store)
      const told: ChainEvent[] = []
      const done = this.#attempt({ ...context, store: inner, events: told }, sender, sub.msg)
      if (done.error === undefined) {
        inner.keep()
        context.events.push(...told)
        events.push(...(done.outcome?.events ?? []))
      } else if (sub.reply_on !== 'always' && sub.reply_on !== 'error') throw done.error
      const wanted = sub.reply_on === 'always' || (sub.reply_on === 'success') === (done.error === undefined)
      if (sub.reply_on === 'never' || !wanted) continue
      const replied = this.#reply(context, sender, sub, done)
      events.push(...replied.events)
      if (replied.data !== undefined) data = toBase64(replied.data)
    }
    return { events, ...(data === undefined ? {} : { data: parseBase64(data) }) }
  }

  #attempt(context: Context, sender: Sender, msg: CosmosMsg): { outcome?: Outcome; error?: Refused } {
    try {
      return { outcome: this.#dispatch(context, sender, msg) }
    } catch (error) {
      if (error instanceof Refused) return { error }
      throw error
    }
  }

  #reply(context: Context, sender: Sender, { id, payload = '' }: SubMsg, done: { outcome?: Outcome; error?: Refused }) {
    const { outcome, error } = done
    const value = toBase64(executeResponse(outcome?.data ?? new Uint8Array()))
    const responses = [{ type_url: '/cosmwasm.wasm.v1.MsgExecuteContractResponse', value }]
    // wasmd hides the text of errors from contracts.
    const hidden = { error: `codespace: ${error?.codespace ?? ''}, code: ${error?.code ?? 0}` }
    const events = (outcome?.events ?? []).map(({ type, attributes }) => ({ type, attributes }))
    const ok = { ok: { events, data: null, msg_responses: responses } }
    const reply = { id, payload, gas_used: 0, result: error === undefined ? ok : hidden }
    const answer = (this.#run(context, sender.address, 'reply', [reply]) ?? {}) as Answer
    return this.#follow(context, sender, answer)
  }

  #dispatch(context: Context, { address: sender, isPaired }: Sender, msg: CosmosMsg): Outcome {
    const execute = msg.wasm?.execute
    if (execute !== undefined) {
      const inner = JSON.parse(Buffer.from(execute.msg, 'base64').toString('utf8')) as object
      return this.execute(context, sender, execute.contract_addr, inner, execute.funds)
    }
    const send = msg.bank?.send
    if (send !== undefined) {
      for (const coin of send.amount) this.#pay(context.store, sender, send.to_address, coin)
      return { events: [] }
    }
    if (msg.ibc !== undefined && isPaired) throw new Refused('channel', 3, 'the port of IBC v2 has no channels')
    const packet = msg.ibc?.send_packet
    if (packet !== undefined) {
      const { channel_id: channelId, data, timeout } = packet
      sendPacket(context, `wasm.${sender}`, channelId, parseBase64(data), BigInt(timeout.timestamp ?? 0))
      return { events: [] }
    }
    const ack = msg.ibc?.write_acknowledgement
    if (ack !== undefined) {
      const { channel_id: channelId, packet_sequence: sequence } = ack
      writeLater(
        context,
        { portId: `wasm.${sender}`, channelId, sequence: BigInt(sequence) },
        parseBase64(ack.ack.data),
      )
      return { events: [] }
    }
    if (msg.ibc2 !== undefined) return this.#dispatchV2(context, sender, msg.ibc2)
    throw new Refused('wasm', 14, `a message that nobody knows: ${JSON.stringify(msg)}`)
  }

  /** Over IBC v2 the chain asks a port whether it sends what is said to come from it. */
  #dispatchV2(context: Context, sender: string, msg: NonNullable<CosmosMsg['ibc2']>): Outcome {
    if (msg.send_packet !== undefined) {
      const packet = sendV2(context, msg.send_packet)
      return this.entry(context, sender, 'ibc2_packet_send', sendMsg(packet, sender))
    }
    if (msg.write_acknowledgement !== undefined) {
      const { destination_client: destinationChannel, packet_sequence, ack } = msg.write_acknowledgement
      writeAckV2(context, { destinationChannel, sequence: BigInt(packet_sequence) }, parseBase64(ack.data))
      return { events: [] }
    }
    throw new Refused('wasm', 14, `a message that nobody knows: ${JSON.stringify(msg)}`)
  }
}

/** Under the contract's own name in the store of its chain; each byte a letter. */
function storageOf(store: Layered, address: string): Storage {
  const prefix = `contract/${address}/`
  return {
    get: (key) => {
      const value = store.get(prefix + key)
      return value === undefined ? undefined : Uint8Array.from(Buffer.from(value, 'latin1'))
    },
    set: (key, value) =>
      store.set(prefix + key, value === undefined ? undefined : Buffer.from(value).toString('latin1')),
    range: (start, end) =>
      store
        .keys(prefix)
        .map((key) => key.slice(prefix.length))
        .filter((key) => key >= start && (end === undefined || key < end))
        .sort((a, b) => (a < b ? -1 : 1)),
  }
}

/** As wasmd emits them: plain attributes under `wasm`, an event's own name behind `wasm-`. */
function eventsOf(address: string, { attributes = [], events = [] }: Answer): ChainEvent[] {
  const own = { key: '_contract_address', value: address }
  const named = events.map(({ type, attributes: its }) => ({ type: `wasm-${type}`, attributes: [own, ...its] }))
  return attributes.length === 0 ? named : [{ type: 'wasm', attributes: [own, ...attributes] }, ...named]
}

/** MsgExecuteContractResponse: its one field is the data. */
function executeResponse(data: Uint8Array): Uint8Array {
  if (data.length === 0) return new Uint8Array()
  const length = data.length < 128 ? [data.length] : [(data.length & 127) | 128, data.length >> 7]
  return Uint8Array.of(0x0a, ...length, ...data)
}
