// `create counterparty`: makes two clients each other's counterparty in IBC v2, new ones or two that are named.
import { InvalidArgumentError } from 'commander'
import { pairAnswer } from './endsArguments.ts'
import { optional, required, verb } from './verb.ts'

export const createCounterpartyVerb = verb({
  words: 'create counterparty',
  about: "for IBC v2: each other's counterparty, of two new clients or of two that exist and are this relayer's",
  flags: {
    aChain: required('<chain-id>', 'chain of side a'),
    bChain: required('<chain-id>', 'chain of side b'),
    aClient: optional('<client-id>', 'client on chain a'),
    bClient: optional('<client-id>', 'client on chain b'),
  },
  run: async ({ aChain, bChain, aClient, bClient }, tools) => {
    if ((aClient === undefined) !== (bClient === undefined)) {
      throw new InvalidArgumentError('--a-client and --b-client are given together, or neither')
    }
    const [a, b] = [await tools.chain(aChain), await tools.chain(bChain)]
    const { createClientPair, registerPair } = await import('../ics02/counterparties.ts')
    const pair =
      aClient === undefined || bClient === undefined
        ? await createClientPair(a, b)
        : await registerPair(a, b, { a: aClient, b: bClient })
    return pairAnswer(a, b, pair)
  },
})
