// Brings the audit index up to a chain, and shows that it says what the chain says: block by block, nothing else.
import type { Chain } from '../../relayer/ports.ts'
import type { AuditIndex } from './auditIndex.ts'
import { type AuditLine, lineKey, linesOf } from './lines.ts'

/** Reads every block that the index lacks, up to the head at the time of the call; the latest height read. */
export async function catchUp(
  index: AuditIndex,
  chain: Chain,
  contracts: ReadonlySet<string>,
  firstHeight = 1n,
): Promise<bigint> {
  const { height: head } = await chain.queryStatus()
  const read = await index.height(chain.chainId)
  const start = read + 1n > firstHeight ? read + 1n : firstHeight
  for (let height = start; height <= head; height += 1n) {
    await index.append(chain.chainId, height, linesOf(await chain.queryBlock(height), contracts))
  }
  return head
}

export type Difference = { readonly key: string; readonly only: 'index' | 'chain' | 'both, unequal' }

/** Lines of the heights named, read from raw blocks alone, beside those that somebody presents: what differs. */
export async function rebuildAndCompare(
  presented: readonly AuditLine[],
  chain: Chain,
  contracts: ReadonlySet<string>,
  heights: { readonly from: bigint; readonly until: bigint },
  isAsked: (line: AuditLine) => boolean = () => true,
): Promise<readonly Difference[]> {
  const rebuilt: AuditLine[] = []
  for (let height = heights.from; height <= heights.until; height += 1n) {
    rebuilt.push(...linesOf(await chain.queryBlock(height), contracts).filter(isAsked))
  }
  return differences(presented, rebuilt)
}

/** Keys that stand on one side only, or with other content; ascending. */
export function differences(presented: readonly AuditLine[], rebuilt: readonly AuditLine[]): readonly Difference[] {
  const text = (line: AuditLine): string =>
    JSON.stringify(Object.values({ ...line, height: `${line.height}`, timeNs: `${line.timeNs}` }))
  const [shown, real] = [presented, rebuilt].map((lines) => new Map(lines.map((line) => [lineKey(line), text(line)])))
  const keys = [...new Set([...(shown?.keys() ?? []), ...(real?.keys() ?? [])])].sort()
  return keys.flatMap((key): Difference[] => {
    const [left, right] = [shown?.get(key), real?.get(key)]
    if (left === right) return []
    if (left === undefined) return [{ key, only: 'chain' }]
    return [{ key, only: right === undefined ? 'index' : 'both, unequal' }]
  })
}
