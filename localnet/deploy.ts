// Puts Causeway on running chains: contracts, connections, admission, channels; finished steps are not repeated.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Built } from '../contracts/build.ts'
import { ensureClientPair } from '../relayer/ics02/counterparties.ts'
import { ensureConnection } from '../relayer/ics03/connections.ts'
import { type ChannelIds, ensureChannel } from '../relayer/ics04/channels.ts'
import { link } from '../relayer/link.ts'
import type { Chain } from '../relayer/ports.ts'
import { addressOn } from './accounts.ts'
import { deployServices, introduce, type ServiceAddresses, type ServiceDraft } from './deployServices.ts'
import { type Call, execute, instantiate, storeCode } from './wasmTx.ts'

export const channelVersion = 'causeway-1'

export type HubDeployment = { readonly chain_id: string; readonly contract: string }
export type ZoneDeployment = {
  readonly assets: string
  readonly gate: string
  readonly client_id: string
  /** Empty, as the hub's, where a pair of clients joins the zone. */
  readonly connection_id: string
  readonly hub_client_id: string
  readonly hub_connection_id: string
  /** Of a pair, the clients stand in the places of channels. */
  readonly channel_id: string
  readonly hub_channel_id: string
  /** On zones; the hub's own chain has none. */
  readonly services?: ServiceAddresses
}
export type ChannelPlace = { readonly chain_id: string; readonly channel_id: string }
export type Deployment = {
  readonly hub: HubDeployment
  readonly zones: Readonly<Record<string, ZoneDeployment>>
  /** An ICS-20 channel between the first two zones: the traffic of others, which the relayer carries as well. */
  readonly transfer?: { readonly a: ChannelPlace; readonly b: ChannelPlace }
}
export type Wasm = Readonly<Record<keyof Built, Uint8Array>>

type Draft<T> = { -readonly [K in keyof T]?: T[K] }
type ZoneDraft = Draft<ZoneDeployment> & {
  gate_code?: string
  registered?: boolean
  admitted?: boolean
  serving?: ServiceDraft
}
type DeploymentDraft = Draft<Omit<Deployment, 'zones'>> & { zones: Record<string, ZoneDraft>; introduced?: string[] }

/** Where a deployment is remembered between starts; every step is written as soon as it is done. */
class Progress {
  readonly #path: string
  readonly draft: DeploymentDraft

  constructor(path: string) {
    this.#path = path
    this.draft = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DeploymentDraft) : { zones: {} }
  }

  save(): void {
    mkdirSync(dirname(this.#path), { recursive: true })
    writeFileSync(`${this.#path}.new`, `${JSON.stringify(this.draft, null, 2)}\n`)
    renameSync(`${this.#path}.new`, this.#path)
  }

  zone(chainId: string): ZoneDraft {
    this.draft.zones[chainId] ??= {}
    return this.draft.zones[chainId]
  }
}

type Site = {
  readonly hub: Chain
  readonly zones: readonly Chain[]
  /** Ids of zones that are joined by a pair of clients. */
  readonly paired: ReadonlySet<string>
  /** Of the zones, those with services. */
  readonly platforms: readonly Chain[]
  readonly wasm: Wasm
  readonly addressOf: (name: string) => string
  readonly tell: (line: string) => void
}

/** Every zone of the deployment, the hub's own chain included (it is a zone over the localhost connection). */
export async function deploy(site: Site, path: string): Promise<Deployment> {
  const progress = new Progress(path)
  const hub = deployHub(site, progress)
  // Each pair of chains has signers of its own, so no zone waits for another.
  const joining = [site.hub, ...site.zones].map((chain) => joinZone(site, progress, chain, hub))
  await Promise.all([hub, ...joining, linkTransfer(site, progress)])
  await introduceServices(site, progress)
  return progress.draft as Deployment
}

async function deployHub(site: Site, progress: Progress): Promise<HubDeployment> {
  if (progress.draft.hub !== undefined) return progress.draft.hub
  const admin = await site.hub.signer('admin')
  const codeId = await storeCode(admin, site.wasm.hub)
  const contract = await instantiate(admin, codeId, 'causeway hub', { admin: admin.address })
  progress.draft.hub = { chain_id: site.hub.chainId, contract }
  progress.save()
  return progress.draft.hub
}

async function joinZone(
  site: Site,
  progress: Progress,
  chain: Chain,
  hubDeployed: Promise<HubDeployment>,
): Promise<void> {
  const zone = progress.zone(chain.chainId)
  if (zone.channel_id !== undefined) return
  // The contracts do not need the connection until the gate is made, which pins it.
  await Promise.all([connect(site, progress, chain), deployAssets(site, progress, chain)])
  const hub = await hubDeployed
  await deployGate(progress, chain, hub)
  await Promise.all([
    registerAssets(progress, chain).then(() => serve(site, progress, chain)),
    admit(site, progress, chain, hub),
  ])
  const ends = zone.connection_id === '' ? endsOfPair(zone) : await openChannel(site, chain, hub, zone)
  zone.channel_id = ends.a
  zone.hub_channel_id = ends.b
  progress.save()
  site.tell(`  ${chain.chainId} joined over ${zone.connection_id || 'IBC v2'}: ${ends.a}, ${ends.b} on the hub`)
}

/** Packets may flow as soon as both contracts have pinned their clients. */
const endsOfPair = (zone: ZoneDraft): ChannelIds => ({ a: zone.client_id ?? '', b: zone.hub_client_id ?? '' })

function openChannel({ hub: at }: Site, chain: Chain, hub: HubDeployment, zone: ZoneDraft): Promise<ChannelIds> {
  return ensureChannel({
    a: { chain, portId: `wasm.${zone.gate}`, connectionId: zone.connection_id ?? '' },
    b: { chain: at, portId: `wasm.${hub.contract}`, connectionId: zone.hub_connection_id ?? '' },
    order: 'unordered',
    version: channelVersion,
  })
}

async function connect(site: Site, progress: Progress, chain: Chain): Promise<void> {
  const zone = progress.zone(chain.chainId)
  if (zone.connection_id !== undefined) return
  if (site.paired.has(chain.chainId)) {
    const pair = await ensureClientPair(chain, site.hub)
    Object.assign(zone, { client_id: pair.a, connection_id: '', hub_client_id: pair.b, hub_connection_id: '' })
    return progress.save()
  }
  const connection = await ensureConnection(chain, site.hub)
  zone.client_id = connection.a.clientId
  zone.connection_id = connection.a.connectionId
  zone.hub_client_id = connection.b.clientId
  zone.hub_connection_id = connection.b.connectionId
  progress.save()
}

async function deployAssets(site: Site, progress: Progress, chain: Chain): Promise<void> {
  const zone = progress.zone(chain.chainId)
  const admin = await chain.signer('admin')
  if (zone.assets === undefined) {
    const codeId = await storeCode(admin, site.wasm.assets)
    const accepts = ['record', 'non_fungible', 'fungible']
    zone.assets = await instantiate(admin, codeId, 'assets', { gate: null, accepts, admin: admin.address })
    progress.save()
  }
  if (zone.gate_code === undefined) {
    zone.gate_code = (await storeCode(admin, site.wasm.gate)).toString()
    progress.save()
  }
}

async function deployGate(progress: Progress, chain: Chain, hub: HubDeployment): Promise<void> {
  const zone = progress.zone(chain.chainId)
  if (zone.gate !== undefined) return
  const admin = await chain.signer('admin')
  const way = zone.connection_id === '' ? { client_id: zone.client_id } : { connection_id: zone.connection_id }
  const pinned = { ...hub, ...way, port_id: portOf(hub.contract, zone.connection_id === '') }
  zone.gate = await instantiate(admin, BigInt(zone.gate_code ?? '0'), 'gate', { hub: pinned, admin: admin.address })
  progress.save()
}

/** Gate and resource name each other; the resource takes a gate only once, so it is asked first. */
async function registerAssets(progress: Progress, chain: Chain): Promise<void> {
  const { assets = '', gate = '', registered } = progress.zone(chain.chainId)
  if (registered === true) return
  const config = (await chain.querySmart(assets, { config: {} })) as { readonly gate: string | null }
  const calls: Call[] = [{ contract: gate, msg: { register_resource: { contract: assets } } }]
  if (config.gate === null) calls.push({ contract: assets, msg: { set_gate: { gate } } })
  await execute(await chain.signer('admin'), calls)
  progress.zone(chain.chainId).registered = true
  progress.save()
}

/** The hub's own chain takes part in the commit, as any zone, and is no platform: it serves nobody. */
async function serve(site: Site, progress: Progress, chain: Chain): Promise<void> {
  if (!site.platforms.includes(chain)) return
  const zone = progress.zone(chain.chainId)
  zone.serving ??= {}
  const { gate = '', assets = '' } = zone
  const { wasm } = site
  const addressOf = (name: string): string => addressOn(chain.prefix, site.addressOf(name))
  await deployServices({ chain, gate, assets, wasm, addressOf, save: () => progress.save() }, zone.serving)
  zone.services = zone.serving.addresses as ServiceAddresses
  progress.save()
}

/** Again for everybody when a zone has come. */
async function introduceServices(site: Site, progress: Progress): Promise<void> {
  const all = site.platforms.map(({ chainId }) => chainId)
  const known = progress.draft.introduced ?? []
  if (all.every((chainId) => known.includes(chainId))) return
  const zones = site.platforms.map((chain) => ({ chain, services: progress.zone(chain.chainId).services }))
  await introduce(zones as { chain: Chain; services: ServiceAddresses }[], known)
  progress.draft.introduced = [...new Set([...known, ...all])]
  progress.save()
}

/** wasmd names ports of contracts otherwise in IBC v2: without the prefix of the address. */
export function portOf(contract: string, isPaired: boolean): string {
  return isPaired ? `wasm2${contract.slice(contract.lastIndexOf('1'))}` : `wasm.${contract}`
}

async function admit(site: Site, progress: Progress, chain: Chain, hub: HubDeployment): Promise<void> {
  const zone = progress.zone(chain.chainId)
  if (zone.admitted === true) return
  const pinned = {
    chain_id: chain.chainId,
    client_id: zone.hub_client_id,
    ...(zone.hub_connection_id === '' ? {} : { connection_id: zone.hub_connection_id }),
    port_id: portOf(zone.gate ?? '', zone.connection_id === ''),
    gate: zone.gate,
  }
  await execute(await site.hub.signer('admin'), [{ contract: hub.contract, msg: { admit_zone: pinned } }])
  zone.admitted = true
  progress.save()
}

/** Between the first two zones; a localnet of one zone has nothing to link. */
async function linkTransfer({ zones: [a, b], tell }: Site, progress: Progress): Promise<void> {
  if (progress.draft.transfer !== undefined || a === undefined || b === undefined) return
  const { channel } = await link({ a, b, aPort: 'transfer', bPort: 'transfer', order: 'unordered', version: 'ics20-1' })
  progress.draft.transfer = {
    a: { chain_id: a.chainId, channel_id: channel.a },
    b: { chain_id: b.chainId, channel_id: channel.b },
  }
  progress.save()
  tell(`  ICS-20 transfer: ${a.chainId} ${channel.a}, ${b.chainId} ${channel.b}`)
}
