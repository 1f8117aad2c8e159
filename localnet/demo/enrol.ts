// Makes subjects known: somebody proposes, the stakeholders vote, the chain decides. Accounts are bound by both sides.
import { toBase64 } from '../../core/bytes.ts'
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

/** Proposes and has it approved; number of the proposal. Throws TX_FAILED with the contract's reason. */
export async function enrol(stage: Stage, chainId: string, by: User, subjects: readonly NewSubject[]): Promise<number> {
  const { chain } = zoneOf(stage, chainId)
  const { identity } = servicesOf(stage, chainId)
  const proposed = await by.execute(chain, identity, { propose: { subjects } })
  const number = Number(attributeOf(proposed, 'wasm-identity_proposal_opened', 'proposal'))
  await approve(stage, chainId, number)
  return number
}

export async function approve(stage: Stage, chainId: string, proposal: number): Promise<void> {
  const { chain } = zoneOf(stage, chainId)
  const { identity } = servicesOf(stage, chainId)
  const vote = { vote: { proposal, approve: true } }
  await Promise.all(voters.map((name) => stage.person(name).execute(chain, identity, vote)))
}

/** The party's account on its home chain and one on another chain agree that both are the party's. */
export async function bindAccount(stage: Stage, home: string, who: User, id: string, chainId: string): Promise<void> {
  const { chain } = zoneOf(stage, home)
  const { identity } = servicesOf(stage, home)
  const text = ['Causeway v1: bind account', home, identity, `party ${id}`, `account ${chainId} ${who.address}`]
  const { publicKey, signature } = await who.sign(text.join('\n'))
  const bind_account = { id, chain_id: chainId, address: who.address, public_key: publicKey, signature }
  await who.execute(chain, identity, { bind_account })
}
