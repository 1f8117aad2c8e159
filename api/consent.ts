// Verifies that every actor of a manifest consents to it: the same check as the gates make, before they are asked.

import { ripemd160 } from '@cosmjs/crypto'
import { fromBech32 } from '@cosmjs/encoding'
import secp256k1 from 'secp256k1'
import { authorisationTextOf, type Purpose, signedBytes } from '../core/authorisation.ts'
import { equalBytes } from '../core/bytes.ts'
import type { TransactionId } from '../core/ids.ts'
import { actorsOf as actorsOfLeg } from '../core/manifest.ts'
import { type Fault, RequestRefused } from '../core/problem.ts'
import type { Authorisation, Manifest } from '../core/words.ts'
import { sha256 } from './sha256.ts'

export type Actor = { readonly chainId: string; readonly address: string }

/** Every account whose consent a manifest needs, once per chain. */
export function actorsOf(manifest: Manifest): readonly Actor[] {
  return manifest.legs.flatMap((leg) => actorsOfLeg(leg).map((address) => ({ chainId: leg.chainId, address })))
}

/** Throws UNAUTHORISED that names every actor without a valid signature among `authorisations`. */
export function assertConsent(
  manifest: Manifest,
  transactionId: TransactionId,
  authorisations: readonly Authorisation[],
  prefixOf: (chainId: string) => string,
): void {
  const accounts = authorisations.map((authorisation) => ({
    authorisation,
    account: accountOf(authorisation.publicKey),
  }))
  const text = authorisationTextOf('authorise', transactionId, manifest)
  // One account may act on many zones: its signature is verified once, not once a zone.
  const verified = new Map<string, boolean>()
  const missing: Fault[] = []
  for (const { chainId, address } of actorsOf(manifest)) {
    const own = accounts.filter(({ account }) => isAddress(address, prefixOf(chainId), account))
    const key = own.length === 0 ? '' : address
    if (!verified.has(key))
      verified.set(
        key,
        own.some((one) => isSigned(one.authorisation, address, text)),
      )
    if (verified.get(key) === true) continue
    const detail = own.length === 0 ? 'no authorisation by this account' : 'its signature is not over this transaction'
    missing.push({ pointer: '/authorisations', code: 'UNAUTHORISED', detail: `${address} on ${chainId}: ${detail}` })
  }
  if (missing.length > 0) throw new RequestRefused('UNAUTHORISED', missing, { actors: String(missing.length) })
}

/** The actor who signed the text of `purpose`, if one of the manifest's actors did. */
export function signerAmongActors(
  purpose: Purpose,
  manifest: Manifest,
  transactionId: TransactionId,
  authorisation: Authorisation,
  prefixOf: (chainId: string) => string,
): Actor | undefined {
  const account = accountOf(authorisation.publicKey)
  const text = authorisationTextOf(purpose, transactionId, manifest)
  return actorsOf(manifest).find(
    ({ chainId, address }) => isAddress(address, prefixOf(chainId), account) && isSigned(authorisation, address, text),
  )
}

function isSigned(authorisation: Authorisation, address: string, text: string): boolean {
  const digest = sha256(signedBytes(authorisation.scheme, address, text))
  try {
    return secp256k1.ecdsaVerify(authorisation.signature, digest, authorisation.publicKey)
  } catch {
    // The library throws on bytes that are no point of the curve; to us that is just no consent.
    return false
  }
}

/** Cosmos account bytes of a compressed secp256k1 key. */
const accountOf = (publicKey: Uint8Array): Uint8Array => ripemd160(sha256(publicKey))

function isAddress(address: string, prefix: string, account: Uint8Array): boolean {
  try {
    const decoded = fromBech32(address)
    return decoded.prefix === prefix && equalBytes(decoded.data, account)
  } catch {
    return false
  }
}
