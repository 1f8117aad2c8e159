// The configuration of a collection process: TOML, all mistakes told at once, keys and salts in files of their own.
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { z } from 'zod'
import { batchEntriesMax } from '../../core/batch.ts'
import { parseHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import { door, nearDoor, readText } from '../process/config.ts'

const text = z.string().min(1, 'must not be empty')
const url = z.url({ protocol: /^https?$/, error: 'must be an address like "http://host:port"' })
const contract = text.regex(/^[a-z]+1[02-9ac-hj-np-z]+$/, 'must be a bech32 address')
const did = (kind: string) => text.refine((value) => isId(value, kind), `must be a did:causeway:${kind}:…`)
const digest = text.regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')
const unit = z.strictObject({ name: z.string(), symbol: z.string(), definition: z.string() })
const senml = z.strictObject({
  sequence: text,
  fields: z.array(z.strictObject({ name: text, unit: z.string(), element: text })).min(1),
})
const sensorthings = z.strictObject({
  sequence: text,
  resultTime: z.string().default(''),
  datastreams: z.array(z.strictObject({ datastream: text, unitOfMeasurement: unit, element: text })).min(1),
})

const schema = z.strictObject({
  log_level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  collection: z.strictObject({
    folder: text,
    entries_max: z.int().min(1).max(batchEntriesMax).default(256),
    age_ms_max: z.int().min(0).default(10_000),
    tick_ms: z.int().min(10).default(500),
    /** The account that carries batches to the chain and pays what their checks cost. */
    key_name: text,
  }),
  http: door({}),
  mqtt: door({}).optional(),
  /** Absent: batches of this door are reported on by somebody else. */
  validator: z.strictObject({ key_name: text }).optional(),
  chain: z.strictObject({
    chain_id: text,
    rpc_addr: url,
    grpc_addr: url,
    account_prefix: text,
    gas_price: z.strictObject({ price: z.number().min(0), denom: text }),
    accounts_file: text,
  }),
  contracts: z.strictObject({ intake: contract, identity: contract, credentials: contract }),
  devices: z.array(
    z.strictObject({
      did: did('thing'),
      /** Of the bearer credential that the device shows at the doors. */
      credential_sha256: digest,
      /** PKCS 8 in PEM; absent where the device signs for itself. */
      key_file: text.optional(),
    }),
  ),
  streams: z
    .array(
      z.strictObject({
        did: did('asset'),
        /** 64 hex digits; where access is closed. */
        salt_file: text.optional(),
      }),
    )
    .default([]),
  sources: z
    .array(
      z.strictObject({
        stream: did('asset'),
        device: did('thing'),
        senml: senml.optional(),
        sensorthings: sensorthings.optional(),
      }),
    )
    .default([]),
})
export type CollectionConfig = z.infer<typeof schema>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export function loadCollectionConfig(path: string): CollectionConfig {
  return parseCollectionConfig(readToml(path), (name) => resolve(dirname(path), name), path)
}

export function parseCollectionConfig(
  values: unknown,
  near: (name: string) => string,
  path = 'the configuration',
): CollectionConfig {
  const parsed = schema.safeParse(values)
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new CausewayError('CONFIG_INVALID', { path, mistakes: mistakes.join('; ') })
  }
  const { collection, chain, devices, streams, http, mqtt, ...rest } = parsed.data
  return {
    ...rest,
    http: nearDoor(http, near),
    ...(mqtt && { mqtt: nearDoor(mqtt, near) }),
    collection: { ...collection, folder: near(collection.folder) },
    chain: { ...chain, accounts_file: near(chain.accounts_file) },
    devices: devices.map((one) => (one.key_file === undefined ? one : { ...one, key_file: near(one.key_file) })),
    streams: streams.map((one) => (one.salt_file === undefined ? one : { ...one, salt_file: near(one.salt_file) })),
  }
}

function readToml(path: string): unknown {
  const file = readText(path)
  try {
    return parseToml(file)
  } catch (cause) {
    const mistakes = cause instanceof Error ? cause.message : 'no TOML'
    throw new CausewayError('CONFIG_INVALID', { path, mistakes }, cause)
  }
}

export function readDeviceKey(path: string): KeyObject {
  try {
    return createPrivateKey(readText(path))
  } catch (cause) {
    throw new CausewayError('CONFIG_INVALID', { path, mistakes: 'no private key in PEM' }, cause)
  }
}

/** 32 secret bytes. */
export function readSalt(path: string): Uint8Array {
  const hex = readText(path).trim()
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new CausewayError('CONFIG_INVALID', { path, mistakes: 'not 64 hex digits' })
  return parseHex(hex)
}

function isId(value: string, kind: string): boolean {
  try {
    return parseId(value).kind === kind
  } catch {
    return false
  }
}
