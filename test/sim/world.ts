// A hub and zones in memory, joined as they are deployed: the very wasm of hub, gates and assets behind channels.
import { readFileSync } from 'node:fs'
import { toBech32 } from '@cosmjs/encoding'
import type { Built } from '../../contracts/build.ts'
import type { User } from '../../localnet/demo/user.ts'
import { portOf, channelVersion as version } from '../../localnet/deploy.ts'
import { denom } from '../bench/payments.ts'
import type { ChannelEnd, Context } from '../fakes/ibcRules.ts'
import { counterpartyKey } from '../fakes/ibcRulesV2.ts'
import type { Wire } from '../fakes/wiredChain.ts'
import { ByzantineZone, turnedSender } from './byzantine.ts'
import { hubId, type Net, type NetZone, prefix, zoneIn } from './net.ts'
import { SimClient, SimNode } from './node.ts'
import { person, sha256 } from './people.ts'
import { type Side, SimTroubles, trust } from './troubles.ts'
import { Vm } from './vm.ts'

const secondNs = 1_000_000_000n
const startNs = 1_800_000_000n * secondNs
const receiving = 'ibc_packet_receive'

export type SimZone = NetZone & { readonly node: SimNode }
export type WorldPlan = {
  readonly zoneIds: readonly string[]
  /** Of the zones, those that IBC v2 joins. */
  readonly paired?: readonly string[]
  /** Of those that a channel joins, one that lies. */
  readonly byzantine?: string
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
  readonly byzantine = new Set<string>()
  #liar: ByzantineZone | undefined
  readonly #joints: SimJoint[] = []
  /** How many each chain has had. */
  readonly #channels = new Map<SimNode, number>()
  readonly #troubles = new SimTroubles(this.hub, this.#joints, (joint) => this.#open(joint as SimJoint))
  private constructor(codes: Codes, admin: string) {
    this.#codes = codes
    this.#admin = admin
  }

  static async make(codes: Codes, { zoneIds, paired = [], byzantine }: WorldPlan): Promise<SimWorld> {
    const { address: admin } = await person('admin')
    const world = new SimWorld(codes, admin)
    world.hub.contracts.add(world.hubContract, codes.hub)
    world.do(world.hub, (context) => world.hub.contracts.instantiate(context, admin, world.hubContract, { admin }))
    zoneIds.forEach((id, index) => world.#join(id, index, paired.includes(id)))
    if (byzantine !== undefined) world.#corrupt(byzantine)
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

  /** A handler that fails for a while, and what joins the chains; the rest is of any kind of chain. */
  get faults(): Net['faults'] {
    const hubFails = (): void => this.failHub(!this.hub.failing.has(receiving))
    return { hubFails, ...this.#troubles.faults, ...this.#liar?.faults }
  }

  open(wire: Wire, operator: string): ReadonlyMap<string, SimClient> {
    return new Map(this.nodes.map((node) => [node.chainId, new SimClient(node, wire, operator)]))
  }

  settle(): Promise<void> {
    return new Promise((resume) => setImmediate(resume))
  }

  heal(): void {
    for (const { failing } of this.nodes) failing.clear()
    this.#troubles.heal()
    for (const node of this.nodes) node.makeBlock()
  }

  /** This zone is told the opposite of what the hub has decided. Nothing may miss that. */
  lieTo(chainId: string): void {
    const { node } = zoneIn(this, chainId) as SimZone
    node.sender = turnedSender(node)
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
    const [gate, assets] = [contractAddress(id, 'gate'), contractAddress(id, 'assets')]
    node.contracts.add(gate, this.#codes.gate)
    node.contracts.add(assets, this.#codes.assets)
    this.zones.set(id, { node, gate, assets, isPaired })
    const port = (contract: string): string => portOf(contract, isPaired)
    const joint = {
      zone: { node, client: '07-tendermint-0', connection: 'connection-0', portId: port(gate) },
      hub: {
        node: this.hub,
        client: `07-tendermint-${index}`,
        connection: `connection-${index}`,
        portId: port(this.hubContract),
      },
    }
    this.#joints.push(joint)
    joinClients(joint, isPaired)
    this.#deploy(joint, isPaired)
    if (isPaired) return
    this.#open(joint)
    this.do(node, () => undefined)
    this.do(this.hub, () => undefined)
  }

  #deploy({ zone, hub }: SimJoint, isPaired: boolean): void {
    const { node } = zone
    const { gate, assets } = zoneIn(this, node.chainId) as SimZone
    const admin = this.#admin
    const accepts = ['record', 'non_fungible', 'fungible']
    const way = ({ client, connection }: SimSide): object =>
      isPaired ? { client_id: client } : { connection_id: connection }
    const pinned = { chain_id: hubId, contract: this.hubContract, port_id: hub.portId, ...way(zone) }
    const make = (address: string, msg: object) => (context: Context) =>
      node.contracts.instantiate(context, admin, address, msg)
    const set = (contract: string, msg: object) => (context: Context) =>
      node.contracts.execute(context, admin, contract, msg)
    this.do(node, make(assets, { gate: null, admin, accepts }))
    this.do(node, make(gate, { hub: pinned, admin }))
    this.do(node, set(assets, { set_gate: { gate } }))
    this.do(node, set(gate, { register_resource: { contract: assets } }))
    const address = { chain_id: node.chainId, client_id: hub.client, ...way(hub) }
    const admitted = { admit_zone: { ...address, port_id: zone.portId, gate } }
    this.do(this.hub, (context) => this.hub.contracts.execute(context, admin, this.hubContract, admitted))
  }

  #corrupt(chainId: string): void {
    const joint = this.#joints.find(({ zone }) => zone.node.chainId === chainId)
    if (joint === undefined) throw new Error(`there is no zone ${chainId}`)
    this.byzantine.add(chainId)
    this.#liar = new ByzantineZone(joint.zone, () => this.nodes.filter((node) => node !== joint.zone.node))
  }

  /** Another channel, with the next blocks of both chains. */
  #open({ zone, hub }: SimJoint): void {
    for (const side of [zone, hub]) {
      const count = this.#channels.get(side.node) ?? 0
      this.#channels.set(side.node, count + 1)
      side.channel = `channel-${count}`
    }
    const end = ({ connection: connectionId }: SimSide, peer: SimSide): ChannelEnd => {
      return { state: 'open', ordered: false, connectionId, peerPort: peer.portId, peerChannel: peer.channel ?? '' }
    }
    zone.node.open(zone.portId, zone.channel ?? '', end(zone, hub), version)
    hub.node.open(hub.portId, hub.channel ?? '', end(hub, zone), version)
  }
}

type SimSide = Side & { readonly connection: string }
type SimJoint = { readonly zone: SimSide; readonly hub: SimSide }

/** Clients of each other, with an open connection over them, or with each other as counterparties. */
function joinClients({ zone, hub }: SimJoint, isPaired: boolean): void {
  for (const [own, other] of [
    [zone, hub],
    [hub, zone],
  ] as const) {
    trust(own, other.node)
    const ends = { clientId: own.client, peerClientId: other.client, peerConnectionId: other.connection }
    own.node.act(({ store }) => {
      if (isPaired) store.set(counterpartyKey(own.client), other.client)
      else store.set(`connections/${own.connection}`, JSON.stringify(ends))
    })
    own.node.makeBlock()
  }
}
