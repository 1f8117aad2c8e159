// Finds the chain and the contracts that a request means, or says which of them is unknown.
import { CausewayError } from '../core/errors.ts'
import type { Chain } from '../relayer/ports.ts'
import type { Deps } from './deps.ts'
import type { Zone } from './zones.ts'

export function chainOf(deps: Pick<Deps, 'chains'>, chainId: string): Chain {
  const chain = deps.chains.get(chainId)
  if (chain === undefined) throw new CausewayError('ZONE_UNKNOWN', { chainId, reason: 'this API has no node of it' })
  return chain
}

export function hubChain(deps: Pick<Deps, 'chains' | 'zones'>): Chain {
  return chainOf(deps, deps.zones.hub.chainId)
}

/** The resource that holds a zone's items. */
export function assetsOf(zone: Zone): string {
  const [resource] = zone.resources
  if (resource === undefined) throw new CausewayError('RESOURCE_UNKNOWN', { chainId: zone.chainId })
  return resource
}

/** An admitted zone that takes new transactions. */
export async function activeZone(deps: Pick<Deps, 'zones'>, chainId: string): Promise<Zone> {
  const zone = await deps.zones.zone(chainId)
  if (zone.status !== 'active') throw new CausewayError('ZONE_UNKNOWN', { chainId, status: zone.status })
  return zone
}
