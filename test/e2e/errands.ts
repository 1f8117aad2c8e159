// One operation of every kind for every ordered pair of zones, asked of the API as an application would.
import type { Stage } from '../../localnet/demo/story.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { callAll } from './calls.ts'
import { units } from './steps.ts'
import { closedAsset, openRecord, register, type Thing } from './things.ts'

export type Kind = 'replicate' | 'move' | 'moveCoins' | 'exchange'
export type Plan = {
  readonly kind: Kind
  readonly from: string
  readonly to: readonly string[]
  /** What is shared, where it is not coins. */
  readonly thing?: Thing
}
/** A plan that was accepted, with its transaction. */
export type Errand = Plan & { readonly id: string }

export const price = 100
/** One more copy than a pair needs: the same record on all other zones in one transaction. */
export const everywhere = { from: 'zone-a', to: ['causeway-hub', 'zone-b', 'zone-c'] } as const
const kinds: readonly Kind[] = ['replicate', 'move', 'moveCoins', 'exchange']

export function everyErrand(stage: Stage): readonly Plan[] {
  const chainIds = [...stage.zones.keys()]
  const pairs = chainIds.flatMap((from) => chainIds.filter((to) => to !== from).map((to) => ({ from, to })))
  const plans = pairs.flatMap(({ from, to }) => kinds.map((kind) => planOf(stage, kind, from, to)))
  const all: Plan = { kind: 'replicate', ...everywhere, thing: openRecord('zone-a', `everywhere-${stage.run}`) }
  return [...plans, all]
}

function planOf(stage: Stage, kind: Kind, from: string, to: string): Plan {
  const local = `${kind.toLowerCase()}-${to}-${stage.run}`
  if (kind === 'moveCoins') return { kind, from, to: [to] }
  return { kind, from, to: [to], thing: kind === 'replicate' ? openRecord(from, local) : closedAsset(from, local) }
}

/** Everything is Alice's at first; Bob has what he will pay with. */
export async function stock(stage: Stage, plans: readonly Plan[]): Promise<void> {
  const { alice, bob } = stage.users
  const each = [...stage.zones.keys()].map(async (chainId) => {
    const { chain, assets } = zoneOf(stage, chainId)
    const things = plans.flatMap(({ from, thing }) => (from === chainId && thing !== undefined ? [thing] : []))
    await register(stage, chainId, alice, things)
    for (const user of [alice, bob]) {
      const funds = [{ denom: 'ucity', amount: String(3 * price) }]
      await callAll(chain, user.name, [{ contract: assets, msg: { deposit: {} }, funds }])
    }
  })
  await Promise.all(each)
}

export async function runErrand(stage: Stage, plan: Plan): Promise<Errand> {
  const { transactionId } = await stage.api.share({ ...intentOf(stage, plan), deadlineInMs: 90_000 }, [
    stage.users.alice,
    stage.users.bob,
  ])
  return { ...plan, id: transactionId }
}

function intentOf(stage: Stage, { kind, from, to: destinations, thing }: Plan): object {
  const [alice, bob] = [stage.users.alice.address, stage.users.bob.address]
  const id = thing?.envelope.id
  const [to = ''] = destinations
  switch (kind) {
    case 'replicate': {
      const actors = Object.fromEntries(destinations.map((chainId) => [chainId, bob]))
      return { kind, id, from, to: destinations, actors: { ...actors, [from]: alice } }
    }
    case 'move':
      return { kind, id, from, to, actor: alice, recipient: bob }
    case 'moveCoins':
      return { kind, from, to, amount: units(from, price), actor: alice, recipient: bob }
    case 'exchange': {
      const asset = { id, chainId: from, seller: alice, buyer: bob }
      return { kind, asset, payment: { chainId: to, amount: units(to, price), payer: bob, payee: alice } }
    }
  }
}
