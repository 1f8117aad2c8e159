// ICS-04 closing of channels: one end closes where its application agrees, the other one on proof of that.

import { MsgChannelCloseConfirm, MsgChannelCloseInit } from 'cosmjs-types/ibc/core/channel/v1/tx'
import type { ChannelEnd } from '../../core/relay.ts'
import { relayKeyName } from '../ics02/clients.ts'
import { channelKey } from '../ics24/paths.ts'
import type { Chain, Included } from '../ports.ts'
import { type ProofPath, submitProven } from '../proofs.ts'

const closeGas = 1_000_000n
const msgType = (name: string): string => `/ibc.core.channel.v1.MsgChannel${name}`

/** Asks the application behind an end to close it; `peerId` is the chain at its other end. */
export async function initClose(chain: Chain, end: ChannelEnd, peerId: string): Promise<Included> {
  const signer = await chain.signer(relayKeyName(peerId))
  const value = MsgChannelCloseInit.encode({ ...end, signer: signer.address }).finish()
  return signer.submitAndWait([{ typeUrl: msgType('CloseInit'), value }], closeGas)
}

/** Closes `end` on the host by a proof that `closed`, its other end, has closed. */
export function confirmClose(path: ProofPath, end: ChannelEnd, closed: ChannelEnd): Promise<Included> {
  const key = channelKey(closed.portId, closed.channelId)
  return submitProven(path, [key], ({ proofs: [proofInit = new Uint8Array()], height: proofHeight }, signer) => {
    const body = MsgChannelCloseConfirm.fromPartial({ ...end, proofInit, proofHeight, signer })
    return { typeUrl: msgType('CloseConfirm'), value: MsgChannelCloseConfirm.encode(body).finish() }
  })
}
