// A data model: what an entry must look like (JSON Schema) and how its times must run; bounded, then compiled once.
import { createHash } from 'node:crypto'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { toHex } from '../../core/bytes.ts'
import { parseDecimal, scaledInteger } from '../../core/decimal.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import {
  below,
  type NativeJson,
  NumberText,
  nativeObject,
  parseNativeJson,
  untranslatable,
} from '../../core/nativeJson.ts'
import type { Element } from '../../core/words.ts'
import { modelBytesMax, modelDepthMax, modelNodesMax, modelsKeptMax, significantDigitsMax } from './limits.ts'
import { checkSchema, formats, type Json } from './schemaGuard.ts'

/** How times may run: between one entry of a device and its next, and against the clock of whoever checks. */
export type Timing = {
  readonly intervalMsMin: number
  readonly intervalMsMax: number
  readonly ageMsMax: number
  readonly futureMsMax: number
}

export type DataModel = {
  /** sha256 of the document, in hex: what a stream and the chain refer to. */
  readonly digest: string
  readonly version: number
  readonly timing: Timing
  /** Elements that the schema has a word about. */
  readonly properties: readonly string[]
  /** The code of what is wrong with an entry, or undefined. */
  readonly entryProblem: (entry: Readonly<Record<string, unknown>>) => 'SCHEMA_FAILED' | 'RANGE_FAILED' | undefined
}

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: false, logger: false, addUsedSchema: false })
ajvFormats.default(ajv, { mode: 'full', formats: [...formats], keywords: false })

const kept = new Map<string, DataModel>()

/** `{version, schema, timing}` as JSON. Throws MODEL_REFUSED with a pointer or LIMIT_EXCEEDED before it is compiled. */
export function parseModel(bytes: Uint8Array): DataModel {
  const limits = { bytesMax: modelBytesMax, depthMax: modelDepthMax, nodesMax: modelNodesMax }
  const digest = toHex(createHash('sha256').update(bytes).digest())
  const known = kept.get(digest)
  kept.delete(digest)
  const model = known ?? asModel(() => compileModel(digest, parseNativeJson(bytes, limits)))
  kept.set(digest, model)
  const oldest = kept.keys().next().value
  if (kept.size > modelsKeptMax && oldest !== undefined) kept.delete(oldest)
  return model
}

/** What is wrong with a model is wrong by its own code, at the same place. */
function asModel(compiled: () => DataModel): DataModel {
  try {
    return compiled()
  } catch (error) {
    if (isCausewayError(error, 'UNTRANSLATABLE')) throw new CausewayError('MODEL_REFUSED', error.facts, error)
    throw error
  }
}

function compileModel(digest: string, document: NativeJson): DataModel {
  const { version, schema, timing, ...rest } = nativeObject(document, '')
  const stranger = Object.keys(rest)[0]
  if (stranger !== undefined) untranslatable(below('', stranger), 'version, schema and timing alone')
  const json = plainJson(schema ?? null, '/schema')
  checkSchema(json, '/schema')
  const validate = compile(json as object)
  return {
    digest,
    version: wholeNumber(version, '/version', 1),
    timing: parseTiming(timing),
    properties: Object.keys((json as { readonly properties?: object }).properties ?? {}),
    entryProblem: (entry) => (validate(entry) ? undefined : problemOf(validate)),
  }
}

function compile(schema: object): ValidateFunction {
  try {
    const validate = ajv.compile(schema)
    // The instance would keep every schema that it ever saw; ours are kept above, and bounded.
    ajv.removeSchema(schema)
    return validate
  } catch (cause) {
    ajv.removeSchema(schema)
    if (isCausewayError(cause)) throw cause
    const expected = cause instanceof Error ? cause.message.slice(0, 200) : 'a schema'
    throw new CausewayError('MODEL_REFUSED', { pointer: '/schema', expected }, cause)
  }
}

const ranges = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'])

const problemOf = ({ errors }: ValidateFunction): 'SCHEMA_FAILED' | 'RANGE_FAILED' =>
  ranges.has(errors?.[0]?.keyword ?? '') ? 'RANGE_FAILED' : 'SCHEMA_FAILED'

/** Numbers as doubles: bounds of so many digits that a double would move them are refused. */
function plainJson(json: NativeJson, pointer: string): Json {
  if (json instanceof NumberText) return exactDouble(json.text) ?? untranslatable(pointer, 'at most 15 digits')
  if (Array.isArray(json)) return json.map((item, index) => plainJson(item, below(pointer, index)))
  if (typeof json !== 'object' || json === null) return json as Json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, plainJson(value, below(pointer, name))]))
}

/** The double nearest to the number, or undefined where so many digits would not keep their order. */
export function exactDouble(text: string): number | undefined {
  const [mantissa = ''] = text.split(/[eE]/)
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '')
  const value = Number(text)
  return digits.length <= significantDigitsMax && Number.isFinite(value) ? value : undefined
}

function wholeNumber(json: NativeJson | undefined, pointer: string, min: number): number {
  const value = scaledInteger(parseDecimal(json, pointer), 0)
  return value !== undefined && value >= BigInt(min) ? Number(value) : untranslatable(pointer, `an integer from ${min}`)
}

function parseTiming(json: NativeJson | undefined): Timing {
  const given = nativeObject(json, '/timing')
  const at = (name: keyof Timing): number => wholeNumber(given[name], `/timing/${name}`, 0)
  const timing = {
    intervalMsMin: at('intervalMsMin'),
    intervalMsMax: at('intervalMsMax'),
    ageMsMax: at('ageMsMax'),
    futureMsMax: at('futureMsMax'),
  }
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(timing, name))
  if (stranger !== undefined) untranslatable(below('/timing', stranger), Object.keys(timing).join(', '))
  if (timing.intervalMsMin > timing.intervalMsMax) untranslatable('/timing/intervalMsMin', 'at most intervalMsMax')
  return timing
}

/** A schema about elements that the stream does not have would never be satisfied, or never ask anything. */
export function checkModelElements(model: DataModel, elements: readonly Element[]): void {
  const stranger = model.properties.find((name) => !elements.some((element) => element.name === name))
  if (stranger !== undefined) untranslatable(below('/schema/properties', stranger), 'an element of the stream')
}
