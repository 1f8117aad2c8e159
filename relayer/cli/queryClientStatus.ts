// `query client status`: whether a light client can still be updated.
import { required, verb } from './verb.ts'

export const queryClientStatusVerb = verb({
  words: 'query client status',
  about: 'Active, Expired, Frozen, or Unknown where there is no such client',
  flags: {
    chain: required('<chain-id>', 'chain that hosts the client'),
    client: required('<client-id>', 'the client'),
  },
  run: async ({ chain, client }, tools) => {
    const { queryClientStatus } = await import('../ics02/clients.ts')
    const status = await queryClientStatus(await tools.chain(chain), client)
    return { value: { status }, text: status }
  },
})
