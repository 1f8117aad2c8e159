// /v1/share-requests: accepts signed transactions durably, tells how far each is, and cancels what is undecided.
import { z } from 'zod'
import { encodeAuthorisation, encodeManifest, manifestJson } from '../../core/codec.ts'
import { CausewayError } from '../../core/errors.ts'
import { parseTransactionId } from '../../core/ids.ts'
import type { OperateJob } from '../../core/jobs.ts'
import { authorisationsMax } from '../../core/limits.ts'
import { parseManifest } from '../../core/manifest.ts'
import type { Authorisation } from '../../core/words.ts'
import { decodeBase64, encodeBase64 } from '../base64.ts'
import { chainOf } from '../chains.ts'
import { signerAmongActors } from '../consent.ts'
import type { Deps } from '../deps.ts'
import { shareRequestOf } from '../present.ts'
import { initialView, outcomeOf, parseView, stateOf, viewRow } from '../project.ts'
import { defineRoute, type Reply } from '../route.ts'
import {
  acceptedSchema,
  authorisationSchema,
  base64Schema,
  chainIdSchema,
  nextLink,
  pageOf,
  perPageSchema,
  seqTokenSchema,
  shareRequestSchema,
  transactionIdSchema,
} from '../schemas.ts'
import { sha256 } from '../sha256.ts'
import type { Answer, NewRequest, RequestRow } from '../store/store.ts'
import { type Admitted, admit, type Submission, submissionHash } from '../submission.ts'

const base = '/v1/share-requests'

const submissionSchema = z
  .strictObject({
    manifest: z.union([base64Schema, z.record(z.string(), z.unknown())]),
    authorisations: z.array(authorisationSchema).max(authorisationsMax),
    contents: z
      .array(z.strictObject({ chainId: chainIdSchema, operation: z.int().min(0), content: base64Schema }))
      .default([]),
    check: z.boolean().default(true),
  })
  .meta({
    id: 'Submission',
    description:
      'Canonical bytes of the manifest in base64, or its proto3 JSON. Content that is left out is read at its source;' +
      ' of a custom operation it is the manifest.' +
      ' With `check`, every zone is asked first, and what would not succeed now is refused.',
  })

export const submitRoute = defineRoute({
  method: 'post',
  path: base,
  summary: 'Submit a signed transaction',
  request: {
    // Missing is answered by its own code, so the shape does not insist; the document says that it is required.
    headers: { 'idempotency-key': z.string().min(1).max(64).optional().meta({ description: 'Required, unique.' }) },
    body: submissionSchema,
  },
  responses: { 202: { description: 'Durable; it will be carried out or end with a reason.', schema: acceptedSchema } },
  errors: [
    'BODY_INVALID',
    'BODY_TOO_LARGE',
    'IDEMPOTENCY_KEY_MISSING',
    'IDEMPOTENCY_KEY_BUSY',
    'IDEMPOTENCY_KEY_REUSED',
    'MANIFEST_MALFORMED',
    'SCHEMA_UNKNOWN',
    'LIMIT_EXCEEDED',
    'FINGERPRINT_MISMATCH',
    'CONTENT_MISSING',
    'UNAUTHORISED',
    'WRONG_ADDRESSEE',
    'ZONE_UNKNOWN',
    'DEADLINE_PASSED',
    'DEADLINE_TOO_FAR',
    'COPY_OF_CLOSED',
    'NOT_OWNER',
    'LOCKED',
    'INSUFFICIENT_FUNDS',
    'CHAIN_UNREACHABLE',
    'CHAIN_ANSWER_INVALID',
    'STORE_FULL',
    'STORE_UNAVAILABLE',
  ],
  handler: async ({ headers, body }, deps) => {
    const key = headers['idempotency-key']
    if (key === undefined) throw new CausewayError('IDEMPOTENCY_KEY_MISSING')
    const submission: Submission = {
      manifestBytes: manifestBytesOf(body.manifest),
      authorisations: body.authorisations.map(authorisationOf),
      contents: body.contents.map((one) => ({ ...one, content: decodeBase64(one.content) })),
      check: body.check,
    }
    const bodyHash = submissionHash(submission)
    const known = await deps.store.answerOf(key)
    if (known !== undefined && known.bodyHash !== bodyHash) throw new CausewayError('IDEMPOTENCY_KEY_REUSED', { key })
    if (known !== undefined) return replyOf(known.answer)
    const release = deps.intake.hold(key)
    try {
      const admitted = await admit(submission, deps)
      return replyOf(await deps.intake.accept(newRequest(admitted, key, bodyHash, deps)))
    } finally {
      release()
    }
  },
})

const replyOf = (answer: Answer): Reply => ({
  status: answer.status,
  headers: { Location: answer.location },
  body: JSON.parse(answer.body) as unknown,
})

function newRequest(admitted: Admitted, key: string, bodyHash: string, deps: Deps): NewRequest {
  const { transactionId, manifest, manifestBytes, authorisations, contents } = admitted
  const chainIds = manifest.legs.map((leg) => leg.chainId)
  const view = initialView(chainIds, manifest.deadlineNs)
  const row = viewRow(transactionId, view, initialView([], 0n))
  const self = `${base}/${transactionId}`
  const body: z.infer<typeof acceptedSchema> = {
    id: transactionId,
    transactionId,
    state: 'received',
    outcome: 'pending',
    links: { self, events: `${self}/events`, transaction: `/v1/transactions/${transactionId}` },
  }
  return {
    transactionId,
    manifest: manifestBytes,
    authorisations,
    contents,
    chainIds,
    deadlineMs: Number(manifest.deadlineNs / 1_000_000n),
    view: row.view,
    state: row.state,
    event: { type: row.state, data: row.event?.data ?? '{}' },
    receivedAtMs: deps.clock.nowMs(),
    key,
    bodyHash,
    answer: { status: 202, location: self, body: JSON.stringify(body) },
  }
}

function manifestBytesOf(manifest: string | Record<string, unknown>): Uint8Array {
  return typeof manifest === 'string' ? decodeBase64(manifest) : encodeManifest(manifestJson.fromJson(manifest))
}

function authorisationOf(json: z.infer<typeof authorisationSchema>): Authorisation {
  const authorisation = {
    scheme: json.scheme,
    publicKey: decodeBase64(json.publicKey),
    signature: decodeBase64(json.signature),
  }
  if (authorisation.publicKey.length === 33 && authorisation.signature.length === 64) return authorisation
  throw new CausewayError('AUTHORISATION_MALFORMED', { path: 'authorisations' })
}

async function requestOf(deps: Deps, id: string): Promise<RequestRow> {
  const row = await deps.store.request(id)
  if (row === undefined) throw new CausewayError('TRANSACTION_UNKNOWN', { transactionId: id })
  return row
}

export const getRequestRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  summary: 'How far a request is, step by step',
  request: { params: { id: transactionIdSchema } },
  responses: { 200: { description: 'The request.', schema: shareRequestSchema } },
  errors: ['BODY_INVALID', 'TRANSACTION_UNKNOWN', 'STORE_UNAVAILABLE'],
  handler: async ({ params: { id } }, deps) => {
    const row = await requestOf(deps, id)
    const trace = await deps.store.trace(id)
    return { status: 200, body: shareRequestOf(row, deps.zones.hub.chainId, trace) }
  },
})

export const listRequestsRoute = defineRoute({
  method: 'get',
  path: base,
  summary: 'Requests, newest first',
  request: {
    query: {
      state: shareRequestSchema.shape.state.optional(),
      perPage: perPageSchema,
      pageToken: seqTokenSchema,
    },
  },
  responses: { 200: { description: 'A page of requests.', schema: pageOf(shareRequestSchema) } },
  errors: ['BODY_INVALID', 'STORE_UNAVAILABLE'],
  handler: async ({ query: { state, perPage, pageToken } }, deps) => {
    const page = await deps.store.requests({
      limit: perPage,
      ...(state === undefined ? {} : { state }),
      ...(pageToken === undefined ? {} : { before: pageToken }),
    })
    const token = page.next?.toString()
    const items = page.items.map((row) => shareRequestOf(row, deps.zones.hub.chainId))
    return { status: 200, headers: nextLink(base, token), body: { items, nextPageToken: token ?? null } }
  },
})

export const cancelRoute = defineRoute({
  method: 'post',
  path: `${base}/{id}/cancel`,
  summary: 'Cancel an undecided transaction, as an actor of one of its legs',
  request: {
    params: { id: transactionIdSchema },
    body: z.strictObject({ authorisation: authorisationSchema }).meta({
      id: 'Cancel',
      description: 'A signature over the authorisation text whose first line says cancel instead of authorise.',
    }),
  },
  responses: {
    202: {
      description: 'Handed to the hub; the decision tells whether it came in time.',
      schema: z.object({ transactionId: transactionIdSchema, actor: z.string() }),
    },
  },
  errors: [
    'BODY_INVALID',
    'TRANSACTION_UNKNOWN',
    'NOT_CANCELLABLE',
    'UNAUTHORISED',
    'REDIS_UNAVAILABLE',
    'REDIS_REFUSED',
  ],
  handler: async ({ params: { id }, body }, deps) => {
    const row = await requestOf(deps, id)
    if (outcomeOf(parseView(row.view)) !== 'pending') {
      throw new CausewayError('NOT_CANCELLABLE', { transactionId: id, state: row.state })
    }
    const authorisation = authorisationOf(body.authorisation)
    const manifest = parseManifest(row.manifest, sha256)
    const prefixOf = (chainId: string): string => chainOf(deps, chainId).prefix
    const actor = signerAmongActors('cancel', manifest, parseTransactionId(id), authorisation, prefixOf)
    if (actor === undefined) throw new CausewayError('UNAUTHORISED', { path: 'authorisation', transactionId: id })
    const msg = {
      cancel: { manifest: encodeBase64(row.manifest), authorisation: encodeBase64(encodeAuthorisation(authorisation)) },
    }
    const data: OperateJob = { chain: deps.zones.hub.chainId, contract: deps.zones.hub.contract, msg }
    await deps.operate({ id: `cancel.${id}`, data })
    return { status: 202, body: { transactionId: id, actor: actor.address } }
  },
})

const heartbeatMs = 5_000
const eventsPerRead = 100

export const eventsRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}/events`,
  summary: 'Changes of a request as server-sent events; ends when it does',
  request: {
    params: { id: transactionIdSchema },
    headers: { 'last-event-id': z.coerce.number().int().min(0).optional() },
  },
  responses: { 200: { description: 'Events named by the state.', mediaType: 'text/event-stream', schema: z.string() } },
  errors: ['BODY_INVALID', 'TRANSACTION_UNKNOWN', 'STORE_UNAVAILABLE'],
  handler: async ({ params: { id }, headers }, deps) => {
    await requestOf(deps, id)
    return { status: 200, events: (write, signal) => follow(id, headers['last-event-id'] ?? 0, write, signal, deps) }
  },
})

async function follow(
  id: string,
  lastSeq: number,
  write: (frame: string) => void,
  signal: AbortSignal,
  deps: Deps,
): Promise<void> {
  write('retry: 1000\n\n')
  let after = lastSeq
  while (!signal.aborted) {
    // Registered before reading: a change in between wakes us at once.
    const stop = new AbortController()
    const changed = deps.watchers.next(id, heartbeatMs, AbortSignal.any([signal, stop.signal]))
    const events = await deps.store.eventsAfter(id, after, eventsPerRead)
    for (const event of events) {
      write(`id: ${event.seq}\nevent: ${event.type}\ndata: ${event.data}\n\n`)
      after = event.seq
    }
    const ended = events.length < eventsPerRead && (await isEnded(id, deps))
    if (ended || events.length === eventsPerRead) stop.abort()
    if (ended && (await deps.store.eventsAfter(id, after, 1)).length === 0) return
    await changed
    if (events.length === 0) write(': waiting\n\n')
  }
}

async function isEnded(id: string, deps: Deps): Promise<boolean> {
  const state = stateOf(parseView((await deps.store.view(id))?.view))
  return state === 'applied' || state === 'rejected'
}
