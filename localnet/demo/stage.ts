// Sets the stage: chains up, Causeway on them, relayer and API as processes of their own, people with keys.
import { type Chains, chainOf, closeChains, openChains } from '../chains.ts'
import { allNodes, hubChainId, type NodeSite } from '../config.ts'
import { startNode, stopNode } from '../node.ts'
import { program, untilReady } from '../programs.ts'
import { emptyRedis } from '../redis.ts'
import { type Localnet, type UpOptions, up } from '../up.ts'
import { ApiClient } from './apiClient.ts'
import type { Stage, StageZone } from './story.ts'
import { User } from './user.ts'

export type OpenStage = Stage & {
  readonly apiUrl: string
  /** Closes this process's connections; what was started goes on until `down`. */
  close(): Promise<void>
}

export async function openStage(options: UpOptions): Promise<OpenStage> {
  const net = await up(options)
  const { config } = net
  const { say: tell } = options
  const [relayer, api] = [program(config, 'relayer'), program(config, 'api')]
  await Promise.all([relayer.start(), api.start()])
  const apiUrl = `http://127.0.0.1:${config.apiPort}`
  await untilReady(config, 'api', `${apiUrl}/readyz`)
  tell(`relayer and API are up: ${apiUrl}`)
  const chains = openChains(config)
  const close = (): Promise<void> => closeChains(chains)
  const parts = await peopleAndZones(net, chains)
  return { ...parts, config, api: new ApiClient(apiUrl), apiUrl, relayer, tell, close, run: newRun(), ...levers(net) }
}

async function peopleAndZones(
  { config, accounts, deployment }: Localnet,
  chains: Chains,
): Promise<Pick<Stage, 'hub' | 'zones' | 'users' | 'person'>> {
  const named = Object.entries(accounts).map(
    async ([name, { mnemonic }]): Promise<[string, User]> => [
      name,
      await User.fromMnemonic(name, mnemonic, config.prefix),
    ],
  )
  const people = new Map(await Promise.all(named))
  const person = (name: string): User => {
    const found = people.get(name)
    if (found === undefined) throw new Error(`the localnet has no account ${name}`)
    return found
  }
  const zones = new Map<string, StageZone>()
  for (const [id, { gate, assets, services }] of Object.entries(deployment.zones)) {
    zones.set(id, { chain: chainOf(chains, id), gate, assets, services })
  }
  const hub = { chain: chainOf(chains, hubChainId), contract: deployment.hub.contract }
  const users = { alice: person('alice'), bob: person('bob'), carol: person('carol'), admin: person('admin') }
  return { hub, zones, users, person }
}

function levers(net: Localnet): Pick<Stage, 'emptyRedis' | 'stopZone' | 'startZone'> {
  const site = (id: string): NodeSite => {
    const found = allNodes(net.config).find((one) => one.id === id)
    if (found === undefined) throw new Error(`the localnet has no node ${id}`)
    return found
  }
  return {
    emptyRedis: () => emptyRedis(net.config),
    stopZone: (id) => stopNode(net.config, site(id), 'SIGKILL'),
    startZone: (id) => startNode(net.config, net.wasmdOf(site(id)), site(id)),
  }
}

const newRun = (): string => Date.now().toString(36)
