// `update client`, `upgrade client`: one header for a light client, and what its chain becomes after an upgrade.
import { InvalidArgumentError } from 'commander'
import type { Followed } from '../ics02/upgrades.ts'
import { parsed, required, requiredAs, type Tools, type Verb, verb } from './verb.ts'

/** Throws InvalidArgumentError. */
function parseHeight(text: string): bigint {
  if (/^[1-9]\d{0,18}$/.test(text)) return BigInt(text)
  throw new InvalidArgumentError('A height is a whole number from 1 on, without its revision.')
}

const flags = {
  hostChain: required('<chain-id>', 'chain that the client lives on'),
  client: required('<client-id>', 'the client'),
}

type Given = { readonly hostChain: string; readonly client: string }

async function followedBy({ hostChain, client }: Given, tools: Tools) {
  const host = await tools.chain(hostChain)
  const { queryClientState } = await import('../ics02/clients.ts')
  const { chainId } = await queryClientState(host, client)
  const followed: Followed = { host, tracked: await tools.chain(chainId), clientId: client }
  return followed
}

const named = ({ hostChain, client }: Given) => ({ hostChain, clientId: client })

export const updateClientVerb: Verb = verb({
  words: 'update client',
  about: 'bring a header to a light client; the relayer does it by itself where it is needed',
  flags: { ...flags, height: parsed('<height>', 'of the chain that it follows; its newest without this', parseHeight) },
  run: async ({ height, ...given }, tools) => {
    const followed = await followedBy(given, tools)
    const { updateClient } = await import('../ics02/upgrades.ts')
    const { hash } = (await updateClient(followed, height)) ?? {}
    const { queryClientState, revisedText } = await import('../ics02/clients.ts')
    const latestHeight = revisedText((await queryClientState(followed.host, given.client)).latestHeight)
    const { tracked } = followed
    const value = {
      ...named(given),
      chainId: tracked.chainId,
      latestHeight,
      ...(hash === undefined ? {} : { txHash: hash }),
    }
    return { value, text: `${given.client} of ${tracked.chainId} is at ${latestHeight}` }
  },
})

export const upgradeClientVerb: Verb = verb({
  words: 'upgrade client',
  about: 'make of a light client what its chain has committed before it stopped for an upgrade',
  flags: {
    ...flags,
    upgradeHeight: requiredAs('<height>', 'of the plan, at which the chain has stopped', parseHeight),
  },
  run: async ({ upgradeHeight, ...given }, tools) => {
    const followed = await followedBy(given, tools)
    const { upgradeClient } = await import('../ics02/upgrades.ts')
    const { revisedText } = await import('../ics02/clients.ts')
    const { chainId, height, hash } = await upgradeClient(followed, upgradeHeight)
    const value = { ...named(given), chainId, latestHeight: revisedText(height), txHash: hash }
    return { value, text: `${given.client} follows ${chainId} from ${value.latestHeight} on` }
  },
})
