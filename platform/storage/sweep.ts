// What a custodian of data reads back from every store, in which order, and what it reports of which store.
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Clock, Log } from '../../relayer/ports.ts'
import { checkObject } from './cid.ts'
import type { Ledger, Mismatch, Placement, StoreClient } from './ports.ts'

export type Replica = { readonly placement: Placement; readonly store: string; readonly checkedAtMs: number }
export type SweepDeps = {
  readonly ledger: Pick<Ledger, 'submitMismatch'>
  readonly clientOf: (store: string) => StoreClient
  readonly clock: Pick<Clock, 'nowMs'>
  readonly log: Log
}

/** The replicas that were not read for the longest time, as many as the budget of bytes allows; at least one. */
export function planSweep(replicas: readonly Replica[], bytesMax: number): readonly Replica[] {
  const oldestFirst = [...replicas].sort((a, b) => a.checkedAtMs - b.checkedAtMs)
  let bytes = 0
  return oldestFirst.filter(({ placement }, at) => {
    bytes += placement.lengthBytes
    return at === 0 || bytes <= bytesMax
  })
}

/** Reads the replicas back and reports each that is not the object; a chain that is away does not end the sweep. */
export async function sweepReplicas(replicas: readonly Replica[], deps: SweepDeps): Promise<readonly Mismatch[]> {
  const mismatches: Mismatch[] = []
  for (const { placement, store } of replicas) {
    const found = await readBack(placement, store, deps)
    if (found === undefined) continue
    const { objectId, version, cid } = placement
    const mismatch = { objectId, version, cid, store, found, atNs: BigInt(deps.clock.nowMs()) * 1_000_000n }
    mismatches.push(mismatch)
    deps.log.error('replica.damaged', { ...mismatch })
    await deps.ledger.submitMismatch(mismatch).catch((error: unknown) => {
      deps.log.error('report.failed', { cid, store, reason: error })
    })
  }
  return mismatches
}

async function readBack(
  { cid }: Placement,
  store: string,
  { clientOf }: SweepDeps,
): Promise<Mismatch['found'] | undefined> {
  try {
    checkObject(cid, await clientOf(store).get(cid))
    return undefined
  } catch (error) {
    if (isCausewayError(error, 'OBJECT_CORRUPT')) return 'corrupt'
    if (isCausewayError(error, 'OBJECT_MISSING')) return 'missing'
    if (error instanceof CausewayError) return 'unreachable'
    throw error
  }
}
