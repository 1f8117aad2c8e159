// Writes the configuration file that relayer and API read, from a localnet's ports and a deployment's addresses.
import type { ChainKind } from './config.ts'

type NodePorts = { readonly rpc: number; readonly grpc: number }
export type ChainPorts = NodePorts & {
  readonly id: string
  readonly kind: ChainKind
  readonly further?: readonly NodePorts[]
}
export type Places = {
  readonly redisPort: number
  readonly apiPort: number
  readonly telemetryPort: number
  /** Folder of accounts.json and of the store. */
  readonly home: string
  readonly chains: readonly ChainPorts[]
}

export type ZoneAddresses = {
  readonly gate: string
  readonly assets: string
  readonly services?: Readonly<Record<string, string>>
}

/** Of a deployment, what relayer and API must know; a relayer of packets alone has no hub. */
export type Addresses = {
  readonly hub?: { readonly chain_id: string; readonly contract: string }
  readonly zones: Readonly<Record<string, ZoneAddresses>>
  /** Two zones with an ICS-20 channel between them: the traffic of others. */
  readonly transfer?: { readonly a: { readonly chain_id: string }; readonly b: { readonly chain_id: string } }
}

function chainSection(chain: ChainPorts, places: Places, deployment: Addresses): string {
  const zone = deployment.zones[chain.id]
  const { prefix, gasPrice, denom } = chain.kind
  const resources = zone === undefined ? [] : [zone.assets, ...Object.values(zone.services ?? {})]
  const list = resources.map((address) => `"${address}"`).join(', ')
  const addresses = zone === undefined ? '' : `gate = "${zone.gate}"\nresources = [${list}]\n`
  const ends = ({ rpc, grpc }: NodePorts): readonly string[] => [
    `rpc_addr = "http://127.0.0.1:${rpc}"`,
    `grpc_addr = "http://127.0.0.1:${grpc}"`,
  ]
  const backups = (chain.further ?? []).map((node) => `{ ${ends(node).join(', ')} }`)
  return `
[[chains]]
id = "${chain.id}"
${ends(chain).join('\n')}
backup_nodes = [${backups.join(', ')}]
account_prefix = "${prefix}"
gas_price = { price = ${gasPrice}, denom = "${denom}" }
accounts_file = "${places.home}/accounts.json"
${addresses}`
}

function pathSection(a: string, b: string, ports: readonly string[]): string {
  const list = ports.map((port) => `["${port}", "*"]`).join(', ')
  return `
[[paths]]
a = "${a}"
b = "${b}"
packet_filter = { policy = "allow", list = [${list}] }
`
}

/** TOML text. */
export function relayConfig(places: Places, deployment: Addresses): string {
  const { hub } = deployment
  const hubSection = hub === undefined ? '' : `[hub]\nchain_id = "${hub.chain_id}"\ncontract = "${hub.contract}"\n`
  const head = `[global]
log_level = "info"

${hubSection}
[redis]
url = "redis://127.0.0.1:${places.redisPort}"

[store]
url = "sqlite:${places.home}/api.db"

[rest]
host = "127.0.0.1"
port = ${places.apiPort}

[telemetry]
enabled = true
host = "127.0.0.1"
port = ${places.telemetryPort}
`
  const chains = places.chains.map((chain) => chainSection(chain, places, deployment))
  const ports = ['wasm.*', 'wasm2*', 'transfer']
  const paths = Object.keys(deployment.zones).map((zone) => pathSection(zone, hub?.chain_id ?? zone, ports))
  const { transfer } = deployment
  const other = transfer === undefined ? [] : [pathSection(transfer.a.chain_id, transfer.b.chain_id, ['transfer'])]
  return [head, ...chains, ...paths, ...other].join('')
}
