// Two chains that are relayed between: keeps their routes, and finds what is owed from state, at the start and later.
import type { Backlog, RelayJob } from '../core/backlog.ts'
import type { PacketFilter, Route, Work } from '../core/relay.ts'
import { type ClearPath, findOwed } from './clear.ts'
import { Closings, type ClosingsOptions } from './closings.ts'
import { findClientPairs } from './ics02/counterparties.ts'
import { type ConnectionSide, findConnections } from './ics03/connections.ts'
import type { Chain } from './ports.ts'
import { localhostClientId } from './proofs.ts'

/** Routes of every chain by the id of the connection or client there; the backlog reads them at each block. */
export type RouteBook = Map<string, Map<string, Route>>

export type PathOptions = ClosingsOptions & {
  readonly a: Chain
  readonly b: Chain
  readonly filter: PacketFilter
  readonly book: RouteBook
  readonly backlog: Backlog
  /** Hands jobs that clearing has made to their lanes. */
  readonly enqueue: (jobs: readonly RelayJob[]) => Promise<void>
  /** Hears of works that no block had told of. */
  readonly found: (works: readonly Work[]) => void
}

export class PathWatch {
  readonly #options: PathOptions
  readonly #closings: Closings
  #running: Promise<void> | undefined
  #again = false

  constructor(options: PathOptions) {
    this.#options = options
    this.#closings = new Closings(options)
  }

  /** Client ids at each chain that this path's packets rest on; a connection of a chain with itself needs none. */
  clients(): readonly { readonly host: string; readonly tracked: string; readonly clientId: string }[] {
    const clients = this.#directions().flatMap(([from, to]) =>
      this.#routes(from, to).map(([, { clientId }]) => ({ host: to.chainId, tracked: from.chainId, clientId })),
    )
    const own = clients.filter(({ clientId }) => clientId !== localhostClientId)
    // A connection and a pair may rest on the same client.
    return [...new Map(own.map((client) => [`${client.host} ${client.clientId}`, client])).values()]
  }

  concerns(chainId: string): boolean {
    return this.#options.a.chainId === chainId || this.#options.b.chainId === chainId
  }

  /** One run at a time; a call during a run makes one more run after it. Throws when a chain does not answer. */
  async refresh(): Promise<void> {
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false
      await this.#findRoutes()
      await this.#close()
      await this.#clear()
    }
  }

  async #findRoutes(): Promise<void> {
    const { a, b } = this.#options
    for (const { a: endA, b: endB, delayNs } of await findConnections(a, b)) this.#keepRoute(endA, endB, delayNs)
    for (const pair of await findClientPairs(a, b)) {
      this.#keepRoute({ clientId: pair.a, connectionId: pair.a }, { clientId: pair.b, connectionId: pair.b })
    }
  }

  /** A pair of clients needs no connection: the clients' own ids stand for it. */
  #keepRoute(onA: ConnectionSide, onB: ConnectionSide, delayNs = 0n): void {
    const { a, b, filter, book } = this.#options
    const here = { peerId: b.chainId, clientId: onB.clientId, ownClientId: onA.clientId, filter, delayNs }
    const there = { peerId: a.chainId, clientId: onA.clientId, ownClientId: onB.clientId, filter, delayNs }
    routesOf(book, a).set(onA.connectionId, here)
    routesOf(book, b).set(onB.connectionId, there)
  }

  /** Before anything is looked for: what has no open channel to go over ends by a proof of that. */
  async #close(): Promise<void> {
    for (const [sender, receiver] of this.#directions()) {
      for (const [routeId, route] of this.#routes(sender, receiver)) {
        if (routeId === route.ownClientId) continue
        await this.#closings.follow({ chain: sender, peer: receiver, connectionId: routeId, route })
      }
    }
  }

  async #clear(): Promise<void> {
    const { backlog, log } = this.#options
    for (const [sender, receiver] of this.#directions()) {
      for (const [routeId, route] of this.#routes(sender, receiver)) {
        const isOwed: ClearPath['isOwed'] = (key, kind) => backlog.owes(key, kind)
        const closed: ClearPath['closed'] = (end) => backlog.close(sender.chainId, end)
        for await (const works of findOwed({ sender, receiver, routeId, route, log, isOwed, closed })) {
          await this.#add(works, sender, receiver)
        }
      }
    }
  }

  async #add(works: readonly Work[], sender: Chain, receiver: Chain): Promise<void> {
    const { backlog, log, enqueue, found } = this.#options
    if (works.length === 0) return
    const heights = new Map([
      [sender.chainId, (await sender.queryStatus()).height],
      [receiver.chainId, (await receiver.queryStatus()).height],
    ])
    const jobs = backlog.add(works, ({ src }) => heights.get(src))
    log.info('path.cleared', { a: sender.chainId, b: receiver.chainId, owed: works.length, jobs: jobs.length })
    found(works)
    await enqueue(jobs)
  }

  /** Sender and receiver; a chain with itself has one direction. */
  #directions(): readonly (readonly [Chain, Chain])[] {
    const { a, b } = this.#options
    return a.chainId === b.chainId
      ? [[a, b]]
      : [
          [a, b],
          [b, a],
        ]
  }

  #routes(from: Chain, to: Chain): readonly (readonly [routeId: string, route: Route])[] {
    return [...routesOf(this.#options.book, from)].filter(([, { peerId }]) => peerId === to.chainId)
  }
}

function routesOf(book: RouteBook, chain: Chain): Map<string, Route> {
  const routes = book.get(chain.chainId) ?? new Map<string, Route>()
  book.set(chain.chainId, routes)
  return routes
}
