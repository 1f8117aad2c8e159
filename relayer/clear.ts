// Rebuilds what is owed between two chains from their state alone: commitments, receipts, acknowledgements.
import type { Channel } from 'cosmjs-types/ibc/core/channel/v1/channel'
import { packetKeyAt } from '../core/backlog.ts'
import { packetQuery, pickPackets } from '../core/packetSearch.ts'
import {
  type ChannelEnd,
  isAllowed,
  mayAllow,
  type PacketEnd,
  type PacketEvent,
  type Route,
  type Work,
} from '../core/relay.ts'
import { endState } from './ics03/handshake.ts'
import { orderOf, queryChannel, queryChannels } from './ics04/channels.ts'
import { knownAck } from './ics04/knownAcks.ts'
import { queryOutstanding } from './ics04/packets.ts'
import { queryAckHashes } from './ics04/packetsV2.ts'
import type { Chain, Log } from './ports.ts'

/** One direction of one connection or pair of clients: packets that `sender` has sent over it. */
export type ClearPath = {
  readonly sender: Chain
  readonly receiver: Chain
  /** The sender's connection, or its client where the pair is of IBC v2. */
  readonly routeId: string
  readonly route: Route
  readonly log: Log
  /** Packets whose work is known already need no search for their bytes. */
  readonly isOwed: (key: string, kind: Work['kind']) => boolean
  /** Hears of the sender's ends that have closed, before the works that are found there. */
  readonly closed: (end: ChannelEnd) => void
}
type Pending = {
  readonly from: PacketEnd
  readonly to: PacketEnd
  readonly ordered: boolean
  readonly isClosed: boolean
}

const foundMax = 20_000
const firstPart = 500

/** Works for everything pending on the pair of clients, or channels of the connection, as allowed; some at a time. */
export async function* findOwed(path: ClearPath): AsyncGenerator<readonly Work[]> {
  const { filter, clientId, ownClientId } = path.route
  if (path.routeId === ownClientId) {
    if (!mayAllow(filter, ownClientId)) return
    for await (const found of owedOn(path, { clientId: ownClientId }, { clientId }, {})) {
      yield found.filter(({ packet }) => isAllowed(filter, packet.sourcePort, packet.sourceChannel))
    }
    return
  }
  for (const channel of await queryChannels(path.sender, path.routeId)) {
    const { portId, channelId, counterparty } = channel
    if (!isAllowed(filter, portId, channelId) || counterparty === undefined) continue
    if (counterparty.channelId === '') continue
    const to = { portId: counterparty.portId, channelId: counterparty.channelId }
    yield* owedOn(path, { portId, channelId }, to, { near: channel })
  }
}

type Known = {
  /** What the sender says of its end of the channel; it is asked where nobody knows. */
  readonly near?: Pick<Channel, 'state' | 'ordering'>
  /** These sequences alone. */
  readonly among?: readonly bigint[]
}

/** Of one channel or pair of clients, all at once. */
export async function findOwedOn(
  path: ClearPath,
  from: PacketEnd,
  to: PacketEnd,
  known: Known = {},
): Promise<readonly Work[]> {
  const found: Work[] = []
  for await (const some of owedOn(path, from, to, known)) found.push(...some)
  return found
}

async function* owedOn(
  path: ClearPath,
  from: PacketEnd,
  to: PacketEnd,
  { near, among }: Known,
): AsyncGenerator<readonly Work[]> {
  const { sender, receiver } = path
  const { sent, unreceived, answered } = await queryOutstanding(sender, from, receiver, to, among)
  if (sent.length === 0) return
  const pending = { from, to, ...(await stateOf(path, from, to, near)) }
  // A closed end takes no acknowledgement.
  const takesAcks = !pending.ended || 'clientId' in from
  if (!takesAcks) path.closed(from)
  for (const some of growing(unreceived)) yield await forwardWorks(path, pending, some)
  for (const some of takesAcks ? growing(answered) : []) yield await ackWorks(path, pending, some)
}

/**
 * Lowest numbers first, and each part twice as long as the one before: relaying begins with the first few, and a node
 * that reads its whole index for each question is not asked often.
 */
function* growing(sequences: readonly bigint[]): Generator<readonly bigint[]> {
  const sorted = [...sequences].sort((a, b) => Number(a - b))
  for (let [at, size] = [0, firstPart]; at < sorted.length; at += size, size *= 2) yield sorted.slice(at, at + size)
}

type State = { readonly ordered: boolean; readonly isClosed: boolean; readonly ended: boolean }

/** Whether the receiver's end is closed, and the sender's has ended; nobody closes a pair of clients. */
async function stateOf(path: ClearPath, from: PacketEnd, to: PacketEnd, known: Known['near']): Promise<State> {
  if ('clientId' in from || 'clientId' in to) return { ordered: false, isClosed: false, ended: false }
  const near = known ?? (await queryChannel(path.sender, from.portId, from.channelId))
  const far = await queryChannel(path.receiver, to.portId, to.channelId)
  return {
    ordered: near !== undefined && orderOf(near) === 'ordered',
    isClosed: endState(far?.state) === 'closed',
    ended: endState(near?.state) === 'closed',
  }
}

/** Packets to be received, or to be given up where their channel has closed. */
async function forwardWorks(path: ClearPath, pending: Pending, sequences: readonly bigint[]): Promise<readonly Work[]> {
  const { sender, receiver, route } = path
  const kind = pending.isClosed ? 'timeout_on_close' : 'recv'
  const wanted = sequences.filter((sequence) => !path.isOwed(keyOf(path, pending, sequence), kind))
  const found = await searchEvents(sender, 'sent', pending.from, wanted)
  warnOfMissing(path, sender, 'sent', pending.from, wanted.length - found.length)
  const there = {
    src: sender.chainId,
    dst: receiver.chainId,
    clientId: route.clientId,
    backClientId: route.ownClientId,
  }
  const back = { src: receiver.chainId, dst: sender.chainId, clientId: route.ownClientId, backClientId: route.clientId }
  return found.map(({ packet }) => ({
    kind,
    ...(pending.isClosed ? back : there),
    packet,
    acknowledgement: new Uint8Array(),
    ordered: pending.ordered,
    delayNs: route.delayNs ?? 0n,
  }))
}

async function ackWorks(path: ClearPath, pending: Pending, sequences: readonly bigint[]): Promise<readonly Work[]> {
  const { sender, receiver, route } = path
  const wanted = sequences.filter((sequence) => !path.isOwed(keyOf(path, pending, sequence), 'ack'))
  const told = await searchEvents(receiver, 'ack_written', pending.to, wanted)
  const known = new Set(told.map(({ packet }) => packet.sequence))
  const untold = wanted.filter((sequence) => !known.has(sequence))
  const found = [...told, ...(await rebuildAcks(path, pending, untold))]
  warnOfMissing(path, receiver, 'ack_written', pending.to, wanted.length - found.length)
  const ends = { src: receiver.chainId, dst: sender.chainId, clientId: route.ownClientId, backClientId: route.clientId }
  return found.map(({ packet, acknowledgement }) => ({
    kind: 'ack',
    ...ends,
    packet,
    acknowledgement,
    ordered: pending.ordered,
    delayNs: route.delayNs ?? 0n,
  }))
}

type Answered = Pick<PacketEvent, 'packet' | 'acknowledgement'>

/** Acknowledgements whose events a node no longer has, as far as the hash in its state tells what they are. */
async function rebuildAcks(
  { sender, receiver }: ClearPath,
  { from, to }: Pending,
  sequences: readonly bigint[],
): Promise<readonly Answered[]> {
  if (!('clientId' in to) || sequences.length === 0) return []
  const sent = await searchEvents(sender, 'sent', from, sequences)
  const hashes = await queryAckHashes(receiver, to, sequences)
  return sent.flatMap(({ packet }) => {
    const acknowledgement = knownAck(packet, hashes.get(packet.sequence) ?? new Uint8Array())
    return acknowledgement === undefined ? [] : [{ packet, acknowledgement }]
  })
}

function keyOf({ sender }: ClearPath, { from }: Pending, sequence: bigint): string {
  return packetKeyAt(sender.chainId, from, sequence)
}

type Kind = 'sent' | 'ack_written'

/** The bytes of packets are in events only. */
async function searchEvents(
  chain: Chain,
  kind: Kind,
  end: PacketEnd,
  sequences: readonly bigint[],
): Promise<readonly PacketEvent[]> {
  if (sequences.length === 0) return []
  const range = { kind, end, sequences }
  const found = pickPackets(range, await chain.searchTxs(packetQuery(range), foundMax))
  return [...found.values()].map(({ event }) => event)
}

function warnOfMissing({ log }: ClearPath, chain: Chain, kind: Kind, end: PacketEnd, missing: number): void {
  if (missing === 0) return
  const channel_id = 'clientId' in end ? end.clientId : end.channelId
  log.warn('clear.bytes_missing', { chain_id: chain.chainId, channel_id, event: kind, missing })
}
