// The intake contract as collection asks and tells it: streams, rights of devices, batches and what became of them.
import { z } from 'zod'
import { type BatchName, batchId, type SignedBatch } from '../../core/batch.ts'
import { parseBase64, toBase64, toHex } from '../../core/bytes.ts'
import { keysAt } from '../../core/did.ts'
import type { Element, ElementType } from '../../core/words.ts'
import type { Signer } from '../../relayer/ports.ts'
import type { BatchSink, Mappings, Registry, Rights, Stream } from '../collection/ports.ts'
import type { SubjectQueries } from '../identity/ports.ts'
import { ask, type Contract, submitCall } from './contract.ts'

const elementSchema = z.looseObject({
  name: z.string(),
  type: z.enum(['boolean', 'integer', 'decimal', 'text', 'bytes', 'timestamp']),
  unit: z.string(),
  length_max: z.number(),
  optional: z.boolean(),
})
const modelRefSchema = z.looseObject({ name: z.string(), version: z.number() })
const streamSchema = z
  .looseObject({
    id: z.string(),
    owner: z.string(),
    model: modelRefSchema,
    elements: z.array(elementSchema),
    open: z.boolean(),
    checkers: z.number(),
    reward: z.string(),
  })
  .nullable()
export const batchSchema = z
  .looseObject({
    id: z.string(),
    stream: z.string(),
    device: z.string(),
    owner: z.string(),
    attempt: z.number(),
    state: z.enum(['submitted', 'checking', 'validated', 'failed']),
    root: z.string(),
    count: z.union([z.string(), z.number()]).transform(BigInt),
  })
  .nullable()
const configSchema = z.looseObject({
  denom: z.string(),
  skew_sec: z.number(),
  phases: z.looseObject({ commit_blocks: z.number(), reveal_blocks: z.number(), wait_blocks: z.number() }),
})
export type ChainStream = NonNullable<z.infer<typeof streamSchema>>
export type ChainBatch = NonNullable<z.infer<typeof batchSchema>>

/** What the contract was set up with: the unit of rewards, how far clocks may be off, lengths in blocks. */
export const queryIntakeConfig = (intake: Contract): Promise<z.infer<typeof configSchema>> =>
  ask(intake, { config: {} }, configSchema)
export const queryStream = (intake: Contract, id: string): Promise<ChainStream | null> =>
  ask(intake, { stream: { id } }, streamSchema)
export const queryBatch = (intake: Contract, id: string): Promise<ChainBatch | null> =>
  ask(intake, { batch: { id } }, batchSchema)

const modelSchema = z.looseObject({ schema: z.string(), sha256: z.string(), version: z.number() }).nullable()

/** Bytes of the JSON Schema; undefined where the model or that version is unknown. */
export async function queryModel(
  intake: Contract,
  model: { readonly name: string; readonly version: number },
): Promise<Uint8Array | undefined> {
  const found = await ask(intake, { model: { name: model.name, version: model.version } }, modelSchema)
  return found === null ? undefined : parseBase64(found.schema)
}

export function elementOf(json: z.infer<typeof elementSchema>): Element {
  const { name, unit, length_max: lengthMax, optional } = json
  return { name, type: json.type as ElementType, unit, lengthMax, optional }
}

/** What an owner keeps beside the chain: salts of closed streams, and how devices name things. */
export type Kept = {
  readonly salt: (streamId: string) => Uint8Array | undefined
  readonly mappings: (streamId: string, deviceId: string) => Mappings | undefined
}

export function openRegistry(intake: Contract, subjects: SubjectQueries, kept: Kept): Registry {
  return {
    async stream(streamId): Promise<Stream | undefined> {
      const found = await queryStream(intake, streamId)
      if (found === null) return undefined
      const salt = kept.salt(streamId)
      const access = found.open ? 'open' : 'closed'
      const stream = { streamId, elements: found.elements.map(elementOf), access } as const
      return salt === undefined ? stream : { ...stream, salt }
    },
    mappings: async (streamId, deviceId) => kept.mappings(streamId, deviceId),
    async key(deviceId) {
      const found = (await subjects.query(deviceId))?.subject
      if (found?.status !== 'active') return undefined
      const key = keysAt(found).at(-1)
      if (key === undefined || key.algorithm === 'secp256k1') return undefined
      return { curve: key.algorithm, publicKey: key.bytes }
    },
  }
}

const sourcesSchema = z.looseObject({
  sources: z.array(z.looseObject({ device: z.string(), allowed: z.boolean() })),
})

/** Asked anew each time. The list is walked from just before the device, so its length does not matter. */
export function openSubmitRights(intake: Contract, subjects: SubjectQueries): Rights {
  return {
    async maySubmit(stream, device) {
      const query = { sources: { stream, start_after: justBefore(device), limit: 1 } }
      const [found] = (await ask(intake, query, sourcesSchema)).sources
      if (found?.device !== device || !found.allowed) return false
      return (await subjects.query(device))?.subject.status === 'active'
    },
  }
}

/** A text between this name and every name before it: its last letter, one lower, and a tilde, which no name has. */
function justBefore(id: string): string {
  const last = id.charCodeAt(id.length - 1)
  return `${id.slice(0, -1)}${String.fromCharCode(last - 1)}~`
}

/** Batches go to the chain under `signer`, which carries them and pays the checkers' reward; the device has signed. */
export function openBatchSink(intake: Contract, signer: Signer, denom: string): BatchSink {
  return {
    async deliver(batch) {
      const stream = await queryStream(intake, batch.streamId)
      const reward = BigInt(stream?.reward ?? '0') * BigInt(stream?.checkers ?? 0)
      const funds = reward === 0n ? [] : [{ denom, amount: reward.toString() }]
      await submitCall(signer, intake, { submit: submissionOf(batch) }, funds)
    },
    async last(stream, device) {
      const found = await ask(intake, { latest: { stream, device } }, batchSchema)
      return found === null ? 0n : lastOf(found.id)
    },
    hasFailed: async (name) => {
      const found = await queryBatch(intake, batchId(name))
      return found?.state === 'failed' && found.attempt === name.attempt
    },
  }
}

const lastOf = (id: string): bigint => BigInt(id.slice(id.lastIndexOf('-') + 1))

export function submissionOf(batch: BatchName & Pick<SignedBatch, 'root' | 'sentNs' | 'signature'>): object {
  return {
    stream: batch.streamId,
    device: batch.deviceId,
    attempt: batch.attempt,
    first: batch.first.toString(),
    last: batch.last.toString(),
    root: toHex(batch.root),
    sent_ns: batch.sentNs.toString(),
    signature: toBase64(batch.signature),
  }
}
