// Things with keys of their own: devices and stores sign what they say, and their keys never leave them.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export type Curve = 'ed25519' | 'p256'
export type Device = {
  readonly id: string
  readonly algorithm: Curve
  /** 32 bytes of Ed25519, or a compressed point of 33. */
  readonly publicKey: Uint8Array
  readonly privateKey: KeyObject
  /** 64 bytes over the text (Ed25519) or its sha256 (P-256, low s). */
  readonly sign: (text: string) => Uint8Array
}

export function newDevice(id: string, algorithm: Curve = 'ed25519'): Device {
  const pair =
    algorithm === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { privateKey } = pair
  return { id, algorithm, privateKey, publicKey: rawKey(pair.publicKey), sign: (text) => signText(text, privateKey) }
}

function rawKey(key: KeyObject): Uint8Array {
  const { x = '', y } = key.export({ format: 'jwk' })
  const point = Buffer.from(x, 'base64url')
  if (y === undefined) return new Uint8Array(point)
  const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) % 2
  return new Uint8Array([2 + odd, ...point])
}

function signText(text: string, key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType === 'ed25519') return new Uint8Array(sign(null, Buffer.from(text), key))
  return lowS(new Uint8Array(sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })))
}

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** Contracts take only the lower of the two signatures that verify, so that nobody makes a second one of it. */
function lowS(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
  if (s <= order / 2n) return signature
  const low = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
  return new Uint8Array([...signature.subarray(0, 32), ...low])
}
