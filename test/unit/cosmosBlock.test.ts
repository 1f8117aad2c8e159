// Blocks as a node words them, against one that a wasmd node really made, and against answers that are none.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parsePacketEvents } from '../../core/relay.ts'
import { parseBlock, parseNewBlock, parseTimeNs, type RawBlock, txHash } from '../../relayer/adapters/cosmosBlock.ts'

type Sample = {
  readonly hashes: readonly string[]
  readonly value: {
    readonly block: RawBlock
    readonly result_finalize_block: { readonly tx_results: Parameters<typeof parseBlock>[2] }
  }
}
const readSample = (file: string): Sample =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../fakes/samples', file), 'utf8')) as Sample
const { hashes, value } = readSample('newBlock.json')

describe('a block of wasmd 0.61.14 with one prepare tx', () => {
  const block = parseNewBlock('zone-a', value)

  test('its height, time and tx are read, and the hash is the one that the node finds the tx by', () => {
    expect(block.height).toBe(42n)
    expect(new Date(Number(block.timeNs / 1_000_000n)).toISOString().slice(0, 19)).toBe(
      value.block.header.time.slice(0, 19),
    )
    expect(block.txs.map(({ hash }) => hash)).toEqual(hashes)
    expect(block.txs[0]).toMatchObject({ code: 0, gasUsed: 364_699n, gasWanted: 1_584_400n, codespace: '', log: '' })
  })

  test('its packet is found in the events of the contract that sent it', () => {
    const [sent, ...others] = parsePacketEvents(block)
    expect(others).toEqual([])
    expect(sent?.kind).toBe('sent')
    expect(sent?.ordered).toBe(false)
    expect(sent?.routeId).toMatch(/^connection-\d+$/)
    expect(sent?.packet.sourcePort).toMatch(/^wasm\.wasm1[a-z0-9]{58}$/)
    expect(sent?.packet.timeoutTimestampNs).toBeGreaterThan(block.timeNs)
    expect(sent?.packet.data[0]).toBe(0x0a)
  })

  test('the same block read by height is the same block', () => {
    expect(parseBlock('zone-a', value.block, value.result_finalize_block.tx_results)).toEqual(block)
  })
})

test('a block of wasmd 0.70.3 with one transfer tells its hash, its gas, its fee and its packet', () => {
  const sample = readSample('newBlock70.json')
  const block = parseNewBlock('zone-f-3', sample.value)
  expect(block.height).toBe(BigInt(sample.value.block.header.height))
  expect(block.txs.map(({ hash }) => hash)).toEqual(sample.hashes)
  expect(block.txs[0]).toMatchObject({ code: 0, gasUsed: 125_012n, gasWanted: 250_000n })
  expect(block.txs[0]?.events).toContainEqual({
    type: 'tx',
    attributes: [
      { key: 'fee', value: '6250upark' },
      { key: 'fee_payer', value: expect.stringMatching(/^city1/) },
    ],
  })
  const [sent, ...others] = parsePacketEvents(block)
  expect(others).toEqual([])
  expect(sent).toMatchObject({ kind: 'sent', ordered: false, routeId: 'connection-0' })
  expect(sent?.packet).toMatchObject({ sequence: 1n, sourcePort: 'transfer', destinationChannel: 'channel-0' })
  expect(Buffer.from(sent?.packet.data ?? []).toString()).toContain('"denom":"upark"')
})

test('a block of another chain is refused with CHAIN_ID_MISMATCH, which names both', () => {
  expect(() => parseNewBlock('zone-b', value)).toThrow(
    expect.objectContaining({ code: 'CHAIN_ID_MISMATCH', facts: { expected: 'zone-b', served: 'zone-a' } }),
  )
})

test.each([
  ['no block', {}],
  ['no header', { block: {} }],
  ['fewer results than txs', { block: value.block, result_finalize_block: {} }],
])('an answer with %s is CHAIN_ANSWER_INVALID, not a block without txs', (_, answer) => {
  expect(() => parseNewBlock('zone-a', answer)).toThrow(expect.objectContaining({ code: 'CHAIN_ANSWER_INVALID' }))
})

test('an empty block has neither txs nor results, in whatever way a node says so', () => {
  const empty = { header: value.block.header, data: { txs: null } }
  for (const results of [null, undefined, []]) expect(parseBlock('zone-a', empty, results).txs).toEqual([])
})

test.each([
  ['2026-11-25T09:31:38.092002346Z', 1_795_599_098_092_002_346n],
  ['2026-11-25T09:31:38Z', 1_795_599_098_000_000_000n],
  ['2026-11-25T09:31:38.5Z', 1_795_599_098_500_000_000n],
  ['1970-01-01T00:00:00.000000001Z', 1n],
])('the time %s is %d ns, exactly', (text, ns) => {
  expect(parseTimeNs(text)).toBe(ns)
})

test('the hash of a tx is sha256 in upper-case hex', () => {
  expect(txHash(new Uint8Array())).toBe('E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855')
})

test.each([
  ['nothing', undefined],
  ['no block', {}],
  [
    'a height that is no number',
    { block: { header: { chain_id: 'zone-a', height: 'x', time: '2026-01-01T00:00:00Z' } } },
  ],
  [
    'an event that is named by no text',
    {
      block: { header: { chain_id: 'zone-a', height: '1', time: '2026-01-01T00:00:00Z' }, data: { txs: ['AA=='] } },
      result_finalize_block: { tx_results: [{ events: [{ type: {}, attributes: [] }] }] },
    },
  ],
])('a node that tells %s is told so by its own code', (_, value) => {
  expect(() => parseNewBlock('zone-a', value)).toThrow(expect.objectContaining({ code: 'CHAIN_ANSWER_INVALID' }))
})
