// The process of one storing organisation: its disk, its peers, its door, and the sweep over what it holds.
import { join } from 'node:path'
import type { JWK } from 'jose'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Opened } from '../../relayer/opened.ts'
import type { Log } from '../../relayer/ports.ts'
import { ContractAccesses } from '../chain/accesses.ts'
import { openContractChain } from '../chain/contractChain.ts'
import { type ContractChain, ContractLedger } from '../chain/ledger.ts'
import { signingKeyOf } from '../keys/ed25519.ts'
import { importKey } from '../keys/shares.ts'
import { doorOptions, readJson, readSecret } from '../process/config.ts'
import { inBackground, openNode, openTogether, runProgram } from '../process/run.ts'
import { openHeliaObjects } from './adapters/heliaObjects.ts'
import { openRestChain } from './adapters/restChain.ts'
import { loadStoreConfig, type StoreConfig } from './config.ts'
import { Shelf } from './shelf.ts'
import { StoreNode } from './storeNode.ts'
import { openStoreDoor } from './storeServer.ts'

export type StoreProcess = { readonly url: string; close(): Promise<void> }

/** Throws CONFIG_INVALID, PORT_IN_USE; the chain and the peers may be away. */
export function startStore(config: StoreConfig): Promise<StoreProcess> {
  return openTogether(async (opened) => {
    const log = openLog(config.log_level)
    const identitySeed = readSecret(config.store.identity_key_file)
    const encryptionKey = await importKey(readJson(config.store.encryption_key_file) as JWK)
    const { folder, did: store } = config.store
    const chain = openLedgerChain(config.ledger, log, opened)
    const shelf = new Shelf(join(folder, 'shelf.db'))
    opened.keep({ close: async () => shelf.close() })
    const objects = opened.keep(await openHeliaObjects({ folder, identitySeed, ...config.p2p, log }))
    const ledger = new ContractLedger(chain, config.contracts)
    const accesses = new ContractAccesses(chain, config.contracts.rights, systemClock)
    const keys = { store, signingKey: signingKeyOf(identitySeed), encryptionKey }
    const node = new StoreNode(keys, { objects, replicas: objects, shelf, ledger, accesses, clock: systemClock, log })
    const { url } = opened.keep(await openStoreDoor(doorOptions(config.http), { node, log }))
    opened.keep(inBackground((ending) => sweepUntil(node, config.store.sweep_every_ms, ending)))
    log.info('store.started', { store, url, peer: objects.addresses.join(' ') })
    return { url }
  })
}

async function sweepUntil(node: StoreNode, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await systemClock.sleep(everyMs, signal)
    await node.sweep(signal)
  }
}

/** The chain of the contracts, whichever way the organisation reaches it. */
function openLedgerChain(ledger: StoreConfig['ledger'], log: Log, opened: Opened): ContractChain {
  if ('rest_url' in ledger) return openRestChain(ledger.rest_url, ledger.submit_url)
  return openContractChain(opened.keep(openNode(ledger, log)), ledger.key_name)
}

if (import.meta.main) {
  await runProgram('store.toml', async (path, opened) => opened.keep(await startStore(loadStoreConfig(path))))
}
