// Makes subjects known: somebody proposes, the stakeholders vote, the chain decides. Accounts are bound by both sides.
import { toBase64 } from '../../core/bytes.ts'
import type { Included } from '../../relayer/ports.ts'
import { attributeOf } from '../../relayer/txEvents.ts'
import type { Device } from './devices.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'
import type { User } from './user.ts'

export type NewSubject = {
  readonly id: string
  readonly form: 'organisation' | 'person' | 'platform' | 'device' | 'virtual' | 'store'
  readonly roles: readonly string[]
  readonly key: object | null
}

/** More than half of three, the regulator among them. */
const voters = ['regulator', 'city']

/** An organisation with a key of its own beside its account: it signs requests, credentials and reports. */
export function party(stage: Stage, chainId: string, key: Device, roles: readonly string[]): NewSubject {
  return { id: key.id, form: 'organisation', roles, key: keyOf(stage, chainId, key, key.id) }
}

/** A thing of `owner`'s with the device's key, which signs that it is to count. */
export function thing(
  stage: Stage,
  chainId: string,
  device: Device,
  owner: string,
  form: NewSubject['form'] = 'device',
): NewSubject {
  return { id: device.id, form, roles: [], key: keyOf(stage, chainId, device, owner) }
}

/** A key as the identity contract takes it, with its own signature that it is to count for this owner's subject. */
export function keyOf(stage: Stage, chainId: string, key: Device, owner: string, name = 'main'): object {
  const { identity } = servicesOf(stage, chainId)
  const hex = Buffer.from(key.publicKey).toString('hex')
  const lines = [`subject ${key.id}`, `owner ${owner}`, `key ${name} ${key.curve} ${hex}`]
  const proof = key.sign(['Causeway v1: key', chainId, identity, ...lines].join('\n'))
  return { name, algorithm: key.curve, public_key: toBase64(key.publicKey), proof: toBase64(proof) }
}

/** Number of the proposal. Throws TX_FAILED with the contract's reason. */
export async function propose(
  stage: Stage,
  chainId: string,
  by: User,
  subjects: readonly NewSubject[],
): Promise<number> {
  return proposalIn(await tellIdentity(stage, chainId, by, { propose: { subjects } }))
}

/** Proposes and has it approved; number of the proposal. Throws TX_FAILED with the contract's reason. */
export async function enrol(stage: Stage, chainId: string, by: User, subjects: readonly NewSubject[]): Promise<number> {
  const number = await propose(stage, chainId, by, subjects)
  await approve(stage, chainId, number)
  return number
}

export async function approve(stage: Stage, chainId: string, proposal: number): Promise<void> {
  await Promise.all(voters.map((name) => castVote(stage, chainId, stage.person(name), proposal, true)))
}

/** Any other change that a vote decides, proposed by one party and approved; number of the proposal. */
export async function changeByVote(stage: Stage, chainId: string, by: User, change: object): Promise<number> {
  const number = proposalIn(await tellIdentity(stage, chainId, by, { propose_change: { change } }))
  await approve(stage, chainId, number)
  return number
}

export function castVote(
  stage: Stage,
  chainId: string,
  by: User,
  proposal: number,
  approve: boolean,
): Promise<Included> {
  return tellIdentity(stage, chainId, by, { vote: { proposal, approve } })
}

/** `key` becomes what signs for its subject from this block on; the account is one of `owner`'s. */
export function rotateKey(
  stage: Stage,
  chainId: string,
  by: User,
  key: Device,
  { owner = key.id, name }: { readonly owner?: string; readonly name: string },
): Promise<Included> {
  const rotate_key = { id: key.id, key: keyOf(stage, chainId, key, owner, name) }
  return tellIdentity(stage, chainId, by, { rotate_key })
}

/** One call of the identity contract of that chain. */
export function tellIdentity(stage: Stage, chainId: string, by: User, msg: object): Promise<Included> {
  return by.execute(zoneOf(stage, chainId).chain, servicesOf(stage, chainId).identity, msg)
}

const proposalIn = (included: Included): number =>
  Number(attributeOf(included, 'wasm-identity_proposal_opened', 'proposal'))

/** The party's account on its home chain and one on another chain agree that both are the party's. */
export async function bindAccount(stage: Stage, home: string, who: User, id: string, chainId: string): Promise<void> {
  const { chain } = zoneOf(stage, home)
  const { identity } = servicesOf(stage, home)
  const text = ['Causeway v1: bind account', home, identity, `party ${id}`, `account ${chainId} ${who.address}`]
  const { publicKey, signature } = await who.sign(text.join('\n'))
  const bind_account = { id, chain_id: chainId, address: who.address, public_key: publicKey, signature }
  await who.execute(chain, identity, { bind_account })
}
