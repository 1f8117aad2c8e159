// `query channels`: the channels of a chain, and what is at their other end.
import { optional, required, verb } from './verb.ts'

export const queryChannelsVerb = verb({
  words: 'query channels',
  about: 'channels of a chain with their other ends, by connection',
  flags: {
    chain: required('<chain-id>', 'chain to ask'),
    counterpartyChain: optional('<chain-id>', 'only channels to this chain'),
  },
  run: async ({ chain, counterpartyChain }, tools) => {
    const { listChannels } = await import('../listEnds.ts')
    const channels = await listChannels(await tools.chain(chain), counterpartyChain)
    const line = ({ portId, channelId, state, counterparty: to }: (typeof channels)[number]): string =>
      `${portId}/${channelId} ${state} to ${to.chainId} ${to.portId}/${to.channelId}`
    return { value: { channels }, text: channels.length === 0 ? 'no channels' : channels.map(line).join('\n') }
  },
})
