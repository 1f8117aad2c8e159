// Watches what others tell light clients: a header that its chain has never made freezes the client, on our evidence.
import type { Header } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { isCausewayError } from '../core/errors.ts'
import type { ChainHead } from './head.ts'
import {
  heightOf,
  queryClientState,
  queryClientStatus,
  queryConsensusState,
  queryOwnHeader,
  relayKeyName,
} from './ics02/clients.ts'
import {
  agrees,
  headerHeight,
  headerTimeNs,
  misbehaviourMsg,
  queryHeaders,
  type TxPlace,
} from './ics02/misbehaviour.ts'
import type { Block, Chain, Log, TxResult } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'
import { attributeIn } from './txEvents.ts'

/** A client on `host`, and the chain that it follows as this process sees it. */
export type ServedClient = {
  readonly host: Chain
  readonly tracked: Chain
  readonly head: ChainHead
  readonly clientId: string
}
export type MisbehaviourOptions = {
  readonly log: Log
  readonly metrics: RelayMetrics
  /** False while another process with our keys acts on the lane that signs at this client: it sees the same. */
  readonly isOurs?: (client: ServedClient) => boolean
  /** Hears of evidence that a chain has taken. */
  readonly frozen?: (client: ServedClient, height: bigint) => void
}
type Update = { readonly client: ServedClient; readonly height: bigint; readonly place: TxPlace }

const evidenceGas = 1_000_000n
const nextBlockMs = 60_000
const rememberedMax = 10_000

export class MisbehaviourWatch {
  readonly #options: MisbehaviourOptions
  /** Heights that were compared, `<host>/<client>/<height>`. */
  readonly #compared = new Set<string>()

  constructor(options: MisbehaviourOptions) {
    this.#options = options
  }

  /** Compares what this block of a host has told these clients of it; what the relayer has told is its own. */
  async block(block: Block, clients: readonly ServedClient[]): Promise<void> {
    const updates: Update[] = []
    for (const tx of block.txs.filter(({ code }) => code === 0)) {
      for (const [clientId, height] of toldHeights(tx)) {
        const client = clients.find((one) => one.host.chainId === block.chainId && one.clientId === clientId)
        if (client === undefined || (await isOwn(tx, client))) continue
        updates.push({ client, height, place: { height: block.height, index: tx.index } })
      }
    }
    for (const { client, height, place } of updates) await this.#compare(client, height, place)
  }

  /** Compares the newest header that a client trusts: what it was told while nobody watched. */
  async newest(client: ServedClient): Promise<void> {
    const { host, clientId, tracked, head } = client
    await head.reach(1n, nextBlockMs)
    const { revisionHeight: height } = (await queryClientState(host, clientId)).latestHeight
    if (this.#compared.has(nameOf(client, height)) || (await this.#isTrue(client, height))) return
    const told = `update_client.client_id='${clientId}' AND update_client.consensus_height='${textOf(tracked, height)}'`
    const [tx] = await host.searchTxs(told, 1)
    if (tx !== undefined) await this.#compare(client, height, { height: tx.height, index: tx.index })
  }

  async #compare(client: ServedClient, height: bigint, place: TxPlace): Promise<void> {
    const name = nameOf(client, height)
    if (this.#compared.has(name) || (await this.#isTrue(client, height))) return
    const headers = await queryHeaders(client.host, client.clientId, place)
    const told = headers.find((header) => headerHeight(header) === height)
    if (told === undefined) return this.#tell('client.header_unread', client, height)
    const own = await this.#ownAgainst(client, told)
    // The node was behind when it was asked, and has caught up to the very same header.
    if (own !== undefined) {
      if (this.#options.isOurs?.(client) === false) return
      await this.#submit(client, told, own)
    }
    this.#remember(name)
  }

  async #isTrue({ host, tracked, head, clientId }: ServedClient, height: bigint): Promise<boolean> {
    const held = await queryConsensusState(host, clientId, heightOf(tracked.chainId, height))
    if (held === undefined) return true
    if (height > head.height) return false
    if (!agrees(await queryOwnHeader(tracked, height, height - 1n), held)) return false
    this.#remember(`${host.chainId}/${clientId}/${height}`)
    return true
  }

  /**
   * A header of the chain itself that `told` cannot stand beside: another one of its height, or, where it is of a
   * height that the chain has not reached, one of a lower height and yet a later time.
   */
  async #ownAgainst({ tracked, head }: ServedClient, told: Header): Promise<Header | undefined> {
    const height = headerHeight(told)
    const trusted = told.trustedHeight.revisionHeight
    for (;;) {
      if (head.height >= height) {
        const own = await queryOwnHeader(tracked, height, trusted)
        return hashOf(own) === hashOf(told) ? undefined : own
      }
      if (head.timeNs >= headerTimeNs(told)) return queryOwnHeader(tracked, head.height, trusted)
      await head.reach(head.height + 1n, nextBlockMs)
    }
  }

  async #submit(client: ServedClient, told: Header, own: Header): Promise<void> {
    const { metrics, frozen } = this.#options
    const { host, tracked, clientId } = client
    const height = headerHeight(told)
    this.#tell('client.misbehaviour', client, height, { own_height: headerHeight(own) })
    if ((await queryClientStatus(host, clientId)) !== 'Active') return
    const signer = await host.signer(relayKeyName(tracked.chainId))
    try {
      await signer.submitAndWait([misbehaviourMsg(clientId, told, own, signer.address)], evidenceGas)
    } catch (error) {
      if (!isCausewayError(error, 'TX_FAILED')) throw error
      // Another one was faster, or the node of this relayer is the one that lies.
      this.#tell('client.evidence_refused', client, height, error.facts)
      return
    }
    const labels = { src_chain: tracked.chainId, dst_chain: host.chainId, client: clientId }
    metrics.add('client_misbehaviours_submitted_total', labels)
    this.#tell('client.frozen', client, height)
    frozen?.(client, height)
  }

  #tell(event: string, { host, tracked, clientId }: ServedClient, height: bigint, facts: object = {}): void {
    this.#options.log.error(event, {
      chain_id: host.chainId,
      client_id: clientId,
      of: tracked.chainId,
      height,
      ...facts,
    })
  }

  #remember(name: string): void {
    if (this.#compared.size >= rememberedMax) this.#compared.clear()
    this.#compared.add(name)
  }
}

const nameOf = ({ host, clientId }: ServedClient, height: bigint): string => `${host.chainId}/${clientId}/${height}`
const hashOf = ({ signedHeader }: Header): string =>
  Buffer.from(signedHeader?.commit?.blockId.hash ?? new Uint8Array()).toString('hex')

function textOf(tracked: Chain, height: bigint): string {
  const { revisionNumber, revisionHeight } = heightOf(tracked.chainId, height)
  return `${revisionNumber}-${revisionHeight}`
}

/** Clients that a tx has updated, with the heights that they trust since. */
function toldHeights({ events }: TxResult): readonly (readonly [clientId: string, height: bigint])[] {
  return events
    .filter(({ type }) => type === 'update_client')
    .flatMap((event) => {
      const heights = (attributeIn(event, 'consensus_heights') || attributeIn(event, 'consensus_height')) ?? ''
      const clientId = attributeIn(event, 'client_id') ?? ''
      return heights.split(',').flatMap((text) => {
        const [, height] = /^\d+-(\d{1,19})$/.exec(text) ?? []
        return height === undefined ? [] : [[clientId, BigInt(height)] as const]
      })
    })
}

/** The chain says by whose account a tx was signed: `<address>/<sequence>`. */
async function isOwn({ events }: TxResult, { host, tracked }: ServedClient): Promise<boolean> {
  const { address } = await host.signer(relayKeyName(tracked.chainId))
  return events.some((event) => attributeIn(event, 'acc_seq')?.startsWith(`${address}/`))
}
