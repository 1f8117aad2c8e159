// The validator of a platform: reports on submitted batches, has checkers drawn, and ends what nobody else ends.
import { codeNumber } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'
import type { Agent } from './agents.ts'
import type { Verdict } from './checkBatch.ts'
import { judge } from './judge.ts'
import { reportFailuresMax } from './limits.ts'
import type { Attempt, BatchLedger, Contents, Report } from './ports.ts'

export type ValidatorDeps = { readonly ledger: BatchLedger; readonly contents: Contents; readonly log: Log }
export type ValidatorStep = 'report' | 'draw' | 'settle' | 'wait' | 'end'

/** What is due in a block of that height; whoever comes first does it, and it is done once. */
export function planValidation({ stage }: Attempt, height: bigint, waitBlocks: bigint): ValidatorStep {
  switch (stage.kind) {
    case 'submitted':
      return height > stage.sinceHeight + waitBlocks ? 'settle' : 'report'
    case 'waiting':
      if (height > stage.sinceHeight + waitBlocks) return 'settle'
      return height > stage.sinceHeight ? 'draw' : 'wait'
    case 'drawn':
      return height > stage.revealUntil ? 'settle' : 'wait'
    case 'ended':
      return 'end'
  }
}

/** The first failures by name, the other failed entries by their number. */
export function reportOf({ batch, attempt, model }: Attempt, verdict: Verdict): Report {
  const found = verdict.kind === 'passed' ? [] : verdict.failed
  const failed = found
    .map(({ sequence, code }) => ({ sequence, code: codeNumber(code) ?? 0 }))
    .sort((a, b) => Number(a.sequence - b.sequence) || a.code - b.code)
  const listed = failed.slice(0, reportFailuresMax)
  const known = new Set(listed.map(({ sequence }) => sequence))
  const others = new Set(failed.map(({ sequence }) => sequence).filter((sequence) => !known.has(sequence)))
  return { batch, attempt, modelVersion: model.version, failed: listed, more: others.size }
}

/** Keeps nothing: what is due follows from the chain alone, so it may stop and start at any moment. */
export function openValidator({ ledger, contents, log }: ValidatorDeps, waitBlocks: bigint): Agent {
  /** Batches of other platforms, whose content is not here, are theirs to report on. */
  async function report(attempt: Attempt): Promise<'wait' | 'end'> {
    const handed = await contents.content(attempt.batch, attempt.attempt)
    if (handed === undefined) return 'end'
    const found = reportOf(attempt, judge(attempt, await ledger.origin(attempt), handed))
    await ledger.report(found)
    const failed = found.failed.length + found.more
    log.info('validator.reported', { batch: found.batch, attempt: found.attempt, failed })
    return 'wait'
  }
  return {
    wakes: 'intake_submitted',
    async work(batch, height) {
      const attempt = await ledger.attempt(batch)
      if (attempt === undefined) return 'end'
      const step = planValidation(attempt, height, waitBlocks)
      if (step === 'report') return report(attempt)
      if (step === 'draw') await ledger.draw(batch)
      if (step === 'settle') await ledger.settle(batch)
      return step === 'end' ? 'end' : 'wait'
    },
  }
}
