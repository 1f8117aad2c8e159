// Whose turn a packet is where relayers of several operators serve one lane: they know each other from blocks alone.
import type { Routes } from './backlog.ts'
import type { RelayBlock, RelayEvent } from './relay.ts'

/** A tx that relays from `peerId` to the chain of its block. */
export type RelayTx = { readonly peerId: string; readonly account: string; readonly hash: string }

/** Blocks of the destination after which a packet is anybody's: enough for a hop between chains of like pace. */
export const turnBlocks = 6n
/** Numbers in a row that one relayer takes, so that a tx is filled and a client updated once. */
const runLength = 16n
/** A single errand by hand makes nobody a relayer that others may count on. */
export const blocksToCount = 3
/** Whoever pretends to be many relayers delays no more than this part of the packets. */
const othersMax = 3

type HashedBlock = RelayBlock & { readonly txs: readonly { readonly hash?: string }[] }
type Seen = { blocks: number; lastHeight: bigint }

const relayTypes = /^(recv_packet|acknowledge_packet|timeout_packet|update_client)$/
/** Txs of a block that relayed over these routes, whoever signed; what had no effect shows by its client update. */
export function relayTxs(block: HashedBlock, routes: Routes): readonly RelayTx[] {
  const byClient = new Map([...routes.values()].map((route) => [route.ownClientId, route.peerId]))
  const found: RelayTx[] = []
  for (const { code, events, hash = '' } of block.txs) {
    if (code !== 0) continue
    const told = events.filter(({ type }) => relayTypes.test(type))
    if (told.length === 0) continue
    const peers = told.map((event) => byClient.get(get(event, 'client_id')) ?? routes.get(routeOf(event))?.peerId)
    const account = accountOf(events)
    if (account === undefined) continue
    for (const peerId of new Set(peers)) if (peerId !== undefined) found.push({ peerId, account, hash })
  }
  return found
}

const get = ({ attributes }: RelayEvent, key: string): string => attributes.find((one) => one.key === key)?.value ?? ''
/** Of IBC v2 the client at this end: the packet's destination where it was received, else its source. */
const routeOf = (event: RelayEvent): string =>
  get(event, 'connection_id') ||
  get(event, 'packet_connection') ||
  get(event, event.type === 'recv_packet' ? 'packet_dest_client' : 'packet_source_client')

/** Who signed: the chain itself tells the sequence that a tx has used, `<account>/<sequence>`. */
function accountOf(events: readonly RelayEvent[]): string | undefined {
  const used = events.filter(({ type }) => type === 'tx').map((event) => get(event, 'acc_seq'))
  return used.find((text) => text !== '')?.split('/')[0]
}

export class Turns {
  readonly #seen = new Map<string, Map<string, Seen>>()

  /**
   * A block at `height` of a lane's destination holds a tx of this account. True where it is counted from now on: its
   * part is left to it, for as long as it takes care of it.
   */
  note(lane: string, account: string, height: bigint): boolean {
    const seen = this.#seen.get(lane) ?? new Map<string, Seen>()
    this.#seen.set(lane, seen)
    const { blocks, lastHeight } = seen.get(account) ?? { blocks: 0, lastHeight: -1n }
    if (height <= lastHeight) return false
    seen.set(account, { blocks: blocks + 1, lastHeight: height })
    if (seen.size > othersMax) this.#forgetOldest(seen)
    return blocks + 1 === blocksToCount
  }

  /** Blocks of the destination for which the packet of this number is left to somebody else; 0 where it is ours. */
  delay(lane: string, own: string, sequence: bigint): bigint {
    return this.#turn(lane, own, sequence) === own ? 0n : turnBlocks
  }

  /**
   * Its time is over. Whoever's turn it was is counted no more if it was not at work since: `gone`. One that is at work
   * and slow has some blocks `more`: to race with it would make both slower.
   */
  missed(lane: string, own: string, sequence: bigint, height: bigint): { gone?: string; more: bigint } {
    const account = this.#turn(lane, own, sequence)
    const seen = this.#seen.get(lane)
    if (account === own) return { more: 0n }
    if (height < (seen?.get(account)?.lastHeight ?? 0n) + turnBlocks) return { more: turnBlocks }
    seen?.delete(account)
    return { gone: account, more: 0n }
  }

  #turn(lane: string, own: string, sequence: bigint): string {
    const counted = [...(this.#seen.get(lane) ?? [])].filter(([, { blocks }]) => blocks >= blocksToCount)
    // In the same order for everybody, though each sees itself from elsewhere.
    const accounts = [...new Set([own, ...counted.map(([account]) => account)])].sort()
    return accounts[Number((sequence / runLength) % BigInt(accounts.length))] ?? own
  }

  #forgetOldest(seen: Map<string, Seen>): void {
    const [oldest] = [...seen].sort(([, a], [, b]) => Number(a.lastHeight - b.lastHeight))
    if (oldest !== undefined) seen.delete(oldest[0])
  }
}
