// A result as data of its own: a document in the unified format, whose lineage leads to the entries behind it.
import { CausewayError } from '../../core/errors.ts'
import { checkEnvelope } from '../../core/format.ts'
import { formatId } from '../../core/ids.ts'
import { lineageMax, schemaMajor } from '../../core/limits.ts'
import type { Envelope } from '../../core/words.ts'
import { type Cite, type Result, resultFingerprint } from './combine.ts'
import { canonicalJson, rootOf } from './digest.ts'

export type ProductTerms = Pick<
  Envelope,
  'id' | 'access' | 'copyable' | 'movable' | 'owner' | 'controller' | 'terms' | 'claimedTimeNs'
>

/** The content is RFC 8785 JSON, so the fingerprint of the stored bytes is the fingerprint of the result. */
export function productOf(
  result: Result,
  terms: ProductTerms,
): { readonly envelope: Envelope; readonly content: Uint8Array } {
  const content = canonicalJson(result)
  const digest = Uint8Array.from(Buffer.from(resultFingerprint(result), 'hex'))
  const envelope: Envelope = {
    ...terms,
    schema: { major: schemaMajor, minor: 0 },
    dataType: 'record',
    structure: 'document',
    elements: [],
    length: BigInt(content.length),
    stored: { algorithm: 'sha2_256', digest },
    lineage: planLineage(result.cites),
  }
  checkEnvelope(envelope)
  return { envelope, content }
}

/**
 * Identifiers of the batches, ascending; where an envelope has no room for all of them, one per zone, whose local part
 * is the Merkle root over that zone's identifiers: the cites in the content show what lies beneath it.
 */
export function planLineage(cites: readonly Cite[]): readonly string[] {
  const ids = cites.flatMap(({ batches }) => batches.map(({ batchId }) => batchId))
  if (ids.length === 0)
    throw new CausewayError('PART_MISSING', { path: 'lineage', expected: 'entries behind the result' })
  if (ids.length <= lineageMax) return ids.sort()
  const filled = cites.filter(({ batches }) => batches.length > 0)
  const rootOfZone = ({ batches }: Cite): string => rootOf(batches.map(({ batchId }) => batchId).sort())
  return filled.map((cite) => formatId('entry', cite.zone, rootOfZone(cite))).sort()
}
