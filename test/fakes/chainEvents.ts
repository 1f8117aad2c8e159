// The events of a transaction as wasmd and ibc-go emit them, so that a fake chain tells what a real one would.
import { parseHex, toHex } from '../../core/bytes.ts'
import { encodeAcknowledgement, encodePacket } from '../../core/codec.ts'
import type { ChainEvent } from '../../relayer/ports.ts'
import { event, type FakeTx } from './fakeChain.ts'

export type Path = {
  readonly gate: string
  readonly hub: string
  /** The gate's end of the channel, and the hub's. */
  readonly channelId: string
  readonly hubChannelId: string
}

export type Sent = {
  readonly manifests: readonly Uint8Array[]
  readonly ids: readonly string[]
  readonly sequence: bigint
}

const votesHex = ({ manifests }: Sent): string =>
  toHex(
    encodePacket({
      kind: 'votes',
      value: { votes: manifests.map((manifest) => ({ answer: 'yes', manifest, code: 0 })) },
    }),
  )

function packetEvent(
  type: string,
  path: Path,
  sequence: bigint,
  more: Readonly<Record<string, string>> = {},
): ChainEvent {
  return event(type, {
    ...more,
    packet_timeout_height: '0-0',
    packet_timeout_timestamp: '1800000060000000000',
    packet_sequence: sequence.toString(),
    packet_src_port: `wasm.${path.gate}`,
    packet_src_channel: path.channelId,
    packet_dst_port: `wasm.${path.hub}`,
    packet_dst_channel: path.hubChannelId,
    packet_channel_ordering: 'ORDER_UNORDERED',
    msg_index: '0',
  })
}

export const contractEvent = (
  contract: string,
  name: string,
  attributes: Readonly<Record<string, string>>,
): ChainEvent => event(`wasm-causeway_${name}`, { _contract_address: contract, ...attributes, msg_index: '0' })

const leg = (path: Path, id: string, state: string, by: string, code = '0'): ChainEvent =>
  contractEvent(path.gate, 'leg', { transaction_id: id, state, code, by })

/** On the zone: k legs locked, one vote packet sent. */
export function prepareTx(path: Path, sent: Sent): FakeTx {
  const legs = sent.ids.map((id) => leg(path, id, 'voted', 'prepare'))
  return { events: [...legs, packetEvent('send_packet', path, sent.sequence, { packet_data_hex: votesHex(sent) })] }
}

export type Counted = {
  readonly voter: string
  readonly opened?: boolean
  readonly decision?: 'commit' | 'abort'
  readonly code?: string
}

/** On the hub: the vote packet arrives; it may open the transaction, or decide it. */
export function voteTx(path: Path, sent: Sent, counted: Counted): FakeTx {
  const data = { packet_data_hex: votesHex(sent) }
  const code = counted.code ?? '0'
  const told = sent.ids.flatMap((id) => {
    const base = { transaction_id: id }
    const vote = contractEvent(path.hub, 'vote', { ...base, chain_id: counted.voter, answer: 'yes', code: '0' })
    const opened = contractEvent(path.hub, 'opened', { ...base, deadline_ns: '1800000060000000000' })
    const decision = contractEvent(path.hub, 'decision', { ...base, decision: counted.decision ?? '', code })
    return [vote, ...(counted.opened === true ? [opened] : []), ...(counted.decision === undefined ? [] : [decision])]
  })
  const acks = counted.decision === undefined ? [] : [ackEvent(path, sent, counted.decision)]
  return { events: [packetEvent('recv_packet', path, sent.sequence, data), ...told, ...acks] }
}

function ackEvent(path: Path, sent: Sent, outcome: 'commit' | 'abort'): ChainEvent {
  const decisions = sent.ids.map((id) => ({ transactionId: parseHex(id), outcome, code: 0 }))
  const ack = toHex(encodeAcknowledgement({ kind: 'decisions', decisions }))
  const more = { packet_data_hex: votesHex(sent), packet_ack_hex: ack }
  return packetEvent('write_acknowledgement', path, sent.sequence, more)
}

/** On the zone: the acknowledgement arrives and settles every leg. Its event carries no packet data. */
export function settleTx(path: Path, sent: Sent, state: 'applied' | 'aborted', code = '0'): FakeTx {
  const legs = sent.ids.map((id) => leg(path, id, state, 'ack', code))
  return { events: [packetEvent('acknowledge_packet', path, sent.sequence), ...legs] }
}

/** On the zone: the vote is proven never to have been received. */
export function timeoutTx(path: Path, sent: Sent): FakeTx {
  const legs = sent.ids.map((id) => leg(path, id, 'aborted', 'timeout', '510'))
  return { events: [packetEvent('timeout_packet', path, sent.sequence), ...legs] }
}
