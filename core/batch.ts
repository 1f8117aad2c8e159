// What a device submits: rows of one stream as a batch, its names, its fingerprints and the text that the device signs.
import { concatBytes, toHex, utf8 } from './bytes.ts'
import { decodeTable, encodeTable } from './codec.ts'
import { CausewayError } from './errors.ts'
import { checkTable } from './format.ts'
import { type CausewayId, formatId, parseId } from './ids.ts'
import { checkLimit, contentBytesMax } from './limits.ts'
import { type LeafHash, merkleLeaf, merkleRoot } from './merkle.ts'
import type { Sha256 } from './sha256.ts'
import type { Element, Row } from './words.ts'

export type Curve = 'ed25519' | 'p256'

/** Rows `first` to `last` of one device on one stream; `attempt` grows when a failed batch is corrected. */
export type BatchName = {
  readonly streamId: string
  readonly deviceId: string
  readonly attempt: number
  readonly first: bigint
  readonly last: bigint
}

export type SignedBatch = BatchName & {
  /** Canonical bytes of the Table that holds the rows. */
  readonly content: Uint8Array
  readonly root: Uint8Array
  /** Time that the device claims to have sent the batch, nanoseconds since 1970. */
  readonly sentNs: bigint
  readonly curve: Curve
  /** 64 bytes: of the text for Ed25519; r and s, s low, of its sha256 for P-256. */
  readonly signature: Uint8Array
}

/** Entries in one batch; the contract `intake` knows the same limits. */
export const batchEntriesMax = 1024
/** A corrected batch is the next attempt; more than this many are a broken device. */
export const attemptsMax = 16

const sequenceMax = 2n ** 63n - 1n

/** Every row of every stream opens with these two. */
export const fixedElements: readonly Element[] = [
  { name: 'sequence', type: 'integer', unit: '', lengthMax: 8, optional: false },
  { name: 'observed_at', type: 'timestamp', unit: '', lengthMax: 8, optional: false },
]

export function rowElements(model: readonly Element[]): readonly Element[] {
  return [...fixedElements, ...model]
}

function refuse(path: string, expected: string): never {
  throw new CausewayError('MALFORMED', { path, expected })
}

type Source = { readonly chainId: string; readonly stream: string; readonly device: string }

/**
 * Stream and device of one chain. Without dots in either part the name of an entry comes apart in one way only,
 * so no two devices can ever claim the same one.
 */
export function parseSource(streamId: string, deviceId: string): Source {
  const stream = parseOf('asset', streamId, 'streamId')
  const device = parseOf('thing', deviceId, 'deviceId')
  if (stream.chainId !== device.chainId) refuse('deviceId', `a device of ${stream.chainId}`)
  return { chainId: stream.chainId, stream: stream.local, device: device.local }
}

function parseOf(kind: 'asset' | 'thing' | 'entry', value: string, path: string): CausewayId {
  const id = parseId(value, path)
  const fits = id.kind === kind && (kind === 'entry' || !id.local.includes('.'))
  if (!fits) throw new CausewayError('ID_MALFORMED', { path, value, expected: `did:causeway:${kind}:…` })
  return id
}

function checkSequence(sequence: bigint, path: string): void {
  if (sequence < 1n) refuse(path, 'a number from 1')
  if (sequence > sequenceMax) {
    throw new CausewayError('LIMIT_EXCEEDED', { path, max: String(sequenceMax), actual: String(sequence) })
  }
}

export function entryId(streamId: string, deviceId: string, sequence: bigint): string {
  const { chainId, stream, device } = parseSource(streamId, deviceId)
  checkSequence(sequence, 'sequence')
  return formatId('entry', chainId, `${stream}.${device}.${sequence}`)
}

export function batchId({ streamId, deviceId, first, last }: Omit<BatchName, 'attempt'>): string {
  const { chainId, stream, device } = parseSource(streamId, deviceId)
  checkRange(first, last)
  return formatId('entry', chainId, `${stream}.${device}.${first}-${last}`)
}

/** From the identifier of an entry to the stream and the device that it came from: the first steps of its trace. */
export function parseEntryId(value: string): { streamId: string; deviceId: string; first: bigint; last: bigint } {
  const { chainId, local } = parseOf('entry', value, 'id')
  const match = /^([a-z0-9][a-z0-9_-]*)\.([a-z0-9][a-z0-9_-]*)\.([1-9][0-9]{0,18})(?:-([1-9][0-9]{0,18}))?$/.exec(local)
  if (match === null) refuse('id', '<stream>.<device>.<sequence> or <stream>.<device>.<first>-<last>')
  const [, stream = '', device = '', from = '', to = from] = match
  checkRange(BigInt(from), BigInt(to))
  return {
    streamId: formatId('asset', chainId, stream),
    deviceId: formatId('thing', chainId, device),
    first: BigInt(from),
    last: BigInt(to),
  }
}

function checkRange(first: bigint, last: bigint): void {
  checkSequence(first, 'first')
  checkSequence(last, 'last')
  if (last < first) refuse('last', `at least ${first}`)
  checkLimit(Number(last - first) + 1, batchEntriesMax, 'entries')
}

export function checkBatchName(name: BatchName): void {
  batchId(name)
  if (!Number.isInteger(name.attempt) || name.attempt < 1) refuse('attempt', 'a number from 1')
  checkLimit(name.attempt, attemptsMax, 'attempt')
}

/** The lines that a device signs; they bind stream, device, attempt, range, content and time. */
export function submissionText(name: BatchName, root: Uint8Array, sentNs: bigint): string {
  return [
    'Causeway v1: submit batch',
    name.streamId,
    name.deviceId,
    `attempt ${name.attempt}`,
    `entries ${name.first}-${name.last}`,
    `root ${toHex(root)}`,
    `sent ${sentNs}`,
  ].join('\n')
}

/** What the curve's signature is over. */
export function submissionBytes(curve: Curve, text: string, sha256: Sha256): Uint8Array {
  return curve === 'p256' ? sha256(utf8(text)) : utf8(text)
}

/** The canonical bytes of each row, as they lie in the content: tag 0x0a, length, row. */
export function rowsOf(content: Uint8Array): readonly Uint8Array[] {
  const rows: Uint8Array[] = []
  let at = 0
  while (at < content.length) {
    if (content[at] !== 0x0a) refuse(`content[${at}]`, 'a row')
    at += 1
    let length = 0
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = content[at]
      if (byte === undefined || shift > 28) return refuse(`content[${at}]`, 'the length of a row')
      length += (byte & 0x7f) * 2 ** shift
      more = byte > 0x7f
      at += 1
    }
    if (at + length > content.length) refuse(`content[${at}]`, 'a row of that length')
    rows.push(content.subarray(at, at + length))
    at += length
  }
  return rows
}

/** The content that holds these rows: the way back from rowsOf. */
export function contentOf(rows: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...rows.flatMap((row) => [rowHead(row.length), row]))
}

function rowHead(length: number): Uint8Array {
  const bytes = [0x0a]
  for (let rest = length; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest > 127 ? (rest % 128) + 128 : rest)
    if (rest <= 127) return Uint8Array.from(bytes)
  }
}

export function batchLeaves(content: Uint8Array, leafHash: LeafHash): readonly Uint8Array[] {
  return rowsOf(content).map((row) => merkleLeaf(row, leafHash))
}

export function batchRoot(content: Uint8Array, leafHash: LeafHash, sha256: Sha256): Uint8Array {
  return merkleRoot(batchLeaves(content, leafHash), sha256)
}

export function encodeRows(rows: readonly Row[]): Uint8Array {
  const content = encodeTable({ rows })
  checkLimit(content.length, contentBytesMax, 'content')
  return content
}

/** The rows of a batch: canonical, of the stream's elements, numbered as its name says. */
export function parseBatchContent(name: BatchName, model: readonly Element[], content: Uint8Array): readonly Row[] {
  checkBatchName(name)
  checkLimit(content.length, contentBytesMax, 'content')
  const { rows } = decodeTable(content)
  const count = Number(name.last - name.first) + 1
  if (rows.length !== count) refuse('content', `${count} rows`)
  checkTable(rowElements(model), { rows })
  rows.forEach((row, index) => {
    const sequence = name.first + BigInt(index)
    if (rowSequence(row) !== sequence) refuse(`rows[${index}].sequence`, String(sequence))
  })
  return rows
}

/** The first two cells of a row that fits; anything else is refused. */
export function rowSequence(row: Row): bigint {
  const cell = row.cells[0]
  return cell?.kind === 'integer' ? cell.value : refuse('sequence', 'an integer')
}

export function rowObservedAtNs(row: Row): bigint {
  const cell = row.cells[1]
  return cell?.kind === 'timestampNs' ? cell.value : refuse('observed_at', 'a timestamp')
}
