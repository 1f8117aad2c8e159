// Brings an object back to all its replicas: damaged ones are put again, a lost store's seat goes to a spare one.
import { CausewayError } from '../../core/errors.ts'
import { fetchSealed } from './fetchObject.ts'
import { giveShare, type PlaceDeps, storeObject, type Taken } from './place.ts'
import type { Mismatch, Placement, StoreIdentity } from './ports.ts'

/** What was found of one seat; an unreachable store is lost once its owner is given up. */
export type Finding = { readonly store: string; readonly found: 'intact' | Mismatch['found'] }
export type RepairPlan = {
  /** Stores that answer, and get the object again. */
  readonly restore: readonly string[]
  readonly replace: readonly { readonly lost: string; readonly spare: string }[]
  /** Seats for which there is no spare store. */
  readonly open: readonly string[]
}

export function planRepair(findings: readonly Finding[], spares: readonly string[]): RepairPlan {
  const free = spares.filter((spare) => !findings.some(({ store }) => store === spare))
  const lost = findings.filter(({ found }) => found === 'unreachable').map(({ store }) => store)
  return {
    restore: findings.flatMap(({ store, found }) => (found === 'corrupt' || found === 'missing' ? [store] : [])),
    replace: lost.flatMap((store, at) => (free[at] === undefined ? [] : [{ lost: store, spare: free[at] }])),
    open: lost.slice(free.length),
  }
}

export type RepairInput = {
  readonly placement: Placement
  readonly plan: RepairPlan
  /** By name, every store of the plan. */
  readonly identities: ReadonlyMap<string, StoreIdentity>
  /** The owner's; without it a spare store holds the object and cannot help to release its key. */
  readonly shares: ReadonlyMap<string, Uint8Array>
}

/** Throws REPLICAS_LOST where no copy is left, RECEIPTS_MISSING where a store did not take its copy. */
export async function repairObject(input: RepairInput, deps: PlaceDeps): Promise<Taken> {
  const { placement, plan, identities, shares } = input
  const { sealed } = await fetchSealed(placement, deps)
  for (const { lost, spare } of plan.replace) {
    const seat = placement.seats.find(({ store }) => store === lost)
    if (seat === undefined) throw new CausewayError('PLACEMENT_MISSING', { store: lost })
    // The spare takes over the share as well: the key stays, and still k different shares are needed.
    await deps.ledger.submitReplacement(placement, lost, { store: spare, share: seat.share })
  }
  const named = [...plan.restore, ...plan.replace.map(({ spare }) => spare)]
  const targets = named.map((store) => identityOf(store, identities))
  const taken = await storeObject({ placement, sealed, shares: new Map() }, targets, deps)
  if (taken.faults.length > 0) {
    const failed = taken.faults.map(({ store, code }) => `${store} ${code}`).join(', ')
    throw new CausewayError('RECEIPTS_MISSING', { receipts: `${taken.receipts.length}`, stores: failed })
  }
  for (const { lost, spare } of plan.replace) {
    const share = shares.get(lost)
    if (share !== undefined) await giveShare(deps.clientOf(spare), placement, identityOf(spare, identities), share)
  }
  return taken
}

function identityOf(store: string, identities: ReadonlyMap<string, StoreIdentity>): StoreIdentity {
  const identity = identities.get(store)
  if (identity === undefined) throw new CausewayError('REQUEST_INVALID', { reason: `no keys of ${store}` })
  return identity
}
