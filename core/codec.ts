// Bytes and proto3 JSON <-> domain types; the only importer of the generated schema. Decoding is strict.
import { causeway } from '#gen/causeway.js'
import { equalBytes } from './bytes.ts'
import { CausewayError, type ErrorCode } from './errors.ts'
import {
  acknowledgementShape,
  authorisationShape,
  envelopeShape,
  manifestShape,
  operationShape,
  packetShape,
  tableShape,
} from './shapes.ts'
import type { Field, Json } from './wire.ts'
import type { Acknowledgement, Authorisation, Envelope, Manifest, Operation, PacketData, Table } from './words.ts'

/** What codec.ts needs of a generated class. */
type Generated<M> = {
  fromObject(object: Record<string, unknown>): M
  encode(message: M): { finish(): Uint8Array }
  decode(bytes: Uint8Array): M
  toObject(message: M, options: object): Record<string, unknown>
}

/** Defaults stay absent in what comes back, so that presence inside a oneof is seen. */
const toObjectOptions = { longs: BigInt, arrays: true }

function encodeObject<M>(generated: Generated<M>, wire: Record<string, unknown>): Uint8Array {
  // Always through fromObject: a raw bigint handed to encode() is written as 0 without a word.
  return Uint8Array.from(generated.encode(generated.fromObject(wire)).finish())
}

function encodeWith<T, M>(generated: Generated<M>, shape: Field<T>, value: T): Uint8Array {
  return encodeObject(generated, shape.toWire(value, '') as Record<string, unknown>)
}

/**
 * Strict: what does not encode back to the same bytes is refused, because decoders drop unknown fields
 * and hashes are taken over the bytes. `code` names the failure; the fact `reason` is the chain-side code.
 */
function decodeWith<T, M>(generated: Generated<M>, shape: Field<T>, code: ErrorCode, bytes: Uint8Array): T {
  const wire = decodeObject(generated, code, bytes)
  if (!equalBytes(encodeObject(generated, wire), bytes)) throw new CausewayError(code, { reason: 'NOT_CANONICAL' })
  return shape.fromWire(wire, '')
}

function decodeObject<M>(generated: Generated<M>, code: ErrorCode, bytes: Uint8Array): Record<string, unknown> {
  try {
    return plainBytes(generated.toObject(generated.decode(bytes), toObjectOptions)) as Record<string, unknown>
  } catch (cause) {
    throw new CausewayError(code, { reason: 'MALFORMED' }, cause)
  }
}

/** Buffers of the Node pool become plain arrays of their own, which compare and survive as values. */
function plainBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (Array.isArray(value)) return value.map(plainBytes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainBytes(member)]))
}

const { v1 } = causeway

export const encodeEnvelope = (value: Envelope): Uint8Array => encodeWith(v1.Envelope, envelopeShape, value)
export const decodeEnvelope = (bytes: Uint8Array): Envelope =>
  decodeWith(v1.Envelope, envelopeShape, 'ENVELOPE_MALFORMED', bytes)
export const encodeTable = (value: Table): Uint8Array => encodeWith(v1.Table, tableShape, value)
export const decodeTable = (bytes: Uint8Array): Table => decodeWith(v1.Table, tableShape, 'TABLE_MALFORMED', bytes)
export const encodeManifest = (value: Manifest): Uint8Array => encodeWith(v1.Manifest, manifestShape, value)
export const decodeManifest = (bytes: Uint8Array): Manifest =>
  decodeWith(v1.Manifest, manifestShape, 'MANIFEST_MALFORMED', bytes)
export const encodeOperation = (value: Operation): Uint8Array => encodeWith(v1.Operation, operationShape, value)
export const decodeOperation = (bytes: Uint8Array): Operation =>
  decodeWith(v1.Operation, operationShape, 'OPERATION_MALFORMED', bytes)
export const encodeAuthorisation = (value: Authorisation): Uint8Array =>
  encodeWith(v1.Authorisation, authorisationShape, value)
export const decodeAuthorisation = (bytes: Uint8Array): Authorisation =>
  decodeWith(v1.Authorisation, authorisationShape, 'AUTHORISATION_MALFORMED', bytes)
export const encodePacket = (value: PacketData): Uint8Array => encodeWith(v1.PacketData, packetShape, value)
export const decodePacket = (bytes: Uint8Array): PacketData =>
  decodeWith(v1.PacketData, packetShape, 'PACKET_MALFORMED', bytes)
export const encodeAcknowledgement = (value: Acknowledgement): Uint8Array =>
  encodeWith(v1.Acknowledgement, acknowledgementShape, value)
export const decodeAcknowledgement = (bytes: Uint8Array): Acknowledgement =>
  decodeWith(v1.Acknowledgement, acknowledgementShape, 'ACK_MALFORMED', bytes)

/** proto3 JSON: camelCase, 64-bit integers as strings, bytes as base64, enums by their proto names. */
export type JsonForm<T> = { readonly toJson: (value: T) => Json; readonly fromJson: (json: unknown) => T }

const jsonForm = <T>(shape: Field<T>): JsonForm<T> => ({
  toJson: (value) => shape.toJson(value) ?? {},
  fromJson: (json) => shape.fromJson(json as Json, ''),
})

export const envelopeJson = jsonForm(envelopeShape)
export const tableJson = jsonForm(tableShape)
export const manifestJson = jsonForm(manifestShape)
export const operationJson = jsonForm(operationShape)
export const authorisationJson = jsonForm(authorisationShape)
export const packetJson = jsonForm(packetShape)
export const acknowledgementJson = jsonForm(acknowledgementShape)
