// The shape of every message of proto/causeway/v1 as fields: one table that bytes and JSON are both read from.
import { CausewayError } from './errors.ts'
import {
  bytes,
  type Field,
  flag,
  type Json,
  jsonObject,
  list,
  optional,
  optionalWord,
  record,
  sint64,
  text,
  uint32,
  uint64,
  word,
} from './wire.ts'
import type * as words from './words.ts'

type Plain = Readonly<Record<string, unknown>>
type Variant = { readonly kind: string; readonly value?: unknown }

/** The members of a oneof: exactly one may be set, by the name of its field. */
type Members = Readonly<Record<string, Field<never>>>

const member = (fields: Members, kind: string): Field<unknown> => fields[kind] as unknown as Field<unknown>

/** A oneof as `{kind, value}`; `none` stands for no field set, or is undefined where that is refused. */
function choice<T extends Variant>(fields: Members, none?: T): Field<T> {
  const kinds = Object.keys(fields)
  const pick = (object: Plain, path: string): string | undefined => {
    const set = kinds.filter((kind) => object[kind] !== undefined && object[kind] !== null)
    if (set.length > 1) throw new CausewayError('MALFORMED', { path, expected: `only one of ${set.join(', ')}` })
    return set[0]
  }
  const empty = (path: string): T => {
    if (none === undefined) throw new CausewayError('PART_MISSING', { path, expected: kinds.join(' | ') })
    return none
  }
  return {
    toWire: (value, path) =>
      value.kind in fields ? { [value.kind]: member(fields, value.kind).toWire(value.value, path) } : {},
    fromWire: (wire, path) => {
      const kind = pick(wire as Plain, path)
      if (kind === undefined) return empty(path)
      return { kind, value: member(fields, kind).fromWire((wire as Plain)[kind], `${path}.${kind}`) } as unknown as T
    },
    toJson: (value) =>
      value.kind in fields ? { [value.kind]: member(fields, value.kind).toJson(value.value) ?? {} } : {},
    fromJson: (json, path) => {
      const object = jsonObject(json, path, kinds)
      const kind = pick(object, path)
      if (kind === undefined) return empty(path)
      return { kind, value: member(fields, kind).fromJson(object[kind], `${path}.${kind}`) } as unknown as T
    },
  }
}

/** Inside a oneof a default is written, in JSON too: presence is the message. */
function present<T extends Json | bigint | Uint8Array>(field: Field<T>, zero: Json): Field<T> {
  return { ...field, toJson: (value) => field.toJson(value) ?? zero }
}

const members = <T extends Variant>(
  fields: {
    readonly [K in T['kind']]?: Extract<T, { kind: K }> extends { readonly value: infer V } ? Field<V> : never
  },
): Members => fields as unknown as Members

const schema = record<words.SchemaVersion>({ major: uint32, minor: uint32 })
const texts = list(text, '')

/** A message that must be present. */
const part = <T>(field: Field<T>): Field<T> => ({
  ...field,
  fromWire: (wire, path) => {
    if (wire === undefined || wire === null) throw new CausewayError('PART_MISSING', { path })
    return field.fromWire(wire, path)
  },
  fromJson: (json, path) => {
    if (json === undefined || json === null) throw new CausewayError('PART_MISSING', { path })
    return field.fromJson(json, path)
  },
})

const element = record<words.Element>({
  name: text,
  type: word('ELEMENT_TYPE', ['boolean', 'integer', 'decimal', 'text', 'bytes', 'timestamp']),
  unit: text,
  lengthMax: uint32,
  optional: flag,
})

const fingerprint = record<words.Fingerprint>({
  algorithm: word('HASH_ALGORITHM', ['sha2_256', 'hmac_sha2_256']),
  digest: bytes,
})

export const envelopeShape = record<words.Envelope>({
  schema: part(schema),
  id: text,
  dataType: word('DATA_TYPE', ['record', 'non_fungible', 'fungible']),
  structure: optionalWord('STRUCTURE', ['table', 'document', 'bytes']),
  elements: list(element, {}),
  length: uint64,
  access: word('ACCESS_CLASS', ['open', 'closed']),
  copyable: flag,
  movable: flag,
  owner: text,
  controller: text,
  terms: text,
  stored: optional(fingerprint),
  plaintext: optional(fingerprint),
  lineage: texts,
  claimedTimeNs: uint64,
})

const cell = choice<words.Cell>(
  members<words.Cell>({
    boolean: present(flag, false),
    integer: present(sint64, '0'),
    decimal: present(text, ''),
    text: present(text, ''),
    data: present(bytes, ''),
    timestampNs: present(sint64, '0'),
  }),
  { kind: 'empty' },
)
const row = record<words.Row>({ cells: list(cell, {}) })
export const tableShape = record<words.Table>({ rows: list(row, {}) })

const amount = record<words.Amount>({ originChainId: text, denom: text, amount: text })

const operationBody = choice<words.OperationBody>(
  members<words.OperationBody>({
    checkRecord: record<words.CheckRecord>({ id: text, version: uint64, envelopeDigest: bytes }),
    replicateRecord: record<words.ReplicateRecord>({
      envelope: part(envelopeShape),
      version: uint64,
      sourceChainId: text,
    }),
    checkAsset: record<words.CheckAsset>({ id: text, version: uint64, owner: text }),
    releaseAsset: record<words.ReleaseAsset>({
      id: text,
      version: uint64,
      destinationChainId: text,
      envelopeDigest: bytes,
    }),
    receiveAsset: record<words.ReceiveAsset>({
      envelope: part(envelopeShape),
      version: uint64,
      sourceChainId: text,
      recipient: text,
    }),
    transferAsset: record<words.TransferAsset>({ id: text, version: uint64, recipient: text }),
    transferCoins: record<words.TransferCoins>({ amount: part(amount), recipient: text }),
    releaseCoins: record<words.ReleaseCoins>({ amount: part(amount), destinationChainId: text }),
    receiveCoins: record<words.ReceiveCoins>({ amount: part(amount), sourceChainId: text, recipient: text }),
    custom: record<words.Custom>({ name: text, body: bytes }),
  }),
)

const operationKeys = [
  'checkRecord',
  'replicateRecord',
  'checkAsset',
  'releaseAsset',
  'receiveAsset',
  'transferAsset',
  'transferCoins',
  'releaseCoins',
  'receiveCoins',
  'custom',
]

/** The oneof lies beside resource and actor in both forms, and under `body` in the domain. */
export const operationShape: Field<words.Operation> = {
  toWire: (operation, path) => ({
    resource: text.toWire(operation.resource, `${path}.resource`),
    actor: text.toWire(operation.actor, `${path}.actor`),
    ...(operationBody.toWire(operation.body, path) as object),
  }),
  fromWire: (wire, path) => ({
    resource: text.fromWire((wire as Plain)['resource'], `${path}.resource`),
    actor: text.fromWire((wire as Plain)['actor'], `${path}.actor`),
    body: operationBody.fromWire(wire, path),
  }),
  toJson: ({ resource, actor, body }) => ({
    ...(resource === '' ? {} : { resource }),
    ...(actor === '' ? {} : { actor }),
    ...(operationBody.toJson(body) as object),
  }),
  fromJson: (json, path) => {
    const { resource, actor, ...rest } = jsonObject(json, path, ['resource', 'actor', ...operationKeys])
    return {
      resource: text.fromJson(resource, `${path}.resource`),
      actor: text.fromJson(actor, `${path}.actor`),
      body: operationBody.fromJson(rest, path),
    }
  },
}

const leg = record<words.Leg>({ chainId: text, gate: text, operations: list(operationShape, {}) })

export const manifestShape = record<words.Manifest>({
  schema: part(schema),
  hubChainId: text,
  hubContract: text,
  legs: list(leg, {}),
  deadlineNs: uint64,
  nonce: bytes,
})

export const authorisationShape = record<words.Authorisation>({
  scheme: word('AUTHORISATION_SCHEME', ['secp256k1', 'adr036']),
  publicKey: bytes,
  signature: bytes,
})

const vote = record<words.Vote>({ answer: word('ANSWER', ['yes', 'no']), manifest: bytes, code: uint32 })
const decision = record<words.Decision>({
  transactionId: bytes,
  outcome: word('OUTCOME', ['commit', 'abort', 'pending', 'not_counted']),
  code: uint32,
})
const decisions = list(decision, {})

export const packetShape = choice<words.PacketData>(
  members<words.PacketData>({
    votes: record<words.VotePacket>({ votes: list(vote, {}) }),
    decisions: record<words.DecisionPacket>({ decisions }),
  }),
)

export const acknowledgementShape = record<words.Acknowledgement>({
  kind: word('ACK_KIND', ['decisions', 'received']),
  decisions,
})
