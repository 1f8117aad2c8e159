// The configuration of an identity process: TOML, all mistakes told at once, keys in a file of their own.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import { door, nearDoor } from '../process/config.ts'

const text = z.string().min(1, 'must not be empty')
const url = z.url({ protocol: /^https?$/, error: 'must be an address like "http://host:port"' })

const schema = z.strictObject({
  log_level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Folder of logins, and of how far the carrier has read. */
  folder: text,
  /** Secret key of the carrier's account by `key_name`; it owns nothing and decides nothing. */
  accounts_file: text,
  key_name: text,
  /** The API that transactions are shared through. */
  api_url: url,
  door: door({
    /** The chain whose subjects come in here; one of `zones`. */
    chain_id: text,
    domain: text,
  }),
  zones: z
    .array(
      z.strictObject({
        chain_id: text,
        rpc_addr: url,
        grpc_addr: url,
        account_prefix: text,
        identity: text.regex(/^[a-z]+1[02-9ac-hj-np-z]+$/, 'must be a bech32 address'),
      }),
    )
    .min(1),
})
export type IdentityConfig = z.infer<typeof schema>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export function loadIdentityConfig(path: string): IdentityConfig {
  const parsed = schema.safeParse(readToml(path))
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new CausewayError('CONFIG_INVALID', { path, mistakes: mistakes.join('; ') })
  }
  const near = (name: string): string => resolve(dirname(path), name)
  const { folder, accounts_file, door } = parsed.data
  return { ...parsed.data, folder: near(folder), accounts_file: near(accounts_file), door: nearDoor(door, near) }
}

function readToml(path: string): unknown {
  try {
    return parseToml(readFileSync(path, 'utf8'))
  } catch (cause) {
    const mistakes = cause instanceof Error ? cause.message : 'no TOML'
    throw new CausewayError('CONFIG_INVALID', { path, mistakes }, cause)
  }
}
