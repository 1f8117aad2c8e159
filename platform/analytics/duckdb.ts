// DuckDB behind the few things that analytics asks of an engine; it sees one folder, and cannot be told to see more.
import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader, version } from '@duckdb/node-api'
import { CausewayError } from '../../core/errors.ts'
import { notesKeptMax, partMsMax } from './limits.ts'
import type { Statement } from './statement.ts'

export type DuckdbOptions = {
  /** The only folder that the engine may read and write. */
  readonly folder: string
  readonly threads: number
  readonly memoryBytesMax: number
}

export type RowText = readonly (string | null)[]

/** `{key: value}` of one Parquet file, as its writer left it. */
export type FileNotes = ReadonlyMap<string, string>

export const engineName = `duckdb ${version()}`

export class Duckdb {
  readonly name = engineName
  readonly #instance: DuckDBInstance
  readonly #notes = new Map<string, FileNotes>()

  constructor(instance: DuckDBInstance) {
    this.#instance = instance
  }

  /**
   * Rows of a statement over `files` as the relation `entries`; numbers come as text, exactly. Files of different
   * columns take longer: all of them are opened before the first is read.
   */
  async aggregate(
    files: readonly string[],
    { text, parameters }: Statement,
    { isMixed = false, timeMsMax = partMsMax }: { readonly isMixed?: boolean; readonly timeMsMax?: number } = {},
  ): Promise<RowText[]> {
    const options = `union_by_name = ${isMixed}, hive_partitioning = false`
    const sql = `WITH entries AS (SELECT * FROM read_parquet(${textList(files)}, ${options})) ${text}`
    const reader = await this.connected((connection) => readWithin(connection, sql, parameters, timeMsMax))
    return reader.getRowsJson().map((row) => row.map((value) => (value === null ? null : String(value))))
  }

  /** What `exportBatch` wrote into the files about their batches. Files are never rewritten: each is read once. */
  async notes(files: readonly string[]): Promise<ReadonlyMap<string, FileNotes>> {
    if (this.#notes.size > notesKeptMax) this.#notes.clear()
    const unread = files.filter((file) => !this.#notes.has(file))
    if (unread.length > 0) await this.#readNotes(unread)
    return this.#notes
  }

  /** Lends a connection of its own: interrupting it interrupts nobody else. */
  async connected<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#instance.connect()
    try {
      return await use(connection)
    } catch (cause) {
      throw explained(cause)
    } finally {
      connection.closeSync()
    }
  }

  close(): void {
    this.#instance.closeSync()
  }

  async #readNotes(files: readonly string[]): Promise<void> {
    const sql = `SELECT file_name, decode(key), decode(value) FROM parquet_kv_metadata(${textList(files)})`
    const reader = await this.connected((connection) => readWithin(connection, sql, [], partMsMax))
    const read = new Map<string, Map<string, string>>()
    for (const [file, key, value] of reader.getRows()) {
      const ofFile = read.get(String(file)) ?? new Map<string, string>()
      read.set(String(file), ofFile.set(String(key), String(value)))
    }
    for (const [file, notes] of read) this.#notes.set(file, notes)
  }
}

export async function openDuckdb({ folder, threads, memoryBytesMax }: DuckdbOptions): Promise<Duckdb> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${Math.floor(memoryBytesMax / 1024)}KiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  // Nothing spills to disk: an analysis that outgrows its memory is refused instead of filling the platform's disk.
  await connection.run(`SET temp_directory = ''`)
  await connection.run(`SET allowed_directories = ${textList([`${folder}/`])}`)
  await connection.run('SET parquet_metadata_cache = true')
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
  connection.closeSync()
  return new Duckdb(instance)
}

export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`

const textList = (texts: readonly string[]): string => `[${texts.map(textLiteral).join(', ')}]`

async function readWithin(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly string[],
  timeMsMax: number,
): Promise<DuckDBResultReader> {
  // Again and again, for an interruption before the engine has begun is lost.
  const timer = setInterval(() => connection.interrupt(), timeMsMax)
  try {
    return await connection.runAndReadAll(sql, [...parameters])
  } finally {
    clearInterval(timer)
  }
}

/** DuckDB's classes of errors under our codes; its own words stay in the cause, for they may hold values of entries. */
function explained(cause: unknown): unknown {
  // Errors of native code are of the main realm, so instanceof does not know them everywhere.
  const text = String((cause as { readonly message?: unknown } | undefined)?.message ?? '')
  if (/^(Out of Range|Conversion) Error/.test(text)) return new CausewayError('ANALYSIS_OVERFLOW', {}, cause)
  if (/^INTERRUPT Error/.test(text)) return new CausewayError('ANALYSIS_TOO_LARGE', { limit: 'time' }, cause)
  if (/^Out of Memory Error/.test(text)) return new CausewayError('ANALYSIS_TOO_LARGE', { limit: 'memory' }, cause)
  if (/^(Binder|Catalog) Error/.test(text)) return new CausewayError('INTERNAL', { what: 'statement' }, cause)
  return cause
}
