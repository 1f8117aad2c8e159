// /v1/zones: which chains take part, and how healthy the way to each of them is.
import { z } from 'zod'
import { isCausewayError } from '../../core/errors.ts'
import { chainOf, hubChain } from '../chains.ts'
import type { Deps } from '../deps.ts'
import { queryClientHealth } from '../ibcQueries.ts'
import { timeOf } from '../present.ts'
import { defineRoute } from '../route.ts'
import { chainIdSchema, timeSchema, uint64Schema } from '../schemas.ts'
import type { Zone } from '../zones.ts'

const zoneSchema = z
  .object({
    chainId: z.string(),
    status: z.string(),
    gate: z.string(),
    resources: z.array(z.string()),
    clientId: z.string(),
    connectionId: z.string().nullable(),
    portId: z.string(),
    channels: z.array(z.string()),
    openTransactions: z.int(),
    projectedHeight: uint64Schema.nullable(),
  })
  .meta({ id: 'Zone' })

const healthSchema = z.object({
  node: z.object({
    reachable: z.boolean(),
    code: z.string().nullable(),
    height: uint64Schema.nullable(),
    time: timeSchema.nullable(),
    catchingUp: z.boolean().nullable(),
  }),
  client: z.object({
    status: z.string(),
    code: z.string().nullable(),
    latestHeight: uint64Schema.nullable(),
    trustingPeriodSec: uint64Schema.nullable(),
  }),
})
const zoneDetailSchema = zoneSchema.extend(healthSchema.shape).meta({ id: 'ZoneDetail' })

export const listZonesRoute = defineRoute({
  method: 'get',
  path: '/v1/zones',
  summary: 'Zones that the hub has admitted',
  request: {},
  responses: { 200: { description: 'All of them.', schema: z.object({ items: z.array(zoneSchema) }) } },
  errors: ['CHAIN_UNREACHABLE', 'CHAIN_ANSWER_INVALID'],
  handler: async (_input, deps) => {
    const zones = await deps.zones.all()
    return { status: 200, body: { items: zones.map((zone) => zoneOf(zone, deps)) } }
  },
})

export const getZoneRoute = defineRoute({
  method: 'get',
  path: '/v1/zones/{chainId}',
  summary: 'One zone with the health of its node and of its light client at the hub',
  request: { params: { chainId: chainIdSchema } },
  responses: { 200: { description: 'The zone.', schema: zoneDetailSchema } },
  errors: ['BODY_INVALID', 'ZONE_UNKNOWN', 'CHAIN_UNREACHABLE', 'CHAIN_ANSWER_INVALID'],
  handler: async ({ params: { chainId } }, deps) => {
    const zone = await deps.zones.zone(chainId)
    const [node, client] = await Promise.all([nodeHealth(chainId, deps), clientHealth(zone, deps)])
    return { status: 200, body: { ...zoneOf(zone, deps), node, client } }
  },
})

function zoneOf(zone: Zone, deps: Deps): z.infer<typeof zoneSchema> {
  const { chainId, status, gate, clientId, connectionId, portId, open } = zone
  return {
    chainId,
    status,
    gate,
    resources: [...zone.resources],
    clientId,
    connectionId,
    portId,
    channels: [...zone.channels],
    openTransactions: open,
    projectedHeight: deps.heights().get(chainId)?.toString() ?? null,
  }
}

type Health = z.infer<typeof healthSchema>

async function nodeHealth(chainId: string, deps: Deps): Promise<Health['node']> {
  try {
    const { height, timeNs, catchingUp } = await chainOf(deps, chainId).queryStatus()
    const time = timeOf(timeNs.toString())
    return { reachable: true, code: null, height: height.toString(), time, catchingUp }
  } catch (error) {
    return { reachable: false, code: codeOf(error), height: null, time: null, catchingUp: null }
  }
}

async function clientHealth(zone: Zone, deps: Deps): Promise<Health['client']> {
  // The hub's own chain is reached over ibc-go's localhost client, which cannot expire.
  if (zone.clientId === '09-localhost')
    return { status: 'Active', code: null, latestHeight: null, trustingPeriodSec: null }
  try {
    const { status, latestHeight, trustingPeriodSec } = await queryClientHealth(hubChain(deps), zone.clientId)
    const numbers = { latestHeight: latestHeight.toString(), trustingPeriodSec: trustingPeriodSec.toString() }
    return { status, code: null, ...numbers }
  } catch (error) {
    return { status: 'Unknown', code: codeOf(error), latestHeight: null, trustingPeriodSec: null }
  }
}

function codeOf(error: unknown): string {
  if (isCausewayError(error)) return error.code
  throw error
}
