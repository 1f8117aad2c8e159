// `query clients`: the light clients that a chain hosts, and which chain each of them follows.
import { optional, required, verb } from './verb.ts'

export const queryClientsVerb = verb({
  words: 'query clients',
  about: 'light clients that a chain hosts, newest first',
  flags: {
    hostChain: required('<chain-id>', 'chain to ask'),
    referenceChain: optional('<chain-id>', 'only clients of this chain'),
  },
  run: async ({ hostChain, referenceChain }, tools) => {
    const { queryClients, trackedChain } = await import('../ics02/clients.ts')
    const all = (await queryClients(await tools.chain(hostChain))).flatMap((client) => {
      const chainId = trackedChain(client)
      return chainId === undefined ? [] : [{ clientId: client.clientId, chainId }]
    })
    const clients = all.filter(({ chainId }) => referenceChain === undefined || chainId === referenceChain)
    const text = clients.map(({ clientId, chainId }) => `${clientId} of ${chainId}`).join('\n')
    return { value: { clients }, text: text === '' ? 'no clients' : text }
  },
})
