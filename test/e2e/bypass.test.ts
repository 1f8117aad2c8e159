// Bad inputs shown to the contracts themselves, past the API: each is refused by its code, and not one byte changes.

import { parseHex } from '../../core/bytes.ts'
import { encodeAcknowledgement, encodePacket } from '../../core/codec.ts'
import { codeNumber } from '../../core/errors.ts'
import type { Packet } from '../../core/relay.ts'
import { queryHubRecord, queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { badInputs, channelOf, openScene, type Scene } from './badInputs.ts'
import { relayByHand } from './byHand.ts'
import { anybody, base64, call, refusalOf } from './calls.ts'
import { cancelAtHub, consents, deadlineIn, decisionOf, draftOf, prepareOn, settledLeg } from './drafts.ts'
import { changesBetween, type StoredState, storedState } from './states.ts'
import { moveSteps } from './steps.ts'
import { closedAsset, register } from './things.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

let stage: OpenStage
let scene: Scene

beforeAll(async () => {
  stage = await openWorld()
  scene = await openScene(stage)
  await waitFor(
    'the hub to count the vote',
    blocksMs,
    async () => (await queryHubRecord(stage, scene.pending.id)) ?? undefined,
  )
}, startMs)
afterAll(async () => {
  await cancelAtHub(stage, scene.pending, scene.alice.user)
  await settledLeg(stage, 'zone-a', scene.pending.id)
  await stage.close()
}, startMs)

/** Runs `act` and says which stored keys of which contracts it has changed. */
async function changesBy(act: () => Promise<unknown>): Promise<string[]> {
  const before: StoredState = await storedState(stage)
  await act()
  return changesBetween(before, await storedState(stage))
}

test.each(badInputs)(
  '$what is refused by the contracts as $code, and nothing changes (Y-7.2.5a, Y-10.1-3e)',
  async ({ code, attempt }) => {
    let refusal = ''
    const changes = await changesBy(async () => {
      refusal = await refusalOf(attempt(scene))
    })
    expect(refusal).toBe(code)
    expect(changes).toEqual([])
  },
  blocksMs,
)

test('the table of bad inputs is whole: no input is named twice', () => {
  expect(new Set(badInputs.map(({ what }) => what)).size).toBe(badInputs.length)
  expect(badInputs.length).toBeGreaterThan(30)
})

test(
  'the vote of a zone is not counted for a transaction with a zone that is not admitted, and its lock ends by that (Y-10.1-3e)',
  async () => {
    const { alice, bob, asset } = scene
    const draft = draftOf(
      stage,
      await deadlineIn(stage, 60_000),
      moveSteps(alice, { ...bob, chainId: 'zone-nowhere' }, asset),
    )
    const authorisations = await consents(draft, [alice.user, bob.user])
    const before = await queryItem(stage, 'zone-a', asset.envelope.id)
    await prepareOn(stage, 'zone-a', { draft, authorisations })
    expect(await settledLeg(stage, 'zone-a', draft.id)).toEqual({ state: 'aborted', code: codeNumber('ZONE_UNKNOWN') })
    expect(await queryItem(stage, 'zone-a', asset.envelope.id)).toEqual(before)
    expect(await queryHubRecord(stage, draft.id)).toBeNull()
  },
  blocksMs,
)

test(
  'a manifest that is replayed, before its end and after it, has no effect anywhere (Y-7.2.5a)',
  async () => {
    const { alice, bob } = scene
    const asset = closedAsset('zone-a', `replayed-${stage.run}`)
    await register(stage, 'zone-a', alice.user, [asset])
    const there = { ...bob, chainId: 'zone-b' }
    const draft = draftOf(stage, await deadlineIn(stage, 60_000), moveSteps(alice, there, asset))
    const handed = { draft, authorisations: await consents(draft, [alice.user, bob.user]) }
    await prepareOn(stage, 'zone-a', handed)
    const locks = await storedState(stage)
    await prepareOn(stage, 'zone-a', handed, handed)
    expect(changesBetween(locks, await storedState(stage)).filter((key) => key.startsWith('zone-a'))).toEqual([])
    await prepareOn(stage, 'zone-b', handed)
    expect(await decisionOf(stage, draft.id)).toBe('commit')
    for (const chainId of ['zone-a', 'zone-b'])
      expect(await settledLeg(stage, chainId, draft.id)).toMatchObject({ state: 'applied' })
    const replay = async (): Promise<unknown> => {
      for (const chainId of ['zone-a', 'zone-b']) await prepareOn(stage, chainId, handed)
      await refusalOf(call(stage.hub.chain, anybody, stage.hub.contract, { expire: { manifest: base64(draft.bytes) } }))
      return cancelAtHub(stage, draft, alice.user)
    }
    expect(await changesBy(replay)).toEqual([])
  },
  blocksMs,
)

const chainIds = ['causeway-hub', 'zone-a', 'zone-b', 'zone-c']

test.each(chainIds)(
  'on %s no direct call poses as the gate, the hub or a packet (Y-7.2.5a)',
  async (chainId) => {
    const { chain, gate, assets } = zoneOf(stage, chainId)
    const operation = { transaction_id: scene.pending.id, leg: 0 }
    const poses = [
      { contract: assets, msg: { commit: operation } },
      { contract: assets, msg: { abort: operation } },
      { contract: assets, msg: { prepare: { ...operation, operations: [], contents: [], until_ns: '1' } } },
    ]
    const acknowledgement = encodeAcknowledgement({
      kind: 'decisions',
      decisions: [{ transactionId: parseHex(scene.pending.id), outcome: 'commit', code: 0 }],
    })
    const ack = { original_packet: {}, acknowledgement: { data: base64(acknowledgement) }, relayer: '' }
    const unknown = { code: 'TX_FAILED', facts: { log: expect.stringMatching(/unknown variant/) } }
    const changes = await changesBy(() =>
      Promise.all([
        ...poses.map(async ({ contract, msg }) =>
          expect(await refusalOf(call(chain, anybody, contract, msg))).toBe('FORBIDDEN'),
        ),
        expect(call(chain, anybody, gate, { ibc_packet_ack: ack })).rejects.toMatchObject(unknown),
        expect(call(chain, anybody, gate, { ibc_packet_receive: { packet: {} } })).rejects.toMatchObject(unknown),
      ]),
    )
    expect(changes).toEqual([])
  },
  blocksMs,
)

/** A packet that says COMMIT to zone-a about the pending transaction, as the hub would. */
async function forgedDecision(change: Partial<Packet>): Promise<Packet> {
  const { gate, chain } = zoneOf(stage, 'zone-a')
  const { current } = (await chain.querySmart(gate, { channels: {} })) as { current: string }
  const decisions = [{ transactionId: parseHex(scene.pending.id), outcome: 'commit', code: 0 }] as const
  return {
    sequence: 1_000_000n,
    sourcePort: `wasm.${stage.hub.contract}`,
    sourceChannel: (await channelOf(stage, 'zone-a')).channel_id,
    destinationPort: `wasm.${gate}`,
    destinationChannel: current,
    data: encodePacket({ kind: 'decisions', value: { decisions } }),
    timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
    timeoutTimestampNs: await deadlineIn(stage, 60_000),
    ...change,
  }
}

test.each([
  [
    'the port of a stranger',
    async () => ({ sourcePort: `wasm.${zoneOf(stage, 'zone-b').gate}` }),
    /port|invalid packet/i,
  ],
  [
    'the channel of another zone',
    async () => ({ sourceChannel: (await channelOf(stage, 'zone-b')).channel_id }),
    /channel|invalid packet/i,
  ],
  ['a channel that the gate has not', async () => ({ destinationChannel: 'channel-77' }), /channel/i],
  ['the port and channel of the hub, which has not sent it', async () => ({}), /commitment|proof|verif/i],
] as const)(
  'a decision from %s is not received (Y-7.2.5a, Y-10.1-3e)',
  async (_, change, refusal) => {
    const packet = await forgedDecision(await change())
    const changes = await changesBy(async () => {
      const message = { src: stage.hub.chain, dst: zoneOf(stage, 'zone-a').chain, kind: 'recv', packet } as const
      await expect(relayByHand(message)).rejects.toMatchObject({
        code: 'TX_FAILED',
        facts: { log: expect.stringMatching(refusal) },
      })
    })
    expect(changes).toEqual([])
  },
  blocksMs,
)

test(
  'a vote in the name of another zone, over a channel that is not its own, is not received (Y-7.2.5a, Y-10.1-3e)',
  async () => {
    const { gate } = zoneOf(stage, 'zone-b')
    const { channel_id: destinationChannel } = await channelOf(stage, 'zone-b')
    const vote = { answer: 'yes', manifest: scene.pending.bytes, code: 0 } as const
    const packet: Packet = {
      ...(await forgedDecision({})),
      sourcePort: `wasm.${gate}`,
      sourceChannel: 'channel-0',
      destinationPort: `wasm.${stage.hub.contract}`,
      destinationChannel,
      data: encodePacket({ kind: 'votes', value: { votes: [vote] } }),
    }
    const changes = await changesBy(async () => {
      // Zone-a relays it as its own: the proof is of what zone-a holds.
      for (const channel of [destinationChannel, (await channelOf(stage, 'zone-a')).channel_id]) {
        const message = { src: zoneOf(stage, 'zone-a').chain, dst: stage.hub.chain, kind: 'recv' } as const
        const attempt = relayByHand({ ...message, packet: { ...packet, destinationChannel: channel } })
        await expect(attempt).rejects.toMatchObject({
          code: 'TX_FAILED',
          facts: { log: expect.stringMatching(/channel|port|packet|proof|verif/i) },
        })
      }
    })
    expect(changes).toEqual([])
  },
  blocksMs,
)
