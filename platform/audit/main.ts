// The process of an auditing organisation: follows every chain, answers recorded questions, finds data by its name.
import type { KeyObject } from 'node:crypto'
import { openSqlite } from '../../database/sqlite.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import { openRequestSignatures } from '../analytics/requestSignatures.ts'
import type { Contract } from '../chain/contract.ts'
import { openSubjects } from '../chain/subjects.ts'
import { doorOptions, readPrivateKey } from '../process/config.ts'
import { keepAt, openNodes, runProgram } from '../process/run.ts'
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

if (import.meta.main) {
  await runProgram('audit.toml', async (path, opened) => {
    const config = loadAuditConfig(path)
    const log = openLog(config.log_level)
    const key = readPrivateKey(config.audit.key_file)
    const chains = openNodes(config.chains, opened, log)
    const index = opened.keep(await openIndexAt(config.audit.index_file))
    const started = opened.keep(await startAudit(config, { chains, index, key, clock: systemClock, log }))
    log.info('audit.started', { url: started.url })
    opened.keep(keepAt(started.catchUp, 'audit.reading_waits', log))
    return started
  })
}
