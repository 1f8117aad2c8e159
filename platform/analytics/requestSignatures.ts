// Who signed a request: a party whose key its chain knows now, about exactly these bytes, in time, and once.
import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { parseBase64, toBase64, utf8 } from '../../core/bytes.ts'
import { keysAt } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import type { Clock } from '../../relayer/ports.ts'
import type { SubjectQueries } from '../identity/ports.ts'
import { isSigned } from '../identity/publicKeys.ts'
import { requestAgeMsMax, requestsKeptMax } from './limits.ts'
import type { RequestSignatures, SignRequest } from './ports.ts'

type Said = { readonly party: string; readonly atMs: number; readonly nonce: string }
type Request = { readonly method: string; readonly path: string; readonly body: Uint8Array }

/** The lines that the party's key signs. */
export function requestText({ method, path, body }: Request, { party, atMs, nonce }: Said): string {
  const digest = createHash('sha256').update(body).digest('hex')
  return ['Causeway v1: request', `${method} ${path}`, `body ${digest}`, party, `at ${atMs}`, `nonce ${nonce}`].join(
    '\n',
  )
}

/** Signs as `party`; `sign` is its key. */
export function signRequests(
  party: string,
  sign: (text: string) => Uint8Array,
  clock: Pick<Clock, 'nowMs'>,
): SignRequest {
  return async (method, path, body) => {
    const said = { party, atMs: Math.floor(clock.nowMs()), nonce: randomBytes(16).toString('hex') }
    const signature = toBase64(sign(requestText({ method, path, body }, said)))
    return { authorization: `Causeway ${Buffer.from(JSON.stringify({ ...said, signature })).toString('base64url')}` }
  }
}

const saidSchema = z.strictObject({
  party: z.string().max(256),
  atMs: z.int().min(0),
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  signature: z.string().max(128),
})

export type SignatureDeps = {
  /** The identity contract of the chain where a party is at home; undefined where nobody here knows that chain. */
  readonly subjectsOf: (chainId: string) => SubjectQueries | undefined
  readonly clock: Pick<Clock, 'nowMs'>
}

export function openRequestSignatures({ subjectsOf, clock }: SignatureDeps): RequestSignatures {
  const take = openNonces(clock)
  return {
    async signer({ method, path, header, body }) {
      const said = parseSaid(header('authorization') ?? '')
      if (said === undefined) return undefined
      const { party, signature } = said
      const found = (await subjectsOf(parseId(party, 'party').chainId)?.query(party))?.subject
      if (found?.status !== 'active') return undefined
      const text = utf8(requestText({ method, path, body }, said))
      if (!keysAt(found).some((key) => isSigned(key, text, parseBase64(signature)))) return undefined
      take(said)
      return party
    },
  }
}

function parseSaid(header: string): z.infer<typeof saidSchema> | undefined {
  const [, encoded = ''] = /^Causeway ([A-Za-z0-9_-]{1,1024})$/.exec(header) ?? []
  try {
    return saidSchema.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

/** Each request once; one from before this process began is too old, for what was remembered then is gone. */
function openNonces(clock: Pick<Clock, 'nowMs'>): (said: Said) => void {
  const startedMs = clock.nowMs()
  const seen = new Map<string, number>()
  return ({ party, atMs, nonce }) => {
    const nowMs = clock.nowMs()
    const isTimely = Math.abs(nowMs - atMs) <= requestAgeMsMax && atMs >= Math.floor(startedMs)
    if (!isTimely) throw new CausewayError('REQUEST_EXPIRED', { atMs: String(atMs), nowMs: String(nowMs) })
    for (const [key, untilMs] of seen) {
      if (untilMs >= nowMs) break
      seen.delete(key)
    }
    if (seen.has(`${party} ${nonce}`)) throw new CausewayError('NONCE_TAKEN', { nonce })
    if (seen.size >= requestsKeptMax) throw new CausewayError('RATE_LIMITED', { limit: String(requestsKeptMax) })
    seen.set(`${party} ${nonce}`, nowMs + 2 * requestAgeMsMax)
  }
}
