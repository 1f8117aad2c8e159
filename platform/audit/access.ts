// Who may look into the audit index: whoever recorded exactly this question on chain, once for each time it is asked.
import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import type { Clock } from '../../relayer/ports.ts'
import { ask, type Contract } from '../chain/contract.ts'
import { recordAgeMsMax, recordsKeptMax } from './limits.ts'
import { type Question, questionText } from './question.ts'

const auditsSchema = z.array(
  z.looseObject({
    number: z.number(),
    party: z.string(),
    what: z.string(),
    time_ns: z.union([z.string(), z.number()]).transform(BigInt),
  }),
)

export type AccessDeps = {
  /** The identity contract of the chain where a party is at home. */
  readonly identityOf: (chainId: string) => Contract | undefined
  readonly clock: Pick<Clock, 'nowMs'>
}

/** Only holders of the scope can record, so the record shows the right as well. Throws AUDIT_UNRECORDED otherwise. */
export function openAccess({ identityOf, clock }: AccessDeps): (party: string, question: Question) => Promise<void> {
  const used = new Set<string>()
  const startedMs = clock.nowMs()
  return async (party, { query, record, after }) => {
    const { chainId } = parseId(party, 'party')
    const identity = identityOf(chainId)
    const audits = { audits: { start_after: record - 1, limit: 1 } }
    const [entry] = identity === undefined ? [] : await ask(identity, audits, auditsSchema)
    const what = questionText(query)
    if (entry?.number !== record || entry.party !== party || entry.what !== what) throw refused(party, what)
    const recordedMs = Number(entry.time_ns / 1_000_000n)
    // What was used before this process began is not remembered, so records from before count as used.
    if (recordedMs < Math.max(startedMs, clock.nowMs() - recordAgeMsMax)) throw refused(party, what)
    const name = `${chainId} ${record}`
    // Further pages belong to the question whose first page was given.
    if (used.has(name) !== (after !== undefined)) throw refused(party, what)
    if (used.size >= recordsKeptMax) throw new CausewayError('RATE_LIMITED', { limit: String(recordsKeptMax) })
    used.add(name)
  }
}

function refused(party: string, what: string): CausewayError {
  return new CausewayError('AUDIT_UNRECORDED', { party, expected: `a new RecordAudit of "${what}"` })
}
