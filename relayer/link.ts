// Makes everything that two ports need to talk: clients, a connection, a channel; what exists is used.

import { type ClientsOf, type Connection, ensureConnection } from './ics03/connections.ts'
import { type ChannelIds, type ChannelOrder, ensureChannel } from './ics04/channels.ts'
import type { Chain } from './ports.ts'

export type LinkRequest = {
  readonly a: Chain
  readonly b: Chain
  readonly aPort: string
  readonly bPort: string
  readonly order: ChannelOrder
  readonly version: string
  /** Of clients that have to be made. */
  readonly clients?: ClientsOf
}
export type Link = { readonly connection: Connection; readonly channel: ChannelIds }

export async function link({ a, b, aPort, bPort, order, version, clients }: LinkRequest): Promise<Link> {
  const connection = await ensureConnection(a, b, clients)
  const channel = await ensureChannel({
    a: { chain: a, portId: aPort, connectionId: connection.a.connectionId },
    b: { chain: b, portId: bPort, connectionId: connection.b.connectionId },
    order,
    version,
  })
  return { connection, channel }
}
