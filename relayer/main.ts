// Composition root of the relayer process: configuration in, adapters made, engine started.
import { type OperateJob, operateQueueName, type PrepareJob, prepareQueueName } from '../core/jobs.ts'
import { openBullmq } from './adapters/bullmqQueue.ts'
import { readAccount } from './adapters/keyFile.ts'
import { openLog } from './adapters/pinoLog.ts'
import type { PromptRedis } from './adapters/redis.ts'
import { redisLeases } from './adapters/redisLeases.ts'
import { systemClock } from './adapters/systemClock.ts'
import { assertChainIds } from './chainIds.ts'
import { type ChainConfig, type Config, loadConfig } from './config.ts'
import { countedChain } from './countedChain.ts'
import { countedLog } from './countedLog.ts'
import { Engine } from './engine.ts'
import { relayKeyName } from './ics02/clients.ts'
import { Keeper } from './keeper.ts'
import { keyNameOf, keyNames, leaseName } from './keyNames.ts'
import { Leases, type OpenLease } from './leases.ts'
import { openChain } from './openChain.ts'
import { Opened } from './opened.ts'
import type { Chain, Log, OpenQueue } from './ports.ts'
import { startPrepareWorker } from './prepareWorker.ts'
import { hasEnded, processName } from './processName.ts'
import { openRelayMetrics, type RelayMetrics } from './telemetry.ts'
import { serveTelemetry } from './telemetryServer.ts'
import { assertVersions } from './versionFloors.ts'
import { type Wallet, Wallets } from './wallets.ts'

export type RunningRelayer = { close(): Promise<void> }
type Parts = {
  readonly config: Config
  /** Address by chain and name of key. */
  readonly accounts: ReadonlyMap<string, string>
  readonly chains: ReadonlyMap<string, Chain>
  readonly openQueue: OpenQueue
  readonly openLease: OpenLease
  readonly log: Log
  readonly metrics: RelayMetrics
}

/**
 * Throws CONFIG_INVALID, MNEMONIC_INVALID, KEY_MISSING, CHAIN_ID_MISMATCH, NODE_VERSION_UNSAFE, PORT_IN_USE, and then
 * has opened nothing.
 * Chains and Redis may be away at the start.
 */
export async function startRelayer(path: string): Promise<RunningRelayer> {
  const config = loadConfig(path, process.env)
  const metrics = openRelayMetrics()
  const log = countedLog(openLog(config.global.logLevel), metrics)
  const opened = new Opened()
  try {
    const open = (chain: ChainConfig): Chain => countedChain(openChain(chain, log, { keys: true }), metrics)
    const chains = new Map(config.chains.map((chain) => [chain.id, opened.keep(open(chain))]))
    const { openQueue, redis } = opened.keep(openBullmq({ ...config.redis, log }))
    // Redis connects and chains answer while keys are derived: what was owed before the start waits for all of it.
    const nodesAreRight = assertChainIds(chains, log).then(() => assertVersions(chains, log))
    nodesAreRight.catch(() => undefined)
    const accounts = await readAccounts(config)
    const leases = opened.keep(openLeases(redis, log, metrics))
    const openLease: OpenLease = (what, chainId) => leases.open(leaseName(config, what, chainId))
    const parts = { config, accounts, chains, openQueue, openLease, log, metrics }
    const engine = opened.keep(new Engine(engineOptions(parts)))
    const { enabled, host, port } = config.telemetry
    if (enabled) opened.keep(await serveTelemetry({ host, port, metrics, parts: () => heightsSeen(engine) }))
    engine.start()
    startPreparing(parts)
    opened.keep(new Wallets({ wallets: walletsOf(parts), clock: systemClock, log, metrics })).start()
    // Nothing is signed for a node of another chain before: whoever signs has asked it as well.
    await nodesAreRight
    log.info('relayer.started', { chains: [...chains.keys()].join(), paths: config.paths.length })
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Words that are wrong would otherwise show with the first packet, in the night. */
async function readAccounts(config: Config): Promise<ReadonlyMap<string, string>> {
  const accounts = config.chains.flatMap((chain) => {
    const { id, accountsFile, accountPrefix: prefix } = chain
    if (accountsFile === undefined) return []
    return keyNames(config, chain).map(async (name): Promise<[string, string]> => {
      const { address } = await readAccount({ path: accountsFile, prefix }, name)
      return [`${id} ${name}`, address]
    })
  })
  return new Map(await Promise.all(accounts))
}

function heightsSeen(engine: Engine): Record<string, boolean> {
  return Object.fromEntries([...engine.heights()].map(([id, height]) => [id, height > 0n]))
}

function openLeases(redis: PromptRedis, log: Log, metrics: RelayMetrics): Leases {
  const nowMs = (): number => performance.now()
  return new Leases({
    store: redisLeases(redis),
    process: processName,
    hasEnded,
    clock: systemClock,
    nowMs,
    log,
    metrics,
  })
}

function engineOptions(parts: Parts): ConstructorParameters<typeof Engine>[0] {
  const { config, accounts, chains, openQueue, openLease, log, metrics } = parts
  const { clearInterval, takeTurns } = config.mode.packets
  const hub = config.hub && chains.get(config.hub.chainId)
  return {
    chains,
    paths: config.paths,
    openQueue,
    openLease,
    clock: systemClock,
    log,
    metrics,
    limits: {
      messagesMax: Math.min(...config.chains.map(({ maxMsgNum }) => maxMsgNum)),
      bytesMax: Math.min(...config.chains.map(({ maxTxSize }) => maxTxSize)),
    },
    clearInterval: BigInt(clearInterval),
    accountOf: (dst, src) => accounts.get(`${dst} ${keyNameOf(config, dst, relayKeyName(src))}`),
    takesTurns: takeTurns,
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
  const { openQueue, openLease, log, metrics } = parts
  const queue = openQueue<OperateJob>(operateQueueName(hub.chainId))
  const lease = openLease(`operate.${hub.chainId}`, hub.chainId)
  return new Keeper({ hub, contract, gates: gatesOf(parts), queue, lease, log, metrics })
}

function startPreparing(parts: Parts): void {
  const { openQueue, openLease, log, metrics } = parts
  for (const [id, { chain, gate }] of gatesOf(parts)) {
    const queue = openQueue<PrepareJob>(prepareQueueName(id))
    startPrepareWorker({ chain, gate, queue, lease: openLease(`prepare.${id}`, id), log, metrics })
  }
}
