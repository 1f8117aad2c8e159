// A block with its results, as a CometBFT node words it in JSON -> Block of the port.
import { createHash } from 'node:crypto'
import { asAnswer } from '../../core/answers.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Attribute, Block, ChainEvent, TxResult } from '../ports.ts'

type RawAttribute = { readonly key: string; readonly value: string | null }
export type RawEvent = { readonly type: string; readonly attributes?: readonly RawAttribute[] | null }
export type RawTxResult = {
  readonly code?: number
  readonly codespace?: string
  readonly log?: string
  readonly gas_wanted?: string
  readonly gas_used?: string
  readonly events?: readonly RawEvent[] | null
}
export type RawBlock = {
  readonly header: { readonly chain_id: string; readonly height: string; readonly time: string }
  readonly data: { readonly txs?: readonly string[] | null }
}
type RawResults = readonly RawTxResult[] | null | undefined
export type RawStatus = {
  readonly node_info: { readonly network: string }
  readonly sync_info: {
    readonly latest_block_height: string
    readonly latest_block_time: string
    readonly catching_up: boolean
  }
}
export type NodeStatus = {
  /** Of the chain that the node serves. */
  readonly chainId: string
  readonly height: bigint
  readonly timeNs: bigint
  readonly catchingUp: boolean
}

export function parseStatus({ node_info: node, sync_info: sync }: RawStatus): NodeStatus {
  return {
    chainId: node.network,
    height: BigInt(sync.latest_block_height),
    timeNs: parseTimeNs(sync.latest_block_time),
    catchingUp: sync.catching_up,
  }
}

/** RFC 3339 with up to nine digits of a second, as nanoseconds since 1970. */
export function parseTimeNs(text: string): bigint {
  const [, date = '', fraction = ''] = /^([^.Z]+)(?:\.(\d{1,9}))?Z$/.exec(text) ?? []
  return BigInt(Date.parse(`${date}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

export function txHash(tx: Uint8Array): string {
  return createHash('sha256').update(tx).digest('hex').toUpperCase()
}

/** Throws a TypeError on another shape. */
export function parseTxResult(raw: RawTxResult, hash: string, index: number): TxResult {
  return {
    hash,
    index,
    code: raw.code ?? 0,
    codespace: raw.codespace ?? '',
    log: raw.log ?? '',
    gasWanted: BigInt(raw.gas_wanted ?? 0),
    gasUsed: BigInt(raw.gas_used ?? 0),
    events: (raw.events ?? []).map(parseEvent),
  }
}

function parseEvent({ type, attributes }: RawEvent): ChainEvent {
  const pair = ({ key, value }: RawAttribute): Attribute => ({ key: textOf(key), value: textOf(value ?? '') })
  return { type: textOf(type), attributes: (attributes ?? []).map(pair) }
}

/** What reads events compares texts, and must not meet anything else there. */
function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('an event holds something else than text')
  return value
}

/** Throws CHAIN_ANSWER_INVALID on another shape and CHAIN_ID_MISMATCH on another chain's block. */
export function parseBlock(chainId: string, raw: RawBlock, results: RawResults): Block {
  return asAnswer(chainId, 'block', () => blockOf(chainId, raw, results))
}

function blockOf(chainId: string, raw: RawBlock, results: RawResults): Block {
  if (raw?.header?.chain_id === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId, part: 'header' })
  const served = raw.header.chain_id
  if (served !== chainId) throw new CausewayError('CHAIN_ID_MISMATCH', { expected: chainId, served })
  const txs = raw.data?.txs ?? []
  if (txs.length !== (results ?? []).length) {
    throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId, part: 'tx_results', height: raw.header.height })
  }
  return {
    chainId,
    height: BigInt(raw.header.height),
    timeNs: parseTimeNs(raw.header.time),
    txs: (results ?? []).map((result, index) =>
      parseTxResult(result, txHash(Buffer.from(txs[index] ?? '', 'base64')), index),
    ),
  }
}

/** The value of a NewBlock event. Throws as parseBlock does. */
export function parseNewBlock(chainId: string, value: unknown): Block {
  type NewBlock = { readonly block?: RawBlock; readonly result_finalize_block?: { readonly tx_results?: RawResults } }
  return asAnswer(chainId, 'block', () => {
    const { block, result_finalize_block: finalized } = value as NewBlock
    return blockOf(chainId, block as RawBlock, finalized?.tx_results)
  })
}
