// What may go wrong with a referee's chains beyond their relayers: validators who sign twice, channels that a chain's
// upgrade closes, and days in which nobody updates a client. Each lasts for some blocks of the hub.
import { MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import type { Deployment } from '../../localnet/deploy.ts'
import { channelVersion } from '../../localnet/deploy.ts'
import { createClient, queryClientState, queryClientStatus } from '../../relayer/ics02/clients.ts'
import { ensureChannel } from '../../relayer/ics04/channels.ts'
import { hubId } from '../sim/net.ts'
import type { RefereeClient } from './client.ts'
import type { RefereeNode } from './node.ts'

const evidenceGas = 1_000_000n
const blocksOfTrouble = 8n
/** Two days: longer than the trusting period of any client here. */
const forgottenNs = 172_800_000_000_000n
const misbehaviourType = '/ibc.lightclients.tendermint.v1.Misbehaviour'

export type Site = { readonly chain: RefereeClient; readonly node: RefereeNode }
type Trouble = {
  readonly zone: string
  /** Height of the hub. */
  readonly until: bigint
}
type ZonePlace = Deployment['zones'][string]

export class Troubles {
  readonly #siteOf: (chainId: string) => Site
  readonly #deployment: Deployment
  /** A zone whose client on the hub is frozen, and one whose channel is closed. */
  #frozen: Trouble | undefined
  #closed: Trouble | undefined
  /** Height of the hub until which every client of every chain has expired; once in a run. */
  #expiredUntil: bigint | undefined
  #hasExpired = false
  readonly #passTime: (ns: bigint) => void
  readonly #channels = new Map<string, { readonly zone: string; readonly hub: string }>()
  readonly #going = new Set<Promise<unknown>>()
  #turn = 0

  /** `passTime` makes time pass on all chains, without a block of any. */
  constructor(siteOf: (chainId: string) => Site, deployment: Deployment, passTime: (ns: bigint) => void) {
    this.#siteOf = siteOf
    this.#passTime = passTime
    this.#deployment = deployment
    siteOf(hubId).node.watchers.add(() => this.#mend())
  }

  get faults(): Readonly<Record<string, () => unknown>> {
    const { clientFrozen, channelClosed, clientsExpired } = this.#kinds
    return { clientFrozen, channelClosed, ...(this.#hasExpired ? {} : { clientsExpired }) }
  }

  readonly #kinds = {
    clientFrozen: (): boolean => {
      if (this.#frozen !== undefined) return false
      this.#frozen = this.#trouble(Object.keys(this.#deployment.zones))
      this.#later(this.#submitEvidence(this.#frozen.zone))
      return true
    },
    channelClosed: (): boolean => {
      if (this.#closed !== undefined) return false
      this.#closed = this.#trouble(this.#overChannels())
      this.#close(this.#closed.zone)
      return true
    },
    clientsExpired: (): void => {
      this.#hasExpired = true
      this.#passTime(forgottenNs)
      this.#expiredUntil = this.#siteOf(hubId).node.height + blocksOfTrouble
    },
  }

  /** Resolves when nothing is wrong any more; blocks have to be made meanwhile. Throws what cannot be mended. */
  async heal(): Promise<void> {
    const closed = this.#closed
    this.#frozen = undefined
    this.#closed = undefined
    this.#expiredUntil = undefined
    while (this.#going.size > 0) await Promise.all(this.#going)
    await this.#recoverAll()
    if (closed !== undefined) await this.#reopen(closed.zone)
  }

  #trouble(zones: readonly string[]): Trouble {
    this.#turn += 1
    const zone = zones.filter((one) => one !== hubId)[this.#turn % (zones.length - 1)] as string
    return { zone, until: this.#siteOf(hubId).node.height + blocksOfTrouble }
  }

  /** What has lasted long enough is mended; what cannot be is tried again with the next block. */
  #mend(): void {
    const { height } = this.#siteOf(hubId).node
    const [frozen, closed] = [this.#frozen, this.#closed]
    if (frozen !== undefined && height >= frozen.until) {
      this.#frozen = undefined
      this.#later(this.#recover(frozen.zone))
    }
    if (this.#expiredUntil !== undefined && height >= this.#expiredUntil) {
      this.#expiredUntil = height + blocksOfTrouble
      this.#later(this.#recoverAll())
    }
    if (closed !== undefined && height >= closed.until) {
      this.#closed = { ...closed, until: height + blocksOfTrouble }
      this.#later(this.#reopen(closed.zone))
    }
  }

  /** What is refused has changed nothing, and the fault has not come about. */
  #later(work: Promise<unknown>): void {
    const done: Promise<unknown> = work.catch(() => undefined)
    this.#going.add(done)
    void done.then(() => this.#going.delete(done))
  }

  #place(zone: string): ZonePlace {
    return this.#deployment.zones[zone] as ZonePlace
  }

  #overChannels(): readonly string[] {
    const { zones } = this.#deployment
    return Object.keys(zones).filter((id) => zones[id]?.connection_id !== '')
  }

  /** A third of the zone's validators and more have signed two blocks of one height, and somebody has seen it. */
  async #submitEvidence(zone: string): Promise<void> {
    const { chain: hub } = this.#siteOf(hubId)
    const clientId = this.#place(zone).hub_client_id
    const { latestHeight } = await queryClientState(hub, clientId)
    const asked = { client: clientId, trusted: Number(latestHeight.revisionHeight) }
    const { misbehaviour } = await this.#siteOf(zone).node.ask<{ misbehaviour: string }>('equivocate', asked)
    const signer = await hub.signer('admin')
    const clientMessage = { typeUrl: misbehaviourType, value: Buffer.from(misbehaviour, 'base64') }
    const value = MsgUpdateClient.encode({ clientId, clientMessage, signer: signer.address }).finish()
    await signer.submit([{ typeUrl: '/ibc.core.client.v1.MsgUpdateClient', value }], evidenceGas)
  }

  /** Governance of the hub takes the state of a new client for the one that no longer works. */
  #recover(zone: string): Promise<void> {
    return this.#replace(hubId, this.#place(zone).hub_client_id, zone)
  }

  /** Every client of every chain that no longer works. */
  async #recoverAll(): Promise<void> {
    for (const zone of Object.keys(this.#deployment.zones)) {
      if (zone === hubId) continue
      await this.#recover(zone)
      await this.#replace(zone, this.#place(zone).client_id, hubId)
    }
    this.#expiredUntil = undefined
  }

  async #replace(at: string, client: string, tracked: string): Promise<void> {
    const { chain, node } = this.#siteOf(at)
    const isActive = async (): Promise<boolean> => (await queryClientStatus(chain, client)) === 'Active'
    if (await isActive()) return
    const instead = await createClient(chain, this.#siteOf(tracked).chain)
    // A new client takes blocks, in which somebody else may have mended the old one.
    if (!(await isActive())) await node.ask('recover', { client, instead })
  }

  #close(zone: string): void {
    const { gate, channel_id, hub_channel_id } = this.#place(zone)
    const { zone: onZone, hub: onHub } = this.#channels.get(zone) ?? { zone: channel_id, hub: hub_channel_id }
    const port = `wasm.${this.#deployment.hub.contract}`
    this.#later(this.#siteOf(zone).node.ask('close', { port: `wasm.${gate}`, channel: onZone }))
    this.#later(this.#siteOf(hubId).node.ask('close', { port, channel: onHub }))
  }

  /** Anybody opens another one between the contracts that know each other. */
  async #reopen(zone: string): Promise<void> {
    const { gate, connection_id, hub_connection_id } = this.#place(zone)
    const { a, b } = await ensureChannel({
      a: { chain: this.#siteOf(zone).chain, portId: `wasm.${gate}`, connectionId: connection_id },
      b: {
        chain: this.#siteOf(hubId).chain,
        portId: `wasm.${this.#deployment.hub.contract}`,
        connectionId: hub_connection_id,
      },
      order: 'unordered',
      version: channelVersion,
    })
    this.#channels.set(zone, { zone: a, hub: b })
    this.#closed = undefined
  }
}
