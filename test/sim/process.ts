// One relayer process of the simulator: the real engine, keeper and prepare workers, over wires that faults hold.
import type { PrepareJob } from '../../core/jobs.ts'
import { operateQueueName, prepareQueueName } from '../../core/jobs.ts'
import { Engine } from '../../relayer/engine.ts'
import { relayKeyName } from '../../relayer/ics02/clients.ts'
import { Keeper } from '../../relayer/keeper.ts'
import { aloneLease } from '../../relayer/leases.ts'
import type { Chain, Clock } from '../../relayer/ports.ts'
import { startPrepareWorker } from '../../relayer/prepareWorker.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { accountOf, IbcClient, type Wire } from '../fakes/ibcClient.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import type { MemoryQueues } from '../fakes/memoryQueues.ts'
import type { SimNode } from './node.ts'
import { hubId, type SimWorld } from './world.ts'

/** A node as a process holds it, with its contracts. */
export class SimClient extends IbcClient {
  readonly #sim: SimNode

  constructor(node: SimNode, wire?: Wire, operator?: string) {
    super(node, wire, operator)
    this.#sim = node
  }

  override async querySmart(contract?: string, query?: object): Promise<unknown> {
    await this.wire('smart')
    return this.#sim.contracts.query(this.#sim.reading, contract ?? '', query ?? {})
  }
}

export type SimProcess = {
  readonly chains: ReadonlyMap<string, SimClient>
  start(): void
  /** Its calls get no answer any more. */
  crash(): void
}

export type ProcessSetting = {
  readonly world: SimWorld
  readonly wire: Wire
  readonly clock: Clock
  readonly queues: MemoryQueues
  /** Whose keys it signs with: two of one operator share theirs. */
  readonly operator: string
}

export function openSimProcess({ world, wire, clock, queues, operator }: ProcessSetting): SimProcess {
  const chains = new Map(world.nodes.map((node) => [node.chainId, new SimClient(node, wire, operator)]))
  const [metrics, log] = [openRelayMetrics(), listeningLog()]
  const hub = chains.get(hubId) as SimClient
  const gates = new Map(
    [...world.zones].map(([id, { gate }]) => [id, { chain: chains.get(id) as Chain, gate }] as const),
  )
  const lease = aloneLease('', hubId)
  const keeper = new Keeper({
    hub,
    contract: world.hubContract,
    gates,
    queue: queues.open(operateQueueName(hubId)),
    lease,
    log,
    metrics,
  })
  const engine = new Engine({
    chains,
    paths: [...world.zones.keys()].map((id) => ({
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
  return { chains, start, crash }
}
