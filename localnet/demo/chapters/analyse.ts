// Chapter: one question over two zones; each platform answers for the data it keeps, under rights on its own chain.
import { decodeEnvelope } from '../../../core/codec.ts'
import { openAnalysing, publish, supplierAbroad } from '../analysing.ts'
import { ensureCast, settleAbroad } from '../cast.ts'
import { queryItem } from '../chainFacts.ts'
import { type Chapter, check } from '../story.ts'

export const analyseTwoZones: Chapter = {
  name: 'a question over two zones, each answered by its own platform',
  async play(stage) {
    const cast = await ensureCast(stage)
    await settleAbroad(stage, cast)
    const analysing = await openAnalysing(stage, cast)
    try {
      const first = await analysing.ask(cast.demander)
      for (const [zone, mean, count] of first.result.rows) {
        stage.tell(`  ${zone}: mean of ${count} temperatures ${mean}`)
      }
      const { id, included } = await publish(stage, cast.demander, first)
      stage.tell(`  the result is on zone-b at height ${included.height}, tx ${included.hash}`)
      const item = await queryItem(stage, 'zone-b', id)
      const envelope = decodeEnvelope(Uint8Array.from(Buffer.from(item?.envelope ?? '', 'base64')))
      const again = await analysing.ask(cast.demander, { repeats: first.result })
      const stranger = await supplierAbroad(stage)
      const refusal = await analysing.ask(stranger).then(
        () => 'answered',
        (error: unknown) => (error as { code?: string }).code ?? String(error),
      )
      stage.tell(`  who holds no right is refused: ${refusal}`)
      const batches = [...analysing.batches.values()].sort()
      return {
        transactions: [],
        checks: [
          check('both zones answered', first.result.rows.length === 2, first.result.rows),
          check('its lineage are the batches behind it', envelope.lineage.join() === batches.join(), envelope.lineage),
          check('repeated, it has the same fingerprint', again.fingerprint === first.fingerprint, again.fingerprint),
          check('no right, no answer', refusal === 'ANALYSIS_DENIED', refusal),
        ],
      }
    } finally {
      await analysing.close()
    }
  },
}
