// The hashes that results are known by: sha-256 over RFC 8785 JSON, and a Merkle root over many identifiers.
import canonicalize from 'canonicalize'
import { toHex, utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { merkleLeaf, merkleRoot } from '../../core/merkle.ts'
import { sha256 } from '../keys/fingerprints.ts'

/** RFC 8785 bytes. */
export function canonicalJson(value: unknown): Uint8Array {
  const text = canonicalize(value)
  if (text === undefined) throw new CausewayError('MALFORMED', { expected: 'JSON' })
  return utf8(text)
}

export const digestOf = (value: unknown): string => toHex(sha256(canonicalJson(value)))

/** The Merkle root over texts, as 64 hex digits. */
export function rootOf(texts: readonly string[]): string {
  const leaves = texts.map((text) => merkleLeaf(utf8(text), sha256))
  return toHex(merkleRoot(leaves, sha256))
}
