// Where a localnet lives and which ports it takes: zones.json, moved by the environment for a second one.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** A node and its ports; the first node of a chain is named like the chain. */
export type NodeSite = { readonly id: string; readonly rpc: number; readonly grpc: number; readonly p2p: number }
/** A go.mod that names a version of wasmd: `wasmd` here, `wasmd70` in the folder of that name. */
export type WasmdLine = 'wasmd' | 'wasmd70'
/** In what chains may differ. */
export type ChainKind = {
  readonly wasmd: WasmdLine
  readonly prefix: string
  /** Unit of stake and of gas. */
  readonly denom: string
  /** The least that a node takes for a unit of gas. */
  readonly gasPrice: number
}
export type ChainSite = NodeSite & {
  readonly kind: ChainKind
  /** Beside the first node: each has a validator of its own, as strong as the first one's. */
  readonly further?: readonly NodeSite[]
  /** Joined to the hub by a pair of clients (IBC v2), without connection and channel. */
  readonly byPair?: boolean
}
export type LocalnetConfig = {
  /** Folder of everything that a run leaves behind. */
  readonly home: string
  /** Folder of what is slow to make, by the hash of its inputs. */
  readonly cache: string
  /** Of the addresses that people are known by; on a chain of another kind they have the prefix of that chain. */
  readonly prefix: string
  readonly blockTimeMs: number
  readonly chains: readonly ChainSite[]
  /** Zones that may join later: their ports are kept free, and the hub knows the keys of their lanes. */
  readonly spares: readonly ChainSite[]
  /** Zones of other kinds that may join, likewise. */
  readonly others: readonly ChainSite[]
  /** Further nodes that the hub may have; none runs unless `withHubNodes` says so. */
  readonly hubNodes: readonly NodeSite[]
  readonly redisPort: number
  readonly apiPort: number
  readonly telemetryPort: number
}

type ZonesFile = {
  kind: ChainKind
  blockTimeMs: number
  chains: NodeSite[]
  spares: NodeSite[]
  others: ChainSite[]
  hubNodes: NodeSite[]
  redis: number
  api: number
  telemetry: number
}

export const root = resolve(import.meta.dirname, '..')
export const hubChainId = 'causeway-hub'

/** CAUSEWAY_HOME, CAUSEWAY_PORT_OFFSET and CAUSEWAY_BLOCK_MS move a localnet aside; XDG_CACHE_HOME moves the cache. */
export function localnetConfig(env: Readonly<Record<string, string | undefined>> = process.env): LocalnetConfig {
  const file = JSON.parse(readFileSync(join(root, 'localnet', 'zones.json'), 'utf8')) as ZonesFile
  const offset = Number(env['CAUSEWAY_PORT_OFFSET'] ?? 0)
  const move = (site: NodeSite): NodeSite => ({
    id: site.id,
    rpc: site.rpc + offset,
    grpc: site.grpc + offset,
    p2p: site.p2p + offset,
  })
  const plain = (site: NodeSite): ChainSite => ({ ...move(site), kind: file.kind })
  return {
    home: resolve(root, env['CAUSEWAY_HOME'] ?? '.causeway', 'localnet'),
    cache: join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'causeway'),
    prefix: file.kind.prefix,
    blockTimeMs: Number(env['CAUSEWAY_BLOCK_MS'] ?? file.blockTimeMs),
    chains: file.chains.map(plain),
    spares: file.spares.map(plain),
    others: file.others.map((site) => ({ ...move(site), kind: site.kind })),
    hubNodes: file.hubNodes.map(move),
    redisPort: file.redis + offset,
    apiPort: file.api + offset,
    telemetryPort: file.telemetry + offset,
  }
}

/** The same localnet with so many zones beside the hub; the further ones are the spares. */
export function withZones(config: LocalnetConfig, count: number): LocalnetConfig {
  const [hub, ...zones] = [...config.chains, ...config.spares]
  return { ...config, chains: hub === undefined ? [] : [hub, ...zones.slice(0, count)], spares: zones.slice(count) }
}

/** The same localnet with one further zone, a spare or one of another kind. */
export function withZone(config: LocalnetConfig, id: string): LocalnetConfig {
  const joining = [...config.spares, ...config.others].filter((site) => site.id === id)
  return { ...config, chains: [...config.chains, ...joining] }
}

/** The same localnet with so many nodes of the hub, each a validator. */
export function withHubNodes(config: LocalnetConfig, count: number): LocalnetConfig {
  const further = config.hubNodes.slice(0, count - 1)
  const chains = config.chains.map((site) => (site.id === hubChainId ? { ...site, further } : site))
  return { ...config, chains }
}

export function nodesOf(site: ChainSite): readonly [NodeSite, ...NodeSite[]] {
  return [site, ...(site.further ?? [])]
}

/** The chain that a node is of. */
export function chainOfNode(config: LocalnetConfig, node: Pick<NodeSite, 'id'>): ChainSite {
  const site = config.chains.find((chain) => nodesOf(chain).some(({ id }) => id === node.id))
  if (site === undefined) throw new Error(`the localnet has no node ${node.id}`)
  return site
}

export function allNodes(config: LocalnetConfig): readonly NodeSite[] {
  return config.chains.flatMap(nodesOf)
}
