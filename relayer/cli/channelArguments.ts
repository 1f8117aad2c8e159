// The channel that a command names by one of its ends, with the chains at both of them.
import type { ChannelPath } from '../channelPath.ts'
import type { Tools } from './verb.ts'

export type NamedChannel = { readonly chain: string; readonly port: string; readonly channel: string }

export async function openChannelPath({ chain, port, channel }: NamedChannel, tools: Tools): Promise<ChannelPath> {
  const { findChannelPath } = await import('../channelPath.ts')
  return findChannelPath(await tools.chain(chain), { portId: port, channelId: channel }, tools.chain)
}
