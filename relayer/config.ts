// The configuration of relayer and API: TOML in Hermes's words, the environment over it, all mistakes told at once.
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import {
  chainMistakes,
  configInvalid,
  type Environment,
  readConfigText,
  readToml,
  shapeMistakes,
  withOverrides,
} from './configMistakes.ts'
import { readThreshold } from './ics02/threshold.ts'

const durationMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
const portMax = 65_535
const memoPrefixMax = 50

const text = z.string().min(1, 'must not be empty')
const chainId = text.regex(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,63}$/, 'must be a chain id')
const account = text.regex(/^[a-z]+1[02-9ac-hj-np-z]+$/, 'must be a bech32 address')
const port = z.int().min(0).max(portMax)
const url = (protocol: RegExp, example: string): z.ZodURL =>
  z.url({ protocol, error: ({ input }) => (input === undefined ? undefined : `must be an address like "${example}"`) })
const webUrl = url(/^https?$/, 'http://host:port')
const redisUrl = url(/^rediss?$/, 'redis://host:port')
const storeUrl = text.regex(/^(sqlite:|postgres(ql)?:\/\/).+/, 'must be "sqlite:<file>" or "postgres://…"')

/** "10s" in milliseconds. */
const duration = text.regex(/^\d{1,9}(ms|s|m|h)$/, 'must be a duration like "500ms" or "10s"').transform((value) => {
  const [, count = '', unit = 's'] = /^(\d+)(ms|s|m|h)$/.exec(value) ?? []
  return Number(count) * durationMs[unit as keyof typeof durationMs]
})

/** "1/3", as Hermes writes it, as a number. */
const fraction = text.regex(/^[1-9]\d{0,3}\/[1-9]\d{0,3}$/, 'must be a fraction like "1/3"').transform((value) => {
  const [numerator = 1, denominator = 1] = value.split('/').map(Number)
  return numerator / denominator
})

const global = z.strictObject({ log_level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') })

const chain = z
  .strictObject({
    id: chainId,
    rpc_addr: webUrl,
    grpc_addr: webUrl,
    /** Asked in turn when the node above is away or behind; both addresses of each are of one node. */
    backup_nodes: z.array(z.strictObject({ rpc_addr: webUrl, grpc_addr: webUrl })).default([]),
    account_prefix: text.regex(/^[a-z]{1,20}$/, 'must be a bech32 prefix'),
    gas_price: z.strictObject({ price: z.number().min(0), denom: text }),
    /** JSON of named keys; without it the chain can only be read. */
    accounts_file: text.optional(),
    /** One key for everything on this chain, instead of one for each lane. */
    key_name: text.optional(),
    /** Pays the fees, by an allowance that it has granted to the keys. */
    fee_granter: account.optional(),
    /** Stands before the memo of every tx. */
    memo_prefix: z.string().max(memoPrefixMax).default(''),
    /** No tx asks for more gas. */
    max_gas: z.int().min(100_000).optional(),
    /** Of a zone of the hub; without it only packets are relayed. */
    gate: account.optional(),
    resources: z.array(account).default([]),
    rpc_timeout: duration.default(10_000),
    /** How far this chain's time may be ahead; a client takes that of the chain it tracks and of its own. */
    clock_drift: duration.default(5_000),
    max_msg_num: z.int().min(1).max(1_000).default(100),
    max_tx_size: z.int().min(10_000).max(4_000_000).default(900_000),
    /** Of clients of this chain that commands make. */
    trust_threshold: text
      .refine((value) => readThreshold(value) !== undefined, 'must be a fraction like "1/3", from 1/3 to below 1')
      .default('1/3'),
    trusting_period: duration.optional(),
    /** Clients of this chain are updated after this part of their trusting period. */
    client_refresh_rate: fraction.default(1 / 3),
  })
  .transform(({ rpc_timeout, clock_drift, trusting_period, ...rest }) => ({
    ...rest,
    rpc_timeout_ms: rpc_timeout,
    clock_drift_ms: clock_drift,
    trusting_period_ms: trusting_period,
  }))

const path = z.strictObject({
  a: chainId,
  b: chainId,
  packet_filter: z
    .strictObject({
      policy: z.enum(['allow', 'deny']),
      /** Pairs of port and channel at the packet's source; `*` stands for anything. */
      list: z.array(z.tuple([text, text])),
    })
    .default({ policy: 'allow', list: [['*', '*']] }),
})

const redis = z
  .strictObject({
    url: redisUrl.optional(),
    /** Any nodes of a Cluster; the others are found. */
    nodes: z.array(redisUrl).min(1).optional(),
    /** With these, the host of `url` is the name of the master that they know. */
    sentinels: z.array(redisUrl).min(1).optional(),
  })
  .refine(({ url, nodes }) => (url === undefined) !== (nodes === undefined), 'has either url or nodes')
  .refine(({ nodes, sentinels }) => nodes === undefined || sentinels === undefined, 'has either nodes or sentinels')

const schema = z.strictObject({
  global: global.prefault({}),
  /** A relayer of other chains has none; the API needs it. */
  hub: z.strictObject({ chain_id: chainId, contract: account }).optional(),
  redis,
  /** Likewise. */
  store: z.strictObject({ url: storeUrl }).optional(),
  rest: z.strictObject({ host: text.default('127.0.0.1'), port: port.default(3_000) }).prefault({}),
  telemetry: z
    .strictObject({
      enabled: z.boolean().default(false),
      host: text.default('127.0.0.1'),
      port: port.default(3_001),
    })
    .prefault({}),
  mode: z
    .strictObject({
      clients: z
        .strictObject({
          /** Compare what others tell the clients of the paths, and hand in evidence against it. */
          misbehaviour: z.boolean().default(true),
        })
        .prefault({}),
      packets: z
        .strictObject({
          /** Blocks between two searches for packets that no event announced. */
          clear_interval: z.int().min(1).default(100),
          /** Beside relayers of other operators: part of the packets is left to each, while it takes care of it. */
          take_turns: z.boolean().default(true),
        })
        .prefault({}),
    })
    .prefault({}),
  chains: z.array(chain).min(1, 'must name a chain'),
  paths: z.array(path).default([]),
})

type Camel<S> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S
type Frozen<T> = T extends readonly unknown[]
  ? { readonly [K in keyof T]: Frozen<T[K]> }
  : T extends object
    ? { readonly [K in keyof T as Camel<K>]: Frozen<T[K]> }
    : T

/** The schema above in camelCase, frozen; `[mode.packets] clear_interval` is `mode.packets.clearInterval`. */
export type Config = Frozen<z.output<typeof schema>>
export type ChainConfig = Config['chains'][number]

/** Reads a file; relative paths in it are meant from its folder. Throws CONFIG_INVALID with every mistake. */
export const loadConfig = (file: string, env: Environment): Config => parseConfig(readConfigText(file), env, file)

export function parseConfig(toml: string, env: Environment, file = 'causeway.toml'): Config {
  const raw = withOverrides(readToml(toml, file), env)
  const parsed = schema.safeParse(raw)
  const issues = parsed.error?.issues ?? []
  const mistakes = [...shapeMistakes(issues, schema), ...chainMistakes(raw)]
  if (mistakes.length > 0 || parsed.data === undefined) {
    throw configInvalid(file, mistakes)
  }
  return freeze(withPaths(parsed.data, dirname(file))) as Config
}

/** Files are named from the folder of the configuration, so that a process may start anywhere. */
function withPaths(raw: z.output<typeof schema>, folder: string): z.output<typeof schema> {
  const sqlite = (url: string): string =>
    url.replace(/^sqlite:(?!:memory:)(.+)$/, (_, at) => `sqlite:${resolve(folder, at)}`)
  const chains = raw.chains.map((chain) =>
    chain.accounts_file === undefined ? chain : { ...chain, accounts_file: resolve(folder, chain.accounts_file) },
  )
  return { ...raw, chains, ...(raw.store === undefined ? {} : { store: { url: sqlite(raw.store.url) } }) }
}

function freeze(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(freeze))
  if (typeof value !== 'object' || value === null) return value
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [camel(key), freeze(one)])))
}

const camel = (key: string): string => key.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())
