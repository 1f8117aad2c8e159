// `create channel`: a new channel over a connection that is named, or over a new one.
import { InvalidArgumentError } from 'commander'
import type { Chain } from '../ports.ts'
import { connectAnew } from './createConnection.ts'
import { channelFormFlags, versionOf } from './endsArguments.ts'
import { optional, required, type Tools, toggle, verb } from './verb.ts'

type Sides = { readonly b: Chain; readonly onA: string; readonly onB: string }

async function sidesOver(a: Chain, connectionId: string, tools: Tools): Promise<Sides> {
  const { findPeer } = await import('../channelPath.ts')
  const { chain, peerId } = await findPeer(a, connectionId, tools.chain)
  return { b: chain, onA: connectionId, onB: peerId }
}

async function sidesAnew(a: Chain, bChain: string, tools: Tools): Promise<Sides> {
  const b = await tools.chain(bChain)
  const connection = await connectAnew(a, b, tools)
  return { b, onA: connection.a.connectionId, onB: connection.b.connectionId }
}

export const createChannelVerb = verb({
  words: 'create channel',
  about: 'a new channel, over a connection that exists or with --new-client-connection',
  flags: {
    aChain: required('<chain-id>', 'chain of side a'),
    aConnection: optional('<connection-id>', 'connection on chain a'),
    aPort: required('<port-id>', 'port on chain a'),
    bPort: required('<port-id>', 'port on chain b'),
    bChain: optional('<chain-id>', 'chain of side b, with --new-client-connection'),
    newClientConnection: toggle('make new clients and a new connection to --b-chain first'),
    ...channelFormFlags,
    yes: toggle('nothing is asked anyway; for scripts that were written for Hermes'),
  },
  run: async ({ aChain, aConnection, aPort, bPort, bChain, newClientConnection, ...given }, tools) => {
    const makesNew = aConnection === undefined && bChain !== undefined && newClientConnection
    const takesOld = aConnection !== undefined && bChain === undefined && !newClientConnection
    if (!makesNew && !takesOld) {
      throw new InvalidArgumentError('give either --a-connection, or --b-chain with --new-client-connection')
    }
    const a = await tools.chain(aChain)
    const { b, onA, onB } = takesOld ? await sidesOver(a, aConnection, tools) : await sidesAnew(a, bChain ?? '', tools)
    const { ensureChannel } = await import('../ics04/channels.ts')
    const order = given.order ?? 'unordered'
    const version = given.channelVersion ?? versionOf(aPort)
    const sides = {
      a: { chain: a, portId: aPort, connectionId: onA },
      b: { chain: b, portId: bPort, connectionId: onB },
    }
    const channel = await ensureChannel({ ...sides, order, version, fresh: true })
    const end = (chain: Chain, connectionId: string, portId: string, channelId: string) => ({
      chain: chain.chainId,
      connectionId,
      portId,
      channelId,
    })
    const value = { a: end(a, onA, aPort, channel.a), b: end(b, onB, bPort, channel.b), order, version }
    const text = `${a.chainId} ${aPort}/${channel.a}, ${b.chainId} ${bPort}/${channel.b}, ${order} ${version}`
    return { value, text }
  },
})
