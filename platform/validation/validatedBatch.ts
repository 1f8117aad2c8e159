// A validated batch with its content: what the chain has accepted, byte for byte, and no more.
import { type BatchName, batchRoot, parseEntryId } from '../../core/batch.ts'
import { equalBytes, parseHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import type { LeafHash } from '../../core/merkle.ts'
import type { Element } from '../../core/words.ts'
import type { Contract } from '../chain/contract.ts'
import { type ChainBatch, elementOf, queryBatch, queryStream } from '../chain/intake.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { leafHashFor } from './judge.ts'
import type { Contents } from './ports.ts'

export type ValidatedBatch = {
  readonly name: BatchName
  /** 64 hex digits, as on chain. */
  readonly root: string
  /** Of the model; the two that every row opens with are not among them. */
  readonly elements: readonly Element[]
  readonly leaf: LeafHash
  readonly content: Uint8Array
}

/** The batch as the chain has it now; undefined while it is not validated. */
export async function queryValidated(intake: Contract, batch: string): Promise<ChainBatch | undefined> {
  const known = await queryBatch(intake, batch)
  return known?.state === 'validated' ? known : undefined
}

/** Throws CONTENT_MISSING when what is handed over is not what the chain has accepted. */
export async function fetchValidated(
  intake: Contract,
  contents: Contents,
  { id: batch, stream: streamId, attempt, root }: ChainBatch,
): Promise<ValidatedBatch> {
  const stream = await queryStream(intake, streamId)
  const found = await contents.content(batch, attempt)
  if (stream === null || found === undefined) throw new CausewayError('CONTENT_MISSING', { batch })
  const leaf = leafHashFor(stream.open, found.salt, batch)
  if (!equalBytes(batchRoot(found.content, leaf, sha256), parseHex(root))) {
    throw new CausewayError('CONTENT_MISSING', { batch, reason: 'another root than on chain' })
  }
  const name = { ...parseEntryId(batch), attempt }
  return { name, root, elements: stream.elements.map(elementOf), leaf, content: found.content }
}
