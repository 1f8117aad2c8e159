// What collection asks of the world: streams and devices, rights, signatures, and where batches go.
import type { BatchName, SignedBatch } from '../../core/batch.ts'
import type { SenmlMapping } from '../../core/senml.ts'
import type { SensorThingsMapping } from '../../core/sensorThings.ts'
import type { AccessClass, Element } from '../../core/words.ts'
import type { DeviceKey } from '../validation/signature.ts'

export const nativeFormats = ['senml', 'sensorthings'] as const
export type NativeFormat = (typeof nativeFormats)[number]

export type Stream = {
  readonly streamId: string
  /** Of the model; the two that every row opens with are not among them. */
  readonly elements: readonly Element[]
  readonly access: AccessClass
  /** 32 bytes that the owner keeps; needed where access is closed. */
  readonly salt?: Uint8Array
}

export type Mappings = { readonly senml?: SenmlMapping; readonly sensorthings?: SensorThingsMapping }

/** What is registered. Does NOT decide who may submit. Undefined is unknown; a failure throws a retryable code. */
export interface Registry {
  stream(streamId: string): Promise<Stream | undefined>
  /** How the device's documents name the elements of the stream. */
  mappings(streamId: string, deviceId: string): Promise<Mappings | undefined>
  /** The key that is bound to the device now; undefined for a device that is unknown or revoked. */
  key(deviceId: string): Promise<DeviceKey | undefined>
}

/** Who may submit what. Does NOT cache a yes beyond the next block: rights are withdrawn at once. */
export interface Rights {
  maySubmit(streamId: string, deviceId: string): Promise<boolean>
}

/** Whether whoever calls is the device. Does NOT say what it may do. */
export interface Callers {
  isDevice(deviceId: string, credential: string): Promise<boolean>
}

/** Signs with the device's key, which never leaves it. */
export interface DeviceSigner {
  sign(deviceId: string, text: string): Promise<Uint8Array>
}

/** Where batches go: a chain. Delivering the same batch again must change nothing. Does NOT change their order. */
export interface BatchSink {
  /**
   * Throws BATCH_CONFLICT where the numbers are taken by other content: the batch is given up. CLOCK_SKEW and
   * SIGNATURE_INVALID have it signed anew; whatever else is thrown has it delivered again.
   */
  deliver(batch: SignedBatch): Promise<void>
  /** The last entry of the device that arrived there; 0 for none. */
  last(streamId: string, deviceId: string): Promise<bigint>
  /** Whether this attempt was found to be wrong, so that a corrected one is due. */
  hasFailed(name: BatchName): Promise<boolean>
}
