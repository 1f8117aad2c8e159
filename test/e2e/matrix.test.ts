// What holds when every pair of zones shares everything at once: outcomes, copies, single instances, books and records.
import { findOutcome, type Item, queryHubRecord, queryItem } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { readBooks, sum } from './books.ts'
import { base64, callAll } from './calls.ts'
import { consents, deadlineIn, decisionOf, draftOf, prepareOn, settledLeg } from './drafts.ts'
import { type Errand, everyErrand, everywhere, price, runErrand, stock } from './errands.ts'
import { queryRecords } from './records.ts'
import { replicateSteps } from './steps.ts'
import { openRecord, register, registerMsg } from './things.ts'
import { openWorld, startMs } from './world.ts'

let stage: OpenStage
let errands: readonly Errand[]
/** By chain and id, as it was before anything was shared. */
const before = new Map<string, Item | null>()

const of = (kind: Errand['kind']): readonly Errand[] => errands.filter((errand) => errand.kind === kind)

beforeAll(async () => {
  stage = await openWorld()
  const planned = everyErrand(stage)
  await stock(stage, planned)
  for (const { from, thing } of planned) {
    const id = thing?.envelope.id ?? ''
    if (id !== '') before.set(`${from}/${id}`, await queryItem(stage, from, id))
  }
  errands = await Promise.all(planned.map((errand) => runErrand(stage, errand)))
  await Promise.all(errands.map(({ id }) => decisionOf(stage, id)))
}, startMs)
afterAll(() => stage.close())

test('every ordered pair of three zones and the hub completes one operation of each kind, all at once (Y-7.2.3a, Y-7.1.1b, Y-10.1-3a, Y-10.1-4a)', async () => {
  const outcomes = await Promise.all(
    errands.map(async ({ id, kind, from, to }) => {
      const legs = await Promise.all([from, ...to].map((chainId) => settledLeg(stage, chainId, id)))
      const states = legs.map(({ state }) => state).join(', ')
      return `${kind} ${from} > ${to.join(' ')}: ${await decisionOf(stage, id)}, ${states}`
    }),
  )
  const pairs = [...stage.zones.keys()].flatMap((from) =>
    [...stage.zones.keys()].filter((to) => to !== from).map((to) => `${from} > ${to}`),
  )
  const done = ['replicate', 'move', 'moveCoins', 'exchange'].flatMap((kind) =>
    pairs.map((pair) => `${kind} ${pair}: commit, applied, applied`),
  )
  const all = `replicate ${everywhere.from} > ${everywhere.to.join(' ')}: commit, applied, applied, applied, applied`
  expect(pairs).toHaveLength(12)
  expect(outcomes.sort()).toEqual([...done, all].sort())
})

test('open records have byte-equal copies that name their origin, on as many zones as were asked for (Y-6.3-n3, Y-7.1.4a)', async () => {
  const contentOn = (chainId: string, id: string): Promise<unknown> =>
    zoneOf(stage, chainId).chain.querySmart(zoneOf(stage, chainId).assets, { content: { id } })
  for (const { from, to, thing } of of('replicate')) {
    const id = thing?.envelope.id ?? ''
    const registered = before.get(`${from}/${id}`)
    for (const chainId of to) {
      expect(await contentOn(chainId, id)).toEqual({ content: base64(thing?.content ?? new Uint8Array()) })
      const copy = await queryItem(stage, chainId, id)
      const { envelope, version } = registered ?? {}
      expect(copy).toMatchObject({ envelope, version, replica_of: from, state: 'live', in_doubt: false })
    }
    expect(await contentOn(from, id)).toEqual({ content: base64(thing?.content ?? new Uint8Array()) })
    // The whole record at the source: owner, version, state, envelope, no lock.
    expect(await queryItem(stage, from, id)).toEqual(registered)
  }
  expect(of('replicate').flatMap(({ to }) => to)).toHaveLength(15)
})

test('a moved asset is live on exactly one chain, which the registry of the hub names (Y-6.3-n2b, Y-7.1.4b)', async () => {
  for (const { from, to, thing } of of('move')) {
    const id = thing?.envelope.id ?? ''
    const items = await Promise.all(
      [...stage.zones.keys()].map(async (on) => ({ on, ...(await queryItem(stage, on, id)) })),
    )
    const live = items.filter(({ state }) => state === 'live')
    expect(live).toMatchObject([{ on: to[0], owner_account: stage.users.bob.address, version: '1', in_doubt: false }])
    expect(items.find(({ on }) => on === from)).toMatchObject({ state: 'departed', departed_to: to[0] })
    const place = await stage.hub.chain.querySmart(stage.hub.contract, { asset: { id } })
    expect(place).toEqual({ id, chain_id: to[0], version: '1' })
  }
  expect(of('move')).toHaveLength(12)
})

test('an asset is locked where it leaves before the decision, and live where it arrives only after it (Y-6.3-n2b, Y-7.1.4b)', async () => {
  for (const { id, from, to } of of('move')) {
    const { hub, legs } = await queryRecords(stage, id)
    const [source, destination] = [from, to[0]].map((on) => legs.find(({ chainId }) => chainId === on)?.record)
    const [locked, decided, live] = [source?.prepared, hub.decided, destination?.decided].map((at) =>
      BigInt(at?.time_ns ?? 0),
    )
    expect(locked).toBeGreaterThan(0n)
    expect(decided).toBeGreaterThan(locked ?? 0n)
    expect(live).toBeGreaterThan(decided ?? 0n)
  }
})

test("coins are paid and the asset is the payer's, in every exchange", async () => {
  for (const { from, thing } of of('exchange')) {
    const item = await queryItem(stage, from, thing?.envelope.id ?? '')
    expect(item).toMatchObject({ owner_account: stage.users.bob.address, version: '1', state: 'live', in_doubt: false })
  }
  expect(of('exchange')).toHaveLength(12)
})

test('of every denomination, balances and escrow over all zones are what was deposited, and the ledger of the hub is what zones hold (Y-6.3-n2a)', async () => {
  const books = await readBooks(stage)
  for (const [name, book] of books) {
    const origin = name.split('/')[0] ?? ''
    const foreign = Object.entries(book.held).filter(([chainId]) => chainId !== origin)
    expect({ name, total: sum(Object.values(book.balances)) }).toEqual({ name, total: book.bank })
    expect({ name, balances: book.balances }).toEqual({ name, balances: book.held })
    expect({ name, home: (book.balances[origin] ?? 0n) + book.escrowed }).toEqual({ name, home: book.bank })
    expect({ name, placed: book.placed }).toEqual({ name, placed: { ...Object.fromEntries(foreign), [origin]: 0n } })
    expect({ name, away: sum(foreign.map(([, amount]) => amount)) }).toEqual({ name, away: book.escrowed })
  }
  const natives = [...stage.zones.keys()].map((chainId) => `${chainId}/ucity`)
  for (const native of natives) expect(books.get(native)?.escrowed).toBeGreaterThanOrEqual(3n * BigInt(price))
})

test(
  'coins that go on to a third zone and home again leave every book as it was (Y-6.3-n2a)',
  async () => {
    const { bob } = stage.users
    const amount = { originChainId: 'zone-a', denom: 'ucity', amount: price.toString() }
    const books = await readBooks(stage)
    for (const [from, to] of [
      ['zone-b', 'zone-c'],
      ['zone-c', 'zone-a'],
      ['zone-a', 'zone-b'],
    ] as const) {
      const intent = { kind: 'moveCoins', from, to, amount, actor: bob.address, recipient: bob.address }
      const { transactionId } = await stage.api.share(intent, [bob])
      expect(await decisionOf(stage, transactionId)).toBe('commit')
      for (const chainId of [from, to])
        expect(await settledLeg(stage, chainId, transactionId)).toMatchObject({ state: 'applied' })
    }
    expect(await readBooks(stage)).toEqual(books)
  },
  startMs,
)

/** A share that its source refuses, because it has a newer version by then; its destination has voted yes. */
async function aborted(from: string, to: string): Promise<string> {
  const { alice, bob } = stage.users
  const { chain, assets } = zoneOf(stage, from)
  const local = `outdated-${to}-${stage.run}`
  const thing = openRecord(from, local)
  await register(stage, from, alice, [thing])
  const steps = replicateSteps({ chainId: from, user: alice }, [{ chainId: to, user: bob }], thing)
  const draft = draftOf(stage, await deadlineIn(stage, 60_000), steps)
  const next = registerMsg(openRecord(from, local, {}, Uint8Array.from([7]))) as { register: object }
  await callAll(chain, alice.name, [{ contract: assets, msg: { update: next.register } }])
  const handed = { draft, authorisations: await consents(draft, [alice, bob]) }
  await prepareOn(stage, to, {
    ...handed,
    contents: [{ operation: 0, content: base64(thing.content ?? new Uint8Array()) }],
  })
  await prepareOn(stage, from, handed)
  expect(await decisionOf(stage, draft.id)).toBe('abort')
  return draft.id
}

test(
  'source, hub and destination hold the same record of each operation, committed or aborted (Y-7.2.3b)',
  async () => {
    const ends = [
      ['causeway-hub', 'zone-a'],
      ['zone-a', 'zone-b'],
      ['zone-b', 'zone-c'],
      ['zone-c', 'causeway-hub'],
    ] as const
    const abortedIds = await Promise.all(ends.map(([from, to]) => aborted(from, to)))
    const operations = [
      ...errands.map(({ id, from, to }) => ({
        id,
        on: [from, ...to],
        decision: 'commit',
        code: 0,
        states: ['applied'],
      })),
      ...abortedIds.map((id, index) => ({
        id,
        on: [...(ends[index] ?? [])],
        decision: 'abort',
        code: 404,
        states: ['refused', 'aborted'],
      })),
    ]
    for (const { id, on, decision, code, states } of operations) {
      for (const chainId of on) await settledLeg(stage, chainId, id)
      const { hub, legs } = await queryRecords(stage, id)
      expect({ id, state: hub.state, code: hub.code, legs: hub.legs.map((leg) => leg.chain_id) }).toEqual({
        id,
        state: decision,
        code,
        legs: [...on].sort(),
      })
      for (const { chainId, record } of legs) {
        expect(record).toMatchObject({ transaction_id: id, manifest: hub.manifest, deadline_ns: hub.deadline_ns, code })
        expect(states).toContain(record?.state)
        const tx = await findOutcome(zoneOf(stage, chainId).chain, 'leg', id, record?.state ?? '')
        const height = record?.state === 'refused' ? record.prepared.height : record?.decided?.height
        expect({ id, ...tx }).toMatchObject({
          height: String(height),
          txHash: expect.stringMatching(/^[0-9A-F]{64}$/),
        })
      }
      const told = await findOutcome(stage.hub.chain, 'decision', id, decision)
      expect(told.height).toBe(String(hub.decided?.height))
      expect(await stage.api.call('GET', `/v1/records/${id}`)).toMatchObject({ equal: true })
      expect(await queryHubRecord(stage, id)).not.toBeNull()
    }
  },
  startMs,
)
