// Who plays in the data lifecycle: suppliers and demanders with devices, keepers of stores, checkers, a regulator.
// Parties are enrolled once on a localnet; what belongs to one run is new in each.
import { type Device, newDevice } from './devices.ts'
import { bindAccount, enrol, party, thing } from './enrol.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'
import type { User } from './user.ts'

export type Member = { readonly user: User; readonly id: string }
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

/** Everybody is known afterwards; who was before stays as it was. */
export async function ensureCast(stage: Stage): Promise<Cast> {
  const member = (chainId: string, name: string): Member => ({ user: stage.person(name), id: partyId(chainId, name) })
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

async function ensureParty(
  stage: Stage,
  chainId: string,
  { user, id }: Member,
  roles: readonly string[],
): Promise<void> {
  if (await isKnown(stage, chainId, id)) return
  await enrol(stage, chainId, user, [party(id, roles)])
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

/** Lets the demander's account act on the supplier's chain too; its subject follows by a transaction of both chains. */
export async function bindAbroad(stage: Stage, { demander }: Cast): Promise<void> {
  const { chain } = zoneOf(stage, abroad)
  const query = { holder: { chain_id: home, address: demander.user.address } }
  const holder = await chain.querySmart(servicesOf(stage, abroad).identity, query)
  if (holder === null) await bindAccount(stage, abroad, demander.user, demander.id, home)
}
