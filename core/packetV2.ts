// Decides which bytes are a packet of IBC v2, and reads its fields: events carry nothing else of it in full.
import { parseHex } from './bytes.ts'
import type { Packet } from './relay.ts'

type Value = bigint | Uint8Array
type Kind = 'number' | 'bytes'
type Field = { readonly number: number; readonly value: Value }

/** Fields of ibc.core.channel.v2.Packet and Payload by number; whatever else a message holds makes it unreadable. */
const packetFields: readonly Kind[] = ['number', 'bytes', 'bytes', 'number', 'bytes']
const payloadFields: readonly Kind[] = ['bytes', 'bytes', 'bytes', 'bytes', 'bytes']
const nsPerSecond = 1_000_000_000n
/** sha256 of UNIVERSAL_ERROR_ACKNOWLEDGEMENT, which ibc-go answers in IBC v2 for every app that wants no packet. */
const refusedHex = '4774d4a575993f963b1c06573736617a457abef8589178db8d10c94b4ab511ab'
export const refusedAcknowledgement = parseHex(refusedHex)
const none = { revisionNumber: 0n, revisionHeight: 0n }

/**
 * The packet in the words that both versions share: a client's id stands where v1 has a channel's, and seconds of a
 * timeout are nanoseconds here, which a block's time passes at the same moment. Ports and data are those of the first
 * payload. Undefined for anything else than one packet with a payload.
 */
export function decodePacketV2(encoded: Uint8Array): Packet | undefined {
  const fields = fieldsOf(encoded, packetFields)
  const payloads = fields?.filter(({ number }) => number === 5).map(({ value }) => fieldsOf(value, payloadFields))
  const [payload] = payloads ?? []
  if (fields === undefined || payload === undefined || payloads?.includes(undefined)) return undefined
  const texts = [textIn(fields, 2), textIn(fields, 3), textIn(payload, 1), textIn(payload, 2)]
  const [sourceChannel, destinationChannel, sourcePort, destinationPort] = texts
  if (!sourceChannel || !destinationChannel || !sourcePort || !destinationPort) return undefined
  const data = last(payload, 5)
  return {
    sequence: numberIn(fields, 1),
    sourcePort,
    sourceChannel,
    destinationPort,
    destinationChannel,
    data: data instanceof Uint8Array ? data : new Uint8Array(),
    timeoutHeight: none,
    timeoutTimestampNs: numberIn(fields, 4) * nsPerSecond,
    encoded,
  }
}

/** Where a field stands twice, the last one counts. */
const last = (fields: readonly Field[], number: number): Value | undefined =>
  fields.findLast((field) => field.number === number)?.value

function numberIn(fields: readonly Field[], number: number): bigint {
  const value = last(fields, number)
  return typeof value === 'bigint' ? value : 0n
}

function textIn(fields: readonly Field[], number: number): string | undefined {
  const value = last(fields, number)
  if (!(value instanceof Uint8Array)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value)
  } catch {
    return undefined
  }
}

/** All fields of a message, in order; undefined where one is not as `kinds` says, or the bytes end too soon. */
function fieldsOf(bytes: Value, kinds: readonly Kind[]): readonly Field[] | undefined {
  if (!(bytes instanceof Uint8Array)) return undefined
  const fields: Field[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = varintAt(bytes, at)
    if (tag === undefined) return undefined
    const number = Number(tag.value >> 3n)
    const kind = kinds[number - 1]
    const word = varintAt(bytes, tag.end)
    if (word === undefined || (tag.value & 7n) !== (kind === 'number' ? 0n : 2n) || kind === undefined) return undefined
    const end = kind === 'number' ? word.end : word.end + Number(word.value)
    if (end > bytes.length) return undefined
    fields.push({ number, value: kind === 'number' ? word.value : bytes.subarray(word.end, end) })
    at = end
  }
  return fields
}

const varintBytesMax = 10

function varintAt(bytes: Uint8Array, from: number): { readonly value: bigint; readonly end: number } | undefined {
  let value = 0n
  for (let at = from; at < from + varintBytesMax; at += 1) {
    const byte = bytes[at]
    if (byte === undefined) return undefined
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - from))
    if (byte < 0x80) return value < 2n ** 64n ? { value, end: at + 1 } : undefined
  }
  return undefined
}
