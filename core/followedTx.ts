// How far the packets of a tx have come, for whoever has handed in its hash: stages, and the states out of them.
import type { ErrorCode } from './errors.ts'
import type { PacketEnd } from './relay.ts'

/** Of a packet and of a tx, in the words of cosmos/ibc-relayer. */
export const relayStates = ['UNKNOWN', 'PENDING', 'COMPLETE', 'FAILED'] as const
export type RelayState = (typeof relayStates)[number]

/** A tx that has brought a packet one stage further. */
export type Stage = { readonly chainId: string; readonly txHash: string; readonly height: string }
export type FollowedEnd = {
  /** null where no client or chain of this process tells which chain it is. */
  readonly chainId: string | null
  /** In IBC v2 that of the first payload. */
  readonly portId: string
  /** In IBC v2 the client's. */
  readonly channelId: string
}
export type FollowedPacket = {
  readonly ibcVersion: 1 | 2
  readonly sequence: string
  readonly source: FollowedEnd
  readonly destination: FollowedEnd
  readonly sendTx: Stage
  readonly recvTx: Stage | null
  readonly ackTx: Stage | null
  readonly timeoutTx: Stage | null
  /** What the receiving application says has failed there (ICS-04's JSON acknowledgement). */
  readonly ackError: string | null
  /** Whether the sending chain still holds its commitment: neither acknowledged nor timed out. */
  readonly committed: boolean
}
export type FollowedTx = {
  /** Why the tx as a whole can have no packets to follow. */
  readonly code: ErrorCode | null
  readonly packets: readonly FollowedPacket[]
}

/** Of a tx that no node has shown yet. */
export const unseenTx: FollowedTx = { code: null, packets: [] }

/** UNKNOWN: the packet has an end, and the node's index does not show which. */
export function packetState({ ackTx, timeoutTx, committed }: FollowedPacket): RelayState {
  if (ackTx !== null || timeoutTx !== null) return 'COMPLETE'
  return committed ? 'PENDING' : 'UNKNOWN'
}

/** Nothing more can be learned of it, where the receiving chain can be asked. */
export function isTold({ ackTx, timeoutTx, recvTx }: FollowedPacket): boolean {
  return timeoutTx !== null || (ackTx !== null && recvTx !== null)
}

/** UNKNOWN: the tx is not found yet, or the end of one of its packets is not. */
export function txState({ code, packets }: FollowedTx): RelayState {
  if (code !== null) return 'FAILED'
  const states = new Set(packets.map(packetState))
  if (states.has('PENDING')) return 'PENDING'
  return states.has('UNKNOWN') || states.size === 0 ? 'UNKNOWN' : 'COMPLETE'
}

/** The end as packets of its version name it. */
export const packetEndOf = ({ ibcVersion }: FollowedPacket, { portId, channelId }: FollowedEnd): PacketEnd =>
  ibcVersion === 2 ? { clientId: channelId } : { portId, channelId }

/** Text of an acknowledgement that tells of a failure, as ICS-20 and most others write it; null for any other. */
export function ackErrorOf(acknowledgement: Uint8Array): string | null {
  try {
    const answer: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(acknowledgement))
    const error = typeof answer === 'object' && answer !== null ? (answer as { error?: unknown }).error : undefined
    return typeof error === 'string' ? error.slice(0, ackErrorMax) : null
  } catch {
    return null
  }
}

const ackErrorMax = 500
