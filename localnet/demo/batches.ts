// Validated batches by the shortest way: a stream that the operator's automatic check alone decides on.
import { sha256 } from '@cosmjs/crypto'
import { type BatchName, batchId, batchRoot, encodeRows, type SignedBatch, submissionText } from '../../core/batch.ts'
import { toBase64, utf8 } from '../../core/bytes.ts'
import type { Element, Row } from '../../core/words.ts'
import { submissionOf } from '../../platform/chain/intake.ts'
import type { Cast, Member } from './cast.ts'
import type { Device } from './devices.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'

export type StreamPlan = {
  readonly chainId: string
  readonly owner: Member
  /** Local part of its identifier, without the run. */
  readonly name: string
  readonly elements: readonly Element[]
  readonly open: boolean
  readonly devices: readonly Device[]
  readonly checkers?: number
  readonly reward?: string
  /** `{version, schema, timing}` as JSON; anything goes where it is left out. */
  readonly model?: object
}

const tenYearsMs = 315_360_000_000
const timing = { intervalMsMin: 0, intervalMsMax: tenYearsMs, ageMsMax: 10 * tenYearsMs, futureMsMax: tenYearsMs }
const anything = { version: 1, schema: { type: 'object' }, timing }

/** Registers the model, opens the stream, and lets the devices submit; its identifier. */
export async function openStream(stage: Stage, plan: StreamPlan): Promise<string> {
  const { chainId, owner, name, elements, open, devices, checkers = 0, reward = '0', model = anything } = plan
  const { chain } = zoneOf(stage, chainId)
  const { intake } = servicesOf(stage, chainId)
  const id = `did:causeway:asset:${chainId}:${name}-${stage.run}`
  const modelName = `${name}-${stage.run}`
  const schema = toBase64(utf8(JSON.stringify(model)))
  await owner.user.execute(chain, intake, { register_model: { name: modelName, version: 1, schema } })
  const open_stream = {
    id,
    model: { name: modelName, version: 1 },
    elements: elements.map(({ lengthMax, ...element }) => ({ ...element, length_max: lengthMax })),
    open,
    copyable: open,
    terms: '',
    checkers,
    reward,
    sources: devices.map((device) => device.id),
  }
  await owner.user.execute(chain, intake, { open_stream })
  return id
}

/** Rows as one signed batch; `leaf` is HMAC under the owner's salt where the stream is closed. */
export function signBatch(
  device: Device,
  streamId: string,
  rows: readonly Row[],
  first: bigint,
  options: {
    readonly attempt?: number
    readonly leaf?: (bytes: Uint8Array) => Uint8Array
    readonly sentNs?: bigint
  } = {},
): SignedBatch {
  const { attempt = 1, leaf = sha256, sentNs = BigInt(Date.now()) * 1_000_000n } = options
  const name: BatchName = { streamId, deviceId: device.id, attempt, first, last: first + BigInt(rows.length) - 1n }
  const content = encodeRows(rows)
  const root = batchRoot(content, leaf, sha256)
  const signature = device.sign(submissionText(name, root, sentNs))
  return { ...name, content, root, sentNs, curve: device.curve, signature }
}

/** Submitted by anybody, reported clean by the operator: validated. Its identifier. */
export async function validate(stage: Stage, cast: Cast, chainId: string, batch: SignedBatch): Promise<string> {
  const { chain } = zoneOf(stage, chainId)
  const { intake } = servicesOf(stage, chainId)
  await cast.supplier.user.execute(chain, intake, { submit: submissionOf(batch) })
  const report = { batch: batchId(batch), attempt: batch.attempt, model_version: 1, failed: [], more: 0 }
  await cast.operator.user.execute(chain, intake, { report })
  return batchId(batch)
}
