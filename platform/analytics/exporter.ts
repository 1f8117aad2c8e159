// Brings validated batches into the files that analyses read: what the chain has accepted, byte for byte, and no more.
import { batchRoot, parseBatchContent, parseEntryId } from '../../core/batch.ts'
import { equalBytes, parseHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Block, ChainEvent } from '../../relayer/ports.ts'
import type { Contract } from '../chain/contract.ts'
import { elementOf, queryBatch, queryStream } from '../chain/intake.ts'
import { leafHashOf } from '../collection/collection.ts'
import { sha256 } from '../keys/fingerprints.ts'
import type { Contents } from '../validation/ports.ts'
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
  const known = await queryBatch(intake, batchId)
  if (known?.state !== 'validated') return false
  const stream = await queryStream(intake, known.stream)
  const found = await contents.content(batchId, known.attempt)
  if (stream === null || found === undefined) throw new CausewayError('CONTENT_MISSING', { batch: batchId })
  const model = stream.elements.map(elementOf)
  const access = stream.open ? 'open' : 'closed'
  const salt = found.salt === undefined ? {} : { salt: found.salt }
  const leaf = leafHashOf({ streamId: stream.id, elements: model, access, ...salt })
  if (!equalBytes(batchRoot(found.content, leaf, sha256), parseHex(known.root))) {
    throw new CausewayError('CONTENT_MISSING', { batch: batchId, reason: 'another root than on chain' })
  }
  const name = { ...parseEntryId(batchId), attempt: known.attempt }
  const rows = parseBatchContent(name, model, found.content)
  const files = await platform.exportBatch({ batchId, root: known.root, txHash, certificateId: '', model, rows })
  return files.length > 0
}
