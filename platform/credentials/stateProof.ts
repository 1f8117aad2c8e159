// ICS-23: whether a chain's state, named by an app hash, holds a value under a key of one of its stores.

import { BinaryWriter } from 'cosmjs-types/binary'
import {
  CommitmentProof,
  type ExistenceProof,
  HashOp,
  type InnerOp,
  LengthOp,
} from 'cosmjs-types/cosmos/ics23/v1/proofs'
import { concatBytes, equalBytes, utf8 } from '../../core/bytes.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { unproven } from './blockProof.ts'

/** What a proof may look like, so that no inner node passes for a leaf, nor a key for a piece of another. */
type Shape = {
  readonly isLeafPrefix: (prefix: Uint8Array) => boolean
  readonly isInner: (op: InnerOp) => boolean
}

const childBytes = 32
const depthMax = 64

/** Bytes behind the three varints with which a node of iavl begins: height, size, version. */
function afterNumbers(prefix: Uint8Array): number {
  let left = 3
  const end = prefix.findIndex((byte) => {
    if (byte < 0x80) left -= 1
    return left === 0
  })
  return end === -1 || end >= 12 ? Number.NaN : prefix.length - end - 1
}

/** Behind its numbers a node has its children, each with its length before it; a leaf has height 0. */
const iavl: Shape = {
  isLeafPrefix: (prefix) => prefix[0] === 0 && afterNumbers(prefix) === 0,
  isInner: ({ prefix, suffix }) => {
    const rest = afterNumbers(prefix)
    const isLeft = rest === 1 && suffix.length === 1 + childBytes
    const isRight = rest === 2 + childBytes && suffix.length === 0
    return prefix[0] !== 0 && (isLeft || isRight)
  },
}

/** The stores of a chain are leaves of a plain RFC 6962 tree. */
const stores: Shape = {
  isLeafPrefix: (prefix) => prefix.length === 1 && prefix[0] === 0,
  isInner: ({ prefix, suffix }) =>
    prefix[0] === 1 &&
    (prefix.length === 1 || prefix.length === 1 + childBytes) &&
    suffix.length % childBytes === 0 &&
    suffix.length + prefix.length === 1 + childBytes,
}

const withLength = (bytes: Uint8Array): Uint8Array => new BinaryWriter().bytes(bytes).finish()

function rootOf({ key, value, leaf, path }: ExistenceProof, shape: Shape): Uint8Array {
  const isPlain =
    leaf !== undefined &&
    leaf.hash === HashOp.SHA256 &&
    leaf.prehashKey === HashOp.NO_HASH &&
    leaf.prehashValue === HashOp.SHA256 &&
    leaf.length === LengthOp.VAR_PROTO
  if (!isPlain || !shape.isLeafPrefix(leaf.prefix)) throw unproven('leaf')
  if (key.length === 0 || value.length === 0 || path.length > depthMax) throw unproven('path')
  const first = sha256(concatBytes(leaf.prefix, withLength(key), withLength(sha256(value))))
  return path.reduce((hash, op) => {
    if (op.hash !== HashOp.SHA256 || !shape.isInner(op)) throw unproven('inner node')
    return sha256(concatBytes(op.prefix, hash, op.suffix))
  }, first)
}

function existenceOf(bytes: Uint8Array): ExistenceProof {
  const { exist } = CommitmentProof.decode(bytes)
  if (exist === undefined) throw unproven('no proof of existence')
  return exist
}

export type StateClaim = {
  readonly appHash: Uint8Array
  readonly store: string
  readonly key: Uint8Array
  readonly value: Uint8Array
  /** CommitmentProofs of the key in its store, and of the store in the chain's state. */
  readonly proofs: readonly [Uint8Array, Uint8Array]
}

/** CHAIN_PROOF_INVALID unless the state holds exactly this value under this key. */
export function verifyState({ appHash, store, key, value, proofs }: StateClaim): void {
  const [inStore, ofStore] = proofs.map(existenceOf)
  if (inStore === undefined || ofStore === undefined) throw unproven('two proofs are needed')
  if (!equalBytes(inStore.key, key) || !equalBytes(inStore.value, value)) throw unproven('another key or value')
  if (!equalBytes(ofStore.key, utf8(store))) throw unproven('another store')
  if (!equalBytes(ofStore.value, rootOf(inStore, iavl))) throw unproven('not in its store')
  if (!equalBytes(rootOf(ofStore, stores), appHash)) throw unproven('not in the state of the block')
}
