// The configuration of an analytics process: TOML, all mistakes told at once, the key in a file of its own.
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
  analytics: z.strictObject({
    /** Holds the folder `exports`, and nothing else writes there. */
    folder: text,
    /** The chain whose batches are exported here. */
    zone: text,
    /** Height from which batches are exported; what is exported already stays as it is. */
    first_height: z.int().min(1).default(1),
    /** Party that asks the door of collection for content, with its Ed25519 key in PEM. */
    party: text,
    key_file: text,
    contents_url: url,
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
        identity: contract,
        assets: contract,
        intake: contract,
        rights: contract,
      }),
    )
    .min(1),
})
export type AnalyticsConfig = z.infer<typeof schema>

/** Paths are relative to the file. Throws CONFIG_INVALID with every mistake. */
export function loadAnalyticsConfig(path: string): AnalyticsConfig {
  const config = parseAnalyticsConfig(parseText(path), path)
  const near = (name: string): string => resolve(dirname(path), name)
  const { analytics, chains, http } = config
  return {
    ...config,
    http: nearDoor(http, near),
    analytics: { ...analytics, folder: near(analytics.folder), key_file: near(analytics.key_file) },
    chains: chains.map((chain) => ({ ...chain, accounts_file: near(chain.accounts_file) })),
  }
}

export function parseAnalyticsConfig(values: unknown, path = 'the configuration'): AnalyticsConfig {
  const parsed = schema.safeParse(values)
  const mistakes = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []
  const zone = parsed.data?.analytics.zone
  if (zone !== undefined && !parsed.data?.chains.some(({ chain_id }) => chain_id === zone)) {
    mistakes.push('analytics.zone: must be one of the chains')
  }
  if (!parsed.success || mistakes.length > 0) {
    throw new CausewayError('CONFIG_INVALID', { path, mistakes: mistakes.join('; ') })
  }
  return parsed.data
}

function parseText(path: string): unknown {
  try {
    return parseToml(readText(path))
  } catch (cause) {
    if (cause instanceof CausewayError) throw cause
    throw new CausewayError('CONFIG_INVALID', { path, mistakes: 'no TOML' }, cause)
  }
}
