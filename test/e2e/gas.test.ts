// The tables in docs/gas.md are what the chains really count.
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { measureGas, readGasTable, readOperations } from './gasTable.ts'
import { measureOperations } from './operationCost.ts'
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

test(
  'an operation takes the packets and relayed messages of docs/gas.md, and its gas within a tenth (Y-6.1-1)',
  async () => {
    const published = readOperations()
    const measured = await measureOperations(stage)
    const counts = published.map(({ what, packets, relayed }) => ({ what, packets, relayed }))
    expect(measured.map(({ what, packets, relayed }) => ({ what, packets, relayed }))).toEqual(counts)
    expect(counts.length).toBeGreaterThan(1)
    expect(Math.min(...counts.flatMap(({ packets, relayed }) => [packets, relayed]))).toBeGreaterThan(0)
    const off = measured.filter(({ gas }, index) => Math.abs(gas / (published[index]?.gas ?? 0) - 1) > 0.1)
    expect(off).toEqual([])
  },
  2 * blocksMs,
)
