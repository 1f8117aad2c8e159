// `npm run attack [-- zoo|fuzz|decoders|api…] [--full] [--json]`: every attack in turn; ends with 1 where one got in.
import { addToLedger } from '../../docs/assurance/ledger.ts'
import { command, say } from '../../localnet/terminal.ts'
import { api } from './api.ts'
import type { Attack, Found } from './attack.ts'
import { decoders } from './decoders.ts'
import { fuzz } from './fuzz.ts'
import { zoo } from './zoo.ts'

const attacks: readonly Attack[] = [zoo, fuzz, decoders, api]

/** Where each of several targets is to be tried often, the one that was tried least counts. */
function ledgerEntry(name: Attack['name'], { counts, violations }: Found): Parameters<typeof addToLedger>[0] {
  const least = name === 'zoo' || name === 'api' ? {} : { 'least of a target': Math.min(...Object.values(counts)) }
  return { engine: name, counts: { ...counts, ...least }, violations: violations.length }
}

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const names = words.filter((word) => !word.startsWith('--'))
  const chosen = names.length === 0 ? attacks : attacks.filter(({ name }) => names.includes(name))
  if (chosen.length === 0)
    throw new Error(`there is no such attack; there are ${attacks.map(({ name }) => name).join(', ')}`)
  const tier = words.includes('--full') ? 'full' : 'ci'
  const report: Record<string, Found> = {}
  for (const { name, about, run } of chosen) {
    say(`${name}: ${about}…`)
    const found = await run({ tier, say })
    report[name] = found
    say(`  ${JSON.stringify(found.counts)}, ${found.violations.length} violations`)
    for (const violation of found.violations) say(violation)
    if (words.includes('--ledger')) addToLedger(ledgerEntry(name, found))
  }
  if (words.includes('--json')) process.stdout.write(`${JSON.stringify(report)}\n`)
  if (Object.values(report).some(({ violations }) => violations.length > 0)) process.exitCode = 1
}

if (import.meta.main) await command(main)
