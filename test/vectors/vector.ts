// The form of a vector, and how both halves are built: what the parser says now must be what the case expects.
import { toHex } from '../../core/bytes.ts'
import {
  acknowledgementJson,
  encodeAcknowledgement,
  encodeEnvelope,
  encodeManifest,
  encodePacket,
  encodeTable,
  envelopeJson,
  type JsonForm,
  manifestJson,
  packetJson,
  tableJson,
} from '../../core/codec.ts'
import { dataClass } from '../../core/duplication.ts'
import type { ErrorCode } from '../../core/errors.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { Json } from '../../core/wire.ts'
import type { Acknowledgement, Envelope, Manifest, PacketData, Table } from '../../core/words.ts'
import { sha256 } from './samples.ts'

export type Vector = { readonly area: string; readonly name: string; readonly content: Readonly<Record<string, Json>> }

/** The messages that have vectors, by area. */
export type Messages = {
  readonly envelope: Envelope
  readonly manifest: Manifest
  readonly packet: PacketData
  readonly acknowledgement: Acknowledgement
  readonly table: Table
}
export type Area = keyof Messages

type Codec<T> = { readonly encode: (value: T) => Uint8Array; readonly json: JsonForm<T> }

export const codecs: { readonly [A in Area]: Codec<Messages[A]> } = {
  envelope: { encode: encodeEnvelope, json: envelopeJson },
  manifest: { encode: encodeManifest, json: manifestJson },
  packet: { encode: encodePacket, json: packetJson },
  acknowledgement: { encode: encodeAcknowledgement, json: acknowledgementJson },
  table: { encode: encodeTable, json: tableJson },
}

/** A message that both languages accept. */
export function accepted<A extends Area>(area: A, name: string, why: string, message: Messages[A]): Vector {
  const codec = codecs[area]
  const bytes = codec.encode(message)
  return {
    area,
    name,
    content: {
      why,
      by: 'typescript',
      message: codec.json.toJson(message),
      bytes: toHex(bytes),
      ...(area === 'manifest' ? { transactionId: transactionId(bytes, sha256) } : {}),
      ...(area === 'envelope' ? { dataClass: dataClass(message as Envelope) } : {}),
    },
  }
}

/** Bytes that both languages refuse with the same code. */
export function refusedBytes(area: Area, name: string, why: string, bytes: Uint8Array, error: ErrorCode): Vector {
  return { area, name, content: { why, by: 'typescript', bytes: toHex(bytes), error } }
}

/** A message that both languages refuse, written as JSON because it is easier to read than its bytes. */
export function refused<A extends Area>(
  area: A,
  name: string,
  why: string,
  message: Messages[A],
  error: ErrorCode,
): Vector {
  const json = codecs[area].json.toJson(message)
  return { area, name, content: { why, by: 'typescript', message: json, error } }
}

export function vectorText(vector: Vector): string {
  return `${JSON.stringify(vector.content, null, 2)}\n`
}
