// /v1/assets: where an item lives by the hub's registry, and what each zone says of it.
import { z } from 'zod'
import { decodeEnvelope, envelopeJson } from '../../core/codec.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import { parseDataId } from '../../core/ids.ts'
import { decodeBase64 } from '../base64.ts'
import { assetsOf, chainOf, hubChain } from '../chains.ts'
import { type Item, queryItem, queryItems, queryRegistry, queryRegistryPage } from '../contractQueries.ts'
import type { Deps } from '../deps.ts'
import { defineRoute } from '../route.ts'
import {
  chainIdSchema,
  dataIdSchema,
  nextLink,
  pageOf,
  pageTokenSchema,
  perPageSchema,
  uint64Schema,
} from '../schemas.ts'
import type { Zone } from '../zones.ts'

const instanceSchema = z
  .object({
    chainId: z.string(),
    /** False where the zone did not answer: then nothing is known of it, which is not the same as absent. */
    reachable: z.boolean(),
    state: z.string(),
    version: uint64Schema.nullable(),
    owner: z.string().nullable(),
    replicaOf: z.string().nullable(),
    departedTo: z.string().nullable(),
    lock: z.object({ kind: z.string(), transactionId: z.string() }).nullable(),
    inDoubt: z.boolean(),
  })
  .meta({
    id: 'Instance',
    description: 'One zone on one item; a locked one is in doubt until its transaction is decided.',
  })

const listedSchema = z.object({ id: z.string(), chainId: z.string(), version: uint64Schema, state: z.string() })

const assetSchema = z
  .object({
    id: z.string(),
    registry: z.object({ chainId: z.string(), version: uint64Schema }).nullable(),
    envelope: z.record(z.string(), z.unknown()).nullable(),
    inDoubt: z.boolean(),
    instances: z.array(instanceSchema),
  })
  .meta({ id: 'Asset' })

export const listAssetsRoute = defineRoute({
  method: 'get',
  path: '/v1/assets',
  summary: 'Items of one zone, or, without chainId, what the hub has recorded as moved',
  request: { query: { chainId: chainIdSchema.optional(), perPage: perPageSchema, pageToken: pageTokenSchema } },
  responses: { 200: { description: 'A page of items by ascending id.', schema: pageOf(listedSchema) } },
  errors: ['BODY_INVALID', 'ZONE_UNKNOWN', 'RESOURCE_UNKNOWN', 'CHAIN_UNREACHABLE', 'CHAIN_ANSWER_INVALID'],
  handler: async ({ query: { chainId, perPage, pageToken } }, deps) => {
    const after = pageToken ?? null
    const items = chainId === undefined ? await moved(after, perPage, deps) : await held(chainId, after, perPage, deps)
    const token = items.length === perPage ? items.at(-1)?.id : undefined
    const path = chainId === undefined ? '/v1/assets' : `/v1/assets?chainId=${chainId}`
    return { status: 200, headers: nextLink(path, token), body: { items, nextPageToken: token ?? null } }
  },
})

async function moved(after: string | null, limit: number, deps: Deps): Promise<z.infer<typeof listedSchema>[]> {
  const entries = await queryRegistryPage(hubChain(deps), deps.zones.hub.contract, after, limit)
  return entries.map(({ id, chain_id, version }) => ({ id, chainId: chain_id, version, state: 'live' }))
}

async function held(
  chainId: string,
  after: string | null,
  limit: number,
  deps: Deps,
): Promise<z.infer<typeof listedSchema>[]> {
  const zone = await deps.zones.zone(chainId)
  const items = await queryItems(chainOf(deps, chainId), assetsOf(zone), after, limit)
  return items.map(({ id, version, state }) => ({ id, chainId, version, state }))
}

export const getAssetRoute = defineRoute({
  method: 'get',
  path: '/v1/assets/{id}',
  summary: 'Where an item lives, who owns it, what locks it, and where its replicas are',
  request: { params: { id: dataIdSchema } },
  responses: { 200: { description: 'The item on every zone that knows it.', schema: assetSchema } },
  errors: ['BODY_INVALID', 'ABSENT', 'CHAIN_UNREACHABLE', 'CHAIN_ANSWER_INVALID'],
  handler: async ({ params: { id } }, deps) => {
    const zones = (await deps.zones.all()).filter((zone) => zone.resources.length > 0)
    const [registry, ...found] = await Promise.all([
      registryOf(id, deps),
      ...zones.map((zone) => instanceOn(zone, id, deps)),
    ])
    const known = found.filter((one) => one.item !== null || !one.reachable)
    if (known.every((one) => one.item === null && one.reachable)) throw new CausewayError('ABSENT', { id })
    const home = registry?.chainId ?? parseDataId(id).chainId
    const present = known.filter((one) => one.item !== null && one.item.state !== 'absent')
    const live = (present.find((one) => one.chainId === home) ?? present[0])?.item ?? null
    const instances = known.map((one) => presentInstance(one))
    const body: z.infer<typeof assetSchema> = {
      id,
      registry,
      envelope: live === null ? null : envelopeOf(live),
      inDoubt: instances.some((one) => one.inDoubt),
      instances,
    }
    return { status: 200, body }
  },
})

type Instance = { readonly chainId: string; readonly reachable: boolean; readonly item: Item | null }

async function instanceOn(zone: Zone, id: string, deps: Deps): Promise<Instance> {
  const { chainId } = zone
  try {
    return { chainId, reachable: true, item: await queryItem(chainOf(deps, chainId), assetsOf(zone), id) }
  } catch (error) {
    if (!isCausewayError(error)) throw error
    return { chainId, reachable: false, item: null }
  }
}

/** Advisory between decisions (commit rule 14); null while the hub's node is away. */
async function registryOf(id: string, deps: Deps): Promise<{ chainId: string; version: string } | null> {
  try {
    const { chain_id, version } = await queryRegistry(hubChain(deps), deps.zones.hub.contract, id)
    return { chainId: chain_id, version }
  } catch (error) {
    if (!isCausewayError(error)) throw error
    return null
  }
}

function presentInstance({ chainId, reachable, item }: Instance): z.infer<typeof instanceSchema> {
  const lock = item?.lock ?? null
  return {
    chainId,
    reachable,
    state: item?.state ?? 'unknown',
    version: item?.version ?? null,
    owner: item?.owner_account ?? null,
    replicaOf: item?.replica_of ?? null,
    departedTo: item?.departed_to ?? null,
    lock: lock === null ? null : { kind: lock.kind, transactionId: lock.transaction_id },
    // A zone that does not answer may hold a lock: its value is in doubt as well (commit rule 24).
    inDoubt: !reachable || lock !== null || item?.in_doubt === true,
  }
}

function envelopeOf(item: Item): Record<string, unknown> {
  return envelopeJson.toJson(decodeEnvelope(decodeBase64(item.envelope))) as Record<string, unknown>
}
