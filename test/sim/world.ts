// A hub and zones in memory, joined as they are deployed: the very wasm of hub, gates and assets behind channels.
import { readFileSync } from 'node:fs'
import { toBech32 } from '@cosmjs/encoding'
import type { Built } from '../../contracts/build.ts'
import { decodeAcknowledgement, encodeAcknowledgement } from '../../core/codec.ts'
import type { User } from '../../localnet/demo/user.ts'
import { portOf, channelVersion as version } from '../../localnet/deploy.ts'
import { denom } from '../bench/payments.ts'
import type { ChannelEnd, Context } from '../fakes/ibcRules.ts'
import { counterpartyKey } from '../fakes/ibcRulesV2.ts'
import type { Wire } from '../fakes/wiredChain.ts'
import { hubId, type Net, type NetZone, prefix, zoneIn } from './net.ts'
import { SimClient, SimNode } from './node.ts'
import { person, sha256 } from './people.ts'
import { Vm } from './vm.ts'

const secondNs = 1_000_000_000n
const startNs = 1_800_000_000n * secondNs
const hourNs = 3_600n * secondNs
const receiving = 'ibc_packet_receive'

export type SimZone = NetZone & { readonly node: SimNode }
export type WorldPlan = {
  readonly zoneIds: readonly string[]
  /** Of the zones, those that IBC v2 joins. */
  readonly paired?: readonly string[]
}
export type Codes = Readonly<Record<'hub' | 'gate' | 'assets', Vm>>

/** `fresh` as of Vm. */
export function readCodes(built: Built, fresh = false): Codes {
  const vm = (name: keyof Codes): Vm => new Vm(Uint8Array.from(readFileSync(built[name])), { prefix, fresh })
  return { hub: vm('hub'), gate: vm('gate'), assets: vm('assets') }
}

const contractAddress = (chainId: string, name: string): string => toBech32(prefix, sha256(`${chainId} ${name}`))

export class SimWorld implements Net {
  readonly hub = new SimNode(hubId, startNs)
  readonly hubContract = contractAddress(hubId, 'hub')
  readonly zones = new Map<string, SimZone>()
  readonly #codes: Codes
  readonly #admin: string
  readonly lies = new Set<string>()
  /** A handler that fails for a while; the rest of it is of any kind of chain. */
  readonly faults = { hubFails: () => this.failHub(!this.hub.failing.has(receiving)) }

  private constructor(codes: Codes, admin: string) {
    this.#codes = codes
    this.#admin = admin
  }

  static async make(codes: Codes, { zoneIds, paired = [] }: WorldPlan): Promise<SimWorld> {
    const { address: admin } = await person('admin')
    const world = new SimWorld(codes, admin)
    world.hub.contracts.add(world.hubContract, codes.hub)
    world.do(world.hub, (context) => world.hub.contracts.instantiate(context, admin, world.hubContract, { admin }))
    zoneIds.forEach((id, index) => world.#join(id, index, paired.includes(id)))
    return world
  }

  /** As make, and each of these has `purse` on every zone. */
  static async funded(codes: Codes, plan: WorldPlan, users: readonly User[], purse: bigint): Promise<SimWorld> {
    const world = await SimWorld.make(codes, plan)
    for (const zone of plan.zoneIds) for (const { address } of users) world.deposit(zone, address, purse)
    return world
  }

  get nodes(): readonly SimNode[] {
    return [this.hub, ...[...this.zones.values()].map(({ node }) => node)]
  }

  open(wire: Wire, operator: string): ReadonlyMap<string, SimClient> {
    return new Map(this.nodes.map((node) => [node.chainId, new SimClient(node, wire, operator)]))
  }

  settle(): Promise<void> {
    return new Promise((resume) => setImmediate(resume))
  }

  heal(): void {
    for (const { failing } of this.nodes) failing.clear()
  }

  /** This zone is told the opposite of what the hub has decided. Nothing may miss that. */
  lieTo(chainId: string): void {
    const { node } = zoneIn(this, chainId) as SimZone
    const { sender } = node
    if (sender === undefined) throw new Error('the chain has no contracts')
    const acknowledged: typeof sender.acknowledged = (packet, bytes, context) =>
      sender.acknowledged(packet, turned(bytes), context)
    node.sender = { ...sender, acknowledged }
  }

  failHub(fails: boolean): void {
    if (fails) this.hub.failing.add(receiving)
    else this.hub.failing.delete(receiving)
  }

  /** In a block of its own. Throws where it was refused. */
  do(node: SimNode, act: (context: Context) => unknown): void {
    node.act((context) => {
      const done = act(context) as { events?: Context['events'] } | undefined
      context.events.push(...(done?.events ?? []))
    })
    const failed = node.makeBlock().txs.find(({ code }) => code !== 0)
    if (failed !== undefined) throw new Error(`${node.chainId} refused: ${failed.log}`)
  }

  async query(chainId: string, contract: string, msg: object): Promise<unknown> {
    const node = this.nodes.find((one) => one.chainId === chainId)
    if (node === undefined) throw new Error(`the world has no chain ${chainId}`)
    return node.contracts.query(node.reading, contract, msg)
  }

  /** Coins of the zone's own, into the bank and from there into the assets contract. */
  deposit(chainId: string, account: string, amount: bigint): void {
    const { node, assets } = zoneIn(this, chainId) as SimZone
    const coin = { denom, amount: amount.toString() }
    this.do(node, (context) => {
      node.contracts.mint(context, account, coin)
      return node.contracts.execute(context, account, assets, { deposit: {} }, [coin])
    })
  }

  #join(id: string, index: number, isPaired: boolean): void {
    const node = new SimNode(id, startNs + BigInt(index + 1) * secondNs)
    const { contracts } = node
    const [gate, assets] = [contractAddress(id, 'gate'), contractAddress(id, 'assets')]
    contracts.add(gate, this.#codes.gate)
    contracts.add(assets, this.#codes.assets)
    const [onHub, admin] = [{ client: `07-tendermint-${index}`, connection: `connection-${index}` }, this.#admin]
    const onZone = { client: '07-tendermint-0', connection: 'connection-0' }
    this.zones.set(id, { node, gate, assets, isPaired })
    const join = isPaired ? pair : connect
    join(node, this.hub, onZone, onHub)
    join(this.hub, node, onHub, onZone)
    const accepts = ['record', 'non_fungible', 'fungible']
    const port = (contract: string): string => portOf(contract, isPaired)
    const way = ({ client, connection }: Side): object =>
      isPaired ? { client_id: client } : { connection_id: connection }
    const hub = { chain_id: hubId, contract: this.hubContract, port_id: port(this.hubContract), ...way(onZone) }
    const set = (contract: string, msg: object) => (context: Context) =>
      contracts.execute(context, admin, contract, msg)
    this.do(node, (context) => contracts.instantiate(context, admin, assets, { gate: null, admin, accepts }))
    this.do(node, (context) => contracts.instantiate(context, admin, gate, { hub, admin }))
    this.do(node, set(assets, { set_gate: { gate } }))
    this.do(node, set(gate, { register_resource: { contract: assets } }))
    const address = { chain_id: id, client_id: onHub.client, ...way(onHub) }
    const admitted = { admit_zone: { ...address, port_id: port(gate), gate } }
    this.do(this.hub, (context) => this.hub.contracts.execute(context, admin, this.hubContract, admitted))
    if (!isPaired) this.#open(id, index, onHub.connection)
  }

  #open(id: string, index: number, hubConnection: string): void {
    const { node, gate } = zoneIn(this, id) as SimZone
    const [onZone, onHub] = ['channel-0', `channel-${index}`]
    const [zonePort, hubPort] = [portOf(gate, false), portOf(this.hubContract, false)]
    const end = (connectionId: string, peerPort: string, peerChannel: string): ChannelEnd => {
      return { state: 'open', ordered: false, connectionId, peerPort, peerChannel }
    }
    node.open(zonePort, onZone, end('connection-0', hubPort, onHub), version)
    this.hub.open(hubPort, onHub, end(hubConnection, zonePort, onZone), version)
    this.do(node, () => undefined)
    this.do(this.hub, () => undefined)
  }
}

type Side = { readonly client: string; readonly connection: string }

/** A client of `peer` that trusts its newest block. */
function trust({ store }: Context, peer: SimNode, { client: id }: Side): void {
  const latest = peer.height.toString()
  const client = { chainId: peer.chainId, latest, trustingNs: (24n * hourNs).toString() }
  store.set(`clients/${id}`, JSON.stringify(client))
  store.set(`clients/${id}/${latest}`, peer.timeNs.toString())
}

/** With the other client as its counterparty. */
function pair(node: SimNode, peer: SimNode, own: Side, other: Side): void {
  node.act((context) => {
    trust(context, peer, own)
    context.store.set(counterpartyKey(own.client), other.client)
  })
  node.makeBlock()
}

/** With an open connection over it. */
function connect(node: SimNode, peer: SimNode, own: Side, other: Side): void {
  node.act((context) => {
    trust(context, peer, own)
    const { store } = context
    const ends = { clientId: own.client, peerClientId: other.client, peerConnectionId: other.connection }
    store.set(`connections/${own.connection}`, JSON.stringify(ends))
  })
  node.makeBlock()
}

/** The other decisions; what has none is as it was. */
function turned(acknowledgement: Uint8Array): Uint8Array {
  try {
    const { kind, decisions } = decodeAcknowledgement(acknowledgement)
    const others = decisions.map((one) => {
      return { ...one, outcome: one.outcome === 'commit' ? 'abort' : 'commit' } as const
    })
    return encodeAcknowledgement({ kind, decisions: others })
  } catch {
    return acknowledgement
  }
}
