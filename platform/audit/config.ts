// The configuration of an audit process: TOML, all mistakes told at once, the key in a file of its own.
import { z } from 'zod'
import { contract, door, type FileAtom, logLevel, nodeShape, parseConfig, readConfig, text } from '../process/config.ts'

const schema = (file: FileAtom) =>
  z.strictObject({
    log_level: logLevel,
    audit: z.strictObject({
      /** The index; it can be thrown away at any time. */
      index_file: file,
      /** Who vouches for reports, with its Ed25519 key in PEM. */
      signer: text,
      key_file: file,
    }),
    http: door(file, {}),
    chains: z
      .array(
        z.strictObject({
          ...nodeShape,
          accounts_file: file,
          first_height: z.int().min(1).default(1),
          /** Every contract whose events count. */
          contracts: z.array(contract).min(1),
          /** Absent on a chain that keeps no data. */
          assets: contract.optional(),
          intake: contract.optional(),
          /** Where auditors of this chain are known, and record what they look at. */
          identity: contract.optional(),
        }),
      )
      .min(1),
  })
export type AuditConfig = z.infer<ReturnType<typeof schema>>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export const loadAuditConfig = (path: string): AuditConfig => readConfig(path, schema)
export const parseAuditConfig = (values: unknown): AuditConfig => parseConfig(values, schema)
