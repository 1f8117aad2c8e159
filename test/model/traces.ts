// `npm run traces [-- --traces 1000 --steps 30 --seed 1]`: walks the specification for readers (commit.qnt) at random,
// and has the contracts follow every step. Ends with 1 on a violation, a divergence, or a walk that saw too little.
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cargoEnv } from '../../contracts/cargo.ts'
import { addToLedger } from '../../docs/assurance/ledger.ts'
import { root } from '../../localnet/config.ts'
import { say } from '../../localnet/terminal.ts'
import { runCommand } from '../commands.ts'

const specification = join(root, 'test', 'model', 'commit.qnt')
/** What a walk must have met, each in one trace at least. */
export const witnesses = ['commits', 'aborts', 'errs', 'timesOut']

/** By witness, in how many traces it was met: "commits was witnessed in 12 trace(s) out of 1000 explored (1.20%)". */
export function readWitnesses(output: string): ReadonlyMap<string, number> {
  return new Map(
    [...output.matchAll(/(\w+) was witnessed in (\d+) trace/g)].map(([, name = '', n]) => [name, Number(n)]),
  )
}

function readOptions(args: readonly string[]): { traces: number; steps: number; seed: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      traces: { type: 'string', default: '1000' },
      steps: { type: 'string', default: '30' },
      ledger: { type: 'boolean', default: false },
      seed: { type: 'string', default: process.env['SEED'] ?? String(randomInt(2 ** 31)) },
    },
  })
  return { traces: Number(values.traces), steps: Number(values.steps), seed: values.seed }
}

async function main(): Promise<void> {
  const { traces, steps, seed } = readOptions(process.argv.slice(2))
  const folder = mkdtempSync(join(tmpdir(), 'causeway-traces-'))
  try {
    say(`seed ${seed}: ${traces} traces of at most ${steps} steps…`)
    const out = join(folder, 'trace_{seq}.itf.json')
    const counts = [`--max-samples=${traces}`, `--n-traces=${traces}`, `--max-steps=${steps}`, `--seed=${seed}`]
    const checks = ['--invariant=safe', '--witnesses', ...witnesses]
    const quint = join(root, 'node_modules', '.bin', 'quint')
    const walk = await runCommand(quint, [
      'run',
      '--backend=typescript',
      '--mbt',
      `--out-itf=${out}`,
      ...counts,
      specification,
      ...checks,
    ])
    const met = readWitnesses(walk.output)
    const unseen = witnesses.filter((name) => (met.get(name) ?? 0) === 0)
    const manifest = ['--manifest-path', join(root, 'contracts', 'Cargo.toml')]
    const cargo = ['run', '--quiet', ...manifest, '-p', 'causeway-integration-tests', '--bin', 'replay']
    const replay = await runCommand('cargo', [...cargo, '--', folder], { env: cargoEnv })
    say(`${walk.code === 0 ? '' : walk.output}${replay.output.trim()}; met: ${JSON.stringify(Object.fromEntries(met))}`)
    const [, followed = '0', walked = '0', divergences = '1'] =
      /(\d+) traces, (\d+) steps, (\d+) div/.exec(replay.output) ?? []
    const isWhole = walk.code === 0 && replay.code === 0 && Number(followed) === traces
    for (const name of unseen) say(`no trace has met ${name}`)
    if (process.argv.includes('--ledger')) {
      const counts = { traces: Number(followed), steps: Number(walked) }
      addToLedger({
        engine: 'traces',
        seed,
        counts,
        violations: Number(divergences) + (walk.code === 0 ? 0 : 1) + unseen.length,
      })
    }
    if (!isWhole || unseen.length > 0) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (import.meta.main) await main()
