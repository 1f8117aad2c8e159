// The configuration of a store process: TOML, all mistakes told at once, keys in files of their own.
import { dirname, resolve } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { z } from 'zod'
import { parseHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import { door, nearDoor, readText } from '../process/config.ts'
import { sweepEveryMs } from './limits.ts'

const text = z.string().min(1, 'must not be empty')
const url = z.url({ protocol: /^https?$/, error: 'must be an address like "http://host:port"' })
const contract = text.regex(/^[a-z]+1[02-9ac-hj-np-z]+$/, 'must be a bech32 address')
const did = text.refine(isId, 'must be a did:causeway:…')
const listen = text.regex(/^\/ip[46]\/[0-9a-f.:]+\/tcp\/\d+$/, 'must be like "/ip4/0.0.0.0/tcp/4001"')
const peer = text.regex(/^\/(ip[46]|dns[46]?)\/[^/]+\/tcp\/\d+\/p2p\/\w+$/, 'must be like "/ip4/…/tcp/4001/p2p/12D3…"')

const nodeLedger = z.strictObject({
  chain_id: text,
  rpc_addr: url,
  grpc_addr: url,
  account_prefix: text,
  gas_price: z.strictObject({ price: z.number().min(0), denom: text }),
  accounts_file: text,
  key_name: text,
})

const schema = z.strictObject({
  log_level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  store: z.strictObject({
    did,
    folder: text,
    /** 64 hex digits: the Ed25519 secret behind the store's on-chain key. */
    identity_key_file: text,
    /** Private JWK of P-256 or X25519: opens the shares that are wrapped to this store. */
    encryption_key_file: text,
    sweep_every_ms: z.int().min(1_000).default(sweepEveryMs),
  }),
  http: door({}),
  p2p: z.strictObject({ listen, peers: z.array(peer).default([]) }),
  contracts: z.strictObject({ stores: contract, rights: contract, identity: contract }),
  /** The organisation's own node, by a key of its own; or a gateway and a signing service. */
  ledger: z.union([nodeLedger, z.strictObject({ rest_url: url, submit_url: url })]),
})
export type StoreConfig = z.infer<typeof schema>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export function loadStoreConfig(path: string): StoreConfig {
  const parsed = schema.safeParse(readToml(path))
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new CausewayError('CONFIG_INVALID', { path, mistakes: mistakes.join('; ') })
  }
  const near = (name: string): string => resolve(dirname(path), name)
  const { store } = parsed.data
  const files = {
    folder: near(store.folder),
    identity_key_file: near(store.identity_key_file),
    encryption_key_file: near(store.encryption_key_file),
  }
  return {
    ...parsed.data,
    http: nearDoor(parsed.data.http, near),
    ledger: located(parsed.data.ledger, near),
    store: { ...store, ...files },
  }
}

const located = (ledger: StoreConfig['ledger'], near: (name: string) => string): StoreConfig['ledger'] =>
  'accounts_file' in ledger ? { ...ledger, accounts_file: near(ledger.accounts_file) } : ledger

function readToml(path: string): unknown {
  const text = readText(path)
  try {
    return parseToml(text)
  } catch (cause) {
    const mistakes = cause instanceof Error ? cause.message : 'no TOML'
    throw new CausewayError('CONFIG_INVALID', { path, mistakes }, cause)
  }
}

/** 32 secret bytes. */
export function readSeed(path: string): Uint8Array {
  const hex = readText(path).trim()
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new CausewayError('CONFIG_INVALID', { path, mistakes: 'not 64 hex digits' })
  return parseHex(hex)
}

function isId(value: string): boolean {
  try {
    parseId(value)
    return true
  } catch {
    return false
  }
}
