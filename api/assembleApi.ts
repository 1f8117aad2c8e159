// Puts the API together out of its ports: what its routes need, and what runs beside them; opens no door by itself.
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

export type ApiSettings = {
  readonly hub: Hub
  /** Gates and resource contracts by chain id, from the configuration. */
  readonly gates: ReadonlyMap<string, string>
  readonly resources: ReadonlyMap<string, readonly string[]>
  readonly paths: readonly RelayedPath[]
  readonly version: string
  readonly tickMs: number
  readonly repeatAfterMs: number
  readonly zonesFreshMs: number
  readonly deadlineDefaultMs: number
  readonly lookback: bigint
}

export type Assembled = {
  readonly deps: Deps
  readonly dispatcher: Dispatcher
  readonly projector: Projector
  /** Hands over, reads blocks and follows packets until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

export function assembleApi(ports: ApiPorts, settings: ApiSettings): Assembled {
  const { chains, clock, log, store, openQueue } = ports
  const { hub, zonesFreshMs: freshMs, resources, gates, paths, lookback, tickMs, repeatAfterMs } = settings
  const metrics = openMetrics()
  const watchers = openWatchers()
  const hubChain = chainOf({ chains }, hub.chainId)
  const zones = watchZones({ hub, chain: hubChain, clock, freshMs, resources })
  const contracts = (chainId: string): { hub: string | undefined; gate: string | undefined } => ({
    hub: chainId === hub.chainId ? hub.contract : undefined,
    gate: gates.get(chainId),
  })
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
    version: settings.version,
    deadlineDefaultMs: settings.deadlineDefaultMs,
  }
  metrics.watch('watchers', watchers.count)
  metrics.watch('queue_down', () => (dispatcher.queueDown() ? 1 : 0))
  const hubNowMs = (): number | undefined => {
    const timeNs = hubTimeNs()
    return timeNs === undefined ? undefined : Number(timeNs / 1_000_000n)
  }
  const run = async (signal: AbortSignal): Promise<void> => {
    await Promise.all([projector.run(signal), dispatcher.run(hubNowMs, signal), relays.run(signal)])
  }
  return { deps, dispatcher, projector, run }
}

/** Opened at the first job: Redis may be away when the API starts. */
function lazyQueue(openQueue: OpenQueue, name: string): Deps['operate'] {
  let queue: JobQueue<OperateJob> | undefined
  return async (job) => {
    queue ??= openQueue<OperateJob>(name)
    await queue.add([job])
  }
}
