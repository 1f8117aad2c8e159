// The error catalogue: complete against proto, readable, and the only source of codes.
import { causeway } from '#gen/causeway.js'
import { chainCatalogue } from '../../core/chainErrors.ts'
import { CausewayError, catalogue, chainError, codeName, codeNumber, isCausewayError } from '../../core/errors.ts'
import { serviceCatalogue } from '../../core/serviceErrors.ts'

const codesOf = (list: unknown, prefix: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(list as Record<string, number>)
      .filter(([name, number]) => typeof number === 'number' && !name.endsWith('_UNSPECIFIED'))
      .map(([name, number]) => [name.replace(prefix, ''), number]),
  )
const numbers = (entries: object): Record<string, number> =>
  Object.fromEntries(Object.entries(entries).map(([name, { number }]) => [name, number]))

test.each([
  ['of the commit', causeway.v1.Code, 'CODE_', chainCatalogue, 40],
  ['of the services', causeway.services.v1.ServiceCode, 'SERVICE_CODE_', serviceCatalogue, 70],
])(
  'every code %s has an entry under its name and number, and no entry is invented',
  (_, list, prefix, entries, least) => {
    const fromProto = codesOf(list, prefix)
    expect(numbers(entries)).toEqual(fromProto)
    expect(Object.keys(fromProto).length).toBeGreaterThan(least)
  },
)

test('no number and no name stands in both lists', () => {
  const all = [...Object.entries(chainCatalogue), ...Object.entries(serviceCatalogue)]
  expect(new Set(all.map(([, { number }]) => number)).size).toBe(all.length)
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length)
})

test.each(Object.entries(catalogue))('%s says what happened and what to do', (_, { status, text, hint }) => {
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(600)
  expect(text).toMatch(/^[A-Z].{10,}\.$/)
  expect(hint).toMatch(/^\S.{7,}\.\S*$/)
  expect(text).not.toContain('|')
  expect(hint).not.toContain('|')
})

test('a number of a later release has a name too', () => {
  expect(codeName(400)).toBe('LOCKED')
  expect(codeName(9_999)).toBe('CODE_UNKNOWN')
  expect(chainError(9_999).facts).toEqual({ number: '9999' })
  expect(codeNumber('LOCKED')).toBe(400)
  expect(codeNumber('REDIS_UNAVAILABLE')).toBeUndefined()
})

test('an error carries code, facts and cause, and its message says where', () => {
  const cause = new Error('socket closed')
  const error = new CausewayError('CHAIN_UNREACHABLE', { chainId: 'zone-a' }, cause)
  expect(error.message).toContain('chainId: zone-a')
  expect(error.cause).toBe(cause)
  expect([error.status, error.retryable]).toEqual([503, true])
  expect(error.hint).toBe(catalogue.CHAIN_UNREACHABLE.hint)
  expect(isCausewayError(error, 'CHAIN_UNREACHABLE')).toBe(true)
  expect(isCausewayError(error, 'INTERNAL')).toBe(false)
  expect(isCausewayError(cause)).toBe(false)
})
