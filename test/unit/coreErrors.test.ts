// The error catalogue: complete against proto, readable, and the only source of codes.
import { causeway } from '#gen/causeway.js'
import { chainCatalogue } from '../../core/chainErrors.ts'
import { CausewayError, catalogue, chainError, codeName, codeNumber, isCausewayError } from '../../core/errors.ts'

const protoCodes = Object.entries(causeway.v1.Code as unknown as Record<string, number>).filter(
  ([name, number]) => typeof number === 'number' && name !== 'CODE_UNSPECIFIED',
)

test('every Code of proto has an entry under its name and number, and no entry is invented', () => {
  const fromProto = protoCodes.map(([name, number]) => [name.replace(/^CODE_/, ''), number])
  const fromCatalogue = Object.entries(chainCatalogue).map(([name, { number }]) => [name, number])
  expect(Object.fromEntries(fromCatalogue)).toEqual(Object.fromEntries(fromProto))
  expect(fromProto.length).toBeGreaterThan(40)
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
