// The part of the Store that remembers txs whose packets somebody wants to follow: the port, and its statements.
import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import { page } from './rows.ts'
import type { Tables } from './schema.ts'
import type { Page } from './store.ts'

/** A tx on its way in: which one, and nothing that a chain could not show. */
export type NewRelay = {
  /** Made of chain and hash, so that the same tx is the same resource. */
  readonly id: string
  readonly chainId: string
  readonly txHash: string
  readonly receivedAtMs: number
}
export type RelayProgress = {
  readonly state: string
  /** JSON of what the chains have shown; '' before the first look. The store does not read it. */
  readonly view: string
  /** When to look again; undefined for what has ended, or was followed for long enough. */
  readonly dueAtMs: number | undefined
  /** How often the relayer was asked to clear it, and when last. */
  readonly handOvers: number
  readonly handedOverAtMs: number
}
export type RelayRow = NewRelay & RelayProgress & { readonly seq: number }

export interface RelayStore {
  /** Durable when it resolves. A known tx is followed anew, from `receivedAtMs` on; what was seen of it stays. */
  keep(relay: NewRelay): Promise<RelayRow>
  find(id: string): Promise<RelayRow | undefined>
  /** Newest first; `before` is the page token. */
  list(options: {
    readonly chainId?: string
    readonly txHash?: string
    readonly before?: number
    readonly limit: number
  }): Promise<Page<RelayRow>>
  /** Those to look at, longest due first. */
  due(nowMs: number, limit: number): Promise<readonly RelayRow[]>
  /** Nothing, where the tx was handed in again since this row was read. */
  save(row: Pick<RelayRow, 'id' | 'receivedAtMs'>, progress: RelayProgress): Promise<void>
  makeDue(id: string, atMs: number): Promise<void>
  /** How many are looked at again. */
  countOpen(): Promise<number>
}

export const firstRelayState = 'UNKNOWN'

export class KyselyRelays implements RelayStore {
  readonly #db: Kysely<Tables>
  readonly #guard: <T>(run: () => Promise<T>) => Promise<T>

  constructor(db: Kysely<Tables>, guard: <T>(run: () => Promise<T>) => Promise<T>) {
    this.#db = db
    this.#guard = guard
  }

  keep({ id, chainId, txHash, receivedAtMs }: NewRelay): Promise<RelayRow> {
    return this.#guard(async () => {
      const again = { received_at_ms: receivedAtMs, due_at_ms: receivedAtMs, hand_overs: 0, handed_over_at_ms: 0 }
      const columns: Insertable<Tables['relays']> = {
        id,
        chain_id: chainId,
        tx_hash: txHash,
        state: firstRelayState,
        view: '',
        ...again,
      }
      const kept = this.#db.insertInto('relays').values(columns)
      const row = await kept
        .onConflict((oc) => oc.column('id').doUpdateSet(again))
        .returningAll()
        .executeTakeFirstOrThrow()
      return relayRow(row)
    })
  }

  find(id: string): Promise<RelayRow | undefined> {
    return this.#guard(async () => {
      const row = await this.#db.selectFrom('relays').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? undefined : relayRow(row)
    })
  }

  list(options: { chainId?: string; txHash?: string; before?: number; limit: number }): Promise<Page<RelayRow>> {
    return this.#guard(async () => {
      let query = this.#db
        .selectFrom('relays')
        .selectAll()
        .orderBy('seq', 'desc')
        .limit(options.limit + 1)
      if (options.chainId !== undefined) query = query.where('chain_id', '=', options.chainId)
      if (options.txHash !== undefined) query = query.where('tx_hash', '=', options.txHash)
      if (options.before !== undefined) query = query.where('seq', '<', options.before)
      return page((await query.execute()).map(relayRow), options.limit, ({ seq }) => seq)
    })
  }

  due(nowMs: number, limit: number): Promise<readonly RelayRow[]> {
    return this.#guard(async () => {
      const query = this.#db.selectFrom('relays').selectAll().where('due_at_ms', '<=', nowMs)
      const rows = await query.orderBy('due_at_ms').orderBy('seq').limit(limit).execute()
      return rows.map(relayRow)
    })
  }

  save({ id, receivedAtMs }: Pick<RelayRow, 'id' | 'receivedAtMs'>, progress: RelayProgress): Promise<void> {
    return this.#guard(async () => {
      const { state, view, dueAtMs, handOvers, handedOverAtMs } = progress
      const handed = { hand_overs: handOvers, handed_over_at_ms: handedOverAtMs }
      const columns = { state, view, due_at_ms: dueAtMs ?? null, ...handed }
      const update = this.#db.updateTable('relays').set(columns).where('id', '=', id)
      await update.where('received_at_ms', '=', receivedAtMs).execute()
    })
  }

  makeDue(id: string, atMs: number): Promise<void> {
    return this.#guard(async () => {
      await this.#db.updateTable('relays').set({ due_at_ms: atMs }).where('id', '=', id).execute()
    })
  }

  countOpen(): Promise<number> {
    return this.#guard(async () => {
      const count = this.#db.selectFrom('relays').select(sql<number | string>`count(*)`.as('open'))
      const row = await count.where('due_at_ms', 'is not', null).executeTakeFirst()
      return Number(row?.open ?? 0)
    })
  }
}

/** Forgets what was seen of every tx, so that it is read from the chains again. */
export async function forgetRelays(db: Kysely<Tables>): Promise<void> {
  const fresh = { state: firstRelayState, view: '', due_at_ms: 0, hand_overs: 0, handed_over_at_ms: 0 }
  await db.updateTable('relays').set(fresh).execute()
}

function relayRow(row: Selectable<Tables['relays']>): RelayRow {
  return {
    seq: Number(row.seq),
    id: row.id,
    chainId: row.chain_id,
    txHash: row.tx_hash,
    receivedAtMs: Number(row.received_at_ms),
    state: row.state,
    view: row.view,
    dueAtMs: row.due_at_ms === null ? undefined : Number(row.due_at_ms),
    handOvers: Number(row.hand_overs),
    handedOverAtMs: Number(row.handed_over_at_ms),
  }
}
