// Bytes and their text forms (hex, base64, UTF-8), strict in both directions.
import { CausewayError } from './errors.ts'

const hexPairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
/** Value of a hex digit by its character code; 255 for what is none. */
const hexDigits = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code))
  return digit < 0 ? 255 : digit
})

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexPairs[byte]
  return text
}

/** Lower-case hex only: one value, one spelling. */
export function parseHex(text: string): Uint8Array {
  const bytes = readHex(text)
  if (bytes === undefined) throw new CausewayError('MALFORMED', { expected: 'lower-case hex' })
  return bytes
}

/** Undefined for what is no lower-case hex. Loops, since packets of megabytes pass here in every block. */
export function readHex(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length >> 1)
  if (text.length !== bytes.length * 2) return undefined
  for (let at = 0; at < bytes.length; at += 1) {
    const high = hexDigits[text.charCodeAt(2 * at)] ?? 255
    const low = hexDigits[text.charCodeAt(2 * at + 1)] ?? 255
    if (high > 15 || low > 15) return undefined
    bytes[at] = high * 16 + low
  }
  return bytes
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
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at)
  return bytes
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Length in UTF-8, which is what every limit in proto/limits.json counts. */
export function byteLength(text: string): number {
  return utf8(text).length
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false
  return true
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
