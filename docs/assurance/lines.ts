// Files to which each run adds a line of JSON: what is there is never rewritten.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** All of them, as whoever wrote them meant it; none where there is no file yet. */
export function readLines<T>(path: string): readonly T[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}

export const addLine = (path: string, value: object): void => appendFileSync(path, `${JSON.stringify(value)}\n`)
