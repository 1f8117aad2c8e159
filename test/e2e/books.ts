// The books of all zones and of the hub put side by side, for every denomination that any of them knows.
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import { modelsOf } from './states.ts'

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

const namespace = 'balance'

/** What all accounts of a zone own together, contracts among them, by denomination: from storage, none left out. */
async function balancesOn(stage: Stage, chainId: string): Promise<ReadonlyMap<string, bigint>> {
  const zone = zoneOf(stage, chainId)
  const totals = new Map<string, bigint>()
  for await (const { key, value } of modelsOf(zone.chain, zone.assets)) {
    const parts = partsOf(key)
    if (parts[0] !== namespace) continue
    const name = `${parts[2]}/${parts[3]}`
    const { free, reserved } = JSON.parse(Buffer.from(value).toString()) as { free: string; reserved: string }
    totals.set(name, (totals.get(name) ?? 0n) + BigInt(free) + BigInt(reserved))
  }
  return totals
}

/** The parts of a map's key: all but the last behind their length in two bytes. */
function partsOf(key: Uint8Array): readonly string[] {
  const bytes = Buffer.from(key)
  const parts: string[] = []
  let at = 0
  while (parts.length < 3 && at + 2 <= bytes.length) {
    const length = bytes.readUInt16BE(at)
    parts.push(bytes.subarray(at + 2, at + 2 + length).toString())
    at += 2 + length
  }
  return [...parts, bytes.subarray(at).toString()]
}

/** Books of every denomination, by `<chain of origin>/<denom>`. */
export async function readBooks(stage: Stage): Promise<ReadonlyMap<string, Book>> {
  const chainIds = [...stage.zones.keys()]
  const supplies = new Map(await Promise.all(chainIds.map(async (id) => [id, await supplyOf(stage, id)] as const)))
  const placed = new Map(await Promise.all(chainIds.map(async (id) => [id, await placedIn(stage, id)] as const)))
  const owned = new Map(await Promise.all(chainIds.map(async (id) => [id, await balancesOn(stage, id)] as const)))
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
      balances: await by((id) => owned.get(id)?.get(name) ?? 0n),
    }
    return [name, book] as const
  })
  return new Map(await Promise.all(books))
}
