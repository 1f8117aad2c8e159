// The books of all zones and of the hub put side by side, for every denomination that any of them knows.
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'

type DenomSupply = {
  readonly origin_chain_id: string
  readonly denom: string
  readonly deposited: string
  readonly escrowed: string
  readonly vouchers: string
}
type Placed = { readonly origin_chain_id: string; readonly denom: string; readonly amount: string }

/** One denomination: what its zone of origin holds, and by zone what accounts have and what the books say. */
export type Book = {
  readonly denom: string
  /** Units that the bank of the chain of origin holds for the assets contract: deposited and not withdrawn. */
  readonly bank: bigint
  readonly escrowed: bigint
  /** By zone: free and reserved units over all accounts. */
  readonly balances: Readonly<Record<string, bigint>>
  /** By zone: units that the zone's own totals count as held there. */
  readonly held: Readonly<Record<string, bigint>>
  /** By zone: foreign units that the hub's ledger places there. */
  readonly placed: Readonly<Record<string, bigint>>
}

export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n)

async function supplyOf(stage: Stage, chainId: string): Promise<readonly DenomSupply[]> {
  const zone = zoneOf(stage, chainId)
  const answer = (await zone.chain.querySmart(zone.assets, { supply: {} })) as { supply: readonly DenomSupply[] }
  return answer.supply
}

async function placedIn(stage: Stage, chainId: string): Promise<readonly Placed[]> {
  const query = { supply: { chain_id: chainId } }
  return ((await stage.hub.chain.querySmart(stage.hub.contract, query)) as { supply: readonly Placed[] }).supply
}

async function balanceOn(stage: Stage, chainId: string, account: string, origin: string, denom: string) {
  const zone = zoneOf(stage, chainId)
  const query = { balance: { account, origin_chain_id: origin, denom } }
  const { free, reserved } = (await zone.chain.querySmart(zone.assets, query)) as { free: string; reserved: string }
  return BigInt(free) + BigInt(reserved)
}

/** Books of every denomination, by `<chain of origin>/<denom>`; `accounts` are all who may own anything. */
export async function readBooks(stage: Stage, accounts: readonly string[]): Promise<ReadonlyMap<string, Book>> {
  const chainIds = [...stage.zones.keys()]
  const supplies = new Map(await Promise.all(chainIds.map(async (id) => [id, await supplyOf(stage, id)] as const)))
  const placed = new Map(await Promise.all(chainIds.map(async (id) => [id, await placedIn(stage, id)] as const)))
  const names = new Set([...supplies.values()].flat().map((one) => `${one.origin_chain_id}/${one.denom}`))
  const books = [...names].map(async (name) => {
    const [origin = '', denom = ''] = name.split('/')
    const by = async (amount: (chainId: string) => bigint | Promise<bigint>) =>
      Object.fromEntries(await Promise.all(chainIds.map(async (id) => [id, await amount(id)] as const)))
    const row = (chainId: string): DenomSupply | undefined =>
      supplies.get(chainId)?.find((one) => one.origin_chain_id === origin && one.denom === denom)
    const isThis = (one: Placed): boolean => one.origin_chain_id === origin && one.denom === denom
    const home = stage.zones.get(origin)
    const book: Book = {
      denom: name,
      bank: (await home?.chain.queryBalance(home.assets, denom)) ?? 0n,
      escrowed: BigInt(row(origin)?.escrowed ?? 0),
      held: await by((id) => BigInt((id === origin ? row(id)?.deposited : row(id)?.vouchers) ?? 0)),
      placed: await by((id) => BigInt(placed.get(id)?.find(isThis)?.amount ?? 0)),
      balances: await by(async (id) =>
        sum(await Promise.all(accounts.map((account) => balanceOn(stage, id, account, origin, denom)))),
      ),
    }
    return [name, book] as const
  })
  return new Map(await Promise.all(books))
}
