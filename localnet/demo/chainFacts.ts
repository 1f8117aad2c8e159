// Reads what happened from the chains alone: the story's verdict never rests on our own records.
import type { Chain, TxResult } from '../../relayer/ports.ts'
import type { Stage, ZoneOutcome } from './story.ts'

export type LegRecord = { readonly state: string; readonly code: number; readonly parked: readonly number[] }
export type HubRecord = {
  readonly state: string
  readonly code: number
  readonly legs: readonly { chain_id: string }[]
}
export type Item = {
  readonly owner_account: string
  readonly version: string
  readonly state: string
  readonly envelope: string
  readonly in_doubt: boolean
}

export async function queryHubRecord(stage: Stage, transactionId: string): Promise<HubRecord | null> {
  const answer = await stage.hub.chain.querySmart(stage.hub.contract, {
    transaction: { transaction_id: transactionId },
  })
  return answer as HubRecord | null
}

export async function queryLeg(stage: Stage, chainId: string, transactionId: string): Promise<LegRecord | null> {
  const zone = stage.zones.get(chainId)
  if (zone === undefined) return null
  return (await zone.chain.querySmart(zone.gate, { leg: { transaction_id: transactionId } })) as LegRecord | null
}

/** The item, or null when the resource has no live or departed item of that id. */
export async function queryItem(stage: Stage, chainId: string, id: string): Promise<Item | null> {
  const zone = stage.zones.get(chainId)
  if (zone === undefined) return null
  return (await zone.chain.querySmart(zone.assets, { item: { id } })) as Item | null
}

/** Of the zone's own unit. */
export type Units = { readonly free: bigint; readonly reserved: bigint }

export async function queryUnits(stage: Stage, chainId: string, account: string, denom: string): Promise<Units> {
  const zone = stage.zones.get(chainId)
  if (zone === undefined) return { free: 0n, reserved: 0n }
  const query = { balance: { account, origin_chain_id: chainId, denom } }
  const answer = (await zone.chain.querySmart(zone.assets, query)) as { free: string; reserved: string }
  return { free: BigInt(answer.free), reserved: BigInt(answer.reserved) }
}

export const queryFree = async (stage: Stage, chainId: string, account: string, denom: string): Promise<bigint> =>
  (await queryUnits(stage, chainId, account, denom)).free

/** Number of locks that the zone's resources hold, services among them, over all transactions. */
export async function countLocks(stage: Stage, chainId: string): Promise<number> {
  const zone = stage.zones.get(chainId)
  if (zone === undefined) return 0
  const query = { locks: { start_after: null, limit: 100 } }
  const resources = [zone.assets, ...Object.values(zone.services ?? {})]
  const answers = await Promise.all(resources.map((resource) => zone.chain.querySmart(resource, query)))
  return answers.reduce<number>((sum, answer) => sum + (answer as { locks: unknown[] }).locks.length, 0)
}

function hasLegEvent(tx: TxResult, transactionId: string, state: string): boolean {
  return tx.events.some((event) => {
    const value = (key: string): string | undefined => event.attributes.find((one) => one.key === key)?.value
    const kind = event.type === 'wasm-causeway_leg' || event.type === 'wasm-causeway_decision'
    return kind && value('transaction_id') === transactionId && (value('state') ?? value('decision')) === state
  })
}

/** The tx in which `transactionId` reached `state` on that chain, found by its event. */
export async function findOutcome(
  chain: Chain,
  kind: 'leg' | 'decision',
  transactionId: string,
  state: string,
): Promise<ZoneOutcome> {
  const found = await chain.searchTxs(`wasm-causeway_${kind}.transaction_id='${transactionId}'`, 20)
  const tx = found.find((one) => hasLegEvent(one, transactionId, state))
  return { chainId: chain.chainId, state, height: tx?.height.toString() ?? '', txHash: tx?.hash ?? '' }
}
