// Asks every zone's platform for its part at the same time and combines them: all zones, or no result.
import { CausewayError } from '../../core/errors.ts'
import type { Clock } from '../../relayer/ports.ts'
import { combineParts, parsePart, type Result, resultFingerprint } from './combine.ts'
import { planParts, planQuery } from './plan.ts'
import type { PartSource } from './ports.ts'
import { type Column, parseQuery } from './query.ts'

export type AnalyseDeps = {
  readonly sourceOf: (zone: string) => PartSource | undefined
  readonly clock: Pick<Clock, 'nowMs'>
}
export type Ask = {
  /** Untrusted: see querySchema. */
  readonly query: unknown
  /** Elements of the stream, as its model on chain lists them. */
  readonly columns: readonly Column[]
  readonly purpose: string
  readonly deadlineMs?: number
  /** Repeats this result: over exactly the batches that it cites. */
  readonly repeats?: Pick<Result, 'cites'>
}
export type Analysis = {
  readonly result: Result
  readonly fingerprint: string
  /** Some part, or the whole, came after the deadline. No part of the result: it says nothing of the data. */
  readonly late: boolean
}

export async function analyse(ask: Ask, { sourceOf, clock }: AnalyseDeps): Promise<Analysis> {
  const query = parseQuery(ask.query)
  const plan = planQuery(query, ask.columns)
  const cited = ask.repeats && new Map(ask.repeats.cites.map(({ zone, batches }) => [zone, batches]))
  const pins = cited && ((zone: string) => (cited.get(zone) ?? []).map(({ batchId }) => batchId))
  const answers = await Promise.all(
    planParts(plan, ask.purpose, ask.deadlineMs, pins).map(async (request) => {
      const source = sourceOf(request.zone)
      if (source === undefined) throw new CausewayError('PLATFORM_UNREACHABLE', { zone: request.zone })
      const { part, late } = await source.part(request)
      return { part: parsePart(plan, request, part), late }
    }),
  )
  const result = combineParts(
    plan,
    answers.map(({ part }) => part),
  )
  const late = ask.deadlineMs !== undefined && clock.nowMs() > ask.deadlineMs
  return { result, fingerprint: resultFingerprint(result), late: late || answers.some((answer) => answer.late) }
}
