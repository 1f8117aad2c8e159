// How fast analyses are where the data is: two zones of a million entries, and urgent work in front of batch work.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Element } from '../../core/words.ts'
import { analyse } from '../../platform/analytics/analyse.ts'
import type { ExportedBatch } from '../../platform/analytics/exportBatch.ts'
import { dayFolder, zoneFolder } from '../../platform/analytics/layout.ts'
import { type AnalyticsPlatform, openAnalytics, ownParts } from '../../platform/analytics/platform.ts'
import { type Figure, quantileFigure } from './figure.ts'

const zones = ['zone-a', 'zone-b'] as const
const seed = 4_560
const entriesPerZone = 1_000_000
const days = 25
const firstDay = '2026-03-01T00:00:00Z'
const dayText = (index: number): string => new Date(Date.parse(firstDay) + index * 86_400_000).toISOString()
const clock = { nowMs: () => performance.timeOrigin + performance.now() }
const inMs = (ms: number): number => Math.ceil(clock.nowMs()) + ms
const columns = [
  { name: 'load', type: 'decimal' },
  { name: 'station', type: 'text' },
] as const

export type AnalyticsSize = {
  /** Entries of a batch, hence of a file. */
  readonly batchEntries: number
  readonly threads?: { readonly deadline: number; readonly batch: number }
  readonly rounds: number
}

const kept = JSON.stringify(columns.map(({ name, type }) => [name, type]))

/** Writes what `exportBatch` would, for a million entries: DuckDB makes them from the seed. */
async function writeEntries(root: string, zone: string, batchEntries: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const perDay = entriesPerZone / days
  await connection.run(`CREATE TABLE entries AS SELECT
    i + 1 AS sequence,
    TIMESTAMP '${firstDay.slice(0, 19)}' + to_days((i // ${perDay})::INTEGER) + to_seconds((i % ${perDay}) * 2)
      AS observed_at,
    epoch_ns(observed_at) AS observed_at_ns,
    (((hash(i, ${seed}, '${zone}') % 2000000)::BIGINT - 1000000)::DECIMAL(18,0) * 0.00001)::DECIMAL(28,9) AS load,
    'station-' || (hash(i + ${seed}) % 64) AS station,
    'did:causeway:entry:${zone}:meters.m.' || (i + 1) AS entry_id,
    '' AS batch_id,
    repeat('AB', 32) AS tx_hash
    FROM range(${entriesPerZone}) AS entries(i)`)
  for (let first = 1; first <= entriesPerZone; first += batchEntries) {
    const last = first + batchEntries - 1
    const day = dayText(Math.floor((first - 1) / perDay)).slice(0, 10)
    const folder = join(zoneFolder(root, 'meters', zone), dayFolder(day))
    mkdirSync(folder, { recursive: true })
    const batchId = `did:causeway:entry:${zone}:meters.m.${first}-${last}`
    const notes = Object.entries({
      batch_id: batchId,
      root: 'ab'.repeat(32),
      certificate_id: '',
      days: day,
      elements: kept,
    })
    const written = notes.map(([key, value]) => `${key}: '${value}'`).join(', ')
    await connection.run(`COPY (SELECT * FROM entries WHERE sequence BETWEEN ${first} AND ${last})
      TO '${join(folder, `meters.m.${first}-${last}.parquet`)}'
      (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${written}})`)
  }
  connection.closeSync()
  instance.closeSync()
}

const fns = ['count', 'sum', 'min', 'max', 'mean', 'variance'] as const
const question = (until: string, from = firstDay, asked: readonly string[] = zones) => ({
  query: {
    dataset: 'meters',
    zones: [...asked],
    from,
    until,
    groupBy: ['day', { element: 'station' }],
    measures: fns.map((fn) => ({ element: 'load', fn })),
    where: [],
  },
  columns,
  purpose: 'bench',
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Keeps the batch lane of a platform busy until it is told to stop. */
function keepBusy(run: () => Promise<unknown>): () => Promise<number> {
  let going = true
  let done = 0
  const loop = (async () => {
    while (going) {
      await run()
      done += 1
    }
  })()
  return async () => {
    going = false
    await loop
    return done
  }
}

const model: readonly Element[] = columns.map((column) => ({ ...column, unit: '', lengthMax: 0, optional: false }))

/** A fresh batch of 256 entries of one device, on a day of its own. */
function freshBatch(round: number): ExportedBatch {
  const [first, last] = [round * 256 + 1, round * 256 + 256]
  const startNs = BigInt(Date.parse(dayText(days + 1))) * 1_000_000n
  const rows = Array.from({ length: 256 }, (_, index) => ({
    cells: [
      { kind: 'integer', value: BigInt(first + index) },
      { kind: 'timestampNs', value: startNs + BigInt(first + index) * 1_000_000_000n },
      { kind: 'decimal', value: `${index}.25` },
      { kind: 'text', value: 'station-1' },
    ] as const,
  }))
  const batchId = `did:causeway:entry:zone-a:meters.fresh.${first}-${last}`
  const names = { batchId, root: 'cd'.repeat(32), txHash: 'AB'.repeat(32), certificateId: '' }
  return { ...names, model, rows }
}

export async function benchAnalytics(
  tell: (line: string) => void,
  { batchEntries, threads, rounds }: AnalyticsSize = { batchEntries: 1_000, rounds: 10 },
): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'causeway-bench-'))
  const platforms = new Map<string, AnalyticsPlatform>()
  const rights = { mayAnalyse: async () => ({ allowed: true }) as const }
  for (const zone of zones) {
    tell(`${entriesPerZone} entries in ${entriesPerZone / batchEntries} batches for ${zone}`)
    await writeEntries(root, zone, batchEntries)
    platforms.set(zone, await openAnalytics({ root, zones: [zone], ...(threads && { threads }) }, { rights, clock }))
  }
  const sourceOf = (zone: string) => {
    const platform = platforms.get(zone)
    return platform && ownParts(platform, 'did:causeway:platform:zone-a:bench')
  }
  const [own] = platforms.values()
  if (own === undefined) throw new Error('no platform')
  const deps = { sourceOf, clock }
  const all = question(dayText(days))
  const figures = [
    quantileFigure(
      'analytics.two-zones',
      await times(rounds, () => timed(() => analyse({ ...all, deadlineMs: inMs(2_000) }, deps))),
      0.95,
      'ms',
      { at: '<=', bound: 2_000 },
    ),
    ...(await behindBatch(own, deps, rounds)),
  ]
  for (const platform of platforms.values()) platform.close()
  rmSync(root, { recursive: true, force: true })
  return figures
}

/** Deadline work on a platform whose batch lane never rests: its wait, and the way of an entry into a result. */
async function behindBatch(
  own: AnalyticsPlatform,
  deps: Parameters<typeof analyse>[1],
  rounds: number,
): Promise<readonly Figure[]> {
  const fresh = question(dayText(days + 2), dayText(days + 1), ['zone-a'])
  const stop = keepBusy(() => analyse(question(dayText(days), firstDay, ['zone-a']), deps))
  const waits: number[] = []
  const ways: number[] = []
  for (let round = 0; round < 4 * rounds; round += 1) {
    const due = performance.now() + 5
    await sleep(5)
    // Counted from when the work was due to come, so that a process that is busy itself shows as well.
    waits.push((await own.scheduler.run(inMs(1_000), async () => performance.now() - due)).value)
    const batch = freshBatch(round)
    ways.push(
      await timed(async () => {
        await own.exportBatch(batch)
        await analyse({ ...fresh, deadlineMs: inMs(1_000) }, deps)
      }),
    )
  }
  const done = await stop()
  const busy = `behind ${done} batch analyses`
  const named = (one: Figure): Figure => ({ ...one, spread: `${one.spread}, ${busy}` })
  return [
    quantileFigure('analytics.deadline-wait', waits, 0.95, 'ms', { at: '<=', bound: 100 }),
    quantileFigure('analytics.entry-to-result', ways, 0.95, 'ms', { at: '<=', bound: 1_000 }),
  ].map(named)
}

async function times(count: number, measure: () => Promise<number>): Promise<readonly number[]> {
  const samples: number[] = []
  for (let round = 0; round < count; round += 1) samples.push(await measure())
  return samples
}
