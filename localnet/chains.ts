// Opens the chains of a localnet the way the relayer does: same adapter, same key file.
import { CosmosChain } from '../relayer/adapters/cosmosChain.ts'
import { openLog } from '../relayer/adapters/pinoLog.ts'
import type { Chain, Log } from '../relayer/ports.ts'
import { accountsPath } from './accounts.ts'
import type { ChainSite, LocalnetConfig } from './config.ts'

export type Chains = ReadonlyMap<string, Chain>

export function openChain(config: LocalnetConfig, site: ChainSite, log: Log = openLog('silent')): CosmosChain {
  return new CosmosChain({
    chainId: site.id,
    rpcUrl: `http://127.0.0.1:${site.rpc}`,
    grpcUrl: `http://127.0.0.1:${site.grpc}`,
    prefix: config.prefix,
    gasPrice: { price: 0, denom: 'ustake' },
    keysPath: accountsPath(config),
    log,
  })
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
