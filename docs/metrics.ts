// Renders docs/metrics.md from the catalogue of metrics, so that the document cannot say anything else than the code.
import { type MetricEntry, metricCatalogue } from '../core/metricCatalogue.ts'

const intro = `# Metrics of the relayer

Generated from \`core/metricCatalogue.ts\` by \`npm run gen\`. Served at \`/metrics\` where \`[telemetry]\` is enabled.
What to do about them: [relayer/README.md](../relayer/README.md#what-to-watch-what-to-do); rules and a board:
[operations](operations/README.md).

Every count is since the start of the process. Of one metric at most 1,000 series are kept: channels and accounts
beyond them count under \`other\`, chains never do.
`

const hermesHead = `
## Names of Hermes

Names, types and labels are those of Hermes 1.13. A board made for it works unchanged when Prometheus scrapes the
relayer under \`job_name: hermes\`, as that board asks for. Three meanings are sharper here. The \`confirmed\` counters
leave out messages that had no effect. The \`backlog_*\` gauges are read from what is owed, so they heal by themselves.
Queries are counted where the relayer asks, whichever node answers.

`

const missing = `
Not exported, since this relayer does none of it: \`simulate_errors_total\` (nothing is simulated),
\`filtered_packets_total\`, \`ics29_*\`, \`dynamic_gas_*\`, \`cross_chain_*\`. Panels of these stay empty.
`

const ownHead = `
## Names of its own

A hop must take two blocks: one of the source, whose header proves the packet, and one of the destination. What it
takes beyond them is lost; \`causeway_hop_lost_blocks\` counts it, and the stages say where. They are measured of
packets heard live, not of those that clearing finds.

`

const head = `| name | type | labels | meaning |
|---|---|---|---|
`

function table(from: MetricEntry['from']): string {
  const row = ({ name, type, labels, text }: (typeof metricCatalogue)[number]): string =>
    `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${text} |\n`
  return (
    head +
    metricCatalogue
      .filter((entry) => entry.from === from)
      .map(row)
      .join('')
  )
}

export function renderMetrics(): string {
  return [intro, hermesHead, table('Hermes'), missing, ownHead, table('Causeway')].join('')
}
