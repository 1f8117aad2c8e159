// The RelayStore port on one SQLite file: how far each chain was read. Losing the file costs a rescan.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CausewayError } from '../../core/errors.ts'
import type { RelayStore } from '../ports.ts'

const schema = 'CREATE TABLE IF NOT EXISTS synced (chain_id TEXT PRIMARY KEY, height TEXT NOT NULL) STRICT'

/** `:memory:` keeps nothing, for tests. */
export function openSqliteRelayStore(path: string): RelayStore {
  const database = open(path)
  const read = database.prepare('SELECT height FROM synced WHERE chain_id = ?')
  const write = database.prepare(
    'INSERT INTO synced (chain_id, height) VALUES (?, ?) ON CONFLICT (chain_id) DO UPDATE SET height = excluded.height',
  )
  return {
    syncedHeight: async (chainId) => {
      const height = read.get(chainId)?.['height']
      return typeof height === 'string' ? BigInt(height) : undefined
    },
    setSyncedHeight: async (chainId, height) => {
      write.run(chainId, height.toString())
    },
    close: async () => database.close(),
  }
}

function open(path: string): DatabaseSync {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    const database = new DatabaseSync(path)
    // A lost height is read again, so a power cut may take the newest ones.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000')
    database.exec(schema)
    return database
  } catch (cause) {
    throw new CausewayError('STORE_UNAVAILABLE', { path }, cause)
  }
}
