// What the API tells of a transaction, from its id alone, against every block that the chains made meanwhile.
import { codeNumber } from '../../core/errors.ts'
import { queryFree, queryHubRecord, queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { anybody, base64, call, refusalOf } from './calls.ts'
import { Chronicle } from './chronicle.ts'
import { consents, type Draft, deadlineIn, decisionOf, draftOf, prepareOn, settledLeg } from './drafts.ts'
import { readEvents } from './eventStream.ts'
import { untilNs } from './moments.ts'
import { locksOf } from './records.ts'
import { moveSteps, units } from './steps.ts'
import { closedAsset, register, type Thing } from './things.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

type Step = {
  readonly kind: string
  readonly chainId: string
  readonly height: string
  readonly txHash: string
  readonly facts: Readonly<Record<string, string>>
  readonly causes: readonly string[]
}
type Told = {
  readonly state: string
  readonly outcome: string
  readonly code: string | null
  readonly trace: readonly Step[]
}

let stage: OpenStage
let chronicle: Chronicle

beforeAll(async () => {
  stage = await openWorld()
  chronicle = new Chronicle(stage)
  // The first blocks are written down before anything happens.
  for (const { chain } of stage.zones.values()) await chronicle.caughtUp(chain)
}, startMs)
afterAll(async () => {
  await chronicle.close()
  await stage.close()
})

async function movable(local: string): Promise<Thing> {
  const thing = closedAsset('zone-a', `${local}-${stage.run}`)
  await register(stage, 'zone-a', stage.users.alice, [thing])
  return thing
}

/** Alice's asset on its way to Bob on zone-b; nothing is handed over yet. */
async function draftMove(
  local: string,
  deadlineMs: number,
): Promise<{ draft: Draft; authorisations: string[]; thing: Thing }> {
  const { alice, bob } = stage.users
  const thing = await movable(local)
  const steps = moveSteps({ chainId: 'zone-a', user: alice }, { chainId: 'zone-b', user: bob }, thing)
  const draft = draftOf(stage, await deadlineIn(stage, deadlineMs), steps)
  return { draft, authorisations: await consents(draft, [alice, bob]), thing }
}

const ask = (id: string): Promise<Told> => stage.api.call('GET', `/v1/transactions/${id}`)
const lineOf = ({ kind, chainId, height, txHash }: Step): string => `${kind} ${chainId} ${height} ${txHash}`

/** The API's answer, once it has read as far as the chains had come when the transaction ended. */
async function toldAfterEnd(id: string): Promise<Told> {
  await waitFor(`the API to see the end of ${id}`, blocksMs, async () =>
    (await ask(id)).state === 'applied' ? true : undefined,
  )
  for (const { chain } of stage.zones.values()) await chronicle.caughtUp(chain)
  const isWhole = ({ trace }: Told): boolean => trace.map(lineOf).sort().join() === chronicle.happenings(id).join()
  const whole = waitFor(`the trace of ${id}`, 10_000, async () => (isWhole(await ask(id)) ? true : undefined))
  await whole.catch(() => undefined)
  const told = await ask(id)
  expect(told.trace.map(lineOf).sort()).toEqual(chronicle.happenings(id))
  return told
}

/** Kinds of steps by chain, in the order in which they are told. */
const kindsOn = (told: Told, chainId: string): string[] =>
  told.trace.filter((step) => step.chainId === chainId).map(({ kind }) => kind)

/** Every cause is a packet that the trace has shown being sent. */
function expectCausesToBeSent({ trace }: Told): void {
  const sent = trace.filter(({ kind }) => kind === 'packet_sent').map(({ facts }) => facts['packet'])
  for (const cause of trace.flatMap(({ causes }) => causes)) expect(sent).toContain(cause)
}

test(
  'of a committed transaction every prepare, send, receive, acknowledgement and decision is told with chain, height and tx hash (Y-7.2.5d)',
  async () => {
    const { alice, bob } = stage.users
    const { envelope } = await movable('committed')
    const intent = {
      kind: 'move',
      id: envelope.id,
      from: 'zone-a',
      to: 'zone-b',
      actor: alice.address,
      recipient: bob.address,
    }
    const { transactionId: id } = await stage.api.share(intent, [alice, bob])
    expect(await decisionOf(stage, id)).toBe('commit')
    for (const chainId of ['zone-a', 'zone-b']) await settledLeg(stage, chainId, id)
    const told = await toldAfterEnd(id)
    expect(told).toMatchObject({ outcome: 'committed', code: null })
    for (const chainId of ['zone-a', 'zone-b']) {
      expect(kindsOn(told, chainId).sort()).toEqual(['ack_received', 'leg', 'leg', 'packet_sent'])
    }
    expect(kindsOn(told, 'causeway-hub').sort()).toEqual([
      'ack_written',
      'ack_written',
      'decision',
      'opened',
      'packet_received',
      'packet_received',
      'vote',
      'vote',
    ])
    expectCausesToBeSent(told)
    const caused = told.trace.filter(
      ({ kind, facts }) => kind === 'vote' || kind === 'decision' || facts['state'] === 'applied',
    )
    expect(caused).toHaveLength(5)
    for (const { causes } of caused) expect(causes).toHaveLength(1)
  },
  blocksMs,
)

test(
  'of a transaction that an actor refused every step is told, with the reason, although the API was never asked (Y-7.2.5d)',
  async () => {
    const { draft, authorisations } = await draftMove('refused', 60_000)
    await prepareOn(stage, 'zone-a', { draft, authorisations })
    const { chain, gate } = zoneOf(stage, 'zone-b')
    await call(chain, stage.users.bob.name, gate, { refuse: { manifest: base64(draft.bytes), authorisation: null } })
    expect(await decisionOf(stage, draft.id)).toBe('abort')
    expect(await settledLeg(stage, 'zone-a', draft.id)).toEqual({
      state: 'aborted',
      code: codeNumber('REFUSED_BY_ACTOR'),
    })
    const told = await toldAfterEnd(draft.id)
    expect(told).toMatchObject({ outcome: 'aborted', code: 'REFUSED_BY_ACTOR' })
    for (const kind of [
      'leg',
      'packet_sent',
      'packet_received',
      'vote',
      'opened',
      'decision',
      'ack_written',
      'ack_received',
    ]) {
      expect(told.trace.map((step) => step.kind)).toContain(kind)
    }
    expectCausesToBeSent(told)
  },
  blocksMs,
)

test(
  'of a transaction that nobody carried before its deadline the timeout is told, and the decision that the hub presumed (Y-7.2.5d)',
  async () => {
    const { draft, authorisations, thing } = await draftMove('expired', 8_000)
    await stage.relayer.kill()
    try {
      await prepareOn(stage, 'zone-a', { draft, authorisations })
      await untilNs(stage.hub.chain, draft.manifest.deadlineNs)
    } finally {
      await stage.relayer.start()
    }
    expect(await settledLeg(stage, 'zone-a', draft.id)).toMatchObject({ state: 'aborted' })
    expect(await queryItem(stage, 'zone-a', thing.envelope.id)).toMatchObject({
      state: 'live',
      in_doubt: false,
      lock: null,
    })
    // Anybody may ask for the end of what the hub has never heard of, or has ended already.
    await call(stage.hub.chain, anybody, stage.hub.contract, { expire: { manifest: base64(draft.bytes) } })
    const told = await toldAfterEnd(draft.id)
    expect(told).toMatchObject({ outcome: 'aborted', code: 'DEADLINE_PASSED' })
    expect(kindsOn(told, 'causeway-hub')).toContain('decision')
    expect(kindsOn(told, 'zone-a')).toEqual(expect.arrayContaining(['leg', 'packet_sent', 'packet_timed_out']))
    expectCausesToBeSent(told)
  },
  2 * blocksMs,
)

const order = ['received', 'queued', 'preparing', 'voting', 'decided', 'applied']

test(
  'the event stream tells the states of a request in order, ends with it, and goes on where a reader left off (Y-7.2.5d)',
  async () => {
    const { alice } = stage.users
    const { envelope } = await movable('streamed')
    const intent = {
      kind: 'move',
      id: envelope.id,
      from: 'zone-a',
      to: 'zone-c',
      actor: alice.address,
      recipient: alice.address,
    }
    const { transactionId: id } = await stage.api.share(intent, [alice])
    const url = `${stage.apiUrl}/v1/share-requests/${id}/events`
    const live = await readEvents(url)
    const states = live.map(({ event }) => event)
    expect(states[0]).toBe('received')
    expect(states.at(-1)).toBe('applied')
    const places = states.map((state) => order.indexOf(state))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
    for (const { event, data } of live) expect(data.state).toBe(event)
    expect(live.at(-1)?.data).toMatchObject({
      outcome: 'committed',
      legs: [
        { chainId: 'zone-a', state: 'applied' },
        { chainId: 'zone-c', state: 'applied' },
      ],
    })
    expect(await readEvents(url)).toEqual(live)
    const [, second] = live
    expect(await readEvents(url, second?.id)).toEqual(live.slice(2))
    expect(await queryHubRecord(stage, id)).toMatchObject({ state: 'commit' })
  },
  blocksMs,
)

test(
  'an actor cancels through the API while the transaction is undecided: aborted everywhere, every lock gone (Y-7.2.5d)',
  async () => {
    const { alice, carol } = stage.users
    const { envelope } = await movable('cancelled')
    const hadFree = await queryFree(stage, 'zone-b', carol.address, 'ucity')
    const payment = { chainId: 'zone-b', amount: units('zone-b', 2 ** 40), payer: carol.address, payee: alice.address }
    const asset = { id: envelope.id, chainId: 'zone-a', seller: alice.address, buyer: carol.address }
    const planned = await stage.api.plan({ kind: 'exchange', asset, payment, deadlineInMs: 120_000 })
    const signatures = await Promise.all([alice, carol].map((user) => user.sign(planned.authorisationText)))
    // Carol does not have the coins, so her leg waits until they come or the deadline does.
    await stage.api.submit(planned, signatures, { check: false })
    const id = planned.transactionId
    await waitFor(
      'the hub to count the vote of zone-a',
      blocksMs,
      async () => (await queryHubRecord(stage, id)) ?? undefined,
    )
    const cancel = async (text: string): Promise<unknown> =>
      stage.api.call('POST', `/v1/share-requests/${id}/cancel`, { authorisation: await alice.sign(text) })
    const text = planned.authorisationText.replace('authorise transaction', 'cancel transaction')
    expect(await refusalOf(cancel(planned.authorisationText))).toBe('UNAUTHORISED')
    expect(await queryHubRecord(stage, id)).toMatchObject({ state: 'open' })
    expect(await cancel(text)).toEqual({ transactionId: id, actor: alice.address })
    expect(await decisionOf(stage, id)).toBe('abort')
    expect(await queryHubRecord(stage, id)).toMatchObject({ code: codeNumber('CANCELLED') })
    expect(await settledLeg(stage, 'zone-a', id)).toEqual({ state: 'aborted', code: codeNumber('CANCELLED') })
    expect(await queryItem(stage, 'zone-a', envelope.id)).toMatchObject({
      owner_account: alice.address,
      in_doubt: false,
    })
    expect(await queryFree(stage, 'zone-b', carol.address, 'ucity')).toBe(hadFree)
    expect(await locksOf(stage, [id])).toEqual([])
    await waitFor('the API to know', blocksMs, async () => ((await ask(id)).outcome === 'aborted' ? true : undefined))
    expect(await refusalOf(cancel(text))).toBe('NOT_CANCELLABLE')
  },
  blocksMs,
)
