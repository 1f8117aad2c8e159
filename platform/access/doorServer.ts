// The HTTP side of the owner's door: one route, its limits, and every refusal as application/problem+json.
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import { answerProblem, parseBody } from '../storage/problem.ts'
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

export function createAccessApp(deps: DoorDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(
    rateLimit({ windowMs: 60_000, limit: requestsPerMinuteMax, standardHeaders: 'draft-8', legacyHeaders: false }),
  )
  app.use(express.json({ limit: requestBodyBytesMax, strict: true }))
  app.post('/reads', async (request, response) => {
    const { asset, first, last, request: asked } = parseBody(asking, request.body)
    response.json(await serveRows({ asset, first: BigInt(first), last: BigInt(last) }, asked, deps))
  })
  app.use((request) => {
    throw new CausewayError('NOT_FOUND', { path: request.path })
  })
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    answerProblem(error, response, deps.log)
  })
  return app
}
