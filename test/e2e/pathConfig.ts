// The configuration of a relayer of a test's own: one path between two zones of the world, and nothing of the hub.
import { stringify } from 'smol-toml'
import { accountsPath } from '../../localnet/accounts.ts'
import { siteOf, worldConfig } from './world.ts'

export type PathSettings = {
  /** Pairs of port and channel that are relayed. */
  readonly list: readonly (readonly [string, string])[]
  /** What is other than usual on a chain: keys of the configuration, by its id. */
  readonly chains?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Of Redis; others than those of the world's relayer share no leases with it. */
  readonly database?: number
  /** Further sections. */
  readonly sections: Readonly<Record<string, unknown>>
}

export function pathToml(a: string, b: string, { list, chains = {}, database = 0, sections }: PathSettings): string {
  const chain = (id: string): object => ({
    id,
    rpc_addr: `http://127.0.0.1:${siteOf(id).rpc}`,
    grpc_addr: `http://127.0.0.1:${siteOf(id).grpc}`,
    account_prefix: worldConfig.prefix,
    gas_price: { price: 0, denom: 'ustake' },
    accounts_file: accountsPath(worldConfig),
    ...chains[id],
  })
  return stringify({
    ...sections,
    redis: { url: `redis://127.0.0.1:${worldConfig.redisPort}/${database}` },
    chains: [chain(a), chain(b)],
    paths: [{ a, b, packet_filter: { policy: 'allow', list } }],
  })
}
