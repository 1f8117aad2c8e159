// Queries of both versions of IBC that say which sequences of an end are in some state.
import type { PacketEnd } from '../../core/relay.ts'
import type { Chain } from '../ports.ts'

export type QuerySequences<E extends PacketEnd> = (
  chain: Chain,
  end: E,
  sequences: readonly bigint[],
) => Promise<readonly bigint[]>

/** Of no sequences it asks nothing. */
export function sequencesQuery<E extends PacketEnd>(
  path: string,
  encode: (end: E, sequences: bigint[]) => Uint8Array,
  decode: (bytes: Uint8Array) => readonly bigint[],
): QuerySequences<E> {
  return async (chain, end, sequences) =>
    sequences.length === 0 ? [] : chain.queryGrpc(path, encode(end, [...sequences]), decode)
}
