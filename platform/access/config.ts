// The configuration of an owner's access door: TOML, all mistakes told at once, the key in a file of its own.
import { z } from 'zod'
import {
  contract,
  did,
  door,
  type FileAtom,
  gasPrice,
  logLevel,
  nodeShape,
  readConfig,
  text,
  url,
} from '../process/config.ts'

const schema = (file: FileAtom) =>
  z.strictObject({
    log_level: logLevel,
    access: z.strictObject({
      /** Whose rows go out here, with its Ed25519 key in PEM: it signs what is served, and asks for content. */
      owner: did('party'),
      key_file: file,
      /** The HTTP door of the collection that took the owner's batches in. */
      contents_url: url,
      /** The account that has each use decided and counted, and pays for gas. */
      key_name: text,
    }),
    http: door(file, {}),
    chain: z.strictObject({ ...nodeShape, gas_price: gasPrice, accounts_file: file }),
    contracts: z.strictObject({ intake: contract, rights: contract }),
  })
export type AccessConfig = z.infer<ReturnType<typeof schema>>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export const loadAccessConfig = (path: string): AccessConfig => readConfig(path, schema)
