// Real measurements as two makes of device say them: hours of weather in SenML, earthquakes in SensorThings.
// NOAA's hourly normals of Seattle and a week of the USGS, both from the npm package vega-datasets.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Element } from '../../core/words.ts'
import { root } from '../config.ts'

const element = (name: string, type: Element['type'], unit: string, lengthMax: number): Element => ({
  name,
  type,
  unit,
  lengthMax,
  optional: false,
})
const read = (file: string): string => readFileSync(join(root, 'node_modules', 'vega-datasets', 'data', file), 'utf8')
// Both series are old; what is new here is the day on which they are handed in.
const ageMsMax = 40 * 366 * 86_400_000

export type Hour = {
  readonly atMs: number
  readonly pressure: string
  readonly temperature: string
  readonly wind: string
}

export const weatherElements: readonly Element[] = [
  element('pressure', 'decimal', 'hPa', 16),
  element('temperature', 'decimal', 'Cel', 16),
  element('wind', 'decimal', 'm/s', 16),
]
const range = (minimum: number, maximum: number): object => ({ type: 'number', minimum, maximum })
export const weatherModel = {
  version: 1,
  schema: {
    type: 'object',
    properties: { pressure: range(850, 1_090), temperature: range(-60, 60), wind: range(0, 120) },
    required: ['pressure', 'temperature', 'wind'],
  },
  timing: { intervalMsMin: 600_000, intervalMsMax: 7_200_000, ageMsMax, futureMsMax: 60_000 },
}
export const weatherMapping = {
  sequence: 'seq',
  fields: [
    { name: 'pressure', unit: 'hPa', element: 'pressure' },
    { name: 'temp', unit: 'Cel', element: 'temperature' },
    { name: 'wind', unit: 'm/s', element: 'wind' },
  ],
}

/** The first hours of the year; throws when the file's columns are not the ones we know. */
export function readHours(count: number): readonly Hour[] {
  const [heading, ...lines] = read('seattle-weather-hourly-normals.csv').trim().split(/\r?\n/)
  if (heading !== 'date,pressure,temperature,wind') throw new Error(`unknown columns: ${heading}`)
  return lines.slice(0, count).map((line) => {
    const [date = '', pressure = '', temperature = '', wind = ''] = line.split(',')
    return { atMs: Date.parse(`${date}Z`), pressure, temperature, wind }
  })
}

/** A SenML pack, numbered from `first`; the digits are those of the file. */
export function weatherPack(hours: readonly Hour[], first: number): string {
  const records = hours.flatMap(({ atMs, pressure, temperature, wind }, index) => {
    const at = `"t":${atMs / 1_000}`
    const value = (name: string, unit: string, digits: string) => `{"n":"${name}","u":"${unit}",${at},"v":${digits}}`
    const values = [value('pressure', 'hPa', pressure), value('temp', 'Cel', temperature), value('wind', 'm/s', wind)]
    return [`{"n":"seq",${at},"v":${first + index}}`, ...values]
  })
  return `[${records.join(',')}]`
}

export type Quake = {
  readonly atMs: number
  readonly magnitude: number
  readonly depth: number
  readonly place: string
}

export const quakeElements: readonly Element[] = [
  element('magnitude', 'decimal', '', 16),
  element('depth', 'decimal', 'km', 16),
  element('place', 'text', '', 128),
]
export const quakeModel = {
  version: 1,
  schema: {
    type: 'object',
    properties: {
      magnitude: range(-5, 10),
      depth: range(-10, 800),
      place: { type: 'string', minLength: 1, maxLength: 128 },
    },
    required: ['magnitude', 'depth', 'place'],
  },
  timing: { intervalMsMin: 0, intervalMsMax: 86_400_000, ageMsMax, futureMsMax: 60_000 },
}
const unit = (symbol: string): { name: string; symbol: string; definition: string } => ({
  name: '',
  symbol,
  definition: '',
})
export const quakeMapping = {
  sequence: 'sequence',
  resultTime: '',
  datastreams: [
    { datastream: '1', unitOfMeasurement: unit(''), element: 'magnitude' },
    { datastream: '2', unitOfMeasurement: unit('km'), element: 'depth' },
    { datastream: '3', unitOfMeasurement: unit(''), element: 'place' },
  ],
}

type Feature = {
  readonly properties: { readonly mag: number | null; readonly place: string; readonly time: number }
  readonly geometry: { readonly coordinates: readonly number[] }
}

/** The first ones of the week, in the order of their times. */
export function readQuakes(count: number): readonly Quake[] {
  const { features } = JSON.parse(read('earthquakes.json')) as { features: readonly Feature[] }
  const quakes = features.flatMap(({ properties: { mag, place, time }, geometry }) =>
    mag === null ? [] : [{ atMs: time, magnitude: mag, depth: geometry.coordinates[2] ?? 0, place }],
  )
  return quakes.sort((a, b) => a.atMs - b.atMs).slice(0, count)
}

/** Observations as a seismometer posts them: three for each earthquake, one of each datastream. */
export function quakeObservations(quakes: readonly Quake[], first: number): string {
  const observations = quakes.flatMap(({ atMs, magnitude, depth, place }, index) =>
    [magnitude, depth, place].map((result, stream) => ({
      phenomenonTime: new Date(atMs).toISOString(),
      result,
      parameters: { sequence: first + index },
      Datastream: { '@iot.id': String(stream + 1) },
    })),
  )
  return JSON.stringify({ value: observations })
}
