// The one mapping of errors to problem documents.
import { CausewayError } from '../../core/errors.ts'
import { asRefusal, problemOf, RequestRefused, shapeRefused, traceIdIn } from '../../core/problem.ts'

const traceId = 'ab'.repeat(16)
const told = (error: CausewayError) => problemOf(error, '/v1/things?x=1', traceId)

test('a refusal is told with its text, its facts and what to do', () => {
  expect(told(new CausewayError('NOT_FOUND', { path: '/v1/things' }))).toEqual({
    type: '/problems/not-found',
    title: 'There is nothing under this path.',
    status: 404,
    detail: 'There is nothing under this path. (path: /v1/things)',
    instance: '/v1/things?x=1',
    code: 'NOT_FOUND',
    retryable: false,
    hint: 'Check the identifier; /openapi.json lists the routes.',
    traceId,
    facts: { path: '/v1/things' },
  })
})

test('a path within a body becomes a pointer', () => {
  const { errors } = told(new CausewayError('LIMIT_EXCEEDED', { path: 'legs[0].operations[1].actor' }))
  expect(errors).toMatchObject([{ pointer: '/legs/0/operations/1/actor', code: 'LIMIT_EXCEEDED' }])
})

test('facts of a failure on our side are not told, but for the chain that it happened on', () => {
  const facts = { chainId: 'zone-a', txHash: 'AB', abciCode: '5', reason: 'connect 10.0.0.7', path: 'legs[0]' }
  const problem = told(new CausewayError('CHAIN_UNREACHABLE', facts))
  expect(problem).toMatchObject({ status: 503, retryable: true, detail: problem.title })
  expect(problem.facts).toEqual({})
  expect(problem.chain).toEqual({ chainId: 'zone-a', txHash: 'AB', abciCode: 5 })
  expect(problem).not.toHaveProperty('errors')
})

test('a refusal with several reasons tells each of them, whatever its status', () => {
  const faults = [{ pointer: '/a', code: 'LEG_BUSY', detail: 'busy' }]
  expect(told(new RequestRefused('LEG_BUSY', faults))).toMatchObject({ status: 503, errors: faults })
})

test('mistakes of shape are pointers with escapes, and the first of them is told in words', () => {
  const issues = [
    { path: ['a/b', 0], code: 'invalid_type', message: 'expected text' },
    { path: ['~'], message: 'too long' },
  ]
  const refusal = shapeRefused(issues, '/body')
  expect(refusal.faults).toEqual([
    { pointer: '/body/a~1b/0', code: 'invalid_type', detail: 'expected text' },
    { pointer: '/body/~0', code: 'BODY_INVALID', detail: 'too long' },
  ])
  expect(refusal.facts).toEqual({ pointer: '/body/a~1b/0', reason: 'expected text' })
})

test.each([
  [{ status: 413, limit: 100 }, 'BODY_TOO_LARGE', { max: '100' }],
  [{ status: 415 }, 'MEDIA_TYPE_UNSUPPORTED', {}],
  [{ status: 400 }, 'BODY_INVALID', { where: 'request' }],
  [{ status: 500 }, 'INTERNAL', {}],
  [{ status: 200 }, 'INTERNAL', {}],
  [{ status: '400' }, 'INTERNAL', {}],
  [new Error('x'), 'INTERNAL', {}],
  ['text', 'INTERNAL', {}],
] as const)('what a parser throws as %j is %s', (error, code, facts) => {
  expect(asRefusal(error)).toMatchObject({ code, facts, cause: error })
})

test('an error of ours stays what it is', () => {
  const error = new CausewayError('KEY_MISSING')
  expect(asRefusal(error)).toBe(error)
})

test('a trace is taken from a traceparent of the right form alone', () => {
  expect(traceIdIn(`00-${traceId}-${'cd'.repeat(8)}-01`)).toBe(traceId)
  expect(traceIdIn(`00-${traceId}-${'cd'.repeat(8)}`)).toBeUndefined()
  expect(traceIdIn(undefined)).toBeUndefined()
})
