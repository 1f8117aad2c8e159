// Puts Causeway on running chains: contracts, clients, connections, admission, channels; finished steps are not repeated.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ensureConnection, localhostConnection } from '../relayer/ics03/connections.ts'
import { ensureChannel } from '../relayer/ics04/channels.ts'
import type { Chain } from '../relayer/ports.ts'
import { execute, instantiate, storeCode } from './wasmTx.ts'

export const channelVersion = 'causeway-1'

export type ZoneDeployment = {
  readonly assets: string
  readonly gate: string
  readonly client_id: string
  readonly connection_id: string
  readonly hub_connection_id: string
  readonly channel_id: string
  readonly hub_channel_id: string
}
export type Deployment = {
  readonly hub: { readonly chain_id: string; readonly contract: string }
  readonly zones: Readonly<Record<string, ZoneDeployment>>
}
export type Wasm = { readonly hub: Uint8Array; readonly gate: Uint8Array; readonly assets: Uint8Array }
type Draft = { hub?: { chain_id: string; contract: string }; zones: Record<string, Partial<ZoneDeployment>> }

/** Where a deployment is remembered between starts; every step is written as soon as it is done. */
class Progress {
  readonly #path: string
  readonly draft: Draft

  constructor(path: string) {
    this.#path = path
    this.draft = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Draft) : { zones: {} }
  }

  save(): void {
    mkdirSync(dirname(this.#path), { recursive: true })
    writeFileSync(this.#path, `${JSON.stringify(this.draft, null, 2)}\n`)
  }

  zone(chainId: string): Partial<ZoneDeployment> & Record<string, string> {
    this.draft.zones[chainId] ??= {}
    return this.draft.zones[chainId] as Partial<ZoneDeployment> & Record<string, string>
  }
}

type Site = {
  readonly hub: Chain
  readonly zones: readonly Chain[]
  readonly wasm: Wasm
  readonly tell: (line: string) => void
}

/** Every zone of the deployment, the hub's own chain included (it is a zone over the localhost connection). */
export async function deploy(site: Site, path: string): Promise<Deployment> {
  const progress = new Progress(path)
  await deployHub(site, progress)
  await Promise.all([site.hub, ...site.zones].map((chain) => deployAssets(site, progress, chain)))
  // One connection at a time: handshakes of all zones would queue on the hub's one signer anyway.
  for (const chain of [site.hub, ...site.zones]) await joinZone(site, progress, chain)
  return progress.draft as Deployment
}

async function deployHub(site: Site, progress: Progress): Promise<void> {
  if (progress.draft.hub !== undefined) return
  const admin = await site.hub.signer('admin')
  const codeId = await storeCode(admin, site.wasm.hub)
  const contract = await instantiate(admin, codeId, 'causeway hub', { admin: admin.address })
  progress.draft.hub = { chain_id: site.hub.chainId, contract }
  progress.save()
  site.tell(`  hub contract on ${site.hub.chainId}`)
}

async function deployAssets(site: Site, progress: Progress, chain: Chain): Promise<void> {
  const zone = progress.zone(chain.chainId)
  if (zone.assets !== undefined) return
  const admin = await chain.signer('admin')
  const codeId = await storeCode(admin, site.wasm.assets)
  const accepts = ['record', 'non_fungible', 'fungible']
  zone['assets'] = await instantiate(admin, codeId, 'assets', { gate: null, accepts, admin: admin.address })
  zone['gate_code'] = (await storeCode(admin, site.wasm.gate)).toString()
  progress.save()
  site.tell(`  assets contract on ${chain.chainId}`)
}

async function joinZone(site: Site, progress: Progress, chain: Chain): Promise<void> {
  const zone = progress.zone(chain.chainId)
  const hub = progress.draft.hub
  if (hub === undefined || zone.channel_id !== undefined) return
  const connection = chain === site.hub ? localhostConnection : await ensureConnection(chain, site.hub)
  zone['client_id'] = connection.a.clientId
  zone['connection_id'] = connection.a.connectionId
  zone['hub_connection_id'] = connection.b.connectionId
  progress.save()
  await deployGate(progress, chain, connection.a.connectionId)
  await admit(site, progress, chain, connection.b)
  const channel = await ensureChannel({
    a: { chain, portId: `wasm.${zone.gate}`, connectionId: connection.a.connectionId },
    b: { chain: site.hub, portId: `wasm.${hub.contract}`, connectionId: connection.b.connectionId },
    order: 'unordered',
    version: channelVersion,
  })
  zone['channel_id'] = channel.a
  zone['hub_channel_id'] = channel.b
  progress.save()
  site.tell(`  ${chain.chainId} joined: ${zone.connection_id}, ${channel.a} to ${channel.b} on the hub`)
}

async function deployGate(progress: Progress, chain: Chain, connectionId: string): Promise<void> {
  const zone = progress.zone(chain.chainId)
  const hub = progress.draft.hub
  if (zone.gate !== undefined || hub === undefined) return
  const admin = await chain.signer('admin')
  const pinned = { ...hub, port_id: `wasm.${hub.contract}`, connection_id: connectionId }
  const gate = await instantiate(admin, BigInt(zone['gate_code'] ?? '0'), 'gate', { hub: pinned, admin: admin.address })
  await execute(admin, zone.assets ?? '', { set_gate: { gate } })
  await execute(admin, gate, { register_resource: { contract: zone.assets } })
  zone['gate'] = gate
  progress.save()
}

type End = { readonly clientId: string; readonly connectionId: string }

async function admit(site: Site, progress: Progress, chain: Chain, end: End): Promise<void> {
  const zone = progress.zone(chain.chainId)
  const hub = progress.draft.hub
  if (zone['admitted'] !== undefined || hub === undefined) return
  const admin = await site.hub.signer('admin')
  const pinned = {
    chain_id: chain.chainId,
    client_id: end.clientId,
    connection_id: end.connectionId,
    port_id: `wasm.${zone.gate}`,
    gate: zone.gate,
  }
  await execute(admin, hub.contract, { admit_zone: pinned })
  zone['admitted'] = 'yes'
  progress.save()
}
