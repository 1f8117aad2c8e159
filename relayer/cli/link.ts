// `link`: everything that two ports need to talk; what exists already is used.
import { channelFormFlags, versionOf } from './endsArguments.ts'
import { required, verb } from './verb.ts'

export const linkVerb = verb({
  words: 'link',
  about: 'clients, a connection and a channel between two ports; what fits and exists is used, what was begun is ended',
  flags: {
    aChain: required('<chain-id>', 'chain of side a'),
    bChain: required('<chain-id>', 'chain of side b'),
    aPort: required('<port-id>', 'port on chain a'),
    bPort: required('<port-id>', 'port on chain b'),
    ...channelFormFlags,
  },
  run: async ({ aChain, bChain, aPort, bPort, order = 'unordered', channelVersion }, tools) => {
    const [a, b] = [await tools.chain(aChain), await tools.chain(bChain)]
    const { link } = await import('../link.ts')
    const version = channelVersion ?? versionOf(aPort)
    const { connection, channel } = await link({ a, b, aPort, bPort, order, version })
    const end = (side: 'a' | 'b', chain: string, portId: string) => ({
      chain,
      ...connection[side],
      portId,
      channelId: channel[side],
    })
    const value = { a: end('a', aChain, aPort), b: end('b', bChain, bPort), order, version }
    return { value, text: `${aChain} ${aPort}/${channel.a}, ${bChain} ${bPort}/${channel.b}, ${order} ${version}` }
  },
})
