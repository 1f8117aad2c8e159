// A configuration made from something else: as much of it as could be found out, with what is to be done by hand.
import { stringify } from 'smol-toml'
import { CausewayError } from '../../core/errors.ts'
import { parseConfig } from '../config.ts'

export type DraftChain = {
  readonly id?: string
  readonly rpc_addr?: string
  readonly grpc_addr?: string
  readonly backup_nodes?: readonly { readonly rpc_addr: string; readonly grpc_addr: string }[]
  readonly account_prefix?: string
  readonly gas_price?: { readonly price: number; readonly denom: string }
  readonly rpc_timeout?: string
  readonly clock_drift?: string
  readonly max_msg_num?: number
  readonly max_tx_size?: number
  readonly key_name?: string
  readonly fee_granter?: string
  readonly memo_prefix?: string
  readonly max_gas?: number
  readonly trust_threshold?: string
  readonly trusting_period?: string
}
export type DraftFilter = { readonly policy: 'allow' | 'deny'; readonly list: readonly (readonly [string, string])[] }
export type DraftPath = { readonly a: string; readonly b: string; readonly packet_filter?: DraftFilter }

export type Draft = {
  readonly global?: { readonly log_level: string }
  readonly telemetry?: { readonly enabled?: boolean; readonly host?: string; readonly port?: number }
  readonly mode?: {
    readonly packets?: { readonly clear_interval: number }
    readonly clients?: { readonly misbehaviour: boolean }
  }
  readonly chains: readonly DraftChain[]
  readonly paths: readonly DraftPath[]
  /** Of the source: what this relayer has no word for, or does otherwise. */
  readonly leftOut: readonly string[]
}
/** Known to whoever runs the commit, and to no other relayer: without it, packets are relayed and no hub is kept. */
export type HubPlace = { readonly chainId?: string | undefined; readonly contract?: string | undefined }
export type Drafted = {
  readonly toml: string
  readonly leftOut: readonly string[]
  /** What `config validate` would say of it. */
  readonly mistakes: readonly string[]
}

export function finishDraft({ leftOut, chains, paths, ...sections }: Draft, hub: HubPlace): Drafted {
  const body = stringify({
    ...sections,
    redis: { url: 'redis://127.0.0.1:6379' },
    ...(hub.chainId === undefined && hub.contract === undefined
      ? {}
      : {
          hub: { chain_id: hub.chainId ?? chains[0]?.id ?? '', contract: hub.contract ?? '' },
          store: { url: 'sqlite:api.db' },
        }),
    // Lists last: in TOML, a table that comes after one would still be read by itself, yet by people as part of it.
    chains: chains.map((chain) => ({ ...chain, accounts_file: 'accounts.json' })),
    paths,
  })
  const notes = leftOut.map((place) => `# Not carried over: ${place}\n`).join('')
  return { toml: `${notes}${body}`, leftOut, mistakes: mistakesIn(body) }
}

function mistakesIn(toml: string): readonly string[] {
  try {
    parseConfig(toml, {})
    return []
  } catch (error) {
    if (!(error instanceof CausewayError)) throw error
    return (error.facts['mistakes'] ?? '').split('\n- ').filter((line) => line !== '')
  }
}

/** Every two of some chains. */
export const pairsOf = <T>(all: readonly T[]): readonly (readonly [T, T])[] =>
  all.flatMap((a, index) => all.slice(index + 1).map((b) => [a, b] as const))

/** Without what was not found. */
export const known = <T extends object>(all: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
