// Writes one validated batch as Parquet, where analyses find it: once, whole, and never again.
import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  blobValue,
  DECIMAL,
  type DuckDBConnection,
  DuckDBDecimalValue,
  type DuckDBType,
  type DuckDBValue,
  TIMESTAMP,
  timestampValue,
  VARCHAR,
} from '@duckdb/node-api'
import { rowElements, rowObservedAtNs, rowSequence } from '../../core/batch.ts'
import { CausewayError } from '../../core/errors.ts'
import { checkTable } from '../../core/format.ts'
import type { Cell, Element, Row } from '../../core/words.ts'
import { parseDecimal } from './decimal.ts'
import { duckdbDialect } from './dialect.ts'
import { type Duckdb, textLiteral } from './duckdb.ts'
import { dayFolder, placeOf, zoneFolder } from './layout.ts'
import { decimalDigits, decimalScale } from './limits.ts'

export type ExportedBatch = {
  readonly batchId: string
  /** Merkle root of the batch, 64 hex digits, as it is on chain. */
  readonly root: string
  readonly txHash: string
  /** Of the data quality certificate; '' where there is none. */
  readonly certificateId: string
  /** Elements of the stream's model, without the two that open every row. */
  readonly model: readonly Element[]
  readonly rows: readonly Row[]
}

const own = ['observed_at_ns', 'entry_id', 'batch_id', 'tx_hash'] as const
/** Names that the folders give to engines which read them as columns. */
const folders = ['dataset', 'zone', 'day'] as const

const columnTypes: Readonly<Record<Element['type'], DuckDBType>> = {
  boolean: BOOLEAN,
  integer: BIGINT,
  decimal: DECIMAL(decimalDigits, decimalScale),
  text: VARCHAR,
  bytes: BLOB,
  timestamp: BIGINT,
}

/** Returns the files that were not there before. A batch that lies there with another root is refused: EXISTS. */
export async function exportBatch(engine: Duckdb, root: string, batch: ExportedBatch): Promise<readonly string[]> {
  const { dataset, zone, local } = placeOf(batch.batchId)
  checkNames(batch.model)
  checkTable(rowElements(batch.model), { rows: batch.rows })
  const days = byDay(batch)
  const written: string[] = []
  await engine.connected(async (connection) => {
    for (const [day, rows] of days) {
      const folder = join(zoneFolder(root, dataset, zone), dayFolder(day))
      const file = join(folder, `${local}.parquet`)
      const partial = join(folder, `${local}.${randomUUID()}.partial`)
      await mkdir(folder, { recursive: true })
      try {
        await writeParquet(connection, batch, rows, { file: partial, days: [...days.keys()] })
        await keep(partial)
        if (await publish(partial, file)) written.push(file)
        else await checkSame(engine, batch, file)
      } finally {
        await rm(partial, { force: true })
      }
    }
  })
  return written
}

/** Engines compare names of columns without their case. */
function checkNames(model: readonly Element[]): void {
  const taken = new Set<string>(['sequence', 'observed_at', ...own, ...folders])
  for (const { name } of model) {
    if (taken.has(name.toLowerCase())) refuse(name, 'a name that no other column has, in whatever case')
    taken.add(name.toLowerCase())
  }
}

function refuse(element: string, expected: string): never {
  throw new CausewayError('ELEMENT_UNSUITABLE', { element, expected })
}

/** Rows by their UTC date, each in the type of its column; everything is checked before anything is written. */
function byDay(batch: ExportedBatch): ReadonlyMap<string, readonly DuckDBValue[][]> {
  const { first, last } = placeOf(batch.batchId)
  const count = Number(last - first) + 1
  if (batch.rows.length !== count)
    throw new CausewayError('TABLE_MALFORMED', { path: 'rows', expected: `${count} rows` })
  const days = new Map<string, DuckDBValue[][]>()
  batch.rows.forEach((row, index) => {
    const sequence = first + BigInt(index)
    if (rowSequence(row) !== sequence) {
      throw new CausewayError('TABLE_MALFORMED', { path: `rows[${index}].sequence`, expected: String(sequence) })
    }
    const observedAtNs = rowObservedAtNs(row)
    const us = floorDivide(observedAtNs, 1_000n)
    const day = new Date(Number(floorDivide(us, 1_000n))).toISOString().slice(0, 10)
    const values = row.cells.slice(2).map((cell, at) => columnValue(cell, batch.model[at]?.name ?? ''))
    const entryId = batch.batchId.replace(/[0-9-]+$/, sequence.toString())
    const line = [sequence, timestampValue(us), observedAtNs, ...values, entryId, batch.batchId, batch.txHash]
    const ofDay = days.get(day)
    if (ofDay === undefined) days.set(day, [line])
    else ofDay.push(line)
  })
  return days
}

const floorDivide = (a: bigint, b: bigint): bigint => (a < 0n && a % b !== 0n ? a / b - 1n : a / b)

function columnValue(cell: Cell, element: string): DuckDBValue {
  switch (cell.kind) {
    case 'empty':
      return null
    case 'data':
      return blobValue(cell.value)
    case 'decimal': {
      const units = parseDecimal(cell.value, decimalDigits, decimalScale)
      const room = `at most ${decimalDigits - decimalScale} digits before the point and ${decimalScale} behind it`
      return units === undefined ? refuse(element, room) : new DuckDBDecimalValue(units, decimalDigits, decimalScale)
    }
    default:
      return cell.value
  }
}

async function writeParquet(
  connection: DuckDBConnection,
  batch: ExportedBatch,
  rows: readonly DuckDBValue[][],
  { file, days }: { readonly file: string; readonly days: readonly string[] },
): Promise<void> {
  const types = [
    BIGINT,
    TIMESTAMP,
    BIGINT,
    ...batch.model.map(({ type }) => columnTypes[type]),
    VARCHAR,
    VARCHAR,
    VARCHAR,
  ]
  const names = ['sequence', 'observed_at', 'observed_at_ns', ...batch.model.map(({ name }) => name), ...own.slice(1)]
  const columns = names.map((name, index) => `${duckdbDialect.quote(name)} ${types[index]}`)
  await connection.run(`CREATE OR REPLACE TEMP TABLE batch (${columns.join(', ')})`)
  const appender = await connection.createAppender('batch', 'main', 'temp')
  for (const row of rows) {
    row.forEach((value, index) => {
      appender.appendValue(value, types[index])
    })
    appender.endRow()
  }
  appender.closeSync()
  const notes = Object.entries({ ...notesOf(batch), days: days.join(' ') }).map(
    ([key, value]) => `${key}: ${textLiteral(value)}`,
  )
  const options = `FORMAT parquet, COMPRESSION zstd, KV_METADATA {${notes.join(', ')}}`
  await connection.run(`COPY (SELECT * FROM batch ORDER BY sequence) TO ${textLiteral(file)} (${options})`)
}

/** Read by fileNotes.ts: what a result cites, what an analysis may ask, and `days`, by which a batch is seen whole. */
const notesOf = ({ batchId, root, certificateId, model }: ExportedBatch): Readonly<Record<string, string>> => ({
  batch_id: batchId,
  root,
  certificate_id: certificateId,
  elements: JSON.stringify(model.map(({ name, type }) => [name, type])),
})

async function keep(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync()
  await handle.close()
}

/** Gives a whole file its name, unless there is one already. */
async function publish(partial: string, file: string): Promise<boolean> {
  try {
    await link(partial, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function checkSame(engine: Duckdb, batch: ExportedBatch, file: string): Promise<void> {
  const notes = (await engine.notes([file])).get(file)
  if (notes?.get('root') !== batch.root) {
    throw new CausewayError('EXISTS', { path: 'batchId', name: batch.batchId })
  }
}
