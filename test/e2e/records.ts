// The records that hub and gates keep of one transaction, read from the contracts.
import { parseManifest } from '../../core/manifest.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { Stage } from '../../localnet/demo/story.ts'
import { sha256 } from '../vectors/samples.ts'
import { fromBase64 } from './calls.ts'

export type Moment = { readonly height: number; readonly time_ns: string }
export type HubRecord = {
  readonly transaction_id: string
  readonly state: string
  readonly code: number
  readonly manifest: string
  readonly deadline_ns: string
  readonly opened: Moment
  readonly decided: Moment | null
  readonly legs: readonly { readonly chain_id: string; readonly vote: string; readonly code: number }[]
}
export type LegRecord = {
  readonly transaction_id: string
  readonly state: string
  readonly code: number
  readonly manifest: string
  readonly deadline_ns: string
  readonly prepared: Moment
  readonly decided: (Moment & { readonly by: string }) | null
}
export type Records = {
  readonly hub: HubRecord
  readonly legs: readonly { readonly chainId: string; readonly record: LegRecord | null }[]
}

/** Throws where the hub has no record, or one whose manifest has another hash than its id. */
export async function queryRecords(stage: Stage, id: string): Promise<Records> {
  const query = { transaction: { transaction_id: id } }
  const hub = (await stage.hub.chain.querySmart(stage.hub.contract, query)) as HubRecord | null
  if (hub === null) throw new Error(`the hub has no record of ${id}`)
  const bytes = fromBase64(hub.manifest)
  if (transactionId(bytes, sha256) !== id) throw new Error(`the hub's manifest of ${id} has another hash`)
  const legs = parseManifest(bytes, sha256).legs.map(async ({ chainId, gate }) => {
    const record = await stage.zones.get(chainId)?.chain.querySmart(gate, { leg: { transaction_id: id } })
    return { chainId, record: (record ?? null) as LegRecord | null }
  })
  return { hub, legs: await Promise.all(legs) }
}

type Lock = { readonly key: string; readonly transaction_id: string }

/** Keys that the assets contracts of all zones hold locked or reserved for these transactions. */
export async function locksOf(stage: Stage, ids: readonly string[]): Promise<string[]> {
  const held = [...stage.zones.values()].map(async ({ chain, assets }) => {
    const query = { locks: { start_after: null, limit: 100 } }
    const { locks } = (await chain.querySmart(assets, query)) as { locks: readonly Lock[] }
    return locks.filter((lock) => ids.includes(lock.transaction_id)).map(({ key }) => `${chain.chainId} ${key}`)
  })
  return (await Promise.all(held)).flat()
}
