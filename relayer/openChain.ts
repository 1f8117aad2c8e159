// A chain as the configuration describes it.
import { CosmosChain } from './adapters/cosmosChain.ts'
import type { ChainConfig } from './config.ts'
import type { Log } from './ports.ts'

/** Without `keys` the chain can only be read, whatever the configuration says of accounts. */
export function openChain(chain: ChainConfig, log: Log, { keys }: { readonly keys: boolean }): CosmosChain {
  const { id, rpcAddr, grpcAddr, backupNodes, accountPrefix, gasPrice, rpcTimeoutMs, accountsFile } = chain
  const { clockDriftMs, keyName, feeGranter, memoPrefix, maxGas } = chain
  return new CosmosChain({
    chainId: id,
    rpcUrl: rpcAddr,
    grpcUrl: grpcAddr,
    backups: backupNodes.map((node) => ({ rpcUrl: node.rpcAddr, grpcUrl: node.grpcAddr })),
    prefix: accountPrefix,
    gasPrice,
    memoPrefix,
    ...(maxGas === undefined ? {} : { gasMax: BigInt(maxGas) }),
    ...(feeGranter === undefined ? {} : { feeGranter }),
    ...(keyName === undefined ? {} : { keyName }),
    timeoutMs: rpcTimeoutMs,
    clockDriftMs,
    log,
    ...(keys && accountsFile !== undefined ? { keysPath: accountsFile } : {}),
  })
}
