// What a node answers is its word alone: bytes that are no such message are a fault of its answer, not of whoever asks.
import { CausewayError, isCausewayError } from './errors.ts'

/** A node may say anything. Throws CHAIN_ANSWER_INVALID with the part of the answer that `read` could not read. */
export function asAnswer<T>(chainId: string, part: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof CausewayError) throw cause
    throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId, part }, cause)
  }
}

/** Whether the node has said no, as it does of what it does not have; an answer that nobody can read says nothing. */
export const isRefusal = (error: unknown): boolean =>
  isCausewayError(error, 'CHAIN_ANSWER_INVALID') && error.facts['part'] === undefined
