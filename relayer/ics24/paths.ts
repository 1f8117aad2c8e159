// ICS-24: the keys under which a chain commits to its IBC state.
import { toUtf8 } from '@cosmjs/encoding'

export const ibcPrefix = toUtf8('ibc')
export const localhostClientId = '09-localhost'
export const localhostConnectionId = 'connection-localhost'
/** What stands for a proof where a chain talks to itself: it can read its own store. */
export const localhostProof = Uint8Array.of(1)

const packetKey = (kind: string, port: string, channel: string, sequence: bigint): Uint8Array =>
  toUtf8(`${kind}/ports/${port}/channels/${channel}/sequences/${sequence}`)

export const connectionKey = (connectionId: string): Uint8Array => toUtf8(`connections/${connectionId}`)
export const channelKey = (port: string, channel: string): Uint8Array => toUtf8(`channelEnds/ports/${port}/channels/${channel}`)
export const commitmentKey = (port: string, channel: string, sequence: bigint): Uint8Array =>
  packetKey('commitments', port, channel, sequence)
export const receiptKey = (port: string, channel: string, sequence: bigint): Uint8Array =>
  packetKey('receipts', port, channel, sequence)
export const acknowledgementKey = (port: string, channel: string, sequence: bigint): Uint8Array =>
  packetKey('acks', port, channel, sequence)
export const nextSequenceRecvKey = (port: string, channel: string): Uint8Array =>
  toUtf8(`nextSequenceRecv/ports/${port}/channels/${channel}`)
