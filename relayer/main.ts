// Composition root of the relayer process: configuration in, adapters made, engine started.
import { openBullmq } from './adapters/bullmqQueue.ts'
import { CosmosChain } from './adapters/cosmosChain.ts'
import { openLog } from './adapters/pinoLog.ts'
import { systemClock } from './adapters/systemClock.ts'
import { type ChainConfig, type Config, loadConfig } from './config.ts'
import { Engine } from './engine.ts'
import { Keeper, type OperateJob } from './keeper.ts'
import type { Chain, Log, OpenQueue } from './ports.ts'
import { type PrepareJob, startPrepareWorker } from './prepareWorker.ts'
import { openRelayMetrics, type RelayMetrics, serveTelemetry } from './telemetry.ts'

export type RunningRelayer = { close(): Promise<void> }
type Parts = {
  readonly config: Config
  readonly chains: ReadonlyMap<string, Chain>
  readonly openQueue: OpenQueue
  readonly log: Log
  readonly metrics: RelayMetrics
}

/** Throws CONFIG_INVALID, MNEMONIC_INVALID, KEY_MISSING, PORT_IN_USE; chains and Redis may be away at the start. */
export async function startRelayer(path: string): Promise<RunningRelayer> {
  const config = loadConfig(path, process.env)
  const log = openLog(config.global.logLevel)
  const metrics = openRelayMetrics()
  const bullmq = openBullmq({ url: config.redis.url, log })
  const chains = new Map(config.chains.map((chain) => [chain.id, openChain(chain, log)]))
  const parts = { config, chains, openQueue: bullmq.openQueue, log, metrics }
  const engine = new Engine(engineOptions(parts))
  const heights = (): Record<string, boolean> =>
    Object.fromEntries([...engine.heights()].map(([id, height]) => [id, height > 0n]))
  const { enabled, host, port } = config.telemetry
  const telemetry = enabled ? await serveTelemetry({ host, port, metrics, parts: heights }) : undefined
  engine.start()
  startPreparing(parts)
  log.info('relayer.started', { chains: [...chains.keys()].join(), paths: config.paths.length })
  const close = async (): Promise<void> => {
    await telemetry?.close()
    await engine.close()
    await bullmq.close()
    await Promise.all([...chains.values()].map((chain) => chain.close()))
  }
  return { close }
}

function openChain(chain: ChainConfig, log: Log): Chain {
  return new CosmosChain({
    chainId: chain.id,
    rpcUrl: chain.rpcAddr,
    grpcUrl: chain.grpcAddr,
    prefix: chain.accountPrefix,
    gasPrice: chain.gasPrice,
    timeoutMs: chain.rpcTimeoutMs,
    log,
    ...(chain.accountsFile === undefined ? {} : { keysPath: chain.accountsFile }),
  })
}

function engineOptions(parts: Parts): ConstructorParameters<typeof Engine>[0] {
  const { config, chains, openQueue, log, metrics } = parts
  const hub = chains.get(config.hub.chainId)
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
    ...(hub === undefined ? {} : { keeper: { hubChainId: hub.chainId, keeper: openKeeper(parts, hub) } }),
  }
}

function gatesOf({ config, chains }: Parts): ReadonlyMap<string, { readonly chain: Chain; readonly gate: string }> {
  const gates = new Map<string, { readonly chain: Chain; readonly gate: string }>()
  for (const { id, gate } of config.chains) {
    const chain = chains.get(id)
    if (gate !== undefined && chain !== undefined) gates.set(id, { chain, gate })
  }
  return gates
}

function openKeeper(parts: Parts, hub: Chain): Keeper {
  const { config, openQueue, log, metrics } = parts
  const queue = openQueue<OperateJob>(`{operate.${hub.chainId}}`)
  return new Keeper({ hub, contract: config.hub.contract, gates: gatesOf(parts), queue, log, metrics })
}

function startPreparing(parts: Parts): void {
  const { openQueue, log, metrics } = parts
  for (const [id, { chain, gate }] of gatesOf(parts)) {
    startPrepareWorker({ chain, gate, queue: openQueue<PrepareJob>(`{prepare.${id}}`), log, metrics })
  }
}
