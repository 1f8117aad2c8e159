// Keeps audit lines so that they are found by any name in them. A copy: `rebuild.ts` makes it again from the chains.
import { type Dialect, Kysely } from 'kysely'
import { type AuditLine, lineKey, namesIn, timeKey } from './lines.ts'

type Tables = {
  audit_line: {
    key: string
    operation: string
    line: string
  }
  audit_name: { name: string; key: string; operation: string }
  audit_height: { chain_id: string; height: string }
}

/** What to look for; names are identifiers of assets, parties, agreements, accounts. All parts must hold. */
export type AuditQuery = {
  readonly name?: string
  readonly operation?: string
  readonly fromNs?: bigint
  readonly untilNs?: bigint
}
export type AuditPage = { readonly lines: readonly AuditLine[]; readonly next: string | undefined }

export type AuditIndex = {
  /** Lines of one block and that it has been read, in one transaction. Reading it again is no effect. */
  append(chainId: string, height: bigint, lines: readonly AuditLine[]): Promise<void>
  /** Latest height read, 0 where none was. */
  height(chainId: string): Promise<bigint>
  /** Newest first. `after` is the `next` of the page before. */
  find(query: AuditQuery, limit: number, after?: string): Promise<AuditPage>
  close(): Promise<void>
}

const heightText = (height: bigint): string => height.toString().padStart(12, '0')

export async function openAuditIndex(dialect: Dialect): Promise<AuditIndex> {
  const db = new Kysely<Tables>({ dialect })
  await createTables(db)
  return {
    append: (chainId, height, lines) => append(db, chainId, height, lines),
    height: async (chainId) => {
      const row = await db
        .selectFrom('audit_height')
        .select('height')
        .where('chain_id', '=', chainId)
        .executeTakeFirst()
      return BigInt(row?.height ?? '0')
    },
    find: (query, limit, after) => find(db, query, limit, after),
    close: () => db.destroy(),
  }
}

async function createTables(db: Kysely<Tables>): Promise<void> {
  const text = (table: keyof Tables, columns: readonly string[], key: readonly string[]) => {
    const made = columns.reduce(
      (builder, column) => builder.addColumn(column, 'text', (spec) => spec.notNull()),
      db.schema.createTable(table).ifNotExists() as ReturnType<typeof db.schema.createTable>,
    )
    return made.addPrimaryKeyConstraint(`${table}_key`, key as never).execute()
  }
  await text('audit_line', ['key', 'operation', 'line'], ['key'])
  await text('audit_name', ['name', 'key', 'operation'], ['name', 'key'])
  await text('audit_height', ['chain_id', 'height'], ['chain_id'])
  const byOperation = db.schema.createIndex('audit_line_operation').ifNotExists().on('audit_line')
  await byOperation.columns(['operation', 'key']).execute()
}

async function append(db: Kysely<Tables>, chainId: string, height: bigint, lines: readonly AuditLine[]): Promise<void> {
  const rows = lines.map((line) => {
    const common = { key: lineKey(line), operation: line.operation }
    const row = { ...common, line: encodeLine(line) }
    return { row, names: namesIn(line).map((name) => ({ ...common, name })) }
  })
  await db.transaction().execute(async (trx) => {
    for (const { row, names } of rows) {
      await trx
        .insertInto('audit_line')
        .values(row)
        .onConflict((one) => one.column('key').doNothing())
        .execute()
      const all = trx.insertInto('audit_name').values(names)
      await all.onConflict((one) => one.columns(['name', 'key']).doNothing()).execute()
    }
    const read = { chain_id: chainId, height: heightText(height) }
    const mark = trx.insertInto('audit_height').values(read)
    await mark.onConflict((one) => one.column('chain_id').doUpdateSet({ height: read.height })).execute()
  })
}

async function find(db: Kysely<Tables>, query: AuditQuery, limit: number, after?: string): Promise<AuditPage> {
  // By name the small table is walked, in key order: a page costs the same however long the history is.
  let keys = db
    .selectFrom(query.name === undefined ? 'audit_line' : 'audit_name')
    .select('key')
    .orderBy('key', 'desc')
    .limit(limit + 1)
  if (query.name !== undefined) keys = keys.where('name' as never, '=', query.name as never)
  if (query.operation !== undefined) keys = keys.where('operation', '=', query.operation)
  if (query.fromNs !== undefined) keys = keys.where('key', '>=', timeKey(query.fromNs))
  if (query.untilNs !== undefined) keys = keys.where('key', '<', timeKey(query.untilNs))
  if (after !== undefined) keys = keys.where('key', '<', after)
  const found = await keys.execute()
  const page = found.slice(0, limit).map(({ key }) => key)
  if (page.length === 0) return { lines: [], next: undefined }
  const rows = await db
    .selectFrom('audit_line')
    .select('line')
    .where('key', 'in', page)
    .orderBy('key', 'desc')
    .execute()
  const next = found.length > limit ? page.at(-1) : undefined
  return { lines: rows.map(({ line }) => decodeLine(line)), next }
}

/** JSON with 64-bit numbers as decimal text. */
const encodeLine = (line: AuditLine): string =>
  JSON.stringify({ ...line, height: line.height.toString(), timeNs: line.timeNs.toString() })

type LineJson = Omit<AuditLine, 'height' | 'timeNs'> & { readonly height: string; readonly timeNs: string }

function decodeLine(text: string): AuditLine {
  const json = JSON.parse(text) as LineJson
  return { ...json, height: BigInt(json.height), timeNs: BigInt(json.timeNs) }
}
