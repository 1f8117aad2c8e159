// Content from the door of the platform that took a batch in, asked for under the checker's own signature.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { parseBase64 } from '../../core/bytes.ts'
import { CausewayError, catalogue, type ErrorCode } from '../../core/errors.ts'
import type { Clock } from '../../relayer/ports.ts'
import { requestHeader, requestText } from '../collection/batchRequest.ts'
import { handedBytesMax, handOutTimeoutMs } from './limits.ts'
import type { Content, Contents } from './ports.ts'

export type Asker = {
  readonly party: string
  /** By the party's key on chain. */
  readonly sign: (text: string) => Uint8Array | Promise<Uint8Array>
  readonly clock: Clock
}

const base64 = z.string().transform(parseBase64)
const handedSchema = z.looseObject({
  attempt: z.int(),
  content: base64,
  certificates: z.array(z.string()).max(100),
  salt: base64.optional(),
  previous: z.looseObject({ batch: z.string(), row: base64, path: z.array(base64).max(16) }).optional(),
})

export type Handed = z.infer<typeof handedSchema>

/** Throws the code of the door's refusal; CONTENT_MISSING when it is silent or answers in another shape. */
export async function fetchBatch(url: string, batch: string, asker: Asker): Promise<Handed> {
  const parsed = handedSchema.safeParse(await askDoor(url, batch, asker))
  if (!parsed.success) throw new CausewayError('CONTENT_MISSING', { batch, url }, parsed.error)
  return parsed.data
}

export function openDoorContents(url: string, asker: Asker): Contents {
  return {
    async content(batch, attempt): Promise<Content | undefined> {
      const { attempt: handed, content, salt, previous } = await fetchBatch(url, batch, asker)
      if (handed !== attempt) return undefined
      return { attempt, content, ...(salt && { salt }), ...(previous && { previous }) }
    },
  }
}

async function askDoor(url: string, batch: string, { party, sign, clock }: Asker): Promise<unknown> {
  const asked = { batch, party, atMs: clock.nowMs(), nonce: randomBytes(16).toString('hex') }
  const signature = await sign(requestText(asked))
  const headers = { authorization: requestHeader({ ...asked, signature }) }
  const response = await fetch(`${url}/v1/batches/${encodeURIComponent(batch)}`, {
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(handOutTimeoutMs),
  }).catch((cause: unknown) => {
    throw new CausewayError('CONTENT_MISSING', { batch, url }, cause)
  })
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  if (!(length <= handedBytesMax)) throw new CausewayError('CONTENT_MISSING', { batch, length: String(length) })
  const json: unknown = await response.json().catch(() => undefined)
  if (response.ok) return json
  const code = (json as { code?: unknown } | undefined)?.code
  const known = typeof code === 'string' && code in catalogue ? (code as ErrorCode) : 'CONTENT_MISSING'
  throw new CausewayError(known, { batch, status: String(response.status) })
}
