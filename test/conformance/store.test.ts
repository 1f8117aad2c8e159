// One suite for every Store: SQLite and PostgreSQL keep the same promises.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { editView, foldViews, parseView } from '../../api/project.ts'
import { openKyselyStore } from '../../api/store/kyselyStore.ts'
import type { Store } from '../../api/store/store.ts'
import { openPostgres } from '../../database/postgres.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { type Cluster, postgresBin, startCluster } from '../fakes/postgresCluster.ts'
import { blockCase, idOf, packetCase, relayCase, requestCase, traceCase } from './storeCases.ts'

type Engine = {
  readonly name: string
  prepare(): Promise<void>
  /** Opens a database by name; the same name is the same database. */
  open(database: string): Promise<Store>
  remove(): Promise<void>
}

let folder = ''
const sqlite: Engine = {
  name: 'SQLite',
  async prepare() {
    folder = mkdtempSync(join(tmpdir(), 'causeway-store-'))
  },
  open: (database) => openKyselyStore(openSqlite(join(folder, `${database}.db`)), 'sqlite'),
  async remove() {
    rmSync(folder, { recursive: true, force: true })
  },
}

let cluster: Cluster
const databases = new Set<string>()
const postgres: Engine = {
  name: 'PostgreSQL',
  async prepare() {
    const bin = postgresBin()
    // Debian's package postgresql is part of what the suite needs; without it this is a failure, not a skipped test.
    if (bin === undefined) throw new Error('PostgreSQL is not installed')
    cluster = await startCluster(bin)
  },
  async open(database) {
    if (!databases.has(database)) cluster.create(database)
    databases.add(database)
    return openKyselyStore(openPostgres(cluster.url(database)), 'postgres')
  },
  remove: () => cluster.stop(),
}

describe.each([sqlite, postgres])('the Store on $name', (engine) => {
  let store: Store
  let count = 0
  let database = ''

  beforeAll(() => engine.prepare(), 60_000)
  afterAll(() => engine.remove())
  beforeEach(async () => {
    count += 1
    database = `case${count}`
    store = await engine.open(database)
  })
  afterEach(() => store.close())

  test('an accepted request is there after a restart, with every byte', async () => {
    const request = requestCase('one')
    expect(await store.accept([request])).toEqual([{ kind: 'accepted', answer: request.answer }])
    await store.close()
    store = await engine.open(database)
    const [row] = await store.undispatched(10)
    expect(row).toMatchObject({
      transactionId: request.transactionId,
      manifest: request.manifest,
      authorisations: request.authorisations,
      contents: request.contents,
      chainIds: request.chainIds,
      deadlineMs: request.deadlineMs,
      state: 'received',
      dispatches: 0,
    })
  })

  test('the same key with the same body is answered as before, for ever', async () => {
    const request = requestCase('one')
    await store.accept([request])
    const later = { ...request, answer: { ...request.answer, body: 'another' } }
    expect(await store.accept([later])).toEqual([{ kind: 'replayed', answer: request.answer }])
    expect(await store.answerOf(request.key)).toEqual({ bodyHash: request.bodyHash, answer: request.answer })
  })

  test('the same key with another body is a conflict and keeps nothing of it', async () => {
    await store.accept([requestCase('one')])
    const other = requestCase('two', { key: requestCase('one').key })
    expect(await store.accept([other])).toEqual([{ kind: 'conflict' }])
    expect(await store.request(other.transactionId)).toBeUndefined()
  })

  test('one batch holds new, repeated and conflicting requests, each with its own answer', async () => {
    await store.accept([requestCase('one')])
    const kinds = await store.accept([
      requestCase('two'),
      requestCase('one'),
      requestCase('three', { key: requestCase('two').key }),
      requestCase('four'),
    ])
    expect(kinds.map((one) => one.kind)).toEqual(['accepted', 'replayed', 'conflict', 'accepted'])
    const ids = (await store.undispatched(10)).map((row) => row.transactionId)
    expect(ids).toEqual(['one', 'two', 'four'].map(idOf))
  })

  test('the same transaction under another key is the same resource', async () => {
    await store.accept([requestCase('one')])
    expect(await store.accept([requestCase('one', { key: 'other', bodyHash: 'other' })])).toMatchObject([
      { kind: 'accepted' },
    ])
    expect((await store.requests({ limit: 10 })).items).toHaveLength(1)
    expect(await store.eventsAfter(idOf('one'), 0, 10)).toHaveLength(1)
  })

  test('two callers who use one key at the same time get one acceptance', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => store.accept([requestCase('one')])))
    expect(results.flat().filter((one) => one.kind === 'accepted')).toHaveLength(1)
    expect(results.flat().filter((one) => one.kind === 'replayed')).toHaveLength(3)
  })

  test('what was handed over is no longer undispatched, and counts its rounds', async () => {
    await store.accept([requestCase('one'), requestCase('two')])
    await store.markDispatched([idOf('one')], 5)
    await store.markDispatched([idOf('one')], 9)
    expect((await store.undispatched(10)).map((row) => row.transactionId)).toEqual([idOf('two')])
    expect(await store.request(idOf('one'))).toMatchObject({ dispatches: 2, dispatchedAtMs: 9 })
  })

  test('stalled requests are those of the asked states, handed over long ago, before their deadline', async () => {
    const names = ['old', 'new', 'late', 'done']
    await store.accept(names.map((name) => requestCase(name, name === 'late' ? { deadlineMs: 50 } : {})))
    await store.markDispatched(['old', 'late', 'done'].map(idOf), 10)
    await store.markDispatched([idOf('new')], 90)
    await store.editViews(
      names.map(idOf),
      editView((view) => ({ ...view, queued: true })),
    )
    await store.editViews(
      [idOf('done')],
      editView((view) => ({ ...view, rejected: 'X' })),
    )
    const rows = await store.stalled(['queued'], 60, 70, 10)
    expect(rows.map((row) => row.transactionId)).toEqual([idOf('old')])
    expect((await store.overdue(['queued'], 70, 10)).map((row) => row.transactionId)).toEqual([idOf('late')])
  })

  test('a block changes views, trace, packets and height together, and only once', async () => {
    await store.accept([requestCase('one')])
    const trace = [traceCase('one'), traceCase('one', { eventIndex: 1, kind: 'packet_sent', causes: ['a/b/c/1'] })]
    const block = blockCase({ trace, packets: [packetCase(1n)] })
    expect(await store.applyBlock(block, foldViews)).toMatchObject([{ transactionId: idOf('one'), state: 'preparing' }])
    expect(await store.applyBlock(block, foldViews)).toEqual([])
    expect(await store.trace(idOf('one'))).toEqual(trace)
    expect(await store.syncedHeight('zone-a')).toEqual({ height: 7n, timeNs: 2n ** 60n })
    expect((await store.request(idOf('one')))?.state).toBe('preparing')
    expect((await store.eventsAfter(idOf('one'), 0, 10)).map((event) => event.type)).toEqual(['received', 'preparing'])
  })

  test('a block whose folding fails leaves nothing behind', async () => {
    const fail = (): never => {
      throw new Error('the fold failed')
    }
    const block = blockCase({ trace: [traceCase('one')], packets: [packetCase(1n)] })
    await expect(store.applyBlock(block, fail)).rejects.toThrow('the fold failed')
    expect(await store.syncedHeight('zone-a')).toBeUndefined()
    expect(await store.trace(idOf('one'))).toEqual([])
    expect((await store.pendingPackets({ limit: 10 })).items).toEqual([])
  })

  test('blocks of several chains that arrive at once all count', async () => {
    await store.accept([requestCase('one')])
    const chains = ['zone-a', 'zone-b', 'zone-c', 'zone-d']
    const blocks = chains.map((chainId) => blockCase({ chainId, trace: [traceCase('one', { chainId })] }))
    await Promise.all(blocks.map((block) => store.applyBlock(block, foldViews)))
    const legs = parseView((await store.view(idOf('one')))?.view).legs
    expect(chains.map((chainId) => legs[chainId]?.state)).toEqual(chains.map(() => 'voted'))
  })

  test('a packet is pending until its sender is released', async () => {
    const packets = [packetCase(1n), packetCase(2n), packetCase(3n, { channelId: 'channel-9' })]
    await store.applyBlock(blockCase({ packets }), foldViews)
    const settled = [{ key: packetCase(2n).key, by: 'timeout' as const }]
    await store.applyBlock(blockCase({ height: 8n, settled }), foldViews)
    expect((await store.pendingPackets({ limit: 10 })).items).toEqual([packets[0], packets[2]])
    expect((await store.pendingPackets({ channelId: 'channel-9', limit: 10 })).items).toEqual([packets[2]])
    expect(await store.packetTransactions([packetCase(2n).key])).toEqual(new Map([[packetCase(2n).key, [idOf('one')]]]))
  })

  test('lists come in pages without gap or repetition', async () => {
    const names = ['one', 'two', 'three', 'four', 'five']
    await store.accept(names.map((name) => requestCase(name)))
    const first = await store.requests({ limit: 2 })
    const second = await store.requests({ limit: 2, before: first.next ?? 0 })
    const third = await store.requests({ limit: 2, before: second.next ?? 0 })
    const seen = [first, second, third].flatMap((page) => page.items.map((row) => row.transactionId))
    expect(seen).toEqual([...names].reverse().map(idOf))
    expect(third.next).toBeUndefined()
    expect((await store.views({ limit: 10, state: 'received' })).items).toHaveLength(5)
  })

  test('the projection can be forgotten and rebuilt; accepted requests stay', async () => {
    await store.accept([requestCase('one')])
    const block = blockCase({ trace: [traceCase('one')], packets: [packetCase(1n)] })
    await store.applyBlock(block, foldViews)
    const before = await store.view(idOf('one'))
    await store.clearProjection()
    expect(await store.view(idOf('one'))).toMatchObject({ state: 'received' })
    await store.applyBlock(block, foldViews)
    expect(await store.view(idOf('one'))).toEqual(before)
    expect(await store.answerOf(requestCase('one').key)).toBeDefined()
  })

  test('a hundred requests in one batch are one commit each of them can rely on', async () => {
    const batch = Array.from({ length: 100 }, (_, index) => requestCase(`batch ${index}`))
    const results = await store.accept(batch)
    expect(results.every((one) => one.kind === 'accepted')).toBe(true)
    expect(await store.undispatched(1000)).toHaveLength(100)
  })

  test('a tx that is followed is there after a restart, as it was kept', async () => {
    const relay = relayCase('one')
    const fresh = { state: 'UNKNOWN', view: '', dueAtMs: relay.receivedAtMs, handOvers: 0, handedOverAtMs: 0 }
    expect(await store.relays.keep(relay)).toMatchObject({ ...relay, ...fresh })
    await store.close()
    store = await engine.open(database)
    expect(await store.relays.find(relay.id)).toMatchObject({ ...relay, ...fresh })
    expect(await store.relays.find(relayCase('two').id)).toBeUndefined()
  })

  test('a tx that is handed in again keeps what was seen of it, and is due again', async () => {
    const relay = relayCase('one')
    await store.relays.keep(relay)
    const seen = { state: 'COMPLETE', view: '{"packets":[]}', dueAtMs: undefined, handOvers: 3, handedOverAtMs: 70 }
    await store.relays.save(relay, seen)
    expect(await store.relays.find(relay.id)).toMatchObject({ ...seen, dueAtMs: undefined })
    const again = { ...relay, receivedAtMs: relay.receivedAtMs + 5 }
    const { state, view } = seen
    const due = { state, view, receivedAtMs: again.receivedAtMs, dueAtMs: again.receivedAtMs, handOvers: 0 }
    expect(await store.relays.keep(again)).toMatchObject(due)
    // Who has read the row before changes nothing any more.
    await store.relays.save(relay, { ...seen, state: 'FAILED' })
    expect(await store.relays.find(relay.id)).toMatchObject(due)
  })

  test('txs that are due come longest due first; what has ended does not come, and is not counted', async () => {
    const relays = ['one', 'two', 'three', 'four'].map((name) => relayCase(name))
    for (const relay of relays) await store.relays.keep(relay)
    const seen = { state: 'PENDING', view: '', handOvers: 0, handedOverAtMs: 0 }
    for (const [index, dueAtMs] of [30, undefined, 10, 99].entries()) {
      await store.relays.save(relays[index] ?? relayCase(''), { ...seen, dueAtMs })
    }
    const due = async (limit: number) => (await store.relays.due(50, limit)).map(({ id }) => id)
    expect(await due(10)).toEqual([relayCase('three').id, relayCase('one').id])
    expect(await due(1)).toEqual([relayCase('three').id])
    expect(await store.relays.countOpen()).toBe(3)
    await store.relays.makeDue(relayCase('two').id, 5)
    expect(await due(1)).toEqual([relayCase('two').id])
    await store.clearProjection()
    expect(await store.relays.countOpen()).toBe(4)
    expect(await store.relays.find(relayCase('one').id)).toMatchObject({ state: 'UNKNOWN', view: '', dueAtMs: 0 })
  })

  test('followed txs are listed newest first, by chain and by hash, in pages', async () => {
    for (const name of ['one', 'two', 'three']) await store.relays.keep(relayCase(name))
    await store.relays.keep(relayCase('one', { id: 'other', chainId: 'zone-b' }))
    const idsOf = async (options: { chainId?: string; txHash?: string; before?: number; limit: number }) => {
      const { items, next } = await store.relays.list(options)
      return { ids: items.map(({ id }) => id), next }
    }
    const first = await idsOf({ chainId: 'zone-a', limit: 2 })
    expect(first.ids).toEqual(['three', 'two'].map((name) => relayCase(name).id))
    const rest = await idsOf({ chainId: 'zone-a', limit: 2, before: first.next ?? 0 })
    expect(rest).toEqual({ ids: [relayCase('one').id], next: undefined })
    const { txHash } = relayCase('one')
    expect((await idsOf({ txHash, limit: 9 })).ids).toEqual(['other', relayCase('one').id])
  })
})

describe('a database that cannot write', () => {
  test('a full disk is STORE_FULL, and what was accepted before stays', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'causeway-full-')), 'full.db')
    const store = await openKyselyStore(openSqlite(path, { pagesMax: 64 }), 'sqlite')
    const content = new Uint8Array(40_000)
    const accepted: string[] = []
    const fill = async (): Promise<void> => {
      for (let index = 0; index < 20; index += 1) {
        const contents = [{ chainId: 'zone-b', operation: 0, content }]
        const request = requestCase(`large ${index}`, { contents })
        await store.accept([request])
        accepted.push(request.transactionId)
      }
    }
    await expect(fill()).rejects.toMatchObject({ code: 'STORE_FULL', status: 507 })
    expect(accepted.length).toBeGreaterThan(0)
    await store.close()
    // With space again, exactly what was answered is there, and new requests are taken.
    const reopened = await openKyselyStore(openSqlite(path), 'sqlite')
    expect((await reopened.undispatched(100)).map((row) => row.transactionId)).toEqual(accepted)
    expect(await reopened.accept([requestCase('after')])).toMatchObject([{ kind: 'accepted' }])
    await reopened.close()
  })

  test('a PostgreSQL that does not listen is STORE_UNAVAILABLE', async () => {
    const store = openKyselyStore(openPostgres('postgres://nobody@127.0.0.1:1/none'), 'postgres')
    await expect(store).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', status: 503 })
  })
})
