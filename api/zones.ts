// Knows which zones the hub has admitted: asks it, keeps the answer for a moment, serves it while the hub is away.
import { z } from 'zod'
import { CausewayError } from '../core/errors.ts'
import { pageMax } from '../core/limits.ts'
import type { Chain, Clock } from '../relayer/ports.ts'

const zoneSchema = z.looseObject({
  zone: z.looseObject({
    chain_id: z.string(),
    client_id: z.string(),
    /** Absent where the zone is joined by a client pair of IBC v2. */
    connection_id: z.string().optional(),
    port_id: z.string(),
    gate: z.string(),
  }),
  suspended: z.boolean(),
  channels: z.array(z.looseObject({ channel_id: z.string(), open: z.boolean() })),
  open_transactions: z.number(),
})
const zonesSchema = z.looseObject({ zones: z.array(zoneSchema) })

export type Zone = {
  readonly chainId: string
  readonly clientId: string
  /** Null: joined by a client pair of IBC v2, whose client then stands in the list of channels. */
  readonly connectionId: string | null
  readonly portId: string
  readonly gate: string
  readonly status: 'active' | 'suspended'
  /** Undecided transactions that the zone holds open at the hub. */
  readonly open: number
  /** Open channels, by their ids at the hub. */
  readonly channels: readonly string[]
  /** Resource contracts that the operator told us of, assets first. */
  readonly resources: readonly string[]
}

export type Hub = { readonly chainId: string; readonly contract: string }

/** Zones of one hub. Does NOT decide whether a zone may take part: callers look at `status`. */
export type Zones = {
  readonly hub: Hub
  all(): Promise<readonly Zone[]>
  /** Throws ZONE_UNKNOWN when the hub has not admitted it. */
  zone(chainId: string): Promise<Zone>
}

export type ZonesOptions = {
  readonly hub: Hub
  readonly chain: Chain
  readonly clock: Clock
  readonly freshMs: number
  /** Resource contracts by chain id. */
  readonly resources: ReadonlyMap<string, readonly string[]>
}

export function watchZones(options: ZonesOptions): Zones {
  let known: { readonly zones: readonly Zone[]; readonly atMs: number } | undefined
  let running: Promise<readonly Zone[]> | undefined

  const refresh = async (): Promise<readonly Zone[]> => {
    const zones: Zone[] = []
    for (;;) {
      const page = { start_after: zones.at(-1)?.chainId ?? null, limit: pageMax }
      const answer = await options.chain.querySmart(options.hub.contract, { zones: page })
      const found = parseZones(answer, options.resources)
      zones.push(...found)
      if (found.length < pageMax) break
    }
    known = { zones, atMs: options.clock.nowMs() }
    return zones
  }

  const all = async (): Promise<readonly Zone[]> => {
    if (known !== undefined && options.clock.nowMs() - known.atMs < options.freshMs) return known.zones
    running ??= refresh().finally(() => {
      running = undefined
    })
    try {
      return await running
    } catch (cause) {
      // Admission changes rarely: an old list is better than none while the hub's node restarts.
      if (known !== undefined) return known.zones
      throw cause
    }
  }

  const zone = async (chainId: string): Promise<Zone> => {
    const found = (await all()).find((one) => one.chainId === chainId)
    if (found === undefined) throw new CausewayError('ZONE_UNKNOWN', { chainId })
    return found
  }
  return { hub: options.hub, all, zone }
}

function parseZones(answer: unknown, resources: ReadonlyMap<string, readonly string[]>): readonly Zone[] {
  const parsed = zonesSchema.safeParse(answer)
  if (!parsed.success) throw new CausewayError('CHAIN_ANSWER_INVALID', { query: 'zones' }, parsed.error)
  return parsed.data.zones.map(({ zone, suspended, channels, open_transactions: open }) => ({
    chainId: zone.chain_id,
    clientId: zone.client_id,
    connectionId: zone.connection_id ?? null,
    portId: zone.port_id,
    gate: zone.gate,
    status: suspended ? 'suspended' : 'active',
    open,
    channels: channels.filter((channel) => channel.open).map((channel) => channel.channel_id),
    resources: resources.get(zone.chain_id) ?? [],
  }))
}
