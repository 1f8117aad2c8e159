// Keeps how far a carrier has read, in SQLite or PostgreSQL, through the dialect that it is given.
import { type ColumnType, type Dialect, Kysely } from 'kysely'
import type { Heights } from './carrier.ts'

/** 64-bit column: SQLite reads bigint, PostgreSQL reads text. */
type Height = ColumnType<bigint | number | string, string, string>
type Tables = { carrier_heights: { chain_id: string; height: Height } }

export async function openKyselyHeights(dialect: Dialect): Promise<Heights & { close(): Promise<void> }> {
  const db = new Kysely<Tables>({ dialect })
  await db.schema
    .createTable('carrier_heights')
    .ifNotExists()
    .addColumn('chain_id', 'text', (column) => column.primaryKey())
    .addColumn('height', 'bigint', (column) => column.notNull())
    .execute()
  return {
    async height(chainId) {
      const query = db.selectFrom('carrier_heights').select('height').where('chain_id', '=', chainId)
      const row = await query.executeTakeFirst()
      return row && BigInt(row.height)
    },
    async save(chainId, height) {
      const row = { chain_id: chainId, height: height.toString() }
      const insert = db.insertInto('carrier_heights').values(row)
      await insert.onConflict((one) => one.column('chain_id').doUpdateSet({ height: row.height })).execute()
    },
    close: () => db.destroy(),
  }
}
