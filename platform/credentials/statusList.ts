// Revocation by W3C Bitstring Status List: a signed list of bits in which an index says nothing about whose it is.
import { gunzipSync, gzipSync } from 'node:zlib'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import { type Json, jsonObject } from '../../core/wire.ts'
import { statusBitsMin, statusBytesMax, statusListMsMax } from '../identity/limits.ts'
import { credentialContext, isoTime, parseTime, type StatusEntry, textOf } from './credential.ts'

export type StatusList = {
  /** Its name, which certificates refer to. */
  readonly id: string
  readonly issuer: string
  readonly validFromMs: number
  readonly validUntilMs: number
  readonly bits: Uint8Array
}

/** Bits of the revoked indices, the first bit of a byte leftmost, as W3C counts them. */
export function statusBits(revoked: Iterable<number>, size = statusBitsMin): Uint8Array {
  const bits = new Uint8Array(size / 8)
  for (const index of revoked) {
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new CausewayError('STATUS_INVALID', { index: String(index), size: String(size) })
    }
    const at = index >> 3
    bits[at] = (bits[at] ?? 0) | (0x80 >> (index & 7))
  }
  return bits
}

export function isRevoked({ bits }: StatusList, index: number): boolean {
  const byte = bits[index >> 3]
  if (byte === undefined) throw new CausewayError('STATUS_INVALID', { index: String(index), reason: 'beyond the list' })
  return (byte & (0x80 >> (index & 7))) !== 0
}

export function statusListJson({ id, issuer, validFromMs, validUntilMs, bits }: StatusList): Json {
  return {
    '@context': [credentialContext],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: isoTime(validFromMs),
    validUntil: isoTime(validUntilMs),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: `u${gzipSync(bits).toString('base64url')}`,
    },
  }
}

function readList(json: Json): StatusList {
  const keys = ['@context', 'id', 'type', 'issuer', 'validFrom', 'validUntil', 'credentialSubject']
  const { id, type, issuer, validFrom, validUntil, credentialSubject } = jsonObject(json, 'list', keys)
  if (!Array.isArray(type) || !type.includes('BitstringStatusListCredential')) throw invalid('type')
  const inner = jsonObject(credentialSubject, 'list.credentialSubject', ['id', 'type', 'statusPurpose', 'encodedList'])
  if (inner['type'] !== 'BitstringStatusList' || inner['statusPurpose'] !== 'revocation') throw invalid('statusPurpose')
  const encoded = textOf(inner['encodedList'], 'encodedList', /^u[A-Za-z0-9_-]+$/)
  const bits = gunzipSync(Buffer.from(encoded.slice(1), 'base64url'), { maxOutputLength: statusBytesMax })
  if (bits.length * 8 < statusBitsMin) throw invalid('size')
  return {
    id: textOf(id, 'id'),
    issuer: textOf(issuer, 'issuer'),
    validFromMs: parseTime(validFrom, 'validFrom'),
    validUntilMs: parseTime(validUntil, 'validUntil'),
    bits,
  }
}

const invalid = (reason: string, cause?: unknown): CausewayError =>
  new CausewayError('STATUS_INVALID', { reason }, cause)

/** STATUS_INVALID for all that is no list; unpacking stops at a limit, however much a few bytes claim to hold. */
export function parseStatusList(json: Json): StatusList {
  try {
    return readList(json)
  } catch (error) {
    if (error instanceof CausewayError && error.code === 'STATUS_INVALID') throw error
    const known = isCausewayError(error)
    throw invalid(known ? (error.facts['path'] ?? error.code) : 'encodedList', error)
  }
}

/** Throws STATUS_INVALID, STATUS_STALE, or says whether the bit is set. */
export function checkStatus(list: StatusList, entry: StatusEntry, issuer: string, nowMs: number): boolean {
  if (list.id !== entry.list) throw invalid('another list')
  if (list.issuer !== issuer) throw invalid('another issuer')
  const isFresh = nowMs >= list.validFromMs && nowMs < list.validUntilMs
  if (!isFresh || list.validUntilMs - list.validFromMs > statusListMsMax) {
    throw new CausewayError('STATUS_STALE', { validUntil: isoTime(list.validUntilMs) })
  }
  return isRevoked(list, entry.index)
}
