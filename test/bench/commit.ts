// Measures the commit on real chains: how long one takes, what a hop costs, how many a second, in what memory.
import { type LocalnetConfig, localnetConfig } from '../../localnet/config.ts'
import { openStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { down } from '../../localnet/down.ts'
import { runningPid } from '../../localnet/processes.ts'
import { peakMb } from './cpu.ts'
import { type Figure, figure, mean, quantileFigure, round, spreadOf } from './figure.ts'
import { countCommits, hopsOf } from './hops.ts'
import { type Bench, loadUsers, measureLoad, nextPayment } from './load.ts'
import { Observer } from './observer.ts'
import { fund } from './payments.ts'
import { type RelayerReading, readRelayer } from './relayerReading.ts'

const zoneIds = ['zone-a', 'zone-b', 'zone-c']
const runs = 40
const load = { zoneIds, seconds: 60, rate: 60 }

export async function benchCommit(tell: (line: string) => void): Promise<readonly Figure[]> {
  const config = localnetConfig()
  const stage = await openStage({ config, say: tell })
  const observer = new Observer([stage.hub.chain, ...zoneIds.map((id) => zoneOf(stage, id).chain)])
  try {
    const payers = await loadUsers(config)
    tell('funding the accounts that pay…')
    await fund(stage, payers, zoneIds, 1_000_000)
    const bench = { config, stage, observer, payers, tell }
    const single = await measureSingles(bench)
    tell(`a load of ${load.rate} transactions a second for ${load.seconds} s…`)
    const { perSecond, latenciesMs, words } = await measureLoad(bench, load)
    return [
      ...single,
      figure(
        'committed three-zone transactions a second, sustained',
        perSecond,
        'tx/s',
        { at: '>=', bound: 50 },
        words,
      ),
      // Nothing is asked of it: a load that is kept up has a latency that does not grow to its own length.
      figure(
        'latency under that load, mean',
        mean(latenciesMs),
        'ms',
        { at: '<=', bound: 60_000 },
        spreadOf(latenciesMs),
      ),
      relayerMemory(config),
    ]
  } finally {
    observer.close()
    await stage.close()
    await down(config)
  }
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
