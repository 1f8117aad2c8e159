// Reads CometBFT's JSON of blocks and results into the port's Block.
import { createHash } from 'node:crypto'
import type { Block, ChainEvent, TxResult } from '../ports.ts'

export type TxResultJson = {
  code?: number
  codespace?: string
  log?: string
  gas_wanted?: string
  gas_used?: string
  events?: { type: string; attributes?: { key: string; value?: string | null }[] }[]
}
export type HeaderJson = { chain_id: string; height: string; time: string }
export type BlockJson = { header: HeaderJson; data: { txs?: string[] | null } }

export function txHash(tx: Uint8Array): string {
  return createHash('sha256').update(tx).digest('hex').toUpperCase()
}

/** RFC 3339 with up to nine digits of a second -> nanoseconds since 1970. */
export function timeNs(rfc3339: string): bigint {
  const [, seconds = '', fraction = ''] = /^(.+?)(?:\.(\d+))?Z$/.exec(rfc3339) ?? []
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
}

export function readEvents(events: TxResultJson['events']): ChainEvent[] {
  return (events ?? []).map((event) => ({
    type: event.type,
    attributes: (event.attributes ?? []).map(({ key, value }) => ({ key, value: value ?? '' })),
  }))
}

export function readTxResult(json: TxResultJson, hash: string, index: number): TxResult {
  return {
    hash,
    index,
    code: json.code ?? 0,
    codespace: json.codespace ?? '',
    log: json.log ?? '',
    gasWanted: BigInt(json.gas_wanted ?? 0),
    gasUsed: BigInt(json.gas_used ?? 0),
    events: readEvents(json.events),
  }
}

export function readBlock(block: BlockJson, results: readonly TxResultJson[] | null | undefined): Block {
  const txs = block.data.txs ?? []
  return {
    chainId: block.header.chain_id,
    height: BigInt(block.header.height),
    timeNs: timeNs(block.header.time),
    txs: (results ?? []).map((result, index) => {
      const hash = txHash(Buffer.from(txs[index] ?? '', 'base64'))
      return readTxResult(result, hash, index)
    }),
  }
}
