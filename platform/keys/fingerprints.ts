// The two fingerprints of an object: of its sealed bytes, for everybody, and of its plaintext, for who has the salt.
import { createHmac, hash } from 'node:crypto'
import { equalBytes } from '../../core/bytes.ts'
import type { Sha256 } from '../../core/sha256.ts'
import type { Fingerprint } from '../../core/words.ts'

export const sha256: Sha256 = (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'))

export const storedFingerprint = (sealed: Uint8Array): Fingerprint => ({
  algorithm: 'sha2_256',
  digest: sha256(sealed),
})

/** Salted: without the owner's salt nobody can try out which of a few possible readings was sealed. */
export const plaintextFingerprint = (plaintext: Uint8Array, salt: Uint8Array): Fingerprint => ({
  algorithm: 'hmac_sha2_256',
  digest: new Uint8Array(createHmac('sha256', salt).update(plaintext).digest()),
})

export const sameFingerprint = (a: Fingerprint, b: Fingerprint): boolean =>
  a.algorithm === b.algorithm && equalBytes(a.digest, b.digest)
