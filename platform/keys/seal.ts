// Seals content so that nobody without its key reads or alters it, and opens it again or says that it does not open.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { concatBytes, equalBytes, utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'

// The layout: magic (4), algorithm (1), nonce (12), ciphertext, tag (16).
const magic = utf8('CWS1')
const nonceAt = 5
const textAt = 17
const tagBytes = 16
export const contentKeyBytes = 32
export const sealOverheadBytes = textAt + tagBytes

/** The byte in the header names the cipher, so that a later release may seal otherwise and still open what is old. */
const ciphers = [
  { name: 'aes_256_gcm', byte: 1, algorithm: 'aes-256-gcm' },
  // Node knows both by one interface, its types by two.
  { name: 'chacha20_poly1305', byte: 2, algorithm: 'chacha20-poly1305' as 'aes-256-gcm' },
] as const
export type Cipher = (typeof ciphers)[number]['name']

/** What a sealed object is bound to: it does not open under another name. */
export type ObjectName = { readonly objectId: string; readonly version: bigint }
export type Sealed = { readonly sealed: Uint8Array; readonly contentKey: Uint8Array }

/** A fresh key for every object and version: to rotate a key is to seal again as the next version. */
export function sealObject(plaintext: Uint8Array, name: ObjectName, cipher: Cipher = 'aes_256_gcm'): Sealed {
  const { byte, algorithm } = ciphers.find((each) => each.name === cipher) ?? ciphers[0]
  const contentKey = new Uint8Array(randomBytes(contentKeyBytes))
  const header = concatBytes(magic, Uint8Array.of(byte), randomBytes(textAt - nonceAt))
  const sealer = createCipheriv(algorithm, contentKey, header.subarray(nonceAt), { authTagLength: tagBytes })
  sealer.setAAD(boundTo(header, name))
  const sealed = Buffer.concat([header, sealer.update(plaintext), sealer.final(), sealer.getAuthTag()])
  return { sealed, contentKey }
}

/** Throws SEAL_MALFORMED for other bytes, SEAL_BROKEN for a wrong key, another name or any altered byte. */
export function openSealed(sealed: Uint8Array, contentKey: Uint8Array, name: ObjectName): Uint8Array {
  const cipher = ciphers.find(({ byte }) => byte === sealed[nonceAt - 1])
  if (!isSealed(sealed)) throw new CausewayError('SEAL_MALFORMED', { reason: 'no CWS1 header' })
  if (cipher === undefined)
    throw new CausewayError('SEAL_MALFORMED', { reason: `unknown cipher ${sealed[nonceAt - 1]}` })
  if (contentKey.length !== contentKeyBytes) throw new CausewayError('SEAL_BROKEN', { ...nameFacts(name) })
  const header = sealed.subarray(0, textAt)
  const options = { authTagLength: tagBytes }
  const opener = createDecipheriv(cipher.algorithm, contentKey, header.subarray(nonceAt), options)
  opener.setAAD(boundTo(header, name))
  opener.setAuthTag(sealed.subarray(-tagBytes))
  const plaintext = opener.update(sealed.subarray(textAt, -tagBytes))
  try {
    opener.final()
  } catch (cause) {
    throw new CausewayError('SEAL_BROKEN', nameFacts(name), cause)
  }
  return plaintext
}

/** Whether the bytes have the form of a sealed object; a store takes nothing else. */
export function isSealed(bytes: Uint8Array): boolean {
  return bytes.length >= sealOverheadBytes && equalBytes(bytes.subarray(0, magic.length), magic)
}

/** The whole header is authenticated too, so that nobody can have it opened by another cipher. */
const boundTo = (header: Uint8Array, { objectId, version }: ObjectName): Uint8Array =>
  concatBytes(header, utf8(`${objectId}\n${version}`))

const nameFacts = ({ objectId, version }: ObjectName): Record<string, string> => ({ objectId, version: `${version}` })
