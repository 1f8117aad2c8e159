// Merkle trees in the shape of RFC 6962: one root for many leaves, and short proofs that a leaf is under it.
import { concatBytes, equalBytes } from './bytes.ts'
import { CausewayError } from './errors.ts'
import type { Sha256 } from './sha256.ts'

/** Puts bytes under the leaf tag and hashes them: plainly where content is open, with a secret salt where not. */
export type LeafHash = (tagged: Uint8Array) => Uint8Array

// Different tags for leaves and nodes: nobody can pass an inner node off as a leaf.
const leafTag = Uint8Array.of(0)
const nodeTag = Uint8Array.of(1)

export function merkleLeaf(bytes: Uint8Array, hash: LeafHash): Uint8Array {
  return hash(concatBytes(leafTag, bytes))
}

const node = (left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array =>
  sha256(concatBytes(nodeTag, left, right))

/** The largest power of two below `count`, where the RFC splits. */
function split(count: number): number {
  let size = 1
  while (size * 2 < count) size *= 2
  return size
}

/** The tree of nothing has no root here: there is nothing to submit. */
export function merkleRoot(leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  if (leaves.length === 0) throw new CausewayError('PART_MISSING', { path: 'leaves' })
  return subtree(leaves, 0, leaves.length, sha256)
}

function subtree(leaves: readonly Uint8Array[], from: number, to: number, sha256: Sha256): Uint8Array {
  const only = leaves[from]
  if (to - from === 1 && only !== undefined) return only
  const middle = from + split(to - from)
  return node(subtree(leaves, from, middle, sha256), subtree(leaves, middle, to, sha256), sha256)
}

/** The audit path of a leaf, from its neighbour up to the child of the root. */
export function merkleProof(leaves: readonly Uint8Array[], index: number, sha256: Sha256): readonly Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
    throw new CausewayError('MALFORMED', { path: 'index', expected: `0 to ${leaves.length - 1}` })
  }
  const path: Uint8Array[] = []
  let [from, to] = [0, leaves.length]
  while (to - from > 1) {
    const middle = from + split(to - from)
    const left = index < middle
    path.push(left ? subtree(leaves, middle, to, sha256) : subtree(leaves, from, middle, sha256))
    if (left) to = middle
    else from = middle
  }
  return path.reverse()
}

export type MerkleClaim = {
  readonly leaf: Uint8Array
  readonly index: number
  /** Leaves under the root; the verifier must know it, a proof does not say it. */
  readonly count: number
  readonly path: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Whether the leaf is at this index of the tree with this root; a path of any other length is false. */
export function verifyMerkle({ leaf, index, count, path, root }: MerkleClaim, sha256: Sha256): boolean {
  if (!Number.isSafeInteger(count) || !Number.isInteger(index) || index < 0 || index >= count) return false
  const lefts: boolean[] = []
  let [from, to] = [0, count]
  while (to - from > 1) {
    const middle = from + split(to - from)
    lefts.push(index < middle)
    if (index < middle) to = middle
    else from = middle
  }
  if (path.length !== lefts.length || [leaf, ...path].some((hash) => hash.length !== 32)) return false
  const sides = lefts.reverse()
  const top = path.reduce(
    (hash, other, level) => (sides[level] ? node(hash, other, sha256) : node(other, hash, sha256)),
    leaf,
  )
  return equalBytes(top, root)
}
