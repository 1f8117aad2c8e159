// Relaying by hand: a share that stands still between vote and decision, and single messages with real proofs.
import { type Packet, parsePacketEvent, type Work } from '../../core/relay.ts'
import { queryLeg } from '../../localnet/demo/chainFacts.ts'
import { registerRecord } from '../../localnet/demo/register.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { weatherRecord } from '../../localnet/demo/weather.ts'
import { findConnections } from '../../relayer/ics03/connections.ts'
import { keysOf, packetMsg } from '../../relayer/ics04/packets.ts'
import type { Chain, Included } from '../../relayer/ports.ts'
import { submitProven } from '../../relayer/proofs.ts'

export const shareZones = ['zone-a', 'zone-b', 'zone-c']
const waitMs = 60_000

export type Share = { readonly transactionId: string; readonly recordId: string }

/** An open record of zone-a, submitted to be shared with the two others; `name` makes it new on these chains. */
export async function submitShare(stage: Stage, name: string, options: { deadlineInMs?: number } = {}): Promise<Share> {
  const { alice, bob, carol } = stage.users
  const record = weatherRecord(`did:causeway:asset:zone-a:${name}-${stage.run}`, '2012')
  await registerRecord(stage, 'zone-a', alice, record)
  const actors = { 'zone-a': alice.address, 'zone-b': bob.address, 'zone-c': carol.address }
  const intent = { kind: 'replicate', id: record.id, from: 'zone-a', to: ['zone-b', 'zone-c'], actors, ...options }
  const planned = await stage.api.plan(intent)
  const consents = await Promise.all([alice, bob, carol].map((user) => user.sign(planned.authorisationText)))
  await stage.api.submit(planned, consents, { check: false })
  return { transactionId: planned.transactionId, recordId: record.id }
}

export async function statesOf(stage: Stage, id: string): Promise<readonly string[]> {
  const legs = await Promise.all(shareZones.map((chainId) => queryLeg(stage, chainId, id)))
  return legs.map((leg) => leg?.state ?? 'none')
}

export async function untilStates(stage: Stage, id: string, states: readonly string[]): Promise<void> {
  await waitFor(`the legs to be ${states.join()}`, waitMs, async () => {
    const now = await statesOf(stage, id)
    return states.every((state, index) => state === now[index]) ? true : undefined
  })
}

/** The packet that carries a zone's vote. */
export async function votePacket(stage: Stage, chainId: string, id: string): Promise<Packet> {
  const txs = await zoneOf(stage, chainId).chain.searchTxs(`wasm-causeway_leg.transaction_id='${id}'`, 5)
  const packet = txs.flatMap((tx) => tx.events.map(parsePacketEvent)).find((event) => event?.kind === 'sent')?.packet
  if (packet === undefined) throw new Error(`${chainId} has sent no vote`)
  return packet
}

export type HandWork = {
  readonly src: Chain
  readonly dst: Chain
  readonly kind: Work['kind']
  readonly packet: Packet
  readonly acknowledgement?: Uint8Array
}

/** One message about a packet, with proofs of what `src` really holds, under the relayer's own key. */
export async function relayByHand({ src, dst, kind, packet, acknowledgement }: HandWork): Promise<Included> {
  const [connection] = await findConnections(src, dst)
  const clientId = connection?.b.clientId ?? ''
  const ends = { src: src.chainId, dst: dst.chainId, clientId, backClientId: '' }
  const work: Work = { kind, ...ends, packet, acknowledgement: acknowledgement ?? new Uint8Array() }
  const path = { host: dst, tracked: src, clientId }
  return submitProven(path, keysOf(work), ({ proofs, height }, signer) => packetMsg(work, proofs, height, signer))
}
