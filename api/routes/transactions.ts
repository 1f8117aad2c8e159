// /v1/transactions and /v1/records: what hub and gates have recorded of a transaction, and every step with its causes.
import { z } from 'zod'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import { parseManifest } from '../../core/manifest.ts'
import { transactionId as idOf } from '../../core/transactionId.ts'
import { decodeBase64 } from '../base64.ts'
import { chainOf, hubChain } from '../chains.ts'
import { type HubRecord, type LegRecord, queryHubRecord, queryLeg } from '../contractQueries.ts'
import type { Deps } from '../deps.ts'
import { nameOf, stepOf, summaryOf, timeOf } from '../present.ts'
import { parseView } from '../project.ts'
import { defineRoute } from '../route.ts'
import {
  nextLink,
  pageOf,
  perPageSchema,
  seqTokenSchema,
  stepSchema,
  summarySchema,
  timeSchema,
  transactionIdSchema,
  uint64Schema,
} from '../schemas.ts'
import { sha256 } from '../sha256.ts'

const momentSchema = z.object({ height: uint64Schema, time: timeSchema })

const hubSchema = z
  .object({
    state: z.string(),
    code: z.string().nullable(),
    opened: momentSchema.nullable(),
    decided: momentSchema.nullable(),
    legs: z.array(
      z.object({ chainId: z.string(), vote: z.string(), code: z.string().nullable(), confirmed: z.boolean() }),
    ),
  })
  .meta({ id: 'HubRecord', description: "The hub contract's own record." })

const gateSchema = z
  .object({
    chainId: z.string(),
    /** False where the zone did not answer: its leg may be in doubt. */
    reachable: z.boolean(),
    state: z.string(),
    code: z.string().nullable(),
    prepared: momentSchema.nullable(),
    decided: momentSchema.nullable(),
    by: z.string().nullable(),
    parked: z.array(z.int()),
  })
  .meta({ id: 'GateRecord', description: "A gate contract's own record of its leg." })

const transactionSchema = summarySchema
  .extend({ hub: hubSchema.nullable(), gates: z.array(gateSchema), trace: z.array(stepSchema) })
  .meta({ id: 'Transaction' })

export const listTransactionsRoute = defineRoute({
  method: 'get',
  path: '/v1/transactions',
  summary: 'Transactions seen on the chains or accepted here, newest first',
  request: {
    query: { state: summarySchema.shape.state.optional(), perPage: perPageSchema, pageToken: seqTokenSchema },
  },
  responses: { 200: { description: 'A page.', schema: pageOf(summarySchema) } },
  errors: ['BODY_INVALID', 'STORE_UNAVAILABLE'],
  handler: async ({ query: { state, perPage, pageToken } }, deps) => {
    const page = await deps.store.views({
      limit: perPage,
      ...(state === undefined ? {} : { state }),
      ...(pageToken === undefined ? {} : { before: pageToken }),
    })
    const hub = deps.zones.hub.chainId
    const items = page.items.map((row) => summaryOf(row.transactionId, parseView(row.view), hub))
    const token = page.next?.toString()
    return { status: 200, headers: nextLink('/v1/transactions', token), body: { items, nextPageToken: token ?? null } }
  },
})

export const getTransactionRoute = defineRoute({
  method: 'get',
  path: '/v1/transactions/{id}',
  summary: 'One transaction: what the contracts have recorded, and every step that was seen',
  request: { params: { id: transactionIdSchema } },
  responses: { 200: { description: 'The transaction.', schema: transactionSchema } },
  errors: ['BODY_INVALID', 'TRANSACTION_UNKNOWN', 'STORE_UNAVAILABLE', 'CHAIN_UNREACHABLE', 'CHAIN_ANSWER_INVALID'],
  handler: async ({ params: { id } }, deps) => {
    const { hub, gates } = await recordsOf(id, deps)
    const view = parseView((await deps.store.view(id))?.view)
    const trace = await deps.store.trace(id)
    const seen = Object.keys(view.legs).length > 0
    if (hub === null && !seen && gates.every((gate) => gate.record === null)) {
      throw new CausewayError('TRANSACTION_UNKNOWN', { transactionId: id })
    }
    const body: z.infer<typeof transactionSchema> = {
      ...summaryOf(id, view, deps.zones.hub.chainId),
      hub: hub === null ? null : presentHub(hub),
      gates: gates.map(presentGate),
      trace: trace.map(stepOf),
    }
    return { status: 200, body }
  },
})

type Gate = { readonly chainId: string; readonly reachable: boolean; readonly record: LegRecord | null }

/** Asked of the contracts now: the projection may lag, the records are the truth. */
async function recordsOf(id: string, deps: Deps): Promise<{ hub: HubRecord | null; gates: readonly Gate[] }> {
  const zones = await deps.zones.all()
  const [hub, ...gates] = await Promise.all([
    queryHubRecord(hubChain(deps), deps.zones.hub.contract, id),
    ...zones.map(async ({ chainId, gate }): Promise<Gate> => {
      try {
        return { chainId, reachable: true, record: await queryLeg(chainOf(deps, chainId), gate, id) }
      } catch (error) {
        if (!isCausewayError(error)) throw error
        return { chainId, reachable: false, record: null }
      }
    }),
  ])
  const named = hub === null ? [] : hub.legs.map((leg) => leg.chain_id)
  return { hub, gates: gates.filter((gate) => gate.record !== null || named.includes(gate.chainId)) }
}

function presentHub(hub: HubRecord): z.infer<typeof hubSchema> {
  return {
    state: hub.state,
    code: nameOf(hub.code),
    opened: momentOf(hub.opened),
    decided: momentOf(hub.decided),
    legs: hub.legs.map(({ chain_id, vote, code, confirmed }) => ({
      chainId: chain_id,
      vote,
      code: nameOf(code),
      confirmed,
    })),
  }
}

function presentGate({ chainId, reachable, record }: Gate): z.infer<typeof gateSchema> {
  return {
    chainId,
    reachable,
    state: record?.state ?? (reachable ? 'none' : 'unknown'),
    code: nameOf(record?.code ?? 0),
    prepared: momentOf(record?.prepared),
    decided: momentOf(record?.decided),
    by: record?.decided?.by ?? null,
    parked: record?.parked ?? [],
  }
}

type Moment = { readonly height: string; readonly time_ns: string } | null | undefined

const momentOf = (moment: Moment): z.infer<typeof momentSchema> | null =>
  moment === null || moment === undefined ? null : { height: moment.height, time: timeOf(moment.time_ns) }

const roles = ['hub', 'source', 'destination', 'participant'] as const

const recordSchema = z
  .object({
    transactionId: transactionIdSchema,
    /** Whether every chain that answered recorded the same operation with the same end. */
    equal: z.boolean(),
    records: z.array(
      z.object({
        chainId: z.string(),
        role: z.enum(roles),
        reachable: z.boolean(),
        state: z.string(),
        manifestDigest: z.string().nullable(),
        equal: z.boolean().nullable(),
      }),
    ),
  })
  .meta({
    id: 'OperationRecord',
    description: 'One operation as source, hub and destinations recorded it (Y.4560 7.2.4).',
  })

export const getRecordRoute = defineRoute({
  method: 'get',
  path: '/v1/records/{id}',
  summary: 'The record of an operation on source, hub and destinations, compared',
  request: { params: { id: transactionIdSchema } },
  responses: { 200: { description: 'The records.', schema: recordSchema } },
  errors: ['BODY_INVALID', 'TRANSACTION_UNKNOWN', 'CHAIN_UNREACHABLE', 'CHAIN_ANSWER_INVALID'],
  handler: async ({ params: { id } }, deps) => {
    const { hub, gates } = await recordsOf(id, deps)
    if (hub === null) throw new CausewayError('TRANSACTION_UNKNOWN', { transactionId: id })
    const roleOf = rolesIn(hub)
    const own = digestOf(hub.manifest)
    const records: z.infer<typeof recordSchema>['records'] = [
      {
        chainId: deps.zones.hub.chainId,
        role: 'hub',
        reachable: true,
        state: hub.state,
        manifestDigest: own,
        equal: own === id,
      },
    ]
    for (const { chainId, reachable, record } of gates) {
      const manifestDigest = record === null ? null : digestOf(record.manifest)
      const equal = record === null ? null : manifestDigest === id && agrees(hub.state, record.state)
      const state = record?.state ?? (reachable ? 'none' : 'unknown')
      records.push({ chainId, role: roleOf(chainId), reachable, state, manifestDigest, equal })
    }
    const isEqual = records.every((record) => record.equal !== false) && records.every((record) => record.reachable)
    return { status: 200, body: { transactionId: id, equal: isEqual, records } }
  },
})

/** A zone that still waits for the decision does not contradict it. */
function agrees(hubState: string, legState: string): boolean {
  if (legState === 'voted') return true
  return hubState === 'commit'
    ? legState === 'applied'
    : hubState === 'abort'
      ? legState !== 'applied'
      : legState === 'refused'
}

const digestOf = (manifest: string): string => idOf(decodeBase64(manifest), sha256)

/** Source: something leaves or is read there. Destination: something arrives there. */
function rolesIn(hub: HubRecord): (chainId: string) => (typeof roles)[number] {
  const { legs } = parseManifest(decodeBase64(hub.manifest), sha256)
  return (chainId) => {
    const kinds = legs.find((leg) => leg.chainId === chainId)?.operations.map((one) => one.body.kind) ?? []
    if (kinds.some((kind) => kind === 'replicateRecord' || kind.startsWith('receive'))) return 'destination'
    return kinds.some((kind) => kind.startsWith('release') || kind.startsWith('check')) ? 'source' : 'participant'
  }
}
