// Seattle's daily weather (NOAA, in the npm package vega-datasets) as an open record in the unified data format.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeEnvelope, encodeTable } from '../../core/codec.ts'
import { checkTable, fingerprint } from '../../core/format.ts'
import type { Cell, Element, Row } from '../../core/words.ts'
import { root } from '../config.ts'

export type WeatherDay = {
  readonly date: string
  readonly precipitation: string
  readonly tempMax: string
  readonly tempMin: string
  readonly wind: string
  readonly weather: string
}

/** All rows of one year; throws when the file's columns are not the ones we know. */
export function readWeather(year: string): WeatherDay[] {
  const path = join(root, 'node_modules', 'vega-datasets', 'data', 'seattle-weather.csv')
  const [heading, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  if (heading !== 'date,precipitation,temp_max,temp_min,wind,weather') throw new Error(`unknown columns: ${heading}`)
  return lines.filter((line) => line.startsWith(year)).map(parseDay)
}

function parseDay(line: string): WeatherDay {
  const [date = '', precipitation = '', tempMax = '', tempMin = '', wind = '', weather = ''] = line.split(',')
  return { date, precipitation, tempMax, tempMin, wind, weather }
}

/** Midnight UTC of a day, nanoseconds since 1970. */
export function dayNs(date: string): bigint {
  return BigInt(Date.parse(`${date}T00:00:00Z`)) * 1_000_000n
}

/** Y.4560 clause 7.2.1: every element has a name, a type and, where there is one, a unit (UCUM). */
const elements: readonly Element[] = [
  { name: 'date', type: 'timestamp', unit: '', lengthMax: 8, optional: false },
  { name: 'precipitation', type: 'decimal', unit: 'mm', lengthMax: 8, optional: false },
  { name: 'temp_max', type: 'decimal', unit: 'Cel', lengthMax: 8, optional: false },
  { name: 'temp_min', type: 'decimal', unit: 'Cel', lengthMax: 8, optional: false },
  { name: 'wind', type: 'decimal', unit: 'm/s', lengthMax: 8, optional: false },
  { name: 'weather', type: 'text', unit: '', lengthMax: 16, optional: false },
]

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const decimal = (value: string): Cell => ({ kind: 'decimal', value })

function rowOf(day: WeatherDay): Row {
  const date: Cell = { kind: 'timestampNs', value: dayNs(day.date) }
  const numbers = [day.precipitation, day.tempMax, day.tempMin, day.wind].map(decimal)
  return { cells: [date, ...numbers, { kind: 'text', value: day.weather }] }
}

export type OpenRecord = {
  readonly id: string
  readonly rows: number
  readonly envelope: Uint8Array
  readonly content: Uint8Array
  /** sha256 of the content, lower-case hex. */
  readonly digest: string
}

/** One year as a table under an open, copyable envelope. */
export function weatherRecord(id: string, year: string): OpenRecord {
  const rows = readWeather(year).map(rowOf)
  checkTable(elements, { rows })
  const content = encodeTable({ rows })
  const envelope = encodeEnvelope({
    schema: { major: 1, minor: 0 },
    id,
    dataType: 'record',
    structure: 'table',
    elements,
    length: BigInt(content.length),
    access: 'open',
    copyable: true,
    movable: false,
    owner: 'did:causeway:party:zone-a:city-of-seattle',
    controller: '',
    terms: 'https://www.ncei.noaa.gov/access/terms-and-conditions',
    stored: fingerprint(content, sha256),
    lineage: [],
    claimedTimeNs: dayNs(`${year}-12-31`),
  })
  return { id, rows: rows.length, envelope, content, digest: Buffer.from(sha256(content)).toString('hex') }
}
