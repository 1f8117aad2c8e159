// `npm run crashes`: the crash points of twelve stories, every one of them. Ends with 1 on a violation, and where one
// has not met what it is about.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { buildContracts } from '../../contracts/build.ts'
import { addToLedger } from '../../docs/assurance/ledger.ts'
import { ensureTools } from '../../localnet/setup.ts'
import { command, say } from '../../localnet/terminal.ts'
import { crashEverywhere, stories } from './crashes.ts'
import { nothing, type Part, runAllApart, sumOf } from './parts.ts'
import { readCodes } from './world.ts'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stride: { type: 'string', default: '1' },
      offset: { type: 'string', default: '0' },
      apart: { type: 'boolean', default: false },
      ledger: { type: 'boolean', default: false },
    },
  })
  await ensureTools(say)
  const codes = readCodes(await buildContracts(say))
  const [stride, offset] = [Number(values.stride), Number(values.offset)]
  if (values.apart) {
    let sum: Part = nothing
    for (const story of stories) sum = sumOf(sum, await crashEverywhere(codes, story, stride, offset))
    return void process.stdout.write(JSON.stringify(sum))
  }
  const cores = cpus().length
  const each = Array.from({ length: cores }, (_, core) => {
    return ['--stride', String(stride * cores), '--offset', String(offset + core * stride)]
  })
  const { counts, met, violations } = await runAllApart(import.meta.filename, each)
  const unmet = stories.flatMap(({ name, meets }) => {
    return meets.filter((sight) => !met.includes(`${name}: ${sight}`)).map((sight) => `${name} has not met: ${sight}`)
  })
  const all = [...violations, ...unmet]
  for (const violation of all) say(violation)
  say(`${stories.length} stories, ${counts['crashes'] ?? 0} crash points, ${all.length} violations`)
  if (values.ledger) addToLedger({ engine: 'crashes', counts: { ...counts }, violations: all.length })
  if (all.length > 0) process.exitCode = 1
}

await command(main)
