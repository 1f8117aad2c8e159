// Has chains take the steps of one commit by hand, one tx a step, as a relayer brings it there with its proof, and
// compares what they say after each with what a specification says.
import { isDeepStrictEqual } from 'node:util'
import { destinationEnd, type Packet, type PacketEvent, sourceEnd, type WorkKind } from '../../core/relay.ts'
import type { User } from '../../localnet/demo/user.ts'
import { executeMsg } from '../../relayer/contractCalls.ts'
import { queryConnection } from '../../relayer/ics03/connections.ts'
import { keysOf, packetMsg, queryUnacknowledged, queryUnreceived } from '../../relayer/ics04/packets.ts'
import { operatorKeyName } from '../../relayer/keeper.ts'
import type { Chain } from '../../relayer/ports.ts'
import { submitProven } from '../../relayer/proofs.ts'
import { hubId, type Net, whileBlocks, zoneIn } from './net.ts'
import { PacketBook } from './packetBook.ts'
import { authorisationOf, legOf, type Paid, pay } from './payments.ts'

/** What the specification and the contracts both know. Zones that have said yes in the order of their names. */
export type View = {
  readonly legs: Readonly<Record<string, string>>
  readonly votes: Readonly<Record<string, string>>
  readonly acks: Readonly<Record<string, string>>
  readonly phase: string
  readonly yes: readonly string[]
}
export type Step = {
  readonly action: string
  /** Empty for what concerns no zone. */
  readonly zone: string
  /** After it. */
  readonly view: View
}

/** Chains that can be walked on. */
export type Stage = {
  readonly net: Net
  /** The hub's handler fails, until it is told that it does not. */
  readonly failHub: (fails: boolean) => Promise<void>
}
export type Pair = { readonly payer: User; readonly payee: User }

const secondNs = 1_000_000_000n
/** Short, so that a walk is over long before its deadline, and a client trusts for many of them. */
const blockNs = secondNs / 20n
const deadlineNs = 120n * secondNs
const callGas = 3_000_000n

type HubRecord = {
  readonly state: string
  readonly legs: readonly { readonly chain_id: string; readonly vote: string | null }[]
} | null
/** Where a packet was sent, and where it goes: the client there of the other chain. */
export type Clients = { readonly own: string; readonly peer: string }

export async function clientsOf(sender: Chain, { packet, routeId }: PacketEvent): Promise<Clients> {
  if (packet.encoded !== undefined) return { own: packet.sourceChannel, peer: packet.destinationChannel }
  const found = await queryConnection(sender, routeId)
  return { own: found?.clientId ?? '', peer: found?.counterparty.clientId ?? '' }
}

export class Follower {
  readonly #stage: Stage
  readonly #chains: ReadonlyMap<string, Chain>
  readonly #payer: User
  readonly #paid: Paid
  readonly #book: PacketBook
  #isLate = false

  private constructor(stage: Stage, payer: User, paid: Paid, book: PacketBook) {
    this.#stage = stage
    this.#chains = stage.net.open(async () => undefined, '')
    this.#payer = payer
    this.#paid = paid
    this.#book = book
  }

  /** The packet in which a zone has voted. */
  voteOf(zone: string): Packet | undefined {
    return this.#book.votes.get(zone)?.packet
  }

  /** Of a payment of one unit over all zones, which `nonce` tells from every other one. */
  static async open(stage: Stage, { payer, payee }: Pair, nonce: bigint): Promise<Follower> {
    const { net } = stage
    const bytes = Buffer.alloc(16)
    bytes.writeBigUInt64BE(nonce, 8)
    const terms = { payer, payee: payee.address, amount: 1n, deadlineNs: net.hub.timeNs + deadlineNs, nonce: bytes }
    const paid = await pay(net, [...net.zones.keys()], terms)
    return new Follower(stage, payer, paid, await PacketBook.open(net))
  }

  /** What came of it shows in `paid` when it is over. Throws where the chains do not go along, saying at which step. */
  async follow(walk: readonly Step[]): Promise<Paid> {
    for (const [at, { action, zone, view }] of walk.entries()) {
      const place = `step ${at}, ${action} ${zone}`
      const seen = await this.take(action, zone).catch((error: unknown) => `${error}`)
      if (isDeepStrictEqual(seen, view)) continue
      throw new Error(
        `${place}: the specification has ${JSON.stringify(view)}, the chains have ${JSON.stringify(seen)}`,
      )
    }
    await this.#end()
    return this.#paid
  }

  async close(): Promise<void> {
    for (const chain of this.#chains.values()) await chain.close()
  }

  /** One step; `zone` is empty for what concerns none. Throws what the chains refuse. */
  async take(action: string, zone: string): Promise<View> {
    await this.#act(action, zone)
    this.#book.listen()
    return this.#view()
  }

  /** Whatever the walk has left open is ended in the ways that the specification knows. */
  async #end(): Promise<void> {
    if (!this.#isLate) await this.take('pass', '')
    const { phase } = await this.#view()
    if (phase === 'unknown' || phase === 'open') await this.take('expire', '')
    for (const [zone, state] of Object.entries((await this.#view()).votes)) {
      if (state === 'sent') await this.take('timeOut', zone)
      if (state === 'received') await this.take('acknowledge', zone)
    }
  }

  #act(action: string, zone: string): Promise<unknown> {
    const { id, body, legs } = this.#paid
    const { manifest } = body
    switch (action) {
      case 'init':
        return Promise.resolve()
      case 'pass':
        return this.#pass()
      case 'expire':
        return this.#call(hubId, { expire: { manifest } })
      case 'prepare':
        return this.#call(zone, { prepare: { legs: legs.find(({ job }) => job.chain === zone)?.job.legs } })
      case 'refuse':
        return this.#refuse(zone)
      case 'receive':
        return this.#deliver('recv', this.#book.votes.get(zone), zone, hubId)
      case 'error':
        return this.#failing(() => this.#deliver('recv', this.#book.votes.get(zone), zone, hubId))
      case 'acknowledge':
        return this.#deliver('ack', this.#book.votes.get(zone), hubId, zone)
      case 'timeOut':
        return this.#deliver('timeout', this.#book.votes.get(zone), hubId, zone)
      case 'resend':
        return this.#resend(zone, id)
      case 'tell':
        return this.#deliver('recv', this.#book.decisions.get(zone), hubId, zone)
      default:
        throw new Error(`nobody knows how to ${action}`)
    }
  }

  async #pass(): Promise<void> {
    const { nodes } = this.#stage.net
    // In IBC v2 a packet times out at the whole second after its deadline.
    for (const node of nodes) await node.makeBlock(this.#paid.deadlineNs + 2n * secondNs - node.timeNs)
    this.#isLate = true
  }

  async #refuse(zone: string): Promise<void> {
    const { text, body } = this.#paid
    const consent = await this.#payer.sign(text.replace('authorise', 'refuse'))
    await this.#call(zone, { refuse: { manifest: body.manifest, authorisation: authorisationOf(consent) } })
  }

  async #resend(zone: string, id: string): Promise<void> {
    const msg = { transaction_ids: [id], chain_id: zone, channel_id: this.#book.endOf(zone) }
    await this.#call(hubId, { resend: msg })
  }

  async #failing(act: () => Promise<unknown>): Promise<void> {
    await this.#stage.failHub(true)
    try {
      await act()
    } finally {
      await this.#stage.failHub(false)
    }
  }

  #chain(chainId: string): Chain {
    return this.#chains.get(chainId) as Chain
  }

  /** The hub, or the gate of a zone. */
  async #call(chainId: string, msg: object): Promise<void> {
    const { net } = this.#stage
    const signer = await this.#chain(chainId).signer(operatorKeyName)
    const contract = chainId === hubId ? net.hubContract : zoneIn(net, chainId).gate
    await this.#whileBlocks(signer.submitAndWait([executeMsg(signer.address, contract, msg)], callGas))
  }

  /** What was sent is received elsewhere; what becomes of it is told where it was sent. */
  async #deliver(kind: WorkKind, sent: PacketEvent | undefined, src: string, dst: string): Promise<void> {
    if (sent === undefined) throw new Error('nothing is under way')
    const isReceived = kind === 'recv'
    const { own, peer } = await clientsOf(this.#chain(isReceived ? src : dst), sent)
    const [clientId, backClientId] = isReceived ? [peer, own] : [own, peer]
    const { packet } = sent
    const work = { kind, src, dst, clientId, backClientId, packet, acknowledgement: this.#book.ackBytes(dst) }
    const path = { host: this.#chain(dst), tracked: this.#chain(src), clientId }
    await this.#whileBlocks(
      submitProven(path, keysOf(work), ({ proofs, height }, by) => packetMsg(work, proofs, height, by)),
    )
  }

  #whileBlocks<T>(work: Promise<T>): Promise<T> {
    return whileBlocks(this.#stage.net, work, blockNs)
  }

  async #view(): Promise<View> {
    const { net } = this.#stage
    const asked = { transaction: { transaction_id: this.#paid.id } }
    const record = (await net.query(hubId, net.hubContract, asked)) as HubRecord
    const yes = (record?.legs ?? []).filter(({ vote }) => vote === 'yes').map((leg) => leg.chain_id)
    const zones = [...net.zones.keys()]
    const ofEach = async (tell: (zone: string) => Promise<string>): Promise<Record<string, string>> =>
      Object.fromEntries(await Promise.all(zones.map(async (zone) => [zone, await tell(zone)] as const)))
    return {
      legs: await ofEach(async (zone) => (await legOf(net, this.#paid, zone))?.state ?? 'none'),
      votes: await ofEach((zone) => this.#voteState(zone)),
      acks: await ofEach(async (zone) => this.#book.ackOf(zone)),
      phase: record?.state ?? 'unknown',
      yes: yes.sort(),
    }
  }

  async #voteState(zone: string): Promise<string> {
    const packet = this.voteOf(zone)
    if (packet === undefined) return 'unsent'
    const among = [packet.sequence]
    if ((await queryUnacknowledged(this.#chain(zone), sourceEnd(packet), among)).length === 0) return 'over'
    const unreceived = await queryUnreceived(this.#chain(hubId), destinationEnd(packet), among)
    return unreceived.length === 0 ? 'received' : 'sent'
  }
}
