// Lays the hub's books beside those of the zones: status of every transaction, place of every asset, every amount.
import { z } from 'zod'
import { ask, type Contract } from '../chain/contract.ts'

export type AuditedZone = { readonly gate: Contract; readonly assets: Contract }
export type Mismatch = { readonly what: string; readonly chainId: string; readonly hub: string; readonly zone: string }
export type Comparison = {
  /** Transactions that are decided, and whose every leg on a known zone has ended. */
  readonly settled: number
  /** Decided, but some leg still waits for its acknowledgement: nothing can be said of them yet. */
  readonly waiting: readonly string[]
  readonly mismatches: readonly Mismatch[]
}

const pageMax = 30
const transactionSchema = z.looseObject({
  transaction_id: z.string(),
  state: z.enum(['open', 'commit', 'abort']),
  legs: z.array(z.looseObject({ chain_id: z.string(), vote: z.string() })),
})
const transactionsSchema = z.looseObject({ transactions: z.array(transactionSchema) })
const assetsSchema = z.looseObject({
  assets: z.array(z.looseObject({ id: z.string(), chain_id: z.string(), version: z.string() })),
})
const legSchema = z.looseObject({ state: z.string() }).nullable()
const itemSchema = z.looseObject({ state: z.string(), version: z.string(), owner_account: z.string() }).nullable()
const placedSchema = z.looseObject({
  supply: z.array(z.looseObject({ origin_chain_id: z.string(), denom: z.string(), amount: z.string() })),
})
const heldSchema = z.looseObject({
  supply: z.array(z.looseObject({ origin_chain_id: z.string(), denom: z.string(), vouchers: z.string() })),
})

type Zones = ReadonlyMap<string, AuditedZone>

/** Reads newest states; while transactions are under way, what they hold may differ for some blocks. */
export async function compareBooks(hub: Contract, zones: Zones): Promise<Comparison> {
  const statuses = await compareStatuses(hub, zones)
  const [places, amounts] = [await comparePlaces(hub, zones), await compareAmounts(hub, zones)]
  return { ...statuses, mismatches: [...statuses.mismatches, ...places, ...amounts] }
}

async function compareStatuses(hub: Contract, zones: Zones): Promise<Comparison> {
  const waiting: string[] = []
  const mismatches: Mismatch[] = []
  let settled = 0
  let startAfter: string | null = null
  for (;;) {
    const query: object = { transactions: { start_after: startAfter, limit: pageMax } }
    const { transactions }: z.infer<typeof transactionsSchema> = await ask(hub, query, transactionsSchema)
    for (const transaction of transactions.filter(({ state }) => state !== 'open')) {
      const { transaction_id: id, state } = transaction
      const legs = await legsOf(transaction, zones)
      if (legs.some(({ zone }) => zone === 'voted')) waiting.push(id)
      else settled += 1
      const wrong = legs.filter(({ zone }) => !fits(state, zone))
      mismatches.push(...wrong.map(({ chainId, zone }) => ({ what: `status of ${id}`, chainId, hub: state, zone })))
    }
    const last = transactions.at(-1)
    if (last === undefined) return { settled, waiting, mismatches }
    startAfter = last.transaction_id
  }
}

function legsOf({ transaction_id, legs }: z.infer<typeof transactionSchema>, zones: Zones) {
  const known = legs.flatMap(({ chain_id: chainId }) => {
    const zone = zones.get(chainId)
    return zone === undefined ? [] : [{ chainId, gate: zone.gate }]
  })
  return Promise.all(
    known.map(async ({ chainId, gate }) => {
      const leg = await ask(gate, { leg: { transaction_id } }, legSchema)
      return { chainId, zone: leg?.state ?? 'none' }
    }),
  )
}

/** A zone that never voted has no leg, and an abort asks nothing of it. */
const fits = (hub: string, zone: string): boolean =>
  zone === 'voted' || (hub === 'commit' ? zone === 'applied' : ['aborted', 'refused', 'none'].includes(zone))

async function comparePlaces(hub: Contract, zones: Zones): Promise<Mismatch[]> {
  const found: Mismatch[] = []
  let startAfter: string | null = null
  for (;;) {
    const query: object = { assets: { start_after: startAfter, limit: pageMax } }
    const { assets }: z.infer<typeof assetsSchema> = await ask(hub, query, assetsSchema)
    for (const { id, chain_id: home, version } of assets) {
      for (const [chainId, zone] of zones) {
        const item = await ask(zone.assets, { item: { id } }, itemSchema)
        const isLive = item?.state === 'live'
        const [said, is] = [
          chainId === home ? `live ${version}` : 'not live',
          isLive ? `live ${item.version}` : 'not live',
        ]
        if (said !== is) found.push({ what: `place of ${id}`, chainId, hub: said, zone: is })
      }
    }
    const last = assets.at(-1)
    if (last === undefined) return found
    startAfter = last.id
  }
}

async function compareAmounts(hub: Contract, zones: Zones): Promise<Mismatch[]> {
  const found: Mismatch[] = []
  for (const [chainId, zone] of zones) {
    const placed = await ask(hub, { supply: { chain_id: chainId } }, placedSchema)
    const held = await ask(zone.assets, { supply: {} }, heldSchema)
    const name = (one: { origin_chain_id: string; denom: string }): string => `${one.origin_chain_id}/${one.denom}`
    const said = new Map(placed.supply.map((one) => [name(one), one.amount]))
    const is = new Map(held.supply.map((one) => [name(one), one.vouchers]))
    for (const denom of new Set([...said.keys(), ...is.keys()])) {
      const [left, right] = [said.get(denom) ?? '0', is.get(denom) ?? '0']
      if (left !== right) found.push({ what: `amount of ${denom}`, chainId, hub: left, zone: right })
    }
  }
  return found
}
