// The door of identity: a challenge, a token for the signed challenge, who a token stands for now, and DID documents.
import type { Resolver } from 'did-resolver'
import express, { type Express, type Request } from 'express'
import { z } from 'zod'
import { parseBase64 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'
import { type Door, type DoorOptions, listenHttp } from '../process/doors.ts'
import { createDoorApp, parseBody } from '../process/problem.ts'
import { doorBodyBytesMax, doorRequestsPerMinute } from './limits.ts'
import type { Authenticated, Login } from './login.ts'
import { resolveDid } from './resolver.ts'

export type IdentityDoorDeps = { readonly login: Login; readonly resolver: Resolver; readonly log: Log }

export const openIdentityDoor = (options: DoorOptions, deps: IdentityDoorDeps): Promise<Door> =>
  listenHttp(createIdentityApp(deps), options)

const challengeShape = z.strictObject({ did: z.string() })
const answerShape = z.strictObject({
  nonce: z.string().regex(/^[0-9a-f]{64}$/),
  key: z.string().min(1).max(64),
  /** 64 bytes in base64. */
  signature: z.string().max(128),
  /** Account of the wallet, where one signed the ADR-036 document. */
  signer: z.string().max(128).optional(),
})
const documentQuery = z.strictObject({ height: z.string().optional() })

export function createIdentityApp(
  { login, resolver, log }: IdentityDoorDeps,
  requestsPerMinute = doorRequestsPerMinute,
): Express {
  return createDoorApp({ log, requestsPerMinute }, (app) => {
    app.use('/v1/auth', express.json({ limit: doorBodyBytesMax }), (_request, response, next) => {
      response.setHeader('Cache-Control', 'no-store')
      next()
    })
    app.post('/v1/auth/challenges', async (request, response) => {
      const { nonce, text, expiresAtMs } = await login.challenge(parseBody(challengeShape, request.body).did)
      response.status(201).json({ nonce, text, expiresAt: isoTime(expiresAtMs) })
    })
    app.post('/v1/auth/tokens', async (request, response) => {
      const { signature, ...answer } = parseBody(answerShape, request.body)
      const { token, session } = await login.answer({ ...answer, signature: parseBase64(signature) })
      response.status(201).json({ token, ...sessionJson(session) })
    })
    app.get('/v1/auth/session', async (request, response) => {
      response.json(sessionJson(await login.authenticate(bearerOf(request))))
    })
    app.delete('/v1/auth/session', async (request, response) => {
      await login.end(bearerOf(request))
      response.status(204).end()
    })
    app.get('/v1/dids/:did', async (request, response) => {
      const { height } = parseBody(documentQuery, request.query)
      const didUrl = height === undefined ? request.params.did : `${request.params.did}?height=${height}`
      const { didDocument } = await resolveDid(resolver, didUrl)
      response.type('application/did').send(JSON.stringify(didDocument))
    })
  })
}

const isoTime = (ms: number): string => new Date(ms).toISOString()

/** The height is that of the state which the answer rests on. */
const sessionJson = ({ did, subject, height, expiresAtMs }: Authenticated): object => ({
  did,
  roles: subject.roles,
  height: height.toString(),
  expiresAt: isoTime(expiresAtMs),
})

function bearerOf(request: Request): string {
  const token = /^Bearer ([0-9a-f]{64})$/.exec(request.get('authorization') ?? '')?.[1]
  if (token === undefined) throw new CausewayError('SESSION_UNKNOWN', { expected: 'Authorization: Bearer <token>' })
  return token
}
