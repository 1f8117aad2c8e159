// The analytics of one platform: an engine per lane, the scheduler between them, and what other platforms may ask.
import { cpus } from 'node:os'
import type { Clock } from '../../relayer/ports.ts'
import { openDuckdb } from './duckdb.ts'
import { type ExportedBatch, exportBatch } from './exportBatch.ts'
import { memoryBytesMax } from './limits.ts'
import type { Part } from './plan.ts'
import type { PartAnswer, PartSource, Rights } from './ports.ts'
import type { PartRequest } from './query.ts'
import { parsePartRequest, runPart } from './runPart.ts'
import { type Lane, type Ran, Scheduler } from './scheduler.ts'

export type PlatformOptions = {
  /** The folder `exports`, which must exist. */
  readonly root: string
  readonly zones: readonly string[]
  readonly threads?: Readonly<Record<Lane, number>>
  readonly memoryBytesMax?: number
}

/** Batch work has one thread, so that deadline work always finds a core; measured in test/bench/analytics.ts. */
const defaultThreads = (): Readonly<Record<Lane, number>> => ({ deadline: Math.max(1, cpus().length), batch: 1 })

export type AnalyticsPlatform = {
  readonly scheduler: Scheduler
  exportBatch(batch: ExportedBatch): Promise<readonly string[]>
  /** A part for somebody whose signature was checked. */
  runPart(request: PartRequest, requester: string): Promise<Ran<Part>>
  close(): void
}

export async function openAnalytics(
  { root, zones, threads = defaultThreads(), memoryBytesMax: memory = memoryBytesMax }: PlatformOptions,
  { rights, clock }: { readonly rights: Rights; readonly clock: Pick<Clock, 'nowMs'> },
): Promise<AnalyticsPlatform> {
  const open = (lane: Lane) => openDuckdb({ folder: root, threads: threads[lane], memoryBytesMax: memory })
  const engines = { deadline: await open('deadline'), batch: await open('batch') }
  const scheduler = new Scheduler(clock)
  return {
    scheduler,
    exportBatch: (batch) => exportBatch(engines.batch, root, batch),
    runPart: (request, requester) =>
      scheduler.run(request.deadlineMs, (lane) =>
        runPart(request, requester, { engine: engines[lane], root, zones, rights }),
      ),
    close: () => {
      engines.deadline.close()
      engines.batch.close()
    },
  }
}

/** The own platform as a source of parts, without the way over HTTP. */
export function ownParts(platform: AnalyticsPlatform, requester: string): PartSource {
  return {
    part: async (request): Promise<PartAnswer> => {
      const { value, late } = await platform.runPart(parsePartRequest(request), requester)
      return { part: value, late }
    },
  }
}
