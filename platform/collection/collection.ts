// Collection: documents of devices become numbered rows on disk, rows become signed batches, batches go to their sink.
import { createHash, createHmac } from 'node:crypto'
import {
  batchId,
  batchRoot,
  checkBatchName,
  contentOf,
  encodeRows,
  parseBatchContent,
  parseSource,
  rowSequence,
  rowsOf,
  type SignedBatch,
  submissionText,
} from '../../core/batch.ts'
import { toHex } from '../../core/bytes.ts'
import { CausewayError, type ErrorCode, isCausewayError } from '../../core/errors.ts'
import { checkLimit } from '../../core/limits.ts'
import type { LeafHash } from '../../core/merkle.ts'
import { parseNativeJson, untranslatable } from '../../core/nativeJson.ts'
import { senmlToRows } from '../../core/senml.ts'
import { sensorThingsToRows } from '../../core/sensorThings.ts'
import type { Row } from '../../core/words.ts'
import type { Clock, Log } from '../../relayer/ports.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { isSigned } from '../validation/checkBatch.ts'
import type { Accepted, Count, Journal, JournalEntry, KeptBatch, Source } from './journal.ts'
import {
  deliveriesMax,
  deliveriesOfDeviceMax,
  documentBytesMax,
  documentDepthMax,
  documentEntriesMax,
  documentValuesMax,
} from './limits.ts'
import { type BatchLimits, planBatch } from './planBatch.ts'
import type { BatchSink, DeviceSigner, Mappings, NativeFormat, Registry, Rights, Stream } from './ports.ts'

export type CollectionOptions = BatchLimits & {
  /** How often waiting entries and undelivered batches are looked at. */
  readonly tickMs: number
}

export type CollectionDeps = {
  readonly journal: Journal
  readonly registry: Registry
  readonly rights: Rights
  readonly signer: DeviceSigner
  readonly sink: BatchSink
  readonly clock: Clock
  readonly log: Log
}

export type NativeDocument = Source & { readonly format: NativeFormat; readonly body: Uint8Array }
/** What a device that signs for itself hands over; the root follows from the content. */
export type OwnBatch = Omit<SignedBatch, 'root'>

export type Collection = {
  /** Resolves once every entry is on disk. Any refusal has a code and leaves nothing but a count of it. */
  submitDocument(document: NativeDocument): Promise<Accepted>
  /** Takes a batch that its device signed. `repeated` says that it was here before. */
  submitBatch(batch: OwnBatch): Promise<{ readonly id: string; readonly repeated: boolean }>
  /** Counts what a door refused before it came here; the caller is known to be the device. */
  refused(source: Source, error: unknown): Promise<void>
  /** Submissions by the hour: entries that were ACCEPTED, refused submissions under their codes. */
  counts(source: Source, fromMs: number, toMs: number): Promise<readonly Count[]>
  /** One pass: batches are made and signed, and handed to the sink. */
  work(): Promise<void>
  /** Passes until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

const documentLimits = { bytesMax: documentBytesMax, depthMax: documentDepthMax, nodesMax: documentValuesMax }

export function openCollection(options: CollectionOptions, deps: CollectionDeps): Collection {
  const { journal, clock, log } = deps
  const counting = async <T>(source: Source, run: () => Promise<T>): Promise<T> => {
    try {
      return await run()
    } catch (error) {
      await countRefusal(deps, source, error)
      throw error
    }
  }
  const work = async (): Promise<void> => {
    for (const source of await journal.waitingSources()) await makeBatches(source, options, deps)
    await deliverAll(deps)
  }
  return {
    submitDocument: (document) => counting(document, () => acceptDocument(document, deps)),
    submitBatch: (batch) => counting(batch, () => acceptOwnBatch(batch, deps)),
    refused: (source, error) => countRefusal(deps, source, error),
    counts: (source, fromMs, toMs) => journal.counts(source, fromMs, toMs),
    work,
    async run(signal) {
      while (!signal.aborted) {
        await work().catch((error: unknown) => log.error('collection.pass_failed', { error: String(error) }))
        await clock.sleep(options.tickMs, signal)
      }
    },
  }
}

/** The stream, if the device may submit to it now. */
async function permitted({ streamId, deviceId }: Source, { registry, rights }: CollectionDeps): Promise<Stream> {
  parseSource(streamId, deviceId)
  const stream = await registry.stream(streamId)
  if (stream === undefined) throw new CausewayError('STREAM_UNKNOWN', { streamId })
  if (!(await rights.maySubmit(streamId, deviceId))) {
    throw new CausewayError('DEVICE_NOT_ALLOWED', { streamId, deviceId })
  }
  return stream
}

async function acceptDocument(document: NativeDocument, deps: CollectionDeps): Promise<Accepted> {
  const stream = await permitted(document, deps)
  const mappings = await deps.registry.mappings(stream.streamId, document.deviceId)
  const rows = documentRows(document, stream, mappings, BigInt(deps.clock.nowMs()) * 1_000_000n)
  if (rows.length === 0) untranslatable('', 'at least one entry')
  checkLimit(rows.length, documentEntriesMax, 'document.entries')
  const entries = entriesOf(rows, rowsOf(encodeRows(rows)))
  for (const { sequence } of entries) batchId({ ...document, first: sequence, last: sequence })
  const { streamId, deviceId, body } = document
  const digest = toHex(sha256(body))
  return deps.journal.accept({ source: { streamId, deviceId }, document: digest, entries, atMs: deps.clock.nowMs() })
}

function documentRows(
  { format, body }: NativeDocument,
  { elements }: Stream,
  mappings: Mappings | undefined,
  nowNs: bigint,
): readonly Row[] {
  const json = parseNativeJson(body, documentLimits)
  if (format === 'senml' && mappings?.senml !== undefined) return senmlToRows(json, elements, mappings.senml, nowNs)
  if (format === 'sensorthings' && mappings?.sensorthings !== undefined) {
    return sensorThingsToRows(json, elements, mappings.sensorthings)
  }
  return untranslatable('', 'a format that is registered for the device')
}

function entriesOf(rows: readonly Row[], encoded: readonly Uint8Array[]): readonly JournalEntry[] {
  return rows.map((row, index) => {
    const bytes = encoded[index] ?? new Uint8Array()
    return { sequence: rowSequence(row), row: bytes, digest: createHash('sha256').update(bytes).digest('hex') }
  })
}

async function acceptOwnBatch(own: OwnBatch, deps: CollectionDeps): Promise<{ id: string; repeated: boolean }> {
  checkBatchName(own)
  const stream = await permitted(own, deps)
  const rows = parseBatchContent(own, stream.elements, own.content)
  const key = await deps.registry.key(own.deviceId)
  if (key === undefined) throw new CausewayError('DEVICE_NOT_ALLOWED', { deviceId: own.deviceId })
  const leafHash = leafHashOf(stream)
  const batch = { ...own, root: batchRoot(own.content, leafHash, sha256) }
  if (!isSigned(batch, key, leafHash)) throw new CausewayError('SIGNATURE_INVALID', { deviceId: own.deviceId })
  await checkTurn(batch, deps)
  const entries = entriesOf(rows, rowsOf(own.content))
  const fresh = await deps.journal.acceptBatch(batch, entries, deps.clock.nowMs())
  return { id: batchId(own), repeated: !fresh }
}

/** A first attempt continues what the sink or, on its way there, the journal has; a later one corrects a failure. */
async function checkTurn(batch: SignedBatch, { journal, sink }: CollectionDeps): Promise<void> {
  if (batch.attempt > 1) {
    if (await sink.hasFailed({ ...batch, attempt: batch.attempt - 1 })) return
    throw new CausewayError('BATCH_CONFLICT', { id: batchId(batch), expected: 'a failed attempt before' })
  }
  if ((await journal.lastBatched(batch)) !== undefined) return
  const next = (await sink.last(batch.streamId, batch.deviceId)) + 1n
  if (batch.first > next) throw new CausewayError('SEQUENCE_GAP', { next: String(next) })
  if (batch.first < next) throw new CausewayError('BATCH_CONFLICT', { id: batchId(batch) })
}

export function leafHashOf({ access, salt, streamId }: Stream): LeafHash {
  if (access === 'open') return sha256
  if (salt?.length !== 32) throw new CausewayError('PART_MISSING', { path: 'salt', streamId })
  return (bytes) => new Uint8Array(createHmac('sha256', salt).update(bytes).digest())
}

async function makeBatches(source: Source, options: CollectionOptions, deps: CollectionDeps): Promise<void> {
  try {
    while (await makeBatch(source, options, deps));
  } catch (error) {
    // One device without a key must not stop the others; its entries wait.
    deps.log.warn('collection.batch_failed', { ...source, code: codeOf(error), error: String(error) })
  }
}

/** True when a batch was made, so that there may be another. */
async function makeBatch(source: Source, options: CollectionOptions, deps: CollectionDeps): Promise<boolean> {
  const { journal, sink, clock } = deps
  const last = (await journal.lastBatched(source)) ?? (await sink.last(source.streamId, source.deviceId))
  const first = last + 1n
  const waiting = await journal.waiting(source, first, options.entriesMax)
  const count = planBatch(waiting, first, clock.nowMs(), options)
  if (count === 0) return false
  const content = contentOf(waiting.slice(0, count).map(({ row }) => row))
  const name = { ...source, attempt: 1, first, last: first + BigInt(count) - 1n }
  const batch = await signBatch({ ...name, content }, deps)
  await journal.keepBatch(batch)
  return true
}

/** Has the device sign for the time that it is now, and believes the signature only when it verifies. */
async function signBatch(
  unsigned: Omit<SignedBatch, 'root' | 'sentNs' | 'curve' | 'signature'>,
  { registry, signer, clock }: CollectionDeps,
): Promise<SignedBatch> {
  const { streamId, deviceId, content } = unsigned
  const stream = await registry.stream(streamId)
  const key = await registry.key(deviceId)
  if (stream === undefined || key === undefined) throw new CausewayError('DEVICE_NOT_ALLOWED', { streamId, deviceId })
  const leafHash = leafHashOf(stream)
  const root = batchRoot(content, leafHash, sha256)
  const sentNs = BigInt(clock.nowMs()) * 1_000_000n
  const signature = await signer.sign(deviceId, submissionText(unsigned, root, sentNs))
  const batch: SignedBatch = { ...unsigned, root, sentNs, curve: key.curve, signature }
  if (!isSigned(batch, key, leafHash)) throw new CausewayError('SIGNATURE_INVALID', { deviceId })
  return batch
}

/** Batches of one device go in their order; those of several go at once, so that one that is stuck stops no other. */
async function deliverAll(deps: CollectionDeps): Promise<void> {
  const sources = [...(await deps.journal.undeliveredSources())]
  const takeSources = async (): Promise<void> => {
    for (let source = sources.shift(); source !== undefined; source = sources.shift()) {
      await deliverLane(await deps.journal.undelivered(source, deliveriesOfDeviceMax), deps).catch((error: unknown) =>
        deps.log.error('collection.lane_failed', { ...source, error: String(error) }),
      )
    }
  }
  await Promise.all(Array.from({ length: deliveriesMax }, takeSources))
}

async function deliverLane(lane: readonly KeptBatch[], deps: CollectionDeps): Promise<void> {
  for (const batch of lane) {
    try {
      await deps.sink.deliver(batch)
      await deps.journal.settle(batch, 'delivered')
    } catch (error) {
      const facts = { id: batchId(batch), attempt: batch.attempt, code: codeOf(error), error: String(error) }
      deps.log.warn('collection.delivery_failed', facts)
      if (!(await mayGoOn(batch, error, deps))) return
    }
  }
}

const signAnew: ReadonlySet<ErrorCode> = new Set(['CLOCK_SKEW', 'SIGNATURE_INVALID'])

/**
 * A chain takes no later entries before these, so nearly every refusal stops the lane until the next pass.
 * Only where the numbers are taken by other content there is nothing left to wait for.
 */
async function mayGoOn(kept: KeptBatch, error: unknown, deps: CollectionDeps): Promise<boolean> {
  if (isCausewayError(error, 'BATCH_CONFLICT')) {
    await deps.journal.settle(kept, 'refused')
    return true
  }
  // What waited too long needs another time, or the device's next key; a batch of its own the device must send again.
  if (signAnew.has(codeOf(error)) && kept.signedHere) {
    const { signedHere, ...batch } = kept
    await deps.journal.renew(await signBatch(batch, deps))
  }
  return false
}

const codeOf = (error: unknown): ErrorCode => (isCausewayError(error) ? error.code : 'INTERNAL')

/** Under names that are registered, so that strangers cannot fill the disk with names of their own. */
async function countRefusal(
  { registry, journal, clock, log }: CollectionDeps,
  source: Source,
  error: unknown,
): Promise<void> {
  try {
    const stream = await registry.stream(source.streamId)
    const key = stream === undefined ? undefined : await registry.key(source.deviceId)
    const known = { streamId: stream?.streamId ?? '', deviceId: key === undefined ? '' : source.deviceId }
    await journal.count(known, codeOf(error), clock.nowMs())
  } catch (cause) {
    log.error('collection.count_failed', { error: String(cause) })
  }
}
