// Splits a content key over stores so that k of them release it and fewer know nothing; wraps shares to public keys.

import { CompactEncrypt, type CryptoKey, calculateJwkThumbprint, compactDecrypt, importJWK, type JWK } from 'jose'
import { combine, split } from 'shamir-secret-sharing'
import { z } from 'zod'
import { toHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { sha256 } from './fingerprints.ts'
import type { ObjectName } from './seal.ts'

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** Strict: a private part or a key of another kind is refused rather than passed on. */
const publicJwk = z.union([
  z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
  z.strictObject({ kty: z.literal('OKP'), crv: z.literal('X25519'), x: coordinate }),
])
export type PublicJwk = z.infer<typeof publicJwk>

const agreement = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', typ: 'causeway-share' } as const

/** Throws RECIPIENT_KEY_INVALID. */
export function parsePublicJwk(value: unknown): PublicJwk {
  const parsed = publicJwk.safeParse(value)
  if (!parsed.success)
    throw new CausewayError('RECIPIENT_KEY_INVALID', { reason: parsed.error.issues[0]?.message ?? '' })
  return parsed.data
}

/** RFC 7638: the name by which the chain knows a recipient's key. */
export const keyThumbprint = (jwk: PublicJwk): Promise<string> => calculateJwkThumbprint(jwk, 'sha256')

export type Share = { readonly share: Uint8Array; readonly commitment: string }
export type SplitKey = { readonly shares: readonly Share[]; readonly keyCommitment: string }

/** Shares are random by themselves, so that their hashes tell nothing; any `threshold` of them give the key. */
export async function splitKey(contentKey: Uint8Array, count: number, threshold: number): Promise<SplitKey> {
  const shares = await split(contentKey, count, threshold)
  return {
    shares: shares.map((share) => ({ share, commitment: toHex(sha256(share)) })),
    keyCommitment: toHex(sha256(contentKey)),
  }
}

/** Throws SHARE_MISMATCH for a share that is not the committed one. */
export function checkShare(share: Uint8Array, commitment: string): void {
  if (toHex(sha256(share)) !== commitment) throw new CausewayError('SHARE_MISMATCH', { commitment })
}

/** Throws KEY_MISMATCH when the shares do not give the committed key: too few, or of different objects. */
export async function combineShares(shares: readonly Uint8Array[], keyCommitment: string): Promise<Uint8Array> {
  const key = await combine([...shares]).catch((cause: unknown) => {
    throw new CausewayError('KEY_MISMATCH', { shares: String(shares.length) }, cause)
  })
  if (toHex(sha256(key)) !== keyCommitment) throw new CausewayError('KEY_MISMATCH', { shares: String(shares.length) })
  return key
}

/** A JWE whose protected header says of which object and store the share is, so that it fits nowhere else. */
export async function wrapShare(share: Uint8Array, name: ObjectName, store: string, to: PublicJwk): Promise<string> {
  const header = { ...agreement, kid: await keyThumbprint(to), ...contextOf(name, store) }
  return new CompactEncrypt(share).setProtectedHeader(header).encrypt(await importKey(to))
}

/** Throws SHARE_MISMATCH for a JWE of another key, object, version or store. */
export async function unwrapShare(jwe: string, name: ObjectName, store: string, key: CryptoKey): Promise<Uint8Array> {
  const algorithms = { keyManagementAlgorithms: [agreement.alg], contentEncryptionAlgorithms: [agreement.enc] }
  const opened = await compactDecrypt(jwe, key, algorithms).catch((cause: unknown) => {
    throw new CausewayError('SHARE_MISMATCH', { reason: 'the JWE does not open' }, cause)
  })
  const { obj, ver, store: from } = opened.protectedHeader as Record<string, unknown>
  const context = contextOf(name, store)
  if (obj !== context.obj || ver !== context.ver || from !== context.store) {
    throw new CausewayError('SHARE_MISMATCH', { reason: 'the JWE is of another object, version or store' })
  }
  return opened.plaintext
}

const contextOf = ({ objectId, version }: ObjectName, store: string) => ({ obj: objectId, ver: `${version}`, store })

/** The key object behind a JWK, public or private, for the one use that this file makes of it. */
export async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, agreement.alg)
  if (key instanceof Uint8Array) throw new CausewayError('RECIPIENT_KEY_INVALID', { reason: 'a symmetric key' })
  return key
}
