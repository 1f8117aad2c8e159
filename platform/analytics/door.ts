// The door of an analytics process: signature over the bytes first, then shape, then rights; errors leave as problems.
import express, { type Express, type Request } from 'express'
import { CausewayError } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'
import { type Door, type DoorOptions, listenHttp } from '../process/doors.ts'
import { createDoorApp } from '../process/problem.ts'
import { requestBytesMax, requestsPerMinute } from './limits.ts'
import type { AnalyticsPlatform } from './platform.ts'
import type { RequestSignatures } from './ports.ts'
import { parsePartRequest } from './runPart.ts'

export type DoorDeps = {
  readonly platform: Pick<AnalyticsPlatform, 'runPart'>
  readonly signatures: RequestSignatures
  readonly log: Log
}

export const partsPath = '/parts'

export const openAnalyticsDoor = (options: DoorOptions, deps: DoorDeps): Promise<Door> =>
  listenHttp(createAnalyticsApp(deps), options)

export function createAnalyticsApp(deps: DoorDeps, perMinute = requestsPerMinute): Express {
  return createDoorApp({ log: deps.log, requestsPerMinute: perMinute }, (app) => {
    app.post(
      partsPath,
      express.raw({ limit: requestBytesMax, type: 'application/json' }),
      async (request, response) => {
        const body = bodyOf(request)
        const requester = await signerOf(request, body, deps.signatures)
        const { value, late } = await deps.platform.runPart(parsePartRequest(parseJson(body)), requester)
        response.json({ part: value, late })
      },
    )
  })
}

function bodyOf(request: Request): Uint8Array {
  if (request.body instanceof Uint8Array) return request.body
  throw new CausewayError('MEDIA_TYPE_UNSUPPORTED', { 'content-type': request.get('content-type') ?? 'none' })
}

async function signerOf(request: Request, body: Uint8Array, signatures: RequestSignatures): Promise<string> {
  const header = (name: string): string | undefined => request.get(name)
  const signer = await signatures.signer({ method: 'POST', path: partsPath, header, body })
  if (signer === undefined) throw new CausewayError('REQUEST_UNSIGNED')
  return signer
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown
  } catch (cause) {
    throw new CausewayError('BODY_INVALID', { where: 'body' }, cause)
  }
}
