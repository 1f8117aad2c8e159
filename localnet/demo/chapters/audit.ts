// Chapter: an auditor asks for every step of a move, the chains show that it asked, and anybody can rebuild the report.
import { rebuildAndCompare } from '../../../platform/audit/follow.ts'
import { type AuditLine, namesIn } from '../../../platform/audit/lines.ts'
import { type Report, type Signed, verifyReport } from '../../../platform/audit/report.ts'
import { type Auditing, openAuditing } from '../auditing.ts'
import { registerAsset } from '../register.ts'
import { type Chapter, check, type Stage, type StoryTransaction } from '../story.ts'
import { follow, mark } from '../transact.ts'

async function moveOne(stage: Stage): Promise<StoryTransaction> {
  const { alice } = stage.users
  const id = `did:causeway:asset:zone-a:audited-${stage.run}`
  await registerAsset(stage, 'zone-a', alice, id)
  const start = await mark(stage)
  const parties = { actor: alice.address, recipient: alice.address }
  const { transactionId } = await stage.api.share({ kind: 'move', id, from: 'zone-a', to: 'zone-b', ...parties }, [
    alice,
  ])
  return follow(stage, { what: 'an audited move', id: transactionId, chainIds: ['zone-a', 'zone-b'] }, start)
}

/** Differences between what the index has of the transaction and the raw blocks of all chains. */
async function differencesOf(auditing: Auditing, name: string): Promise<number> {
  const { lines } = await auditing.index.find({ name }, 200)
  let found = 0
  for (const [chainId, chain] of auditing.chains) {
    const heights = { from: auditing.since.get(chainId) ?? 1n, until: await auditing.index.height(chainId) }
    const isAsked = (line: AuditLine): boolean => namesIn(line).includes(name)
    const own = lines.filter((line) => line.chainId === chainId)
    found += (await rebuildAndCompare(own, chain, auditing.contracts, heights, isAsked)).length
  }
  return found
}

export const auditEveryStep: Chapter = {
  name: 'every step can be audited',
  async play(stage) {
    const auditing = await openAuditing(stage)
    try {
      const transaction = await moveOne(stage)
      await auditing.catchUp()
      const name = transaction.id
      const path = `/v1/audit-reports?name=${name}`
      const record = await auditing.record({ name })
      const unrecorded = await auditing.get(`${path}&record=${record + 1}`)
      const { body } = await auditing.get(`${path}&record=${record}`)
      const signed = body as Signed<Report>
      const { lines } = verifyReport(signed, auditing.signerKey)
      for (const { chainId, height, operation, txHash } of lines) {
        stage.tell(`  ${chainId} ${height} ${operation} ${txHash.slice(0, 12)}`)
      }
      const kinds = new Set(lines.map(({ operation }) => operation))
      const steps = ['causeway_opened', 'causeway_vote', 'causeway_decision', 'causeway_leg']
      const differences = await differencesOf(auditing, name)
      return {
        transactions: [transaction],
        checks: [
          check(
            'the report has every kind of step',
            steps.every((step) => kinds.has(step)),
            [...kinds],
          ),
          check('a rebuild from raw blocks differs in nothing', differences === 0, differences),
          check('a question that is not on chain is refused', unrecorded.status === 403, unrecorded.status),
        ],
      }
    } finally {
      await auditing.close()
    }
  },
}
