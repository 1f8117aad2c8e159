// The Go relayer's config.yaml as a draft of ours: chains and paths are tables by name there.
import { type Draft, type DraftChain, type DraftPath, known } from './draft.ts'
import { Leaves } from './leaves.ts'

const policies: Readonly<Record<string, 'allow' | 'deny'>> = { allowlist: 'allow', denylist: 'deny' }

export function draftFromRly(raw: unknown): Draft {
  const source = new Leaves(raw)
  const chains = tables(source.take('chains')).map(([name, chain]) => readChain(name, chain))
  const paths = tables(source.take('paths')).map(([name, path]) => readPath(name, path))
  return {
    chains: chains.map(({ draft }) => draft),
    paths: paths.map(({ draft }) => draft),
    leftOut: [...source.rest(), ...[...chains, ...paths].flatMap(({ rest }) => rest)],
  }
}

const tables = (value: unknown): readonly (readonly [string, Leaves])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([name, one]) => [name, new Leaves(one)] as const)
    : []

type Read<T> = { readonly draft: T; readonly rest: readonly string[] }

function readChain(name: string, source: Leaves): Read<DraftChain> {
  // Prices of several denominations stand in one text; this relayer pays in the first.
  const [, price, denom] = /^(\d+(?:\.\d+)?)([a-zA-Z][\w/:.-]*)/.exec(source.text('value', 'gas-prices') ?? '') ?? []
  const draft = known({
    id: source.text('value', 'chain-id'),
    rpc_addr: source.text('value', 'rpc-addr'),
    account_prefix: source.text('value', 'account-prefix'),
    gas_price: price === undefined || denom === undefined ? undefined : { price: Number(price), denom },
    rpc_timeout: source.text('value', 'timeout'),
  })
  return { draft, rest: source.rest().map((place) => `chains.${name}.${place}`) }
}

function readPath(name: string, source: Leaves): Read<DraftPath> {
  const ends = { a: source.text('src', 'chain-id') ?? '', b: source.text('dst', 'chain-id') ?? '' }
  const policy = policies[source.text('src-channel-filter', 'rule') ?? '']
  const channels = source.take('src-channel-filter', 'channel-list')
  const list = Array.isArray(channels) ? channels.map((channel) => ['*', String(channel)] as const) : []
  const filtered = policy !== undefined && list.length > 0
  // There the list is of channels at src; here it is read at both ends.
  const note = filtered ? [`paths.${name}.src-channel-filter: read at both ends here, where it was of src alone`] : []
  const rest = source.rest().map((place) => `paths.${name}.${place}`)
  return { draft: filtered ? { ...ends, packet_filter: { policy, list } } : ends, rest: [...rest, ...note] }
}
