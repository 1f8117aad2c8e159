// Shapes that several routes share, as zod values; the OpenAPI document names them.
import { z } from 'zod'
import { idKinds } from '../core/ids.ts'
import { pageMax } from '../core/limits.ts'
import { requestStates } from './project.ts'

export const transactionIdSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'sha256 of the manifest under its domain tag, lower-case hex.' })
export const chainIdSchema = z.string().regex(/^[a-z][a-z0-9-]{1,31}$/)
export const dataIdSchema = z
  .string()
  .regex(/^did:causeway:(asset|entry):[a-z][a-z0-9-]{1,31}:[a-z0-9][a-z0-9._-]{0,63}$/)
  .meta({ description: `An identifier of kind asset or entry; all kinds are ${idKinds.join(', ')}.` })
export const addressSchema = z.string().regex(/^[a-z0-9]{1,90}$/)
export const base64Schema = z.base64()
export const uint64Schema = z.string().regex(/^[0-9]{1,20}$/)
export const timeSchema = z.iso.datetime()

export const amountSchema = z
  .strictObject({
    originChainId: chainIdSchema,
    denom: z.string().min(1).max(128),
    amount: z.string().regex(/^[1-9][0-9]{0,38}$/),
  })
  .meta({ id: 'Amount', description: 'Units of a denomination, as the chain that issues it names it.' })

export const authorisationSchema = z
  .strictObject({ scheme: z.enum(['secp256k1', 'adr036']), publicKey: base64Schema, signature: base64Schema })
  .meta({ id: 'Authorisation', description: 'One signature over the authorisation text; 33 and 64 bytes in base64.' })

export const placeSchema = z
  .object({ chainId: z.string(), height: uint64Schema, txHash: z.string(), time: timeSchema })
  .meta({ id: 'Place', description: 'Where on which chain something happened.' })

export const waitSchema = z.object({
  chainId: z.string(),
  what: z.enum(['queue', 'prepare', 'vote', 'decision', 'release']),
  code: z.string().nullable(),
})

export const legSchema = z
  .object({
    chainId: z.string(),
    state: z.enum(['none', 'voted', 'refused', 'applied', 'aborted']),
    vote: z.enum(['missing', 'yes', 'no']),
    code: z.string().nullable(),
    by: z.string().nullable(),
    busyCode: z.string().nullable(),
    prepared: placeSchema.nullable(),
    settled: placeSchema.nullable(),
    confirmed: z.boolean(),
  })
  .meta({ id: 'Leg', description: 'The part of one zone; `busyCode` is why its gate turned it away so far.' })

export const stepSchema = z
  .object({
    kind: z.string(),
    chainId: z.string(),
    height: uint64Schema,
    txHash: z.string(),
    time: timeSchema,
    facts: z.record(z.string(), z.string()),
    causes: z.array(z.string()),
  })
  .meta({ id: 'Step', description: 'One thing that happened; `causes` are keys of the packets that brought it about.' })

const progress = {
  transactionId: transactionIdSchema,
  state: z.enum(requestStates),
  outcome: z.enum(['pending', 'committed', 'aborted', 'rejected']),
  code: z.string().nullable(),
  deadline: timeSchema.nullable(),
  deadlineNs: uint64Schema,
  decided: placeSchema.nullable(),
  opened: placeSchema.nullable(),
  legs: z.array(legSchema),
  waitsFor: z.array(waitSchema),
}

export const summarySchema = z.object(progress).meta({ id: 'TransactionSummary' })

export const shareRequestSchema = z
  .object({ id: transactionIdSchema, receivedAt: timeSchema, ...progress, steps: z.array(stepSchema).optional() })
  .meta({ id: 'ShareRequest', description: 'An accepted request; its id is the id of its transaction.' })

export const acceptedSchema = z
  .object({
    id: transactionIdSchema,
    transactionId: transactionIdSchema,
    state: z.literal('received'),
    outcome: z.literal('pending'),
    links: z.object({ self: z.string(), events: z.string(), transaction: z.string() }),
  })
  .meta({ id: 'Accepted' })

/** Numbers in a query are text; both ends of the page are bounded. */
export const perPageSchema = z.coerce.number().int().min(1).max(pageMax).default(20)
export const pageTokenSchema = z.string().max(256).optional()
export const seqTokenSchema = z.coerce.number().int().min(1).optional()

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextPageToken: z.string().nullable() })

/** `Link: rel="next"` beside the token in the body. */
export function nextLink(path: string, token: string | undefined): Readonly<Record<string, string>> {
  if (token === undefined) return {}
  return { Link: `<${path}${path.includes('?') ? '&' : '?'}pageToken=${encodeURIComponent(token)}>; rel="next"` }
}
