// Where packets run that a command looks at: a channel by one of its ends, or a pair of clients by one of the two.
import { InvalidArgumentError } from 'commander'
import type { ChannelPath } from '../channelPath.ts'
import { optional, required, type Tools } from './verb.ts'

export const channelFlags = {
  chain: required('<chain-id>', 'chain of this end'),
  port: optional('<port-id>', 'port of this end of a channel'),
  channel: optional('<channel-id>', 'channel of this end'),
  client: optional('<client-id>', 'in IBC v2, instead of port and channel: client of this end'),
}

export type NamedEnd = {
  readonly chain: string
  readonly port?: string | undefined
  readonly channel?: string | undefined
  readonly client?: string | undefined
}

export async function openChannelPath({ chain, port, channel, client }: NamedEnd, tools: Tools): Promise<ChannelPath> {
  const isChannel = port !== undefined && channel !== undefined && client === undefined
  const isClient = port === undefined && channel === undefined && client !== undefined
  if (!isChannel && !isClient) throw new InvalidArgumentError('give either --port and --channel, or --client')
  const { findChannelPath, findClientPath } = await import('../channelPath.ts')
  if (isClient) return findClientPath(await tools.chain(chain), client, tools.chain)
  return findChannelPath(await tools.chain(chain), { portId: port ?? '', channelId: channel ?? '' }, tools.chain)
}
