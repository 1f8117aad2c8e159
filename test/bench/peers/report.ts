// Makes docs/benchmarks.md and its charts of what was measured: method, figures, configurations.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localnetConfig, root } from '../../../localnet/config.ts'
import { type Figure, quantile } from '../figure.ts'
import type { Bed, End } from './bed.ts'
import { drawChart } from './chart.ts'
import { hermesVersion, rlyVersion } from './install.ts'
import type { KeptOutcome } from './kept.ts'
import type { Outcome, Run } from './matrix.ts'
import { backlogGiveUpMs, giveUpMs } from './scenarios.ts'
import { causewayConfig, hermesConfig, rlyConfig, rlyFlags, rlyPath, type Setting } from './settings.ts'

export type Measured = {
  readonly outcomes: readonly KeptOutcome[]
  readonly figures: readonly Figure[]
}

/** As the localnet's chains are built. */
const wasmdVersion = (): string =>
  /wasmd v(\S+)/.exec(readFileSync(join(root, 'localnet', 'go.mod'), 'utf8'))?.[1] ?? 'unknown'

/** What runs are only comparable within, besides the machine. */
export const versionsText = (): string => `wasmd ${wasmdVersion()}, Hermes ${hermesVersion}, rly ${rlyVersion}`

const short = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '–')

/** "1.51 (1.49–1.56)": median and quartiles over the repeats. */
export function cell(runs: readonly Run[], metric: string): string {
  const values = runs.flatMap(({ result }) => result?.metrics[metric] ?? []).filter((value) => Number.isFinite(value))
  if (values.length === 0) return '–'
  const at = (q: number): string => short(quantile(values, q))
  return values.length === 1 ? at(0.5) : `${at(0.5)} (${at(0.25)}–${at(0.75)})`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

export function table({ runs }: Pick<Outcome, 'runs'>): string {
  const labels = [...runs.keys()]
  const metrics = new Set([...runs.values()].flat().flatMap(({ result }) => Object.keys(result?.metrics ?? {})))
  const failed = labels.map((label) => (runs.get(label) ?? []).filter(({ failure }) => failure !== undefined).length)
  const rows = [...metrics].map((metric) =>
    row([metric, ...labels.map((label) => cell(runs.get(label) ?? [], metric))]),
  )
  const failures = failed.some((count) => count > 0) ? [row(['runs that failed', ...failed.map(String)])] : []
  return [row(['', ...labels]), row(['---', ...labels.map(() => '---')]), ...rows, ...failures].join('\n')
}

/** Packets of all repeats together. */
function chartOf({ scenario, runs }: Outcome): string | undefined {
  const results = [...runs.values()].flat().flatMap(({ result }) => result ?? [])
  if (results.every(({ ackMs }) => ackMs.length === 0)) return undefined
  const floorMs = quantile(
    results.map((result) => result.floorMs).filter((ms) => Number.isFinite(ms)),
    0.5,
  )
  const curves = [...runs].map(([name, all]) => {
    const ackMs = all.flatMap(({ result }) => result?.ackMs ?? [])
    const never = all.reduce((sum, { result }) => sum + (result?.metrics['never acknowledged, packets'] ?? 0), 0)
    return { name, samples: ackMs.filter((ms) => Number.isFinite(ms)), total: ackMs.length, never }
  })
  return drawChart({ title: scenario.about, curves, floorMs })
}

/** Addresses, ports and folders are of no interest: any two chains will do. */
function anyBed(): Bed {
  const { chains, ...config } = localnetConfig({})
  const [, a, b] = chains
  if (a === undefined || b === undefined) throw new Error('the localnet has no two zones')
  const end = (site: End['site']): End => ({
    site,
    probe: '<probe>',
    clientId: '07-tendermint-0',
    connectionId: 'connection-0',
    channelId: 'channel-0',
  })
  const nothing = { wasmd: { program: '', env: {} }, accounts: {} }
  return { ...nothing, config: { ...config, chains, home: '<folder>' }, a: end(a), b: end(b) }
}

function configurations(): string {
  const bed = anyBed()
  const block = (language: string, text: string): string => `\`\`\`${language}\n${text.trim()}\n\`\`\``
  const settings: readonly Setting[] = ['default', 'tuned']
  const hermes = settings.map((one) => `### Hermes, ${one}\n\n${block('toml', hermesConfig(one, bed))}`)
  const rly = settings.map((one) => {
    const command = ['rly', 'start', rlyPath, '--processor', 'events', ...rlyFlags(one)].join(' ')
    return `### rly, ${one}\n\n    ${command}\n\n${block('yaml', rlyConfig(one, bed))}`
  })
  return [`### Causeway\n\n${block('toml', causewayConfig(bed))}`, ...hermes, ...rly].join('\n\n')
}

function targets(figures: readonly Figure[]): string {
  const head = [row(['asked', 'value', 'target', '', 'over the repeats']), row(Array(5).fill('---'))]
  const rows = figures.map(({ name, value, unit, target, met, spread }) =>
    row([name, `${short(value)} ${unit}`, target, met ? 'met' : '**missed**', spread]),
  )
  return [...head, ...rows].join('\n')
}

/** How often each relayer was measured; where they differ, each by itself. */
export function repeatsText({ runs }: Pick<Outcome, 'runs'>): string {
  const counts = [...runs].map(
    ([label, all]) => [label, all.filter((run) => Object.keys(run).length > 0).length] as const,
  )
  const [first] = counts
  if (counts.every(([, count]) => count === first?.[1])) return `${first?.[1] ?? 0} repeats`
  return `repeats: ${counts.map(([label, count]) => `${label} ${count}`).join('; ')}`
}

export function renderReport({ outcomes, figures }: Measured, charts: ReadonlySet<string>): string {
  const picture = (name: string): string => (charts.has(name) ? `![${name}](benchmarks/${name}.svg)\n\n` : '')
  const sections = outcomes.map(({ title, scenario: { about }, runs, setup }) => {
    const head = `### ${title}\n\n${about}; ${repeatsText({ runs })}. Measured on ${setup}.`
    return `${head}\n\n${picture(title)}${table({ runs })}`
  })
  return `# The relayer beside Hermes and rly

Written by \`npm run bench -- relayer --write\` from the runs in [runs.jsonl](benchmarks/runs.jsonl), to which it adds;
\`--report\` writes it anew and measures nothing. Nothing here is by hand. The command builds the peers from their
registries (once), makes two chains with a probe contract on each and a channel between the probes, and measures one
relayer at a time.

- Machine and versions are named with each figure, and nothing is compared across them. Everything runs on the one
  machine: chains, relayer, Redis, observer.
- Chains: one validator each, settings of \`localnet/genesis.ts\`, txs indexed, started as \`localnet/node.ts\` starts
  them (Go collects garbage at four times the heap that is in use, GOGC=400).
- Peers: Hermes from its crate \`ibc-relayer-cli\`, rly from its Go module \`github.com/cosmos/relayer/v2\`.
- Each repeat starts from the same copy of both chains. The order of the relayers is drawn anew in each, and the start
  of the second chain is shifted by a part of a block from one to the next. A figure is the median over the repeats
  with its quartiles.
- Seen by an observer of its own that reads the blocks of both chains; no relayer is asked. Packets have 200 bytes.
- A hop is two commits at the least: the block after the one that sent, whose header proves it, and the next block of
  the destination. What comes after that is *lost*. The broken line in the charts is a whole life, there and back,
  without a lost block.
- A relayer is given up ${giveUpMs / 1_000} s after its packets were sent, or ${backlogGiveUpMs / 1_000} s after it
  was started with a backlog; what it had not brought by then is *never acknowledged*, and its last one counts as if it
  had come just then: a ratio to it is the least that it can be.
- Redis counts against Causeway: in CPU and in memory.

## What is asked

${targets(figures)}

## Figures

${sections.join('\n\n')}

## Configurations

\`<folder>\` and \`<probe>\` stand for what differs between runs.

${configurations()}
`
}

/** Writes the document and the charts that it shows. */
export function writeReport(measured: Measured): void {
  const folder = join(root, 'docs', 'benchmarks')
  mkdirSync(folder, { recursive: true })
  const charts = new Set<string>()
  for (const outcome of measured.outcomes) {
    const svg = chartOf(outcome)
    if (svg === undefined) continue
    charts.add(outcome.title)
    writeFileSync(join(folder, `${outcome.title}.svg`), svg)
  }
  writeFileSync(join(root, 'docs', 'benchmarks.md'), renderReport(measured, charts))
}
