// Decides whether a stranger's JSON Schema may be compiled: known keywords, no references that repeat or reach out.
import { below, untranslatable } from '../../core/nativeJson.ts'
import { enumMax, patternTextMax } from './limits.ts'
import { patternProblem } from './pattern.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type Schema = { readonly [name: string]: Json }

export const dialect = 'https://json-schema.org/draft/2020-12/schema'
/** Formats whose check is a linear expression. */
export const formats = ['date-time', 'date', 'time', 'duration', 'uuid'] as const

// Annotations and assertions whose values are plain; everything that is not listed anywhere is refused.
const plain = new Set([
  ...['title', 'description', '$comment', 'type', 'const', 'minimum', 'maximum', 'exclusiveMinimum'],
  ...['exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'required', 'minProperties', 'maxProperties'],
  ...['default', 'examples'],
])
const single = new Set(['not', 'if', 'then', 'else', 'additionalProperties'])
const lists = new Set(['allOf', 'anyOf', 'oneOf'])

/** Throws MALFORMED with the JSON pointer of the first thing that may not be in a model. */
export function checkSchema(schema: Json, pointer: string): void {
  const root = objectAt(schema, pointer)
  const { $schema, $defs, ...rest } = root
  if ($schema !== undefined && $schema !== dialect) untranslatable(`${pointer}/$schema`, dialect)
  const defs = $defs === undefined ? {} : objectAt($defs, `${pointer}/$defs`)
  // A definition may not refer on: neither circles nor doubling at every level can be built.
  for (const [name, def] of Object.entries(defs)) walk(def, below(`${pointer}/$defs`, name), undefined)
  walk(rest, pointer, new Set(Object.keys(defs)))
}

function objectAt(json: Json | undefined, pointer: string): Schema {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
  return isObject ? (json as Schema) : untranslatable(pointer, 'an object')
}

/** `defs` are the names that a reference may have here; none inside of definitions. */
function walk(json: Json, pointer: string, defs: ReadonlySet<string> | undefined): void {
  if (typeof json === 'boolean') return
  const schema = objectAt(json, pointer)
  for (const [keyword, value] of Object.entries(schema)) {
    const at = below(pointer, keyword)
    if (single.has(keyword)) walk(value, at, defs)
    else if (lists.has(keyword)) listAt(value, at).forEach((item, index) => walk(item, below(at, index), defs))
    else if (keyword === 'properties') checkProperties(value, at, defs)
    else if (keyword === '$ref') checkReference(value, at, defs)
    else if (keyword === 'pattern') checkPattern(schema, at)
    else if (keyword === 'format') {
      if (!(formats as readonly Json[]).includes(value)) untranslatable(at, formats.join(' | '))
    } else if (keyword === 'enum') {
      if (listAt(value, at).length > enumMax) untranslatable(at, `at most ${enumMax} values`)
    } else if (!plain.has(keyword)) untranslatable(at, 'a keyword that models may use')
  }
}

function listAt(json: Json, pointer: string): readonly Json[] {
  return Array.isArray(json) ? json : untranslatable(pointer, 'a list')
}

function checkProperties(json: Json, pointer: string, defs: ReadonlySet<string> | undefined): void {
  for (const [name, schema] of Object.entries(objectAt(json, pointer))) {
    if (name === '__proto__') untranslatable(below(pointer, name), 'another name')
    walk(schema, below(pointer, name), defs)
  }
}

function checkReference(json: Json, pointer: string, defs: ReadonlySet<string> | undefined): void {
  const name = typeof json === 'string' && json.startsWith('#/$defs/') ? json.slice('#/$defs/'.length) : undefined
  const known = name !== undefined && defs?.has(name) === true
  if (!known) untranslatable(pointer, 'one of the definitions under $defs, from outside of them')
}

function checkPattern({ pattern, maxLength }: Schema, pointer: string): void {
  const problem = typeof pattern === 'string' ? patternProblem(pattern) : 'text'
  if (problem !== undefined) untranslatable(pointer, problem)
  if (typeof maxLength !== 'number' || maxLength > patternTextMax) {
    untranslatable(pointer, `maxLength of at most ${patternTextMax} beside it`)
  }
}
