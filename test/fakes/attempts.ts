// Attempts at batches as the chain tells them, and the model that their entries are checked by.
import { batchId, type SignedBatch } from '../../core/batch.ts'
import { utf8 } from '../../core/bytes.ts'
import { type DataModel, parseModel } from '../../platform/validation/model.ts'
import type { Attempt } from '../../platform/validation/ports.ts'
import { minuteNs, startNs } from './devices.ts'

/** Weather once a minute, no warmer than this. */
export function modelUpTo(maximum: number): DataModel {
  const schema = { type: 'object', properties: { temperature: { type: 'number', maximum } } }
  const timing = { intervalMsMin: 0, intervalMsMax: 60_000, ageMsMax: 86_400_000, futureMsMax: 0 }
  return parseModel(utf8(JSON.stringify({ version: 1, schema, timing })))
}

export const attemptOf = (batch: SignedBatch, change: Partial<Attempt> = {}): Attempt => ({
  batch: batchId(batch),
  attempt: batch.attempt,
  stage: { kind: 'submitted', sinceHeight: 10n },
  root: batch.root,
  signature: batch.signature,
  keyName: 'main',
  model: { name: 'weather', version: 1 },
  sentNs: batch.sentNs,
  submittedNs: startNs + 100n * minuteNs,
  rounds: 1,
  peers: [],
  ...change,
})
