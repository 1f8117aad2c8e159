// VC-JOSE-COSE: a credential as a compact JWS of type vc+jwt, signed by a key of its issuer's DID document.

import type { KeyObject } from 'node:crypto'
import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose'
import { utf8 } from '../../core/bytes.ts'
import type { PublicKey } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Json } from '../../core/wire.ts'
import { keyObject } from '../identity/publicKeys.ts'

/** A key that signs credentials; JOSE has no place for secp256k1 any more, wallets log in but do not certify. */
export type CredentialSigner = {
  /** DID URL of the verification method. */
  readonly kid: string
  readonly algorithm: 'ed25519' | 'p256'
  readonly key: KeyObject
}

export type OpenedJws = { readonly kid: string; readonly algorithm: string; readonly payload: Json }

// EdDSA is the older name of what RFC 9864 calls Ed25519.
const algorithms: Readonly<Record<string, readonly string[]>> = { ed25519: ['EdDSA', 'Ed25519'], p256: ['ES256'] }

export function signJws(payload: Json, { kid, algorithm, key }: CredentialSigner): Promise<string> {
  const alg = algorithm === 'ed25519' ? 'EdDSA' : 'ES256'
  const header = { alg, typ: 'vc+jwt', cty: 'vc', kid }
  return new CompactSign(utf8(JSON.stringify(payload))).setProtectedHeader(header).sign(key)
}

/** What it says, before anybody has verified it: enough to find out whose key it must verify under. */
export function openJws(jws: string, bytesMax: number): OpenedJws {
  if (jws.length > bytesMax) {
    throw new CausewayError('CREDENTIAL_TOO_LARGE', { max: String(bytesMax), actual: String(jws.length) })
  }
  const { alg, typ, kid } = headerOf(jws)
  if (typ !== 'vc+jwt') throw new CausewayError('CREDENTIAL_MALFORMED', { path: 'typ', expected: 'vc+jwt' })
  if (typeof alg !== 'string' || !Object.values(algorithms).flat().includes(alg)) {
    throw new CausewayError('CREDENTIAL_ALGORITHM', { algorithm: String(alg).slice(0, 32) })
  }
  if (typeof kid !== 'string') throw new CausewayError('CREDENTIAL_MALFORMED', { path: 'kid', expected: 'DID URL' })
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(jws.split('.')[1] ?? '', 'base64url'))
    return { kid, algorithm: alg, payload: JSON.parse(text) as Json }
  } catch (error) {
    throw new CausewayError('CREDENTIAL_MALFORMED', { path: 'payload', expected: 'JSON' }, error)
  }
}

function headerOf(jws: string): { readonly alg?: unknown; readonly typ?: unknown; readonly kid?: unknown } {
  try {
    return decodeProtectedHeader(jws)
  } catch (error) {
    throw new CausewayError('CREDENTIAL_MALFORMED', { path: 'header', expected: 'compact JWS' }, error)
  }
}

/** The algorithm must be the one of the key: its header may not choose another. */
export async function verifyJws(jws: string, key: PublicKey): Promise<void> {
  const allowed = algorithms[key.algorithm] ?? []
  const { algorithm } = openJws(jws, jws.length)
  if (!allowed.includes(algorithm)) throw new CausewayError('CREDENTIAL_ALGORITHM', { algorithm, key: key.algorithm })
  try {
    await compactVerify(jws, keyObject(key), { algorithms: [...allowed] })
  } catch (error) {
    throw new CausewayError('CREDENTIAL_SIGNATURE_WRONG', {}, error)
  }
}
