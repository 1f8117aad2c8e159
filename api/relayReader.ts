// Reads from the chains how far the packets of a tx have come: their state first, and the txs index for what it says.
import { Acknowledgement } from 'cosmjs-types/ibc/core/channel/v2/packet'
import { isCausewayError } from '../core/errors.ts'
import {
  ackErrorOf,
  type FollowedPacket,
  type FollowedTx,
  isTold,
  packetEndOf,
  type Stage,
  unseenTx,
} from '../core/followedTx.ts'
import { relayPacketsMax } from '../core/limits.ts'
import { packetQuery, pickPackets } from '../core/packetSearch.ts'
import { refusedAcknowledgement } from '../core/packetV2.ts'
import { type PacketEnd, type PacketEventKind, parsePacketEvent } from '../core/relay.ts'
import type { Chain, TxResult } from '../relayer/ports.ts'
import { queryCommitted, queryPeer, queryUnreceived } from './ibcQueries.ts'

export type SoughtTx = { readonly chainId: string; readonly txHash: string }
type FoundTx = TxResult & { readonly height: bigint }
type Event = NonNullable<ReturnType<typeof parsePacketEvent>>

// A packet is received, acknowledged and timed out once each; what makes more txs match are other channels.
const searchMax = 10_000

/**
 * What the chains show by now; what was seen before stays. Throws CHAIN_UNREACHABLE when the sending chain is away;
 * without the receiving one, what only it can tell is left for later.
 */
export async function readFollowedTx(
  chains: ReadonlyMap<string, Chain>,
  sought: SoughtTx,
  before: FollowedTx,
): Promise<FollowedTx> {
  const chain = chains.get(sought.chainId)
  if (chain === undefined) return before
  const { code, packets } = before.packets.length > 0 ? before : await findPackets(chain, sought)
  const read: FollowedPacket[] = packets.filter(isTold)
  const open = packets.filter((packet) => !isTold(packet))
  for (const group of Map.groupBy(open, channelOf).values()) {
    read.push(...(await readChannel(chain, chains, group)))
  }
  return { code, packets: read.sort(inOrder) }
}

/** Packets of one channel or client are read together. */
const channelOf = ({ ibcVersion, source: { portId, channelId } }: FollowedPacket): string =>
  ibcVersion === 2 ? channelId : `${portId}/${channelId}`

const inOrder = (one: FollowedPacket, other: FollowedPacket): number =>
  one.source.channelId === other.source.channelId
    ? Number(BigInt(one.sequence) - BigInt(other.sequence))
    : one.source.channelId.localeCompare(other.source.channelId)

async function findPackets(chain: Chain, { txHash }: SoughtTx): Promise<FollowedTx> {
  const [tx] = await chain.searchTxs(`tx.hash='${txHash}'`, 1)
  if (tx === undefined) return unseenTx
  if (tx.code !== 0) return { code: 'TX_FAILED', packets: [] }
  const sent = tx.events.map(parsePacketEvent).filter((event) => event?.kind === 'sent')
  if (sent.length === 0) return { code: 'TX_WITHOUT_PACKETS', packets: [] }
  if (sent.length > relayPacketsMax) return { code: 'LIMIT_EXCEEDED', packets: [] }
  const packets = sent.map((event) => (event === undefined ? [] : [sentPacket(chain, tx, event)]))
  return { code: null, packets: packets.flat() }
}

function sentPacket(chain: Chain, tx: FoundTx, { packet }: Event): FollowedPacket {
  const { sequence, sourcePort, sourceChannel, destinationPort, destinationChannel, encoded } = packet
  return {
    ibcVersion: encoded === undefined ? 1 : 2,
    sequence: sequence.toString(),
    source: { chainId: chain.chainId, portId: sourcePort, channelId: sourceChannel },
    destination: { chainId: null, portId: destinationPort, channelId: destinationChannel },
    sendTx: stageOf(chain, tx),
    recvTx: null,
    ackTx: null,
    timeoutTx: null,
    ackError: null,
    committed: true,
  }
}

const stageOf = ({ chainId }: Chain, { hash, height }: FoundTx): Stage => ({
  chainId,
  txHash: hash,
  height: height.toString(),
})

/** Packets of one channel. State says what has happened, so that nothing is searched for in vain. */
async function readChannel(
  chain: Chain,
  chains: ReadonlyMap<string, Chain>,
  packets: readonly FollowedPacket[],
): Promise<readonly FollowedPacket[]> {
  const [first] = packets
  if (first === undefined) return []
  const { destination } = first
  const source = packetEndOf(first, first.source)
  const peerId = destination.chainId ?? (await queryPeer(chain, source)) ?? null
  const committed = await queryCommitted(chain, source, packets.map(sequenceOf))
  const ended = packets.filter((packet) => !committed.has(sequenceOf(packet)))
  const acks = await stagesOf(chain, 'acknowledged', source, ended)
  const timeouts = await stagesOf(
    chain,
    'timed_out',
    source,
    ended.filter((packet) => !acks.has(sequenceOf(packet))),
  )
  const there = { ...destination, chainId: peerId }
  const peer = peerId === null ? undefined : chains.get(peerId)
  const received = peer === undefined ? nothingSeen : await readReceiver(peer, packetEndOf(first, there), packets, acks)
  return packets.map((packet) => {
    const sequence = sequenceOf(packet)
    return {
      ...packet,
      destination: there,
      committed: committed.has(sequence),
      recvTx: packet.recvTx ?? received.stages.get(sequence) ?? null,
      ackTx: acks.get(sequence) ?? null,
      timeoutTx: timeouts.get(sequence) ?? null,
      ackError: received.errors.get(sequence) ?? packet.ackError,
    }
  })
}

type Stages = ReadonlyMap<bigint, Stage>
type Received = { readonly stages: Stages; readonly errors: ReadonlyMap<bigint, string> }
const nothingSeen: Received = { stages: new Map(), errors: new Map() }

const sequenceOf = ({ sequence }: FollowedPacket): bigint => BigInt(sequence)

/** What the receiving chain tells; nothing while it is away. */
async function readReceiver(
  peer: Chain,
  end: PacketEnd,
  packets: readonly FollowedPacket[],
  acks: Stages,
): Promise<Received> {
  try {
    const untold = packets.filter(({ recvTx }) => recvTx === null)
    const unreceived = untold.length === 0 ? new Set() : await queryUnreceived(peer, end, untold.map(sequenceOf))
    const arrived = untold.filter((packet) => !unreceived.has(sequenceOf(packet)))
    const stages = await stagesOf(peer, 'received', end, arrived)
    return {
      stages,
      errors: await readErrors(
        peer,
        end,
        packets.filter((packet) => acks.has(sequenceOf(packet))),
      ),
    }
  } catch (error) {
    if (isCausewayError(error, 'CHAIN_UNREACHABLE')) return nothingSeen
    throw error
  }
}

/** An acknowledgement's bytes are in the event that wrote it, and nowhere at the sender. */
async function readErrors(
  peer: Chain,
  end: PacketEnd,
  packets: readonly FollowedPacket[],
): Promise<ReadonlyMap<bigint, string>> {
  const errors = new Map<bigint, string>()
  for (const [sequence, { event }] of await search(peer, 'ack_written', end, packets)) {
    const error = event.packet.encoded === undefined ? ackErrorOf(event.acknowledgement) : ackErrorOfV2(event)
    if (error !== null) errors.set(sequence, error)
  }
  return errors
}

/** What the first app that could not do its part says; ibc-go has one word for all that fails. */
function ackErrorOfV2({ acknowledgement }: Event): string | null {
  const { appAcknowledgements } = Acknowledgement.decode(acknowledgement)
  const errors = appAcknowledgements.map((one) =>
    Buffer.from(one).equals(refusedAcknowledgement) ? 'UNIVERSAL_ERROR_ACKNOWLEDGEMENT' : ackErrorOf(one),
  )
  return errors.find((error) => error !== null) ?? null
}

async function stagesOf(
  chain: Chain,
  kind: PacketEventKind,
  end: PacketEnd,
  packets: readonly FollowedPacket[],
): Promise<Stages> {
  const found = await search(chain, kind, end, packets)
  return new Map([...found].map(([sequence, { tx }]) => [sequence, stageOf(chain, tx)]))
}

async function search(
  chain: Chain,
  kind: PacketEventKind,
  end: PacketEnd,
  packets: readonly FollowedPacket[],
): Promise<ReturnType<typeof pickPackets<FoundTx>>> {
  if (packets.length === 0) return new Map()
  const range = { kind, end, sequences: packets.map(sequenceOf) }
  return pickPackets(range, await chain.searchTxs(packetQuery(range), searchMax))
}
