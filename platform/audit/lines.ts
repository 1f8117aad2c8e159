// Reads what a block says about our contracts: one line an event, nothing interpreted, nothing left out.
import type { Block, ChainEvent } from '../../relayer/ports.ts'

/** One thing that a contract of ours recorded. `index` counts the events of its tx; the first three order all lines. */
export type AuditLine = {
  readonly chainId: string
  readonly height: bigint
  readonly txIndex: number
  readonly index: number
  readonly timeNs: bigint
  readonly txHash: string
  readonly contract: string
  /** The event's type as the contract named it, for example `rights_granted`. */
  readonly operation: string
  /** Attributes in the contract's order, as they are on chain. */
  readonly facts: readonly (readonly [string, string])[]
}

const own = 'wasm-'
const contractKey = '_contract_address'
/** What the node adds to every event, and not the contract. */
const added = new Set([contractKey, 'msg_index'])

/** Lines of the contracts named; a failed tx changed nothing, and look-alikes of other contracts are not ours. */
export function linesOf(block: Block, contracts: ReadonlySet<string>): readonly AuditLine[] {
  return block.txs
    .filter((tx) => tx.code === 0)
    .flatMap((tx) =>
      tx.events.flatMap((event, index) => {
        const contract = attribute(event, contractKey)
        if (!event.type.startsWith(own) || contract === undefined || !contracts.has(contract)) return []
        const facts = event.attributes.filter(({ key }) => !added.has(key))
        return [
          {
            chainId: block.chainId,
            height: block.height,
            txIndex: tx.index,
            index,
            timeNs: block.timeNs,
            txHash: tx.hash,
            contract,
            operation: event.type.slice(own.length),
            facts: facts.map(({ key, value }) => [key, value] as const),
          },
        ]
      }),
    )
}

const attribute = (event: ChainEvent, key: string): string | undefined =>
  event.attributes.find((one) => one.key === key)?.value

/** Total order over all lines: block time, then place. Digits of fixed width, so that text sorts as numbers do. */
export function lineKey({ chainId, height, txIndex, index, timeNs }: AuditLine): string {
  const place = [digits(height, 12), digits(txIndex, 6), digits(index, 6)]
  return [timeKey(timeNs), ...place, chainId].join('-')
}

/** Where lines of that time begin among the keys. */
export const timeKey = (timeNs: bigint): string => digits(timeNs, 20)

const digits = (value: number | bigint, width: number): string => value.toString().padStart(width, '0')

/** Everything in a line that somebody may ask for: identifiers, accounts, hashes. Long texts are not names. */
export function namesIn(line: AuditLine): readonly string[] {
  const values = line.facts.map(([, value]) => value).filter((value) => value !== '' && value.length <= nameBytesMax)
  return [...new Set([line.contract, ...values])]
}

const nameBytesMax = 128
