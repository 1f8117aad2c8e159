// What a grantee signs to read under a grant, line for line as the rights contract rebuilds it.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { toHex } from '../../core/bytes.ts'
import { requestMs } from './limits.ts'

const text = (max: number) => z.string().min(1).max(max)

/** The rights contract's own JSON: whoever serves data hands it on as it came. */
export const accessRequest = z.strictObject({
  grant: text(64),
  fields: z.array(text(128)).min(1).max(64),
  purpose: text(128),
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  expires_ns: z.string().regex(/^\d{1,20}$/),
  signature: z.base64(),
  public_key: z.base64(),
})
export type AccessRequest = z.infer<typeof accessRequest>
type Asked = Pick<AccessRequest, 'grant' | 'fields' | 'purpose'>

/** The contract that decides: a request to one chain and contract says nothing to another. */
export type RightsSite = { readonly chainId: string; readonly rights: string }

export function accessText({ chainId, rights }: RightsSite, asked: Omit<AccessRequest, 'signature' | 'public_key'>) {
  const { grant, fields, purpose, nonce, expires_ns } = asked
  return ['Causeway v1: access', chainId, rights, grant, fields.join(','), purpose, nonce, expires_ns].join('\n')
}

/** An account's signature over a text, both parts in base64. */
export type SignAccess = (text: string) => Promise<{ readonly publicKey: string; readonly signature: string }>

/** Serves once: its nonce is taken with the access. */
export async function signAccess(
  site: RightsSite,
  { grant, fields, purpose }: Asked,
  nowNs: bigint,
  sign: SignAccess,
): Promise<AccessRequest> {
  const expires_ns = (nowNs + BigInt(requestMs) * 1_000_000n).toString()
  const asked = { grant, fields: [...fields].sort(), purpose, nonce: toHex(randomBytes(16)), expires_ns }
  const { publicKey, signature } = await sign(accessText(site, asked))
  return { ...asked, signature, public_key: publicKey }
}
