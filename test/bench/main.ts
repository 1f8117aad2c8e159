// `npm run bench -- commit [--quick] [--json]`: prints the figures of a benchmark beside their targets.
import { cpus } from 'node:os'
import { drawTable } from '../../localnet/demo/table.ts'
import { benchAnalytics } from './analytics.ts'
import { benchAudit } from './audit.ts'
import { benchCommit } from './commit.ts'
import { benchDemo } from './demo.ts'
import type { Figure } from './figure.ts'
import { benchIntake } from './intake.ts'
import { benchPurchase } from './purchase.ts'
import { benchRelayer } from './relayer.ts'
import { benchStorage } from './storage.ts'
import { benchZones } from './zones.ts'

const flags = process.argv.slice(2)
const isQuick = flags.includes('--quick')
const benches: Readonly<Record<string, (tell: (line: string) => void) => Promise<readonly Figure[]>>> = {
  // Its last figures want a clean clone with empty caches: `--quick` leaves them out.
  commit: async (tell) => [...(await benchCommit(tell)), ...(isQuick ? [] : await benchDemo(tell))],
  analytics: benchAnalytics,
  audit: benchAudit,
  demo: benchDemo,
  intake: (tell) => benchIntake(tell),
  lifecycle: benchLifecycle,
  purchase: benchPurchase,
  relayer: (tell) => benchRelayer(tell, flags.slice(1)),
  storage: benchStorage,
  zones: benchZones,
}

/** Every figure of the data lifecycle, one after the other. */
async function benchLifecycle(tell: (line: string) => void): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const one = async (bench: (tell: (line: string) => void) => Promise<readonly Figure[]>): Promise<void> =>
    void figures.push(...(await bench(tell)))
  await one((say) => benchIntake(say))
  await one(benchPurchase)
  await one((say) => benchStorage(say))
  await one((say) => benchAnalytics(say))
  await one(benchAudit)
  return figures
}

const tell = (line: string): void => void process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  const name = flags.find((flag) => !flag.startsWith('--')) ?? 'commit'
  const bench = benches[name]
  if (bench === undefined) {
    tell(`there is no benchmark ${name}; there are ${Object.keys(benches).join(', ')}`)
    process.exitCode = 2
    return
  }
  const figures = await bench(tell)
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
  const rows = figures.map((one) => [
    one.name,
    String(one.value),
    one.unit,
    one.target,
    one.met ? 'met' : 'MISSED',
    one.spread,
  ])
  tell(`\n${machine}\n${drawTable(['figure', 'value', 'unit', 'target', '', 'spread'], rows)}`)
  if (flags.includes('--json')) process.stdout.write(`${JSON.stringify({ bench: name, machine, figures })}\n`)
}

await main()
