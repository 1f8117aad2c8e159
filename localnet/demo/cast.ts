// Who plays in the data lifecycle: suppliers and demanders with devices, keepers of stores, checkers, a regulator.
// Parties are enrolled once on a localnet; what belongs to one run is new in each.
import { createHash } from 'node:crypto'
import { compose, custom } from './compose.ts'
import { type Device, deviceOf, newDevice } from './devices.ts'
import { bindAccount, enrol, party, thing } from './enrol.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'
import type { User } from './user.ts'

/** A party: its account, and its Ed25519 key. The founders (operator, regulator) have an account only at first. */
export type Member = { readonly user: User; readonly id: string; readonly key: Device }
export type Cast = {
  /** Owns devices on zone A and sells what they measure. */
  readonly supplier: Member
  /** Buys from zone B. */
  readonly demander: Member
  readonly keepers: readonly Member[]
  readonly checkers: readonly Member[]
  readonly operator: Member
  readonly regulator: Member
}

export const home = 'zone-a'
export const abroad = 'zone-b'

const partyId = (chainId: string, name: string): string => `did:causeway:party:${chainId}:${name}`

export function memberOf(stage: Stage, chainId: string, name: string): Member {
  const [user, id] = [stage.person(name), partyId(chainId, name)]
  return { user, id, key: deviceOf(id, user.seed(`key of ${id}`)) }
}

/** Everybody is known afterwards; who was before stays as it was. */
export async function ensureCast(stage: Stage): Promise<Cast> {
  const member = (chainId: string, name: string): Member => memberOf(stage, chainId, name)
  const keepers = [0, 1, 2, 3].map((index) => member(home, `keeper-${index}`))
  const checkers = [0, 1, 2, 3].map((index) => member(home, `checker-${index}`))
  const cast: Cast = {
    supplier: member(home, 'alice'),
    demander: member(abroad, 'bob'),
    operator: member(home, 'city'),
    regulator: member(home, 'regulator'),
    keepers,
    checkers,
  }
  await Promise.all([
    ensureParty(stage, home, cast.supplier, ['supplier']),
    ensureParty(stage, abroad, cast.demander, ['demander']),
    ...keepers.map((keeper) => ensureParty(stage, home, keeper, ['provider'])),
    ...checkers.map((checker) => ensureParty(stage, home, checker, ['other'])),
  ])
  return cast
}

export async function ensureParty(
  stage: Stage,
  chainId: string,
  { user, id, key }: Member,
  roles: readonly string[],
): Promise<void> {
  if (await isKnown(stage, chainId, id)) return
  await enrol(stage, chainId, user, [party(stage, chainId, key, roles)])
}

export async function isKnown(stage: Stage, chainId: string, id: string): Promise<boolean> {
  const found = await zoneOf(stage, chainId).chain.querySmart(servicesOf(stage, chainId).identity, { subject: { id } })
  return (found as { status: string } | null)?.status === 'active'
}

/** Devices of the supplier's, one of each curve, with names of this run. */
export async function newDevices(stage: Stage, owner: Member, names: readonly string[]): Promise<readonly Device[]> {
  const devices = names.map((name, index) =>
    newDevice(`did:causeway:thing:${home}:${name}-${stage.run}`, index % 2 === 0 ? 'ed25519' : 'p256'),
  )
  await enrol(
    stage,
    home,
    owner.user,
    devices.map((device) => thing(stage, home, device, owner.id)),
  )
  return devices
}

/** The demander's account acts on the supplier's chain too: bound there, and its subject carried over by a commit. */
export async function settleAbroad(stage: Stage, cast: Cast): Promise<void> {
  await bindAbroad(stage, cast)
  await carrySubject(stage, cast.demander, abroad, home)
}

async function bindAbroad(stage: Stage, { demander }: Cast): Promise<void> {
  const { chain } = zoneOf(stage, abroad)
  const query = { holder: { chain_id: home, address: demander.user.address } }
  const holder = await chain.querySmart(servicesOf(stage, abroad).identity, query)
  if (holder === null) await bindAccount(stage, abroad, demander.user, demander.id, home)
}

/** What a home chain attests of a subject becomes what another chain knows of it, in one transaction of both. */
export async function carrySubject(
  stage: Stage,
  carrier: Member,
  from: string,
  to: string,
  id = carrier.id,
): Promise<void> {
  const [there, here] = [from, to].map((chainId) => servicesOf(stage, chainId).identity)
  const query = { record: { id } }
  const answer = await zoneOf(stage, from).chain.querySmart(there ?? '', query)
  const { version, record } = answer as { version: number; record: string }
  const known = (await zoneOf(stage, to).chain.querySmart(here ?? '', { subject: { id } })) as {
    version: number
  } | null
  if (known !== null && known.version >= version) return
  const digest = createHash('sha256').update(Buffer.from(record, 'base64')).digest('hex')
  const named = { key: id, version: String(version) }
  const { user } = carrier
  const transaction = await compose(
    stage,
    `${id} is known on ${to}`,
    [
      custom(from, there ?? '', user, 'identity.attest', { ...named, digest }),
      custom(to, here ?? '', user, 'identity.replicate', { home: from, ...named, record }),
    ],
    [user],
  )
  if (transaction.decision !== 'commit') throw new Error(`${id} was not carried to ${to}: ${transaction.decision}`)
}
