// Composition root of the API process: configuration in, adapters made, API started.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CausewayError } from '../core/errors.ts'
import { openBullmq } from '../relayer/adapters/bullmqQueue.ts'
import { CosmosChain } from '../relayer/adapters/cosmosChain.ts'
import { openLog } from '../relayer/adapters/pinoLog.ts'
import { systemClock } from '../relayer/adapters/systemClock.ts'
import { type ChainConfig, type Config, loadConfig } from '../relayer/config.ts'
import type { Chain, Log } from '../relayer/ports.ts'
import { serverDefaults } from './server.ts'
import { type ApiOptions, apiDefaults, startApi } from './startApi.ts'
import { openStore } from './store/openStore.ts'

export type ApiProcess = { readonly url: string; close(): Promise<void> }

/** Throws CONFIG_INVALID, STORE_UNAVAILABLE, PORT_IN_USE; chains and Redis may be away at the start. */
export async function startFromConfig(path: string): Promise<ApiProcess> {
  const config = loadConfig(path, process.env)
  const log = openLog(config.global.logLevel)
  const store = await openStore(config.store.url)
  const bullmq = openBullmq({ url: config.redis.url, log })
  const chains = new Map(config.chains.map((chain) => [chain.id, openChain(chain, log)]))
  const ports = { store, chains, openQueue: bullmq.openQueue, clock: systemClock, log, random: randomBytes }
  const api = await startApi(ports, apiOptions(config))
  log.info('api.started', { url: api.url, chains: [...chains.keys()].join() })
  const close = async (): Promise<void> => {
    await api.close()
    await bullmq.close()
    await Promise.all([...chains.values()].map((chain) => chain.close()))
    await store.close()
  }
  return { url: api.url, close }
}

/** Read only: this process holds no key. */
function openChain({ id, rpcAddr, grpcAddr, accountPrefix, gasPrice, rpcTimeoutMs }: ChainConfig, log: Log): Chain {
  return new CosmosChain({
    chainId: id,
    rpcUrl: rpcAddr,
    grpcUrl: grpcAddr,
    prefix: accountPrefix,
    gasPrice,
    timeoutMs: rpcTimeoutMs,
    log,
  })
}

function apiOptions(config: Config): ApiOptions {
  const gates = new Map<string, string>()
  for (const { id, gate } of config.chains) if (gate !== undefined) gates.set(id, gate)
  return {
    ...apiDefaults,
    hub: config.hub,
    gates,
    resources: new Map(config.chains.map(({ id, resources }) => [id, resources])),
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
