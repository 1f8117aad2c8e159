// Makes everything that two ports need to talk: clients, a connection, a channel; what exists is used.

import { type ClientsOf, type Company, type Connection, ensureConnection } from './ics03/connections.ts'
import {
  beginChannel,
  type ChannelIds,
  type ChannelOrder,
  type ChannelRequest,
  channelStep,
  ensureChannel,
  openedChannel,
} from './ics04/channels.ts'
import type { Chain, Included } from './ports.ts'

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

export async function link(request: LinkRequest): Promise<Link> {
  const early = new EarlyChannel(request)
  const connection = await ensureConnection(request.a, request.b, request.clients, early)
  const begun = await early.begunSoFar()
  const asked = channelOf(request, { a: connection.a.connectionId, b: connection.b.connectionId })
  const channel = await ensureChannel(begun === undefined ? asked : { ...asked, begun })
  return { connection, channel }
}

function channelOf({ a, b, aPort, bPort, order, version }: LinkRequest, on: ChannelIds): ChannelRequest {
  return {
    a: { chain: a, portId: aPort, connectionId: on.a },
    b: { chain: b, portId: bPort, connectionId: on.b },
    order,
    version,
  }
}

/**
 * A channel over a connection that is still opening: ICS-04 asks of its first step only that the connection was begun,
 * and its second goes with the last one of the connection. That is two hops less.
 */
class EarlyChannel implements Company {
  readonly #request: LinkRequest
  #connectionId = ''
  #begun: Promise<Included | undefined> = Promise.resolve(undefined)
  #tried: Included | undefined

  constructor(request: LinkRequest) {
    this.#request = request
  }

  begun(connectionId: string): void {
    this.#connectionId = connectionId
    const asked = channelOf(this.#request, { a: connectionId, b: '' })
    // Whatever is refused here shows again, with its reason, where the channel is opened on its own.
    this.#begun = beginChannel(asked, 'a').catch(() => undefined)
  }

  async along(connectionId: string) {
    const begun = await this.#begun
    if (begun === undefined) return undefined
    const asked = channelOf(this.#request, { a: this.#connectionId, b: connectionId })
    return channelStep(asked, { a: openedChannel(begun, 'init'), b: '' }, { side: 'b', kind: 'try' })
  }

  taken(included: Included): void {
    this.#tried = included
  }

  async begunSoFar(): Promise<ChannelRequest['begun']> {
    const [begun, tried] = [await this.#begun, this.#tried]
    if (begun === undefined) return undefined
    const ids = { a: openedChannel(begun, 'init'), b: tried === undefined ? '' : openedChannel(tried, 'try') }
    return { ids, heights: { a: begun.height, ...(tried === undefined ? {} : { b: tried.height }) } }
  }
}
