// `link`: everything that two ports, or in IBC v2 two chains, need to talk; what exists already is used.
import { InvalidArgumentError } from 'commander'
import type { Chain } from '../ports.ts'
import { clientParameters } from './clientArguments.ts'
import { channelFormFlags, pairAnswer, versionOf } from './endsArguments.ts'
import { type Answer, optional, parsed, required, verb } from './verb.ts'

/** Throws InvalidArgumentError. */
function parseIbcVersion(text: string): 1 | 2 {
  if (text === '1' || text === '2') return text === '1' ? 1 : 2
  throw new InvalidArgumentError('There are the versions 1 and 2.')
}

async function linkClients(a: Chain, b: Chain): Promise<Answer> {
  const { ensureClientPair } = await import('../ics02/counterparties.ts')
  return pairAnswer(a, b, await ensureClientPair(a, b))
}

export const linkVerb = verb({
  words: 'link',
  about: 'clients, a connection and a channel between two ports; what fits and exists is used, what was begun is ended',
  flags: {
    aChain: required('<chain-id>', 'chain of side a'),
    bChain: required('<chain-id>', 'chain of side b'),
    aPort: optional('<port-id>', 'port on chain a'),
    bPort: optional('<port-id>', 'port on chain b'),
    ...channelFormFlags,
    ibcVersion: parsed('<version>', '2 for a pair of clients instead, which serves every port', parseIbcVersion),
  },
  run: async ({ aChain, bChain, aPort, bPort, order, channelVersion, ibcVersion }, tools) => {
    const [a, b] = [await tools.chain(aChain), await tools.chain(bChain)]
    if (ibcVersion === 2) {
      const ofChannel = [aPort, bPort, order, channelVersion].some((one) => one !== undefined)
      if (ofChannel) throw new InvalidArgumentError('a pair of clients has no ports, order or channel version')
      return linkClients(a, b)
    }
    if (aPort === undefined || bPort === undefined) {
      throw new InvalidArgumentError('--a-port and --b-port are needed, or --ibc-version 2')
    }
    const { link } = await import('../link.ts')
    const form = { order: order ?? 'unordered', version: channelVersion ?? versionOf(aPort) }
    const clients = {
      ofA: clientParameters(await tools.chainConfig(aChain)),
      ofB: clientParameters(await tools.chainConfig(bChain)),
    }
    const { connection, channel } = await link({ a, b, aPort, bPort, ...form, clients })
    const end = (side: 'a' | 'b', chain: string, portId: string) => ({
      chain,
      ...connection[side],
      portId,
      channelId: channel[side],
    })
    const value = { a: end('a', aChain, aPort), b: end('b', bChain, bPort), ...form }
    const ends = `${aChain} ${aPort}/${channel.a}, ${bChain} ${bPort}/${channel.b}`
    return { value, text: `${ends}, ${form.order} ${form.version}` }
  },
})
