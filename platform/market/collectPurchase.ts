// What a buyer does with an agreement: finds its grant, fetches what was agreed on, and takes nothing else.

import { parseHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Contract } from '../chain/contract.ts'
import { queryAgreement } from '../chain/market.ts'
import type { Agreement } from '../chain/marketJson.ts'
import { type ChainGrant, queryGrantsTo } from '../chain/rights.ts'
import { cidOfDigest } from '../storage/cid.ts'
import { type FetchDeps, type Fetched, fetchObject, type Recipient } from '../storage/fetchObject.ts'

/** Throws AGREEMENT_UNKNOWN, GRANT_UNKNOWN. */
export async function findPurchase(
  market: Contract,
  rights: Contract,
  id: string,
): Promise<{ readonly agreement: Agreement; readonly grant: ChainGrant }> {
  const agreement = await queryAgreement(market, id)
  if (agreement === null) throw new CausewayError('AGREEMENT_UNKNOWN', { agreement: id })
  const grants = await queryGrantsTo(rights, agreement.buyer, agreement.asset)
  const isOf = (grant: ChainGrant): boolean =>
    grant.offer === agreement.offer &&
    grant.height === agreement.height &&
    grant.terms.from_ns === agreement.terms.from_ns
  const grant = grants.find(isOf)
  if (grant === undefined) throw new CausewayError('GRANT_UNKNOWN', { agreement: id })
  return { agreement, grant }
}

/** Verified plaintext of exactly the bytes that the agreement names; throws FINGERPRINT_MISMATCH for any others. */
export async function collectPurchase(
  { asset, fingerprint, version }: Agreement,
  recipient: Recipient,
  deps: FetchDeps,
): Promise<Fetched> {
  const name = { objectId: asset, version: BigInt(version ?? 0) }
  const placed = fingerprint === null ? undefined : await deps.ledger.queryPlacement(name)
  if (placed === undefined || placed.cid !== cidOfDigest(parseHex(fingerprint ?? '')).toString()) {
    throw new CausewayError('FINGERPRINT_MISMATCH', { objectId: asset })
  }
  return fetchObject(name, recipient, deps)
}
