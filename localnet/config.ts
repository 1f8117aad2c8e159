// Where a localnet lives and which ports it takes: zones.json, moved by the environment for a second one.
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export type ChainSite = { readonly id: string; readonly rpc: number; readonly grpc: number; readonly p2p: number }
export type LocalnetConfig = {
  /** Folder of everything that a run leaves behind. */
  readonly home: string
  /** Folder of what is slow to make, by the hash of its inputs. */
  readonly cache: string
  readonly prefix: string
  readonly blockTimeMs: number
  readonly chains: readonly ChainSite[]
  /** Zones that may join later: their ports are kept free, and the hub knows the keys of their lanes. */
  readonly spares: readonly ChainSite[]
  readonly redisPort: number
  readonly apiPort: number
  readonly telemetryPort: number
}

type ZonesFile = {
  prefix: string
  blockTimeMs: number
  chains: ChainSite[]
  spares: ChainSite[]
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
  const move = (site: ChainSite): ChainSite => ({
    id: site.id,
    rpc: site.rpc + offset,
    grpc: site.grpc + offset,
    p2p: site.p2p + offset,
  })
  return {
    home: resolve(root, env['CAUSEWAY_HOME'] ?? '.causeway', 'localnet'),
    cache: join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'causeway'),
    prefix: file.prefix,
    blockTimeMs: Number(env['CAUSEWAY_BLOCK_MS'] ?? file.blockTimeMs),
    chains: file.chains.map(move),
    spares: file.spares.map(move),
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
