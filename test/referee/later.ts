// What administrators and owners do once everything is deployed, each of it once and taken back where that is possible:
// it is there to be swept, and what comes after must not see it.
import { flushAfterBlocks } from '../../core/limits.ts'
import type { Planned } from '../../localnet/demo/apiClient.ts'
import { denom, signPayment } from '../bench/payments.ts'
import { closedAsset, openRecord, registerMsg } from '../e2e/things.ts'
import { Follower } from '../sim/follower.ts'
import { hubId, zoneIn } from '../sim/net.ts'
import { authorisationOf } from '../sim/payments.ts'
import { person } from '../sim/people.ts'
import type { RefereeWorld } from './world.ts'

const zone = 'zone-a'
const deadlineNs = 90_000_000_000n
const flushedNonce = 253n

/** Sent by whom, on which chain, to which contract. */
type Call = readonly [by: string, chain: string, contract: string, msg: object, coins?: number | undefined]

async function call(world: RefereeWorld, [by, chain, contract, msg, coins = 0]: Call): Promise<void> {
  const funds = coins === 0 ? [] : [{ denom, amount: String(coins) }]
  await (await person(by)).execute(world.chain(chain), contract, msg, funds)
}

function administrators(world: RefereeWorld): readonly Call[] {
  const { gate, assets } = zoneIn(world, zone)
  const hub = (msg: object): Call => ['admin', hubId, world.hubContract, msg]
  return [
    hub({ suspend_zone: { chain_id: zone } }),
    hub({ resume_zone: { chain_id: zone } }),
    ['admin', zone, gate, { remove_resource: { contract: assets } }],
    ['admin', zone, gate, { register_resource: { contract: assets } }],
    ['admin', zone, assets, { set_accepts: { accepts: ['record'] } }],
    ['admin', zone, assets, { set_accepts: { accepts: ['record', 'non_fungible', 'fungible'] } }],
  ]
}

/** Alice's own, with Bob at the other end; both have in the end what they had. */
function owners(world: RefereeWorld, { alice, bob }: Readonly<Record<'alice' | 'bob', string>>): readonly Call[] {
  const { assets } = zoneIn(world, zone)
  const at = (by: string, msg: object, coins?: number): Call => [by, zone, assets, msg, coins]
  const [record, asset] = [openRecord(zone, 'swept'), closedAsset(zone, 'swept')]
  const units = { origin_chain_id: zone, denom, amount: '1' }
  const { register: newer } = registerMsg(openRecord(zone, 'swept', {}, Buffer.from('newer'))) as { register: object }
  return [
    at('alice', registerMsg(record)),
    at('alice', { update: newer }),
    at('alice', registerMsg(asset)),
    at('alice', { transfer: { id: asset.envelope.id, recipient: bob } }),
    at('alice', { pay: { recipient: bob, units } }),
    at('bob', { pay: { recipient: alice, units } }),
    at('alice', { withdraw: { denom, amount: '1' } }),
    at('alice', { deposit: {} }, 1),
  ]
}

/** Alice refuses one payment on a zone and takes another one back at the hub, before anybody has handed them in. */
async function actors(world: RefereeWorld): Promise<readonly Call[]> {
  const [payer, payee] = [await person('alice'), await person('bob')]
  const { gate } = zoneIn(world, zone)
  const zones = [zone, 'zone-b'].map((chainId) => ({ chainId, ...zoneIn(world, chainId) }))
  const place = { hubChainId: hubId, hubContract: world.hubContract, zones }
  const draft = async (nonce: number): Promise<Planned> => {
    const terms = { payer, payee: payee.address, amount: 1n, deadlineNs: world.hub.timeNs + deadlineNs }
    return (await signPayment(place, { ...terms, nonce: new Uint8Array(16).fill(nonce) })).planned
  }
  const [refused, cancelled] = [await draft(251), await draft(252)]
  const consent = await payer.sign(cancelled.authorisationText.replace('authorise', 'cancel'))
  const authorisation = authorisationOf(consent)
  return [
    ['alice', zone, gate, { refuse: { manifest: refused.manifestBytes, authorisation: null } }],
    ['bob', hubId, world.hubContract, { cancel: { manifest: cancelled.manifestBytes, authorisation } }],
  ]
}

/** A vote that waits is answered early, as anybody may have it, and its leg ends by a packet of its own. */
async function flushed(world: RefereeWorld): Promise<void> {
  const [payer, payee] = [await person('alice'), await person('bob')]
  const stage = { net: world, failHub: (fails: boolean): Promise<void> => world.failHub(fails) }
  const follower = await Follower.open(stage, { payer, payee }, flushedNonce)
  for (const action of ['prepare', 'receive']) await follower.take(action, zone)
  for (let block = 0; block <= flushAfterBlocks; block += 1) await world.hub.makeBlock()
  const { destinationChannel: channel_id, sequence } = follower.voteOf(zone) ?? {}
  const flush = { flush: { channel_id, sequence: `${sequence}` } }
  await world.whileBlocks(call(world, ['admin', hubId, world.hubContract, flush]))
  await follower.take('pass', '')
  await follower.take('expire', '')
  for (const action of ['acknowledge', 'resend', 'tell']) await follower.take(action, zone)
  await follower.close()
}

export async function doLater(world: RefereeWorld): Promise<void> {
  const [alice, bob] = [(await person('alice')).address, (await person('bob')).address]
  const calls = [...administrators(world), ...owners(world, { alice, bob }), ...(await actors(world))]
  for (const one of calls) await world.whileBlocks(call(world, one))
  await flushed(world)
}
