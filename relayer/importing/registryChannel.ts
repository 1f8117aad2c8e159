// A channel as a file of the chain registry's _IBC: its two ends, in the order of their chains' names.
import type { ChannelEnd } from '../../core/relay.ts'
import type { ChannelPath, PathEnd } from '../channelPath.ts'
import { queryChannel } from '../ics04/channels.ts'

type RegistryChain = {
  readonly chain_name: string
  readonly chain_id: string
  readonly client_id: string
  readonly connection_id: string
}
type RegistryEnd = { readonly channel_id: string; readonly port_id: string }
/** In the words of the registry's ibc_data.schema.json. */
export type RegistryChannel = {
  readonly $schema: string
  readonly chain_1: RegistryChain
  readonly chain_2: RegistryChain
  readonly channels: readonly {
    readonly chain_1: RegistryEnd
    readonly chain_2: RegistryEnd
    readonly ordering: 'ordered' | 'unordered'
    readonly version: string
  }[]
}

export async function registryChannel(
  { near, far, ordered }: ChannelPath,
  names: { readonly near: string; readonly far: string },
): Promise<{ readonly fileName: string; readonly content: RegistryChannel }> {
  const { portId, channelId } = channelOf(near)
  const channel = await queryChannel(near.chain, portId, channelId)
  const one = { name: names.near, end: near }
  const other = { name: names.far, end: far }
  const [first, second] = names.near <= names.far ? [one, other] : [other, one]
  const content: RegistryChannel = {
    $schema: '../ibc_data.schema.json',
    chain_1: chainOf(first.name, first.end),
    chain_2: chainOf(second.name, second.end),
    channels: [
      {
        chain_1: endOf(first.end),
        chain_2: endOf(second.end),
        ordering: ordered ? 'ordered' : 'unordered',
        version: channel?.version ?? '',
      },
    ],
  }
  return { fileName: `${first.name}-${second.name}.json`, content }
}

const chainOf = (chain_name: string, { chain, clientId, routeId }: PathEnd): RegistryChain => ({
  chain_name,
  chain_id: chain.chainId,
  client_id: clientId,
  connection_id: routeId,
})

/** The registry has no form for pairs of clients. */
function channelOf({ end }: PathEnd): ChannelEnd {
  if ('clientId' in end) throw new Error(`${end.clientId} is no channel`)
  return end
}

function endOf(end: PathEnd): RegistryEnd {
  const { portId, channelId } = channelOf(end)
  return { channel_id: channelId, port_id: portId }
}
