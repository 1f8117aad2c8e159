// What the routes may use: everything that acts on the world, handed in by the composition root.
import type { OperateJob } from '../core/jobs.ts'
import type { Chain, Clock, Job, Log } from '../relayer/ports.ts'
import type { ContentSource } from './contentSource.ts'
import type { Intake } from './intake.ts'
import type { Metrics } from './metrics.ts'
import type { RelayedPath, RelayFollower } from './relayFollower.ts'
import type { Store } from './store/store.ts'
import type { Watchers } from './watchers.ts'
import type { Zones } from './zones.ts'

export type Deps = {
  readonly store: Store
  readonly intake: Intake
  readonly zones: Zones
  /** Every configured chain, the hub's among them. */
  readonly chains: ReadonlyMap<string, Chain>
  readonly contents: ContentSource
  readonly watchers: Watchers
  /** Hands a job to the hub's keeper. Throws REDIS_UNAVAILABLE. */
  readonly operate: (job: Job<OperateJob>) => Promise<void>
  readonly relays: Pick<RelayFollower, 'wake' | 'ask'>
  /** Between which chains, and over which channels, the relayer carries packets. */
  readonly paths: readonly RelayedPath[]
  /** Latest block time of the hub; deadlines are compared with nothing else. */
  readonly hubNowNs: () => Promise<bigint>
  /** Latest projected height by chain id. */
  readonly heights: () => ReadonlyMap<string, bigint>
  readonly queueDown: () => boolean
  readonly clock: Clock
  readonly random: (length: number) => Uint8Array
  readonly log: Log
  readonly metrics: Metrics
  readonly version: string
  /** Span of a deadline that a caller does not choose. */
  readonly deadlineDefaultMs: number
}
