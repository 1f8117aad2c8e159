// What a checker has found, on disk before it commits to it: it can show that and nothing else, whatever came between.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { findingsKeptMax } from './limits.ts'
import type { Attempt, Findings } from './ports.ts'

const schema = `
  create table if not exists findings (
    id integer primary key, batch text not null, attempt integer not null, round integer not null,
    pass integer not null, digest blob not null, unique (batch, attempt, round)) strict`
const busyMs = 5_000

/** WAL with synchronous=FULL: what was kept is there after a power cut. `:memory:` for a checker that keeps nothing. */
export function openFindings(path: string): Findings & { close(): Promise<void> } {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path)
  database.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = ${busyMs}`)
  database.exec(schema)
  const key = ({ batch, attempt, rounds }: Attempt) => [batch, attempt, rounds] as const
  return {
    find(attempt) {
      const query = 'select pass, digest from findings where batch = ? and attempt = ? and round = ?'
      const row = database.prepare(query).get(...key(attempt))
      return row && { pass: row['pass'] === 1, digest: new Uint8Array(row['digest'] as Uint8Array) }
    },
    keep(attempt, { pass, digest }) {
      const insert = 'insert or ignore into findings (batch, attempt, round, pass, digest) values (?, ?, ?, ?, ?)'
      database.prepare(insert).run(...key(attempt), pass ? 1 : 0, digest)
      // Long settled, whichever they are.
      database.prepare('delete from findings where id <= (select max(id) from findings) - ?').run(findingsKeptMax)
    },
    close: async () => database.close(),
  }
}
