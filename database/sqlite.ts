// Lets Kysely speak to node:sqlite: one file, one writer, every commit on disk before it is answered.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type Dialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'

export type SqliteOptions = {
  /** Largest size of the file in pages of 4 KiB; absent: as large as the disk allows. */
  readonly pagesMax?: number
}

/** WAL lets readers go on during a commit; synchronous=FULL makes the commit survive a power cut. */
export function openSqlite(path: string, options: SqliteOptions = {}): Dialect {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path)
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000')
  if (options.pagesMax !== undefined) database.exec(`pragma max_page_count = ${Math.trunc(options.pagesMax)}`)
  return new SqliteDialect({ database: wrap(database) })
}

// Lists of keys make statements of many lengths; the usual ones stay prepared.
const preparedMax = 128

function wrap(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(text) {
      // SQLite ends the database transaction itself when the disk is full; a rollback would then be a second error.
      if (text === 'rollback' && !database.isTransaction) return statementOf(database, 'select 1 where 0')
      const known = prepared.get(text)
      if (known !== undefined) return known
      const fresh = statementOf(database, text)
      prepared.set(text, fresh)
      const oldest = prepared.keys().next().value
      if (prepared.size > preparedMax && oldest !== undefined) prepared.delete(oldest)
      return fresh
    },
  }
}

function statementOf(database: DatabaseSync, text: string): SqliteStatement {
  const statement = database.prepare(text)
  statement.setReadBigInts(true)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  }
}

/** node:sqlite stores a Date as NULL without a word and throws on undefined: both are mistakes of ours. */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || value instanceof Uint8Array) return value
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
    throw new TypeError(`a ${typeof value} cannot be bound to a statement`)
  })
}
