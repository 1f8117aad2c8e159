// Hermes's config.toml as a draft of ours: most words are the same, paths are made of its chains and their filters.
import { type Draft, type DraftChain, type DraftFilter, type DraftPath, known, pairsOf } from './draft.ts'
import { Leaves, leavesOf } from './leaves.ts'

type Chain = { readonly draft: DraftChain; readonly filter: DraftFilter | undefined; readonly rest: readonly string[] }

const logLevels: Readonly<Record<string, string>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
}

export function draftFromHermes(raw: unknown): Draft {
  const source = new Leaves(raw)
  const chains = leavesOf(source.take('chains')).map(readChain)
  const level = logLevels[source.text('global', 'log_level') ?? '']
  const interval = source.number('mode', 'packets', 'clear_interval')
  // Zero is Hermes's word for never, and here there is no never.
  const clears = interval !== undefined && interval > 0
  const paths = pairsOf(chains).map(([a, b]) => pathOf(a, b))
  return {
    ...(level === undefined ? {} : { global: { log_level: level } }),
    ...telemetryOf(source),
    ...modeOf(clears ? interval : undefined, source.take('mode', 'clients', 'misbehaviour')),
    chains: chains.map(({ draft }) => draft),
    paths: paths.map(({ path }) => path),
    leftOut: [
      ...source.rest(),
      ...(interval === 0 ? ['mode.packets.clear_interval: 0, never; here it is at least 1'] : []),
      ...chains.flatMap(({ rest }, index) => rest.map((place) => `chains[${index}].${place}`)),
      ...paths.flatMap(({ note }) => note ?? []),
    ],
  }
}

function modeOf(clearInterval: number | undefined, misbehaviour: unknown): Pick<Draft, 'mode'> {
  const mode = {
    ...(clearInterval === undefined ? {} : { packets: { clear_interval: clearInterval } }),
    ...(typeof misbehaviour === 'boolean' ? { clients: { misbehaviour } } : {}),
  }
  return Object.keys(mode).length === 0 ? {} : { mode }
}

function telemetryOf(source: Leaves): Pick<Draft, 'telemetry'> {
  const enabled = source.take('telemetry', 'enabled')
  const host = source.text('telemetry', 'host')
  const port = source.number('telemetry', 'port')
  const telemetry = {
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  }
  return Object.keys(telemetry).length === 0 ? {} : { telemetry }
}

function readChain(source: Leaves): Chain {
  const price = source.number('gas_price', 'price')
  const denom = source.text('gas_price', 'denom')
  const optional = {
    id: source.text('id'),
    rpc_addr: source.text('rpc_addr'),
    grpc_addr: source.text('grpc_addr'),
    account_prefix: source.text('account_prefix'),
    gas_price: price === undefined || denom === undefined ? undefined : { price, denom },
    rpc_timeout: source.text('rpc_timeout'),
    clock_drift: durationOf(source.text('clock_drift')),
    max_msg_num: source.number('max_msg_num'),
    max_tx_size: source.number('max_tx_size'),
    key_name: source.text('key_name'),
    fee_granter: source.text('fee_granter'),
    memo_prefix: source.text('memo_prefix'),
    max_gas: source.number('max_gas'),
    trust_threshold: source.text('trust_threshold'),
    trusting_period: durationOf(source.text('trusting_period')),
  }
  const filter = filterOf(source)
  return { draft: known(optional), filter, rest: source.rest() }
}

/** There a span may be of days, and have several parts; here it has one, of hours at most. */
function durationOf(text: string | undefined): string | undefined {
  const [, days] = /^(\d{1,5})\s?d(?:ays?)?$/.exec(text ?? '') ?? []
  return days === undefined ? text : `${Number(days) * 24}h`
}

function filterOf(source: Leaves): DraftFilter | undefined {
  const policy = source.text('packet_filter', 'policy')
  const list = source.take('packet_filter', 'list')
  if ((policy !== 'allow' && policy !== 'deny') || !Array.isArray(list)) return undefined
  const pairs = list.flatMap((one) =>
    Array.isArray(one) && one.length === 2 ? [[String(one[0]), String(one[1])] as const] : [],
  )
  return { policy, list: pairs }
}

/** Hermes filters by chain, this relayer by path: one list is read at both ends. */
function pathOf(a: Chain, b: Chain): { readonly path: DraftPath; readonly note?: string } {
  const ends = { a: a.draft.id ?? '', b: b.draft.id ?? '' }
  const filters = [a.filter, b.filter].filter((one) => one !== undefined)
  const [first] = filters
  if (first === undefined) return { path: ends }
  const where = `packet_filter of ${ends.a} and ${ends.b}`
  if (filters.some(({ policy }) => policy !== first.policy) || filters.length < 2) {
    return { path: ends, note: `${where}: they differ in policy; this path relays everything` }
  }
  const list = new Map(filters.flatMap((one) => one.list.map((pair) => [pair.join(' '), pair] as const)))
  const path = { ...ends, packet_filter: { policy: first.policy, list: [...list.values()] } }
  const same = filters.every((one) => one.list.length === list.size)
  return same ? { path } : { path, note: `${where}: they became one list, which is read at both ends` }
}
