// Data models of strangers: bounded before they are compiled, harmless when they run.
import { utf8 } from '../../core/bytes.ts'
import { checkModelElements, type DataModel, parseModel } from '../../platform/validation/model.ts'
import { patternProblem } from '../../platform/validation/pattern.ts'
import { weatherElements } from '../fakes/devices.ts'

const timing = { intervalMsMin: 0, intervalMsMax: 60_000, ageMsMax: 60_000, futureMsMax: 0 }
const modelOf = (schema: unknown, rest: object = {}): DataModel =>
  parseModel(utf8(JSON.stringify({ version: 1, schema, timing, ...rest })))
const text = (rest: object): object => ({ type: 'object', properties: { a: { type: 'string', ...rest } } })

test('a model judges entries, and the same bytes are compiled once', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $defs: { level: { type: 'number', minimum: 0 } },
    type: 'object',
    properties: {
      level: { $ref: '#/$defs/level' },
      at: { type: 'string', format: 'date-time' },
      code: { type: 'string', maxLength: 8, pattern: '^[A-Z]{2}-[0-9]+$' },
      kind: { enum: ['a', 'b'] },
    },
    required: ['level'],
  }
  const model = modelOf(schema)
  expect(model.entryProblem({ level: 1, at: '2026-01-01T00:00:00Z', code: 'AB-12', kind: 'a' })).toBeUndefined()
  expect(model.entryProblem({ level: -1 })).toBe('RANGE_FAILED')
  expect(model.entryProblem({})).toBe('SCHEMA_FAILED')
  expect(model.entryProblem({ level: 1, at: '2026-13-01T00:00:00Z' })).toBe('SCHEMA_FAILED')
  expect(model.entryProblem({ level: 1, code: 'AB-' })).toBe('SCHEMA_FAILED')
  expect(model.entryProblem({ level: 1, kind: 'c' })).toBe('SCHEMA_FAILED')
  expect(modelOf(schema)).toBe(model)
  expect(model.timing).toEqual(timing)
})

const nested = (levels: number): object =>
  levels === 0 ? { type: 'object' } : { type: 'object', properties: { a: nested(levels - 1) } }
const many = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, i) => [`e${i}`, true]))

test.each([
  ['a remote reference', { $ref: 'https://example.org/schema' }, '/schema/$ref'],
  ['a reference to itself', { type: 'object', allOf: [{ $ref: '#' }] }, '/schema/allOf/0/$ref'],
  [
    'a reference from a definition, of which doubling is made',
    { $defs: { a: true, b: { allOf: [{ $ref: '#/$defs/a' }] } } },
    '/schema/$defs/b/allOf/0/$ref',
  ],
  ['a reference to nothing', { $ref: '#/$defs/none' }, '/schema/$ref'],
  ['a dynamic reference', { $dynamicRef: '#x' }, '/schema/$dynamicRef'],
  ['a name of its own', { $id: 'x' }, '/schema/$id'],
  ['another dialect', { $schema: 'http://json-schema.org/draft-07/schema#' }, '/schema/$schema'],
  ['a keyword that nobody knows', { type: 'object', maxNoise: 5 }, '/schema/maxNoise'],
  ['property names as patterns', { patternProperties: { '(a+)+$': true } }, '/schema/patternProperties'],
  ['quadratic uniqueness', { uniqueItems: true }, '/schema/uniqueItems'],
  ['nested quantifiers', text({ maxLength: 9, pattern: '^(a+)+$' }), '/schema/properties/a/pattern'],
  ['a pattern without a bound on its text', text({ pattern: '^a+$' }), '/schema/properties/a/pattern'],
  ['a pattern for texts that are too long', text({ maxLength: 257, pattern: '^a+$' }), '/schema/properties/a/pattern'],
  ['a format that is not checked linearly', text({ format: 'uri' }), '/schema/properties/a/format'],
  ['the name of a prototype', JSON.parse('{"properties":{"__proto__":true}}'), '/schema/properties/__proto__'],
  ['a bound of more digits than a double has', { type: 'number', maximum: 0.1234567890123456 }, '/schema/maximum'],
  ['a type that is none', { type: 'money' }, '/schema'],
  ['a value where a list should be', { allOf: {} }, '/schema/allOf'],
  ['too many alternatives', { enum: Array.from({ length: 257 }, (_, i) => i) }, '/schema/enum'],
  ['a number for a schema', 5, '/schema'],
])('a model with %s is refused at its place', (_, schema, pointer) => {
  expect(() => modelOf(schema)).toThrow(
    expect.objectContaining({ code: 'MODEL_REFUSED', facts: expect.objectContaining({ pointer }) }),
  )
})

test.each([
  ['too deep', nested(6), 'document.depth'],
  ['of too many values', { properties: many(1100) }, 'document.values'],
  ['too long', { description: 'x'.repeat(16_384) }, 'document'],
])('a model that is %s is refused before it is compiled', (_, schema, path) => {
  expect(() => modelOf(schema)).toThrow(
    expect.objectContaining({ code: 'LIMIT_EXCEEDED', facts: expect.objectContaining({ path }) }),
  )
})

test.each([
  ['no timing', { timing: undefined }, '/timing'],
  ['a rule of timing left out', { timing: { ...timing, ageMsMax: undefined } }, '/timing/ageMsMax'],
  ['a rule that nobody knows', { timing: { ...timing, jitterMs: 1 } }, '/timing/jitterMs'],
  ['a negative time', { timing: { ...timing, futureMsMax: -1 } }, '/timing/futureMsMax'],
  ['a shortest interval above the longest', { timing: { ...timing, intervalMsMin: 60_001 } }, '/timing/intervalMsMin'],
  ['version 0', { version: 0 }, '/version'],
  ['a member more', { author: 'me' }, '/author'],
])('a model with %s is refused', (_, rest, pointer) => {
  expect(() => modelOf({}, rest)).toThrow(expect.objectContaining({ facts: expect.objectContaining({ pointer }) }))
})

test.each(['^[a-z]+$', '^-?[0-9]{1,3}\\.[0-9]+$', '^\\$[A-F]{4}', '^a\\$', '^.{3}[\\d-]*x$', '^日+$'])(
  'the pattern %s may run',
  (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined()
    expect(() => new RegExp(pattern, 'u')).not.toThrow()
  },
)

test.each([
  ['a+$', '(tried at every place)'],
  ['^(a|b)*$', '(a group)'],
  ['^a|b$', '(an alternative that is not anchored)'],
  ['^(?=a)b', '(a look ahead)'],
  ['^\\1', '(a reference back)'],
  ['^a*a*a*b$', '(three that share one text)'],
  [`^${'a?'.repeat(20)}${'a'.repeat(20)}$`, '(doubling with each question mark)'],
  [`^${'a{0,40}'.repeat(4)}$`, '(four bounded ones that share one text)'],
  ['^a{1,}b{1,}c{1,}$', '(unbounded repetitions in braces)'],
  ['^a+?$', '(a lazy quantifier)'],
  ['^[a[b]$', '(a class in a class)'],
  ['^a$b', '(an end in the middle)'],
  [`^${'a'.repeat(128)}`, '(too long)'],
])('the pattern %s %s may not run', (pattern) => {
  expect(patternProblem(pattern)).toBeDefined()
})

test('the slowest pattern that may run is fast on the longest text that it may see', () => {
  const model = modelOf(text({ maxLength: 256, pattern: '^x*x*.?.?y$' }))
  const startedMs = performance.now()
  expect(model.entryProblem({ a: 'x'.repeat(256) })).toBe('SCHEMA_FAILED')
  expect(performance.now() - startedMs).toBeLessThan(500)
})

test('a schema about an element that the stream lacks is found when the model is assigned', () => {
  const model = modelOf({ type: 'object', properties: { temperature: true, tempp: true } })
  expect(() => checkModelElements(model, weatherElements)).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ pointer: '/schema/properties/tempp' }) }),
  )
  expect(
    checkModelElements(modelOf({ type: 'object', properties: { temperature: true } }), weatherElements),
  ).toBeUndefined()
})
