// The largest packet of votes over a channel, decided by votes over IBC v2: the hub answers it by a call of itself,
// whose limit of gas has to do for it.
import { votesMax } from '../../core/limits.ts'
import type { PacketEvent } from '../../core/relay.ts'
import { executeMsg } from '../../relayer/contractCalls.ts'
import { relayKeyName } from '../../relayer/ics02/clients.ts'
import { keysOf, packetMsg } from '../../relayer/ics04/packets.ts'
import type { TxResult } from '../../relayer/ports.ts'
import { prepareKeyName } from '../../relayer/prepareWorker.ts'
import { proveLatest } from '../../relayer/proofs.ts'
import { attributeIn } from '../../relayer/txEvents.ts'
import { clientsOf } from '../sim/follower.ts'
import { hubId, zoneIn } from '../sim/net.ts'
import { PacketBook } from '../sim/packetBook.ts'
import { type Paid, pay } from '../sim/payments.ts'
import { person } from '../sim/people.ts'
import type { RefereeWorld } from './world.ts'

const zones = ['zone-a', 'zone-c'] as const
const deadlineNs = 600_000_000_000n
/** More than a block of such votes needs. */
const gas = 90_000_000n

/** What is wrong with the answer to it. `zone-a` is joined by a channel, `zone-c` by IBC v2. */
export async function largestBreaches(world: RefereeWorld): Promise<readonly string[]> {
  const [payer, payee] = [await person('alice'), await person('bob')]
  const paid: Paid[] = []
  for (let number = 0; number < votesMax; number += 1) {
    const terms = { payer, payee: payee.address, amount: 1n, deadlineNs: world.hub.timeNs + deadlineNs }
    paid.push(await pay(world, zones, { ...terms, nonce: new Uint8Array(16).fill(number) }))
  }
  const book = await PacketBook.open(world)
  const [, deciding] = [await vote(world, book, paid, 'zone-a'), await vote(world, book, paid, 'zone-c')]
  const acks = deciding.events.filter(({ type }) => type === 'wasm-causeway_ack')
  const told = acks
    .filter((event) => attributeIn(event, 'channel_id') === book.endOf('zone-a'))
    .map((event) => attributeIn(event, 'result'))
  return told.join() === 'async' ? [] : [`the largest packet of votes was answered ${told.join() || 'not at all'}`]
}

/** All legs of a zone in one call, and their packet to the hub; what came of it there. */
async function vote(world: RefereeWorld, book: PacketBook, paid: readonly Paid[], zone: string): Promise<TxResult> {
  const chain = world.chain(zone)
  const signer = await chain.signer(prepareKeyName)
  const legs = paid.flatMap((one) => one.legs.filter(({ job }) => job.chain === zone).flatMap(({ job }) => job.legs))
  const { gate } = zoneIn(world, zone)
  await world.whileBlocks(signer.submitAndWait([executeMsg(signer.address, gate, { prepare: { legs } })], gas))
  book.listen()
  const sent = book.votes.get(zone)
  if (sent === undefined) throw new Error(`${zone} has sent no votes`)
  return await world.whileBlocks(receive(world, zone, sent))
}

async function receive(world: RefereeWorld, zone: string, sent: PacketEvent): Promise<TxResult> {
  const [host, tracked] = [world.chain(hubId), world.chain(zone)]
  const { own: backClientId, peer: clientId } = await clientsOf(tracked, sent)
  const { packet } = sent
  const work = { kind: 'recv', src: zone, dst: hubId, clientId, backClientId, packet } as const
  const whole = { ...work, acknowledgement: new Uint8Array() }
  const { proofs, height, updates } = await proveLatest({ host, tracked, clientId }, keysOf(whole))
  const relay = await host.signer(relayKeyName(zone))
  const { result } = await relay.submitAndWait([...updates, packetMsg(whole, proofs, height, relay.address)], gas)
  return result
}
