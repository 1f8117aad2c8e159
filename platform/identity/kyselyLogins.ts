// Keeps challenges and sessions in SQLite or PostgreSQL, through the dialect that it is given.
import { type ColumnType, type Dialect, Kysely } from 'kysely'
import type { LoginStore } from './ports.ts'

/** 64-bit column: SQLite reads bigint, PostgreSQL reads text. */
type Int = ColumnType<bigint | number | string, number, number>
type Tables = {
  login_challenges: { nonce: string; did: string; text: string; expires_at_ms: Int }
  login_sessions: { token_hash: string; did: string; multikey: string; expires_at_ms: Int }
}

export async function openKyselyLogins(dialect: Dialect): Promise<LoginStore> {
  const db = new Kysely<Tables>({ dialect })
  await createTables(db)
  return {
    async putChallenge({ nonce, did, text, expiresAtMs }, openMax) {
      const { open } = await db
        .selectFrom('login_challenges')
        .select(({ fn }) => fn.countAll<bigint | number | string>().as('open'))
        .executeTakeFirstOrThrow()
      if (Number(open) >= openMax) return false
      await db.insertInto('login_challenges').values({ nonce, did, text, expires_at_ms: expiresAtMs }).execute()
      return true
    },
    async takeChallenge(nonce) {
      const row = await db.deleteFrom('login_challenges').where('nonce', '=', nonce).returningAll().executeTakeFirst()
      return row && { nonce, did: row.did, text: row.text, expiresAtMs: Number(row.expires_at_ms) }
    },
    async putSession({ tokenHash, did, multikey, expiresAtMs }) {
      const row = { token_hash: tokenHash, did, multikey, expires_at_ms: expiresAtMs }
      await db.insertInto('login_sessions').values(row).execute()
    },
    async session(tokenHash) {
      const row = await db
        .selectFrom('login_sessions')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst()
      return row && { tokenHash, did: row.did, multikey: row.multikey, expiresAtMs: Number(row.expires_at_ms) }
    },
    async removeSession(tokenHash) {
      await db.deleteFrom('login_sessions').where('token_hash', '=', tokenHash).execute()
    },
    async prune(beforeMs) {
      await db.deleteFrom('login_challenges').where('expires_at_ms', '<=', beforeMs).execute()
      await db.deleteFrom('login_sessions').where('expires_at_ms', '<=', beforeMs).execute()
    },
    close: () => db.destroy(),
  }
}

async function createTables(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('login_challenges')
    .ifNotExists()
    .addColumn('nonce', 'text', (column) => column.primaryKey())
    .addColumn('did', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('login_sessions')
    .ifNotExists()
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('did', 'text', (column) => column.notNull())
    .addColumn('multikey', 'text', (column) => column.notNull())
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  for (const table of ['login_challenges', 'login_sessions']) {
    await db.schema.createIndex(`${table}_expiry`).ifNotExists().on(table).column('expires_at_ms').execute()
  }
}
