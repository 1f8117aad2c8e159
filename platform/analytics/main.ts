// The process of a platform that answers questions about the data it keeps: exporter, engines, rights and the door.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CausewayError } from '../../core/errors.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import { openAnalyticsRights } from '../chain/rights.ts'
import { openSubjects } from '../chain/subjects.ts'
import { doorOptions, readPrivateKey } from '../process/config.ts'
import { keepAt, openNodes, openTogether, runProgram } from '../process/run.ts'
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

/** The caller closes the chains. Throws CONFIG_INVALID, PORT_IN_USE. */
export function startAnalytics(config: AnalyticsConfig, ports: AnalyticsPorts): Promise<AnalyticsProcess> {
  return openTogether(async (opened) => {
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
    opened.keep({ close: async () => platform.close() })
    const subjectsOf = (chainId: string) => {
      const home = siteOf(chainId)
      return home && openSubjects(home.chain, home.site.identity)
    }
    const signatures = openRequestSignatures({ subjectsOf, clock })
    const { url } = opened.keep(await openAnalyticsDoor(doorOptions(config.http), { platform, signatures, log }))
    const exporter = openExporter({ intake: { chain, address: site.intake }, contents, platform })
    let next = BigInt(firstHeight)
    const catchUp = async (): Promise<void> => {
      const { height: head } = await chain.queryStatus()
      for (; next <= head; next += 1n) {
        for (const batch of await exporter(await chain.queryBlock(next))) log.info('analytics.exported', { batch })
      }
    }
    return { url, catchUp }
  })
}

if (import.meta.main) {
  await runProgram('analytics.toml', async (path, opened) => {
    const config = loadAnalyticsConfig(path)
    const { party, key_file, contents_url } = config.analytics
    const [log, key] = [openLog(config.log_level), readPrivateKey(key_file)]
    const chains = openNodes(config.chains, opened, log)
    const sign = (text: string): Uint8Array => signSubmission('ed25519', key, text)
    const contents = openDoorContents(contents_url, { party, sign, clock: systemClock })
    const started = opened.keep(await startAnalytics(config, { chains, contents, clock: systemClock, log }))
    log.info('analytics.started', { url: started.url })
    // A batch that is not to be had now is asked for again with the next round: none is skipped.
    opened.keep(keepAt(started.catchUp, 'analytics.export_waits', log))
    return started
  })
}
