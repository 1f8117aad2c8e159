// Counts what the relayer does, under Hermes's metric names where it has one, and serves them to Prometheus.
import { createServer } from 'node:http'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { CausewayError } from '../core/errors.ts'
import type { Work } from '../core/relay.ts'

/** Which chain a tx went to, and whose proofs it carried. */
export type Side = { readonly chain: string; readonly counterparty: string }

export type RelayMetrics = {
  /** A tx was broadcast. */
  submitted(side: Side, works: readonly Work[], updates: number): void
  /** It is in a block, with code 0. */
  confirmed(side: Side, works: readonly Work[]): void
  updated(side: Side, updates: number): void
  /** From the header that made the proofs valid to the end of the broadcast, ms. */
  latency(side: Side, ms: number): void
  /** A message that its destination refuses by itself. */
  refused(side: Side): void
  prepared(chain: string, legs: number): void
  kept(action: string): void
  height(chain: string, height: bigint): void
  /** Asked for at every scrape: pieces of work owed, by lane. */
  watchBacklog(read: () => ReadonlyMap<string, { readonly count: number; readonly triesMax: number }>): void
  text(): Promise<string>
  readonly contentType: string
}

const latencyBuckets = [1, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500, 1_000]
const confirmedNames = {
  recv: 'receive_packets_confirmed_total',
  ack: 'acknowledgment_packets_confirmed_total',
  timeout: 'timeout_packets_confirmed_total',
  timeout_on_close: 'timeout_packets_confirmed_total',
} as const

export function openRelayMetrics(): RelayMetrics {
  const registry = new Registry()
  const labelNames = ['chain', 'counterparty']
  const counter = (name: string, help: string, labels: readonly string[] = labelNames): Counter =>
    new Counter({ name, help, labelNames: [...labels], registers: [registry] })
  const messages = counter('messages_submitted_total', 'Relay messages broadcast.')
  const updates = counter('client_updates_submitted_total', 'Client updates broadcast.')
  const refused = counter('causeway_messages_refused_total', 'Messages that a chain refuses by themselves.')
  const prepared = counter('causeway_legs_prepared_total', 'Legs in confirmed prepare txs.', ['chain'])
  const kept = counter('causeway_keeper_calls_total', 'Calls that anyone may make, by what they do.', ['action'])
  const confirmed = new Map(
    [...new Set(Object.values(confirmedNames))].map((name) => [name, counter(name, 'Messages included with code 0.')]),
  )
  const latency = new Histogram({
    name: 'causeway_relay_latency_ms',
    help: "The relayer's own share of a hop: from the header that made the proofs valid to the broadcast, ms.",
    labelNames,
    buckets: latencyBuckets,
    registers: [registry],
  })
  const height = new Gauge({
    name: 'causeway_chain_height',
    help: 'Latest block seen.',
    labelNames: ['chain'],
    registers: [registry],
  })
  return {
    submitted(side, works, count) {
      messages.inc({ ...side }, works.length)
      updates.inc({ ...side }, count)
    },
    confirmed(side, works) {
      for (const { kind } of works) confirmed.get(confirmedNames[kind])?.inc({ ...side })
    },
    updated: (side, count) => updates.inc({ ...side }, count),
    latency: (side, ms) => latency.observe({ ...side }, ms),
    refused: (side) => refused.inc({ ...side }),
    prepared: (chain, legs) => prepared.inc({ chain }, legs),
    kept: (action) => kept.inc({ action }),
    height: (chain, at) => height.set({ chain }, Number(at)),
    watchBacklog: (read) => watchBacklog(registry, read),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

function watchBacklog(registry: Registry, read: Parameters<RelayMetrics['watchBacklog']>[0]): void {
  const size: Gauge = new Gauge({
    name: 'backlog_size',
    help: 'Packets, acknowledgements and timeouts that are owed, by lane.',
    labelNames: ['lane'],
    registers: [registry],
    collect() {
      size.reset()
      for (const [lane, { count }] of read()) size.set({ lane }, count)
    },
  })
}

export type TelemetryOptions = {
  readonly host: string
  readonly port: number
  readonly metrics: RelayMetrics
  /** What `/readyz` says; ready when every part is. */
  readonly parts: () => Readonly<Record<string, boolean>>
}

/** `/metrics`, `/healthz` (the process lives) and `/readyz` (every chain and Redis answer). Throws PORT_IN_USE. */
export function serveTelemetry({ host, port, metrics, parts }: TelemetryOptions): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void =>
      void response.writeHead(status, { 'content-type': type }).end(body)
    if (request.url === '/metrics') {
      void metrics.text().then((text) => answer(200, metrics.contentType, text))
    } else if (request.url === '/healthz') {
      answer(200, 'application/json', '{"status":"ok"}')
    } else if (request.url === '/readyz') {
      const now = parts()
      const ready = Object.values(now).every(Boolean)
      answer(ready ? 200 : 503, 'application/json', JSON.stringify({ ready, parts: now }))
    } else {
      answer(404, 'application/json', '{"code":"NOT_FOUND"}')
    }
  })
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      reject(taken ? new CausewayError('PORT_IN_USE', { port: String(port), what: 'telemetry' }, cause) : cause)
    })
    server.listen(port, host, () => resolve({ close: () => new Promise((done) => server.close(() => done())) }))
  })
}
