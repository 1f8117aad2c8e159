// Composition root of the relayer process: configuration in, adapters made, engine started.
import { type OperateJob, operateQueueName, type PrepareJob, prepareQueueName } from '../core/jobs.ts'
import { openBullmq } from './adapters/bullmqQueue.ts'
import { readAccount } from './adapters/keyFile.ts'
import { openLog } from './adapters/pinoLog.ts'
import { systemClock } from './adapters/systemClock.ts'
import { assertChainIds } from './chainIds.ts'
import { type ChainConfig, type Config, loadConfig } from './config.ts'
import { countedChain } from './countedChain.ts'
import { countedLog } from './countedLog.ts'
import { Engine } from './engine.ts'
import { Keeper } from './keeper.ts'
import { keyNames } from './keyNames.ts'
import { openChain } from './openChain.ts'
import { Opened } from './opened.ts'
import type { Chain, Log, OpenQueue } from './ports.ts'
import { startPrepareWorker } from './prepareWorker.ts'
import { openRelayMetrics, type RelayMetrics } from './telemetry.ts'
import { serveTelemetry } from './telemetryServer.ts'
import { type Wallet, Wallets } from './wallets.ts'

export type RunningRelayer = { close(): Promise<void> }
type Parts = {
  readonly config: Config
  readonly chains: ReadonlyMap<string, Chain>
  readonly openQueue: OpenQueue
  readonly log: Log
  readonly metrics: RelayMetrics
}

/**
 * Throws CONFIG_INVALID, MNEMONIC_INVALID, KEY_MISSING, CHAIN_ID_MISMATCH, PORT_IN_USE, and then has opened nothing.
 * Chains and Redis may be away at the start.
 */
export async function startRelayer(path: string): Promise<RunningRelayer> {
  const config = loadConfig(path, process.env)
  await assertKeys(config)
  const metrics = openRelayMetrics()
  const log = countedLog(openLog(config.global.logLevel), metrics)
  const opened = new Opened()
  try {
    const open = (chain: ChainConfig): Chain => countedChain(openChain(chain, log, { keys: true }), metrics)
    const chains = new Map(config.chains.map((chain) => [chain.id, opened.keep(open(chain))]))
    await assertChainIds(chains, log)
    const { openQueue } = opened.keep(openBullmq({ url: config.redis.url, log }))
    const parts = { config, chains, openQueue, log, metrics }
    const engine = opened.keep(new Engine(engineOptions(parts)))
    const { enabled, host, port } = config.telemetry
    if (enabled) opened.keep(await serveTelemetry({ host, port, metrics, parts: () => heightsSeen(engine) }))
    engine.start()
    startPreparing(parts)
    opened.keep(new Wallets({ wallets: walletsOf(parts), clock: systemClock, log, metrics })).start()
    log.info('relayer.started', { chains: [...chains.keys()].join(), paths: config.paths.length })
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Words that are wrong would otherwise show with the first packet, in the night. */
async function assertKeys(config: Config): Promise<void> {
  for (const chain of config.chains) {
    const { accountsFile, accountPrefix: prefix } = chain
    if (accountsFile === undefined) continue
    for (const name of keyNames(config, chain)) await readAccount({ path: accountsFile, prefix }, name)
  }
}

function heightsSeen(engine: Engine): Record<string, boolean> {
  return Object.fromEntries([...engine.heights()].map(([id, height]) => [id, height > 0n]))
}

function engineOptions(parts: Parts): ConstructorParameters<typeof Engine>[0] {
  const { config, chains, openQueue, log, metrics } = parts
  const hub = config.hub && chains.get(config.hub.chainId)
  return {
    chains,
    paths: config.paths,
    openQueue,
    clock: systemClock,
    log,
    metrics,
    limits: {
      messagesMax: Math.min(...config.chains.map(({ maxMsgNum }) => maxMsgNum)),
      bytesMax: Math.min(...config.chains.map(({ maxTxSize }) => maxTxSize)),
    },
    clearInterval: BigInt(config.mode.packets.clearInterval),
    clientRefreshRate: Math.min(...config.chains.map(({ clientRefreshRate }) => clientRefreshRate)),
    nowMs: () => performance.now(),
    watchesClients: config.mode.clients.misbehaviour,
    ...(hub === undefined
      ? {}
      : { keeper: { hubChainId: hub.chainId, keeper: openKeeper(parts, hub, config.hub?.contract ?? '') } }),
  }
}

/** Every account that signs, with the coin that pays its gas. */
function walletsOf({ config, chains }: Parts): readonly Wallet[] {
  return config.chains.flatMap((one) => {
    const chain = chains.get(one.id)
    if (chain === undefined || one.accountsFile === undefined) return []
    const granter = one.feeGranter === undefined ? {} : { granter: one.feeGranter }
    return keyNames(config, one).map((key) => ({ chain, key, denom: one.gasPrice.denom, ...granter }))
  })
}

function gatesOf({ config, chains }: Parts): ReadonlyMap<string, { readonly chain: Chain; readonly gate: string }> {
  const gates = new Map<string, { readonly chain: Chain; readonly gate: string }>()
  for (const { id, gate } of config.chains) {
    const chain = chains.get(id)
    if (gate !== undefined && chain !== undefined) gates.set(id, { chain, gate })
  }
  return gates
}

function openKeeper(parts: Parts, hub: Chain, contract: string): Keeper {
  const { openQueue, log, metrics } = parts
  const queue = openQueue<OperateJob>(operateQueueName(hub.chainId))
  return new Keeper({ hub, contract, gates: gatesOf(parts), queue, log, metrics })
}

function startPreparing(parts: Parts): void {
  const { openQueue, log, metrics } = parts
  for (const [id, { chain, gate }] of gatesOf(parts)) {
    startPrepareWorker({ chain, gate, queue: openQueue<PrepareJob>(prepareQueueName(id)), log, metrics })
  }
}
