// A hub and zones on ibc-go's own testing chains, deployed as on any others: light clients, connections and channels
// by the relayer's own handshakes, one zone over IBC v2, and coins for everybody.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Built } from '../../contracts/build.ts'
import { type Deployment, deploy, type Wasm } from '../../localnet/deploy.ts'
import { type Account, readAccount } from '../../relayer/adapters/keyFile.ts'
import { executeMsg } from '../../relayer/contractCalls.ts'
import { relayKeyName } from '../../relayer/ics02/clients.ts'
import { operatorKeyName } from '../../relayer/keeper.ts'
import type { Chain } from '../../relayer/ports.ts'
import { prepareKeyName } from '../../relayer/prepareWorker.ts'
import { denom } from '../bench/payments.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import type { Wire } from '../fakes/wiredChain.ts'
import { hubId, type Net, type NetZone, prefix, whileBlocks } from '../sim/net.ts'
import { mnemonicOf } from '../sim/people.ts'
import { RefereeClient } from './client.ts'
import { RefereeNode, SharedTime } from './node.ts'
import type { RefereeProcess } from './process.ts'
import { type Site, Troubles } from './troubles.ts'

const startNs = 1_800_000_000_000_000_000n
const coins = `1000000000${denom},1000000000000stake`
const depositGas = 1_000_000n
const operators = ['', 'other']

const keyOf = (operator: string, name: string): string => (operator === '' ? name : `${operator}.${name}`)

export type WorldOptions = {
  readonly process: RefereeProcess
  readonly built: Built
  readonly zoneIds: readonly string[]
  /** Of the zones, those that IBC v2 joins. */
  readonly paired: readonly string[]
  readonly people: readonly string[]
  /** What each of them deposits on each zone. */
  readonly purse: bigint
  /** Sees the chains before anything is deployed on them. */
  readonly watch: (nodes: readonly RefereeNode[]) => void
}

export class RefereeWorld implements Net {
  readonly hub: RefereeNode
  readonly nodes: readonly RefereeNode[]
  readonly zones = new Map<string, NetZone & { readonly node: RefereeNode }>()
  readonly lies = new Set(['proof', 'header', 'grpc'])
  readonly #process: RefereeProcess
  readonly #accounts: ReadonlyMap<string, Account>
  /** For questions of the judge, and of those who set the stage. */
  readonly #plain: ReadonlyMap<string, RefereeClient>
  readonly #passTime: (ns: bigint) => void
  #hubContract = ''
  #troubles: Troubles | undefined

  private constructor(
    process: RefereeProcess,
    nodes: readonly RefereeNode[],
    accounts: ReadonlyMap<string, Account>,
    time: SharedTime,
  ) {
    this.#process = process
    this.#passTime = (ns) => {
      time.newestNs += ns
    }
    this.#accounts = accounts
    this.nodes = nodes
    this.hub = nodes[0] as RefereeNode
    this.#plain = this.open(async () => undefined, '')
  }

  static async make(options: WorldOptions): Promise<RefereeWorld> {
    const { process, zoneIds, people, watch } = options
    const ids = [hubId, ...zoneIds]
    const parts = ['admin', prepareKeyName, operatorKeyName, ...ids.map(relayKeyName)]
    const accounts = await readAccounts([
      ...operators.flatMap((operator) => parts.map((part) => keyOf(operator, part))),
      ...people,
    ])
    const genesis = [...accounts.values()].map(({ address }) => ({ address, coins }))
    const [time, nodes] = [new SharedTime(startNs), [] as RefereeNode[]]
    for (const id of ids) nodes.push(await RefereeNode.open(process, id, genesis, time))
    // A header is told with the one before it, which the first has not.
    for (const node of nodes) await node.makeBlock()
    watch(nodes)
    const world = new RefereeWorld(process, nodes, accounts, time)
    await world.#deploy(options)
    await world.#fund(options)
    return world
  }

  get hubContract(): string {
    return this.#hubContract
  }

  open(wire: Wire, operator: string): ReadonlyMap<string, RefereeClient> {
    const accountOf = (name: string): Account => {
      const found = this.#accounts.get(keyOf(operator, name))
      if (found === undefined) throw new Error(`nobody has the key ${name} of the operator "${operator}"`)
      return found
    }
    const log = listeningLog()
    return new Map(this.nodes.map((node) => [node.chainId, new RefereeClient({ node, wire, accountOf, log })]))
  }

  query(chainId: string, contract: string, msg: object): Promise<unknown> {
    return this.chain(chainId).querySmart(contract, msg)
  }

  /** As somebody holds it for whom nothing goes wrong. */
  chain(chainId: string): RefereeClient {
    const found = this.#plain.get(chainId)
    if (found === undefined) throw new Error(`the world has no chain ${chainId}`)
    return found
  }

  /** What goes on may ask the chains, and their answers let more go on. */
  async settle(): Promise<void> {
    do {
      await this.#process.rest()
      await new Promise((resume) => setImmediate(resume))
    } while (this.#process.open > 0)
  }

  get faults(): Net['faults'] {
    return this.#troubles?.faults ?? {}
  }

  async heal(): Promise<void> {
    if (this.#troubles !== undefined) await this.whileBlocks(this.#troubles.heal())
  }

  /** Whatever the hub receives fails, until it is told that it does not. */
  async failHub(fails: boolean): Promise<void> {
    await this.hub.ask(fails ? 'break' : 'mend', { contract: this.#hubContract })
    // Questions are answered from the last block.
    await this.hub.makeBlock()
  }

  async close(): Promise<void> {
    for (const chain of this.#plain.values()) await chain.close()
    await this.#process.close()
  }

  /** Blocks are made as long as `work` goes on. */
  whileBlocks<T>(work: Promise<T>): Promise<T> {
    return whileBlocks(this, work)
  }

  async #deploy({ built, zoneIds, paired }: WorldOptions): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'causeway-referee-'))
    try {
      const bytes = Object.entries(built).map(([name, path]): [string, Uint8Array] => [name, readFileSync(path)])
      const site = {
        hub: this.chain(hubId),
        zones: zoneIds.map((id): Chain => this.chain(id)),
        platforms: [],
        paired: new Set(paired),
        wasm: Object.fromEntries(bytes) as Wasm,
        addressOf: () => '',
        tell: () => undefined,
      }
      this.#take(await this.whileBlocks(deploy(site, join(folder, 'deployment.json'))))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  #take(deployment: Deployment): void {
    const { hub, zones } = deployment
    const siteOf = (id: string): Site => ({ chain: this.chain(id), node: this.chain(id).node })
    this.#troubles = new Troubles(siteOf, deployment, this.#passTime)
    this.#hubContract = hub.contract
    for (const node of this.nodes.slice(1)) {
      const { gate = '', assets = '', connection_id } = zones[node.chainId] ?? {}
      this.zones.set(node.chainId, { node, gate, assets, isPaired: connection_id === '' })
    }
  }

  async #fund({ people, zoneIds, purse }: WorldOptions): Promise<void> {
    const deposits = zoneIds.flatMap((id) => people.map((name) => this.deposit(id, name, purse)))
    await this.whileBlocks(Promise.all(deposits))
  }

  /** Blocks have to be made meanwhile. */
  async deposit(zone: string, name: string, amount: bigint): Promise<void> {
    const signer = await this.chain(zone).signer(name)
    const funds = [{ denom, amount: amount.toString() }]
    const { assets = '' } = this.zones.get(zone) ?? {}
    await signer.submitAndWait([executeMsg(signer.address, assets, { deposit: {} }, funds)], depositGas)
  }
}

async function readAccounts(names: readonly string[]): Promise<ReadonlyMap<string, Account>> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-keys-'))
  const path = join(folder, 'keys.json')
  try {
    writeFileSync(path, JSON.stringify(Object.fromEntries(names.map((name) => [name, { mnemonic: mnemonicOf(name) }]))))
    const pairs = names.map(
      async (name): Promise<[string, Account]> => [name, await readAccount({ path, prefix }, name)],
    )
    return new Map(await Promise.all(pairs))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
