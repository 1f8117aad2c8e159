// What the parties of each kind of sharing do, zone by zone: the same operations that the API plans, made by hand.
import type { Amount } from '../../core/words.ts'
import type { User } from '../../localnet/demo/user.ts'
import type { Step } from './drafts.ts'
import { digestOf, type Thing } from './things.ts'

/** Somebody on some zone. */
export type Party = { readonly chainId: string; readonly user: User }

/** The condition that the record is at its source as the envelope says. */
export function readStep(from: Party, thing: Thing, version = 0n): Step {
  const value = { id: thing.envelope.id, version, envelopeDigest: digestOf(thing) }
  return { chainId: from.chainId, actor: from.user, body: { kind: 'checkRecord', value } }
}

export function replicateSteps(from: Party, to: readonly Party[], thing: Thing, version = 0n): Step[] {
  const value = { envelope: thing.envelope, version, sourceChainId: from.chainId }
  return [
    readStep(from, thing, version),
    ...to.map(({ chainId, user }): Step => ({ chainId, actor: user, body: { kind: 'replicateRecord', value } })),
  ]
}

export function moveSteps(from: Party, to: Party, thing: Thing, version = 0n): Step[] {
  const release = { id: thing.envelope.id, version, destinationChainId: to.chainId, envelopeDigest: digestOf(thing) }
  const receive = {
    envelope: thing.envelope,
    version,
    sourceChainId: from.chainId,
    recipient: to.user.address,
  }
  return [
    { chainId: from.chainId, actor: from.user, body: { kind: 'releaseAsset', value: release } },
    { chainId: to.chainId, actor: to.user, body: { kind: 'receiveAsset', value: receive } },
  ]
}

export function transferStep(seller: Party, buyer: User, thing: Thing, version = 0n): Step {
  const value = { id: thing.envelope.id, version, recipient: buyer.address }
  return { chainId: seller.chainId, actor: seller.user, body: { kind: 'transferAsset', value } }
}

export function payStep(payer: Party, payee: User, amount: Amount): Step {
  const value = { amount, recipient: payee.address }
  return { chainId: payer.chainId, actor: payer.user, body: { kind: 'transferCoins', value } }
}

export function moveCoinsSteps(from: Party, to: Party, amount: Amount): Step[] {
  const release = { amount, destinationChainId: to.chainId }
  const receive = { amount, sourceChainId: from.chainId, recipient: to.user.address }
  return [
    { chainId: from.chainId, actor: from.user, body: { kind: 'releaseCoins', value: release } },
    { chainId: to.chainId, actor: to.user, body: { kind: 'receiveCoins', value: receive } },
  ]
}

/** Units of the native denomination of `originChainId`. */
export const units = (originChainId: string, amount: number): Amount => ({
  originChainId,
  denom: 'ucity',
  amount: amount.toString(),
})
