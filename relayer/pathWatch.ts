// Two chains that are relayed between: keeps their routes, and finds what is owed from state, at the start and later.
import type { Backlog, RelayJob } from '../core/backlog.ts'
import type { PacketFilter, Route } from '../core/relay.ts'
import { type ClearPath, findOwed } from './clear.ts'
import { findConnections } from './ics03/connections.ts'
import type { Chain, Log } from './ports.ts'

/** Routes of every chain by connection id; the backlog reads them at each block. */
export type RouteBook = Map<string, Map<string, Route>>

export type PathOptions = {
  readonly a: Chain
  readonly b: Chain
  readonly filter: PacketFilter
  readonly book: RouteBook
  readonly backlog: Backlog
  readonly log: Log
  /** Hands jobs that clearing has made to their lanes. */
  readonly enqueue: (jobs: readonly RelayJob[]) => Promise<void>
}

export class PathWatch {
  readonly #options: PathOptions
  #running: Promise<void> | undefined
  #again = false

  constructor(options: PathOptions) {
    this.#options = options
  }

  /** Client ids at each chain that this path's packets rest on. */
  clients(): readonly { readonly host: string; readonly tracked: string; readonly clientId: string }[] {
    const { a, b, book } = this.#options
    const routesOf = (from: Chain, to: Chain): readonly Route[] =>
      [...(book.get(from.chainId)?.values() ?? [])].filter(({ peerId }) => peerId === to.chainId)
    const sides =
      a.chainId === b.chainId
        ? []
        : [
            ...routesOf(a, b).map((route) => ({ from: a, to: b, route })),
            ...routesOf(b, a).map((route) => ({ from: b, to: a, route })),
          ]
    return sides.map(({ from, to, route }) => ({ host: to.chainId, tracked: from.chainId, clientId: route.clientId }))
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
      await this.#clear()
    }
  }

  async #findRoutes(): Promise<void> {
    const { a, b, filter, book } = this.#options
    for (const { a: endA, b: endB } of await findConnections(a, b)) {
      const here = { peerId: b.chainId, clientId: endB.clientId, ownClientId: endA.clientId, filter }
      const there = { peerId: a.chainId, clientId: endA.clientId, ownClientId: endB.clientId, filter }
      routesOf(book, a).set(endA.connectionId, here)
      routesOf(book, b).set(endB.connectionId, there)
    }
  }

  async #clear(): Promise<void> {
    const { a, b, backlog, log, enqueue } = this.#options
    const directions =
      a.chainId === b.chainId
        ? [[a, b]]
        : [
            [a, b],
            [b, a],
          ]
    for (const [sender = a, receiver = b] of directions) {
      for (const [connectionId, route] of routesOf(this.#options.book, sender)) {
        if (route.peerId !== receiver.chainId) continue
        const isOwed: ClearPath['isOwed'] = (key, kind) => backlog.owes(key, kind)
        const works = await findOwed({ sender, receiver, connectionId, route, log, isOwed })
        if (works.length === 0) continue
        const heights = new Map([
          [sender.chainId, (await sender.queryStatus()).height],
          [receiver.chainId, (await receiver.queryStatus()).height],
        ])
        const jobs = backlog.add(works, ({ src }) => heights.get(src))
        log.info('path.cleared', { a: sender.chainId, b: receiver.chainId, owed: works.length, jobs: jobs.length })
        await enqueue(jobs)
      }
    }
  }
}

function routesOf(book: RouteBook, chain: Chain): Map<string, Route> {
  const routes = book.get(chain.chainId) ?? new Map<string, Route>()
  book.set(chain.chainId, routes)
  return routes
}
