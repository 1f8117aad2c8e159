// Composition root of the API process: configuration in, adapters made, API started.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CausewayError } from '../core/errors.ts'
import { openBullmq } from '../relayer/adapters/bullmqQueue.ts'
import { CosmosChain } from '../relayer/adapters/cosmosChain.ts'
import { openLog } from '../relayer/adapters/pinoLog.ts'
import { systemClock } from '../relayer/adapters/systemClock.ts'
import { assertChainIds } from '../relayer/chainIds.ts'
import { type ChainConfig, type Config, loadConfig } from '../relayer/config.ts'
import type { Chain, Log } from '../relayer/ports.ts'
import { serverDefaults } from './server.ts'
import { type ApiOptions, apiDefaults, startApi } from './startApi.ts'
import { openStore } from './store/openStore.ts'

export type ApiProcess = { readonly url: string; close(): Promise<void> }

/** Throws CONFIG_INVALID, CHAIN_ID_MISMATCH, STORE_UNAVAILABLE, PORT_IN_USE; chains and Redis may be away. */
export async function startFromConfig(path: string): Promise<ApiProcess> {
  const config = loadConfig(path, process.env)
  const log = openLog(config.global.logLevel)
  const opened: { close(): Promise<void> }[] = []
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.unshift(part)
    return part
  }
  const close = async (): Promise<void> => {
    for (const part of opened) await part.close()
  }
  try {
    const chains = new Map(config.chains.map((chain) => [chain.id, keep(openChain(chain, log))]))
    await assertChainIds(chains, log)
    const store = keep(await openStore(config.store.url))
    const { openQueue } = keep(openBullmq({ url: config.redis.url, log }))
    const ports = { store, chains, openQueue, clock: systemClock, log, random: randomBytes }
    const { url } = keep(await startApi(ports, apiOptions(config)))
    log.info('api.started', { url, chains: [...chains.keys()].join() })
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
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
