// What a checker needs of a batch, out of the journal: its content, and the entry before it with its Merkle path.
import { batchId, batchLeaves, parseEntryId, rowsOf } from '../../core/batch.ts'
import { merkleProof } from '../../core/merkle.ts'
import { sha256 } from '../keys/fingerprints.ts'
import type { Content, Contents, PreviousEntry } from '../validation/ports.ts'
import { leafHashOf } from './collection.ts'
import type { Journal, KeptBatch } from './journal.ts'
import type { Registry, Stream } from './ports.ts'

export function openContents(journal: Pick<Journal, 'kept'>, registry: Pick<Registry, 'stream'>): Contents {
  return {
    async content(batch, attempt): Promise<Content | undefined> {
      const source = parseEntryId(batch)
      const kept = await journal.kept(source, source.last, attempt)
      if (kept === undefined || batchId(kept) !== batch) return undefined
      const stream = await registry.stream(source.streamId)
      if (stream === undefined) return undefined
      const before = source.first === 1n ? undefined : await journal.kept(source, source.first - 1n)
      return {
        attempt,
        content: kept.content,
        ...(stream.access === 'open' || stream.salt === undefined ? {} : { salt: stream.salt }),
        ...(before === undefined ? {} : { previous: lastEntry(before, stream) }),
      }
    },
  }
}

function lastEntry(before: KeptBatch, stream: Stream): PreviousEntry {
  const leaves = batchLeaves(before.content, leafHashOf(stream))
  const row = rowsOf(before.content).at(-1) ?? new Uint8Array()
  return { batch: batchId(before), row, path: merkleProof(leaves, leaves.length - 1, sha256) }
}
