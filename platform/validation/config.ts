// The configuration of a checker process: TOML, all mistakes told at once, keys and the secret in files of their own.
import { z } from 'zod'
import {
  contract,
  did,
  type FileAtom,
  gasPrice,
  logLevel,
  nodeShape,
  parseConfig,
  readConfig,
  text,
  url,
} from '../process/config.ts'
import type { StreamDoor } from './streamContents.ts'

const platform = z.strictObject({
  /** The HTTP door of the platform's collection. */
  contents_url: url,
  /** Whose batches it hands out; absent for the one platform that has every other stream. */
  streams: z.array(did('asset')).min(1).optional(),
})

const schema = (file: FileAtom) =>
  z.strictObject({
    log_level: logLevel,
    checker: z.strictObject({
      /** The party that is drawn, with its Ed25519 key in PEM: doors hand content to whom it signs for. */
      party: did('party'),
      key_file: file,
      /** 64 hex digits that salts come from; whoever reads them knows verdicts before they are shown. */
      secret_file: file,
      /** What was found and has still to be shown; two processes never share one. */
      folder: file,
      /** The account that acts for the party and pays for gas. */
      key_name: text,
    }),
    chain: z.strictObject({ ...nodeShape, gas_price: gasPrice, accounts_file: file }),
    contracts: z.strictObject({ intake: contract, identity: contract }),
    platforms: z
      .array(platform)
      .min(1)
      .check(({ value, issues }) => {
        for (const [message, path] of doubleDoors(value)) issues.push({ code: 'custom', message, input: value, path })
      }),
  })
export type CheckerConfig = z.infer<ReturnType<typeof schema>>

/** Each stream has one door at most. */
function doubleDoors(platforms: readonly StreamDoor[]): readonly [message: string, path: (string | number)[]][] {
  const seen = new Set<string>()
  return platforms.flatMap(({ streams = [''] }, at) =>
    streams.flatMap((stream, index): [string, (string | number)[]][] => {
      const isNew = !seen.has(stream)
      seen.add(stream)
      if (isNew) return []
      return stream === ''
        ? [['another platform has every other stream already', [at, 'streams']]]
        : [['another platform has this stream already', [at, 'streams', index]]]
    }),
  )
}

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export const loadCheckerConfig = (path: string): CheckerConfig => readConfig(path, schema)
export const parseCheckerConfig = (values: unknown, near: (name: string) => string): CheckerConfig =>
  parseConfig(values, schema, near)
