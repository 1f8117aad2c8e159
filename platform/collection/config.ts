// The configuration of a collection process: TOML, all mistakes told at once, keys and salts in files of their own.
import { z } from 'zod'
import { batchEntriesMax } from '../../core/batch.ts'
import {
  contract,
  did,
  digest,
  door,
  type FileAtom,
  gasPrice,
  logLevel,
  nodeShape,
  parseConfig,
  readConfig,
  text,
} from '../process/config.ts'

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

const schema = (file: FileAtom) =>
  z.strictObject({
    log_level: logLevel,
    collection: z.strictObject({
      folder: file,
      entries_max: z.int().min(1).max(batchEntriesMax).default(256),
      age_ms_max: z.int().min(0).default(10_000),
      tick_ms: z.int().min(10).default(500),
      /** The account that carries batches to the chain and pays what their checks cost. */
      key_name: text,
    }),
    http: door(file, {}),
    mqtt: door(file, {}).optional(),
    /** Absent: batches of this door are reported on by somebody else. */
    validator: z.strictObject({ key_name: text }).optional(),
    chain: z.strictObject({ ...nodeShape, gas_price: gasPrice, accounts_file: file }),
    contracts: z.strictObject({ intake: contract, identity: contract, credentials: contract }),
    devices: z.array(
      z.strictObject({
        did: did('thing'),
        /** Of the bearer credential that the device shows at the doors. */
        credential_sha256: digest,
        /** PKCS 8 in PEM; absent where the device signs for itself. */
        key_file: file.optional(),
      }),
    ),
    streams: z
      .array(
        z.strictObject({
          did: did('asset'),
          /** 64 hex digits; where access is closed. */
          salt_file: file.optional(),
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
export type CollectionConfig = z.infer<ReturnType<typeof schema>>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export const loadCollectionConfig = (path: string): CollectionConfig => readConfig(path, schema)
export const parseCollectionConfig = (values: unknown, near: (name: string) => string): CollectionConfig =>
  parseConfig(values, schema, near)
