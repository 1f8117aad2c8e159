// The configuration of an analytics process: TOML, all mistakes told at once, the key in a file of its own.
import { z } from 'zod'
import {
  contract,
  door,
  type FileAtom,
  logLevel,
  nodeShape,
  parseConfig,
  readConfig,
  text,
  url,
} from '../process/config.ts'

const schema = (file: FileAtom) =>
  z
    .strictObject({
      log_level: logLevel,
      analytics: z.strictObject({
        /** Holds the folder `exports`, and nothing else writes there. */
        folder: file,
        /** The chain whose batches are exported here. */
        zone: text,
        /** Height from which batches are exported; what is exported already stays as it is. */
        first_height: z.int().min(1).default(1),
        /** Party that asks the door of collection for content, with its Ed25519 key in PEM. */
        party: text,
        key_file: file,
        contents_url: url,
      }),
      http: door(file, {}),
      chains: z
        .array(
          z.strictObject({
            ...nodeShape,
            accounts_file: file,
            identity: contract,
            assets: contract,
            intake: contract,
            rights: contract,
          }),
        )
        .min(1),
    })
    .check(({ value, issues }) => {
      const { zone } = value.analytics
      if (value.chains.some(({ chain_id }) => chain_id === zone)) return
      issues.push({ code: 'custom', message: 'must be one of the chains', input: zone, path: ['analytics', 'zone'] })
    })
export type AnalyticsConfig = z.infer<ReturnType<typeof schema>>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export const loadAnalyticsConfig = (path: string): AnalyticsConfig => readConfig(path, schema)
export const parseAnalyticsConfig = (values: unknown): AnalyticsConfig => parseConfig(values, schema)
