// Translates what SQLite and PostgreSQL throw into the two codes that callers branch on.
import { isNativeError } from 'node:util/types'
import { CausewayError } from '../core/errors.ts'

// SQLite primary result codes (https://www.sqlite.org/rescode.html) in the low byte of `errcode`.
const sqliteFull = 13
// PostgreSQL SQLSTATE classes: 08 connection, 53 resources, 57 operator intervention, 58 system.
const postgresFull = '53100'
const postgresAway = /^(08|53|57|58)/
const networkAway = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'ENOENT'])

/** STORE_FULL and STORE_UNAVAILABLE for what the world did; a mistake of ours (bad SQL, bad value) stays as it is. */
export function storeError(cause: unknown): unknown {
  // Not instanceof: errors of Node's own modules may come from another realm.
  if (!isNativeError(cause) || cause instanceof CausewayError) return cause
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  if (code === 'ERR_SQLITE_ERROR') return sqliteError(cause)
  if (code === postgresFull || code === 'ENOSPC') return new CausewayError('STORE_FULL', { reason: code }, cause)
  if (postgresAway.test(code) && code.length === 5)
    return new CausewayError('STORE_UNAVAILABLE', { reason: code }, cause)
  if (networkAway.has(code) || /^(timeout exceeded|Connection terminated)/.test(cause.message)) {
    return new CausewayError('STORE_UNAVAILABLE', { reason: code === '' ? 'connection' : code }, cause)
  }
  return cause
}

// Busy, locked, read-only, input/output error, corrupt, cannot open, not a database.
const sqliteAway = new Set([5, 6, 8, 10, 11, 14, 26])

function sqliteError(cause: Error): unknown {
  const number = 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode & 0xff : 0
  if (number === sqliteFull) return new CausewayError('STORE_FULL', { reason: 'SQLITE_FULL' }, cause)
  if (sqliteAway.has(number)) return new CausewayError('STORE_UNAVAILABLE', { reason: `SQLITE_${number}` }, cause)
  return cause
}
