// A hostile relayer that sees every byte and holds every relay key: it may delay, and nothing else (Y-7.2.5a, b).
import { parseHex } from '../../core/bytes.ts'
import { encodeAcknowledgement } from '../../core/codec.ts'
import { queryHubRecord, queryItem, queryLeg } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { executeMsg } from '../../relayer/contractCalls.ts'
import { relayByHand, shareZones, submitShare, untilStates, votePacket } from './byHand.ts'
import { call, refusalOf } from './calls.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

let stage: OpenStage

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

const allVoted = ['voted', 'voted', 'voted']
const allApplied = ['applied', 'applied', 'applied']
const refusal = (codespace: string, abciCode: string) => ({ code: 'TX_FAILED', facts: { codespace, abciCode } })
// Of ibc-go: the proof is not one of what is claimed, the time is not over, the packet has been received.
const proofInvalid = refusal('commitment', '2')
const timeoutNotReached = refusal('channel', '39')
const redundant = refusal('channel', '22')

async function stateOf(id: string): Promise<{ record: unknown; legs: unknown }> {
  const legs = await Promise.all(shareZones.map((chainId) => queryLeg(stage, chainId, id)))
  return { record: await queryHubRecord(stage, id), legs }
}

/** Every entry COMMIT, as if the hub had said so; no proof of it exists. */
function forgedCommit(id: string): Uint8Array {
  const decisions = [{ transactionId: parseHex(id), outcome: 'commit', code: 0 }] as const
  return encodeAcknowledgement({ kind: 'decisions', decisions })
}

test(
  'a hostile relayer alters, forges, hurries and replays packets in vain, and the share commits after it (Y-7.2.5b)',
  async () => {
    const { transactionId: id } = await submitShare(stage, 'hostile')
    await untilStates(stage, id, allVoted)
    await stage.relayer.kill()
    const zone = zoneOf(stage, 'zone-a').chain
    const hub = stage.hub.chain
    const packet = await votePacket(stage, 'zone-a', id)
    const before = await stateOf(id)
    const altered = { ...packet, data: Uint8Array.from([...packet.data.slice(0, -1), (packet.data.at(-1) ?? 0) ^ 1]) }
    const later = { ...packet, timeoutTimestampNs: packet.timeoutTimestampNs + 1n }
    const unsent = { ...packet, sequence: packet.sequence + 1_000n }
    for (const forged of [altered, later, unsent]) {
      const message = { src: zone, dst: hub, kind: 'recv', packet: forged } as const
      await expect(relayByHand(message)).rejects.toMatchObject(proofInvalid)
    }
    const back = { src: hub, dst: zone, packet } as const
    const acknowledgement = forgedCommit(id)
    await expect(relayByHand({ ...back, kind: 'ack', acknowledgement })).rejects.toMatchObject(proofInvalid)
    await expect(relayByHand({ ...back, kind: 'timeout' })).rejects.toMatchObject(timeoutNotReached)
    expect(await stateOf(id)).toEqual(before)

    await relayByHand({ src: zone, dst: hub, kind: 'recv', packet })
    const counted = await stateOf(id)
    expect(counted.record).toMatchObject({ state: 'open' })
    // A replay is refused before its block, or changes nothing in it; both are right.
    const replay = await relayByHand({ src: zone, dst: hub, kind: 'recv', packet }).catch((error: unknown) => error)
    if (replay instanceof Error) expect(replay).toMatchObject(redundant)
    expect(await stateOf(id)).toEqual(counted)

    await stage.relayer.start()
    await untilStates(stage, id, allApplied)
  },
  2 * blocksMs,
)

type Confirmed = { readonly legs: readonly { readonly chain_id: string; readonly confirmed: boolean }[] }

test(
  'a decision that is sent again and again settles once (Y-7.2.5b)',
  async () => {
    const { transactionId: id, recordId } = await submitShare(stage, 'twice')
    await untilStates(stage, id, allApplied)
    const settled = await stateOf(id)
    const replicas = await Promise.all(shareZones.map((chainId) => queryItem(stage, chainId, recordId)))
    const stranger = await stage.hub.chain.signer('load-1')
    const zone = (await stage.hub.chain.querySmart(stage.hub.contract, { zone: { chain_id: 'zone-b' } })) as {
      channels: { channel_id: string }[]
    }
    const resend = { transaction_ids: [id], chain_id: 'zone-b', channel_id: zone.channels[0]?.channel_id }
    const call = executeMsg(stranger.address, stage.hub.contract, { resend })
    await stranger.submitAndWait([call, call], 2_000_000n)
    await waitFor('zone-b to confirm the second carrier', blocksMs, async () => {
      const record = (await queryHubRecord(stage, id)) as unknown as Confirmed
      return record.legs.find((leg) => leg.chain_id === 'zone-b')?.confirmed === true ? true : undefined
    })
    expect((await stateOf(id)).legs).toEqual(settled.legs)
    expect(await Promise.all(shareZones.map((chainId) => queryItem(stage, chainId, recordId)))).toEqual(replicas)
    expect(replicas.map((item) => item?.state)).toEqual(['live', 'live', 'live'])
  },
  2 * blocksMs,
)

test.each(['relay.causeway-hub', 'prepare', 'operator'])(
  'the key %s of a relayer can pay for gas and steal nothing (Y-7.2.5b)',
  async (key) => {
    const { gate, assets, chain } = zoneOf(stage, 'zone-b')
    const { address } = await chain.signer(key)
    const thefts = [
      [assets, { withdraw: { denom: 'ucity', amount: '1' } }, 'INSUFFICIENT_FUNDS'],
      [assets, { set_gate: { gate: address } }, 'FORBIDDEN'],
      [assets, { set_accepts: { accepts: [] } }, 'FORBIDDEN'],
      [gate, { register_resource: { contract: stage.users.bob.address } }, 'FORBIDDEN'],
      [gate, { remove_resource: { contract: assets } }, 'FORBIDDEN'],
    ] as const
    for (const [contract, msg, code] of thefts) {
      expect([msg, await refusalOf(call(chain, key, contract, msg))]).toEqual([msg, code])
    }
  },
  blocksMs,
)
