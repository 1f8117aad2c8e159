// How somebody asks for a batch: who it is, when, and once, signed by its key on chain; in the Authorization header.
import { z } from 'zod'
import { parseBase64, toBase64, utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'

export type BatchRequest = {
  readonly batch: string
  readonly party: string
  readonly atMs: number
  /** 32 hex digits, each once. */
  readonly nonce: string
  readonly signature: Uint8Array
}

/** The lines that the party's key signs; for Ed25519 the text itself, for others its sha256. */
export function requestText({ batch, party, atMs, nonce }: Omit<BatchRequest, 'signature'>): string {
  return ['Causeway v1: batch request', batch, `party ${party}`, `at ${atMs}`, `nonce ${nonce}`].join('\n')
}

export function requestHeader({ party, atMs, nonce, signature }: BatchRequest): string {
  const said = { party, atMs, nonce, signature: toBase64(signature) }
  return `Causeway ${Buffer.from(utf8(JSON.stringify(said))).toString('base64url')}`
}

const saidSchema = z.strictObject({
  party: z.string().max(256),
  atMs: z.int().min(0),
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  signature: z.string().max(128),
})

/** Throws UNAUTHORISED for all that is no signed request. */
export function parseRequest(batch: string, header: string): BatchRequest {
  try {
    const [, encoded = ''] = /^Causeway ([A-Za-z0-9_-]{1,1024})$/.exec(header) ?? []
    const said = saidSchema.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')))
    return { ...said, batch, signature: parseBase64(said.signature) }
  } catch (error) {
    throw new CausewayError('UNAUTHORISED', { expected: 'Authorization: Causeway <signed request>' }, error)
  }
}
