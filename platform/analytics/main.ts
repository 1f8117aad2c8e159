// The process of a platform that answers questions about the data it keeps: exporter, engines, rights and the door.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CausewayError } from '../../core/errors.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import { openAnalyticsRights } from '../chain/rights.ts'
import { openSubjects } from '../chain/subjects.ts'
import { doorOptions, readPrivateKey } from '../process/config.ts'
import { openDoorContents } from '../validation/doorContents.ts'
import type { Contents } from '../validation/ports.ts'
import { signSubmission } from '../validation/signature.ts'
import { type AnalyticsConfig, loadAnalyticsConfig } from './config.ts'
import { openAnalyticsDoor } from './door.ts'
import { openExporter } from './exporter.ts'
import { openAnalytics } from './platform.ts'
import { openRequestSignatures } from './requestSignatures.ts'

export type AnalyticsPorts = {
  /** By chain id; all that the configuration names. */
  readonly chains: ReadonlyMap<string, Chain>
  readonly contents: Contents
  readonly clock: Clock
  readonly log: Log
}
export type AnalyticsProcess = {
  readonly url: string
  /** Exports every batch that the zone has validated up to now. */
  catchUp(): Promise<void>
  close(): Promise<void>
}

/** The caller closes the chains. */
export async function startAnalytics(config: AnalyticsConfig, ports: AnalyticsPorts): Promise<AnalyticsProcess> {
  const { clock, log, contents } = ports
  const { zone, folder, first_height: firstHeight } = config.analytics
  const siteOf = (chainId: string) => {
    const [chain, site] = [ports.chains.get(chainId), config.chains.find((one) => one.chain_id === chainId)]
    return chain === undefined || site === undefined ? undefined : { chain, site }
  }
  const own = siteOf(zone)
  if (own === undefined) throw new CausewayError('CONFIG_INVALID', { mistakes: `chains: none is ${zone}` })
  const { chain, site } = own
  const root = join(folder, 'exports')
  mkdirSync(root, { recursive: true })
  const rights = openAnalyticsRights({ chain, address: site.rights })
  const platform = await openAnalytics({ root, zones: [zone] }, { rights, clock })
  const subjectsOf = (chainId: string) => {
    const home = siteOf(chainId)
    return home && openSubjects(home.chain, home.site.identity)
  }
  const signatures = openRequestSignatures({ subjectsOf, clock })
  const door = await openAnalyticsDoor(doorOptions(config.http), { platform, signatures, log }).catch((error) => {
    platform.close()
    throw error
  })
  const exporter = openExporter({ intake: { chain, address: site.intake }, contents, platform })
  let next = BigInt(firstHeight)
  return {
    url: door.url,
    async catchUp() {
      const { height: head } = await chain.queryStatus()
      for (; next <= head; next += 1n) {
        for (const batch of await exporter(await chain.queryBlock(next))) log.info('analytics.exported', { batch })
      }
    },
    async close() {
      await door.close()
      platform.close()
    },
  }
}

function openConfigured({ chains }: AnalyticsConfig, log: Log): ReadonlyMap<string, Chain> {
  const open = (one: AnalyticsConfig['chains'][number]): Chain =>
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

/** A batch that is not to be had now is asked for again with the next round: none is skipped. */
async function follow(started: AnalyticsProcess, clock: Clock, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await started.catchUp().catch((error: unknown) => log.warn('analytics.export_waits', { error: String(error) }))
    await clock.sleep(pauseMs, signal).catch(() => undefined)
  }
}

const pauseMs = 1_000

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const config = loadAnalyticsConfig(process.argv[2] ?? 'analytics.toml')
  const { party, key_file, contents_url } = config.analytics
  const [log, key] = [openLog(config.log_level), readPrivateKey(key_file)]
  const chains = openConfigured(config, log)
  const sign = (text: string): Uint8Array => signSubmission('ed25519', key, text)
  const contents = openDoorContents(contents_url, { party, sign, clock: systemClock })
  const started = await startAnalytics(config, { chains, contents, clock: systemClock, log })
  const abort = new AbortController()
  const end = (): void => abort.abort()
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  await follow(started, systemClock, log, abort.signal)
  await started.close()
  await Promise.all([...chains.values()].map((chain) => chain.close()))
}
