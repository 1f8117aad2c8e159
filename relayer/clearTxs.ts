// Clears what the API hands over: packets of one tx that somebody waits for are found and put before their lanes.
import { type Backlog, packetKey, type RelayJob } from '../core/backlog.ts'
import { CausewayError } from '../core/errors.ts'
import type { ClearJob } from '../core/jobs.ts'
import { destinationEnd, isAllowed, type PacketEvent, parsePacketEvent, sourceEnd, type Work } from '../core/relay.ts'
import { type ClearPath, findOwedOn } from './clear.ts'
import type { RouteBook } from './pathWatch.ts'
import type { Chain, Job, JobQueue, Log } from './ports.ts'

export type ClearTxsOptions = {
  /** That sent the packets. */
  readonly chain: Chain
  readonly chains: ReadonlyMap<string, Chain>
  readonly book: RouteBook
  readonly backlog: Backlog
  /** Hands jobs to their lanes. */
  readonly enqueue: (jobs: readonly RelayJob[]) => Promise<void>
  /** Hears of works that no block had told of. */
  readonly found: (works: readonly Work[]) => void
  /** Tells of the tx whoever acts on the lanes between its chain and this one, where that is another process. */
  readonly handOn: (job: Job<ClearJob>, peerId: string) => Promise<void>
  readonly log: Log
}

const txsAtOnce = 2

export function startClearingTxs(options: ClearTxsOptions, queue: JobQueue<ClearJob>): void {
  queue.work((job) => clearTx(options, job), { concurrency: txsAtOnce })
}

/** What is owed already is on its way; a tx that is not found is handed over again, by the one who waits for it. */
export async function clearTx(options: ClearTxsOptions, job: Job<ClearJob>): Promise<void> {
  const { chain, backlog, log } = options
  const { txHash } = job.data
  const [tx] = await chain.searchTxs(`tx.hash='${txHash}'`, 1)
  const events = tx?.code === 0 ? tx.events.map(parsePacketEvent).filter((event) => event !== undefined) : []
  const sent = events.filter(({ kind }) => kind === 'sent')
  const channels = Map.groupBy(sent, ({ packet }) => `${packet.sourcePort}/${packet.sourceChannel}`)
  for (const group of channels.values()) {
    await handOn(options, job, group)
    await options.enqueue(backlog.hasten(group.map(({ packet }) => packetKey(chain.chainId, packet))))
    const works = await owedOf(options, group)
    if (works.length === 0) continue
    const heights = await heightsOf(options, works)
    const jobs = backlog.add(works, ({ src }) => heights.get(src))
    log.info('tx.cleared', { chain_id: chain.chainId, tx_hash: txHash, owed: works.length, jobs: jobs.length })
    options.found(works)
    await options.enqueue(jobs)
  }
}

async function handOn({ chain, book, ...options }: ClearTxsOptions, job: Job<ClearJob>, group: readonly PacketEvent[]) {
  const peers = group.map(({ routeId }) => book.get(chain.chainId)?.get(routeId)?.peerId)
  for (const peerId of new Set(peers)) if (peerId !== undefined) await options.handOn(job, peerId)
}

/** Of packets of one port and channel; nothing where no path of ours leads, or its filter leaves the channel out. */
async function owedOf(options: ClearTxsOptions, group: readonly PacketEvent[]): Promise<readonly Work[]> {
  const { chain, chains, book, backlog, log } = options
  const [first] = group
  const route = first === undefined ? undefined : book.get(chain.chainId)?.get(first.routeId)
  const receiver = chains.get(route?.peerId ?? '')
  if (first === undefined || route === undefined || receiver === undefined) return []
  const { routeId, packet } = first
  if (!isAllowed(route.filter, packet.sourcePort, packet.sourceChannel)) return []
  const isOwed: ClearPath['isOwed'] = (key, kind) => backlog.owes(key, kind)
  const closed: ClearPath['closed'] = (end) => backlog.close(chain.chainId, end)
  const path = { sender: chain, receiver, routeId, route, log, isOwed, closed }
  const among = group.map((event) => event.packet.sequence)
  return findOwedOn(path, sourceEnd(packet), destinationEnd(packet), { among })
}

async function heightsOf({ chains }: ClearTxsOptions, works: readonly Work[]): Promise<ReadonlyMap<string, bigint>> {
  const ids = [...new Set(works.map(({ src }) => src))]
  const read = ids.map(async (id): Promise<[string, bigint]> => {
    const chain = chains.get(id)
    if (chain === undefined) throw new CausewayError('CHAIN_UNKNOWN', { chainId: id })
    return [id, (await chain.queryStatus()).height]
  })
  return new Map(await Promise.all(read))
}
