// The configuration of a store process: TOML, all mistakes told at once, keys in files of their own.
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
import { sweepEveryMs } from './limits.ts'

const listen = text.regex(/^\/ip[46]\/[0-9a-f.:]+\/tcp\/\d+$/, 'must be like "/ip4/0.0.0.0/tcp/4001"')
const peer = text.regex(/^\/(ip[46]|dns[46]?)\/[^/]+\/tcp\/\d+\/p2p\/\w+$/, 'must be like "/ip4/…/tcp/4001/p2p/12D3…"')

const schema = (file: FileAtom) =>
  z.strictObject({
    log_level: logLevel,
    store: z.strictObject({
      did: did(),
      folder: file,
      /** 64 hex digits: the Ed25519 secret behind the store's on-chain key. */
      identity_key_file: file,
      /** Private JWK of P-256 or X25519: opens the shares that are wrapped to this store. */
      encryption_key_file: file,
      sweep_every_ms: z.int().min(1_000).default(sweepEveryMs),
    }),
    http: door(file, {}),
    p2p: z.strictObject({ listen, peers: z.array(peer).default([]) }),
    contracts: z.strictObject({ stores: contract, rights: contract, identity: contract }),
    /** The organisation's own node, by a key of its own; or a gateway and a signing service. */
    ledger: z.union([
      z.strictObject({ ...nodeShape, gas_price: gasPrice, accounts_file: file, key_name: text }),
      z.strictObject({ rest_url: url, submit_url: url }),
    ]),
  })
export type StoreConfig = z.infer<ReturnType<typeof schema>>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export const loadStoreConfig = (path: string): StoreConfig => readConfig(path, schema)
