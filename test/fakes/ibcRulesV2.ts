// What messages of IBC v2 do to the state of a fake chain, in the order of ibc-go v10.5; hashes are of answers only.
import { createHash } from 'node:crypto'
import { Acknowledgement, Packet as WirePacket } from 'cosmjs-types/ibc/core/channel/v2/packet'
import { MsgAcknowledgement, MsgRecvPacket, MsgTimeout } from 'cosmjs-types/ibc/core/channel/v2/tx'
import { MsgRegisterCounterparty } from 'cosmjs-types/ibc/core/client/v2/tx'
import { toHex } from '../../core/bytes.ts'
import { decodePacketV2 } from '../../core/packetV2.ts'
import type { Packet } from '../../core/relay.ts'
import { acknowledgementKeyV2, commitmentKeyV2, receiptKeyV2 } from '../../relayer/ics24/paths.ts'
import type { AnyMsg } from '../../relayer/ports.ts'
import { event } from './fakeChain.ts'
import { type Context, type Effect, keyText, note, Refused, readClient, statusOf, verify } from './ibcRules.ts'

/** Thrown by an app that does not want a packet: its writes are undone, and the answer is always the same. */
export class Unwanted extends Error {}
export const errorAcknowledgement = createHash('sha256').update('UNIVERSAL_ERROR_ACKNOWLEDGEMENT').digest()

export const counterpartyKey = (clientId: string): string => `counterparties/${clientId}`
type Received = Pick<Packet, 'destinationChannel' | 'sequence'>
const asyncKey = ({ destinationChannel: id, sequence }: Received): string => `${id}async_packet${sequence}`
const nsPerSecond = 1_000_000_000n
const dayNs = 86_400n * nsPerSecond
const encode = (packet: WirePacket): Uint8Array => WirePacket.encode(packet).finish()

/** In the words of the relayer; the fake would not run without. */
function decoded(encoded: Uint8Array): Packet {
  const packet = decodePacketV2(encoded)
  if (packet === undefined) throw new Refused('channelv2', 2, 'invalid packet')
  return packet
}

function packetEventV2(type: string, packet: WirePacket, acknowledgement?: Uint8Array) {
  return event(type, {
    packet_source_client: packet.sourceClient,
    packet_dest_client: packet.destinationClient,
    packet_sequence: packet.sequence.toString(),
    packet_timeout_timestamp: packet.timeoutTimestamp.toString(),
    encoded_packet_hex: toHex(encode(packet)),
    ...(acknowledgement === undefined ? {} : { encoded_acknowledgement_hex: toHex(acknowledgement) }),
  })
}

function assertCounterparty(context: Context, clientId: string, peerId: string): void {
  const found = context.store.get(counterpartyKey(clientId))
  if (found === undefined) throw new Refused('clientv2', 35, `counterparty not found for client: ${clientId}`)
  if (found !== peerId) throw new Refused('clientv2', 34, `counterparty id (${found}) does not match ${peerId}`)
}

export type SendV2 = {
  readonly clientId: string
  readonly portId: string
  readonly data: string
  /** Seconds since 1970. */
  readonly timeoutSec: bigint
}

export function sendPacketV2(context: Context, { clientId, portId, data, timeoutSec }: SendV2): Packet {
  const ports = { sourcePort: portId, destinationPort: portId }
  const payload = { ...ports, version: 'v1', encoding: 'text', value: Buffer.from(data) }
  return sendWirePacket(context, { clientId, payload, timeoutSec })
}

type SendPayload = Pick<SendV2, 'clientId' | 'timeoutSec'> & { readonly payload: WirePacket['payloads'][number] }

export function sendWirePacket(context: Context, { clientId, payload, timeoutSec }: SendPayload): Packet {
  const peerId = context.store.get(counterpartyKey(clientId)) ?? ''
  assertCounterparty(context, clientId, peerId)
  const timeoutNs = timeoutSec * nsPerSecond
  if (timeoutNs <= context.timeNs) throw new Refused('channelv2', 9, 'timeout elapsed')
  if (timeoutNs > context.timeNs + dayNs) throw new Refused('channelv2', 8, 'timeout exceeds the maximum')
  if (statusOf(context, clientId) !== 'Active') throw new Refused('client', 29, 'client state is not active')
  const nextKey = `nextSequenceSend/${clientId}`
  const sequence = BigInt(context.store.get(nextKey) ?? 1)
  context.store.set(nextKey, (sequence + 1n).toString())
  const ends = { sourceClient: clientId, destinationClient: peerId }
  const packet: WirePacket = { sequence, ...ends, timeoutTimestamp: timeoutSec, payloads: [payload] }
  context.store.set(keyText(commitmentKeyV2(clientId, sequence)), toHex(encode(packet)))
  context.events.push(packetEventV2('send_packet', packet))
  return decoded(encode(packet))
}

/** By the app, of a packet that it has not answered when it received it. */
export function writeAckV2(context: Context, packet: Received, answer: Uint8Array): void {
  const encoded = context.store.get(asyncKey(packet))
  if (encoded === undefined) throw new Refused('channelv2', 5, 'packet not found for async acknowledgement')
  writeAcknowledgement(context, WirePacket.decode(Buffer.from(encoded, 'hex')), answer)
  context.store.set(asyncKey(packet), undefined)
}

function writeAcknowledgement(context: Context, packet: WirePacket, answer: Uint8Array): void {
  const key = keyText(acknowledgementKeyV2(packet.destinationClient, packet.sequence))
  if (context.store.get(key) !== undefined) throw new Refused('channelv2', 11, 'acknowledgement exists')
  const encoded = Acknowledgement.encode({ appAcknowledgements: [answer] }).finish()
  context.store.set(key, hashOf({ appAcknowledgements: [answer] }))
  context.events.push(packetEventV2('write_acknowledgement', packet, encoded))
}

/** As hex: the sha256 of the byte 2 and of the sha256 of each answer. */
function hashOf({ appAcknowledgements }: Acknowledgement): string {
  const hashes = appAcknowledgements.map((one) => createHash('sha256').update(one).digest())
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([2]), ...hashes]))
    .digest('hex')
}

function receive(context: Context, value: Uint8Array): Effect {
  const { packet, proofCommitment, proofHeight } = MsgRecvPacket.decode(value)
  const { sourceClient, destinationClient, sequence, timeoutTimestamp } = packet
  assertCounterparty(context, destinationClient, sourceClient)
  if (context.timeNs / nsPerSecond >= timeoutTimestamp) throw new Refused('channelv2', 9, 'timeout elapsed')
  // Before the proof, unlike v1.
  const receipt = keyText(receiptKeyV2(destinationClient, sequence))
  if (context.store.get(receipt) !== undefined) return 'no effect'
  const key = keyText(commitmentKeyV2(sourceClient, sequence))
  verify(context, destinationClient, proofCommitment, proofHeight.revisionHeight, key, toHex(encode(packet)))
  context.store.set(receipt, '02')
  context.events.push(packetEventV2('recv_packet', packet))
  const received = decoded(encode(packet))
  note(context, 'received', received)
  const answer = askApp(context, received)
  if (answer !== undefined) writeAcknowledgement(context, packet, answer)
  else context.store.set(asyncKey(received), toHex(encode(packet)))
  return 'done'
}

function askApp(context: Context, packet: Packet): Uint8Array | undefined {
  try {
    return context.appV2(packet, context)
  } catch (error) {
    if (error instanceof Unwanted) return errorAcknowledgement
    throw error
  }
}

function acknowledge(context: Context, value: Uint8Array): Effect {
  const { packet, acknowledgement, proofAcked, proofHeight } = MsgAcknowledgement.decode(value)
  assertCounterparty(context, packet.sourceClient, packet.destinationClient)
  const key = keyText(acknowledgementKeyV2(packet.destinationClient, packet.sequence))
  const answer = hashOf(acknowledgement)
  const check = (): void => verify(context, packet.sourceClient, proofAcked, proofHeight.revisionHeight, key, answer)
  return end(context, packet, 'acknowledge_packet', check, (ended) => {
    context.sender?.acknowledged(ended, acknowledgement.appAcknowledgements[0] ?? new Uint8Array(), context)
  })
}

function timeOut(context: Context, value: Uint8Array): Effect {
  const { packet, proofUnreceived, proofHeight } = MsgTimeout.decode(value)
  const { sourceClient, destinationClient, sequence, timeoutTimestamp } = packet
  assertCounterparty(context, sourceClient, destinationClient)
  const height = proofHeight.revisionHeight
  const provenNs = BigInt(context.store.get(`clients/${sourceClient}/${height}`) ?? 0)
  if (provenNs / nsPerSecond < timeoutTimestamp) throw new Refused('channelv2', 10, 'timeout not reached')
  const key = keyText(receiptKeyV2(destinationClient, sequence))
  const check = (): void => verify(context, sourceClient, proofUnreceived, height, key, '')
  return end(context, packet, 'timeout_packet', check, (ended) => context.sender?.timedOut(ended, context))
}

/** A packet leaves its sender's state, once, and its sender hears of it. */
function end(
  context: Context,
  packet: WirePacket,
  type: string,
  check: () => void,
  tell: (ended: Packet) => void,
): Effect {
  const key = keyText(commitmentKeyV2(packet.sourceClient, packet.sequence))
  const stored = context.store.get(key)
  if (stored === undefined) return 'no effect'
  if (stored !== toHex(encode(packet))) throw new Refused('channelv2', 2, 'commitment bytes are not equal')
  check()
  context.store.set(key, undefined)
  context.events.push(packetEventV2(type, packet))
  const ended = decoded(encode(packet))
  note(context, type === 'timeout_packet' ? 'timed_out' : 'acknowledged', ended)
  tell(ended)
  return 'done'
}

function register(context: Context, typeUrl: string, value: Uint8Array): Effect {
  const {
    clientId,
    counterpartyClientId,
    counterpartyMerklePrefix: prefix,
    signer,
  } = MsgRegisterCounterparty.decode(value)
  if (prefix.length === 0) throw new Refused('clientv2', 34, 'counterparty messaging key cannot be empty')
  if (readClient(context, clientId).creator !== signer) {
    throw new Refused('ibc', 5, `expected same signer as createClient submittor, got ${signer}`)
  }
  if (context.store.get(counterpartyKey(clientId)) !== undefined) {
    throw new Refused('ibc', 9, 'cannot register counterparty once it is already set')
  }
  context.store.set(counterpartyKey(clientId), counterpartyClientId)
  context.events.push(event('message', { action: typeUrl }))
  return 'done'
}

/** Throws Refused where ibc-go refuses the message. */
export function executeV2(context: Context, { typeUrl, value }: AnyMsg): Effect {
  switch (typeUrl.split('.').at(-1)) {
    case 'MsgRecvPacket':
      return receive(context, value)
    case 'MsgAcknowledgement':
      return acknowledge(context, value)
    case 'MsgTimeout':
      return timeOut(context, value)
    case 'MsgRegisterCounterparty':
      return register(context, typeUrl, value)
    default:
      throw new Refused('sdk', 6, `unknown message ${typeUrl}`)
  }
}
