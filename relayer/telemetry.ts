// Keeps the relayer's metrics, exactly those of the catalogue; whoever knows a fact tells it by the metric's name.
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { type LabelsOf, type MetricName, type MetricsOf, metricCatalogue } from '../core/metricCatalogue.ts'

export type RelayMetrics = {
  /** Adds nothing where `by` is 0, yet makes the series visible: an increase from nothing would be missed. */
  add<N extends MetricsOf<'counter'>>(name: N, labels: LabelsOf<N>, by?: number): void
  set<N extends MetricsOf<'gauge'>>(name: N, labels: LabelsOf<N>, value: number): void
  observe<N extends MetricsOf<'histogram'>>(name: N, labels: LabelsOf<N>, value: number): void
  /** Called before every answer, to set what is only counted when asked for. */
  onScrape(read: () => void): void
  text(): Promise<string>
  readonly contentType: string
}

/** Of one metric. Channels and accounts are made by strangers; what is beyond this number counts as "other". */
const seriesMax = 1_000
/** Labels whose values a configuration bounds, and that are kept whatever else is cut. */
const boundedLabels = /^(chain|counterparty|src_chain|dst_chain|stage|kind|type|age|found|key|action|code|denom|lane)$/

type Labels = Readonly<Record<string, string>>

/** Gives labels back as they are while there is room, and without what sets them apart when there is none. */
function openLabelGuard(): (labels: Labels) => Labels {
  const seen = new Set<string>()
  return (labels) => {
    const series = Object.values(labels).join('\n')
    if (seen.has(series)) return labels
    if (seen.size < seriesMax) {
      seen.add(series)
      return labels
    }
    return Object.fromEntries(Object.entries(labels).map(([key, of]) => [key, boundedLabels.test(key) ? of : 'other']))
  }
}

export function openRelayMetrics(): RelayMetrics {
  const registry = new Registry()
  const registers = [registry]
  const counters = new Map<MetricName, Counter>()
  const gauges = new Map<MetricName, Gauge>()
  const histograms = new Map<MetricName, Histogram>()
  const guards = new Map(metricCatalogue.map(({ name }) => [name, openLabelGuard()]))
  for (const { name, type, text: help, labels, buckets = [] } of metricCatalogue) {
    const options = { name, help, labelNames: [...labels], registers }
    if (type === 'counter') counters.set(name, new Counter(options))
    else if (type === 'gauge') gauges.set(name, new Gauge(options))
    else histograms.set(name, new Histogram({ ...options, buckets: [...buckets] }))
  }
  const guarded = (name: MetricName, labels: Labels): Record<string, string> => ({ ...guards.get(name)?.(labels) })
  const reads: (() => void)[] = []
  return {
    add: (name, labels, by = 1) => counters.get(name)?.inc(guarded(name, labels), by),
    set: (name, labels, value) => gauges.get(name)?.set(guarded(name, labels), value),
    observe: (name, labels, value) => histograms.get(name)?.observe(guarded(name, labels), value),
    onScrape: (read) => void reads.push(read),
    text() {
      for (const read of reads) read()
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
