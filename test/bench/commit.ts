// Measures the commit on real chains: how long one takes, what a hop costs, how many a second, in what memory.
import { type LocalnetConfig, localnetConfig } from '../../localnet/config.ts'
import { openStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { down } from '../../localnet/down.ts'
import { runningPid } from '../../localnet/processes.ts'
import { peakMb, readCpu } from './cpu.ts'
import { type Figure, figure, quantileFigure, round, spreadOf, type Target } from './figure.ts'
import { countCommits, hopsOf } from './hops.ts'
import { type Bench, type LoadResult, loadUsers, measureLoad, nextPayment } from './load.ts'
import { Observer } from './observer.ts'
import { fund } from './payments.ts'
import { type RelayerReading, readRelayer } from './relayerReading.ts'

const zoneIds = ['zone-a', 'zone-b', 'zone-c']
const runs = 40
const restBlocks = 60
const seconds = 30
/** Transactions a second: a fifth of what is asked, and what is offered in turn until one is not kept up with. */
const easyRate = 40
const rates = [60, 90, 130, 200]
const keptUp = 0.85
/**
 * Ten times what a tuned Hermes carries of single packets: 1,000 at once in 91.7 s (docs/benchmarks.md). Each zone's
 * part of a transaction is an entry of its own in a packet and in its acknowledgement.
 */
const entriesAsked = 110

export async function benchCommit(tell: (line: string) => void): Promise<readonly Figure[]> {
  const config = localnetConfig()
  const stage = await openStage({ config, say: tell })
  const observer = new Observer([stage.hub.chain, ...zoneIds.map((id) => zoneOf(stage, id).chain)])
  try {
    const payers = await loadUsers(config)
    tell('funding the accounts that pay…')
    await fund(stage, payers, zoneIds, 1_000_000)
    const bench = { config, stage, observer, payers, tell }
    const rest = await measureRest(bench)
    const single = await measureSingles(bench)
    return [rest, ...single, ...(await measureLoads(bench)), relayerMemory(config)]
  } finally {
    observer.close()
    await stage.close()
    await down(config)
  }
}

async function measureLoads(bench: Bench): Promise<readonly Figure[]> {
  const loadAt = (rate: number): Promise<LoadResult> => {
    bench.tell(`a load of ${rate} transactions a second for ${seconds} s…`)
    return measureLoad(bench, { zoneIds, seconds, rate })
  }
  const easy = await loadAt(easyRate)
  const intervalMs = bench.observer.blockIntervalMs([bench.stage.hub.chain.chainId, ...zoneIds])
  const blocks = easy.latenciesMs.map((ms) => ms / intervalMs)
  const results = [easy]
  for (const rate of rates) {
    const result = await loadAt(rate)
    results.push(result)
    if (result.perSecond < rate * keptUp) break
  }
  const most = results.reduce((best, one) => (one.perSecond > best.perSecond ? one : best))
  const words = results.map((one) => one.words).join(' | ')
  const entries = most.perSecond * zoneIds.length
  return [
    quantileFigure(`latency at ${easyRate} a second, p50`, blocks, 0.5, 'block intervals', { at: '<=', bound: 4 }),
    figure('committed three-zone transactions a second, sustained', most.perSecond, 'tx/s', atLeast(200), words),
    figure('entries of them a second, by group commit', entries, 'entries/s', atLeast(entriesAsked), most.words),
  ]
}

const atLeast = (bound: number): Target => ({ at: '>=', bound })

/** What watching the hub and three zones costs where nothing happens. */
async function measureRest({ config, observer, stage }: Bench): Promise<Figure> {
  const arrivals = observer.arrivals.get(stage.hub.chain.chainId) ?? []
  const until = arrivals.length + restBlocks
  const usage = (): number => ['relayer', 'redis'].reduce((sum, name) => sum + (readCpu(config).get(name) ?? 0), 0)
  const [before, beganMs] = [usage(), performance.now()]
  await observer.until('blocks at rest', 60_000, () => arrivals.length >= until)
  const share = ((usage() - before) / (performance.now() - beganMs)) * 100_000
  const spread = `over ${restBlocks} blocks of four chains`
  return figure('relayer and Redis at rest, of a core', share, '%', { at: '<=', bound: 3 }, spread)
}

/** One at a time, each at a random moment between blocks. */
async function measureSingles(bench: Bench): Promise<readonly Figure[]> {
  const { stage, observer, tell } = bench
  const before = await readRelayer()
  const firstPacket = observer.packets.length
  const ms: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const payment = await nextPayment(bench, zoneIds, run)
    await new Promise((resume) => setTimeout(resume, Math.random() * 500))
    const startedMs = performance.now()
    await stage.api.submit(payment.planned, payment.consents)
    const { transactionId } = payment.planned
    await observer.until('a commit to show', 60_000, () => observer.isSettled(transactionId, zoneIds))
    ms.push(observer.settledAtMs(transactionId, zoneIds) - startedMs)
    if (run % 10 === 9) tell(`${run + 1} of ${runs} single commits`)
  }
  const intervalMs = observer.blockIntervalMs([stage.hub.chain.chainId, ...zoneIds])
  const blocks = ms.map((one) => one / intervalMs)
  const after = await readRelayer()
  const commits = hopsOf(observer.packets.slice(firstPacket)).map((hop) => countCommits(observer, hop))
  const visible = 'submitted to visible on three zones'
  return [
    quantileFigure(`${visible}, p50`, blocks, 0.5, 'block intervals', { at: '<=', bound: 4 }),
    quantileFigure(`${visible}, p95`, blocks, 0.95, 'block intervals', { at: '<=', bound: 6 }),
    quantileFigure(`${visible}, p50 in ms`, ms, 0.5, 'ms', { at: '<=', bound: round(4 * intervalMs, 0) }),
    hopFigure(commits),
    latencyFigure(before, after),
    messagesFigure(before, after),
  ]
}

function hopFigure(commits: readonly number[]): Figure {
  const exact = (commits.filter((count) => count === 2).length / commits.length) * 100
  const spread = `commits a hop: ${spreadOf(commits)}`
  return figure('hops of exactly two commits, idle', exact, '%', { at: '>=', bound: 95 }, spread)
}

function latencyFigure(before: RelayerReading, after: RelayerReading): Figure {
  const samples = after.latencyMsSamples(before)
  const name = "relayer's own time, header to broadcast, p50 (upper bounds of buckets)"
  return quantileFigure(name, samples, 0.5, 'ms', { at: '<=', bound: 30 })
}

function messagesFigure(before: RelayerReading, after: RelayerReading): Figure {
  const each = (after.messages - before.messages) / (runs * zoneIds.length)
  const spread = `${after.messages - before.messages} messages, ${runs} transactions, ${zoneIds.length} zones`
  return figure('relayed IBC messages a zone and transaction', each, 'messages', { at: '<=', bound: 2 }, spread)
}

/** Highest resident set of the relayer since its start. */
function relayerMemory({ home }: LocalnetConfig): Figure {
  const pid = runningPid(home, 'relayer')
  const mb = pid === undefined ? Number.NaN : peakMb(pid)
  return figure('relayer, highest RSS', mb, 'MB', { at: '<=', bound: 300 }, 'VmHWM at the end of the load')
}
