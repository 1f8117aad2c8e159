// The Store on Kysely: the same statements on SQLite and PostgreSQL, and every failure under a catalogue code.
import { type Dialect, Kysely, sql, type Transaction } from 'kysely'
import { storeError } from '../../database/errors.ts'
import { answers, insertKeys, insertRequests, intakeOf } from './intakeStatements.ts'
import { forgetRelays, KyselyRelays, type RelayStore } from './relays.ts'
import { dispatchRow, packetColumns, packetRow, page, requestRow, traceColumns, traceRow } from './rows.ts'
import { createTables, type Engine, projectionLock, type Tables } from './schema.ts'
import type {
  Answer,
  BlockChanges,
  DispatchRow,
  EditView,
  EventRow,
  Fold,
  Intake,
  NewRequest,
  PacketRow,
  Page,
  RequestRow,
  Store,
  TraceRow,
  ViewRow,
} from './store.ts'

// A statement may bind 32,766 values on SQLite; the widest table has 13 columns.
const rowsPerStatement = 500

/** Opens the tables, making what is missing. The caller closes the store, which closes the dialect's connections. */
export async function openKyselyStore(dialect: Dialect, engine: Engine): Promise<Store> {
  const db = new Kysely<Tables>({ dialect })
  const store = new KyselyStore(db, engine)
  await store.guard(() => createTables(db, engine))
  return store
}

class KyselyStore implements Store {
  readonly #db: Kysely<Tables>
  readonly #engine: Engine
  readonly relays: RelayStore

  constructor(db: Kysely<Tables>, engine: Engine) {
    this.#db = db
    this.#engine = engine
    this.relays = new KyselyRelays(db, (run) => this.guard(run))
  }

  /** Translates what a database throws; the only place that knows their codes is storeError. */
  async guard<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (cause) {
      throw storeError(cause)
    }
  }

  accept(batch: readonly NewRequest[]): Promise<readonly Intake[]> {
    return this.guard(() =>
      this.#db.transaction().execute(async (trx) => {
        const fresh = await insertKeys(trx, batch)
        const firsts = new Map([...batch].reverse().map((request) => [request.key, request]))
        const admitted = [...firsts.values()].filter((request) => fresh.has(request.key))
        await insertRequests(trx, admitted.reverse())
        const known = await answers(trx, [...firsts.keys()])
        return batch.map((request) => intakeOf(request, admitted.includes(request), known))
      }),
    )
  }

  answerOf(key: string): Promise<{ bodyHash: string; answer: Answer } | undefined> {
    return this.guard(async () => (await answers(this.#db, [key])).get(key))
  }

  request(transactionId: string): Promise<RequestRow | undefined> {
    return this.guard(async () => {
      const row = await joined(this.#db).where('requests.transaction_id', '=', transactionId).executeTakeFirst()
      return row === undefined ? undefined : requestRow(row)
    })
  }

  requests(options: { state?: string; before?: number; limit: number }): Promise<Page<RequestRow>> {
    return this.guard(async () => {
      let query = joined(this.#db)
        .orderBy('requests.seq', 'desc')
        .limit(options.limit + 1)
      if (options.state !== undefined) query = query.where('views.state', '=', options.state)
      if (options.before !== undefined) query = query.where('requests.seq', '<', options.before)
      const rows = (await query.execute()).map(requestRow)
      return page(rows, options.limit, (row) => row.seq)
    })
  }

  undispatched(limit: number): Promise<readonly DispatchRow[]> {
    return this.guard(async () => {
      const query = joined(this.#db)
        .where('requests.dispatches', '=', 0)
        .where('views.state', 'not in', ['applied', 'rejected'])
        .orderBy('requests.seq')
        .limit(limit)
      return (await query.execute()).map(dispatchRow)
    })
  }

  stalled(states: readonly string[], beforeMs: number, nowMs: number, limit: number): Promise<readonly DispatchRow[]> {
    return this.guard(async () => {
      const query = joined(this.#db)
        .where('views.state', 'in', [...states])
        .where('requests.dispatched_at_ms', '<', beforeMs)
        .where('requests.deadline_ms', '>', nowMs)
        .orderBy('requests.dispatched_at_ms')
        .limit(limit)
      return (await query.execute()).map(dispatchRow)
    })
  }

  overdue(states: readonly string[], nowMs: number, limit: number): Promise<readonly RequestRow[]> {
    return this.guard(async () => {
      const query = joined(this.#db)
        .where('views.state', 'in', [...states])
        .where('requests.deadline_ms', '<=', nowMs)
        .orderBy('requests.seq')
        .limit(limit)
      return (await query.execute()).map(requestRow)
    })
  }

  markDispatched(transactionIds: readonly string[], atMs: number): Promise<void> {
    return this.guard(async () => {
      if (transactionIds.length === 0) return
      await this.#rebuildable(async (trx) => {
        await trx
          .updateTable('requests')
          .set({ dispatches: sql<bigint>`dispatches + 1`, dispatched_at_ms: atMs })
          .where('transaction_id', 'in', [...transactionIds])
          .execute()
      })
    })
  }

  applyBlock(changes: BlockChanges, fold: Fold): Promise<readonly ViewRow[]> {
    return this.guard(() =>
      this.#rebuildable(async (trx) => {
        await this.#lock(trx)
        const covered = await heightOf(trx, changes.chainId)
        if (covered !== undefined && covered.height >= changes.height) return []
        const { chainId: chain_id, height, timeNs: time_ns } = changes
        await trx
          .insertInto('heights')
          .values({ chain_id, height, time_ns })
          .onConflict((oc) => oc.column('chain_id').doUpdateSet({ height, time_ns }))
          .execute()
        await insertTrace(trx, changes)
        const rows = fold(
          changes.trace,
          await viewsOf(
            trx,
            changes.trace.map((row) => row.transactionId),
          ),
        )
        await writeViews(trx, rows)
        return rows
      }),
    )
  }

  editViews(transactionIds: readonly string[], edit: EditView): Promise<void> {
    return this.guard(async () => {
      if (transactionIds.length === 0) return
      await this.#rebuildable(async (trx) => {
        await this.#lock(trx)
        const views = await viewsOf(trx, transactionIds)
        await writeViews(
          trx,
          [...views].flatMap(([id, view]) => edit(id, view) ?? []),
        )
      })
    })
  }

  syncedHeight(chainId: string): Promise<{ height: bigint; timeNs: bigint } | undefined> {
    return this.guard(() => heightOf(this.#db, chainId))
  }

  clearProjection(): Promise<void> {
    return this.guard(() =>
      this.#db.transaction().execute(async (trx) => {
        for (const table of ['trace', 'packets', 'heights', 'request_events', 'views'] as const) {
          await trx.deleteFrom(table).execute()
        }
        await sql`insert into views (transaction_id, state, view)
          select transaction_id, initial_state, initial_view from requests order by seq`.execute(trx)
        await forgetRelays(trx)
      }),
    )
  }

  view(transactionId: string): Promise<{ state: string; view: string } | undefined> {
    return this.guard(() =>
      this.#db
        .selectFrom('views')
        .select(['state', 'view'])
        .where('transaction_id', '=', transactionId)
        .executeTakeFirst(),
    )
  }

  views(options: {
    state?: string
    before?: number
    limit: number
  }): Promise<Page<{ transactionId: string; state: string; view: string }>> {
    return this.guard(async () => {
      let query = this.#db
        .selectFrom('views')
        .selectAll()
        .orderBy('seq', 'desc')
        .limit(options.limit + 1)
      if (options.state !== undefined) query = query.where('state', '=', options.state)
      if (options.before !== undefined) query = query.where('seq', '<', options.before)
      const rows = await query.execute()
      const found = page(rows, options.limit, (row) => Number(row.seq))
      const items = found.items.map(({ transaction_id, state, view }) => ({
        transactionId: transaction_id,
        state,
        view,
      }))
      return { items, next: found.next }
    })
  }

  trace(transactionId: string): Promise<readonly TraceRow[]> {
    return this.guard(async () => {
      const query = this.#db.selectFrom('trace').selectAll().where('transaction_id', '=', transactionId)
      const sorted = query.orderBy('time_ns').orderBy('chain_id').orderBy('tx_index').orderBy('event_index')
      return (await sorted.execute()).map(traceRow)
    })
  }

  packetTransactions(keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.guard(async () => {
      if (keys.length === 0) return new Map()
      const rows = await this.#db
        .selectFrom('packets')
        .selectAll()
        .where('key', 'in', [...keys])
        .execute()
      return new Map(rows.map(packetRow).map((row) => [row.key, row.transactionIds]))
    })
  }

  pendingPackets(options: { channelId?: string; after?: number; limit: number }): Promise<Page<PacketRow>> {
    return this.guard(async () => {
      let query = this.#db.selectFrom('packets').selectAll().where('settled_by', 'is', null)
      if (options.channelId !== undefined) query = query.where('channel_id', '=', options.channelId)
      if (options.after !== undefined) query = query.where('seq', '>', options.after)
      const rows = await query
        .orderBy('seq')
        .limit(options.limit + 1)
        .execute()
      const found = page(rows, options.limit, (row) => Number(row.seq))
      return { items: found.items.map(packetRow), next: found.next }
    })
  }

  eventsAfter(transactionId: string, seq: number, limit: number): Promise<readonly EventRow[]> {
    return this.guard(async () => {
      const query = this.#db.selectFrom('request_events').selectAll().where('transaction_id', '=', transactionId)
      const rows = await query.where('seq', '>', seq).orderBy('seq').limit(limit).execute()
      return rows.map((row) => ({ seq: Number(row.seq), type: row.type, data: row.data }))
    })
  }

  ping(): Promise<void> {
    return this.guard(async () => void (await sql`select 1`.execute(this.#db)))
  }

  close(): Promise<void> {
    return this.#db.destroy()
  }

  /**
   * A commit that is not waited for until it is on disk: after a power cut the newest of them may be missing, whole
   * and in order. The chains show them again, and what was handed over is handed over again, under the same job ids.
   * What was accepted from a user never goes this way.
   */
  #rebuildable<R>(run: (trx: Transaction<Tables>) => Promise<R>): Promise<R> {
    if (this.#engine === 'postgres') {
      return this.#db.transaction().execute(async (trx) => {
        await sql`set local synchronous_commit = off`.execute(trx)
        return run(trx)
      })
    }
    return this.#db.connection().execute(async (connection) => {
      await sql`pragma synchronous = normal`.execute(connection)
      try {
        return await connection.transaction().execute(run)
      } finally {
        await sql`pragma synchronous = full`.execute(connection)
      }
    })
  }

  /** SQLite has one writer anyway. */
  async #lock(trx: Transaction<Tables>): Promise<void> {
    if (this.#engine === 'postgres') await sql`select pg_advisory_xact_lock(${projectionLock})`.execute(trx)
  }
}

const joined = (db: Kysely<Tables>) =>
  db
    .selectFrom('requests')
    .innerJoin('views', 'views.transaction_id', 'requests.transaction_id')
    .selectAll('requests')
    .select(['views.state', 'views.view'])

async function heightOf(db: Kysely<Tables>, chainId: string): Promise<{ height: bigint; timeNs: bigint } | undefined> {
  const row = await db.selectFrom('heights').selectAll().where('chain_id', '=', chainId).executeTakeFirst()
  return row === undefined ? undefined : { height: BigInt(row.height), timeNs: BigInt(row.time_ns) }
}

async function insertTrace(trx: Transaction<Tables>, changes: BlockChanges): Promise<void> {
  for (const rows of chunks(changes.trace.map(traceColumns))) {
    await trx
      .insertInto('trace')
      .values(rows)
      .onConflict((oc) => oc.doNothing())
      .execute()
  }
  for (const rows of chunks(changes.packets.map(packetColumns))) {
    await trx
      .insertInto('packets')
      .values(rows)
      .onConflict((oc) => oc.column('key').doNothing())
      .execute()
  }
  for (const by of ['ack', 'timeout'] as const) {
    for (const rows of chunks(changes.settled.filter((one) => one.by === by))) {
      const keys = rows.map((one) => one.key)
      await trx.updateTable('packets').set({ settled_by: by }).where('key', 'in', keys).execute()
    }
  }
}

async function viewsOf(trx: Transaction<Tables>, transactionIds: readonly string[]): Promise<Map<string, string>> {
  const views = new Map<string, string>()
  for (const ids of chunks([...new Set(transactionIds)])) {
    const rows = await trx.selectFrom('views').selectAll().where('transaction_id', 'in', ids).execute()
    for (const row of rows) views.set(row.transaction_id, row.view)
  }
  return views
}

async function writeViews(trx: Transaction<Tables>, rows: readonly ViewRow[]): Promise<void> {
  for (const some of chunks(rows)) {
    await trx
      .insertInto('views')
      .values(some.map(({ transactionId, state, view }) => ({ transaction_id: transactionId, state, view })))
      .onConflict((oc) =>
        oc.column('transaction_id').doUpdateSet({
          state: (eb) => eb.ref('excluded.state'),
          view: (eb) => eb.ref('excluded.view'),
        }),
      )
      .execute()
    const events = some.flatMap((row) => (row.event ? [{ transaction_id: row.transactionId, ...row.event }] : []))
    if (events.length > 0) await trx.insertInto('request_events').values(events).execute()
  }
}

function chunks<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = []
  for (let start = 0; start < rows.length; start += rowsPerStatement)
    parts.push(rows.slice(start, start + rowsPerStatement))
  return parts
}
