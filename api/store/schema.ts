// The tables of the Store, once for both databases, and how a database is brought to them.
import { type ColumnType, type Generated, type Kysely, sql } from 'kysely'

/** 64-bit column: SQLite reads bigint, PostgreSQL reads text; every reader converts. */
type Int = ColumnType<bigint | number | string, bigint | number, bigint | number>
type NullableInt = ColumnType<bigint | number | string | null, bigint | number | null, bigint | number | null>

export type Tables = {
  requests: {
    seq: Generated<bigint | number | string>
    transaction_id: string
    manifest: Uint8Array
    authorisations: string
    contents: string
    chain_ids: string
    deadline_ms: Int
    received_at_ms: Int
    initial_state: string
    initial_view: string
    dispatches: Int
    dispatched_at_ms: NullableInt
  }
  idempotency: { key: string; body_hash: string; status: Int; location: string; body: string; at_ms: Int }
  views: { seq: Generated<bigint | number | string>; transaction_id: string; state: string; view: string }
  request_events: { seq: Generated<bigint | number | string>; transaction_id: string; type: string; data: string }
  heights: { chain_id: string; height: Int; time_ns: Int }
  trace: {
    chain_id: string
    height: Int
    tx_index: Int
    event_index: Int
    entry: Int
    transaction_id: string
    kind: string
    tx_hash: string
    time_ns: Int
    facts: string
    causes: string
  }
  packets: {
    seq: Generated<bigint | number | string>
    key: string
    source_chain_id: string
    channel_id: string
    sequence: Int
    destination_chain_id: string
    destination_channel_id: string
    kind: string
    transaction_ids: string
    timeout_ns: Int
    sent_height: Int
    sent_tx_hash: string
    sent_at_ns: Int
    settled_by: string | null
  }
  relays: {
    seq: Generated<bigint | number | string>
    id: string
    chain_id: string
    tx_hash: string
    received_at_ms: Int
    state: string
    view: string
    due_at_ms: NullableInt
    hand_overs: Int
    handed_over_at_ms: Int
  }
}

export type Engine = 'sqlite' | 'postgres'

// SERIAL and BYTES stand for what the two databases call these types.
const statements = [
  `create table if not exists requests (seq SERIAL, transaction_id text not null unique, manifest BYTES not null,
    authorisations text not null, contents text not null, chain_ids text not null, deadline_ms bigint not null,
    received_at_ms bigint not null, initial_state text not null, initial_view text not null,
    dispatches bigint not null default 0, dispatched_at_ms bigint)`,
  `create index if not exists requests_undispatched on requests (seq) where dispatches = 0`,
  `create table if not exists idempotency (key text primary key, body_hash text not null, status bigint not null,
    location text not null, body text not null, at_ms bigint not null)`,
  `create table if not exists views (seq SERIAL, transaction_id text not null unique, state text not null,
    view text not null)`,
  `create index if not exists views_state on views (state, seq)`,
  `create table if not exists request_events (seq SERIAL, transaction_id text not null, type text not null,
    data text not null)`,
  `create index if not exists request_events_transaction on request_events (transaction_id, seq)`,
  `create table if not exists heights (chain_id text primary key, height bigint not null, time_ns bigint not null)`,
  `create table if not exists trace (chain_id text not null, height bigint not null, tx_index bigint not null,
    event_index bigint not null, entry bigint not null, transaction_id text not null, kind text not null,
    tx_hash text not null, time_ns bigint not null, facts text not null, causes text not null,
    primary key (chain_id, height, tx_index, event_index, entry))`,
  `create index if not exists trace_transaction on trace (transaction_id)`,
  `create table if not exists packets (seq SERIAL, key text not null unique, source_chain_id text not null,
    channel_id text not null, sequence bigint not null, destination_chain_id text not null,
    destination_channel_id text not null, kind text not null, transaction_ids text not null,
    timeout_ns bigint not null, sent_height bigint not null, sent_tx_hash text not null,
    sent_at_ns bigint not null, settled_by text)`,
  `create index if not exists packets_pending on packets (seq) where settled_by is null`,
  `create table if not exists relays (seq SERIAL, id text not null unique, chain_id text not null,
    tx_hash text not null, received_at_ms bigint not null, state text not null, view text not null,
    due_at_ms bigint, hand_overs bigint not null, handed_over_at_ms bigint not null)`,
  `create index if not exists relays_due on relays (due_at_ms) where due_at_ms is not null`,
]

const words: Readonly<Record<Engine, { readonly SERIAL: string; readonly BYTES: string }>> = {
  sqlite: { SERIAL: 'integer primary key autoincrement', BYTES: 'blob' },
  postgres: { SERIAL: 'bigserial primary key', BYTES: 'bytea' },
}

/** Makes every table that is missing; two processes that start at once wait for each other. */
export async function createTables(db: Kysely<Tables>, engine: Engine): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (engine === 'postgres') await sql`select pg_advisory_xact_lock(${schemaLock})`.execute(trx)
    for (const statement of statements) {
      const text = statement.replaceAll('SERIAL', words[engine].SERIAL).replaceAll('BYTES', words[engine].BYTES)
      await sql.raw(text).execute(trx)
    }
  })
}

const schemaLock = 7_203_001
/** Held while a block is applied: two processes on one PostgreSQL never fold the same views at once. */
export const projectionLock = 7_203_002
