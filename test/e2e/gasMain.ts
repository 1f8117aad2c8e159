// `npm run gas`: measures entry points and operations in a world of its own and writes docs/gas.md.
import { measureGas, writeGasTable } from './gasTable.ts'
import { measureOperations } from './operationCost.ts'
import { inWorld, openWorld } from './world.ts'

await inWorld(
  (line) => void process.stderr.write(`${line}\n`),
  async () => {
    const stage = await openWorld()
    try {
      const entryPoints = await measureGas(stage)
      writeGasTable(entryPoints, await measureOperations(stage))
    } finally {
      await stage.close()
    }
  },
)
