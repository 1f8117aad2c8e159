// Every limit of proto/limits.json by its name, and the one way to refuse what exceeds it.
import { byteLength } from './bytes.ts'
import { CausewayError } from './errors.ts'

export * from '#gen/limits.ts'

/** Throws LIMIT_EXCEEDED with the path, the limit and the actual number. */
export function checkLimit(actual: number, max: number, path: string): void {
  if (actual > max) throw new CausewayError('LIMIT_EXCEEDED', { path, max: String(max), actual: String(actual) })
}

/** Limits on text count bytes of UTF-8, as the chains do. */
export function checkTextLimit(text: string, bytesMax: number, path: string): void {
  checkLimit(byteLength(text), bytesMax, path)
}
