// JSON of strangers: bounded before it is parsed, every number kept as it was written, no member named twice.
import { utf8 } from './bytes.ts'
import { CausewayError } from './errors.ts'
import { checkLimit } from './limits.ts'

/** A number by its digits; JavaScript's own would lose some. */
export class NumberText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type NativeJson =
  | string
  | boolean
  | null
  | NumberText
  | readonly NativeJson[]
  | { readonly [name: string]: NativeJson }
export type NativeObject = { readonly [name: string]: NativeJson }

export type JsonLimits = { readonly bytesMax: number; readonly depthMax: number; readonly nodesMax: number }

/** Something that cannot become an entry; `pointer` (RFC 6901) says where. */
export function untranslatable(pointer: string, expected: string): never {
  throw new CausewayError('UNTRANSLATABLE', { pointer, expected })
}

export const below = (pointer: string, name: string | number): string =>
  `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** The parser recurses and allocates, so size, depth and number of values are counted before it runs. */
export function parseNativeJson(bytes: Uint8Array, limits: JsonLimits): NativeJson {
  checkLimit(bytes.length, limits.bytesMax, 'document')
  const members = scan(bytes, limits)
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    return parseExact(text.decode(bytes), members)
  } catch (cause) {
    if (cause instanceof CausewayError) throw cause
    throw new CausewayError('UNTRANSLATABLE', { pointer: '', expected: 'one JSON text in UTF-8' }, cause)
  }
}

const [quote, backslash, comma, colon] = utf8('"\\,:')
const openers = new Set(utf8('[{'))
const closers = new Set(utf8(']}'))

/** Counts members; throws where a limit is passed. Bytes that are no JSON pass here and fail in the parser. */
function scan(bytes: Uint8Array, limits: JsonLimits): number {
  let [depth, nodes, members, inside] = [0, 1, 0, false]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === quote) inside = !inside
    else if (inside) at += byte === backslash ? 1 : 0
    else if (byte === colon) members += 1
    else if (byte === comma) nodes += 1
    else if (byte !== undefined && openers.has(byte)) {
      depth += 1
      nodes += 1
      if (depth > limits.depthMax) checkLimit(depth, limits.depthMax, 'document.depth')
    } else if (byte !== undefined && closers.has(byte)) depth -= 1
  }
  checkLimit(nodes, limits.nodesMax, 'document.values')
  return members
}

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown
// The third argument is in the engine, but not yet in the types of the language.
const parseWith = JSON.parse as (text: string, reviver: Reviver) => NativeJson

function parseExact(text: string, members: number): NativeJson {
  let seen = -1
  const json = parseWith(text, function (_key, value, { source }) {
    if (!Array.isArray(this)) seen += 1
    if (typeof value === 'string' && !value.isWellFormed()) return untranslatable('', 'no lone surrogates')
    return typeof value === 'number' ? new NumberText(source ?? '') : value
  })
  // The parser keeps the last of two members with one name; the reader of the document may have meant the first.
  if (seen !== members) return untranslatable('', 'every member once')
  return json
}

export function nativeObject(json: NativeJson | undefined, pointer: string): NativeObject {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof NumberText)
  return isObject ? (json as NativeObject) : untranslatable(pointer, 'an object')
}

export function nativeList(json: NativeJson | undefined, pointer: string): readonly NativeJson[] {
  return Array.isArray(json) ? json : untranslatable(pointer, 'a list')
}

export function nativeText(json: NativeJson | undefined, pointer: string): string {
  return typeof json === 'string' ? json : untranslatable(pointer, 'text')
}

/** JSON text again: numbers by their digits. */
export function nativeJsonText(json: NativeJson): string {
  if (json instanceof NumberText) return json.text
  if (Array.isArray(json)) return `[${json.map(nativeJsonText).join(',')}]`
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  const members = Object.entries(json).map(([name, value]) => `${JSON.stringify(name)}:${nativeJsonText(value)}`)
  return `{${members.join(',')}}`
}
