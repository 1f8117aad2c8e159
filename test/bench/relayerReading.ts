// Reads the relayer's own counters, as an operator's Prometheus does.
import { localnetConfig } from '../../localnet/config.ts'

export type RelayerReading = {
  readonly messages: number
  /** Number of broadcasts by upper bound of their latency bucket, ms. */
  readonly latency: ReadonlyMap<number, number>
  /** Broadcasts since an earlier reading, each as the upper bound of its bucket. */
  latencyMsSamples(before: RelayerReading): readonly number[]
}

export async function readRelayer(): Promise<RelayerReading> {
  const response = await fetch(`http://127.0.0.1:${localnetConfig().telemetryPort}/metrics`)
  const lines = (await response.text()).split('\n')
  const sum = (name: RegExp): number =>
    lines.filter((line) => name.test(line)).reduce((total, line) => total + Number(line.split(' ').at(-1)), 0)
  const latency = new Map<number, number>()
  for (const line of lines) {
    const bound = /^causeway_relay_latency_ms_bucket\{le="([^"]+)"/.exec(line)?.[1]
    if (bound === undefined) continue
    const upper = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound)
    latency.set(upper, (latency.get(upper) ?? 0) + Number(line.split(' ').at(-1)))
  }
  return {
    messages: sum(/^causeway_packets_per_tx_sum\{/),
    latency,
    latencyMsSamples: (before) => samplesBetween(before.latency, latency),
  }
}

/** Prometheus counts cumulatively: a bucket holds all below it as well. */
function samplesBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): readonly number[] {
  const samples: number[] = []
  let below = 0
  for (const [bound, count] of [...after].sort(([a], [b]) => a - b)) {
    const upTo = count - (before.get(bound) ?? 0)
    for (let index = below; index < upTo; index += 1) samples.push(bound)
    below = upTo
  }
  return samples
}
