// The address of a sealed object: CIDv1, raw, sha2-256. It is its fingerprint, so no second hash is needed.

import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { create as createDigest } from 'multiformats/hashes/digest'
import { equalBytes } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { sha256 } from '../keys/fingerprints.ts'

const sha256Code = 0x12
const digestBytes = 32

export const cidOfDigest = (digest: Uint8Array): CID => CID.createV1(raw.code, createDigest(sha256Code, digest))

/** `bafkrei…` */
export const cidOf = (bytes: Uint8Array): string => cidOfDigest(sha256(bytes)).toString()

/** Throws CID_MALFORMED; one object has one spelling. */
export function parseCid(text: string): CID {
  const refuse = (): never => {
    throw new CausewayError('CID_MALFORMED', { cid: text.slice(0, 80) })
  }
  if (!/^bafkrei[a-z2-7]{52}$/.test(text)) return refuse()
  try {
    const cid = CID.parse(text)
    return cid.multihash.code === sha256Code && cid.multihash.digest.length === digestBytes ? cid : refuse()
  } catch {
    return refuse()
  }
}

export const digestOf = (cid: string): Uint8Array => parseCid(cid).multihash.digest

/** Throws OBJECT_CORRUPT: what is not the object is never handed on. */
export function checkObject(cid: string, bytes: Uint8Array): void {
  if (!equalBytes(sha256(bytes), digestOf(cid))) throw new CausewayError('OBJECT_CORRUPT', { cid })
}
