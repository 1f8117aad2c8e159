// Values that the commands share which make clients, connections and channels.
import { InvalidArgumentError } from 'commander'
import type { ClientPair } from '../ics02/counterparties.ts'
import type { Connection } from '../ics03/connections.ts'
import type { ChannelOrder } from '../ics04/channels.ts'
import type { Chain } from '../ports.ts'
import { type Answer, optional, parsed } from './verb.ts'

/** Also as ibc-go and Hermes spell it, ORDER_UNORDERED. Throws InvalidArgumentError. */
export function parseOrder(text: string): ChannelOrder {
  const order = text.toLowerCase().replace(/^order_/, '')
  if (order === 'ordered' || order === 'unordered') return order
  throw new InvalidArgumentError('The order of a channel is unordered or ordered.')
}

/** What a channel is besides its ends. */
export const channelFormFlags = {
  order: parsed('<order>', 'unordered, which it is without this, or ordered', parseOrder),
  channelVersion: optional('<version>', 'version; without it, ics20-1 on port transfer, else causeway-1'),
}

const versions: Readonly<Record<string, string>> = { transfer: 'ics20-1' }

/** What a channel of this port speaks when nothing else is said. */
export const versionOf = (port: string): string => versions[port] ?? 'causeway-1'

export const connectionText = (a: Chain, b: Chain, { a: onA, b: onB }: Connection): string =>
  `${a.chainId} ${onA.clientId} ${onA.connectionId}, ${b.chainId} ${onB.clientId} ${onB.connectionId}`

export function pairAnswer(a: Chain, b: Chain, pair: ClientPair): Answer {
  const end = (chain: Chain, clientId: string) => ({ chain: chain.chainId, clientId })
  const value = { a: end(a, pair.a), b: end(b, pair.b), ibcVersion: 2 }
  return { value, text: `${a.chainId} ${pair.a}, ${b.chainId} ${pair.b}` }
}
