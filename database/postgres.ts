// Lets Kysely speak to PostgreSQL through a small pool of connections.
import { type Dialect, PostgresDialect } from 'kysely'
import pg from 'pg'

const connectionsMax = 8
const connectTimeoutMs = 5_000

/** Connections are made on first use, so that a database which is away fails the call and not the start. */
export function openPostgres(url: string): Dialect {
  const pool = new pg.Pool({ connectionString: url, max: connectionsMax, connectionTimeoutMillis: connectTimeoutMs })
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}
