// One relayer process of a run: the real engine, keeper and prepare workers, over wires that faults hold.
import type { PrepareJob } from '../../core/jobs.ts'
import { operateQueueName, prepareQueueName } from '../../core/jobs.ts'
import { Engine } from '../../relayer/engine.ts'
import { relayKeyName } from '../../relayer/ics02/clients.ts'
import { Keeper } from '../../relayer/keeper.ts'
import { aloneLease } from '../../relayer/leases.ts'
import type { Chain, Clock } from '../../relayer/ports.ts'
import { startPrepareWorker } from '../../relayer/prepareWorker.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { accountOf } from '../fakes/ibcClient.ts'
import { listeningLog, type Told } from '../fakes/ibcPair.ts'
import type { MemoryQueues } from '../fakes/memoryQueues.ts'
import type { Wire } from '../fakes/wiredChain.ts'
import { hubId, type Net } from './net.ts'

export type SimProcess = {
  /** What it has noted in its log. */
  readonly told: readonly Told[]
  start(): void
  /** Its calls get no answer any more. */
  crash(): void
}

export type ProcessSetting = {
  readonly net: Net
  readonly wire: Wire
  readonly clock: Clock
  readonly queues: MemoryQueues
  /** Whose keys it signs with: two of one operator share theirs. */
  readonly operator: string
}

export function openSimProcess({ net, wire, clock, queues, operator }: ProcessSetting): SimProcess {
  const chains = net.open(wire, operator)
  const [metrics, log] = [openRelayMetrics(), listeningLog()]
  const hub = chains.get(hubId) as Chain
  const gates = new Map([...net.zones].map(([id, { gate }]) => [id, { chain: chains.get(id) as Chain, gate }] as const))
  const lease = aloneLease('', hubId)
  const keeper = new Keeper({
    hub,
    contract: net.hubContract,
    gates,
    queue: queues.open(operateQueueName(hubId)),
    lease,
    log,
    metrics,
  })
  const engine = new Engine({
    chains,
    paths: [...net.zones.keys()].map((id) => ({
      a: hubId,
      b: id,
      packetFilter: { policy: 'allow', list: [['*', '*']] } as const,
    })),
    openQueue: queues.open,
    openLease: aloneLease,
    accountOf: (_, src) => accountOf(relayKeyName(src), operator),
    takesTurns: false,
    clock,
    log,
    metrics,
    limits: { messagesMax: 10, bytesMax: 900_000 },
    clearInterval: 1_000n,
    clientRefreshRate: 1 / 3,
    nowMs: () => 0,
    watchesClients: false,
    keeper: { hubChainId: hubId, keeper },
  })
  const start = (): void => {
    engine.start()
    for (const [id, { chain, gate }] of gates) {
      startPrepareWorker({ chain, gate, queue: queues.open<PrepareJob>(prepareQueueName(id)), lease, log, metrics })
    }
  }
  const crash = (): void => {
    void engine.close()
    for (const chain of chains.values()) void chain.close()
  }
  return { told: log.told, start, crash }
}
