// A commit over IBC v2 on real chains: zones that pairs of clients join to the hub trade with zones on channels.

import { packetKey } from '../../core/backlog.ts'
import { type PacketEvent, parsePacketEvents } from '../../core/relay.ts'
import { addressOn } from '../../localnet/accounts.ts'
import type { ChainSite, LocalnetConfig } from '../../localnet/config.ts'
import { queryItem } from '../../localnet/demo/chainFacts.ts'
import { registerAsset } from '../../localnet/demo/register.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { follow, mark, waitFor } from '../../localnet/demo/transact.ts'
import { stopNode } from '../../localnet/node.ts'
import { program } from '../../localnet/programs.ts'
import { up } from '../../localnet/up.ts'
import { findClientPairs } from '../../relayer/ics02/counterparties.ts'
import { findConnections } from '../../relayer/ics03/connections.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

const quiet = (): void => undefined
// The last of the spares and of the zones of another kind; the first ones join by channels, in tests of their own.
const joining = [worldConfig.spares, worldConfig.others].map((sites) => sites.at(-1) as ChainSite)
const zones = joining.map((site) => ({ ...site, byPair: true }))
const spares = worldConfig.spares.filter(({ id }) => !zones.some((zone) => zone.id === id))
const wider: LocalnetConfig = { ...worldConfig, chains: [...worldConfig.chains, ...zones], spares }

let stage: OpenStage

async function restartPrograms(): Promise<void> {
  for (const name of ['relayer', 'api'] as const) await program(wider, name).kill()
}

beforeAll(async () => {
  await (await openWorld()).close()
  await up({ config: wider, say: quiet })
  await restartPrograms()
  stage = await openStage({ config: wider, say: quiet })
}, 3 * startMs)
afterAll(async () => {
  await stage.close()
  await restartPrograms()
  for (const zone of zones) await stopNode(wider, zone)
  // The others go on as before, with the configuration that has just them.
  await (await openWorld()).close()
}, startMs)

/** Packet events of a zone from a height on, of IBC v2 alone. */
async function packetsSince(zone: ChainSite, height: bigint): Promise<readonly PacketEvent[]> {
  const { chain } = zoneOf(stage, zone.id)
  const now = (await chain.queryStatus()).height
  const heights = Array.from({ length: Number(now - height) }, (_, index) => height + 1n + BigInt(index))
  const blocks = await Promise.all(heights.map((one) => chain.queryBlock(one)))
  return blocks.flatMap((block) => parsePacketEvents(block)).filter(({ packet }) => packet.encoded !== undefined)
}

/** Moves an asset of Alice's, and tells its end and how the votes of the paired zone travelled. */
async function move(zone: ChainSite, id: string, from: string, to: string) {
  const { alice } = stage.users
  const begun = (await zoneOf(stage, zone.id).chain.queryStatus()).height
  const start = await mark(stage)
  const at = (chainId: string): string =>
    addressOn(chainId === zone.id ? zone.kind.prefix : worldConfig.prefix, alice.address)
  const intent = { kind: 'move', id, from, to, actor: at(from), recipient: at(to) }
  const { transactionId } = await stage.api.share(intent, [alice])
  const { decision } = await follow(stage, { what: 'a move', id: transactionId, chainIds: [from, to] }, start)
  const packets = await packetsSince(zone, begun)
  const keysOf = (kind: PacketEvent['kind']): readonly string[] =>
    packets.filter((event) => event.kind === kind).map(({ packet }) => packetKey(zone.id, packet))
  return {
    decision,
    sent: keysOf('sent'),
    acknowledged: keysOf('acknowledged'),
    traced: await tracedOf(zone, transactionId),
  }
}

type Traced = { readonly trace: readonly { readonly kind: string; readonly facts: { readonly packet?: string } }[] }

/** Packets that the API has seen the acknowledgement of, once that of the paired zone is among them. */
function tracedOf(zone: ChainSite, transactionId: string): Promise<readonly string[]> {
  return waitFor('the API to see an acknowledgement over IBC v2', blocksMs, async () => {
    const { trace } = await stage.api.call<Traced>('GET', `/v1/transactions/${transactionId}`)
    const keys = trace.flatMap(({ kind, facts }) => (kind === 'ack_received' ? [facts.packet ?? ''] : []))
    const ofPair = keys.filter((key) => key.startsWith(`${zone.id}/`))
    return ofPair.length === 0 ? undefined : ofPair
  })
}

test.each(zones)(
  'an asset moves to $id ($kind.wasmd), joined by a pair of clients, and home again: votes are acknowledged over IBC v2',
  async (zone) => {
    const { alice } = stage.users
    const { chain } = zoneOf(stage, zone.id)
    expect(await findConnections(chain, stage.hub.chain)).toEqual([])
    const [pair] = await findClientPairs(chain, stage.hub.chain)
    const id = `did:causeway:asset:zone-a:paired-${zone.id}-${stage.run}`
    await registerAsset(stage, 'zone-a', alice, id)
    for (const [from, to] of [
      ['zone-a', zone.id],
      [zone.id, 'zone-a'],
    ] as const) {
      const moved = await move(zone, id, from, to)
      const [vote] = moved.sent
      expect(vote).toMatch(new RegExp(`^${zone.id}/${pair?.a}/\\d+$`))
      expect(moved).toEqual({ decision: 'commit', sent: [vote], acknowledged: [vote], traced: [vote] })
      expect(await queryItem(stage, to, id)).toMatchObject({ state: 'live' })
    }
  },
  2 * blocksMs,
)

test.each(zones)(
  'the API lists $id with its client where others have a connection and a channel',
  async (zone) => {
    const [pair] = await findClientPairs(zoneOf(stage, zone.id).chain, stage.hub.chain)
    const listed = { connectionId: null, clientId: pair?.b, channels: [pair?.b], client: { status: 'Active' } }
    expect(await stage.api.call('GET', `/v1/zones/${zone.id}`)).toMatchObject(listed)
  },
  blocksMs,
)
