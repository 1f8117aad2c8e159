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

/** Of a chain whatever answers over gRPC: the bytes of a message. */
type Answering = {
  readonly chainId: string
  queryGrpc(path: string, request: Uint8Array): Promise<Uint8Array>
}

/** One question and its answer as a message. Throws CHAIN_ANSWER_INVALID where the answer is none. */
export async function askGrpc<T>(
  chain: Answering,
  path: string,
  request: Uint8Array,
  decode: (bytes: Uint8Array) => T,
): Promise<T> {
  const bytes = await chain.queryGrpc(path, request)
  return asAnswer(chain.chainId, path, () => decode(bytes))
}

/** Whether the node has said no, as it does of what it does not have; an answer that nobody can read says nothing. */
export const isRefusal = (error: unknown): boolean =>
  isCausewayError(error, 'CHAIN_ANSWER_INVALID') && error.facts['part'] === undefined
