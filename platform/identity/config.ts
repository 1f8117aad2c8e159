// The configuration of an identity process: TOML, all mistakes told at once, keys in a file of their own.
import { z } from 'zod'
import { contract, door, type FileAtom, logLevel, nodeShape, readConfig, text, url } from '../process/config.ts'

const schema = (file: FileAtom) =>
  z
    .strictObject({
      log_level: logLevel,
      /** Folder of logins, and of how far the carrier has read. */
      folder: file,
      /** Secret key of the carrier's account by `key_name`; it owns nothing and decides nothing. */
      accounts_file: file,
      key_name: text,
      /** The API that transactions are shared through. */
      api_url: url,
      door: door(file, {
        /** The chain whose subjects come in here; one of `zones`. */
        chain_id: text,
        domain: text,
      }),
      zones: z.array(z.strictObject({ ...nodeShape, identity: contract })).min(1),
    })
    .check(({ value, issues }) => {
      const home = value.door.chain_id
      if (value.zones.some(({ chain_id }) => chain_id === home)) return
      issues.push({ code: 'custom', message: 'must be one of the zones', input: home, path: ['door', 'chain_id'] })
    })
export type IdentityConfig = z.infer<ReturnType<typeof schema>>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export const loadIdentityConfig = (path: string): IdentityConfig => readConfig(path, schema)
