// `npm run attack [-- zoo|fuzz|decoders|doors|api…] [--times 5] [--only votes] [--from 200] [--json]`: every attack in
// turn; ends with 1 where one got in.
import { parseArgs } from 'node:util'
import { addToLedger } from '../../docs/assurance/ledger.ts'
import { command, say } from '../../localnet/terminal.ts'
import { api } from './api.ts'
import type { Attack, Effort, Found } from './attack.ts'
import { decoders } from './decoders.ts'
import { platformDoors } from './doors.ts'
import { fuzz } from './fuzz.ts'
import { zoo } from './zoo.ts'

const attacks: readonly Attack[] = [zoo, fuzz, decoders, platformDoors, api]

type Asked = {
  readonly chosen: readonly Attack[]
  readonly effort: Effort
  readonly ledger: boolean
  readonly json: boolean
}

function readWords(words: readonly string[]): Asked {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      times: { type: 'string', default: '1' },
      only: { type: 'string' },
      from: { type: 'string', default: '0' },
      ledger: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const strange = positionals.filter((word) => !attacks.some(({ name }) => name === word))
  if (strange.length > 0)
    throw new Error(`there is no attack ${strange.join(', ')}; there are ${attacks.map(({ name }) => name).join(', ')}`)
  const { times, only, from, ledger, json } = values
  const effort = { times: Number(times), from: Number(from), say, ...(only === undefined ? {} : { only }) }
  const chosen = attacks.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  return { chosen, effort, ledger, json }
}

async function main(): Promise<void> {
  const { chosen, effort, ledger, json } = readWords(process.argv.slice(2))
  const report: Record<string, Found> = {}
  for (const { name, about, run } of chosen) {
    say(`${name}: ${about}…`)
    const found = await run(effort)
    report[name] = found
    say(`  ${JSON.stringify(found.counts)}, ${found.violations.length} violations`)
    for (const violation of found.violations) say(violation)
    if (ledger) addToLedger({ engine: name, counts: found.counts, violations: found.violations.length })
  }
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`)
  if (Object.values(report).some(({ violations }) => violations.length > 0)) process.exitCode = 1
}

if (import.meta.main) await command(main)
