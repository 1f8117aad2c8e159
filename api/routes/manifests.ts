// POST /v1/manifests: turns an intent into a manifest to sign, and says what every zone thinks of it. Changes nothing.
import { z } from 'zod'
import { authorisationTextOf } from '../../core/authorisation.ts'
import { manifestJson, operationJson } from '../../core/codec.ts'
import { CausewayError } from '../../core/errors.ts'
import { deadlineHorizonSec, legsMax, nonceBytes, operationsMax } from '../../core/limits.ts'
import { manifestBytes } from '../../core/manifest.ts'
import { transactionId } from '../../core/transactionId.ts'
import { decodeBase64, encodeBase64 } from '../base64.ts'
import { activeZone, assetsOf, chainOf } from '../chains.ts'
import { actorsOf } from '../consent.ts'
import { queryItem } from '../contractQueries.ts'
import type { Deps } from '../deps.ts'
import { type Intent, type ItemFacts, itemsOf, planManifest, type Step, zonesOf } from '../planManifest.ts'
import { defineRoute } from '../route.ts'
import {
  addressSchema,
  amountSchema,
  base64Schema,
  chainIdSchema,
  dataIdSchema,
  transactionIdSchema,
} from '../schemas.ts'
import { sha256 } from '../sha256.ts'
import { checkOperations } from '../submission.ts'

const saleSchema = z.strictObject({
  id: dataIdSchema,
  chainId: chainIdSchema,
  seller: addressSchema,
  buyer: addressSchema,
})
const paymentSchema = z.strictObject({
  chainId: chainIdSchema,
  amount: amountSchema,
  payer: addressSchema,
  payee: addressSchema,
})
const deadline = {
  deadlineInMs: z
    .int()
    .min(1)
    .max(deadlineHorizonSec * 1000)
    .optional(),
}

const stepsMax = legsMax * operationsMax
/** An operation with its zone, in proto3 JSON but for the resource, which is the zone's assets where it is left out. */
const stepSchema = z
  .looseObject({ chainId: chainIdSchema, actor: addressSchema, resource: addressSchema.optional() })
  .meta({ id: 'ComposedOperation' })

export const intentSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('replicate'),
      id: dataIdSchema,
      from: chainIdSchema,
      to: z.array(chainIdSchema).min(1).max(legsMax),
      actors: z.record(chainIdSchema, addressSchema),
      ...deadline,
    }),
    z.strictObject({
      kind: z.literal('move'),
      id: dataIdSchema,
      from: chainIdSchema,
      to: chainIdSchema,
      actor: addressSchema.optional(),
      recipient: addressSchema,
      ...deadline,
    }),
    z.strictObject({ kind: z.literal('exchange'), asset: saleSchema, payment: paymentSchema, ...deadline }),
    z.strictObject({ kind: z.literal('swap'), first: saleSchema, second: saleSchema, ...deadline }),
    z.strictObject({
      kind: z.literal('moveCoins'),
      from: chainIdSchema,
      to: chainIdSchema,
      amount: amountSchema,
      actor: addressSchema,
      recipient: addressSchema,
      ...deadline,
    }),
    z.strictObject({ kind: z.literal('compose'), operations: z.array(stepSchema).min(1).max(stepsMax), ...deadline }),
  ])
  .meta({ id: 'Intent', description: 'What the parties want; the deadline is counted in hub time.' })

const plannedSchema = z
  .object({
    transactionId: transactionIdSchema,
    manifest: z.record(z.string(), z.unknown()),
    manifestBytes: base64Schema,
    authorisationText: z.string(),
    actors: z.array(addressSchema),
    checks: z.array(
      z.object({
        chainId: chainIdSchema,
        operation: z.int(),
        kind: z.string(),
        result: z.enum(['ready', 'busy', 'refused', 'unknown']),
        code: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'PlannedManifest', description: 'Every actor signs `authorisationText`; then it is submitted.' })

export const planRoute = defineRoute({
  method: 'post',
  path: '/v1/manifests',
  summary: 'Plan a transaction from an intent',
  request: { body: intentSchema },
  responses: { 200: { description: 'A manifest to sign.', schema: plannedSchema } },
  errors: [
    'BODY_INVALID',
    'MALFORMED',
    'ZONE_UNKNOWN',
    'ABSENT',
    'RESOURCE_UNKNOWN',
    'PART_MISSING',
    'COPY_OF_CLOSED',
    'COPY_NOT_ALLOWED',
    'MOVE_OF_OPEN',
    'MOVE_NOT_ALLOWED',
    'UNPAIRED',
    'LEGS_INVALID',
    'LIMIT_EXCEEDED',
    'CHAIN_UNREACHABLE',
    'CHAIN_ANSWER_INVALID',
  ],
  handler: async ({ body: { deadlineInMs, ...wanted } }, deps) => {
    const intent = wanted.kind === 'compose' ? { ...wanted, operations: wanted.operations.map(stepOf) } : wanted
    const manifest = planManifest(intent, await factsFor(intent, deadlineInMs ?? deps.deadlineDefaultMs, deps))
    const bytes = manifestBytes(manifest, sha256)
    const id = transactionId(bytes, sha256)
    const body = {
      transactionId: id,
      manifest: manifestJson.toJson(manifest),
      manifestBytes: encodeBase64(bytes),
      authorisationText: authorisationTextOf('authorise', id, manifest),
      actors: [...new Set(actorsOf(manifest).map((actor) => actor.address))],
      checks: await checkOperations(manifest, deps),
    }
    return { status: 200, body }
  },
})

/** Throws MALFORMED or PART_MISSING where the body is none of the schema's. */
function stepOf({ chainId, resource, ...operation }: z.infer<typeof stepSchema>): Step {
  const { actor, body } = operationJson.fromJson(operation)
  return { chainId, actor, body, resource }
}

async function factsFor(intent: Intent, deadlineMs: number, deps: Deps): Promise<Parameters<typeof planManifest>[1]> {
  const zones = await Promise.all(zonesOf(intent).map((chainId) => activeZone(deps, chainId)))
  const items = await Promise.all(itemsOf(intent).map(({ chainId, id }) => itemFacts(chainId, id, deps)))
  return {
    hub: deps.zones.hub,
    zones: new Map(zones.map((zone) => [zone.chainId, { gate: zone.gate, resource: assetsOf(zone) }])),
    items: new Map(items),
    deadlineNs: (await deps.hubNowNs()) + BigInt(deadlineMs) * 1_000_000n,
    nonce: deps.random(nonceBytes),
  }
}

async function itemFacts(chainId: string, id: string, deps: Deps): Promise<[string, ItemFacts]> {
  const zone = await activeZone(deps, chainId)
  const item = await queryItem(chainOf(deps, chainId), assetsOf(zone), id)
  if (item === null || item.state !== 'live') throw new CausewayError('ABSENT', { chainId, id })
  const envelope = decodeBase64(item.envelope)
  const facts = {
    envelope,
    envelopeDigest: sha256(envelope),
    ownerAccount: item.owner_account,
    version: BigInt(item.version),
  }
  return [`${chainId}/${id}`, facts]
}
