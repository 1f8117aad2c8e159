// Smart queries of hub, gate and resources as typed answers; what a contract says beyond these shapes is ignored.
import { z } from 'zod'
import { CausewayError } from '../core/errors.ts'
import type { Chain } from '../relayer/ports.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'

const uint64 = z.union([z.string(), z.number()]).transform((value) => value.toString())
const base64 = z.base64()
const placeSchema = z.looseObject({ height: uint64, time_ns: uint64 })
const lockSchema = z.looseObject({ kind: z.string(), transaction_id: z.string() })

const itemSchema = z.looseObject({
  id: z.string(),
  envelope: base64,
  owner_account: z.string(),
  version: uint64,
  state: z.string(),
  departed_to: z.string().nullish(),
  replica_of: z.string().nullish(),
  content_length: uint64.optional(),
  lock: lockSchema.nullish(),
  in_doubt: z.boolean().optional(),
})
export type Item = z.infer<typeof itemSchema>

const checkSchema = z.union([
  z.strictObject({ ready: z.unknown() }),
  z.strictObject({ busy: z.looseObject({ code: z.number() }) }),
  z.strictObject({ refused: z.looseObject({ code: z.number() }) }),
])
export type CheckResult = { readonly result: 'ready' | 'busy' | 'refused'; readonly code: number }

const legSchema = z.looseObject({
  transaction_id: z.string(),
  state: z.string(),
  code: z.number(),
  manifest: base64,
  prepared: placeSchema.nullish(),
  decided: placeSchema.extend({ by: z.string().optional() }).nullish(),
  parked: z.array(z.number()).optional(),
})
export type LegRecord = z.infer<typeof legSchema>

const hubRecordSchema = z.looseObject({
  transaction_id: z.string(),
  state: z.string(),
  code: z.number(),
  manifest: base64,
  deadline_ns: uint64,
  opened: placeSchema.nullish(),
  decided: placeSchema.nullish(),
  legs: z.array(z.looseObject({ chain_id: z.string(), vote: z.string(), code: z.number(), confirmed: z.boolean() })),
})
export type HubRecord = z.infer<typeof hubRecordSchema>

const assetSchema = z.looseObject({ id: z.string(), chain_id: z.string(), version: uint64 })
export type RegistryEntry = z.infer<typeof assetSchema>

async function query<T>(chain: Chain, contract: string, message: object, schema: z.ZodType<T>): Promise<T> {
  const answer = await chain.querySmart(contract, message)
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const facts = { chainId: chain.chainId, query: Object.keys(message).join() }
  throw new CausewayError('CHAIN_ANSWER_INVALID', facts, parsed.error)
}

/** Null when the resource has never had an item of this id. */
export async function queryItem(chain: Chain, resource: string, id: string): Promise<Item | null> {
  return query(chain, resource, { item: { id } }, itemSchema.nullable())
}

export async function queryContent(chain: Chain, resource: string, id: string): Promise<Uint8Array> {
  const answer = await query(chain, resource, { content: { id } }, z.looseObject({ content: base64 }))
  return decodeBase64(answer.content)
}

/** Dry run of one operation; nothing is locked. */
export async function queryCheck(chain: Chain, resource: string, operation: Uint8Array): Promise<CheckResult> {
  const answer = await query(chain, resource, { check: { operation: encodeBase64(operation) } }, checkSchema)
  if ('busy' in answer) return { result: 'busy', code: answer.busy.code }
  if ('refused' in answer) return { result: 'refused', code: answer.refused.code }
  return { result: 'ready', code: 0 }
}

export async function queryItems(
  chain: Chain,
  resource: string,
  startAfter: string | null,
  limit: number,
): Promise<readonly Item[]> {
  const message = { items: { start_after: startAfter, limit } }
  return (await query(chain, resource, message, z.looseObject({ items: z.array(itemSchema) }))).items
}

export async function queryLeg(chain: Chain, gate: string, transactionId: string): Promise<LegRecord | null> {
  return query(chain, gate, { leg: { transaction_id: transactionId } }, legSchema.nullable())
}

export async function queryHubRecord(chain: Chain, hub: string, transactionId: string): Promise<HubRecord | null> {
  return query(chain, hub, { transaction: { transaction_id: transactionId } }, hubRecordSchema.nullable())
}

/** Where the hub's registry places an asset. */
export async function queryRegistry(chain: Chain, hub: string, id: string): Promise<RegistryEntry> {
  return query(chain, hub, { asset: { id } }, assetSchema)
}

export async function queryRegistryPage(
  chain: Chain,
  hub: string,
  startAfter: string | null,
  limit: number,
): Promise<readonly RegistryEntry[]> {
  const message = { assets: { start_after: startAfter, limit } }
  return (await query(chain, hub, message, z.looseObject({ assets: z.array(assetSchema) }))).assets
}
