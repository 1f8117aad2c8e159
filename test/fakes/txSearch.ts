// What a node's index of txs answers: conditions of CometBFT's query language over blocks in memory.
import type { Block, TxResult } from '../../relayer/ports.ts'

type Found = TxResult & { readonly height: bigint }
type Condition = { readonly key: string; readonly operator: string; readonly value: string }

/** Newest first. As on a real node, each condition may be met by another event of the tx. */
export function searchBlocks(blocks: readonly Block[], query: string, limit: number): readonly Found[] {
  const conditions = query.split(' AND ').map(parseCondition)
  const found = blocks.flatMap(({ height, txs }) => txs.map((tx) => ({ ...tx, height })))
  return found
    .filter((tx) => conditions.every((condition) => meets(tx, condition)))
    .reverse()
    .slice(0, limit)
}

function parseCondition(text: string): Condition {
  const [, key = '', operator = '', quoted, number] =
    /^([\w.-]+)\s*(=|>=|<=|>|<)\s*(?:'([^']*)'|(\d+))$/.exec(text) ?? []
  if (key === '') throw new Error(`no query of a node: ${text}`)
  return { key, operator, value: quoted ?? number ?? '' }
}

function meets(tx: Found, { key, operator, value }: Condition): boolean {
  const values = valuesOf(tx, key)
  if (operator === '=') return values.includes(value)
  const bound = BigInt(value)
  return values.map(BigInt).some((one) => {
    if (operator === '>=') return one >= bound
    if (operator === '<=') return one <= bound
    return operator === '>' ? one > bound : one < bound
  })
}

function valuesOf(tx: Found, key: string): readonly string[] {
  if (key === 'tx.hash') return [tx.hash]
  if (key === 'tx.height') return [tx.height.toString()]
  const [type, name] = [key.slice(0, key.lastIndexOf('.')), key.slice(key.lastIndexOf('.') + 1)]
  const events = tx.events.filter((event) => event.type === type)
  return events.flatMap(({ attributes }) => attributes.filter((one) => one.key === name).map((one) => one.value))
}
