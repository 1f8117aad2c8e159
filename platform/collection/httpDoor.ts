// The HTTP door of collection: documents and batches come in by POST, and are answered once they are on disk;
// batches go out by GET to whom the chain has drawn to check them.
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { z } from 'zod'
import { parseBase64 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { formatId } from '../../core/ids.ts'
import type { Log } from '../../relayer/ports.ts'
import { type Door, type DoorOptions, listenHttp } from '../process/doors.ts'
import { createDoorApp, parseBody } from '../process/problem.ts'
import type { Certificates } from './certificates.ts'
import type { Collection, OwnBatch } from './collection.ts'
import type { HandOut } from './handOut.ts'
import type { Source } from './journal.ts'
import { batchBodyBytesMax, certificateBytesMax, connectionsMax, documentBytesMax } from './limits.ts'
import type { Callers, NativeFormat } from './ports.ts'

export type DoorDeps = {
  readonly collection: Collection
  readonly callers: Callers
  readonly log: Log
  /** Content for checkers and regulators; without it no batch goes out. */
  readonly handOut?: HandOut
  readonly certificates?: Certificates
}

/** The chain whose streams and devices a door serves; their local parts are in paths and topics. */
export type OfChain = { readonly chainId: string }

export const openHttpDoor = ({ chainId, ...options }: DoorOptions & OfChain, deps: DoorDeps): Promise<Door> =>
  listenHttp(createCollectionApp(chainId, deps), { ...options, connectionsMax })

export function sourceOf(chainId: string, stream: string, device: string): Source {
  return { streamId: formatId('asset', chainId, stream), deviceId: formatId('thing', chainId, device) }
}

const documentTypes: Readonly<Record<string, NativeFormat>> = {
  'application/senml+json': 'senml',
  'application/json': 'sensorthings',
}

export function createCollectionApp(chainId: string, deps: DoorDeps): Express {
  const { collection, log } = deps
  const refused = async (error: CausewayError, response: Response): Promise<void> => {
    const source = response.locals['source'] as Source | undefined
    if (source !== undefined) await collection.refused(source, error)
  }
  return createDoorApp({ log, refused }, (app) => {
    addDocuments(app, chainId, deps)
    addBatches(app, deps)
  })
}

function addDocuments(app: Express, chainId: string, { collection, callers }: DoorDeps): void {
  // Before the body is read: strangers upload nothing.
  const authenticate = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const source = sourceOf(chainId, String(request.params['stream']), String(request.params['device']))
    await checkCaller(callers, source.deviceId, request)
    response.locals['source'] = source
    next()
  }
  const sourceIn = (response: Response): Source => response.locals['source'] as Source
  app.use('/v1/streams/:stream/devices/:device', authenticate)
  const documents = express.raw({ type: Object.keys(documentTypes), limit: documentBytesMax })
  app.post('/v1/streams/:stream/devices/:device/documents', documents, async (request, response) => {
    const format = formatOf(request)
    const body = Buffer.isBuffer(request.body) ? Uint8Array.from(request.body) : new Uint8Array()
    const document = { ...sourceIn(response), format, body }
    // From here on the collection counts what it refuses.
    response.locals['source'] = undefined
    response.status(202).json(await collection.submitDocument(document))
  })
  app.get('/v1/streams/:stream/devices/:device/counts', async (request, response) => {
    const source = sourceIn(response)
    response.locals['source'] = undefined
    const { fromMs, toMs } = parseBody(spanSchema, request.query)
    response.json({ items: await collection.counts(source, fromMs, toMs) })
  })
}

function addBatches(app: Express, { collection, handOut, certificates }: DoorDeps): void {
  app.post('/v1/batches', express.json({ limit: batchBodyBytesMax }), async (request, response) => {
    response.status(202).json(await collection.submitBatch(parseOwnBatch(request.body)))
  })
  if (handOut !== undefined) {
    app.get('/v1/batches/:id', async (request, response) => {
      const answer = await handOut(request.params.id, request.get('authorization') ?? '')
      response.setHeader('Cache-Control', 'no-store').json(answer)
    })
  }
  if (certificates !== undefined) {
    const jws = express.text({ type: 'application/vc+jwt', limit: certificateBytesMax })
    // Anybody may bring one: what counts is that the chain names exactly these bytes.
    app.put('/v1/batches/:id/certificate', jws, async (request, response) => {
      if (typeof request.body !== 'string') throw new CausewayError('MEDIA_TYPE_UNSUPPORTED', {})
      await certificates.put(request.params.id, request.body)
      response.status(204).end()
    })
  }
}

function formatOf(request: Request): NativeFormat {
  const type = request.is(Object.keys(documentTypes))
  const format = typeof type === 'string' ? documentTypes[type] : undefined
  if (format !== undefined) return format
  throw new CausewayError('MEDIA_TYPE_UNSUPPORTED', { expected: Object.keys(documentTypes).join(' | ') })
}

async function checkCaller(callers: Callers, deviceId: string, request: Request): Promise<void> {
  const credential = /^Bearer ([A-Za-z0-9._~+/=-]{1,512})$/.exec(request.get('authorization') ?? '')?.[1]
  const known = credential !== undefined && (await callers.isDevice(deviceId, credential))
  if (!known)
    throw new CausewayError('DEVICE_NOT_ALLOWED', { deviceId, expected: 'Authorization: Bearer <credential>' })
}

const whole = z.string().regex(/^(?:0|[1-9][0-9]{0,18})$/)
const timeMs = whole.transform(Number).pipe(z.int())
const spanSchema = z.strictObject({ fromMs: timeMs, toMs: timeMs })
const batchSchema = z.strictObject({
  streamId: z.string(),
  deviceId: z.string(),
  attempt: z.int(),
  first: whole.transform(BigInt),
  last: whole.transform(BigInt),
  sentNs: whole.transform(BigInt),
  curve: z.enum(['ed25519', 'p256']),
  signature: z.string(),
  content: z.string(),
})

export function parseOwnBatch(body: unknown): OwnBatch {
  const { signature, content, ...name } = parseBody(batchSchema, body)
  return { ...name, signature: parseBase64(signature), content: parseBase64(content) }
}
