// The configuration of an audit process: TOML, all mistakes told at once, the key in a file of its own.
import { dirname, resolve } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import { door, nearDoor, readText } from '../process/config.ts'

const text = z.string().min(1, 'must not be empty')
const url = z.url({ protocol: /^https?$/, error: 'must be an address like "http://host:port"' })
const contract = text.regex(/^[a-z]+1[02-9ac-hj-np-z]+$/, 'must be a bech32 address')

const schema = z.strictObject({
  log_level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  audit: z.strictObject({
    /** The index; it can be thrown away at any time. */
    index_file: text,
    /** Who vouches for reports, with its Ed25519 key in PEM. */
    signer: text,
    key_file: text,
  }),
  http: door({}),
  chains: z
    .array(
      z.strictObject({
        chain_id: text,
        rpc_addr: url,
        grpc_addr: url,
        account_prefix: text,
        accounts_file: text,
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
export type AuditConfig = z.infer<typeof schema>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export function loadAuditConfig(path: string): AuditConfig {
  const { audit, chains, http, ...rest } = parseAuditConfig(parseText(path), path)
  const near = (name: string): string => resolve(dirname(path), name)
  return {
    ...rest,
    http: nearDoor(http, near),
    audit: { ...audit, index_file: near(audit.index_file), key_file: near(audit.key_file) },
    chains: chains.map((chain) => ({ ...chain, accounts_file: near(chain.accounts_file) })),
  }
}

export function parseAuditConfig(values: unknown, path = 'the configuration'): AuditConfig {
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new CausewayError('CONFIG_INVALID', { path, mistakes: mistakes.join('; ') })
}

function parseText(path: string): unknown {
  try {
    return parseToml(readText(path))
  } catch (cause) {
    if (cause instanceof CausewayError) throw cause
    throw new CausewayError('CONFIG_INVALID', { path, mistakes: 'no TOML' }, cause)
  }
}
