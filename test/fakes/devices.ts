// Simulated devices with real keys, and signed batches that tests bend.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { batchRoot, type Curve, encodeRows, rowSequence, type SignedBatch, submissionText } from '../../core/batch.ts'
import type { LeafHash } from '../../core/merkle.ts'
import type { Cell, Element, Row } from '../../core/words.ts'
import { type DeviceKey, publicKeyOf, signSubmission } from '../../platform/validation/signature.ts'
import { sha256 } from '../vectors/samples.ts'

export const streamId = 'did:causeway:asset:zone-a:weather'
export const deviceId = 'did:causeway:thing:zone-a:station-1'

export const weatherElements: readonly Element[] = [
  { name: 'temperature', type: 'decimal', unit: 'Cel', lengthMax: 16, optional: false },
  { name: 'state', type: 'text', unit: '', lengthMax: 32, optional: true },
]

export type Device = { readonly deviceId: string; readonly key: DeviceKey; readonly privateKey: KeyObject }

export function makeDevice(curve: Curve, id: string = deviceId): Device {
  const { privateKey } =
    curve === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { deviceId: id, key: { curve, publicKey: publicKeyOf(curve, privateKey) }, privateKey }
}

/** A minute of weather: entry `sequence` was observed that many minutes after `startNs`. */
export const startNs = 1_795_604_400_000_000_000n
export const minuteNs = 60_000_000_000n

export function weatherRow(sequence: bigint, changes: { temperature?: string; observedAtNs?: bigint } = {}): Row {
  const cells: readonly Cell[] = [
    { kind: 'integer', value: sequence },
    { kind: 'timestampNs', value: changes.observedAtNs ?? startNs + sequence * minuteNs },
    { kind: 'decimal', value: changes.temperature ?? '21.50' },
    { kind: 'empty' },
  ]
  return { cells }
}

export function signRows(
  device: Device,
  rows: readonly Row[],
  changes: Partial<SignedBatch> = {},
  leafHash: LeafHash = sha256,
): SignedBatch {
  const content = encodeRows(rows)
  const first = changes.first ?? rowSequence(rows[0] ?? { cells: [] })
  const last = first + BigInt(rows.length) - 1n
  const name = { streamId, deviceId: device.deviceId, attempt: 1, first, last, ...changes }
  const root = batchRoot(content, leafHash, sha256)
  const sentNs = changes.sentNs ?? startNs + (last + 1n) * minuteNs
  const signature = signSubmission(device.key.curve, device.privateKey, submissionText(name, root, sentNs))
  return { ...name, content, root, sentNs, curve: device.key.curve, signature, ...changes }
}

export const rowsFrom = (first: bigint, count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => weatherRow(first + BigInt(index)))
