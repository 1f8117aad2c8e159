// The port of a place for sealed objects, and what every adapter of it promises alike.
import { CausewayError } from '../../core/errors.ts'
import { cidOf } from './cid.ts'
import { objectBytesMax } from './limits.ts'

/** Bytes from `first` up to and with `last`, as HTTP counts them. */
export type Range = { readonly first: number; readonly last: number }

/**
 * Sealed objects by their address. Does NOT decide what may be stored, does NOT encrypt, does NOT retry.
 * Every method throws CID_MALFORMED for other addresses and OBJECTS_UNAVAILABLE where the place does not answer.
 */
export interface Objects {
  /** The address; on disk when it resolves. Throws OBJECT_TOO_LARGE. Putting again heals a damaged copy. */
  put(bytes: Uint8Array): Promise<string>
  /** Verified: throws OBJECT_MISSING, OBJECT_CORRUPT, RANGE_INVALID. A last byte beyond the end means the end. */
  get(cid: string, range?: Range): Promise<Uint8Array>
  /** Whether something is kept under the address; does not read it. */
  has(cid: string): Promise<boolean>
  /** Removing what is not there is no error. */
  remove(cid: string): Promise<void>
  /** Every address, sorted; at most listMax. */
  list(): Promise<readonly string[]>
  close(): Promise<void>
}

/** The address of bytes that may be put. */
export function addressOf(bytes: Uint8Array): string {
  if (bytes.length > objectBytesMax) {
    throw new CausewayError('OBJECT_TOO_LARGE', { max: String(objectBytesMax), actual: String(bytes.length) })
  }
  return cidOf(bytes)
}

/** A part of an object that was read and verified as a whole: a part alone proves nothing. */
export function sliceOf(bytes: Uint8Array, range: Range | undefined): Uint8Array {
  if (range === undefined) return bytes
  const { first, last } = range
  const valid = Number.isSafeInteger(first) && Number.isSafeInteger(last) && first >= 0 && first <= last
  if (!valid || first >= bytes.length) {
    throw new CausewayError('RANGE_INVALID', { first: `${first}`, last: `${last}`, length: `${bytes.length}` })
  }
  return bytes.subarray(first, Math.min(last + 1, bytes.length))
}
