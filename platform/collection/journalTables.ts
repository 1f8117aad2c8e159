// The tables of the journal: entries by their numbers, signed batches in the order of delivery, counts by the hour.
import { type ColumnType, type Generated, type Kysely, sql } from 'kysely'

/** SQLite reads 64-bit columns as bigint. */
type Int = ColumnType<bigint, bigint | number, bigint | number>

export type BatchState = 'signed' | 'delivered' | 'refused'

export type Tables = {
  entries: {
    stream_id: string
    device_id: string
    sequence: Int
    /** Canonical bytes; emptied once the batch holds them. */
    row: Uint8Array
    row_bytes: Int
    digest: string
    document: string
    accepted_at_ms: Int
    batched: Int
  }
  batches: {
    seq: Generated<bigint>
    batch_id: string
    attempt: Int
    stream_id: string
    device_id: string
    first: Int
    last: Int
    sent_ns: Int
    root: Uint8Array
    curve: string
    signature: Uint8Array
    content: Uint8Array
    /** 1 where the collection had it signed, and may again. */
    signed_here: Int
    state: string
  }
  counts: { stream_id: string; device_id: string; from_ms: Int; code: string; count: Int }
}

const statements = [
  `create table if not exists entries (stream_id text not null, device_id text not null, sequence integer not null,
    row blob not null, row_bytes integer not null, digest text not null, document text not null,
    accepted_at_ms integer not null, batched integer not null, primary key (stream_id, device_id, sequence))`,
  'create index if not exists entries_waiting on entries (stream_id, device_id, sequence) where batched = 0',
  'create index if not exists entries_batched on entries (stream_id, device_id, sequence) where batched = 1',
  `create table if not exists batches (seq integer primary key autoincrement, batch_id text not null,
    attempt integer not null, stream_id text not null, device_id text not null, first integer not null,
    last integer not null, sent_ns integer not null, root blob not null, curve text not null,
    signature blob not null, content blob not null, signed_here integer not null,
    state text not null, unique (batch_id, attempt))`,
  'create index if not exists batches_last on batches (stream_id, device_id, last, attempt)',
  "create index if not exists batches_signed on batches (stream_id, device_id, seq) where state = 'signed'",
  `create table if not exists counts (stream_id text not null, device_id text not null, from_ms integer not null,
    code text not null, count integer not null, primary key (stream_id, device_id, from_ms, code))`,
]

export async function createTables(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const statement of statements) await sql.raw(statement).execute(trx)
  })
}
