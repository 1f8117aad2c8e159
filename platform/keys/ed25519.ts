// Ed25519 keys as their raw bytes, which chain and configuration keep, and as Node opens them.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { concatBytes } from '../../core/bytes.ts'

export const publicKeyBytes = 32

// The fixed beginnings of the DER forms of Ed25519 keys (RFC 8410), before their 32 bytes.
const spkiStart = Buffer.from('302a300506032b6570032100', 'hex')
const pkcs8Start = Buffer.from('302e020100300506032b657004220420', 'hex')

/** Throws where they are not 32 bytes of a point. */
export const publicKeyOf = (bytes: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.from(concatBytes(spkiStart, bytes)), format: 'der', type: 'spki' })

/** An Ed25519 signing key from its 32 secret bytes. */
export const signingKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.from(concatBytes(pkcs8Start, seed)), format: 'der', type: 'pkcs8' })

/** The 32 bytes by which the chain knows a signing key. */
export const publicBytesOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-publicKeyBytes))
