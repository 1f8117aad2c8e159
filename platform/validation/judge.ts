// A verdict from what the chain says and from content that anybody may have handed over: the same for whoever judges.
import { createHash, createHmac } from 'node:crypto'
import { contentOf, parseEntryId, rowObservedAtNs, type SignedBatch } from '../../core/batch.ts'
import { toHex, utf8 } from '../../core/bytes.ts'
import { decodeTable } from '../../core/codec.ts'
import { CausewayError } from '../../core/errors.ts'
import { type LeafHash, merkleLeaf, verifyMerkle } from '../../core/merkle.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { checkBatch, type Verdict } from './checkBatch.ts'
import type { Attempt, Content, Origin, Predecessor } from './ports.ts'

/**
 * The clock is block time of the submission, so that a judgement can be repeated at any time. Throws CONTENT_MISSING
 * where what was handed over is not enough to judge by.
 */
export function judge(attempt: Attempt, origin: Origin, handed: Content): Verdict {
  const leafHash = leafHashFor(origin.isOpen, handed.salt, attempt.batch)
  const batch: SignedBatch = {
    ...parseEntryId(attempt.batch),
    attempt: attempt.attempt,
    content: handed.content,
    root: attempt.root,
    sentNs: attempt.sentNs,
    curve: origin.key.curve,
    signature: attempt.signature,
  }
  const { model, elements, key, predecessor } = origin
  const previousNs = predecessor && previousNsOf(predecessor, handed, leafHash)
  const facts = { elements, key, leafHash, nowNs: attempt.submittedNs }
  return checkBatch(model, batch, previousNs === undefined ? facts : { ...facts, previousNs })
}

/** Throws CONTENT_MISSING where a closed stream's salt was not handed over. */
export function leafHashFor(isOpen: boolean, salt: Uint8Array | undefined, batch: string): LeafHash {
  if (isOpen) return sha256
  if (salt?.length !== 32) throw new CausewayError('CONTENT_MISSING', { path: 'salt', batch })
  return (bytes) => new Uint8Array(createHmac('sha256', salt).update(bytes).digest())
}

/** When the device's entry before these was observed, proved under the root that the chain has of it. */
function previousNsOf({ batch, root, count }: Predecessor, { previous }: Content, leafHash: LeafHash): bigint {
  if (previous?.batch !== batch) throw new CausewayError('CONTENT_MISSING', { path: 'previous', batch })
  const { row, path } = previous
  const claim = { leaf: merkleLeaf(row, leafHash), index: count - 1, count, path, root }
  if (!verifyMerkle(claim, sha256)) throw new CausewayError('FINGERPRINT_MISMATCH', { path: 'previous', batch })
  const [only] = decodeTable(contentOf([row])).rows
  return rowObservedAtNs(only ?? { cells: [] })
}

/** What a checker's findings are known by, on chain: line by line what failed, and nothing of the content. */
export function findingsDigest({ batch, attempt }: Attempt, verdict: Verdict): Uint8Array {
  const lines = verdict.kind === 'passed' ? [] : verdict.failed.map(({ sequence, code }) => `${sequence} ${code}`)
  const text = ['Causeway v1: findings', batch, `attempt ${attempt}`, verdict.kind, ...lines].join('\n')
  return new Uint8Array(createHash('sha256').update(text).digest())
}

/** Known to who has the secret alone, and to it again after a restart: no commitment is ever lost. */
export function saltOf(secret: Uint8Array, { batch, attempt, rounds, root }: Attempt): Uint8Array {
  const text = ['Causeway v1: salt', batch, `attempt ${attempt}`, `round ${rounds}`, toHex(root)].join('\n')
  return new Uint8Array(createHmac('sha256', secret).update(utf8(text)).digest())
}
