// Seattle's daily weather (NOAA, in the npm package vega-datasets) as an open record in the unified data format.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

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
  const path = createRequire(import.meta.url).resolve('vega-datasets/data/seattle-weather.csv')
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
