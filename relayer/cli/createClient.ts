// `create client`: a new light client of one chain on another.
import { clientFlags, clientParameters } from './clientArguments.ts'
import { required, verb } from './verb.ts'

export const createClientVerb = verb({
  words: 'create client',
  about: 'a new light client; `create connection` makes its own',
  flags: {
    hostChain: required('<chain-id>', 'chain that the client lives on'),
    referenceChain: required('<chain-id>', 'chain that it follows'),
    ...clientFlags,
  },
  run: async ({ hostChain, referenceChain, ...given }, tools) => {
    const [host, reference] = [await tools.chain(hostChain), await tools.chain(referenceChain)]
    const { createClient } = await import('../ics02/clients.ts')
    const clientId = await createClient(
      host,
      reference,
      clientParameters(await tools.chainConfig(referenceChain), given),
    )
    return { value: { hostChain, referenceChain, clientId }, text: `${clientId} of ${referenceChain} on ${hostChain}` }
  },
})
