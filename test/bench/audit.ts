// Whether an audit slows down with history: the newest line, and all lines, of one asset in indexes of two sizes.
import { openSqlite } from '../../database/sqlite.ts'
import { type AuditIndex, openAuditIndex } from '../../platform/audit/auditIndex.ts'
import type { AuditLine } from '../../platform/audit/lines.ts'
import { type Figure, figure, quantile, spreadOf } from './figure.ts'

export type AuditSize = { readonly small: number; readonly large: number; readonly rounds: number }
const linesPerBlock = 1_000
/** Every asset has as many lines, however many assets there are. */
const linesPerAsset = 100

/** Each block has lines of `linesPerBlock` assets in turn; the asset asked for has its last lines among the newest. */
async function filled(lines: number): Promise<AuditIndex> {
  const index = await openAuditIndex(openSqlite(':memory:'))
  const assets = Math.max(1, lines / linesPerAsset)
  for (let first = 0; first < lines; first += linesPerBlock) {
    const height = BigInt(first / linesPerBlock + 1)
    const block = Array.from({ length: Math.min(linesPerBlock, lines - first) }, (_, at): AuditLine => {
      const asset = `did:causeway:asset:zone-a:asset-${(first + at) % assets}`
      return {
        ...{ chainId: 'zone-a', height, txIndex: at, index: 0, timeNs: height * 500_000_000n, contract: 'wasm1assets' },
        ...{ txHash: 'AB'.repeat(32), operation: 'causeway_item', facts: [['id', asset]] },
      }
    })
    await index.append('zone-a', height, block)
  }
  return index
}

async function timesOf(index: AuditIndex, limit: number, rounds: number): Promise<readonly number[]> {
  const name = 'did:causeway:asset:zone-a:asset-0'
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now()
    const { lines } = await index.find({ name }, limit)
    times.push(performance.now() - start)
    if (lines.length !== limit) throw new Error(`${lines.length} lines of ${limit}`)
  }
  return times
}

const full: AuditSize = { small: 1_000, large: 1_000_000, rounds: 200 }

export async function benchAudit(tell: (line: string) => void, size = full): Promise<readonly Figure[]> {
  tell(`audit: indexes of ${size.small} and ${size.large} lines`)
  const [small, large] = [await filled(size.small), await filled(size.large)]
  try {
    const figures: Figure[] = []
    for (const [what, limit] of [
      ['newest line of an asset', 1],
      ['every line of an asset', linesPerAsset],
    ] as const) {
      await timesOf(small, limit, size.rounds)
      const [before, after] = [await timesOf(small, limit, size.rounds), await timesOf(large, limit, size.rounds)]
      const ratio = quantile(after, 0.5) / quantile(before, 0.5)
      const spread = `${spreadOf(before)} ms; ${spreadOf(after)} ms`
      figures.push(figure(`${what}, long history to short`, ratio, 'times', { at: '<=', bound: 2 }, spread))
    }
    return figures
  } finally {
    await Promise.all([small.close(), large.close()])
  }
}
