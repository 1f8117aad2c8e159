// Platforms with real observations in Parquet, and what the tests compare them with: the same sums, by hand.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cell, Element, Row } from '../../core/words.ts'
import type { ExportedBatch } from '../../platform/analytics/exportBatch.ts'
import { type AnalyticsPlatform, openAnalytics, type PlatformOptions } from '../../platform/analytics/platform.ts'
import type { Rights, Use } from '../../platform/analytics/ports.ts'
import { root as repository } from '../sources.ts'

export const element = (name: string, type: Element['type'], optional = false): Element => ({
  name,
  type,
  unit: '',
  lengthMax: 0,
  optional,
})
export const integer = (value: bigint): Cell => ({ kind: 'integer', value })
export const decimal = (value: string): Cell => ({ kind: 'decimal', value })
export const text = (value: string): Cell => ({ kind: 'text', value })
export const timestamp = (value: bigint): Cell => ({ kind: 'timestampNs', value })
export const empty: Cell = { kind: 'empty' }
export const nsOf = (moment: string): bigint => BigInt(Date.parse(moment)) * 1_000_000n

export type Observation = { readonly observedAt: string; readonly cells: readonly Cell[] }

/** One device's observations as batches of at most `size` rows, sequences from 1. */
export function batchesOf(
  zone: string,
  dataset: string,
  device: string,
  elements: readonly Element[],
  observations: readonly Observation[],
  size = 256,
): readonly ExportedBatch[] {
  const rows: readonly Row[] = observations.map(({ observedAt, cells }, index) => ({
    cells: [integer(BigInt(index + 1)), timestamp(nsOf(observedAt)), ...cells],
  }))
  const starts = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => index * size)
  return starts.map((start) => {
    const part = rows.slice(start, start + size)
    const batchId = `did:causeway:entry:${zone}:${dataset}.${device}.${start + 1}-${start + part.length}`
    const root = createHash('sha256').update(batchId).digest('hex')
    const txHash = root.toUpperCase()
    const certificateId = `urn:certificate:${root.slice(0, 8)}`
    return { batchId, root, txHash, certificateId, model: elements, rows: part }
  })
}

const dataFile = (name: string): string =>
  readFileSync(join(repository, 'node_modules/vega-datasets/data', name), 'utf8')

export type Hour = {
  readonly at: string
  readonly pressure: string
  readonly temperature: string
  readonly wind: string
}

/** NOAA's hourly normals of Seattle: 8,759 hours of 2010. */
export function seattleHours(): readonly Hour[] {
  const [, ...lines] = dataFile('seattle-weather-hourly-normals.csv').trim().split('\n')
  return lines.map((line) => {
    const [date = '', pressure = '', temperature = '', wind = ''] = line.trim().split(',')
    return { at: `${date}Z`, pressure, temperature, wind }
  })
}

export const weatherElements = [
  element('pressure', 'decimal'),
  element('temperature', 'decimal'),
  element('wind', 'decimal'),
] as const
export const weatherColumns = weatherElements.map(({ name, type }) => ({ name, type }))

/** Zone-a keeps the hours before the 1st of July, zone-b the others. */
export function weatherBatches(zone: string, hours: readonly Hour[] = seattleHours(), size = 256) {
  const own = hours.filter(({ at }) => at < '2010-07-01' === (zone === 'zone-a'))
  const observations = own.map(({ at, pressure, temperature, wind }) => ({
    observedAt: at,
    cells: [pressure, temperature, wind].map(decimal),
  }))
  return batchesOf(zone, 'weather', 'station-1', weatherElements, observations, size)
}

type Quake = {
  readonly mag: number
  readonly time: number
  readonly sig: number
  readonly type: string
  readonly net: string
}

/** A week of USGS earthquakes, by time. */
export function quakes(): readonly Quake[] {
  const { features } = JSON.parse(dataFile('earthquakes.json')) as { features: { properties: Quake }[] }
  return features.map(({ properties }) => properties).sort((a, b) => a.time - b.time)
}

export const quakeElements = [
  element('magnitude', 'decimal', true),
  element('significance', 'integer'),
  element('kind', 'text'),
  element('at', 'timestamp'),
] as const
export const quakeColumns = quakeElements.map(({ name, type }) => ({ name, type }))

export function quakeBatches(zone: string, some = quakes()): readonly ExportedBatch[] {
  const observations = some.map(({ mag, time, sig, type }) => ({
    observedAt: new Date(time).toISOString(),
    cells: [
      mag === null ? empty : decimal(String(mag)),
      integer(BigInt(sig)),
      text(type),
      timestamp(BigInt(time) * 1_000_000n),
    ],
  }))
  return batchesOf(zone, 'quakes', 'usgs', quakeElements, observations)
}

/** Rights that note what they were asked, and allow what `allows` says. */
export class NotedRights implements Rights {
  readonly asked: Use[] = []
  allows: (use: Use) => boolean = () => true

  async mayAnalyse(use: Use): ReturnType<Rights['mayAnalyse']> {
    this.asked.push(use)
    return this.allows(use) ? { allowed: true } : { allowed: false, reason: 'no right covers this purpose' }
  }
}

export class AnalyticsWorld {
  readonly rights = new NotedRights()
  readonly clock = { ms: 0, nowMs: () => this.clock.ms }
  readonly #home = mkdtempSync(join(tmpdir(), 'causeway-analytics-'))
  readonly #platforms: AnalyticsPlatform[] = []

  root(zone: string): string {
    const root = join(this.#home, zone, 'exports')
    mkdirSync(root, { recursive: true })
    return root
  }

  async open(zone: string, options: Partial<PlatformOptions> = {}): Promise<AnalyticsPlatform> {
    const platform = await openAnalytics({ root: this.root(zone), zones: [zone], ...options }, this)
    this.#platforms.push(platform)
    return platform
  }

  async filled(zone: string, batches: readonly ExportedBatch[]): Promise<AnalyticsPlatform> {
    const platform = await this.open(zone)
    for (const batch of batches) await platform.exportBatch(batch)
    return platform
  }

  close(): void {
    for (const platform of this.#platforms) platform.close()
    rmSync(this.#home, { recursive: true, force: true })
  }
}
