// The shapes of the demonstration: what a chapter gets, and what it reports.
import type { Chain } from '../../relayer/ports.ts'
import type { LocalnetConfig } from '../config.ts'
import type { ServiceAddresses } from '../deployServices.ts'
import type { ApiClient } from './apiClient.ts'
import type { User } from './user.ts'

/** A zone as the story sees it: its chain, and the addresses of the contracts on it. */
export type StageZone = {
  readonly chain: Chain
  readonly gate: string
  readonly assets: string
  /** Absent on the hub's own chain. */
  readonly services?: ServiceAddresses | undefined
}

/** A process that the story may kill without warning. */
export type Actor = { kill(): Promise<void>; start(): Promise<void> }

export type Stage = {
  /** Where nodes listen and keys lie: for processes that the story starts. */
  readonly config: LocalnetConfig
  readonly hub: { readonly chain: Chain; readonly contract: string }
  /** By chain id; the hub's own chain is one of them. */
  readonly zones: ReadonlyMap<string, StageZone>
  readonly users: { readonly alice: User; readonly bob: User; readonly carol: User; readonly admin: User }
  /** Anybody else with an account of the localnet: stakeholders, checkers, keepers of stores. */
  readonly person: (name: string) => User
  readonly api: ApiClient
  readonly relayer: Actor
  readonly emptyRedis: () => Promise<void>
  /** The node of a chain, or a further one by its own name. */
  readonly stopZone: (nodeId: string) => Promise<void>
  readonly startZone: (nodeId: string) => Promise<void>
  readonly tell: (line: string) => void
  /** One word for this run, so that identifiers are new on chains that were kept. */
  readonly run: string
}

export type ZoneOutcome = {
  readonly chainId: string
  readonly state: string
  readonly height: string
  readonly txHash: string
}

/** One transaction as the chains tell it; `ms` and `blocks` (of the hub) from submission to visible on all zones. */
export type StoryTransaction = {
  readonly what: string
  readonly id: string
  readonly decision: string
  readonly blocks: number
  readonly ms: number
  readonly chains: readonly ZoneOutcome[]
}

export type Check = { readonly what: string; readonly ok: boolean; readonly found: string }

export type Chapter = {
  readonly name: string
  readonly play: (stage: Stage) => Promise<{ readonly transactions: StoryTransaction[]; readonly checks: Check[] }>
}

export type ChapterReport = {
  readonly name: string
  readonly ok: boolean
  readonly transactions: readonly StoryTransaction[]
  readonly checks: readonly Check[]
}

/** A check that says what was found, so that a failed story explains itself. */
export function check(what: string, ok: boolean, found: unknown): Check {
  return { what, ok, found: typeof found === 'string' ? found : JSON.stringify(found) }
}

export function zoneOf(stage: Stage, chainId: string): StageZone {
  const zone = stage.zones.get(chainId)
  if (zone === undefined) throw new Error(`the stage has no zone ${chainId}`)
  return zone
}

/** The services of a zone that is a platform's. */
export function servicesOf(stage: Stage, chainId: string): ServiceAddresses {
  const { services } = zoneOf(stage, chainId)
  if (services === undefined) throw new Error(`${chainId} has no services`)
  return services
}
