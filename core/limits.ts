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

/** Packets of one tx that are followed where a user hands its hash in. */
export const relayPacketsMax = 1_000
/** Txs that are followed at a time. */
export const relaysOpenMax = 10_000
/** Span in which a tx is looked for, and its packets are followed; handing it in again starts another one. */
export const relayFollowMs = 7 * 24 * 3_600_000
