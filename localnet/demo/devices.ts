// Things with keys of their own: devices and stores sign what they say, and their keys never leave them.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Curve } from '../../core/batch.ts'
import { signingKeyOf } from '../../platform/keys/ed25519.ts'
import { publicKeyOf, signSubmission } from '../../platform/validation/signature.ts'

export type Device = {
  readonly id: string
  readonly curve: Curve
  /** 32 bytes of Ed25519, or a compressed point of 33. */
  readonly publicKey: Uint8Array
  readonly privateKey: KeyObject
  /** 64 bytes over the text (Ed25519) or its sha256 (P-256, low s). */
  readonly sign: (text: string) => Uint8Array
}

export function newDevice(id: string, curve: Curve = 'ed25519'): Device {
  const pair = curve === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return deviceWith(id, curve, pair.privateKey)
}

/** The Ed25519 key of a seed: the same in every run, for parties that are enrolled once. */
export function deviceOf(id: string, seed: Uint8Array): Device {
  return deviceWith(id, 'ed25519', signingKeyOf(seed))
}

export function deviceWith(id: string, curve: Curve, privateKey: KeyObject): Device {
  const sign = (text: string): Uint8Array => signSubmission(curve, privateKey, text)
  return { id, curve, privateKey, publicKey: publicKeyOf(curve, privateKey), sign }
}
