// `query connections`: the connections of a chain, and where each of them leads.
import { optional, required, verb } from './verb.ts'

export const queryConnectionsVerb = verb({
  words: 'query connections',
  about: 'connections of a chain, newest first',
  flags: {
    chain: required('<chain-id>', 'chain to ask'),
    counterpartyChain: optional('<chain-id>', 'only connections to this chain'),
  },
  run: async ({ chain, counterpartyChain }, tools) => {
    const { listConnections } = await import('../listEnds.ts')
    const connections = await listConnections(await tools.chain(chain), counterpartyChain)
    const text = connections.map((one) => `${one.connectionId} ${one.state} to ${one.counterparty.chainId}`).join('\n')
    return { value: { connections }, text: text === '' ? 'no connections' : text }
  },
})
