// How one kind of field maps between domain value, protobuf object and proto3 JSON; `shapes.ts` combines these.
import { parseBase64, toBase64 } from './bytes.ts'
import { CausewayError, type ErrorCode } from './errors.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** `undefined` on the wire or in JSON means absent. Both `from…` throw a CausewayError that names the path. */
export type Field<T> = {
  readonly toWire: (value: T, path: string) => unknown
  readonly fromWire: (wire: unknown, path: string) => T
  readonly toJson: (value: T) => Json | undefined
  readonly fromJson: (json: Json | undefined, path: string) => T
}

type Plain = Readonly<Record<string, unknown>>

function fail(code: ErrorCode, path: string, expected: string): never {
  throw new CausewayError(code, { path, expected })
}

/** A scalar: absent means its default in both forms, and the default is written in neither. */
function scalar<T>(options: {
  readonly name: string
  readonly empty: T
  readonly isEmpty: (value: T) => boolean
  readonly accepts: (value: unknown) => value is T
  readonly toJson: (value: T) => Json
  readonly fromJson: (json: Json) => unknown
}): Field<T> {
  const check = (value: unknown, path: string): T =>
    options.accepts(value) ? value : fail('MALFORMED', path, options.name)
  return {
    toWire: (value, path) => check(value, path),
    fromWire: (wire, path) => (wire === undefined || wire === null ? options.empty : check(wire, path)),
    toJson: (value) => (options.isEmpty(value) ? undefined : options.toJson(value)),
    fromJson: (json, path) =>
      json === undefined || json === null ? options.empty : check(options.fromJson(json), path),
  }
}

/** Lone surrogates have no UTF-8 form, so they are refused instead of being replaced. */
export const text = scalar<string>({
  name: 'text',
  empty: '',
  isEmpty: (value) => value === '',
  accepts: (value): value is string => typeof value === 'string' && value.isWellFormed(),
  toJson: (value) => value,
  fromJson: (json) => json,
})

export const flag = scalar<boolean>({
  name: 'boolean',
  empty: false,
  isEmpty: (value) => !value,
  accepts: (value): value is boolean => typeof value === 'boolean',
  toJson: (value) => value,
  fromJson: (json) => json,
})

export const uint32 = scalar<number>({
  name: 'integer of 32 bits',
  empty: 0,
  isEmpty: (value) => value === 0,
  accepts: (value): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32,
  toJson: (value) => value,
  fromJson: (json) => json,
})

function integer64(name: string, min: bigint, max: bigint): Field<bigint> {
  return scalar({
    name,
    empty: 0n,
    isEmpty: (value) => value === 0n,
    // protobufjs wraps what does not fit, silently, so the range is checked here.
    accepts: (value): value is bigint => typeof value === 'bigint' && value >= min && value <= max,
    toJson: (value) => value.toString(),
    fromJson: (json) => {
      if (typeof json === 'number' && Number.isSafeInteger(json)) return BigInt(json)
      return typeof json === 'string' && /^-?(?:0|[1-9][0-9]{0,19})$/.test(json) ? BigInt(json) : undefined
    },
  })
}

export const uint64 = integer64('unsigned integer of 64 bits', 0n, 2n ** 64n - 1n)
export const sint64 = integer64('signed integer of 64 bits', -(2n ** 63n), 2n ** 63n - 1n)

export const bytes = scalar<Uint8Array>({
  name: 'bytes',
  empty: new Uint8Array(),
  isEmpty: (value) => value.length === 0,
  accepts: (value): value is Uint8Array => value instanceof Uint8Array,
  toJson: toBase64,
  fromJson: (json) => (typeof json === 'string' ? parseBase64(json) : undefined),
})

/** Enum words by position: `words[0]` is number 1, because 0 is the unspecified member of every enum. */
export function optionalWord<T extends string>(prefix: string, words: readonly T[]): Field<T | undefined> {
  const protoName = (word: T): string => `${prefix}_${word.toUpperCase()}`
  const refuse = (path: string): never => fail('PART_MISSING', path, words.join(' | '))
  return {
    toWire: (word, path) => {
      if (word === undefined) return 0
      const number = words.indexOf(word) + 1
      return number === 0 ? refuse(path) : number
    },
    fromWire: (wire, path) => {
      if (wire === undefined || wire === 0) return undefined
      return words[Number(wire) - 1] ?? refuse(path)
    },
    toJson: (word) => (word === undefined ? undefined : protoName(word)),
    fromJson: (json, path) => {
      if (json === undefined || json === null || json === 0 || json === `${prefix}_UNSPECIFIED`) return undefined
      const word = words.find((candidate) => protoName(candidate) === json)
      return word ?? refuse(path)
    },
  }
}

/** An enum without default: unspecified is refused. */
export function word<T extends string>(prefix: string, words: readonly T[]): Field<T> {
  return required(optionalWord(prefix, words), words.join(' | '))
}

export function required<T>(field: Field<T | undefined>, expected = 'present'): Field<T> {
  const present = (value: T | undefined, path: string): T =>
    value === undefined ? fail('PART_MISSING', path, expected) : value
  return {
    toWire: (value, path) => field.toWire(present(value, path), path),
    fromWire: (wire, path) => present(field.fromWire(wire, path), path),
    toJson: field.toJson,
    fromJson: (json, path) => present(field.fromJson(json, path), path),
  }
}

/** A message field that may be absent. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return {
    toWire: (value, path) => (value === undefined ? undefined : field.toWire(value, path)),
    fromWire: (wire, path) => (wire === undefined || wire === null ? undefined : field.fromWire(wire, path)),
    toJson: (value) => (value === undefined ? undefined : field.toJson(value)),
    fromJson: (json, path) => (json === undefined || json === null ? undefined : field.fromJson(json, path)),
  }
}

export function list<T>(field: Field<T>, emptyJson: Json): Field<readonly T[]> {
  const at = (path: string, index: number): string => `${path}[${index}]`
  const asArray = <U>(value: unknown, path: string): readonly U[] => {
    if (value === undefined || value === null) return []
    return Array.isArray(value) ? value : fail('MALFORMED', path, 'list')
  }
  return {
    toWire: (values, path) => values.map((value, index) => field.toWire(value, at(path, index))),
    fromWire: (wire, path) => asArray(wire, path).map((item, index) => field.fromWire(item, at(path, index))),
    toJson: (values) => (values.length === 0 ? undefined : values.map((value) => field.toJson(value) ?? emptyJson)),
    fromJson: (json, path) => asArray<Json>(json, path).map((item, index) => field.fromJson(item, at(path, index))),
  }
}

export type Fields<T> = { readonly [K in keyof T]-?: Field<T[K]> }

/** A message: every domain key is a proto field of the same camelCase name. */
export function record<T extends object>(fields: Fields<T>): Field<T> {
  const keys = Object.keys(fields) as (keyof T & string)[]
  const below = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
  const build = <V>(path: string, read: (key: keyof T & string, path: string) => V): Record<string, V> => {
    const entries = keys.map((key) => [key, read(key, below(path, key))] as const)
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  }
  return {
    toWire: (value, path) => build(path, (key, at) => fields[key].toWire(value[key], at)),
    fromWire: (wire, path) => build(path, (key, at) => fields[key].fromWire((wire as Plain)[key], at)) as T,
    toJson: (value) => build('', (key) => fields[key].toJson(value[key])) as Json,
    fromJson: (json, path) => {
      const object = jsonObject(json, path, keys)
      return build(path, (key, at) => fields[key].fromJson(object[key], at)) as T
    },
  }
}

/** The members of a JSON object; an unknown key is refused, it would silently be lost. */
export function jsonObject(json: Json | undefined, path: string, keys: readonly string[]): Record<string, Json> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return fail('MALFORMED', path, 'object')
  const stranger = Object.keys(json).find((key) => !keys.includes(key))
  if (stranger !== undefined) fail('MALFORMED', `${path}.${stranger}`, `one of ${keys.join(', ')}`)
  return json as Record<string, Json>
}
