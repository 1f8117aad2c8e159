// Brings up chains, Redis and Causeway on them; what is there already is left alone.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Built, buildContracts } from '../contracts/build.ts'
import { type Accounts, accountsPath, ensureAccounts } from './accounts.ts'
import { type Chains, chainOf, closeChains, openChains } from './chains.ts'
import {
  allNodes,
  type ChainSite,
  chainOfNode,
  hubChainId,
  type LocalnetConfig,
  localnetConfig,
  type NodeSite,
} from './config.ts'
import { type Deployment, deploy, type Wasm } from './deploy.ts'
import { down } from './down.ts'
import { makeChain } from './genesis.ts'
import { assertNodePortsFree, startNode, stopNode } from './node.ts'
import { configPath } from './programs.ts'
import { assertRedisPortFree, startRedis } from './redis.ts'
import { relayConfig } from './relayConfig.ts'
import { ensureTools } from './setup.ts'
import { hasSnapshot, homeKey, localnetKey, markHome, restoreSnapshot, takeSnapshot } from './snapshot.ts'
import { command, say as sayToTerminal } from './terminal.ts'
import { buildWasmd, type Wasmd } from './wasmd.ts'

/** The program of a node. */
type WasmdOf = (node: Pick<NodeSite, 'id'>) => Wasmd
export type Localnet = {
  readonly config: LocalnetConfig
  readonly wasmdOf: WasmdOf
  readonly accounts: Accounts
  readonly deployment: Deployment
}
export type UpOptions = {
  readonly config: LocalnetConfig
  readonly say: (line: string) => void
  /** Throws away what is there. */
  readonly reset?: boolean
  /** Makes and deploys everything, even where a snapshot would do. */
  readonly fresh?: boolean
}

export async function up({ config, say, reset = false, fresh = false }: UpOptions): Promise<Localnet> {
  await ensureTools(say)
  const wasmdOf = await buildPrograms(config, say)
  const built = await buildContracts(say)
  const key = localnetKey(config, wasmdOf({ id: hubChainId }), built)
  await clearHome(config, key, reset, say)
  await assertPortsFree(config)
  const isNew = homeKey(config) === undefined
  const restored = isNew && !fresh && hasSnapshot(config, key)
  if (restored) restoreSnapshot(config, key)
  const accounts = await ensureAccounts(config)
  await Promise.all(config.chains.map((site) => makeChain(config, wasmdOf(site), site, accounts)))
  markHome(config, key)
  await Promise.all([startRedis(config), startNodes(config, wasmdOf)])
  say(`${config.chains.length} chains and Redis are up${restored ? ', from a snapshot' : ''}`)
  const deployment = onlyRunning(await deployOn(config, built, accounts, say), config)
  if (isNew && !hasSnapshot(config, key)) await keepSnapshot(config, wasmdOf, key)
  writeFileSync(configPath(config), relayConfig(config, deployment))
  return { config, wasmdOf, accounts, deployment }
}

/** One chain of the localnet with nothing on it, and its program; those that run already go on. */
export async function upChain(config: LocalnetConfig, id: string, say: UpOptions['say']): Promise<Wasmd> {
  const site = chainOfNode(config, { id })
  const wasmd = await buildWasmd(say, site.kind)
  await makeChain(config, wasmd, site, await ensureAccounts(config))
  await startNode(config, wasmd, site)
  return wasmd
}

/** What the chains run, one after the other: a build takes what the machine has. */
async function buildPrograms(config: LocalnetConfig, say: UpOptions['say']): Promise<WasmdOf> {
  const programs = new Map<ChainSite, Wasmd>()
  for (const site of config.chains) programs.set(site, await buildWasmd(say, site.kind))
  return (node) => programs.get(chainOfNode(config, node)) as Wasmd
}

/** A home that was made by other sources or another wasmd would only fail later and stranger. */
async function clearHome(config: LocalnetConfig, key: string, reset: boolean, say: UpOptions['say']): Promise<void> {
  const isOld = existsSync(accountsPath(config)) && homeKey(config) !== key
  if (!reset && !isOld) return
  if (!reset) say(`The localnet in ${config.home} is of other contracts, or half made: starting anew`)
  await down(config)
  rmSync(config.home, { recursive: true, force: true })
}

/** Before anything is started, so that nothing half started is left. */
async function assertPortsFree(config: LocalnetConfig): Promise<void> {
  await assertRedisPortFree(config)
  for (const site of allNodes(config)) await assertNodePortsFree(config, site)
}

async function startNodes(config: LocalnetConfig, wasmdOf: WasmdOf): Promise<void> {
  await Promise.all(allNodes(config).map((site) => startNode(config, wasmdOf(site), site)))
}

async function deployOn(
  config: LocalnetConfig,
  built: Built,
  accounts: Accounts,
  say: UpOptions['say'],
): Promise<Deployment> {
  const chains: Chains = openChains(config)
  try {
    const hub = chainOf(chains, hubChainId)
    const zones = [...chains.values()].filter((chain) => chain !== hub)
    const platforms = zones.filter(({ chainId }) => config.others.every(({ id }) => id !== chainId))
    const bytes = Object.entries(built).map(([name, path]): [string, Uint8Array] => [name, readFileSync(path)])
    const wasm = Object.fromEntries(bytes) as Wasm
    const addressOf = (name: string): string => accounts[name]?.address ?? ''
    const paired = new Set(config.chains.filter(({ byPair }) => byPair === true).map(({ id }) => id))
    const site = { hub, zones, platforms, paired, wasm, addressOf, tell: say }
    return await deploy(site, join(config.home, 'deployment.json'))
  } finally {
    await closeChains(chains)
  }
}

/** A zone that joined once may not run this time. */
function onlyRunning(deployment: Deployment, config: LocalnetConfig): Deployment {
  const running = new Set(config.chains.map(({ id }) => id))
  return {
    ...deployment,
    zones: Object.fromEntries(Object.entries(deployment.zones).filter(([id]) => running.has(id))),
  }
}

async function keepSnapshot(config: LocalnetConfig, wasmdOf: WasmdOf, key: string): Promise<void> {
  await Promise.all(allNodes(config).map((site) => stopNode(config, site)))
  takeSnapshot(config, key)
  await startNodes(config, wasmdOf)
}

if (import.meta.main) {
  const flags = new Set(process.argv.slice(2))
  const options = { reset: flags.has('--reset'), fresh: flags.has('--fresh') }
  await command(async () => {
    await up({ config: localnetConfig(), say: sayToTerminal, ...options })
  })
}
