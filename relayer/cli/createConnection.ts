// `create connection`: a new connection between two chains, over new clients or over two that are named.
import { InvalidArgumentError } from 'commander'
import type { Connection } from '../ics03/connections.ts'
import type { Chain } from '../ports.ts'
import { clientParameters, parseSeconds } from './clientArguments.ts'
import { connectionText } from './endsArguments.ts'
import { optional, parsed, required, type Tools, verb } from './verb.ts'

const nsPerSec = 1_000_000_000n

/** Over new clients at both ends, as the configuration wants them. */
export async function connectAnew(a: Chain, b: Chain, tools: Tools, delayNs = 0n): Promise<Connection> {
  const [ofA, ofB] = [await tools.chainConfig(a.chainId), await tools.chainConfig(b.chainId)].map((one) =>
    clientParameters(one),
  )
  const { createClient } = await import('../ics02/clients.ts')
  const { createConnection } = await import('../ics03/connections.ts')
  const [onA, onB] = await Promise.all([createClient(a, b, ofB), createClient(b, a, ofA)])
  return createConnection(a, b, { a: onA, b: onB }, delayNs)
}

export const createConnectionVerb = verb({
  words: 'create connection',
  about: 'a new connection, over new clients or over two that exist',
  flags: {
    aChain: required('<chain-id>', 'chain of side a'),
    bChain: optional('<chain-id>', 'chain of side b; with --a-client, the one that this client follows'),
    aClient: optional('<client-id>', 'client on chain a'),
    bClient: optional('<client-id>', 'client on chain b'),
    delay: parsed(
      '<duration>',
      'for so long must a header be trusted before packets rest on it; 0 without it',
      parseSeconds,
    ),
  },
  run: async ({ aChain, bChain, aClient, bClient, delay = 0n }, tools) => {
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
        ? await connectAnew(a, b, tools, delay * nsPerSec)
        : await createConnection(a, b, { a: aClient, b: bClient }, delay * nsPerSec)
    return {
      value: { aChain, bChain: bId, ...connection, delaySec: delay.toString() },
      text: connectionText(a, b, connection),
    }
  },
})
