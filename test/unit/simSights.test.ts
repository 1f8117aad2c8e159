// What a run has met is named by what chains and relayers have told.
import type { Net } from '../sim/net.ts'
import { refereeMustMeet, sightsOfChains, sightsOfLog, simMustMeet, simMustSuffer, unmetOf } from '../sim/sights.ts'

const event = (type: string, pairs: Readonly<Record<string, string>>): object => ({
  type,
  attributes: Object.entries(pairs).map(([key, value]) => ({ key, value })),
})

test('events of contracts by what they say, refused txs by their code, each where it was', () => {
  const block = {
    txs: [
      {
        code: 0,
        codespace: '',
        events: [event('wasm-causeway_leg', { transaction_id: 'ab', state: 'applied', by: 'ack' })],
      },
      { code: 11, codespace: 'sdk', events: [] },
    ],
  }
  const [hub, zone] = [{ blocks: [] }, { blocks: [block] }]
  const met = sightsOfChains({ hub, nodes: [hub, zone] } as unknown as Net)
  expect([...met]).toEqual(['zone event leg, state applied, by ack', 'zone refused: sdk 11'])
})

test('notes of relayers by their event and their code', () => {
  const log = [
    { level: 'warn', event: 'lane.failed', facts: { code: 'CHAIN_UNREACHABLE' } },
    { level: 'info', event: 'relayer.seen', facts: {} },
  ]
  expect([...sightsOfLog(log)]).toEqual(['relayer lane.failed CHAIN_UNREACHABLE', 'relayer relayer.seen'])
})

test('what is not met is a violation by its name, and there are more than sixty names', () => {
  const part = { met: ['a'], faults: { lost: 2, late: 0 } }
  expect(unmetOf(part, ['a', 'b'], ['lost', 'late'])).toEqual(['never met: b', 'never met: late'])
  expect(new Set([...simMustMeet, ...simMustSuffer, ...refereeMustMeet]).size).toBeGreaterThanOrEqual(60)
})
