// The HTTP side of the owner's door: one route and its limits.
import express, { type Express } from 'express'
import { z } from 'zod'
import { type Door, type DoorOptions, listenHttp } from '../process/doors.ts'
import { createDoorApp, objectBodyCodes, parseBody } from '../process/problem.ts'
import { type DoorDeps, serveRows } from './door.ts'
import { requestBodyBytesMax, requestsPerMinuteMax } from './limits.ts'
import { accessRequest } from './request.ts'

const sequence = z.string().regex(/^[1-9]\d{0,18}$/)
const asking = z.strictObject({
  asset: z.string().min(1).max(160),
  first: sequence,
  last: sequence,
  request: accessRequest,
})

export const openAccessDoor = (options: DoorOptions, deps: DoorDeps): Promise<Door> =>
  listenHttp(createAccessApp(deps), options)

export function createAccessApp(deps: DoorDeps, requestsPerMinute = requestsPerMinuteMax): Express {
  const options = { log: deps.log, requestsPerMinute, bodyCodes: objectBodyCodes }
  return createDoorApp(options, (app) => {
    app.use(express.json({ limit: requestBodyBytesMax, strict: true }))
    app.post('/reads', async (request, response) => {
      const { asset, first, last, request: asked } = parseBody(asking, request.body, objectBodyCodes.invalid)
      response.json(await serveRows({ asset, first: BigInt(first), last: BigInt(last) }, asked, deps))
    })
  })
}
