// Puts the API together out of its ports and starts it: server, dispatcher, projector, follower; one call ends all.
import type { Server } from 'node:http'
import { CausewayError } from '../core/errors.ts'
import { type OperateJob, operateQueueName } from '../core/jobs.ts'
import type { Chain, Clock, JobQueue, Log, OpenQueue } from '../relayer/ports.ts'
import { chainOf } from './chains.ts'
import { openContentSource } from './contentSource.ts'
import type { Deps } from './deps.ts'
import { type Dispatcher, openDispatcher } from './dispatcher.ts'
import { openHubTime } from './hubTime.ts'
import { queryPeer } from './ibcQueries.ts'
import { openIntake } from './intake.ts'
import { openMetrics } from './metrics.ts'
import { openProjector, type Projector } from './projector.ts'
import { type RelayedPath, RelayFollower } from './relayFollower.ts'
import { routeList } from './routeList.ts'
import { createApp, listen, type ServerOptions } from './server.ts'
import type { Store } from './store/store.ts'
import { openWatchers } from './watchers.ts'
import { type Hub, watchZones } from './zones.ts'

export type ApiPorts = {
  readonly store: Store
  readonly chains: ReadonlyMap<string, Chain>
  readonly openQueue: OpenQueue
  readonly clock: Clock
  readonly log: Log
  readonly random: (length: number) => Uint8Array
}

export type ApiOptions = {
  readonly hub: Hub
  /** Gates and resource contracts by chain id, from the configuration. */
  readonly gates: ReadonlyMap<string, string>
  readonly resources: ReadonlyMap<string, readonly string[]>
  readonly paths: readonly RelayedPath[]
  readonly host: string
  readonly port: number
  readonly version: string
  readonly server: ServerOptions
  readonly tickMs: number
  readonly repeatAfterMs: number
  readonly zonesFreshMs: number
  readonly deadlineDefaultMs: number
  readonly lookback: bigint
}

export const apiDefaults = {
  // From twenty requests a second on, what gathers grows to the bound; below, each goes at once.
  tickMs: 50,
  repeatAfterMs: 5_000,
  zonesFreshMs: 2_000,
  // Ten hops of six seconds: the span that public chains need (Y.4560 names none).
  deadlineDefaultMs: 60_000,
  lookback: 1_000n,
} as const

export type RunningApi = {
  readonly url: string
  readonly deps: Deps
  readonly dispatcher: Dispatcher
  readonly projector: Projector
  /** Stops taking requests, then ends what runs; the ports stay the caller's. */
  close(): Promise<void>
}

export async function startApi(ports: ApiPorts, options: ApiOptions): Promise<RunningApi> {
  const { chains, clock, log, store, openQueue } = ports
  const { hub } = options
  const stop = new AbortController()
  const metrics = openMetrics()
  const watchers = openWatchers()
  const hubChain = chainOf({ chains }, hub.chainId)
  const { zonesFreshMs: freshMs, resources, gates, paths } = options
  const zones = watchZones({ hub, chain: hubChain, clock, freshMs, resources })
  const contracts = (chainId: string): { hub: string | undefined; gate: string | undefined } => ({
    hub: chainId === hub.chainId ? hub.contract : undefined,
    gate: gates.get(chainId),
  })
  const { lookback, tickMs, repeatAfterMs } = options
  const findPeer = queryPeer
  const projector = openProjector({ store, chains, contracts, findPeer, watchers, clock, log, metrics, lookback })
  const dispatcher = openDispatcher({ store, openQueue, clock, log, watchers, metrics, tickMs, repeatAfterMs })
  const relays = new RelayFollower({ store, chains, paths, openQueue, clock, log })
  const hubTimeNs = (): bigint | undefined => projector.timeNs(hub.chainId)
  const onAccepted = (count: number): void => {
    metrics.accepted(count)
    dispatcher.wake()
  }
  const deps: Deps = {
    store,
    intake: openIntake(store, onAccepted),
    zones,
    chains,
    contents: openContentSource(zones, (chainId) => chainOf({ chains }, chainId)),
    watchers,
    operate: lazyQueue(openQueue, operateQueueName(hub.chainId)),
    relays,
    paths,
    hubNowNs: openHubTime(hubTimeNs, hubChain, clock),
    heights: projector.heights,
    queueDown: dispatcher.queueDown,
    clock,
    random: ports.random,
    log,
    metrics,
    version: options.version,
    deadlineDefaultMs: options.deadlineDefaultMs,
  }
  metrics.watch('watchers', watchers.count)
  metrics.watch('queue_down', () => (dispatcher.queueDown() ? 1 : 0))
  const server = await listen(createApp(routeList(options.version), deps, options.server), options.host, options.port)
  const hubNowMs = (): number | undefined => {
    const timeNs = hubTimeNs()
    return timeNs === undefined ? undefined : Number(timeNs / 1_000_000n)
  }
  const running = Promise.all([
    projector.run(stop.signal),
    dispatcher.run(hubNowMs, stop.signal),
    relays.run(stop.signal),
  ])
  const close = async (): Promise<void> => {
    stop.abort()
    await closeServer(server)
    await running
  }
  return { url: urlOf(server), deps, dispatcher, projector, close }
}

/** Opened at the first job: Redis may be away when the API starts. */
function lazyQueue(openQueue: OpenQueue, name: string): Deps['operate'] {
  let queue: JobQueue<OperateJob> | undefined
  return async (job) => {
    queue ??= openQueue<OperateJob>(name)
    await queue.add([job])
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    // Event streams would stay open for as long as their requests do.
    server.closeAllConnections()
  })
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new CausewayError('INTERNAL', { reason: 'no address' })
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
