// Relays, once and without a queue, what is pending on a channel or pair of clients: packets, acks, timeouts.
import { Backlog, laneOf, senderOf, workKey } from '../core/backlog.ts'
import type { BatchLimits, ChannelEnd, RelayBlock, Route, Work } from '../core/relay.ts'
import type { ChannelPath, PathEnd } from './channelPath.ts'
import { type ClearPath, findOwedOn } from './clear.ts'
import { ChainHead } from './head.ts'
import { Lane } from './lane.ts'
import type { LaneJob } from './laneJobs.ts'
import { LaneTurn } from './laneTurn.ts'
import { aloneLease } from './leases.ts'
import type { Chain, JobQueue, Log } from './ports.ts'
import { openRelayMetrics } from './telemetry.ts'

export type ClearRequest = {
  readonly path: ChannelPath
  /** Of packets that the near end has sent; without it, everything of both directions. */
  readonly sequences?: ReadonlySet<bigint>
  readonly limits: BatchLimits
  readonly log: Log
}
/** One packet and what it needed; `sender` is the chain that has sent it. */
export type ClearedWork = Pick<Work, 'kind' | 'packet'> & { readonly sender: string }
export type Cleared = {
  /** Told in blocks, by this process or by another relayer that was faster. */
  readonly relayed: readonly ClearedWork[]
  /** What the chains still wait for. */
  readonly left: readonly ClearedWork[]
}

const everything = { policy: 'allow', list: [['*', '*']] } as const
/** Jobs are handled as they are made; nothing is left for later. */
const noQueue: JobQueue<LaneJob> = {
  name: 'none',
  add: async () => undefined,
  work: () => undefined,
  rest: async () => undefined,
  counts: async () => ({ waiting: 0, active: 0, failed: 0 }),
  close: async () => undefined,
}

const tryOf = (work: Work): string => `${workKey(work)} ${work.kind}`
const told = (work: Work, kind = work.kind): ClearedWork => ({ kind, packet: work.packet, sender: senderOf(work) })

/** Throws whatever keeps a lane from going on: an expired client, missing funds. */
export async function clearChannel(request: ClearRequest): Promise<Cleared> {
  const { near, far } = request.path
  const chains = new Map([near.chain, far.chain].map((chain) => [chain.chainId, chain]))
  const heads = new Map([...chains.keys()].map((id) => [id, new ChainHead(id)]))
  const stop = new AbortController()
  const watching = [...chains.values()].map((chain) =>
    chain.watchBlocks((block) => heads.get(block.chainId)?.note(block, performance.now()), stop.signal),
  )
  // A chain that cannot be watched shows as a head that is never reached.
  for (const one of watching) one.catch(() => undefined)
  try {
    return await clearInPasses(request, { chains, heads })
  } finally {
    stop.abort()
    for (const head of heads.values()) head.close()
    await Promise.allSettled(watching)
  }
}

type ClosedEnd = { readonly chainId: string; readonly end: ChannelEnd }
type Watched = { readonly chains: ReadonlyMap<string, Chain>; readonly heads: ReadonlyMap<string, ChainHead> }

/** Packets first, then the acknowledgements that these have brought; what is sent meanwhile is not waited for. */
async function clearInPasses(request: ClearRequest, watched: Watched): Promise<Cleared> {
  const tried = new Map<string, ClearedWork>()
  let wanted: ReadonlySet<string> | undefined
  for (;;) {
    const closed: ClosedEnd[] = []
    const found = await findPending(request, closed)
    wanted ??= new Set(found.map(workKey))
    const left = found.filter((work) => wanted?.has(workKey(work)))
    const fresh = left.filter((work) => !tried.has(tryOf(work)))
    if (fresh.length === 0) {
      const open = new Set(left.map(tryOf))
      const relayed = [...tried].filter(([key]) => !open.has(key)).map(([, work]) => work)
      return { relayed, left: left.map((work) => told(work)) }
    }
    const backlog = await relayOnce(request, watched, fresh, closed)
    for (const work of fresh) tried.set(tryOf(work), told(work, backlog.kindOf(workKey(work))))
  }
}

/** `closed` gets the ends that have closed. */
async function findPending({ path, sequences, log }: ClearRequest, closed: ClosedEnd[]): Promise<readonly Work[]> {
  const find = async (from: PathEnd, to: PathEnd): Promise<readonly Work[]> => {
    return findOwedOn(directionOf(from, to, path.delayNs, log, closed), from.end, to.end)
  }
  const { near, far } = path
  const sent = await find(near, far)
  if (sequences !== undefined) return sent.filter(({ packet }) => sequences.has(packet.sequence))
  // Both ends of a chain's connection with itself are found from either.
  return [...sent, ...(await find(far, near))]
}

function directionOf(from: PathEnd, to: PathEnd, delayNs: bigint, log: Log, ends: ClosedEnd[]): ClearPath {
  const route: Route = {
    peerId: to.chain.chainId,
    clientId: to.clientId,
    ownClientId: from.clientId,
    filter: everything,
    delayNs,
  }
  const { chain: sender, routeId } = from
  const closed = (end: ChannelEnd): void => void ends.push({ chainId: sender.chainId, end })
  return { sender, receiver: to.chain, routeId, route, log, isOwed: () => false, closed }
}

/** Every work once. Returns what they became: a packet past its time is a timeout. */
async function relayOnce(
  request: ClearRequest,
  watched: Watched,
  works: readonly Work[],
  closed: readonly ClosedEnd[],
): Promise<Backlog> {
  const backlog = new Backlog(request.limits)
  for (const { chainId, end } of closed) backlog.close(chainId, end)
  const states = await Promise.all([...watched.chains.values()].map(stateOf))
  const heights = new Map(states.map(({ chainId, height }) => [chainId, height]))
  const jobs = backlog.add(works, ({ src }) => heights.get(src))
  const reversed = states.flatMap((state) => backlog.note(state, new Map()))
  const lanes = openLanes(request, watched, backlog)
  const ends = await Promise.allSettled(
    // A job whose works have all become timeouts owes nothing any more, and does nothing.
    [...jobs, ...reversed].map(async (job) => lanes.get(laneOf(job))?.handle(job.id, 'slow')),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return backlog
}

/** The newest block as far as timeouts ask: its height and time. */
async function stateOf(chain: Chain): Promise<RelayBlock> {
  const { height, timeNs } = await chain.queryStatus()
  return { chainId: chain.chainId, height, timeNs, txs: [] }
}

function openLanes({ path, log }: ClearRequest, { heads }: Watched, backlog: Backlog): ReadonlyMap<string, Lane> {
  const metrics = openRelayMetrics()
  const lane = (src: Chain, dst: Chain): readonly (readonly [string, Lane])[] => {
    const [srcHead, dstHead] = [heads.get(src.chainId), heads.get(dst.chainId)]
    if (srcHead === undefined || dstHead === undefined) return []
    const nowMs = (): number => performance.now()
    const own = {
      heads: { src: srcHead, dst: dstHead },
      live: noQueue,
      slow: noQueue,
      turn: new LaneTurn({
        ...{ src: src.chainId, dst: dst.chainId, head: dstHead, lease: aloneLease('', dst.chainId) },
        ...{ turns: undefined, account: undefined, log },
      }),
      clear: async () => undefined,
    }
    const made = new Lane({ src, dst, backlog, log, metrics, nowMs, ...own })
    return [[made.name, made]]
  }
  const { near, far } = path
  return new Map([...lane(near.chain, far.chain), ...lane(far.chain, near.chain)])
}
