// Hands a batch to whom the chain names for it now: its drawn checkers, a regulator, its owner. Every answer is logged.
import { toBase64, utf8 } from '../../core/bytes.ts'
import { keysAt } from '../../core/did.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Clock, Log } from '../../relayer/ports.ts'
import type { SubjectQueries } from '../identity/ports.ts'
import { isSigned } from '../identity/publicKeys.ts'
import type { Contents } from '../validation/ports.ts'
import { type BatchRequest, parseRequest, requestText } from './batchRequest.ts'
import type { Certificates } from './certificates.ts'
import { requestAgeMsMax, requestFutureMsMax, requestsKeptMax } from './limits.ts'

/** JSON of a batch; `header` is the Authorization header. */
export type HandOut = (batch: string, header: string) => Promise<object>

/** What the chain says of a batch now. */
export type Readers = {
  readonly attempt: number
  readonly owner: string
  /** Parties that are drawn for it and have still to answer for their verdict. */
  readonly drawn: readonly string[]
}

export type HandOutDeps = {
  readonly contents: Contents
  /** Those that come with the batch. */
  readonly certificates: Pick<Certificates, 'of'>
  readonly subjects: SubjectQueries
  /** Undefined for a batch that the chain does not know. */
  readonly readers: (batch: string) => Promise<Readers | undefined>
  /** Whether the party holds the scope `regulate` now. */
  readonly isRegulator: (party: string) => Promise<boolean>
  readonly clock: Clock
  readonly log: Log
}

export function openHandOut(deps: HandOutDeps): HandOut {
  const { contents, certificates, clock, log } = deps
  const take = openNonces(clock)
  return async (batch, header) => {
    const request = parseRequest(batch, header)
    const { party } = request
    try {
      await checkSignature(request, deps)
      take(request)
      const { attempt, as } = await mayRead(batch, party, deps)
      const found = await contents.content(batch, attempt)
      if (found === undefined) throw new CausewayError('BATCH_UNKNOWN', { batch })
      log.info('collection.batch_handed_out', { batch, attempt, party, as })
      const { salt, previous } = found
      return {
        attempt,
        content: toBase64(found.content),
        certificates: await certificates.of(batch),
        ...(salt === undefined ? {} : { salt: toBase64(salt) }),
        ...(previous === undefined
          ? {}
          : { previous: { ...previous, row: toBase64(previous.row), path: previous.path.map(toBase64) } }),
      }
    } catch (error) {
      const code = isCausewayError(error) ? error.code : 'INTERNAL'
      log.warn('collection.hand_out_refused', { batch, party, code })
      throw error
    }
  }
}

async function checkSignature(request: BatchRequest, { subjects }: HandOutDeps): Promise<void> {
  const { party, signature } = request
  const subject = (await subjects.query(party))?.subject
  if (subject === undefined) throw new CausewayError('SUBJECT_UNKNOWN', { did: party })
  if (subject.status !== 'active') throw new CausewayError('SUBJECT_INACTIVE', { did: party, status: subject.status })
  const text = utf8(requestText(request))
  if (keysAt(subject).some((key) => isSigned(key, text, signature))) return
  throw new CausewayError('SIGNATURE_INVALID', { party })
}

/** Each request once. Those from before this process began are too old: what was remembered then is gone. */
function openNonces(clock: Clock): (request: BatchRequest) => void {
  const startedMs = clock.nowMs()
  // By nonce: when it is too old to come again. Maps keep the order of insertion.
  const seen = new Map<string, number>()
  return ({ party, atMs, nonce }) => {
    const nowMs = clock.nowMs()
    const isTimely = atMs >= nowMs - requestAgeMsMax && atMs <= nowMs + requestFutureMsMax && atMs >= startedMs
    if (!isTimely) throw new CausewayError('REQUEST_EXPIRED', { atMs: String(atMs), nowMs: String(nowMs) })
    for (const [key, untilMs] of seen) {
      if (untilMs >= nowMs) break
      seen.delete(key)
    }
    const key = `${party} ${nonce}`
    if (seen.has(key)) throw new CausewayError('NONCE_TAKEN', { nonce })
    if (seen.size >= requestsKeptMax) throw new CausewayError('RATE_LIMITED', { limit: String(requestsKeptMax) })
    seen.set(key, nowMs + requestAgeMsMax + requestFutureMsMax)
  }
}

async function mayRead(
  batch: string,
  party: string,
  { readers, isRegulator }: HandOutDeps,
): Promise<{ attempt: number; as: 'checker' | 'owner' | 'regulator' }> {
  const known = await readers(batch)
  if (known === undefined) throw new CausewayError('BATCH_UNKNOWN', { batch })
  const { attempt, owner, drawn } = known
  if (drawn.includes(party)) return { attempt, as: 'checker' }
  if (party === owner) return { attempt, as: 'owner' }
  if (await isRegulator(party)) return { attempt, as: 'regulator' }
  throw new CausewayError('NOT_DRAWN', { batch, party })
}
