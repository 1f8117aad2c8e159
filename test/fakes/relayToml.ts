// A configuration file of hub and relayer whose chains, Redis and database are those of nobody but what a test changes.
import { stringify } from 'smol-toml'

export const nobody = 'http://127.0.0.1:1'
export const contract = 'wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d'

export type Change = { readonly chain?: object } & Readonly<Record<string, unknown>>

/** The first chain is the hub's; `chain` is what all of them have besides, and other names are those of sections. */
export function relayToml(ids: readonly string[], { chain, ...sections }: Change = {}): string {
  const gas_price = { price: 0, denom: 'stake' }
  const chains = ids.map((id) => ({ id, rpc_addr: nobody, grpc_addr: nobody, account_prefix: 'wasm', gas_price }))
  return stringify({
    hub: { chain_id: ids[0], contract },
    redis: { url: 'redis://127.0.0.1:1' },
    store: { url: 'sqlite::memory:' },
    ...sections,
    chains: chains.map((one) => ({ ...one, ...chain })),
  })
}
