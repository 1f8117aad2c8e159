// Opens the chains of a localnet the way the relayer does: same adapter, same key file.
import { CosmosChain } from '../relayer/adapters/cosmosChain.ts'
import { openLog } from '../relayer/adapters/pinoLog.ts'
import type { Chain, Log } from '../relayer/ports.ts'
import { accountsPath } from './accounts.ts'
import { type ChainSite, type LocalnetConfig, type NodeSite, nodesOf } from './config.ts'

export type Chains = ReadonlyMap<string, Chain>

export function openChain(config: LocalnetConfig, site: ChainSite, log: Log = openLog('silent')): CosmosChain {
  const [first, ...further] = nodesOf(site)
  return new CosmosChain({
    chainId: site.id,
    ...urlsOf(first),
    backups: further.map(urlsOf),
    prefix: site.kind.prefix,
    gasPrice: { price: site.kind.gasPrice, denom: site.kind.denom },
    keysPath: accountsPath(config),
    log,
  })
}

function urlsOf({ rpc, grpc }: NodeSite): { rpcUrl: string; grpcUrl: string } {
  return { rpcUrl: `http://127.0.0.1:${rpc}`, grpcUrl: `http://127.0.0.1:${grpc}` }
}

export function openChains(config: LocalnetConfig): Chains {
  return new Map(config.chains.map((site) => [site.id, openChain(config, site)]))
}

export function chainOf(chains: Chains, id: string): Chain {
  const chain = chains.get(id)
  if (chain === undefined) throw new Error(`the localnet has no chain ${id}`)
  return chain
}

export async function closeChains(chains: Chains): Promise<void> {
  await Promise.all([...chains.values()].map((chain) => chain.close()))
}
