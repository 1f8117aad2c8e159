// What relay messages do to the state of a fake chain, in the order of ibc-go v10: checks, no effect twice, proofs.
import {
  MsgAcknowledgement,
  MsgChannelCloseConfirm,
  MsgRecvPacket,
  MsgTimeout,
  MsgTimeoutOnClose,
} from 'cosmjs-types/ibc/core/channel/v1/tx'
import { MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import { toHex } from '../../core/bytes.ts'
import { isTimedOut, type Packet } from '../../core/relay.ts'
import {
  acknowledgementKey,
  channelKey,
  commitmentKey,
  nextSequenceRecvKey,
  receiptKey,
} from '../../relayer/ics24/paths.ts'
import type { AnyMsg, ChainEvent } from '../../relayer/ports.ts'
import { event } from './fakeChain.ts'
import { executeV2 } from './ibcRulesV2.ts'
import type { Layered } from './ibcStore.ts'

/** A tx that a chain refuses or reverts, with ABCI codespace and code. */
export class Refused extends Error {
  readonly codespace: string
  readonly code: number

  constructor(codespace: string, code: number, log: string) {
    super(log)
    this.codespace = codespace
    this.code = code
  }
}

export type Client = {
  readonly chainId: string
  readonly trustingNs: string
  readonly latest: string
  /** Account that has made it, and alone may register its counterparty. */
  readonly creator?: string
  /** It was shown two headers of one height; nothing is believed any more. */
  readonly isFrozen?: boolean
  /** How far a header may be ahead of this chain's time; as far as it likes where nothing is said. */
  readonly driftNs?: string
}
export type Connection = {
  readonly clientId: string
  readonly peerClientId: string
  readonly peerConnectionId: string
  /** Nanoseconds; a chain of this world expects a block a second. */
  readonly delayNs?: string
}
export type ChannelEnd = {
  readonly state: 'open' | 'closed'
  readonly ordered: boolean
  readonly connectionId: string
  readonly peerPort: string
  readonly peerChannel: string
}
/** What a proof says, and what it must say: there are no hashes in a fake. */
export type Claim = { readonly chainId: string; readonly height: string; readonly key: string; readonly value: string }
export type Header = { readonly chainId: string; readonly height: string; readonly timeNs: string }

/** A contract: returns its acknowledgement, or nothing for one that it writes later; throws to fail the whole tx. */
export type App = (packet: Packet, context: Context) => Uint8Array | undefined
export type Context = {
  readonly store: Layered
  readonly height: bigint
  readonly timeNs: bigint
  readonly events: ChainEvent[]
  /** Absent in CheckTx, which runs no callbacks of IBC v1. */
  readonly app: App | undefined
  /** CheckTx runs those of IBC v2. */
  readonly appV2: App
  /** Hears of the end of packets that its port has sent; absent in CheckTx. Throws to fail the whole tx. */
  readonly sender?: Sender | undefined
  /** Does what is none of IBC; undefined where it does not know the message. */
  readonly beyond?: Beyond | undefined
}
export type Sender = {
  acknowledged(packet: Packet, acknowledgement: Uint8Array, context: Context): void
  timedOut(packet: Packet, context: Context): void
}
export type Beyond = (msg: AnyMsg, context: Context) => Effect | undefined

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
/** A key of the store; in IBC v2 it is no text. */
export const keyText = (key: Uint8Array): string => Buffer.from(key).toString('latin1')
export const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value))
export const commitmentOf = ({ data, timeoutTimestampNs }: Packet): string => `${toHex(data)} ${timeoutTimestampNs}`
const sourceOf = ({ sourcePort: portId, sourceChannel: channelId, sequence }: Packet) => ({
  portId,
  channelId,
  sequence,
})
const destinationOf = ({ destinationPort: portId, destinationChannel: channelId, sequence }: Packet) => ({
  portId,
  channelId,
  sequence,
})
const channelAt = (context: Context, portId: string, channelId: string): ChannelEnd => {
  const found = context.store.get(text(channelKey(portId, channelId)))
  if (found === undefined) throw new Refused('channel', 3, `${portId}/${channelId}: channel not found`)
  return JSON.parse(found) as ChannelEnd
}

export function readClient({ store }: Pick<Context, 'store'>, clientId: string): Client {
  return JSON.parse(store.get(`clients/${clientId}`) ?? '{}') as Client
}

export type ClientStatus = 'Active' | 'Expired' | 'Frozen'

export function statusOf(context: Pick<Context, 'store' | 'timeNs'>, clientId: string): ClientStatus {
  const { latest, trustingNs, isFrozen } = readClient(context, clientId)
  if (isFrozen === true) return 'Frozen'
  const trustedNs = BigInt(context.store.get(`clients/${clientId}/${latest}`) ?? 0)
  return context.timeNs - trustedNs >= BigInt(trustingNs) ? 'Expired' : 'Active'
}

export function packetEvent(type: string, packet: Packet, { connectionId, ordered }: ChannelEnd, ack?: Uint8Array) {
  return event(type, {
    packet_data_hex: toHex(packet.data),
    packet_timeout_height: '0-0',
    packet_timeout_timestamp: packet.timeoutTimestampNs.toString(),
    packet_sequence: packet.sequence.toString(),
    packet_src_port: packet.sourcePort,
    packet_src_channel: packet.sourceChannel,
    packet_dst_port: packet.destinationPort,
    packet_dst_channel: packet.destinationChannel,
    packet_channel_ordering: ordered ? 'ORDER_ORDERED' : 'ORDER_UNORDERED',
    connection_id: connectionId,
    ...(ack === undefined ? {} : { packet_ack_hex: toHex(ack) }),
  })
}

export function sendPacket(
  context: Context,
  portId: string,
  channelId: string,
  data: string | Uint8Array,
  timeoutNs: bigint,
): Packet {
  const end = channelAt(context, portId, channelId)
  if (end.state !== 'open') throw new Refused('channel', 5, 'channel is not open')
  const sequence = BigInt(context.store.get(`next/${portId}/${channelId}`) ?? 1)
  context.store.set(`next/${portId}/${channelId}`, (sequence + 1n).toString())
  const packet = {
    sequence,
    sourcePort: portId,
    sourceChannel: channelId,
    destinationPort: end.peerPort,
    destinationChannel: end.peerChannel,
    data: Buffer.from(data),
    timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
    timeoutTimestampNs: timeoutNs,
  }
  context.store.set(text(commitmentKey(sourceOf(packet))), commitmentOf(packet))
  context.events.push(packetEvent('send_packet', packet, end))
  return packet
}

/** By the app, in whatever tx it likes; throws like ibc-go where it cannot be written. */
export function writeAck(context: Context, packet: Packet, acknowledgement: Uint8Array): void {
  const key = text(acknowledgementKey(destinationOf(packet)))
  if (context.store.get(key) !== undefined) throw new Refused('channel', 9, 'acknowledgement exists')
  context.store.set(key, toHex(acknowledgement))
  const end = channelAt(context, packet.destinationPort, packet.destinationChannel)
  context.events.push(packetEvent('write_acknowledgement', packet, end, acknowledgement))
}

export function closeChannel(context: Context, portId: string, channelId: string, type = 'channel_close_init'): void {
  const end = channelAt(context, portId, channelId)
  context.store.set(text(channelKey(portId, channelId)), JSON.stringify({ ...end, state: 'closed' }))
  context.events.push(event(type, { port_id: portId, channel_id: channelId }))
}

const nextKey = (portId: string, channelId: string): string => keyText(nextSequenceRecvKey(portId, channelId))
const awaitedAt = ({ store }: Context, key: string): bigint => BigInt(store.get(key) ?? 1)

export function verify(
  context: Context,
  clientId: string,
  proof: Uint8Array,
  height: bigint,
  key: string,
  value: string,
) {
  if (statusOf(context, clientId) !== 'Active') throw new Refused('client', 29, 'client state is not active')
  if (context.store.get(`clients/${clientId}/${height}`) === undefined) {
    throw new Refused('client', 17, `consensus state not found for ${clientId} at ${height}`)
  }
  const claim = JSON.parse(text(proof)) as Claim
  const { chainId } = readClient(context, clientId)
  const fits = claim.chainId === chainId && BigInt(claim.height) + 1n === height && claim.key === key
  if (!fits || claim.value !== value) throw new Refused('commitment', 10, `proof does not fit ${key}`)
}

const connectionOf = (context: Context, { connectionId }: ChannelEnd): Connection =>
  JSON.parse(context.store.get(`connections/${connectionId}`) ?? '{}') as Connection
const clientOf = (context: Context, end: ChannelEnd): string => connectionOf(context, end).clientId

export const expectedBlockNs = 1_000_000_000n

/** Packets rest on a header only after the connection's delay, in time and in blocks; handshakes need not wait. */
function assertRipe(context: Context, end: ChannelEnd, height: bigint): void {
  const { clientId, delayNs = '0' } = connectionOf(context, end)
  const [takenAt = '0', takenNs = '0'] = (context.store.get(`taken/${clientId}/${height}`) ?? '0 0').split(' ')
  const blocks = (BigInt(delayNs) + expectedBlockNs - 1n) / expectedBlockNs
  if (context.timeNs >= BigInt(takenNs) + BigInt(delayNs) && context.height > BigInt(takenAt) + blocks) return
  if (delayNs !== '0') throw new Refused('07-tendermint', 8, 'packet-specified delay period has not been reached')
}

type WirePacket = Omit<Packet, 'timeoutTimestampNs'> & { readonly timeoutTimestamp: bigint }
const packetOf = ({ timeoutTimestamp: timeoutTimestampNs, ...rest }: WirePacket): Packet => ({
  ...rest,
  timeoutTimestampNs,
})
export type Effect = 'done' | 'no effect'
export type Life = 'received' | 'acknowledged' | 'timed_out'

/** Every effect that a packet has ever had, so that a test may count them. */
export const lifeKey = (life: Life, { sourcePort, sourceChannel, sequence }: Packet): string =>
  `life/${life}/${sourcePort}/${sourceChannel}/${sequence}`

export function note({ store }: Context, life: Life, packet: Packet): void {
  const key = lifeKey(life, packet)
  store.set(key, String(Number(store.get(key) ?? 0) + 1))
}

function receive(context: Context, value: Uint8Array): Effect {
  const msg = MsgRecvPacket.decode(value)
  const packet = packetOf(msg.packet as WirePacket)
  const end = channelAt(context, packet.destinationPort, packet.destinationChannel)
  if (end.state !== 'open') throw new Refused('channel', 5, 'channel is not open')
  if (isTimedOut(packet, context.height, context.timeNs)) throw new Refused('channel', 16, 'packet timeout elapsed')
  const key = text(commitmentKey(sourceOf(packet)))
  assertRipe(context, end, msg.proofHeight.revisionHeight)
  verify(
    context,
    clientOf(context, end),
    msg.proofCommitment,
    msg.proofHeight.revisionHeight,
    key,
    commitmentOf(packet),
  )
  if (!noteReceipt(context, packet, end)) return 'no effect'
  context.events.push(packetEvent('recv_packet', packet, end))
  note(context, 'received', packet)
  const acknowledgement = context.app?.(packet, context)
  if (acknowledgement !== undefined) writeAck(context, packet, acknowledgement)
  return 'done'
}

/** False where it was received before; throws where another one is awaited first. */
function noteReceipt(context: Context, packet: Packet, { ordered }: ChannelEnd): boolean {
  if (ordered) return takeTurn(context, nextKey(packet.destinationPort, packet.destinationChannel), packet)
  const receipt = text(receiptKey(destinationOf(packet)))
  if (context.store.get(receipt) !== undefined) return false
  context.store.set(receipt, '01')
  return true
}

function takeTurn(context: Context, key: string, { sequence }: Packet): boolean {
  const awaited = awaitedAt(context, key)
  if (sequence < awaited) return false
  if (sequence > awaited) throw new Refused('channel', 21, `packet sequence is out of order: ${sequence}, ${awaited}`)
  context.store.set(key, (awaited + 1n).toString())
  return true
}

function acknowledge(context: Context, value: Uint8Array): Effect {
  const msg = MsgAcknowledgement.decode(value)
  const packet = packetOf(msg.packet as WirePacket)
  const end = channelAt(context, packet.sourcePort, packet.sourceChannel)
  if (end.state !== 'open') throw new Refused('channel', 5, 'channel is not open')
  const commitment = text(commitmentKey(sourceOf(packet)))
  if (context.store.get(commitment) === undefined) return 'no effect'
  const key = text(acknowledgementKey(destinationOf(packet)))
  const height = msg.proofHeight.revisionHeight
  assertRipe(context, end, height)
  verify(context, clientOf(context, end), msg.proofAcked, height, key, toHex(msg.acknowledgement))
  if (end.ordered) takeTurn(context, `nextSequenceAck/${packet.sourcePort}/${packet.sourceChannel}`, packet)
  context.store.set(commitment, undefined)
  context.events.push(packetEvent('acknowledge_packet', packet, end))
  note(context, 'acknowledged', packet)
  context.sender?.acknowledged(packet, msg.acknowledgement, context)
  return 'done'
}

type TimeoutMsg = {
  readonly packet: WirePacket
  readonly proofUnreceived: Uint8Array
  readonly proofClose?: Uint8Array
  readonly proofHeight: { readonly revisionHeight: bigint }
  readonly nextSequenceRecv: bigint
}

function timeOut(context: Context, msg: TimeoutMsg): Effect {
  const packet = packetOf(msg.packet)
  const end = channelAt(context, packet.sourcePort, packet.sourceChannel)
  const commitment = text(commitmentKey(sourceOf(packet)))
  if (context.store.get(commitment) === undefined) return 'no effect'
  const clientId = clientOf(context, end)
  const height = msg.proofHeight.revisionHeight
  assertRipe(context, end, height)
  if (msg.proofClose !== undefined) {
    const key = text(channelKey(packet.destinationPort, packet.destinationChannel))
    const claimed = JSON.parse(text(msg.proofClose)) as Claim
    if ((JSON.parse(claimed.value || '{}') as ChannelEnd).state !== 'closed')
      throw new Refused('commitment', 10, 'open')
    verify(context, clientId, msg.proofClose, height, key, claimed.value)
  } else {
    const timeNs = BigInt(context.store.get(`clients/${clientId}/${height}`) ?? 0)
    if (!isTimedOut(packet, height, timeNs)) throw new Refused('channel', 17, 'packet timeout has not been reached')
  }
  const [key, value] = end.ordered
    ? [nextKey(packet.destinationPort, packet.destinationChannel), msg.nextSequenceRecv.toString()]
    : [text(receiptKey(destinationOf(packet))), '']
  if (end.ordered && msg.nextSequenceRecv > packet.sequence) throw new Refused('channel', 19, 'packet was received')
  verify(context, clientId, msg.proofUnreceived, height, key, value)
  context.store.set(commitment, undefined)
  if (end.ordered) closeChannel(context, packet.sourcePort, packet.sourceChannel, 'channel_close')
  context.events.push(packetEvent('timeout_packet', packet, end))
  note(context, 'timed_out', packet)
  context.sender?.timedOut(packet, context)
  return 'done'
}

/** An app that must not lose its channel says so under `keeps/<port>`. */
function confirmClose(context: Context, value: Uint8Array): Effect {
  const { portId, channelId, proofInit, proofHeight } = MsgChannelCloseConfirm.decode(value)
  const end = channelAt(context, portId, channelId)
  if (end.state === 'closed') throw new Refused('channel', 5, 'channel is already CLOSED')
  const claimed = JSON.parse(text(proofInit)) as Claim
  if ((JSON.parse(claimed.value || '{}') as ChannelEnd).state !== 'closed') throw new Refused('commitment', 10, 'open')
  const key = text(channelKey(end.peerPort, end.peerChannel))
  verify(context, clientOf(context, end), proofInit, proofHeight.revisionHeight, key, claimed.value)
  if (context.app !== undefined && context.store.get(`keeps/${portId}`) !== undefined) {
    throw new Refused('wasm', 5, 'asked to keep its channel')
  }
  closeChannel(context, portId, channelId, 'channel_close_confirm')
  return 'done'
}

function updateClient(context: Context, value: Uint8Array): Effect {
  const { clientId, clientMessage } = MsgUpdateClient.decode(value)
  const client = readClient(context, clientId)
  const header = JSON.parse(text(clientMessage?.value ?? new Uint8Array())) as Header & { trustedHeight: string }
  if (statusOf(context, clientId) !== 'Active') throw new Refused('client', 29, 'client state is not active')
  if (
    context.store.get(`clients/${clientId}/${header.trustedHeight}`) === undefined ||
    header.chainId !== client.chainId
  ) {
    throw new Refused('client', 17, `consensus state not found at ${header.trustedHeight}`)
  }
  if (client.driftNs !== undefined && BigInt(header.timeNs) > context.timeNs + BigInt(client.driftNs)) {
    throw new Refused('07-tendermint', 2, 'new header has a time from the future')
  }
  const isNew = context.store.get(`clients/${clientId}/${header.height}`) === undefined
  context.store.set(`clients/${clientId}/${header.height}`, header.timeNs)
  if (isNew) context.store.set(`taken/${clientId}/${header.height}`, `${context.height} ${context.timeNs}`)
  if (BigInt(header.height) > BigInt(client.latest)) {
    context.store.set(`clients/${clientId}`, JSON.stringify({ ...client, latest: header.height }))
  }
  context.events.push(event('update_client', { client_id: clientId, consensus_height: `0-${header.height}` }))
  return 'done'
}

/** Throws Refused where ibc-go refuses the message. */
export function executeMsg(context: Context, { typeUrl, value }: AnyMsg): Effect {
  if (/^\/ibc\.core\.\w+\.v2\./.test(typeUrl)) return executeV2(context, { typeUrl, value })
  switch (typeUrl.split('.').at(-1)) {
    case 'MsgUpdateClient':
      return updateClient(context, value)
    case 'MsgRecvPacket':
      return receive(context, value)
    case 'MsgAcknowledgement':
      return acknowledge(context, value)
    case 'MsgTimeout':
      return timeOut(context, MsgTimeout.decode(value) as TimeoutMsg)
    case 'MsgTimeoutOnClose':
      return timeOut(context, MsgTimeoutOnClose.decode(value) as TimeoutMsg)
    case 'MsgChannelCloseConfirm':
      return confirmClose(context, value)
    default: {
      const effect = context.beyond?.({ typeUrl, value }, context)
      if (effect === undefined) throw new Refused('sdk', 6, `unknown message ${typeUrl}`)
      return effect
    }
  }
}
