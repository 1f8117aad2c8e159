// `create connection`: a new connection between two chains, over new clients or over two that are named.
import { InvalidArgumentError } from 'commander'
import type { Connection } from '../ics03/connections.ts'
import type { Chain } from '../ports.ts'
import { connectionText } from './endsArguments.ts'
import { optional, required, verb } from './verb.ts'

/** Over new clients at both ends. */
export async function connectAnew(a: Chain, b: Chain): Promise<Connection> {
  const { createClient } = await import('../ics02/clients.ts')
  const { createConnection } = await import('../ics03/connections.ts')
  const [onA, onB] = await Promise.all([createClient(a, b), createClient(b, a)])
  return createConnection(a, b, { a: onA, b: onB })
}

export const createConnectionVerb = verb({
  words: 'create connection',
  about: 'a new connection, over new clients or over two that exist',
  flags: {
    aChain: required('<chain-id>', 'chain of side a'),
    bChain: optional('<chain-id>', 'chain of side b; with --a-client, the one that this client follows'),
    aClient: optional('<client-id>', 'client on chain a'),
    bClient: optional('<client-id>', 'client on chain b'),
  },
  run: async ({ aChain, bChain, aClient, bClient }, tools) => {
    if ((aClient === undefined) !== (bClient === undefined)) {
      throw new InvalidArgumentError('--a-client and --b-client are given together, or neither')
    }
    const a = await tools.chain(aChain)
    const { queryClientState } = await import('../ics02/clients.ts')
    const bId = bChain ?? (aClient === undefined ? undefined : (await queryClientState(a, aClient)).chainId)
    if (bId === undefined) throw new InvalidArgumentError('--b-chain is needed, or --a-client and --b-client')
    const b = await tools.chain(bId)
    const { createConnection } = await import('../ics03/connections.ts')
    const connection =
      aClient === undefined || bClient === undefined
        ? await connectAnew(a, b)
        : await createConnection(a, b, { a: aClient, b: bClient })
    return { value: { aChain, bChain: bId, ...connection }, text: connectionText(a, b, connection) }
  },
})
