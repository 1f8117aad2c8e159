// The statements that take requests in: keys first, then what is new under them.
import type { Kysely, Transaction } from 'kysely'
import { requestColumns } from './rows.ts'
import type { Tables } from './schema.ts'
import type { Answer, Intake, NewRequest } from './store.ts'

/** Keys that this call is the first to use. */
export async function insertKeys(trx: Transaction<Tables>, batch: readonly NewRequest[]): Promise<ReadonlySet<string>> {
  const columns = batch.map(({ key, bodyHash, answer, receivedAtMs }) => ({
    key,
    body_hash: bodyHash,
    status: answer.status,
    location: answer.location,
    body: answer.body,
    at_ms: receivedAtMs,
  }))
  const inserted = await trx
    .insertInto('idempotency')
    .values(columns)
    .onConflict((oc) => oc.column('key').doNothing())
    .returning('key')
    .execute()
  return new Set(inserted.map((row) => row.key))
}

export async function insertRequests(trx: Transaction<Tables>, admitted: readonly NewRequest[]): Promise<void> {
  if (admitted.length === 0) return
  // The same transaction under another key is the same resource: the first one stays as it is.
  const inserted = await trx
    .insertInto('requests')
    .values(admitted.map(requestColumns))
    .onConflict((oc) => oc.column('transaction_id').doNothing())
    .returning('transaction_id')
    .execute()
  await trx
    .insertInto('views')
    .values(admitted.map(({ transactionId, state, view }) => ({ transaction_id: transactionId, state, view })))
    .onConflict((oc) => oc.column('transaction_id').doNothing())
    .execute()
  const fresh = new Set(inserted.map((row) => row.transaction_id))
  const events = admitted
    .filter((request) => fresh.delete(request.transactionId))
    .map(({ transactionId, event }) => ({ transaction_id: transactionId, ...event }))
  if (events.length > 0) await trx.insertInto('request_events').values(events).execute()
}

export async function answers(
  db: Kysely<Tables>,
  keys: readonly string[],
): Promise<Map<string, { bodyHash: string; answer: Answer }>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('idempotency')
    .selectAll()
    .where('key', 'in', [...keys])
    .execute()
  return new Map(
    rows.map((row) => {
      const answer = { status: Number(row.status), location: row.location, body: row.body }
      return [row.key, { bodyHash: row.body_hash, answer }]
    }),
  )
}

export function intakeOf(
  request: NewRequest,
  fresh: boolean,
  known: ReadonlyMap<string, { bodyHash: string; answer: Answer }>,
): Intake {
  if (fresh) return { kind: 'accepted', answer: request.answer }
  const earlier = known.get(request.key)
  if (earlier === undefined || earlier.bodyHash !== request.bodyHash) return { kind: 'conflict' }
  return { kind: 'replayed', answer: earlier.answer }
}
