// Decides which waiting entries of a device become its next batch: without a gap, and when full or old enough.
import { batchEntriesMax } from '../../core/batch.ts'
import { contentBytesMax } from '../../core/limits.ts'

export type BatchLimits = {
  /** Entries that make a batch at once; at most batchEntriesMax. */
  readonly entriesMax: number
  /** A batch is made of whatever waits once its first entry has waited so long. */
  readonly ageMsMax: number
}

export type WaitingEntry = { readonly sequence: bigint; readonly rowBytes: number; readonly acceptedAtMs: number }

// Tag and length in front of each row.
const rowHeadBytes = 4

/** How many of the entries, which are in order, go into the batch that begins with `next`; 0 to wait. */
export function planBatch(
  entries: readonly WaitingEntry[],
  next: bigint,
  nowMs: number,
  { entriesMax, ageMsMax }: BatchLimits,
): number {
  const most = Math.min(entriesMax, batchEntriesMax, entries.length)
  let [count, contentBytes, oldestMs] = [0, 0, Number.POSITIVE_INFINITY]
  for (const { sequence, rowBytes, acceptedAtMs } of entries.slice(0, most)) {
    contentBytes += rowBytes + rowHeadBytes
    // What does not fit makes the batch full.
    if (contentBytes > contentBytesMax) return count
    if (sequence !== next + BigInt(count)) break
    count += 1
    oldestMs = Math.min(oldestMs, acceptedAtMs)
  }
  const isFull = count === Math.min(entriesMax, batchEntriesMax)
  return isFull || oldestMs + ageMsMax <= nowMs ? count : 0
}
