// Values that the commands share which make clients, connections and channels.
import { InvalidArgumentError } from 'commander'
import type { Connection } from '../ics03/connections.ts'
import type { Chain } from '../ports.ts'

export type Order = 'ordered' | 'unordered'

/** Also as ibc-go and Hermes spell it, ORDER_UNORDERED. Throws InvalidArgumentError. */
export function parseOrder(text: string): Order {
  const order = text.toLowerCase().replace(/^order_/, '')
  if (order === 'ordered' || order === 'unordered') return order
  throw new InvalidArgumentError('The order of a channel is unordered or ordered.')
}

const versions: Readonly<Record<string, string>> = { transfer: 'ics20-1' }

/** What a channel of this port speaks when nothing else is said. */
export const versionOf = (port: string): string => versions[port] ?? 'causeway-1'

export const connectionText = (a: Chain, b: Chain, { a: onA, b: onB }: Connection): string =>
  `${a.chainId} ${onA.clientId} ${onA.connectionId}, ${b.chainId} ${onB.clientId} ${onB.connectionId}`
