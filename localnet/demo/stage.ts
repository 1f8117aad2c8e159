// Sets the stage: chains up, Causeway on them, relayer and API as processes of their own, people with keys.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildContracts } from '../../contracts/build.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import type { Chain } from '../../relayer/ports.ts'
import { accountsPath } from '../accounts.ts'
import { type ChainSite, hubChainId, root } from '../config.ts'
import { type Deployment, deploy } from '../deploy.ts'
import { down } from '../down.ts'
import { startNode, stopNode } from '../node.ts'
import { startBackground, stopBackground, until } from '../processes.ts'
import { emptyRedis } from '../redis.ts'
import { relayConfig } from '../relayConfig.ts'
import { type Localnet, up } from '../up.ts'
import { ApiClient } from './apiClient.ts'
import type { Stage, StageZone } from './story.ts'
import { User } from './user.ts'

export type OpenStage = Stage & {
  readonly apiUrl: string
  /** Ends what this stage started in this process; with `everything`, the chains too. */
  close(everything: boolean): Promise<void>
}
type Say = (line: string) => void

function openChain(net: Localnet, site: ChainSite): Chain {
  return new CosmosChain({
    chainId: site.id,
    rpcUrl: `http://127.0.0.1:${site.rpc}`,
    grpcUrl: `http://127.0.0.1:${site.grpc}`,
    prefix: net.config.prefix,
    gasPrice: { price: 0, denom: 'ustake' },
    keysPath: accountsPath(net.config),
    log: openLog('silent'),
  })
}

async function deployOn(net: Localnet, chains: ReadonlyMap<string, Chain>, tell: Say): Promise<Deployment> {
  const built = await buildContracts(tell)
  const wasm = {
    hub: readFileSync(built.hub),
    gate: readFileSync(built.gate),
    assets: readFileSync(built.assets),
  }
  const hub = chainOf(chains, hubChainId)
  const zones = [...chains.values()].filter((chain) => chain !== hub)
  return deploy({ hub, zones, wasm, tell }, join(net.config.home, 'deployment.json'))
}

function chainOf(chains: ReadonlyMap<string, Chain>, id: string): Chain {
  const chain = chains.get(id)
  if (chain === undefined) throw new Error(`the localnet has no chain ${id}`)
  return chain
}

/** A process of this checkout, by the command line that an operator would type. */
function program(net: Localnet, name: 'relayer' | 'api'): { start: () => Promise<void>; kill: () => Promise<void> } {
  const { home } = net.config
  const args = [join(root, 'causeway.ts'), name, '--config', join(home, 'causeway.toml')]
  return {
    start: async () => void (await startBackground({ name, program: process.execPath, args, folder: home, cwd: root })),
    kill: () => stopBackground(home, name, 'SIGKILL'),
  }
}

async function untilReady(url: string, what: string): Promise<void> {
  const ready = await until(60_000, async () => {
    const response = await fetch(url).catch(() => undefined)
    return response?.ok === true ? true : undefined
  })
  if (ready === undefined) throw new Error(`${what} did not become ready at ${url}`)
}

export async function openStage(options: { readonly tell: Say; readonly reset?: boolean }): Promise<OpenStage> {
  const { tell } = options
  const net = await up(tell, { reset: options.reset ?? false })
  const { config } = net
  const chains = new Map(config.chains.map((site) => [site.id, openChain(net, site)]))
  const deployment = await deployOn(net, chains, tell)
  const places = { ...config, chains: config.chains }
  writeFileSync(join(config.home, 'causeway.toml'), relayConfig(places, deployment))
  const relayer = program(net, 'relayer')
  const api = program(net, 'api')
  await Promise.all([relayer.start(), api.start()])
  const apiUrl = `http://127.0.0.1:${config.apiPort}`
  await untilReady(`${apiUrl}/readyz`, 'the API')
  tell(`relayer and API are up: ${apiUrl}`)
  const close = async (everything: boolean): Promise<void> => {
    await Promise.all([...chains.values()].map((chain) => chain.close()))
    if (everything) await down(config)
  }
  const parts = await peopleAndZones(net, chains, deployment)
  return { ...parts, api: new ApiClient(apiUrl), apiUrl, relayer, tell, close, run: newRun(), ...levers(net) }
}

async function peopleAndZones(
  net: Localnet,
  chains: ReadonlyMap<string, Chain>,
  deployment: Deployment,
): Promise<Pick<Stage, 'hub' | 'zones' | 'users'>> {
  const person = (name: string): Promise<User> =>
    User.fromMnemonic(name, net.accounts[name]?.mnemonic ?? '', net.config.prefix)
  const [alice, bob, carol, admin] = await Promise.all([
    person('alice'),
    person('bob'),
    person('carol'),
    person('admin'),
  ])
  const zones = new Map<string, StageZone>()
  for (const [id, { gate, assets }] of Object.entries(deployment.zones)) {
    zones.set(id, { chain: chainOf(chains, id), gate, assets })
  }
  const hub = { chain: chainOf(chains, hubChainId), contract: deployment.hub.contract }
  return { hub, zones, users: { alice, bob, carol, admin } }
}

function levers(net: Localnet): Pick<Stage, 'emptyRedis' | 'stopZone' | 'startZone'> {
  const site = (id: string): ChainSite => {
    const found = net.config.chains.find((one) => one.id === id)
    if (found === undefined) throw new Error(`the localnet has no chain ${id}`)
    return found
  }
  return {
    emptyRedis: () => emptyRedis(net.config),
    stopZone: (id) => stopNode(net.config, site(id), 'SIGKILL'),
    startZone: (id) => startNode(net.config, net.wasmd, site(id)),
  }
}

const newRun = (): string => Date.now().toString(36)
