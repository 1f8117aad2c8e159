// The learned gas model: it converges on what messages really use, and never asks for less than they need.
import fc from 'fast-check'
import type { Work, WorkKind } from '../../core/relay.ts'
import { baseGas, emptyGasModel, type GasModel, gasPart, learnGas, planGas, updateGas } from '../../core/relayGas.ts'
import { packetOf } from '../fakes/packetBlocks.ts'

const workOf = (kind: WorkKind, port: string): Work => ({
  kind,
  src: 'zone-a',
  dst: 'hub',
  clientId: 'on-hub',
  backClientId: 'of-hub',
  packet: packetOf(1, { sourcePort: port, destinationPort: port }),
  acknowledgement: new Uint8Array(),
})
const transfers = (count: number): readonly Work[] => Array.from({ length: count }, () => workOf('recv', 'transfer'))
/** Gas of a tx on a chain where each receive of a transfer uses `each`. */
const usedBy = (works: readonly Work[], each: number): bigint =>
  BigInt(baseGas + updateGas + works.length * Math.ceil(each))
const learn = (model: GasModel, works: readonly Work[], each: number): GasModel =>
  learnGas(model, works, 1, usedBy(works, each))

test('the model comes within a tenth of what a message uses, from below and from above, in 12 txs', () => {
  for (const each of [40_000, 130_000, 900_000]) {
    let model = emptyGasModel
    for (let tx = 0; tx < 12; tx += 1) model = learn(model, transfers(20), each)
    const found = model.parts[gasPart(workOf('recv', 'transfer'))] ?? 0
    expect(Math.abs(found - each) / each).toBeLessThan(0.1)
  }
})

test('in a series of txs whose use varies by up to 10 %, no plan is below the need once a few were seen', () => {
  const loads = fc.array(
    fc.record({ count: fc.integer({ min: 1, max: 100 }), spread: fc.double({ min: 0.9, max: 1.1 }) }),
  )
  const runs = fc.tuple(loads, fc.integer({ min: 50_000, max: 600_000 }))
  fc.assert(
    fc.property(runs, ([txs, usual]) => {
      let model = emptyGasModel
      for (let tx = 0; tx < 10; tx += 1) model = learn(model, transfers(10), usual)
      for (const { count, spread } of txs) {
        if (Number.isNaN(spread)) continue
        const works = transfers(count)
        expect(planGas(model, works, 1)).toBeGreaterThanOrEqual(usedBy(works, usual * spread))
        model = learn(model, works, usual * spread)
      }
    }),
  )
})

test('pitfall 4: each receive of a contract has room for writing all acknowledgements that it may release', () => {
  const alone = planGas(emptyGasModel, [workOf('recv', 'wasm.hub')], 1)
  expect(alone - planGas(emptyGasModel, [workOf('recv', 'transfer')], 1)).toBeGreaterThanOrEqual(4_000_000n)
})

test('kinds and ports are learned apart: a dear contract does not make transfers dear', () => {
  const dear = [workOf('recv', 'wasm.hub')]
  const model = learnGas(emptyGasModel, dear, 0, 5_000_000n)
  expect(planGas(model, transfers(10), 0)).toBe(planGas(emptyGasModel, transfers(10), 0))
  expect(planGas(model, dear, 0)).toBeGreaterThan(planGas(emptyGasModel, dear, 0))
})

test('after running out, the same tx gets as many times the gas as the factor says', () => {
  const works = transfers(3)
  expect(planGas(emptyGasModel, works, 1, 2)).toBe(planGas(emptyGasModel, works, 1) * 2n)
})

test('a tx that holds client updates only teaches nothing', () => {
  expect(learnGas(emptyGasModel, [], 1, 999_999n)).toBe(emptyGasModel)
})
