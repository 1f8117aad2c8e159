// Public keys of the three curves: out of DID documents, into Node's form, and whether a signature fits one.
import { createPublicKey, ECDH, type KeyObject, verify } from 'node:crypto'
import type { VerificationMethod } from 'did-resolver'
import { fitsAlgorithm, type PublicKey, parseMultikey } from '../../core/did.ts'

const curves = { p256: ['P-256', 'prime256v1'], secp256k1: ['secp256k1', 'secp256k1'] } as const

/** Throws where the bytes are no point of the curve. */
export function keyObject({ algorithm, bytes }: PublicKey): KeyObject {
  if (algorithm === 'ed25519') {
    const x = Buffer.from(bytes).toString('base64url')
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  }
  const [crv, name] = curves[algorithm]
  const point = ECDH.convertKey(bytes, name, undefined, undefined, 'uncompressed') as Buffer
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  return createPublicKey({ key: { kty: 'EC', crv, x, y }, format: 'jwk' } as Parameters<typeof createPublicKey>[0])
}

/** 64 bytes of signature: Ed25519 over the text itself, the others (r‖s) over its sha256, as contracts verify. */
export function isSigned(key: PublicKey, text: Uint8Array, signature: Uint8Array): boolean {
  try {
    const hash = key.algorithm === 'ed25519' ? null : 'sha256'
    return verify(hash, text, { key: keyObject(key), dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    // Bytes that are no point of the curve verify nothing.
    return false
  }
}

/** The key of a verification method, as Multikey or as JWK; undefined for kinds that are not ours. */
export function publicKeyOf(method: VerificationMethod): PublicKey | undefined {
  const { publicKeyMultibase, publicKeyJwk } = method
  if (typeof publicKeyMultibase === 'string') return parseMultikey(publicKeyMultibase)
  if (typeof publicKeyJwk !== 'object' || publicKeyJwk === null) return undefined
  const { kty, crv, x, y } = publicKeyJwk
  const point = [x, y].map((part) => (typeof part === 'string' ? Buffer.from(part, 'base64url') : Buffer.alloc(0)))
  const [across = Buffer.alloc(0), up = Buffer.alloc(0)] = point
  if (kty === 'OKP' && crv === 'Ed25519') return fitting({ algorithm: 'ed25519', bytes: Uint8Array.from(across) })
  const algorithm = crv === 'P-256' ? 'p256' : crv === 'secp256k1' ? 'secp256k1' : undefined
  if (kty !== 'EC' || algorithm === undefined || up.length !== 32) return undefined
  return fitting({ algorithm, bytes: Uint8Array.from([2 + ((up.at(-1) ?? 0) & 1), ...across]) })
}

const fitting = (key: PublicKey): PublicKey | undefined => (fitsAlgorithm(key) ? key : undefined)
