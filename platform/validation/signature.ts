// Whether a device signed a submission: Ed25519, or P-256 with its lower s so that there is one signature, not two.
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Curve } from '../../core/batch.ts'
import { concatBytes, parseHex, toHex, utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'

/** 32 bytes for Ed25519; 33 bytes of compressed point for P-256. */
export type DeviceKey = { readonly curve: Curve; readonly publicKey: Uint8Array }

// SubjectPublicKeyInfo (RFC 5480, RFC 8410) up to the key itself.
const prefixes = {
  ed25519: parseHex('302a300506032b6570032100'),
  p256: parseHex('3039301306072a8648ce3d020106082a8648ce3d030107032200'),
} as const
const keyBytes = { ed25519: 32, p256: 33 } as const
const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** Throws KEY_INVALID when the bytes are no point of the curve. */
export function openDeviceKey({ curve, publicKey }: DeviceKey): KeyObject {
  try {
    if (publicKey.length !== keyBytes[curve]) throw new RangeError(`${publicKey.length} bytes`)
    const key = Buffer.from(concatBytes(prefixes[curve], publicKey))
    return createPublicKey({ key, format: 'der', type: 'spki' })
  } catch (cause) {
    const facts = { path: 'publicKey', expected: `${keyBytes[curve]} bytes of a public key of ${curve}` }
    throw new CausewayError('KEY_INVALID', facts, cause)
  }
}

const scalar = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes)}`)

export function verifySubmission(key: DeviceKey, text: string, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const opened = openDeviceKey(key)
  if (key.curve === 'ed25519') return verify(null, utf8(text), opened, signature)
  if (scalar(signature.subarray(32)) > p256Order / 2n) return false
  return verify('sha256', utf8(text), { key: opened, dsaEncoding: 'ieee-p1363' }, signature)
}

/** What a device with this private key signs. */
export function signSubmission(curve: Curve, privateKey: KeyObject, text: string): Uint8Array {
  if (curve === 'ed25519') return new Uint8Array(sign(null, utf8(text), privateKey))
  const signature = new Uint8Array(sign('sha256', utf8(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }))
  const s = scalar(signature.subarray(32))
  if (s <= p256Order / 2n) return signature
  return concatBytes(signature.subarray(0, 32), parseHex((p256Order - s).toString(16).padStart(64, '0')))
}

/** The public half as contracts keep it. */
export function publicKeyOf(curve: Curve, privateKey: KeyObject): Uint8Array {
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const bytes = Uint8Array.from(Buffer.from(x, 'base64url'))
  if (curve === 'ed25519') return bytes
  const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) % 2
  return concatBytes(Uint8Array.of(2 + odd), bytes)
}
