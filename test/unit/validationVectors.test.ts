// Replays test/vectors/batches.json, as the contract does: rows to leaves, root, proofs, text and signature.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  batchId,
  batchLeaves,
  type Curve,
  checkBatchName,
  rowsOf,
  submissionBytes,
  submissionText,
} from '../../core/batch.ts'
import { parseHex, toHex } from '../../core/bytes.ts'
import { type LeafHash, merkleProof, merkleRoot, verifyMerkle } from '../../core/merkle.ts'
import { verifySubmission } from '../../platform/validation/signature.ts'
import { batchesFile, batchesText } from '../vectors/batchCases.ts'
import { sha256 } from '../vectors/samples.ts'

type Case = {
  readonly why: string
  readonly check?: 'root' | 'signature' | 'proof' | 'name'
  readonly index?: number
  readonly leaf?: string
  readonly proof?: readonly string[]
  readonly attempt: number
  readonly rows: readonly string[]
  readonly leaves: readonly string[]
  readonly proofs: readonly (readonly string[])[]
  readonly curve: Curve
} & Readonly<
  Record<
    | 'id'
    | 'streamId'
    | 'deviceId'
    | 'first'
    | 'last'
    | 'sentNs'
    | 'access'
    | 'content'
    | 'root'
    | 'text'
    | 'signedBytes'
    | 'publicKey'
    | 'signature',
    string
  >
>

const file = JSON.parse(readFileSync(batchesFile, 'utf8')) as {
  readonly salt: string
  readonly accepted: readonly Case[]
  readonly refused: readonly Case[]
}
const salt = parseHex(file.salt)
const leafHash = (access: string): LeafHash =>
  access === 'open' ? sha256 : (bytes) => new Uint8Array(createHmac('sha256', salt).update(bytes).digest())

const nameOf = ({ streamId, deviceId, attempt, first, last }: Case) => ({
  streamId,
  deviceId,
  attempt,
  first: BigInt(first),
  last: BigInt(last),
})
const rootOf = (vector: Case): string =>
  toHex(merkleRoot(batchLeaves(parseHex(vector.content), leafHash(vector.access)), sha256))
const isSigned = (vector: Case): boolean => {
  const text = submissionText(nameOf(vector), parseHex(vector.root), BigInt(vector.sentNs))
  const key = { curve: vector.curve, publicKey: parseHex(vector.publicKey) }
  return verifySubmission(key, text, parseHex(vector.signature))
}
const isProven = (vector: Case, index: number, path: readonly string[]): boolean => {
  const leaf = parseHex(vector.leaf ?? vector.leaves[index] ?? '')
  const claim = { leaf, index, count: vector.leaves.length, path: path.map(parseHex), root: parseHex(vector.root) }
  return verifyMerkle(claim, sha256)
}

test.each(file.accepted)('the batch of "$why" has its leaves, root, proofs and signature (Y-7.1.5d)', (vector) => {
  expect(batchId(nameOf(vector))).toBe(vector.id)
  expect(rowsOf(parseHex(vector.content)).map(toHex)).toEqual(vector.rows)
  const leaves = batchLeaves(parseHex(vector.content), leafHash(vector.access))
  expect(leaves.map(toHex)).toEqual(vector.leaves)
  expect(rootOf(vector)).toBe(vector.root)
  leaves.forEach((_, index) => {
    expect(merkleProof(leaves, index, sha256).map(toHex)).toEqual(vector.proofs[index])
    expect(isProven(vector, index, vector.proofs[index] ?? [])).toBe(true)
  })
  expect(submissionText(nameOf(vector), parseHex(vector.root), BigInt(vector.sentNs))).toBe(vector.text)
  expect(toHex(submissionBytes(vector.curve, vector.text, sha256))).toBe(vector.signedBytes)
  expect(isSigned(vector)).toBe(true)
})

const holds: Readonly<Record<string, (vector: Case) => boolean>> = {
  root: (vector) => rootOf(vector) === vector.root,
  signature: isSigned,
  proof: (vector) => isProven(vector, vector.index ?? 0, vector.proof ?? []),
  name: (vector) => {
    try {
      checkBatchName(nameOf(vector))
      return true
    } catch {
      return false
    }
  },
}

test.each(file.refused)('the batch of "$why" fails by its $check (Y-7.1.5e)', (vector) => {
  expect(holds[vector.check ?? '']?.(vector)).toBe(false)
})

test('the committed vectors are what the generator writes', () => {
  expect(readFileSync(batchesFile, 'utf8')).toBe(batchesText())
})
