// A checker: when it is drawn it looks at the content itself, hides its verdict, shows it, and has the batch settled.
import { CausewayError } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'
import type { Agent } from './agents.ts'
import type { Verdict } from './checkBatch.ts'
import { findingsDigest, judge, saltOf } from './judge.ts'
import type { Attempt, BatchLedger, Contents, Finding, Findings, HiddenVerdict } from './ports.ts'

export type CheckerDeps = {
  readonly ledger: BatchLedger
  readonly contents: Contents
  readonly findings: Findings
  readonly log: Log
}
export type CheckerOptions = {
  readonly party: string
  /** 32 bytes that salts come from; whoever has them knows the checker's verdicts before they are shown. */
  readonly secret: Uint8Array
}
export type CheckerStep = 'commit' | 'reveal' | 'settle' | 'wait' | 'end'

/** What is due for this party in a block of that height. */
export function planCheck({ stage, peers }: Attempt, party: string, height: bigint): CheckerStep {
  if (stage.kind === 'ended') return 'end'
  const own = peers.find((peer) => peer.party === party)
  if (stage.kind !== 'drawn' || own === undefined) return 'wait'
  if (peers.every(({ hasRevealed }) => hasRevealed) || height > stage.revealUntil) return 'settle'
  if (!own.hasCommitted) return height <= stage.commitUntil ? 'commit' : 'wait'
  const isOpen = height <= stage.commitUntil && peers.some(({ hasCommitted }) => !hasCommitted)
  return own.hasRevealed || isOpen ? 'wait' : 'reveal'
}

/** What it commits to it shows, after a restart too: its finding is on disk before, salts come out of the secret. */
export function openChecker({ party, secret }: CheckerOptions, deps: CheckerDeps): Agent {
  const { ledger, findings, log } = deps
  /** Never judged twice: until it is shown the batch before may fail or be corrected, or content be away. */
  async function verdictOn(attempt: Attempt): Promise<HiddenVerdict> {
    const known = findings.find(attempt)
    const finding = known ?? (await findingOn(attempt, deps))
    if (known === undefined) findings.keep(attempt, finding)
    return { party, ...finding, salt: saltOf(secret, attempt) }
  }
  return {
    wakes: 'intake_drawn',
    async work(batch, height) {
      const attempt = await ledger.attempt(batch)
      if (attempt === undefined) return 'end'
      const step = planCheck(attempt, party, height)
      if (step === 'commit') await ledger.commit(batch, ledger.commitment(attempt, await verdictOn(attempt)))
      if (step === 'reveal') await ledger.reveal(batch, await verdictOn(attempt))
      if (step === 'settle') await ledger.settle(batch)
      if (step !== 'wait' && step !== 'end') log.info(`checker.${step}`, { batch, attempt: attempt.attempt, party })
      return step === 'end' ? 'end' : 'wait'
    },
  }
}

async function findingOn(attempt: Attempt, { contents, ledger }: CheckerDeps): Promise<Finding> {
  const { batch } = attempt
  const handed = await contents.content(batch, attempt.attempt)
  if (handed === undefined) throw new CausewayError('CONTENT_MISSING', { batch })
  const verdict: Verdict = judge(attempt, await ledger.origin(attempt), handed)
  return { pass: verdict.kind === 'passed', digest: findingsDigest(attempt, verdict) }
}
