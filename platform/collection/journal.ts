// The journal on Kysely: what is answered is on disk before, and what was on disk is all that a restart needs.
import { type Dialect, Kysely, type Selectable, sql, type Transaction } from 'kysely'
import { type BatchName, batchId, type Curve, type SignedBatch } from '../../core/batch.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import { storeError } from '../../database/errors.ts'
import { gather, type Settled } from './gather.ts'
import { type BatchState, createTables, type Tables } from './journalTables.ts'
import { countSpanMs, pendingEntriesMax, submissionsMax } from './limits.ts'

export type Source = { readonly streamId: string; readonly deviceId: string }
export type JournalEntry = { readonly sequence: bigint; readonly row: Uint8Array; readonly digest: string }
export type Waiting = JournalEntry & { readonly rowBytes: number; readonly acceptedAtMs: number }
export type Submission = {
  readonly source: Source
  /** sha256 of the document, in hex. */
  readonly document: string
  readonly entries: readonly JournalEntry[]
  readonly atMs: number
}
export type KeptBatch = SignedBatch & { readonly signedHere: boolean }
export type Accepted = { readonly accepted: number; readonly repeated: number }
export type Count = { readonly fromMs: number; readonly code: string; readonly count: number }

/** What is on disk. One writer process for each file. Does NOT sign, deliver or decide what a batch is. */
export interface Journal {
  /** All entries of a document or none. Throws BATCH_CONFLICT where a number is taken by other content. */
  accept(submission: Submission): Promise<Accepted>
  /** Devices with entries that wait. */
  waitingSources(): Promise<readonly Source[]>
  /** In the order of their numbers, from `first`. */
  waiting(source: Source, first: bigint, limit: number): Promise<readonly Waiting[]>
  /** The highest number that is in a batch; undefined for none. */
  lastBatched(source: Source): Promise<bigint | undefined>
  /** Keeps a signed batch and takes its entries from those that wait, in one step. */
  keepBatch(batch: SignedBatch): Promise<void>
  /** A batch that the device signed, with its entries; false where it was kept before. */
  acceptBatch(batch: SignedBatch, entries: readonly JournalEntry[], atMs: number): Promise<boolean>
  /** Devices with batches that are not settled. */
  undeliveredSources(): Promise<readonly Source[]>
  /** In the order of their numbers. */
  undelivered(source: Source, limit: number): Promise<readonly KeptBatch[]>
  /** The batch that ends with that entry, whatever became of it; its newest attempt where none is named. */
  kept(source: Source, last: bigint, attempt?: number): Promise<KeptBatch | undefined>
  /** The same batch, signed anew for another time. */
  renew(batch: SignedBatch): Promise<void>
  settle(name: BatchName, state: Exclude<BatchState, 'signed'>): Promise<void>
  count(source: Source, code: string, atMs: number): Promise<void>
  counts(source: Source, fromMs: number, toMs: number): Promise<readonly Count[]>
  close(): Promise<void>
}

/** The caller owns the dialect's file. */
export async function openJournal(dialect: Dialect, waitingMax: number = pendingEntriesMax): Promise<Journal> {
  const db = new Kysely<Tables>({ dialect })
  const guard = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (cause) {
      throw storeError(cause)
    }
  }
  const atomic = <T>(run: (trx: Transaction<Tables>) => Promise<T>): Promise<T> =>
    guard(() => db.transaction().execute(run))
  await guard(() => createTables(db))
  return {
    accept: gather((submissions) => atomic((trx) => acceptAll(trx, submissions, waitingMax)), submissionsMax),
    waitingSources: () => guard(() => waitingSources(db)),
    waiting: (source, first, limit) => guard(() => waiting(db, source, first, limit)),
    lastBatched: (source) => guard(() => lastBatched(db, source)),
    keepBatch: (batch) => atomic((trx) => keepBatch(trx, batch)),
    acceptBatch: (batch, entries, atMs) => atomic((trx) => acceptBatch(trx, batch, entries, atMs)),
    undeliveredSources: () => guard(() => undeliveredSources(db)),
    undelivered: (source, limit) => guard(() => undelivered(db, source, limit)),
    kept: (source, last, attempt) => guard(() => kept(db, source, last, attempt)),
    renew: (batch) => guard(() => renew(db, batch)),
    settle: (name, state) => guard(() => settle(db, name, state)),
    count: (source, code, atMs) => guard(() => addCount(db, source, code, atMs, 1)),
    counts: (source, fromMs, toMs) => guard(() => counts(db, source, fromMs, toMs)),
    close: () => db.destroy(),
  }
}

type Db = Kysely<Tables>

const entryColumns = (source: Source, document: string, atMs: number) => (entry: JournalEntry) => ({
  stream_id: source.streamId,
  device_id: source.deviceId,
  sequence: entry.sequence,
  row: entry.row,
  row_bytes: entry.row.length,
  digest: entry.digest,
  document,
  accepted_at_ms: atMs,
  batched: 0,
})

/** Each submission by itself inside one commit: one that is refused takes none of the others with it. */
async function acceptAll(
  trx: Db,
  submissions: readonly Submission[],
  waitingMax: number,
): Promise<readonly Settled<Accepted>[]> {
  const results: Settled<Accepted>[] = []
  for (const submission of submissions) {
    await sql`savepoint submission`.execute(trx)
    try {
      results.push({ value: await accept(trx, submission, waitingMax) })
    } catch (error) {
      if (!isCausewayError(error)) throw error
      await sql`rollback to submission`.execute(trx)
      results.push({ error })
    }
    await sql`release submission`.execute(trx)
  }
  return results
}

async function accept(trx: Db, { source, document, entries, atMs }: Submission, waitingMax: number): Promise<Accepted> {
  const fresh = await insertEntries(trx, entries.map(entryColumns(source, document, atMs)))
  const repeated = entries.filter(({ sequence }) => !fresh.has(sequence))
  await checkRepeated(trx, source, repeated, document)
  const last = await lastBatched(trx, source)
  const behind = [...fresh].find((sequence) => last !== undefined && sequence <= last)
  if (behind !== undefined) throw new CausewayError('BATCH_CONFLICT', { sequence: String(behind) })
  if (fresh.size > 0) await checkRoom(trx, source, waitingMax)
  await addCount(trx, source, 'ACCEPTED', atMs, fresh.size)
  return { accepted: fresh.size, repeated: repeated.length }
}

type EntryColumns = ReturnType<ReturnType<typeof entryColumns>>

/** The numbers that were free. */
async function insertEntries(trx: Db, columns: readonly EntryColumns[]): Promise<ReadonlySet<bigint>> {
  const inserted = await trx
    .insertInto('entries')
    .values([...columns])
    .onConflict((oc) => oc.doNothing())
    .returning('sequence')
    .execute()
  return new Set(inserted.map(({ sequence }) => sequence))
}

/** The same content, or the same document (whose relative times resolve anew), is the same submission again. */
async function checkRepeated(
  trx: Db,
  source: Source,
  repeated: readonly JournalEntry[],
  document: string,
): Promise<void> {
  if (repeated.length === 0) return
  const rows = await ofSource(trx, source)
    .where(
      'sequence',
      'in',
      repeated.map(({ sequence }) => sequence),
    )
    .select(['sequence', 'digest', 'document'])
    .execute()
  const known = new Map(rows.map((row) => [row.sequence, row]))
  const other = repeated.find(({ sequence, digest }) => {
    const kept = known.get(sequence)
    return kept?.digest !== digest && kept?.document !== document
  })
  if (other !== undefined) throw new CausewayError('BATCH_CONFLICT', { sequence: String(other.sequence) })
}

async function checkRoom(trx: Db, source: Source, waitingMax: number): Promise<void> {
  const row = await ofSource(trx, source)
    .where('batched', '=', 0n)
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow()
  if (row.count > waitingMax) throw new CausewayError('BACKLOG_FULL', { waiting: String(waitingMax) })
}

const ofSource = (db: Db, { streamId, deviceId }: Source) =>
  db.selectFrom('entries').where('stream_id', '=', streamId).where('device_id', '=', deviceId)

async function waitingSources(db: Db): Promise<readonly Source[]> {
  const rows = await db
    .selectFrom('entries')
    .select(['stream_id', 'device_id'])
    .distinct()
    .where('batched', '=', 0n)
    .execute()
  return rows.map((row) => ({ streamId: row.stream_id, deviceId: row.device_id }))
}

async function waiting(db: Db, source: Source, first: bigint, limit: number): Promise<readonly Waiting[]> {
  const waits = ofSource(db, source).where('batched', '=', 0n).where('sequence', '>=', first)
  const query = waits.orderBy('sequence').limit(limit)
  const rows = await query.select(['sequence', 'row', 'row_bytes', 'digest', 'accepted_at_ms']).execute()
  return rows.map((row) => ({
    sequence: row.sequence,
    row: row.row,
    rowBytes: Number(row.row_bytes),
    digest: row.digest,
    acceptedAtMs: Number(row.accepted_at_ms),
  }))
}

async function lastBatched(db: Db, source: Source): Promise<bigint | undefined> {
  const query = ofSource(db, source).where('batched', '=', 1n).orderBy('sequence', 'desc').limit(1)
  return (await query.select('sequence').executeTakeFirst())?.sequence
}

async function keepBatch(trx: Db, batch: SignedBatch): Promise<void> {
  const taken = (await insertBatch(trx, batch, true)) && (await takeEntries(trx, batch))
  // Between planning and signing the device may have sent a batch of its own.
  if (!taken) throw new CausewayError('BATCH_CONFLICT', { id: batchId(batch) })
}

/** True when every entry of the batch waited and is now in it. */
async function takeEntries(trx: Db, { streamId, deviceId, first, last }: SignedBatch): Promise<boolean> {
  const update = trx.updateTable('entries').set({ batched: 1, row: new Uint8Array() })
  const inRange = update.where('sequence', '>=', first).where('sequence', '<=', last).where('batched', '=', 0n)
  const ofDevice = inRange.where('stream_id', '=', streamId).where('device_id', '=', deviceId)
  return (await ofDevice.executeTakeFirst()).numUpdatedRows === last - first + 1n
}

async function insertBatch(trx: Db, batch: SignedBatch, signedHere: boolean): Promise<boolean> {
  const columns = {
    batch_id: batchId(batch),
    attempt: batch.attempt,
    stream_id: batch.streamId,
    device_id: batch.deviceId,
    first: batch.first,
    last: batch.last,
    sent_ns: batch.sentNs,
    root: batch.root,
    curve: batch.curve,
    signature: batch.signature,
    content: batch.content,
    signed_here: signedHere ? 1 : 0,
    state: 'signed',
  }
  const insert = trx
    .insertInto('batches')
    .values(columns)
    .onConflict((oc) => oc.doNothing())
  return (await insert.executeTakeFirst()).numInsertedOrUpdatedRows === 1n
}

async function acceptBatch(
  trx: Db,
  batch: SignedBatch,
  entries: readonly JournalEntry[],
  atMs: number,
): Promise<boolean> {
  if (!(await insertBatch(trx, batch, false))) return checkSameBatch(trx, batch)
  if (batch.attempt === 1) await claim(trx, batch, entries, atMs)
  else await correct(trx, batch, entries, atMs)
  await addCount(trx, batch, 'ACCEPTED', atMs, entries.length)
  return true
}

/** The root may not differ; a new signature counts, because an old one may have become too old for the chain. */
async function checkSameBatch(trx: Db, batch: SignedBatch): Promise<false> {
  const id = batchId(batch)
  const query = trx.selectFrom('batches').where('batch_id', '=', id).where('attempt', '=', BigInt(batch.attempt))
  const { root } = await query.select('root').executeTakeFirstOrThrow()
  if (Buffer.compare(root, batch.root) !== 0) throw new CausewayError('BATCH_CONFLICT', { id })
  await renew(trx, batch)
  return false
}

/** Numbers that are free or wait with the same content; what is in another batch is taken. */
async function claim(trx: Db, batch: SignedBatch, entries: readonly JournalEntry[], atMs: number): Promise<void> {
  const last = await lastBatched(trx, batch)
  if (last !== undefined && batch.first <= last) throw new CausewayError('BATCH_CONFLICT', { id: batchId(batch) })
  if (last !== undefined && batch.first !== last + 1n)
    throw new CausewayError('SEQUENCE_GAP', { next: String(last + 1n) })
  const fresh = await insertEntries(trx, entries.map(entryColumns(batch, '', atMs)))
  const repeated = entries.filter(({ sequence }) => !fresh.has(sequence))
  await checkRepeated(trx, batch, repeated, 'a batch is no document')
  await takeEntries(trx, batch)
}

/** The next attempt of the same entries: from now on this is their content. */
async function correct(trx: Db, batch: SignedBatch, entries: readonly JournalEntry[], atMs: number): Promise<void> {
  const columns = entries
    .map(entryColumns(batch, '', atMs))
    .map((entry) => ({ ...entry, row: new Uint8Array(), batched: 1 }))
  await trx
    .insertInto('entries')
    .values(columns)
    .onConflict((oc) => oc.doUpdateSet({ digest: sql`excluded.digest`, document: '' }))
    .execute()
}

async function undeliveredSources(db: Db): Promise<readonly Source[]> {
  const signed = db.selectFrom('batches').where('state', '=', 'signed')
  const rows = await signed.select(['stream_id', 'device_id']).distinct().execute()
  return rows.map((row) => ({ streamId: row.stream_id, deviceId: row.device_id }))
}

async function undelivered(db: Db, { streamId, deviceId }: Source, limit: number): Promise<readonly KeptBatch[]> {
  const signed = db.selectFrom('batches').selectAll().where('state', '=', 'signed')
  const ofDevice = signed.where('stream_id', '=', streamId).where('device_id', '=', deviceId)
  const rows = await ofDevice.orderBy('seq').limit(limit).execute()
  return rows.map(keptOf)
}

async function kept(db: Db, { streamId, deviceId }: Source, last: bigint, attempt?: number) {
  const ofDevice = db.selectFrom('batches').where('stream_id', '=', streamId).where('device_id', '=', deviceId)
  const ending = ofDevice.where('last', '=', last).selectAll().orderBy('attempt', 'desc').limit(1)
  const one = attempt === undefined ? ending : ending.where('attempt', '=', BigInt(attempt))
  const row = await one.executeTakeFirst()
  return row && keptOf(row)
}

const keptOf = (row: Selectable<Tables['batches']>): KeptBatch => ({
  streamId: row.stream_id,
  deviceId: row.device_id,
  attempt: Number(row.attempt),
  first: row.first,
  last: row.last,
  sentNs: row.sent_ns,
  root: row.root,
  curve: row.curve as Curve,
  signature: row.signature,
  content: row.content,
  signedHere: row.signed_here === 1n,
})

async function renew(db: Db, batch: SignedBatch): Promise<void> {
  const { sentNs: sent_ns, signature, curve } = batch
  const update = db.updateTable('batches').set({ sent_ns, signature, curve }).where('batch_id', '=', batchId(batch))
  await update.where('attempt', '=', BigInt(batch.attempt)).where('state', '=', 'signed').execute()
}

async function settle(db: Db, name: BatchName, state: BatchState): Promise<void> {
  const update = db.updateTable('batches').set({ state }).where('batch_id', '=', batchId(name))
  await update.where('attempt', '=', BigInt(name.attempt)).execute()
}

async function addCount(db: Db, source: Source, code: string, atMs: number, count: number): Promise<void> {
  if (count === 0) return
  const from_ms = BigInt(atMs - (atMs % countSpanMs))
  await db
    .insertInto('counts')
    .values({ stream_id: source.streamId, device_id: source.deviceId, from_ms, code, count })
    .onConflict((oc) =>
      oc
        .columns(['stream_id', 'device_id', 'from_ms', 'code'])
        .doUpdateSet({ count: sql`counts.count + excluded.count` }),
    )
    .execute()
}

async function counts(db: Db, source: Source, fromMs: number, toMs: number): Promise<readonly Count[]> {
  const rows = await db
    .selectFrom('counts')
    .where('stream_id', '=', source.streamId)
    .where('device_id', '=', source.deviceId)
    .where('from_ms', '>=', BigInt(fromMs - (fromMs % countSpanMs)))
    .where('from_ms', '<', BigInt(toMs))
    .orderBy('from_ms')
    .orderBy('code')
    .select(['from_ms', 'code', 'count'])
    .execute()
  return rows.map((row) => ({ fromMs: Number(row.from_ms), code: row.code, count: Number(row.count) }))
}
