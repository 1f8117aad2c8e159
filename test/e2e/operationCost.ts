// Counts, from blocks alone, what one operation costs on all chains together: packets, what was relayed, txs and gas.
import { createHash } from 'node:crypto'
import { packetKey } from '../../core/backlog.ts'
import { parsePacket } from '../../core/packet.ts'
import { type Packet, type PacketEvent, parsePacketEvent } from '../../core/relay.ts'
import { transactionId } from '../../core/transactionId.ts'
import { registerAsset } from '../../localnet/demo/register.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import { follow, mark } from '../../localnet/demo/transact.ts'
import type { Block, Chain, TxResult } from '../../relayer/ports.ts'
import { shareZones, submitShare } from './byHand.ts'

export type OperationCost = {
  readonly what: string
  readonly packets: number
  /** Packets received and acknowledged: what a relayer must prove. */
  readonly relayed: number
  readonly clientUpdates: number
  readonly txs: number
  readonly gas: number
}
type Operation = { readonly what: string; readonly chainIds: readonly string[]; readonly submit: () => Promise<string> }

/** The relayer must run. */
export async function measureOperations(stage: Stage): Promise<readonly OperationCost[]> {
  const { alice } = stage.users
  const id = `did:causeway:asset:zone-a:cost-moved-${stage.run}`
  await registerAsset(stage, 'zone-a', alice, id)
  const intent = { kind: 'move', id, from: 'zone-a', to: 'zone-b', actor: alice.address, recipient: alice.address }
  const move = async (): Promise<string> => (await stage.api.share(intent, [alice])).transactionId
  const share = async (): Promise<string> => (await submitShare(stage, 'cost-shared')).transactionId
  return [
    await measure(stage, { what: 'an asset moves, two zones', chainIds: ['zone-a', 'zone-b'], submit: move }),
    await measure(stage, { what: 'a record is shared, three zones', chainIds: shareZones, submit: share }),
  ]
}

async function measure(stage: Stage, { what, chainIds, submit }: Operation): Promise<OperationCost> {
  const chains = [stage.hub.chain, ...chainIds.map((chainId) => zoneOf(stage, chainId).chain)]
  const from = await Promise.all(chains.map(heightOf))
  const start = await mark(stage)
  const id = await submit()
  const { decision } = await follow(stage, { what, id, chainIds }, start)
  if (decision !== 'commit') throw new Error(`${what} ended with ${decision}`)
  const blocks = await Promise.all(chains.map((chain, index) => blocksSince(chain, from[index] ?? 0n)))
  return { what, ...costOf(blocks.flat(), id) }
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const heightOf = async (chain: Chain): Promise<bigint> => (await chain.queryStatus()).height

async function blocksSince(chain: Chain, from: bigint): Promise<readonly Block[]> {
  const count = Number((await heightOf(chain)) - from)
  return Promise.all(Array.from({ length: count }, (_, index) => chain.queryBlock(from + BigInt(index) + 1n)))
}

const eventsOf = (tx: TxResult): readonly PacketEvent[] =>
  tx.events.map(parsePacketEvent).filter((event) => event !== undefined)

/** Transactions that a packet of ours votes on or decides. */
function transactionsIn({ data }: Packet): readonly string[] {
  try {
    const packet = parsePacket(data)
    if (packet.kind === 'votes') return packet.value.votes.map(({ manifest }) => transactionId(manifest, sha256))
    return packet.value.decisions.map((decision) => Buffer.from(decision.transactionId).toString('hex'))
  } catch {
    return []
  }
}

const tellsOfLeg = (tx: TxResult, id: string): boolean =>
  tx.events.some(({ type, attributes }) => type === 'wasm-causeway_leg' && attributes.some(({ value }) => value === id))

/** Of the operation are packets that name it, and txs that put it on a zone or bring such a packet further. */
function costOf(blocks: readonly Block[], id: string): Omit<OperationCost, 'what'> {
  const txs = blocks.flatMap((block) => block.txs.filter(({ code }) => code === 0))
  const events = txs.flatMap(eventsOf)
  const sent = events.filter(({ kind, packet }) => kind === 'sent' && transactionsIn(packet).includes(id))
  // Gates of two zones may have one address; the channels at both ends tell their packets apart.
  const keyOf = ({ packet }: PacketEvent): string =>
    packetKey(`${packet.destinationPort}/${packet.destinationChannel}`, packet)
  const keys = new Set(sent.map(keyOf))
  const isOurs = (event: PacketEvent): boolean => keys.has(keyOf(event))
  const ours = txs.filter((tx) => tellsOfLeg(tx, id) || eventsOf(tx).some(isOurs))
  return {
    packets: sent.length,
    relayed: events.filter((event) => ['received', 'acknowledged'].includes(event.kind) && isOurs(event)).length,
    clientUpdates: ours.reduce((sum, tx) => sum + tx.events.filter(({ type }) => type === 'update_client').length, 0),
    txs: ours.length,
    gas: ours.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0),
  }
}
