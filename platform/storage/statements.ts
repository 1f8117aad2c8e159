// The statements that stores and recipients sign: exact lines of text, so that a contract can rebuild and verify them.
import { type KeyObject, sign, verify } from 'node:crypto'
import { publicKeyBytes, publicKeyOf } from '../keys/ed25519.ts'
import type { ObjectName } from '../keys/seal.ts'

/** A text and the Ed25519 signature over its UTF-8 bytes. */
export type Signed = { readonly text: string; readonly signature: Uint8Array }

const signatureBytes = 64

export type Receipt = ObjectName & {
  readonly cid: string
  readonly chunkRoot: string
  readonly store: string
  readonly atNs: bigint
}
export type Delivery = ObjectName & {
  readonly cid: string
  /** sha2-256 of the bytes that were handed over, 64 hex digits. */
  readonly sha256: string
  readonly agreement: string
  readonly atNs: bigint
}
export type Forgotten = ObjectName & {
  /** sha2-256 of the content key that the share was of, 64 hex digits. */
  readonly keyCommitment: string
  readonly store: string
  readonly atNs: bigint
}
export type Ask = ObjectName & { readonly grant: string; readonly store: string; readonly atNs: bigint }

export const receiptText = ({ objectId, version, cid, chunkRoot, store, atNs }: Receipt): string =>
  [
    'Causeway v1: storage receipt',
    objectId,
    `version ${version}`,
    `cid ${cid}`,
    `chunks ${chunkRoot}`,
    `store ${store}`,
    `at ${atNs}`,
  ].join('\n')

export const deliveryText = ({ objectId, version, cid, sha256, agreement, atNs }: Delivery): string =>
  [
    'Causeway v1: delivered',
    objectId,
    `version ${version}`,
    `cid ${cid}`,
    `sha256 ${sha256}`,
    `agreement ${agreement}`,
    `at ${atNs}`,
  ].join('\n')

export const forgottenText = ({ objectId, version, keyCommitment, store, atNs }: Forgotten): string =>
  [
    'Causeway v1: key share erased',
    objectId,
    `version ${version}`,
    `key ${keyCommitment}`,
    `store ${store}`,
    `at ${atNs}`,
  ].join('\n')

export const askText = ({ objectId, version, grant, store, atNs }: Ask): string =>
  ['Causeway v1: share request', objectId, `version ${version}`, `grant ${grant}`, `store ${store}`, `at ${atNs}`].join(
    '\n',
  )

/** The time in the last line, or -1 where there is none. */
export const timeOf = (text: string): bigint => BigInt(/\nat (\d{1,20})$/.exec(text)?.[1] ?? -1)

export const signText = (text: string, key: KeyObject): Signed => ({
  text,
  signature: new Uint8Array(sign(null, Buffer.from(text), key)),
})

/** Whether exactly the text `expected` is signed by the key. */
export function isSigned({ text, signature }: Signed, expected: string, publicKey: Uint8Array): boolean {
  const formed = text === expected && signature.length === signatureBytes && publicKey.length === publicKeyBytes
  return formed && verify(null, Buffer.from(text), publicKeyOf(publicKey), signature)
}
