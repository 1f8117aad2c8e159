// Bytes and their text forms (hex, base64, UTF-8), strict in both directions.
import { CausewayError } from './errors.ts'

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Lower-case hex only: one value, one spelling. */
export function parseHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new CausewayError('MALFORMED', { expected: 'lower-case hex' })
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

export function toBase64(bytes: Uint8Array): string {
  const chunks: string[] = []
  // Chunks keep the argument list of fromCharCode short enough for every engine.
  for (let at = 0; at < bytes.length; at += 8192) chunks.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return btoa(chunks.join(''))
}

/** Standard alphabet with padding; anything else is refused rather than guessed. */
export function parseBase64(text: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw new CausewayError('MALFORMED', { expected: 'base64 with padding' })
  }
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Length in UTF-8, which is what every limit in proto/limits.json counts. */
export function byteLength(text: string): number {
  return utf8(text).length
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
