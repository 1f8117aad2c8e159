// Audit lines, their index, the rebuild from raw blocks, and reports that carry who vouched for them.
import { generateKeyPairSync } from 'node:crypto'
import { openSqlite } from '../../database/sqlite.ts'
import { type AuditIndex, openAuditIndex } from '../../platform/audit/auditIndex.ts'
import { catchUp, rebuildAndCompare } from '../../platform/audit/follow.ts'
import { lineKey, linesOf } from '../../platform/audit/lines.ts'
import { csvOf, isoTime, reportOf, signReport, verifyReport } from '../../platform/audit/report.ts'
import type { Block, Chain, ChainEvent } from '../../relayer/ports.ts'

const contracts = new Set(['wasm1market', 'wasm1rights'])
const event = (type: string, contract: string, facts: Record<string, string> = {}): ChainEvent => ({
  type,
  attributes: Object.entries({ _contract_address: contract, ...facts, msg_index: '0' }).map(([key, value]) => ({
    key,
    value,
  })),
})
const tx = (index: number, events: readonly ChainEvent[], code = 0) => ({
  hash: `TX${index}`,
  index,
  code,
  codespace: '',
  log: '',
  gasWanted: 0n,
  gasUsed: 0n,
  events,
})
const block = (height: bigint, txs: Block['txs'], chainId = 'zone-a'): Block => ({
  chainId,
  height,
  timeNs: 1_800_000_000_000_000_000n + height * 500_000_000n,
  txs,
})

const sold = event('wasm-market_bought', 'wasm1market', { asset: 'did:a', buyer: 'did:bob', price: '7' })
const granted = event('wasm-rights_granted', 'wasm1rights', { asset: 'did:a', grant: 'g-1' })
const chainOfBlocks: readonly Block[] = [
  block(1n, []),
  block(2n, [tx(0, [sold, granted])]),
  block(3n, [tx(0, [event('wasm-market_bought', 'wasm1stranger', { asset: 'did:a' })]), tx(1, [sold], 5)]),
  block(4n, [
    tx(0, [event('transfer', 'wasm1market'), event('wasm-market_settled', 'wasm1market', { asset: 'did:b' })]),
  ]),
]

/** Only what the audit asks of a chain. */
const chain = (blocks: readonly Block[] = chainOfBlocks): Chain =>
  ({
    chainId: 'zone-a',
    queryStatus: async () => ({ height: BigInt(blocks.length), timeNs: 0n, catchingUp: false }),
    queryBlock: async (height: bigint) => blocks[Number(height) - 1],
  }) as unknown as Chain

let index: AuditIndex
beforeEach(async () => {
  index = await openAuditIndex(openSqlite(':memory:'))
})
afterEach(() => index.close())

test('a line is an event of a contract of ours in a tx that took effect, and nothing else is one', () => {
  const lines = chainOfBlocks.flatMap((one) => linesOf(one, contracts))
  expect(lines.map(({ operation, height }) => [operation, height])).toEqual([
    ['market_bought', 2n],
    ['rights_granted', 2n],
    ['market_settled', 4n],
  ])
  expect(lines[0]?.facts).toEqual([
    ['asset', 'did:a'],
    ['buyer', 'did:bob'],
    ['price', '7'],
  ])
})

test('an asset, a party, an operation and a period each find their lines, newest first, page by page', async () => {
  await catchUp(index, chain(), contracts)
  const found = async (query: object) => (await index.find(query, 10)).lines.map(({ operation }) => operation)
  expect(await found({ name: 'did:a' })).toEqual(['rights_granted', 'market_bought'])
  expect(await found({ name: 'did:bob' })).toEqual(['market_bought'])
  expect(await found({ operation: 'market_settled' })).toEqual(['market_settled'])
  expect(await found({ name: 'did:a', operation: 'rights_granted' })).toEqual(['rights_granted'])
  const [second, fourth] = [chainOfBlocks[1]?.timeNs ?? 0n, chainOfBlocks[3]?.timeNs ?? 0n]
  expect(await found({ fromNs: second + 1n })).toEqual(['market_settled'])
  expect(await found({ untilNs: fourth })).toEqual(['rights_granted', 'market_bought'])
  const first = await index.find({}, 2)
  expect(first.lines.map(({ operation }) => operation)).toEqual(['market_settled', 'rights_granted'])
  const rest = await index.find({}, 2, first.next)
  expect(rest).toMatchObject({ lines: [{ operation: 'market_bought' }], next: undefined })
})

test('reading the same blocks again, after any stop, changes nothing and misses nothing', async () => {
  await catchUp(index, chain(chainOfBlocks.slice(0, 2)), contracts)
  await index.append(
    'zone-a',
    2n,
    chainOfBlocks.slice(0, 2).flatMap((one) => linesOf(one, contracts)),
  )
  await catchUp(index, chain(), contracts)
  expect(await index.height('zone-a')).toBe(4n)
  expect((await index.find({}, 10)).lines).toHaveLength(3)
})

test('a rebuild from raw blocks differs in nothing, and in exactly what somebody added, dropped or changed', async () => {
  await catchUp(index, chain(), contracts)
  const { lines } = await index.find({}, 10)
  const heights = { from: 1n, until: 4n }
  expect(await rebuildAndCompare(lines, chain(), contracts, heights)).toEqual([])
  const [newest, second, oldest] = lines
  if (newest === undefined || second === undefined || oldest === undefined) throw new Error('three lines are needed')
  const invented = { ...oldest, index: 9 }
  const changed = {
    ...second,
    facts: [
      ['asset', 'did:a'],
      ['grant', 'g-2'],
    ] as const,
  }
  expect(await rebuildAndCompare([newest, changed, invented], chain(), contracts, heights)).toEqual(
    [
      { key: lineKey(oldest), only: 'chain' },
      { key: lineKey(second), only: 'both, unequal' },
      { key: lineKey(invented), only: 'index' },
    ].sort((a, b) => (a.key < b.key ? -1 : 1)),
  )
})

test('a report names its question, heights and times, and one changed byte breaks its signature', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  await catchUp(index, chain(), contracts)
  const { lines } = await index.find({ name: 'did:a' }, 10)
  const report = reportOf({ name: 'did:a' }, lines, new Map([['zone-a', 4n]]))
  expect(report).toMatchObject({ question: { name: 'did:a' }, readTo: { 'zone-a': '4' } })
  expect(report.lines.map((line) => [line.operation, line.height, line.txHash, line.chainId])).toEqual([
    ['market_bought', '2', 'TX0', 'zone-a'],
    ['rights_granted', '2', 'TX0', 'zone-a'],
  ])
  for (const content of [report, csvOf(report)]) {
    const signed = signReport(content, 'did:causeway:party:zone-a:city', privateKey)
    expect(verifyReport(signed, publicKey)).toEqual(content)
    const forged = JSON.parse(JSON.stringify(signed).replace('market_bought', 'market_brought')) as typeof signed
    expect(() => verifyReport(forged, publicKey)).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }))
  }
})

test('a CSV keeps commas, quotes and lines in their cell, and no cell is a formula', () => {
  const facts = { note: 'a "b", c\nd', asset: 'did:a' }
  const line = linesOf(block(9n, [tx(0, [event('wasm-=cmd', 'wasm1market', facts)])]), contracts)
  const csv = csvOf(reportOf({}, line, new Map()))
  const [head, row] = csv.split('\r\n')
  expect(head).toBe('time,chainId,height,txHash,contract,operation,facts')
  expect(row).toContain(`,'=cmd,"{""note"":""a \\""b\\"", c\\nd"",""asset"":""did:a""}"`)
})

test('times are told to the nanosecond', () => {
  expect(isoTime(1_800_000_000_000_000_001n)).toBe('2027-01-15T08:00:00.000000001Z')
})
