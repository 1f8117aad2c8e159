// Judges a batch by its model: signature and fingerprint of the whole, then schema, range and timing of each entry.
import {
  batchRoot,
  checkBatchName,
  rowElements,
  rowObservedAtNs,
  rowSequence,
  type SignedBatch,
  submissionText,
} from '../../core/batch.ts'
import { equalBytes, toBase64 } from '../../core/bytes.ts'
import { decodeTable } from '../../core/codec.ts'
import { isCausewayError } from '../../core/errors.ts'
import { checkTable } from '../../core/format.ts'
import type { LeafHash } from '../../core/merkle.ts'
import { instantText } from '../../core/nativeRows.ts'
import type { Cell, Element, Row } from '../../core/words.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { type DataModel, exactDouble, type Timing } from './model.ts'
import { type DeviceKey, verifySubmission } from './signature.ts'

export type FailureCode = 'SCHEMA_FAILED' | 'RANGE_FAILED' | 'TIMING_FAILED' | 'SIGNATURE_FAILED'
export type Failure = { readonly sequence: bigint; readonly code: FailureCode }
export type Verdict = { readonly kind: 'passed' } | { readonly kind: 'failed'; readonly failed: readonly Failure[] }

/** What the checker knows from elsewhere: the stream's elements, the key that the device has now, its own clock. */
export type CheckFacts = {
  readonly elements: readonly Element[]
  readonly key: DeviceKey
  readonly leafHash: LeafHash
  readonly nowNs: bigint
  /** When the device's entry before this batch was observed; absent for its first. */
  readonly previousNs?: bigint
}

/** Throws where the batch has no proper name, because then there are no entries to speak of. */
export function checkBatch(model: DataModel, batch: SignedBatch, facts: CheckFacts): Verdict {
  checkBatchName(batch)
  const rows = rowsOrNothing(batch)
  if (rows === undefined) return failedWhole(batch, 'SCHEMA_FAILED')
  // Whoever did not sign is not judged further: the entries are not the device's.
  if (!isSigned(batch, facts.key, facts.leafHash)) return failedWhole(batch, 'SIGNATURE_FAILED')
  const elements = rowElements(facts.elements)
  let previousNs = facts.previousNs
  const failed = rows.flatMap((row, index): Failure[] => {
    const sequence = batch.first + BigInt(index)
    const code = entryCode(model, elements, sequence, row)
    const observedNs = observedAtOf(row)
    const late = observedNs !== undefined && !isTimely(model.timing, observedNs, previousNs, facts.nowNs)
    previousNs = observedNs ?? previousNs
    const codes: FailureCode[] = [...(code === undefined ? [] : [code]), ...(late ? (['TIMING_FAILED'] as const) : [])]
    return codes.map((each) => ({ sequence, code: each }))
  })
  return failed.length === 0 ? { kind: 'passed' } : { kind: 'failed', failed }
}

/** Whether content, root, name and signature belong together. */
export function isSigned(batch: SignedBatch, key: DeviceKey, leafHash: LeafHash): boolean {
  if (key.curve !== batch.curve) return false
  const root = batchRoot(batch.content, leafHash, sha256)
  return (
    equalBytes(root, batch.root) && verifySubmission(key, submissionText(batch, root, batch.sentNs), batch.signature)
  )
}

function rowsOrNothing({ content, first, last }: SignedBatch): readonly Row[] | undefined {
  try {
    const { rows } = decodeTable(content)
    return BigInt(rows.length) === last - first + 1n ? rows : undefined
  } catch (error) {
    if (isCausewayError(error)) return undefined
    throw error
  }
}

function failedWhole({ first, last }: SignedBatch, code: FailureCode): Verdict {
  const count = Number(last - first) + 1
  return { kind: 'failed', failed: Array.from({ length: count }, (_, i) => ({ sequence: first + BigInt(i), code })) }
}

function entryCode(
  model: DataModel,
  elements: readonly Element[],
  sequence: bigint,
  row: Row,
): 'SCHEMA_FAILED' | 'RANGE_FAILED' | undefined {
  try {
    checkTable(elements, { rows: [row] })
    if (rowSequence(row) !== sequence) return 'SCHEMA_FAILED'
  } catch (error) {
    if (isCausewayError(error)) return 'SCHEMA_FAILED'
    throw error
  }
  const entry = entryOf(elements, row)
  return entry === undefined ? 'SCHEMA_FAILED' : model.entryProblem(entry)
}

/** The entry as models see it: values by element name; undefined where a number has no exact form there. */
function entryOf(elements: readonly Element[], row: Row): Readonly<Record<string, unknown>> | undefined {
  const entry: Record<string, unknown> = {}
  for (const [column, cell] of row.cells.entries()) {
    if (column < 2 || cell.kind === 'empty') continue
    const value = valueFor(cell)
    if (value === undefined) return undefined
    entry[elements[column]?.name ?? ''] = value
  }
  return entry
}

function valueFor(cell: Cell): unknown {
  switch (cell.kind) {
    case 'decimal':
      return exactDouble(cell.value)
    case 'integer':
      return exactDouble(cell.value.toString())
    case 'timestampNs':
      return instantText(cell.value)
    case 'data':
      return toBase64(cell.value)
    case 'empty':
      return undefined
    default:
      return cell.value
  }
}

function observedAtOf(row: Row): bigint | undefined {
  return row.cells[1]?.kind === 'timestampNs' ? rowObservedAtNs(row) : undefined
}

const msToNs = (ms: number): bigint => BigInt(ms) * 1_000_000n

function isTimely(timing: Timing, observedNs: bigint, previousNs: bigint | undefined, nowNs: bigint): boolean {
  if (nowNs - observedNs > msToNs(timing.ageMsMax) || observedNs - nowNs > msToNs(timing.futureMsMax)) return false
  if (previousNs === undefined) return true
  const intervalNs = observedNs - previousNs
  return intervalNs >= msToNs(timing.intervalMsMin) && intervalNs <= msToNs(timing.intervalMsMax)
}
