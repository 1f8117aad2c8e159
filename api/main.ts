// Composition root of the API process: configuration in, adapters made, API started.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CausewayError } from '../core/errors.ts'
import { openBullmq } from '../relayer/adapters/bullmqQueue.ts'
import { openLog } from '../relayer/adapters/pinoLog.ts'
import { systemClock } from '../relayer/adapters/systemClock.ts'
import { assertChainIds } from '../relayer/chainIds.ts'
import { type Config, loadConfig } from '../relayer/config.ts'
import { configInvalid } from '../relayer/configMistakes.ts'
import { openChain } from '../relayer/openChain.ts'
import { Opened } from '../relayer/opened.ts'
import { assertVersions } from '../relayer/versionFloors.ts'
import { serverDefaults } from './server.ts'
import { type ApiOptions, apiDefaults, startApi } from './startApi.ts'
import { openStore } from './store/openStore.ts'

export type ApiProcess = { readonly url: string; close(): Promise<void> }

/** Throws CONFIG_INVALID, CHAIN_ID_MISMATCH, STORE_UNAVAILABLE, PORT_IN_USE; chains and Redis may be away. */
export async function startFromConfig(path: string): Promise<ApiProcess> {
  const config = loadConfig(path, process.env)
  const { hub, store: place } = config
  if (hub === undefined || place === undefined) {
    const missing = Object.entries({ hub, store: place }).filter(([, section]) => section === undefined)
    throw configInvalid(
      path,
      missing.map(([name]) => `${name}: is missing`),
    )
  }
  const log = openLog(config.global.logLevel)
  const opened = new Opened()
  try {
    const chains = new Map(
      config.chains.map((chain) => [chain.id, opened.keep(openChain(chain, log, { keys: false }))]),
    )
    await assertChainIds(chains, log)
    await assertVersions(chains, log)
    const store = opened.keep(await openStore(place.url))
    const { openQueue } = opened.keep(openBullmq({ ...config.redis, log }))
    const ports = { store, chains, openQueue, clock: systemClock, log, random: randomBytes }
    const { url } = opened.keep(await startApi(ports, apiOptions(config, hub)))
    log.info('api.started', { url, chains: [...chains.keys()].join() })
    return { url, close: () => opened.close() }
  } catch (error) {
    await opened.close()
    throw error
  }
}

function apiOptions(config: Config, hub: NonNullable<Config['hub']>): ApiOptions {
  const gates = new Map<string, string>()
  for (const { id, gate } of config.chains) if (gate !== undefined) gates.set(id, gate)
  return {
    ...apiDefaults,
    hub,
    gates,
    resources: new Map(config.chains.map(({ id, resources }) => [id, resources])),
    paths: config.paths,
    host: config.rest.host,
    port: config.rest.port,
    version: readVersion(),
    server: serverDefaults,
  }
}

function readVersion(): string {
  const found = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version?: unknown }
  if (typeof found.version !== 'string') throw new CausewayError('INTERNAL', { reason: 'package.json has no version' })
  return found.version
}
