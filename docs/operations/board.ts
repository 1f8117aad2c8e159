// Renders the Grafana board of the relayer: rows of panels over the metrics of the catalogue.
import type { MetricsOf } from '../../core/metricCatalogue.ts'

type Target = { readonly expr: string; readonly legend: string }
type Panel = { readonly title: string; readonly unit: string; readonly targets: readonly Target[] }
type Row = { readonly title: string; readonly panels: readonly Panel[] }

const datasource = { type: 'prometheus', uid: '${datasource}' }
const window = '$__rate_interval'
const columns = 24
const height = 8

type Cumulative = MetricsOf<'counter' | 'histogram'>

/** Types keep a name that is not exported, or not of this kind, from a panel. */
const rate = (name: Cumulative, by: string, suffix = '', where = ''): string =>
  `sum by (${by}) (rate(${name}${suffix}${where}[${window}]))`
const quantile = (q: number, name: MetricsOf<'histogram'>, by: string): string =>
  `histogram_quantile(${q}, ${rate(name, `le, ${by}`, '_bucket')})`
const mean = (name: MetricsOf<'histogram'>, by: string): string =>
  `${rate(name, by, '_sum')} / ${rate(name, by, '_count')}`
const gauge = (name: MetricsOf<'gauge'>, by: string): string => `max by (${by}) (${name})`
const pace = (name: MetricsOf<'gauge'>, by: string): string => `max by (${by}) (deriv(${name}[${window}]))`

const hop = 'src_chain, dst_chain'
const hopLegend = '{{src_chain}} → {{dst_chain}}'
const one = (title: string, unit: string, expr: string, legend: string): Panel => ({
  title,
  unit,
  targets: [{ expr, legend }],
})

const redundant = rate('causeway_messages_redundant_total', hop)
const inMempool = rate('causeway_messages_redundant_total', hop, '', '{found="mempool"}')
const submitted = rate('causeway_packets_per_tx', hop, '_sum')

const rows: readonly Row[] = [
  {
    title: 'Is anything stuck?',
    panels: [
      one('Owed, by lane and kind', 'short', gauge('causeway_backlog_works', `${hop}, kind`), `${hopLegend} {{kind}}`),
      one('Oldest work', 's', gauge('causeway_backlog_oldest_seconds', hop), hopLegend),
      one(
        'Packets not received, by channel',
        'short',
        gauge('backlog_size', 'chain, channel'),
        '{{chain}} {{channel}}',
      ),
      one(
        'Answers awaited, oldest',
        'short',
        gauge('causeway_acks_awaited_oldest_blocks', 'chain'),
        '{{chain}} blocks',
      ),
      one('Processes that act, by lane', 'short', 'sum by (lane) (causeway_lane_lease)', '{{lane}}'),
      one('Refused messages', 'short', rate('causeway_messages_refused_total', hop), hopLegend),
      one('Jobs given up', 'short', rate('causeway_jobs_failed_total', 'code'), '{{code}}'),
    ],
  },
  {
    title: 'How fast is it?',
    panels: [
      one('Blocks lost of a hop, mean', 'short', mean('causeway_hop_lost_blocks', hop), hopLegend),
      {
        title: 'Stages of a hop, median',
        unit: 'ms',
        targets: [{ expr: quantile(0.5, 'causeway_stage_latency_ms', 'stage'), legend: '{{stage}}' }],
      },
      {
        title: "The relayer's own share",
        unit: 'ms',
        targets: [0.5, 0.95].map((q) => ({ expr: quantile(q, 'causeway_relay_latency_ms', hop), legend: hopLegend })),
      },
      one('Stages in blocks, mean', 'short', mean('causeway_stage_blocks', 'stage'), '{{stage}}'),
      one('Event to broadcast, 95 %', 'ms', quantile(0.95, 'tx_latency_submitted', 'chain'), '{{chain}}'),
      one('Event to inclusion, 95 %', 'ms', quantile(0.95, 'tx_latency_confirmed', 'chain'), '{{chain}}'),
    ],
  },
  {
    title: 'What does it carry, and what does that cost?',
    panels: [
      one('Packets received', 'cps', rate('receive_packets_confirmed_total', hop), hopLegend),
      one('Acknowledgements delivered', 'cps', rate('acknowledgment_packets_confirmed_total', hop), hopLegend),
      one('Timeouts delivered', 'cps', rate('timeout_packets_confirmed_total', hop), hopLegend),
      one('Packets a tx, mean', 'short', mean('causeway_packets_per_tx', hop), hopLegend),
      one('Gas a packet, mean', 'short', mean('causeway_gas_per_packet', hop), hopLegend),
      one('Redundant messages', 'percentunit', `${redundant} / (${submitted} + ${inMempool})`, hopLegend),
    ],
  },
  {
    title: 'What does it rest on?',
    panels: [
      one('Blocks', 'short', pace('causeway_chain_height', 'chain'), '{{chain}} a second'),
      one('Nodes unfit', 'short', gauge('causeway_nodes_unfit', 'chain'), '{{chain}}'),
      one('Streams lost', 'short', rate('ws_reconnect_total', 'chain'), '{{chain}}'),
      one(
        'Until clients expire',
        's',
        `${gauge('causeway_client_expiry_timestamp_seconds', 'chain, client')} - time()`,
        '{{chain}} {{client}}',
      ),
      one('Wallets', 'short', gauge('wallet_balance', 'chain, account, denom'), '{{chain}} {{account}} {{denom}}'),
      one(
        'Sequences taken from the chain',
        'short',
        rate('causeway_lane_resyncs_total', 'chain, key'),
        '{{chain}} {{key}}',
      ),
      one('Redis', 'short', gauge('causeway_redis_up', 'instance'), '{{instance}}'),
      one('Broadcasts refused', 'cps', rate('broadcast_errors_total', 'error_description'), '{{error_description}}'),
      one('Questions', 'cps', rate('queries_total', 'chain, query_type'), '{{chain}} {{query_type}}'),
    ],
  },
]

const panelsPerLine = 3

function panelJson({ title, unit, targets }: Panel, id: number, x: number, y: number): object {
  const width = columns / panelsPerLine
  return {
    id,
    type: 'timeseries',
    title,
    datasource,
    gridPos: { h: height, w: width, x, y },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: targets.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource,
      expr,
      legendFormat: legend,
    })),
  }
}

/** A row's heading and its panels, three in a line. */
function layOut(): readonly object[] {
  const laid: object[] = []
  let y = 0
  for (const { title, panels } of rows) {
    laid.push({
      id: laid.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { h: 1, w: columns, x: 0, y },
      panels: [],
    })
    y += 1
    for (const [index, panel] of panels.entries()) {
      const column = index % panelsPerLine
      const line = Math.floor(index / panelsPerLine)
      laid.push(panelJson(panel, laid.length + 1, (column * columns) / panelsPerLine, y + line * height))
    }
    y += Math.ceil(panels.length / panelsPerLine) * height
  }
  return laid
}

export function renderBoard(): string {
  const board = {
    uid: 'causeway-relayer',
    title: 'Causeway relayer',
    tags: ['causeway', 'ibc'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    timezone: 'utc',
    refresh: '10s',
    time: { from: 'now-1h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', refresh: 1, hide: 0 }],
    },
    annotations: { list: [] },
    links: [],
    panels: layOut(),
  }
  return `${JSON.stringify(board, undefined, 2)}\n`
}
