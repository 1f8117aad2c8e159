// Counts what the API does, for Prometheus.
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  /** Starts the clock of a request; the function it returns stops it with the status. */
  startRequest(method: string, route: string): (status: number) => void
  accepted(requests: number): void
  dispatched(requests: number): void
  projected(chainId: string, height: bigint): void
  /** Asked for at every scrape. */
  watch(name: 'watchers' | 'queue_down', read: () => number): void
  text(): Promise<string>
  readonly contentType: string
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export function openMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const labelNames = ['method', 'route', 'status']
  const help = 'Time from the first byte of a request to the last of its answer.'
  const duration = new Histogram({
    name: 'causeway_api_request_seconds',
    help,
    labelNames,
    buckets: seconds,
    registers,
  })
  const accepted = new Counter({
    name: 'causeway_api_requests_accepted_total',
    help: 'Share requests made durable.',
    registers,
  })
  const dispatched = new Counter({
    name: 'causeway_api_requests_dispatched_total',
    help: 'Share requests handed to the queues, repetitions included.',
    registers,
  })
  const height = new Gauge({
    name: 'causeway_api_projected_height',
    help: 'Latest block of a chain that the projection covers.',
    labelNames: ['chain_id'],
    registers,
  })
  return {
    startRequest(method, route) {
      const end = duration.startTimer({ method, route })
      return (status) => void end({ status: String(status) })
    },
    accepted: (requests) => accepted.inc(requests),
    dispatched: (requests) => dispatched.inc(requests),
    projected: (chainId, at) => height.set({ chain_id: chainId }, Number(at)),
    watch(name, read) {
      const gauge: Gauge = new Gauge({
        name: `causeway_api_${name}`,
        help: name === 'watchers' ? 'Open event streams.' : '1 while the queue does not answer.',
        registers,
        collect: () => gauge.set(read()),
      })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
