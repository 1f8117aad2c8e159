// What must hold after the whole story, on all chains together: the invariants that no single chapter can see.
import { countLocks, queryHubRecord, queryLeg } from './chainFacts.ts'
import { certificateId, liveOn } from './chapters/moveCertificate.ts'
import { type ChapterReport, type Check, check, type Stage } from './story.ts'

/** I1: no zone applied what the hub aborted, none aborted what the hub committed, in any transaction of the story. */
async function agreement(stage: Stage, reports: readonly ChapterReport[]): Promise<Check> {
  const disagreements: string[] = []
  const ids = reports.flatMap((report) => report.transactions.map((transaction) => transaction.id))
  for (const id of ids) {
    const record = await queryHubRecord(stage, id)
    for (const chainId of stage.zones.keys()) {
      const leg = await queryLeg(stage, chainId, id)
      const wrong = record?.state === 'commit' ? ['aborted', 'refused', 'voted'] : ['applied', 'voted']
      if (leg !== null && wrong.includes(leg.state)) disagreements.push(`${id} ${chainId} ${leg.state}`)
    }
  }
  return check(
    `hub and zones agree on ${ids.length} transactions`,
    ids.length > 0 && disagreements.length === 0,
    disagreements,
  )
}

/** I3 and I6 over all zones, the hub's own chain among them. */
export async function aftermath(stage: Stage, reports: readonly ChapterReport[]): Promise<Check[]> {
  const live = await liveOn(stage, certificateId(stage))
  const locks = await Promise.all([...stage.zones.keys()].map((chainId) => countLocks(stage, chainId)))
  return [
    await agreement(stage, reports),
    check('the certificate is live on exactly one chain', live.length === 1, live),
    check(
      'no lock is left on any chain',
      locks.every((count) => count === 0),
      locks,
    ),
  ]
}
