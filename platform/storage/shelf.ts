// What a store keeps beside the objects: names, receipts, wrapped shares, deliveries, reports; on disk when it returns.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ObjectName } from '../keys/seal.ts'
import type { Mismatch } from './ports.ts'
import type { Signed } from './statements.ts'

export type Kept = ObjectName & { readonly cid: string; readonly receipt: Signed }
export type Forgotten = ObjectName & { readonly cid: string; readonly statement: Signed }

/** Versions are text: SQLite's integers end below 2^64. */
const schema = `
  create table if not exists objects (
    object_id text, version text, cid text not null, receipt text not null, signature blob not null,
    primary key (object_id, version)) strict;
  create index if not exists objects_by_cid on objects (cid);
  create table if not exists shares (
    object_id text, version text, jwe text not null, primary key (object_id, version)) strict;
  create table if not exists forgotten (
    object_id text, version text, cid text not null, statement text not null, signature blob not null,
    primary key (object_id, version)) strict;
  create table if not exists deliveries (
    agreement text, cid text, statement text not null, signature blob not null, primary key (agreement, cid)) strict;
  create table if not exists reports (id integer primary key, mismatch text not null) strict;`

const pageSize = 500
const busyMs = 5_000

type Row = Readonly<Record<string, unknown>>

export class Shelf {
  readonly #database: DatabaseSync

  /**
   * WAL with synchronous=FULL: a receipt that was given is there after a power cut. Secure_delete: what was deleted is
   * overwritten with zeros.
   */
  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    this.#database = new DatabaseSync(path)
    this.#database.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = ${busyMs}`)
    this.#database.exec('pragma secure_delete = on')
    this.#database.exec(schema)
  }

  kept({ objectId, version }: ObjectName): Kept | undefined {
    const rows = this.#database.prepare('select * from objects where object_id = ? and version = ?')
    const row = rows.get(objectId, `${version}`)
    return row === undefined ? undefined : keptOf(row)
  }

  keptByCid(cid: string): Kept | undefined {
    const row = this.#database.prepare('select * from objects where cid = ? limit 1').get(cid)
    return row === undefined ? undefined : keptOf(row)
  }

  /** Names in order, a page at a time; from the start without `after`. */
  keptAfter(after: ObjectName | undefined): readonly Kept[] {
    return this.#page('select * from objects', after).map(keptOf)
  }

  /** What is kept under the name from now on: the first bytes stay. */
  keep({ objectId, version, cid, receipt }: Kept): Kept {
    const insert = this.#database.prepare('insert or ignore into objects values (?, ?, ?, ?, ?)')
    insert.run(objectId, `${version}`, cid, receipt.text, receipt.signature)
    return this.kept({ objectId, version }) ?? { objectId, version, cid, receipt }
  }

  /** The JWE differs each time it is wrapped; the share in it is the committed one. */
  keepShare({ objectId, version }: ObjectName, jwe: string): void {
    this.#database.prepare('insert or replace into shares values (?, ?, ?)').run(objectId, `${version}`, jwe)
  }

  share({ objectId, version }: ObjectName): string | undefined {
    const select = this.#database.prepare('select jwe from shares where object_id = ? and version = ?')
    const row = select.get(objectId, `${version}`)
    return row === undefined ? undefined : String(row['jwe'])
  }

  /** Names of the shares in order, a page at a time; from the start without `after`. */
  sharesAfter(after: ObjectName | undefined): readonly ObjectName[] {
    return this.#page('select object_id, version from shares', after).map(nameOf)
  }

  /** Share and name leave at once; the statement of it, and the address of what is left, wait for `dropForgotten`. */
  forget({ objectId, version }: ObjectName, cid: string, { text, signature }: Signed): void {
    const names = [objectId, `${version}`] as const
    this.#database.exec('begin immediate')
    try {
      for (const table of ['shares', 'objects'])
        this.#database.prepare(`delete from ${table} where object_id = ? and version = ?`).run(...names)
      this.#database
        .prepare('insert or replace into forgotten values (?, ?, ?, ?, ?)')
        .run(...names, cid, text, signature)
      this.#database.exec('commit')
    } catch (error) {
      this.#database.exec('rollback')
      throw error
    }
  }

  /**
   * Whether no file of the shelf holds what was forgotten any more; a reader of an old state keeps it there. Such a
   * reader is not waited for: everybody else would wait with it.
   */
  scrub(): boolean {
    this.#database.exec('pragma busy_timeout = 0')
    const { busy } = this.#database.prepare('pragma wal_checkpoint(truncate)').get() ?? {}
    this.#database.exec(`pragma busy_timeout = ${busyMs}`)
    return busy === 0
  }

  /** What the chain has not been told yet. */
  forgotten(): readonly Forgotten[] {
    const rows = this.#database.prepare('select * from forgotten order by object_id, version').all()
    return rows.map((row) => {
      const statement = signedOf(row['statement'], row['signature'])
      return { ...nameOf(row), cid: String(row['cid']), statement }
    })
  }

  dropForgotten({ objectId, version }: ObjectName): void {
    this.#database.prepare('delete from forgotten where object_id = ? and version = ?').run(objectId, `${version}`)
  }

  keepDelivery(agreement: string, cid: string, { text, signature }: Signed): void {
    this.#database.prepare('insert or replace into deliveries values (?, ?, ?, ?)').run(agreement, cid, text, signature)
  }

  delivery(agreement: string, cid: string): Signed | undefined {
    const select = this.#database.prepare('select * from deliveries where agreement = ? and cid = ?')
    const row = select.get(agreement, cid)
    return row === undefined ? undefined : signedOf(row['statement'], row['signature'])
  }

  /** Reports wait here until the chain has taken them. */
  keepReport(mismatch: Mismatch): void {
    const text = JSON.stringify({ ...mismatch, version: `${mismatch.version}`, atNs: `${mismatch.atNs}` })
    this.#database.prepare('insert into reports (mismatch) values (?)').run(text)
  }

  reports(): readonly { readonly id: number; readonly mismatch: Mismatch }[] {
    const rows = this.#database.prepare('select * from reports order by id').all()
    return rows.map((row) => {
      const read = JSON.parse(String(row['mismatch'])) as Mismatch & { version: string; atNs: string }
      return { id: Number(row['id']), mismatch: { ...read, version: BigInt(read.version), atNs: BigInt(read.atNs) } }
    })
  }

  dropReport(id: number): void {
    this.#database.prepare('delete from reports where id = ?').run(id)
  }

  #page(select: string, after: ObjectName | undefined): readonly Row[] {
    const beyond = `${select} where (object_id, version) > (?, ?) order by object_id, version limit ${pageSize}`
    return this.#database.prepare(beyond).all(after?.objectId ?? '', after === undefined ? '' : `${after.version}`)
  }

  close(): void {
    this.#database.close()
  }
}

const signedOf = (text: unknown, signature: unknown): Signed => ({
  text: String(text),
  signature: signature as Uint8Array,
})

const nameOf = (row: Row): ObjectName => ({
  objectId: String(row['object_id']),
  version: BigInt(String(row['version'])),
})

const keptOf = (row: Row): Kept => ({
  ...nameOf(row),
  cid: String(row['cid']),
  receipt: signedOf(row['receipt'], row['signature']),
})
