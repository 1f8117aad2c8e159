// Files of the Cosmos chain registry, in a folder on this disk, as a draft of ours.
import { registryNodesMax } from '../cli/limits.ts'
import { type Draft, type DraftChain, type DraftPath, known, pairsOf } from './draft.ts'
import { Leaves, leavesOf } from './leaves.ts'

/** Reads a JSON file under the registry's folder; undefined where there is none. */
export type ReadJson = (...path: readonly string[]) => unknown

type Node = { readonly address: string; readonly provider: string }

/** `names` are folders of the registry. */
export function draftFromRegistry(names: readonly string[], read: ReadJson): Draft {
  const chains = names.map((name) => readChain(read(name, 'chain.json')))
  const ids = new Map(names.map((name, index) => [name, chains[index]?.draft.id ?? '']))
  return {
    chains: chains.map(({ draft }) => draft),
    paths: pairsOf([...names].sort()).map(([a, b]) => readPath(a, b, ids, read)),
    leftOut: chains.flatMap(({ note }, index) => (note === undefined ? [] : [`${names[index]}: ${note}`])),
  }
}

function readChain(raw: unknown): { readonly draft: DraftChain; readonly note?: string } {
  const source = new Leaves(raw)
  const nodes = nodesOf(source)
  const [first, ...backups] = nodes
  const draft = {
    ...known({
      id: source.text('chain_id'),
      rpc_addr: first?.rpc_addr,
      grpc_addr: first?.grpc_addr,
      account_prefix: source.text('bech32_prefix'),
      gas_price: gasPriceOf(source),
    }),
    ...(backups.length === 0 ? {} : { backup_nodes: backups }),
  }
  const slip44 = source.number('slip44')
  if (slip44 === undefined || slip44 === 118) return { draft }
  return { draft, note: `keys are derived under m/44'/${slip44}'/0'/0/0; say so with --hd-path` }
}

/** Both addresses of a node belong together, and who provides them is all that says so. */
function nodesOf(source: Leaves): readonly { readonly rpc_addr: string; readonly grpc_addr: string }[] {
  const listed = (kind: string): readonly Node[] =>
    leavesOf(source.take('apis', kind)).flatMap((one) => {
      const [address, provider = ''] = [one.text('address'), one.text('provider')]
      return address === undefined ? [] : [{ address, provider }]
    })
  const [rpcs, grpcs] = [listed('rpc'), listed('grpc')]
  const found = rpcs.flatMap(({ address, provider }) => {
    const grpc = grpcs.find((one) => one.provider === provider)
    return grpc === undefined ? [] : [{ rpc_addr: withoutSlash(address), grpc_addr: grpcUrl(grpc.address) }]
  })
  return found.slice(0, registryNodesMax)
}

const withoutSlash = (address: string): string => address.replace(/\/$/, '')

/** The registry often leaves the scheme out. */
function grpcUrl(address: string): string {
  const plain = withoutSlash(address)
  if (/^https?:\/\//.test(plain)) return plain
  return `${/:443$/.test(plain) ? 'https' : 'http'}://${plain}`
}

function gasPriceOf(source: Leaves): DraftChain['gas_price'] {
  const [token] = leavesOf(source.take('fees', 'fee_tokens'))
  const denom = token?.text('denom')
  const prices = ['average_gas_price', 'low_gas_price', 'fixed_min_gas_price'].map((name) => token?.number(name))
  const price = prices.find((one) => one !== undefined) ?? 0
  return denom === undefined ? undefined : { price, denom }
}

/** Channels that the registry knows between two chains, by the ids of both ends. */
function readPath(a: string, b: string, ids: ReadonlyMap<string, string>, read: ReadJson): DraftPath {
  const ends = { a: ids.get(a) ?? '', b: ids.get(b) ?? '' }
  const channels = leavesOf(new Leaves(read('_IBC', `${a}-${b}.json`)).take('channels'))
  const list = channels.flatMap((channel) =>
    ['chain_1', 'chain_2'].flatMap((side) => {
      const [port, id] = [channel.text(side, 'port_id'), channel.text(side, 'channel_id')]
      return port === undefined || id === undefined ? [] : [[port, id] as const]
    }),
  )
  const pairs = new Map(list.map((pair) => [pair.join(' '), pair]))
  return pairs.size === 0 ? ends : { ...ends, packet_filter: { policy: 'allow', list: [...pairs.values()] } }
}
