// Exports: a batch lies there once and whole, in the folders that every engine reads, with no digit lost.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { batchEntriesMax } from '../../core/batch.ts'
import type { Row } from '../../core/words.ts'
import type { ExportedBatch } from '../../platform/analytics/exportBatch.ts'
import type { AnalyticsPlatform } from '../../platform/analytics/platform.ts'
import {
  AnalyticsWorld,
  batchesOf,
  decimal,
  element,
  empty,
  integer,
  seattleHours,
  text,
  timestamp,
  weatherBatches,
} from './analyticsWorld.ts'

let world: AnalyticsWorld
let platform: AnalyticsPlatform
beforeEach(async () => {
  world = new AnalyticsWorld()
  platform = await world.open('zone-a')
})
afterEach(() => world.close())

const files = (): readonly string[] =>
  (readdirSync(world.root('zone-a'), { recursive: true }) as string[]).filter((name) => name.includes('.')).sort()

/** Rows as a stranger reads them, who knows nothing of our engine's settings. */
async function read(sql: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const source = `read_parquet('${world.root('zone-a')}/*/*/*/*.parquet', hive_partitioning = true)`
  const reader = await connection.runAndReadAll(sql.replace('EXPORTS', source))
  connection.closeSync()
  instance.closeSync()
  return reader.getRowObjectsJson()
}

const oneBatch = (hours = 3): ExportedBatch => {
  const [batch] = weatherBatches('zone-a', seattleHours().slice(0, hours))
  if (batch === undefined) throw new Error('no hours')
  return batch
}

test('a batch becomes one file per UTC day, under dataset, zone and day (Y-9.6)', async () => {
  await platform.exportBatch(oneBatch(30))
  expect(files()).toEqual([
    'dataset=weather/zone=zone-a/day=2010-01-01/weather.station-1.1-30.parquet',
    'dataset=weather/zone=zone-a/day=2010-01-02/weather.station-1.1-30.parquet',
  ])
  expect(await read('SELECT day, zone, count(*) n FROM EXPORTS GROUP BY ALL ORDER BY day')).toEqual([
    { day: '2010-01-01', zone: 'zone-a', n: '23' },
    { day: '2010-01-02', zone: 'zone-a', n: '7' },
  ])
})

test('an exported entry names itself, its batch and its tx, and keeps nanoseconds and every digit', async () => {
  const elements = [
    element('exact', 'decimal'),
    element('flag', 'boolean', true),
    element('note', 'text'),
    element('raw', 'bytes'),
    element('due', 'timestamp'),
    element('count', 'integer'),
  ]
  const cells = [
    decimal('-1234567890123456789.123456789'),
    empty,
    text(`it's "quoted"`),
    { kind: 'data', value: Uint8Array.of(0, 255) } as const,
    timestamp(1_500_000_000_123_456_789n),
    integer(-(2n ** 63n)),
  ]
  const [batch] = batchesOf('zone-a', 'odd', 'd', elements, [{ observedAt: '2017-07-14T02:40:00.123Z', cells }])
  if (batch === undefined) throw new Error('no batch')
  const first: Row = { cells: [integer(1n), timestamp(1_500_000_000_123_456_789n), ...cells] }
  await platform.exportBatch({ ...batch, rows: [first] })
  expect(await read('SELECT * EXCLUDE (dataset, day, zone) FROM EXPORTS')).toEqual([
    {
      sequence: '1',
      observed_at: '2017-07-14 02:40:00.123456',
      observed_at_ns: '1500000000123456789',
      exact: '-1234567890123456789.123456789',
      flag: null,
      note: `it's "quoted"`,
      raw: '\\x00\\xFF',
      due: '1500000000123456789',
      count: '-9223372036854775808',
      entry_id: 'did:causeway:entry:zone-a:odd.d.1',
      batch_id: batch.batchId,
      tx_hash: batch.txHash,
    },
  ])
})

test('exporting a batch again changes no byte, and completes what an interruption left out', async () => {
  const written = await platform.exportBatch(oneBatch(30))
  const before = written.map((file) => readFileSync(file))
  expect(await platform.exportBatch(oneBatch(30))).toEqual([])
  expect(written.map((file) => readFileSync(file))).toEqual(before)
  const [lost = ''] = written
  rmSync(lost)
  expect(await platform.exportBatch(oneBatch(30))).toEqual([lost])
})

test('two exports of one batch at the same time leave one whole file and nothing else', async () => {
  const written = await Promise.all([1, 2, 3].map(() => platform.exportBatch(oneBatch())))
  expect(written.flat()).toHaveLength(1)
  expect(files()).toHaveLength(1)
  expect(await read('SELECT count(*) n FROM EXPORTS')).toEqual([{ n: '3' }])
})

test('another batch under the same identifier is refused, and what lies there stays', async () => {
  const [file = ''] = await platform.exportBatch(oneBatch())
  const before = readFileSync(file)
  await expect(platform.exportBatch({ ...oneBatch(), root: 'ab'.repeat(32) })).rejects.toMatchObject({ code: 'EXISTS' })
  expect(readFileSync(file)).toEqual(before)
  expect(files()).toHaveLength(1)
})

const refused: readonly (readonly [string, (batch: ExportedBatch) => ExportedBatch, string])[] = [
  ['a tenth fractional digit', withCell(2, decimal('1.0000000001')), 'ELEMENT_UNSUITABLE'],
  ['a twentieth digit before the point', withCell(2, decimal('12345678901234567890')), 'ELEMENT_UNSUITABLE'],
  ['a cell of another type', withCell(2, integer(1n)), 'TABLE_MALFORMED'],
  ['a sequence twice', withCell(0, integer(2n)), 'TABLE_MALFORMED'],
  ['a name that differs only in case', rename('pressure', 'WIND'), 'ELEMENT_UNSUITABLE'],
  ['the name of a folder', rename('pressure', 'zone'), 'ELEMENT_UNSUITABLE'],
  ['no rows', (batch) => ({ ...batch, rows: [] }), 'TABLE_MALFORMED'],
  ['a row too few', (batch) => ({ ...batch, rows: batch.rows.slice(1) }), 'TABLE_MALFORMED'],
  [
    'too many entries',
    (batch) => ({ ...batch, batchId: `did:causeway:entry:zone-a:weather.s.1-${batchEntriesMax + 1}` }),
    'LIMIT_EXCEEDED',
  ],
  [
    'a name that climbs',
    (batch) => ({ ...batch, batchId: 'did:causeway:entry:zone-a:../weather.s.1-3' }),
    'ID_MALFORMED',
  ],
]

function withCell(column: number, cell: Row['cells'][number]): (batch: ExportedBatch) => ExportedBatch {
  return (batch) => ({
    ...batch,
    rows: batch.rows.map(({ cells }, row) => ({
      cells: cells.map((one, at) => (at === column && row === 0 ? cell : one)),
    })),
  })
}

function rename(from: string, to: string): (batch: ExportedBatch) => ExportedBatch {
  return (batch) => ({
    ...batch,
    model: batch.model.map((one) => (one.name === from ? { ...one, name: to } : one)),
  })
}

test.each(refused)('a batch with %s is refused, and nothing is written', async (_, spoil, code) => {
  await expect(platform.exportBatch(spoil(oneBatch()))).rejects.toMatchObject({ code })
  expect(files()).toEqual([])
  expect(readdirSync(join(world.root('zone-a'), '..'))).toEqual(['exports'])
})
