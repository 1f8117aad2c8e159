// Every name of a metric is one that the relayer exports: in the document, in rules and board, and those of Hermes.
import { metricCatalogue } from '../../core/metricCatalogue.ts'
import { renderMetrics } from '../../docs/metrics.ts'
import { renderBoard } from '../../docs/operations/board.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { readText } from '../sources.ts'

type Panel = {
  readonly id: number
  readonly type: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[]
}

const rules = readText('docs/operations/relayer-rules.yml')
const ruleTests = readText('docs/operations/relayer-rules.test.yml')
const board = JSON.parse(renderBoard()) as { readonly panels: readonly Panel[] }
const targets = board.panels.flatMap((panel) => panel.targets ?? [])
/** Expressions stand on the line of `expr:` or, folded, on the deeper lines after it. */
const ruleExpressions = [...rules.matchAll(/^ {8}expr: (?:>-\n((?: {10}.*\n)+)|(.*)\n)/gm)].map(
  ([, folded, line]) => folded ?? line ?? '',
)

const words = new Set(
  'sum max by time rate increase delta deriv predict_linear histogram_quantile and or le'.split(' '),
)
/** What Prometheus itself adds to a series of a scrape. */
const scrapeLabels = ['instance', 'job', 'le']

/** Series that a query reads: identifiers outside of strings, label matchers, ranges and lists of labels. */
function seriesIn(query: string): readonly string[] {
  const bare = query.replaceAll(/"[^"]*"|\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)/g, ' ')
  return (bare.match(/[a-z_][a-z0-9_]*/g) ?? []).filter((word) => !words.has(word))
}

const listsIn = (query: string): readonly string[] =>
  [...query.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, ?/))

function labelsIn(query: string): readonly string[] {
  const matchers = [...query.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner = '']) => [
    ...inner.matchAll(/([a-z_]+)[=!]/g),
  ])
  return [...listsIn(query), ...matchers.map(([, label = '']) => label)]
}

const entryOf = (series: string) =>
  metricCatalogue.find(
    ({ name, type }) =>
      name === series || (type === 'histogram' && ['_bucket', '_sum', '_count'].some((end) => name + end === series)),
  )

test('the relayer exports exactly the catalogue, each metric under its type', async () => {
  const exported = [...(await openRelayMetrics().text()).matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  expect(exported.map(([, name, type]) => `${name} ${type}`)).toEqual(
    metricCatalogue.map(({ name, type }) => `${name} ${type}`),
  )
})

test('docs/metrics.md is the catalogue, and the board is what the code renders', () => {
  expect(readText('docs/metrics.md')).toBe(renderMetrics())
  expect(readText('docs/operations/relayer-board.json')).toBe(renderBoard())
})

test('no label names a single packet, tx or height: what grows with traffic is no label', () => {
  const found = metricCatalogue.flatMap(({ name, labels }) =>
    labels.filter((label) => /sequence|hash|height|transaction|data/.test(label)).map((label) => `${name} ${label}`),
  )
  expect(found).toEqual([])
})

test.each([
  ['rules', ruleExpressions, 13],
  ['board', targets.map(({ expr }) => expr), 24],
])('every series and label that the %s name is exported', (_, queries, atLeast) => {
  expect(queries.length).toBeGreaterThanOrEqual(atLeast)
  for (const query of queries) {
    const series = seriesIn(query)
    expect(series).not.toEqual([])
    const entries = series.map((name) => (name === 'up' ? { labels: ['job'] } : entryOf(name)))
    expect(series.filter((_name, index) => entries[index] === undefined)).toEqual([])
    const known = new Set([...scrapeLabels, ...entries.flatMap((entry) => [...(entry?.labels ?? [])])])
    expect(labelsIn(query).filter((label) => !known.has(label))).toEqual([])
  }
})

/** Labels of what a query answers: a sum has those that it is made by, anything else all that its series have. */
function keptBy(query: string): readonly string[] {
  if (/\b(sum|max)\b/.test(query)) return listsIn(query)
  return [...scrapeLabels, ...seriesIn(query).flatMap((name) => entryOf(name)?.labels ?? [])]
}

test('legends of the board and sentences of the rules name labels that their query keeps', () => {
  const sentences = [...rules.matchAll(/^ {10}summary: (.+)$/gm)].map(([, sentence = '']) => sentence)
  expect(sentences).toHaveLength(ruleExpressions.length)
  const said = [
    ...targets.map(({ expr, legendFormat }) => [expr, legendFormat] as const),
    ...ruleExpressions.map((expr, index) => [expr, sentences[index] ?? ''] as const),
  ]
  for (const [expr, sentence] of said) {
    const named = [...sentence.matchAll(/\{\{(?: \$labels\.)?([a-z_]+) ?\}\}/g)].map(([, label = '']) => label)
    expect(named.filter((label) => !keptBy(expr).includes(label))).toEqual([])
  }
})

test('panels of the board neither overlap nor share an id', () => {
  const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
  )
  expect(new Set(cells).size).toBe(cells.length)
  expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length)
  expect(Math.max(...board.panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBe(24)
})

/** A heading's anchor, as it is made from its words. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')

test('every alert has a runbook whose heading exists, a severity, and a test', () => {
  const alerts = [...rules.matchAll(/^ {6}- alert: (\w+)$/gm)].map(([, name = '']) => name)
  const runbooks = [...rules.matchAll(/^ {10}runbook: ([^#\n]+)#(\S+)$/gm)]
  expect(runbooks).toHaveLength(alerts.length)
  expect(rules.match(/^ {8}labels: \{ severity: (critical|warning|info) \}$/gm)).toHaveLength(alerts.length)
  for (const [, file = '', anchor = ''] of runbooks) {
    const headings = [...readText(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
    expect(headings).toContain(anchor)
  }
  const fired = [...ruleTests.matchAll(/^ {8}alertname: (\w+)\n {8}exp_alerts:\n/gm)].map(([, name]) => name)
  expect(new Set(fired)).toEqual(new Set(alerts))
})

/** Names, types and labels that the board of Hermes 1.13 reads, as that relayer exports them. */
const packetEnds = 'dst_chain dst_channel dst_port src_chain src_channel src_port'
const path = 'chain channel counterparty port'
const ofHermes: readonly (readonly [string, string, string])[] = [
  ['workers', 'gauge', 'type'],
  ['client_updates_submitted_total', 'counter', 'client dst_chain src_chain'],
  ['client_updates_skipped_total', 'counter', 'client dst_chain src_chain'],
  ['client_misbehaviours_submitted_total', 'counter', 'client dst_chain src_chain'],
  ['receive_packets_confirmed_total', 'counter', packetEnds],
  ['acknowledgment_packets_confirmed_total', 'counter', packetEnds],
  ['timeout_packets_confirmed_total', 'counter', packetEnds],
  ['queries_total', 'counter', 'chain query_type'],
  ['queries_cache_hits_total', 'counter', 'chain query_type'],
  ['ws_reconnect_total', 'counter', 'chain'],
  ['ws_events_total', 'counter', 'chain'],
  ['messages_submitted_total', 'counter', 'chain'],
  ['wallet_balance', 'gauge', 'account chain denom'],
  ['send_packet_events_total', 'counter', path],
  ['acknowledgement_events_total', 'counter', path],
  ['timeout_events_total', 'counter', path],
  ['cleared_send_packet_events_total', 'counter', path],
  ['cleared_acknowledgment_events_total', 'counter', path],
  ['tx_latency_submitted', 'histogram', path],
  ['tx_latency_confirmed', 'histogram', path],
  ['backlog_oldest_sequence', 'gauge', path],
  ['backlog_oldest_timestamp', 'gauge', path],
  ['backlog_latest_update_timestamp', 'gauge', path],
  ['backlog_size', 'gauge', path],
  ['broadcast_errors_total', 'counter', 'account error_code error_description'],
]

test('what carries a name of Hermes has its type and its labels, and all of it is here', () => {
  const ours = metricCatalogue
    .filter(({ from }) => from === 'Hermes')
    .map(({ name, type, labels }) => [name, type, labels.toSorted().join(' ')])
  expect(ours.toSorted()).toEqual(ofHermes.toSorted())
})
