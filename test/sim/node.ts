// A chain of the simulator: IBC as the relayer's fake chains have it, with contracts behind its ports.
import { MsgExecuteContract } from 'cosmjs-types/cosmwasm/wasm/v1/tx'
import type { Packet } from '../../core/relay.ts'
import { channelKey } from '../../relayer/ics24/paths.ts'
import type { AnyMsg } from '../../relayer/ports.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import { IbcNode } from '../fakes/ibcNode.ts'
import { type ChannelEnd, type Context, type Effect, Refused, text } from '../fakes/ibcRules.ts'
import { Unwanted } from '../fakes/ibcRulesV2.ts'
import { Layer } from '../fakes/ibcStore.ts'
import type { Wire } from '../fakes/wiredChain.ts'
import { Contracts } from './contracts.ts'
import { prefix } from './net.ts'
import { ackMsg, connectMsg, errorAck, openMsg, owe, receiveMsg, settle, timeoutMsg } from './packets.ts'
import { ackMsgV2, contractAtV2, isPortV2, payloadMsg } from './packetsV2.ts'

const contractAt = (port: string): string => (isPortV2(port) ? contractAtV2(port, prefix) : port.slice('wasm.'.length))

export class SimNode extends IbcNode {
  readonly contracts: Contracts
  /** Entry points that fail at the moment, whatever they are called for. */
  readonly failing = new Set<string>()

  constructor(chainId: string, startNs?: bigint) {
    super(chainId, startNs)
    this.contracts = new Contracts(chainId)
    this.app = (packet, context) =>
      packet.encoded === undefined ? this.#receive(packet, context) : this.#receiveV2(packet, context)
    this.sender = {
      acknowledged: (packet, bytes, context) => {
        if (packet.encoded === undefined)
          this.#enter(context, packet.sourcePort, 'ibc_packet_ack', ackMsg(packet, bytes))
        else this.#enter(context, packet.sourcePort, 'ibc2_packet_ack', ackMsgV2(packet, bytes))
      },
      timedOut: (packet, context) => {
        if (packet.encoded === undefined)
          this.#enter(context, packet.sourcePort, 'ibc_packet_timeout', timeoutMsg(packet))
        else this.#enter(context, packet.sourcePort, 'ibc2_packet_timeout', payloadMsg(packet))
      },
    }
    this.beyond = (msg, context) => this.#execute(msg, context)
  }

  /** State of now, for questions. */
  get reading(): Context {
    const { height, timeNs } = this
    return { store: this.store, height, timeNs, events: [], app: undefined, appV2: this.app }
  }

  /** Both callbacks of a handshake, and the open end. Throws where the contract refuses. */
  open(portId: string, channelId: string, end: ChannelEnd, version: string): void {
    this.act((context) => {
      const opening = { portId, channelId, end, version }
      this.#enter(context, portId, 'ibc_channel_open', openMsg(opening))
      context.store.set(text(channelKey(portId, channelId)), JSON.stringify(end))
      this.#enter(context, portId, 'ibc_channel_connect', connectMsg(opening))
    })
  }

  #enter(context: Context, port: string, entry: string, msg: object): void {
    const { events } = this.contracts.entry(context, contractAt(port), entry, msg)
    context.events.push(...events)
  }

  /** A contract that fails leaves nothing behind but an error as its acknowledgement. */
  #receive(packet: Packet, context: Context): Uint8Array | undefined {
    const inner = new Layer(context.store)
    const told = { ...context, store: inner, events: [] as typeof context.events }
    try {
      if (this.failing.has('ibc_packet_receive')) throw new Refused('wasm', 5, 'made to fail')
      owe(told, packet)
      const address = contractAt(packet.destinationPort)
      const { events, data } = this.contracts.entry(told, address, 'ibc_packet_receive', receiveMsg(packet))
      if (data !== undefined) settle(told, packet)
      inner.keep()
      context.events.push(...told.events, ...events)
      return data
    } catch (error) {
      if (error instanceof Refused) return errorAck
      throw error
    }
  }

  /** A contract that fails leaves nothing behind; one that answers later loses its events (wasmd, ibc2.go). */
  #receiveV2(packet: Packet, context: Context): Uint8Array | undefined {
    const inner = new Layer(context.store)
    const told = { ...context, store: inner, events: [] as typeof context.events }
    try {
      if (this.failing.has('ibc_packet_receive')) throw new Refused('wasm', 5, 'made to fail')
      const address = contractAt(packet.destinationPort)
      const { events, data } = this.contracts.entry(told, address, 'ibc2_packet_receive', payloadMsg(packet))
      inner.keep()
      if (data !== undefined) context.events.push(...told.events, ...events)
      return data
    } catch (error) {
      if (error instanceof Refused) throw new Unwanted()
      throw error
    }
  }

  /** CheckTx does not run what contracts do. */
  #execute({ typeUrl, value }: AnyMsg, context: Context): Effect | undefined {
    if (typeUrl !== '/cosmwasm.wasm.v1.MsgExecuteContract') return undefined
    if (context.app === undefined) return 'done'
    const { sender, contract, msg, funds } = MsgExecuteContract.decode(value)
    const body = JSON.parse(Buffer.from(msg).toString('utf8')) as object
    const { events } = this.contracts.execute(context, sender, contract, body, funds)
    context.events.push(...events)
    return 'done'
  }
}

/** A node as a process holds it, with its contracts. */
export class SimClient extends IbcClient {
  readonly #sim: SimNode

  constructor(node: SimNode, wire?: Wire, operator?: string) {
    super(node, wire, operator)
    this.#sim = node
  }

  override async querySmart(contract?: string, query?: object): Promise<unknown> {
    await this.wire('smart')
    return this.#sim.contracts.query(this.#sim.reading, contract ?? '', query ?? {})
  }
}
