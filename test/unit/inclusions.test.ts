// Which tx is in which block, and what its end means: no node is asked.
import { Inclusions, txError } from '../../relayer/adapters/inclusions.ts'
import type { Block, TxResult } from '../../relayer/ports.ts'

const resultOf = (hash: string, more: Partial<TxResult> = {}): TxResult => ({
  hash,
  index: 0,
  code: 0,
  codespace: '',
  log: '',
  gasWanted: 900n,
  gasUsed: 1_000n,
  events: [],
  ...more,
})
const blockOf = (...txs: readonly TxResult[]): Block => ({ chainId: 'hub', height: 7n, timeNs: 0n, txs })

test('a tx is found by its hash in the block that holds it, also when the block came before the question', async () => {
  const inclusions = new Inclusions('hub')
  inclusions.expect('AA')
  inclusions.expect('BB')
  inclusions.onBlock(blockOf(resultOf('CC'), resultOf('AA')))
  await expect(inclusions.wait('AA', 1_000)).resolves.toMatchObject({ hash: 'AA', height: 7n })
  const waiting = inclusions.wait('BB', 1_000)
  inclusions.onBlock(blockOf(resultOf('BB')))
  await expect(waiting).resolves.toMatchObject({ hash: 'BB', result: { gasUsed: 1_000n } })
})

test('a tx that no block holds in time is TX_NOT_INCLUDED', async () => {
  const error = { code: 'TX_NOT_INCLUDED', facts: { chainId: 'hub', hash: 'AA' } }
  await expect(new Inclusions('hub').wait('AA', 1)).rejects.toMatchObject(error)
})

test('a tx that failed in its block says how, and how much gas it had and used', async () => {
  const inclusions = new Inclusions('hub')
  inclusions.expect('AA')
  inclusions.onBlock(blockOf(resultOf('AA', { code: 11, codespace: 'sdk', log: 'out of gas' })))
  const facts = { chainId: 'hub', hash: 'AA', codespace: 'sdk', abciCode: '11', log: 'out of gas', gas: '1000 of 900' }
  await expect(inclusions.wait('AA', 1_000)).rejects.toMatchObject({ code: 'TX_OUT_OF_GAS', facts })
})

test.each([
  ['sdk', 5, 'FUNDS_MISSING'],
  ['sdk', 13, 'GAS_PRICE_LOW'],
  ['sdk', 11, 'TX_OUT_OF_GAS'],
  ['sdk', 32, 'SEQUENCE_MISMATCH'],
  ['sdk', 4, 'TX_FAILED'],
  ['wasm', 5, 'TX_FAILED'],
  ['channel', 11, 'TX_FAILED'],
])('code %s %d is %s: a number means something only within its codespace', (codespace, code, name) => {
  expect(txError('hub', { codespace, code, log: 'x'.repeat(5_000), hash: 'AA' })).toMatchObject({ code: name })
  expect(txError('hub', { codespace, code, log: 'x'.repeat(5_000), hash: 'AA' }).facts['log']).toHaveLength(1_000)
})
