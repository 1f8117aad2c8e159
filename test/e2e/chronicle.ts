// Writes down every block of every chain while a test runs, and tells from them alone what happened to a transaction.
import { toHex } from '../../core/bytes.ts'
import { decodePacket } from '../../core/codec.ts'
import { type Packet, parsePacketEvent } from '../../core/relay.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { Stage } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import type { Block, Chain, ChainEvent, TxResult } from '../../relayer/ports.ts'
import { attributeIn } from '../../relayer/txEvents.ts'
import { sha256 } from '../vectors/samples.ts'

/** One thing that a chain did, as `<kind> <chain> <height> <tx hash>`: what a trace must name, and nothing else. */
export type Happening = string

const packetKinds = {
  sent: 'packet_sent',
  received: 'packet_received',
  ack_written: 'ack_written',
  acknowledged: 'ack_received',
  timed_out: 'packet_timed_out',
} as const
const contractKinds = /^wasm-causeway_(leg|rejected|parked|alarm|vote|opened|decision|confirmed)$/

export class Chronicle {
  readonly #blocks: Block[] = []
  readonly #abort = new AbortController()
  readonly #watching: Promise<unknown>

  constructor(stage: Stage) {
    const write = (block: Block): void => void this.#blocks.push(block)
    const chains = [...stage.zones.values()].map(({ chain }) => chain)
    this.#watching = Promise.all(chains.map((chain) => chain.watchBlocks(write, this.#abort.signal)))
  }

  async close(): Promise<void> {
    this.#abort.abort()
    await this.#watching
  }

  /** Resolves when every block of the chain up to now is written down. */
  async caughtUp(chain: Chain): Promise<void> {
    const { height } = await chain.queryStatus()
    const isWritten = (): boolean =>
      this.#blocks.some((block) => block.chainId === chain.chainId && block.height >= height)
    await waitFor(`block ${height} of ${chain.chainId}`, 30_000, async () => (isWritten() ? true : undefined))
  }

  /** Everything that happened to the transaction, ascending; each as often as it happened. */
  happenings(id: string): readonly Happening[] {
    const txs = this.#blocks.flatMap((block) => block.txs.filter(({ code }) => code === 0).map((tx) => ({ block, tx })))
    const keys = new Set(txs.flatMap(({ tx }) => tx.events.flatMap((event) => keyIfAbout(event, id))))
    return txs.flatMap(({ block, tx }) => happeningsIn(block, tx, id, keys)).sort()
  }
}

function happeningsIn(block: Block, tx: TxResult, id: string, keys: ReadonlySet<string>): Happening[] {
  return tx.events.flatMap((event) => {
    const kind = contractKind(event, id) ?? packetKind(event, keys)
    return kind === undefined ? [] : [`${kind} ${block.chainId} ${block.height} ${tx.hash}`]
  })
}

function contractKind(event: ChainEvent, id: string): string | undefined {
  return attributeIn(event, 'transaction_id') === id ? contractKinds.exec(event.type)?.[1] : undefined
}

function packetKind(event: ChainEvent, keys: ReadonlySet<string>): string | undefined {
  const found = parsePacketEvent(event)
  return found !== undefined && keys.has(keyOf(found.packet)) ? packetKinds[found.kind] : undefined
}

/** Ports hold addresses of contracts, so both ends together are one way on one chain only. */
const keyOf = (packet: Packet): string =>
  [packet.sourcePort, packet.sourceChannel, packet.destinationPort, packet.destinationChannel, packet.sequence].join(
    '/',
  )

function keyIfAbout(event: ChainEvent, id: string): string[] {
  const found = parsePacketEvent(event)
  return found?.kind === 'sent' && idsIn(found.packet.data).includes(id) ? [keyOf(found.packet)] : []
}

function idsIn(data: Uint8Array): readonly string[] {
  try {
    const { kind, value } = decodePacket(data)
    return kind === 'votes'
      ? value.votes.map(({ manifest }) => transactionId(manifest, sha256))
      : value.decisions.map((decision) => toHex(decision.transactionId))
  } catch {
    // Other channels speak other protocols.
    return []
  }
}
