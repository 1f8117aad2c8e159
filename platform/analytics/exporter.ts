// Brings validated batches into the files that analyses read: what the chain has accepted, byte for byte, and no more.
import { parseBatchContent } from '../../core/batch.ts'
import type { Block, ChainEvent } from '../../relayer/ports.ts'
import type { Contract } from '../chain/contract.ts'
import type { Contents } from '../validation/ports.ts'
import { fetchValidated, queryValidated } from '../validation/validatedBatch.ts'
import type { AnalyticsPlatform } from './platform.ts'

export type ExporterDeps = {
  readonly intake: Contract
  readonly contents: Contents
  readonly platform: Pick<AnalyticsPlatform, 'exportBatch'>
}
/** Identifiers of the batches that became files; reading a block again makes none. */
export type Exporter = (block: Block) => Promise<readonly string[]>

export function openExporter(deps: ExporterDeps): Exporter {
  return async (block) => {
    const exported: string[] = []
    for (const [batch, txHash] of batchesIn(block, deps.intake.address)) {
      if (await exportValidated(batch, txHash, deps)) exported.push(batch)
    }
    return exported
  }
}

/** Batches that something was said about, with the tx that said it. */
function batchesIn({ txs }: Block, intake: string): ReadonlyMap<string, string> {
  const found = txs
    .filter(({ code }) => code === 0)
    .flatMap(({ events, hash }) =>
      events.flatMap((event) => {
        const isOurs = event.type.startsWith('wasm-intake_') && attributeIn(event, '_contract_address') === intake
        const batch = isOurs ? attributeIn(event, 'batch') : undefined
        return batch === undefined ? [] : [[batch, hash] as const]
      }),
    )
  return new Map(found)
}

const attributeIn = ({ attributes }: ChainEvent, key: string): string | undefined =>
  attributes.find((one) => one.key === key)?.value

/** Throws CONTENT_MISSING when what is handed over is not what the chain has accepted. */
async function exportValidated(batchId: string, txHash: string, deps: ExporterDeps): Promise<boolean> {
  const { intake, contents, platform } = deps
  const known = await queryValidated(intake, batchId)
  if (known === undefined) return false
  const { name, root, elements: model, content } = await fetchValidated(intake, contents, known)
  const rows = parseBatchContent(name, model, content)
  const files = await platform.exportBatch({ batchId, root, txHash, certificateId: '', model, rows })
  return files.length > 0
}
