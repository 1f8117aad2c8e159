// Decides which light clients want a newer header before their trusting period runs out, and warns when one is late.
import { queryClientState, queryConsensusState } from './ics02/clients.ts'
import type { Chain } from './ports.ts'

export type ClientAge = {
  /** Time of the newest header that the client trusts, nanoseconds since 1970. */
  readonly trustedNs: bigint
  readonly trustingPeriodSec: bigint
}

export async function queryClientAge(host: Chain, clientId: string): Promise<ClientAge> {
  const state = await queryClientState(host, clientId)
  const consensus = await queryConsensusState(host, clientId, state.latestHeight)
  const { seconds = 0n, nanos = 0 } = consensus?.timestamp ?? {}
  return { trustedNs: seconds * 1_000_000_000n + BigInt(nanos), trustingPeriodSec: state.trustingPeriod?.seconds ?? 0n }
}

export type RefreshPlan = 'fresh' | 'update' | 'late'

/** `rate`: the part of the trusting period after which a client is updated; past half of it something is wrong. */
export function planRefresh({ trustedNs, trustingPeriodSec }: ClientAge, nowNs: bigint, rate: number): RefreshPlan {
  const ageSec = Number((nowNs - trustedNs) / 1_000_000_000n)
  if (ageSec < Number(trustingPeriodSec) * rate) return 'fresh'
  return ageSec < Number(trustingPeriodSec) / 2 ? 'update' : 'late'
}
