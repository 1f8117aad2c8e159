// `npm run gas`: measures the gas of every entry point in a world of its own and writes docs/gas.md.
import { measureGas, writeGasTable } from './gasTable.ts'
import { inWorld, openWorld } from './world.ts'

await inWorld(
  (line) => void process.stderr.write(`${line}\n`),
  async () => {
    const stage = await openWorld()
    try {
      writeGasTable(await measureGas(stage))
    } finally {
      await stage.close()
    }
  },
)
