// The HTTP door of a store: its routes and limits.
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { z } from 'zod'
import { parseBase64, toBase64 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { parseDataId } from '../../core/ids.ts'
import type { Log } from '../../relayer/ports.ts'
import { accessRequest } from '../access/request.ts'
import type { ObjectName } from '../keys/seal.ts'
import { parsePublicJwk } from '../keys/shares.ts'
import { type Door, type DoorOptions, listenHttp } from '../process/doors.ts'
import { createDoorApp, objectBodyCodes, parseBody } from '../process/problem.ts'
import { parseCid } from './cid.ts'
import { objectBytesMax, requestsPerMinuteMax, shareBodyBytesMax } from './limits.ts'
import { type Range, sliceOf } from './objects.ts'
import type { Kept } from './shelf.ts'
import type { Signed } from './statements.ts'
import type { SeatedPlacement, StoreNode } from './storeNode.ts'

const version = z.string().regex(/^[1-9]\d{0,18}$/)
const text = (max: number) => z.string().min(1).max(max)
const signed = z.strictObject({ text: text(1000), signature: text(100) })
const placing = z.strictObject({ object: text(160), version })
const placingShare = z.strictObject({ objectId: text(160), version, share: text(4000) })
const access = z.string().regex(/^[1-9]\d{0,18}$/)
const asking = z.strictObject({
  version,
  grant: text(160),
  recipientKey: z.unknown(),
  request: signed,
  access: access.optional(),
})

export type StoreDoorDeps = { readonly node: StoreNode; readonly log: Log }

export const openStoreDoor = (options: DoorOptions, deps: StoreDoorDeps): Promise<Door> =>
  listenHttp(createStoreApp(deps), options)

export function createStoreApp({ node, log }: StoreDoorDeps, requestsPerMinute = requestsPerMinuteMax): Express {
  return createDoorApp({ log, requestsPerMinute, bodyCodes: objectBodyCodes }, (app) => {
    addObjects(app, node)
    addShares(app, node)
  })
}

function addObjects(app: Express, node: StoreNode): void {
  app.get('/healthz', (_request, response) => void response.json({ store: node.store }))
  app.put('/objects/:cid', (request, response, next) => admit(node, request, response, next))
  // Read only once the chain has said that these bytes belong here.
  app.put('/objects/:cid', express.raw({ type: () => true, limit: objectBytesMax }))
  app.put('/objects/:cid', async (request, response) => {
    const sealed = request.body instanceof Uint8Array ? request.body : new Uint8Array()
    const placement = response.locals['placement'] as SeatedPlacement
    response.status(201).json(toJson(await node.accept(placement, sealed)))
  })
  app.get('/objects/:cid', (request, response) => serveObject(node, request, response))
}

function addShares(app: Express, node: StoreNode): void {
  app.use(express.json({ limit: shareBodyBytesMax, strict: true }))
  app.post('/accesses', async (request, response) => {
    const { number, code } = await node.recordAccess(readBody(accessRequest, request.body))
    response.json({ number: `${number}`, code })
  })
  app.post('/shares', async (request, response) => {
    const { objectId, version, share } = readBody(placingShare, request.body)
    await node.placeShare(nameOf(objectId, version), share)
    response.status(204).end()
  })
  app.post('/shares/:objectId', async (request, response) => {
    const { version, grant, recipientKey, request: ask, access } = readBody(asking, request.body)
    const name = nameOf(request.params.objectId, version)
    const key = parsePublicJwk(recipientKey)
    const released = { ...name, grant, recipientKey: key, request: fromJson(ask), ...numbered(access) }
    response.json({ share: await node.releaseShare(released) })
  })
  app.get('/deliveries/:agreement/:cid', (request, response) => {
    const { agreement, cid } = request.params
    const statement = node.delivery(agreement, parseCid(cid).toString())
    if (statement === undefined) throw new CausewayError('OBJECT_MISSING', { agreement, cid })
    response.json(toJson(statement))
  })
}

async function admit(node: StoreNode, request: Request<{ cid: string }>, response: Response, next: NextFunction) {
  const { object, version } = readBody(placing, request.query)
  const length = Number(request.get('content-length') ?? Number.NaN)
  if (!Number.isSafeInteger(length)) throw new CausewayError('REQUEST_INVALID', { reason: 'no Content-Length' })
  if (length > objectBytesMax) throw new CausewayError('OBJECT_TOO_LARGE', { max: String(objectBytesMax) })
  const cid = parseCid(request.params.cid).toString()
  response.locals['placement'] = await node.admit(nameOf(object, version), cid, length)
  next()
}

async function serveObject(node: StoreNode, request: Request<{ cid: string }>, response: Response): Promise<void> {
  const cid = parseCid(request.params.cid).toString()
  const asked = await grantOf(node, cid, request)
  const bytes = await node.read(cid)
  const range = rangeOf(request.get('range'), bytes.length)
  response.type('application/octet-stream').setHeader('Accept-Ranges', 'bytes')
  if (range !== undefined) {
    const part = sliceOf(bytes, range)
    const last = range.first + part.length - 1
    response.status(206).setHeader('Content-Range', `bytes ${range.first}-${last}/${bytes.length}`).end(part)
    return
  }
  // A statement on part of an object, or on bytes that were never taken, would be a lie.
  if (asked !== undefined) response.once('finish', () => node.delivered(asked.agreement, asked.kept, bytes))
  response.end(bytes)
}

type Asked = { readonly agreement: string; readonly kept: Kept }

/** The grant of a reader who wants a delivery statement; others need none, since what they get is sealed. */
async function grantOf(node: StoreNode, cid: string, request: Request): Promise<Asked | undefined> {
  const header = request.get('causeway-request')
  if (header === undefined) return undefined
  const kept = node.keptByCid(cid)
  if (kept === undefined) throw new CausewayError('OBJECT_MISSING', { cid })
  const asks = signed.extend({ grant: text(160), access: access.optional() })
  const { grant, access: number, ...ask } = readBody(asks, jsonOf(parseBase64(header)))
  const { agreement } = await node.authorise(kept, { grant, request: fromJson(ask), ...numbered(number) })
  return { agreement, kept }
}

function rangeOf(header: string | undefined, length: number): Range | undefined {
  if (header === undefined) return undefined
  const [, first, last] = /^bytes=(\d{1,10})-(\d{0,10})$/.exec(header) ?? []
  if (first === undefined) throw new CausewayError('RANGE_INVALID', { range: header.slice(0, 40) })
  return { first: Number(first), last: last === '' || last === undefined ? length - 1 : Number(last) }
}

function nameOf(objectId: string, version: string): ObjectName {
  parseDataId(objectId)
  return { objectId, version: BigInt(version) }
}

const readBody = <T>(schema: z.ZodType<T>, value: unknown): T => parseBody(schema, value, objectBodyCodes.invalid)

const numbered = (access: string | undefined): { access?: bigint } =>
  access === undefined ? {} : { access: BigInt(access) }

const toJson = ({ text, signature }: Signed) => ({ text, signature: toBase64(signature) })
const fromJson = ({ text, signature }: { text: string; signature: string }): Signed => ({
  text,
  signature: parseBase64(signature),
})

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new CausewayError('REQUEST_INVALID', { reason: 'no JSON' }, cause)
  }
}
