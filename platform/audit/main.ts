// The process of an auditing organisation: follows every chain, answers recorded questions, finds data by its name.
import type { KeyObject } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { openSqlite } from '../../database/sqlite.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import { openRequestSignatures } from '../analytics/requestSignatures.ts'
import type { Contract } from '../chain/contract.ts'
import { openSubjects } from '../chain/subjects.ts'
import { doorOptions, readPrivateKey } from '../process/config.ts'
import { openAccess } from './access.ts'
import { type AuditIndex, openAuditIndex } from './auditIndex.ts'
import { type AuditConfig, loadAuditConfig } from './config.ts'
import { openAuditDoor } from './door.ts'
import { type DataZone, openFindData } from './findData.ts'
import { catchUp } from './follow.ts'

export type AuditPorts = {
  /** By chain id; all that the configuration names. */
  readonly chains: ReadonlyMap<string, Chain>
  readonly index: AuditIndex
  readonly key: KeyObject
  readonly clock: Clock
  readonly log: Log
}
export type AuditProcess = {
  readonly url: string
  /** Reads every chain up to now. */
  catchUp(): Promise<void>
  close(): Promise<void>
}

/** The caller closes chains and index. Throws PORT_IN_USE. */
export async function startAudit(config: AuditConfig, ports: AuditPorts): Promise<AuditProcess> {
  const { index, clock, log, key } = ports
  const at = (chainId: string, address: string | undefined): Contract | undefined => {
    const chain = ports.chains.get(chainId)
    return chain === undefined || address === undefined ? undefined : { chain, address }
  }
  const identityOf = (chainId: string): Contract | undefined =>
    at(chainId, config.chains.find((one) => one.chain_id === chainId)?.identity)
  const subjectsOf = (chainId: string) => {
    const identity = identityOf(chainId)
    return identity && openSubjects(identity.chain, identity.address)
  }
  const zones = config.chains.flatMap(({ chain_id, assets, intake }): [string, DataZone][] => {
    const held = at(chain_id, assets)
    return held === undefined ? [] : [[chain_id, { assets: held, intake: at(chain_id, intake) }]]
  })
  const door = await openAuditDoor(doorOptions(config.http), {
    index,
    chainIds: config.chains.map(({ chain_id }) => chain_id),
    signatures: openRequestSignatures({ subjectsOf, clock }),
    admit: openAccess({ identityOf, clock }),
    find: openFindData(new Map(zones)),
    signer: { did: config.audit.signer, key },
    log,
  })
  return {
    url: door.url,
    async catchUp() {
      const reads = config.chains.map(async ({ chain_id, contracts, first_height }) => {
        const chain = ports.chains.get(chain_id)
        if (chain !== undefined) await catchUp(index, chain, new Set(contracts), BigInt(first_height))
      })
      await Promise.all(reads)
    },
    close: door.close,
  }
}

/** In memory for `:memory:`; anywhere else it is found again at the next start. */
export const openIndexAt = (file: string): Promise<AuditIndex> => openAuditIndex(openSqlite(file))

export function openConfigured({ chains }: AuditConfig, log: Log = openLog('silent')): ReadonlyMap<string, Chain> {
  const open = (one: AuditConfig['chains'][number]): Chain =>
    new CosmosChain({
      chainId: one.chain_id,
      rpcUrl: one.rpc_addr,
      grpcUrl: one.grpc_addr,
      prefix: one.account_prefix,
      gasPrice: { price: 0, denom: '' },
      keysPath: one.accounts_file,
      log,
    })
  return new Map(chains.map((one) => [one.chain_id, open(one)]))
}

const pauseMs = 1_000

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const config = loadAuditConfig(process.argv[2] ?? 'audit.toml')
  const log = openLog(config.log_level)
  const chains = openConfigured(config, log)
  const index = await openIndexAt(config.audit.index_file)
  const key = readPrivateKey(config.audit.key_file)
  const started = await startAudit(config, { chains, index, key, clock: systemClock, log })
  const abort = new AbortController()
  process.once('SIGTERM', () => abort.abort())
  process.once('SIGINT', () => abort.abort())
  while (!abort.signal.aborted) {
    await started.catchUp().catch((error: unknown) => log.warn('audit.reading_waits', { error: String(error) }))
    await systemClock.sleep(pauseMs, abort.signal).catch(() => undefined)
  }
  await started.close()
  await index.close()
  await Promise.all([...chains.values()].map((chain) => chain.close()))
}
