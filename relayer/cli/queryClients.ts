// `query clients`: the light clients that a chain hosts, which chain each of them follows, and its counterparty.
import { optional, required, verb } from './verb.ts'

type ListedClient = {
  readonly clientId: string
  readonly chainId: string
  /** In IBC v2, where one is registered. */
  readonly counterpartyClientId?: string
}

const lineOf = ({ clientId, chainId, counterpartyClientId: peer }: ListedClient): string =>
  `${clientId} of ${chainId}${peer === undefined ? '' : `, counterparty ${peer}`}`

export const queryClientsVerb = verb({
  words: 'query clients',
  about: 'light clients that a chain hosts, newest first',
  flags: {
    hostChain: required('<chain-id>', 'chain to ask'),
    referenceChain: optional('<chain-id>', 'only clients of this chain'),
  },
  run: async ({ hostChain, referenceChain }, tools) => {
    const { queryClients, trackedChain } = await import('../ics02/clients.ts')
    const { queryCounterparty } = await import('../ics02/counterparties.ts')
    const host = await tools.chain(hostChain)
    const clients: ListedClient[] = []
    for (const client of await queryClients(host)) {
      const chainId = trackedChain(host, client)
      if (chainId === undefined || (referenceChain ?? chainId) !== chainId) continue
      const { clientId } = client
      const counterparty = await queryCounterparty(host, clientId)
      clients.push({ clientId, chainId, ...(counterparty === undefined ? {} : { counterpartyClientId: counterparty }) })
    }
    return { value: { clients }, text: clients.length === 0 ? 'no clients' : clients.map(lineOf).join('\n') }
  },
})
