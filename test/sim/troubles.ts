// What may go wrong where the chains of a run are joined: clients that somebody has frozen, clients that have all
// expired, channels that an upgrade has closed. Each lasts for some blocks of the hub, until governance has replaced
// the client and anybody has opened another channel.
import { channelKey } from '../../relayer/ics24/paths.ts'
import { type ChannelEnd, type Client, type Context, text } from '../fakes/ibcRules.ts'
import type { SimNode } from './node.ts'

/** One side of what joins a zone to the hub. */
export type Side = {
  readonly node: SimNode
  readonly client: string
  readonly portId: string
  /** Of its newest channel; none over IBC v2. */
  channel?: string
}
export type Joint = { readonly zone: Side; readonly hub: Side }

/** In turn; in the longer one whoever looks after votes that wait sends decisions by themselves. */
const blocksOfTrouble = [8n, 30n]
/** Two days: longer than any client here trusts. */
const forgottenNs = 172_800_000_000_000n
const hourNs = 3_600_000_000_000n

export class SimTroubles {
  readonly #hub: SimNode
  readonly #joints: readonly Joint[]
  readonly #reopen: (joint: Joint) => void
  /** By what it is, until which height of the hub. */
  readonly #until = new Map<() => void, bigint>()
  #turn = 0
  #isForgotten = false

  constructor(hub: SimNode, joints: readonly Joint[], reopen: (joint: Joint) => void) {
    this.#hub = hub
    this.#joints = joints
    this.#reopen = reopen
    hub.watchers.add(() => this.#mend())
  }

  get faults(): Readonly<Record<string, () => void>> {
    const { clientFrozen, channelClosed, clientsExpired } = this.#kinds
    return { clientFrozen, channelClosed, ...(this.#isForgotten ? {} : { clientsExpired }) }
  }

  readonly #kinds = {
    clientFrozen: (): void => {
      const { zone, hub } = this.#next(this.#joints)
      const [own, tracked] = this.#turn % 2 === 0 ? [zone, hub] : [hub, zone]
      own.node.act((context) => freeze(context, own.client))
      this.#later(() => trust(own, tracked.node))
    },
    channelClosed: (): void => {
      const joint = this.#next(this.#joints.filter(({ zone }) => zone.channel !== undefined))
      for (const side of [joint.zone, joint.hub]) side.node.act((context) => close(context, side))
      this.#later(() => this.#reopen(joint))
    },
    /** What was under way is over then. */
    clientsExpired: (): void => {
      this.#isForgotten = true
      for (const node of new Set(this.#joints.flatMap(({ zone, hub }) => [hub.node, zone.node]))) {
        node.makeBlock(forgottenNs)
      }
      this.#later(() => {
        this.#isForgotten = false
        for (const { zone, hub } of this.#joints) {
          trust(zone, hub.node)
          trust(hub, zone.node)
        }
      })
    },
  }

  /** With the next block of each chain nothing is wrong any more. */
  heal(): void {
    for (const mend of this.#until.keys()) mend()
    this.#until.clear()
  }

  #next(joints: readonly Joint[]): Joint {
    return joints[this.#turn % joints.length] as Joint
  }

  #later(mend: () => void): void {
    this.#turn += 1
    this.#until.set(mend, this.#hub.height + (blocksOfTrouble[this.#turn % blocksOfTrouble.length] ?? 0n))
  }

  #mend(): void {
    for (const [mend, until] of this.#until) {
      if (this.#hub.height < until) continue
      this.#until.delete(mend)
      mend()
    }
  }
}

/** A client of `tracked` that trusts its newest block, with the next block of its chain. */
export function trust({ node, client: id }: Pick<Side, 'node' | 'client'>, tracked: SimNode): void {
  node.act(({ store }) => {
    const latest = tracked.height.toString()
    const client: Client = { chainId: tracked.chainId, latest, trustingNs: (24n * hourNs).toString() }
    store.set(`clients/${id}`, JSON.stringify(client))
    store.set(`clients/${id}/${latest}`, tracked.timeNs.toString())
  })
}

function freeze({ store }: Context, id: string): void {
  const client = JSON.parse(store.get(`clients/${id}`) ?? '{}') as Client
  store.set(`clients/${id}`, JSON.stringify({ ...client, isFrozen: true }))
}

/** Without a word to the contract; a channel that a contract has not agreed to open is none. */
function close({ store }: Context, { portId, channel = '' }: Side): void {
  const key = text(channelKey(portId, channel))
  const found = store.get(key)
  if (found === undefined) return
  store.set(key, JSON.stringify({ ...(JSON.parse(found) as ChannelEnd), state: 'closed' }))
}
