// The table in docs/gas.md is what the chain really counts.
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { measureGas, readGasTable } from './gasTable.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

let stage: OpenStage

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

test(
  'gas of every entry point is within a tenth of docs/gas.md (Y-6.1-1)',
  async () => {
    const measured = await measureGas(stage)
    const table = new Map(readGasTable().map(({ what, gas }) => [what, gas]))
    expect([...table.keys()]).toEqual(measured.map(({ what }) => what))
    const off = measured.filter(({ what, gas }) => Math.abs(gas / (table.get(what) ?? 0) - 1) > 0.1)
    expect(off).toEqual([])
  },
  3 * blocksMs,
)
