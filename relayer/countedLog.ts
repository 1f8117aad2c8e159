// A log that counts what adapters tell only there: lost streams, unfit nodes, Redis, sequences, jobs given up.
import type { Log } from './ports.ts'
import type { RelayMetrics } from './telemetry.ts'

type Facts = Readonly<Record<string, unknown>>
type Told = Readonly<Record<string, (facts: Facts) => void>>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What each event of the log moves; events are constants, so their names hold. */
function openTold(metrics: RelayMetrics): Told {
  const unfit = new Map<string, Set<string>>()
  const fitness = (facts: Facts, isFit: boolean): void => {
    const chain = text(facts['chain_id'])
    const urls = unfit.get(chain) ?? new Set<string>()
    unfit.set(chain, urls)
    if (isFit) urls.delete(text(facts['url']))
    else urls.add(text(facts['url']))
    metrics.set('causeway_nodes_unfit', { chain }, urls.size)
  }
  return {
    'chain.stream_lost': ({ chain_id }) => metrics.add('ws_reconnect_total', { chain: text(chain_id) }),
    'chain.node_unfit': (facts) => fitness(facts, false),
    'chain.node_fit': (facts) => fitness(facts, true),
    'chain.node_changed': ({ chain_id }) => metrics.add('causeway_node_changes_total', { chain: text(chain_id) }),
    'redis.lost': () => metrics.set('causeway_redis_up', {}, 0),
    'redis.back': () => metrics.set('causeway_redis_up', {}, 1),
    'signer.resynced': ({ chain_id, key }) =>
      metrics.add('causeway_lane_resyncs_total', { chain: text(chain_id), key: text(key) }),
    'job.failed': ({ code }) => metrics.add('causeway_jobs_failed_total', { code: text(code) }),
    'clear.bytes_missing': ({ chain_id, missing }) =>
      metrics.add('causeway_bytes_missing_total', { chain: text(chain_id) }, Number(missing)),
  }
}

export function countedLog(log: Log, metrics: RelayMetrics): Log {
  metrics.set('causeway_redis_up', {}, 1)
  return wrap(log, openTold(metrics))
}

function wrap(log: Log, told: Told): Log {
  const at = (level: 'debug' | 'info' | 'warn' | 'error'): Log['info'] => {
    return (event, facts = {}) => {
      told[event]?.(facts)
      log[level](event, facts)
    }
  }
  const child: Log['child'] = (facts) => wrap(log.child(facts), told)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), child }
}
