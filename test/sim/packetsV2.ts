// Packets of IBC v2 between contracts of the simulator: how a contract hears of them and sends them, as wasmd has it.
import { Packet as WirePacket } from 'cosmjs-types/ibc/core/channel/v2/packet'
import { parseBase64, toBase64 } from '../../core/bytes.ts'
import type { Packet } from '../../core/relay.ts'
import { type Context, Refused } from '../fakes/ibcRules.ts'
import { sendWirePacket } from '../fakes/ibcRulesV2.ts'

/** As cosmwasm-std writes it; the value is base64. */
export type PayloadJson = {
  readonly source_port: string
  readonly destination_port: string
  readonly version: string
  readonly encoding: string
  readonly value: string
}
export type SendJson = {
  readonly source_client: string
  /** Nanoseconds, of full seconds. */
  readonly timeout: string
  readonly payloads: readonly PayloadJson[]
}

const relayer = 'relayer'
const nsPerSecond = 1_000_000_000n
const portPrefix = 'wasm2'

/** Ports of IBC v2 leave the prefix of the contract's address out. */
export const isPortV2 = (port: string): boolean => port.startsWith(portPrefix)
export const contractAtV2 = (port: string, prefix: string): string => `${prefix}${port.slice(portPrefix.length)}`

function payloadOf({ encoded }: Packet): PayloadJson {
  const [payload] = WirePacket.decode(encoded ?? new Uint8Array()).payloads
  if (payload === undefined) throw new Refused('channelv2', 2, 'invalid packet')
  const { sourcePort, destinationPort, version, encoding, value } = payload
  return { source_port: sourcePort, destination_port: destinationPort, version, encoding, value: toBase64(value) }
}

const ends = ({ sourceChannel, destinationChannel }: Packet): object => ({
  source_client: sourceChannel,
  destination_client: destinationChannel,
})
const numbered = (packet: Packet): object => ({ ...ends(packet), packet_sequence: Number(packet.sequence) })

/** Of what was received, and of what has timed out. */
export const payloadMsg = (packet: Packet): object => ({ payload: payloadOf(packet), relayer, ...numbered(packet) })
export const ackMsgV2 = (packet: Packet, acknowledgement: Uint8Array): object => ({
  ...ends(packet),
  data: payloadOf(packet),
  acknowledgement: toBase64(acknowledgement),
  relayer,
})
export const sendMsg = (packet: Packet, signer: string): object => ({
  payload: payloadOf(packet),
  ...numbered(packet),
  signer,
})

/** Packets of one payload only, which is all that ours send. */
export function sendV2(context: Context, { source_client: clientId, timeout, payloads }: SendJson): Packet {
  const [payload] = payloads
  if (payload === undefined || payloads.length > 1) throw new Refused('channelv2', 2, 'a packet has one payload')
  const { source_port: sourcePort, destination_port: destinationPort, version, encoding, value } = payload
  const wire = { sourcePort, destinationPort, version, encoding, value: parseBase64(value) }
  return sendWirePacket(context, { clientId, payload: wire, timeoutSec: BigInt(timeout) / nsPerSecond })
}
