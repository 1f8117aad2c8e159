// The process of one storing organisation: its disk, its peers, its door, and the sweep over what it holds.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { JWK } from 'jose'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Log } from '../../relayer/ports.ts'
import { ContractAccesses } from '../chain/accesses.ts'
import { openContractChain } from '../chain/contractChain.ts'
import { type ContractChain, ContractLedger } from '../chain/ledger.ts'
import { importKey } from '../keys/shares.ts'
import { doorOptions, readJson, readSecret } from '../process/config.ts'
import { openHeliaObjects } from './adapters/heliaObjects.ts'
import { openRestChain } from './adapters/restChain.ts'
import { loadStoreConfig, type StoreConfig } from './config.ts'
import { Shelf } from './shelf.ts'
import { signingKeyOf } from './statements.ts'
import { StoreNode } from './storeNode.ts'
import { openStoreDoor } from './storeServer.ts'

export type StoreProcess = { readonly url: string; close(): Promise<void> }

/** Throws CONFIG_INVALID, PORT_IN_USE; the chain and the peers may be away. */
export async function startStore(config: StoreConfig): Promise<StoreProcess> {
  const log = openLog(config.log_level)
  const identitySeed = readSecret(config.store.identity_key_file)
  const encryptionKey = await importKey(readJson(config.store.encryption_key_file) as JWK)
  const { folder, did: store } = config.store
  const objects = await openHeliaObjects({ folder, identitySeed, ...config.p2p, log })
  const shelf = new Shelf(join(folder, 'shelf.db'))
  const { chain, close: closeChain } = openLedgerChain(config.ledger, log)
  const ledger = new ContractLedger(chain, config.contracts)
  const accesses = new ContractAccesses(chain, config.contracts.rights, systemClock)
  const keys = { store, signingKey: signingKeyOf(identitySeed), encryptionKey }
  const node = new StoreNode(keys, { objects, replicas: objects, shelf, ledger, accesses, clock: systemClock, log })
  const door = await openStoreDoor(doorOptions(config.http), { node, log }).catch(async (error) => {
    await objects.close()
    shelf.close()
    await closeChain()
    throw error
  })
  const ending = new AbortController()
  const sweeping = sweepUntil(node, config.store.sweep_every_ms, ending.signal)
  log.info('store.started', { store, url: door.url, peer: objects.addresses.join(' ') })
  const close = async (): Promise<void> => {
    ending.abort()
    await door.close()
    await sweeping
    await objects.close()
    shelf.close()
    await closeChain()
  }
  return { url: door.url, close }
}

async function sweepUntil(node: StoreNode, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await systemClock.sleep(everyMs, signal)
    await node.sweep(signal)
  }
}

/** The chain of the contracts, whichever way the organisation reaches it. */
function openLedgerChain(ledger: StoreConfig['ledger'], log: Log): { chain: ContractChain; close(): Promise<void> } {
  if ('rest_url' in ledger) {
    return { chain: openRestChain(ledger.rest_url, ledger.submit_url), close: async () => undefined }
  }
  const chain = new CosmosChain({
    chainId: ledger.chain_id,
    rpcUrl: ledger.rpc_addr,
    grpcUrl: ledger.grpc_addr,
    prefix: ledger.account_prefix,
    gasPrice: ledger.gas_price,
    keysPath: ledger.accounts_file,
    log,
  })
  return { chain: openContractChain(chain, ledger.key_name), close: () => chain.close() }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const started = await startStore(loadStoreConfig(process.argv[2] ?? 'store.toml'))
  const end = (): void => void started.close().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
