// Possession of an object as a Merkle tree over its kilobytes: one root, and proofs of single chunks under it.

import { toHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { merkleLeaf, merkleProof, merkleRoot, verifyMerkle } from '../../core/merkle.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { chunkBytes } from './limits.ts'

export type ChunkProof = { readonly index: number; readonly chunk: Uint8Array; readonly path: readonly Uint8Array[] }

export const chunkCount = (lengthBytes: number): number => Math.max(1, Math.ceil(lengthBytes / chunkBytes))

const chunkAt = (bytes: Uint8Array, index: number): Uint8Array =>
  bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes)

const leavesOf = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: chunkCount(bytes.length) }, (_, index) => merkleLeaf(chunkAt(bytes, index), sha256))

/** 64 lower-case hex digits. */
export const chunkRoot = (bytes: Uint8Array): string => toHex(merkleRoot(leavesOf(bytes), sha256))

/** The answer to a challenge: who does not have the object at hand cannot give it. Throws CHALLENGE_INVALID. */
export function proveChunk(bytes: Uint8Array, index: number): ChunkProof {
  if (!Number.isInteger(index) || index < 0 || index >= chunkCount(bytes.length)) {
    throw new CausewayError('CHALLENGE_INVALID', { index: String(index), chunks: String(chunkCount(bytes.length)) })
  }
  return { index, chunk: chunkAt(bytes, index), path: merkleProof(leavesOf(bytes), index, sha256) }
}

/** What the chain checks too. */
export function verifyChunk({ index, chunk, path }: ChunkProof, lengthBytes: number, root: Uint8Array): boolean {
  return verifyMerkle({ leaf: merkleLeaf(chunk, sha256), index, count: chunkCount(lengthBytes), path, root }, sha256)
}
