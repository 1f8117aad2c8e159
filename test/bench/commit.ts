// Measures the commit on real chains: how long one takes, what a hop costs, how many a second, in what memory.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localnetConfig } from '../../localnet/config.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { User } from '../../localnet/demo/user.ts'
import { down } from '../../localnet/down.ts'
import { runningPid } from '../../localnet/processes.ts'
import { describeCpu, readCpu } from './cpu.ts'
import { type Figure, figure, mean, quantileFigure, round, spreadOf } from './figure.ts'
import { countCommits, hopsOf } from './hops.ts'
import { Observer } from './observer.ts'
import { fund, type Payment, planPayment, zoneIds } from './payments.ts'
import { type RelayerReading, readRelayer } from './relayerReading.ts'

const runs = 40
const loadSec = 60
const loadRate = 60
const payersMax = 16

type Bench = {
  readonly stage: OpenStage
  readonly observer: Observer
  readonly payers: readonly User[]
  readonly tell: (line: string) => void
}

export async function benchCommit(tell: (line: string) => void): Promise<readonly Figure[]> {
  const config = localnetConfig()
  const stage = await openStage({ config, say: tell })
  const observer = new Observer([stage.hub.chain, ...zoneIds.map((id) => zoneChain(stage, id))])
  try {
    const payers = await loadUsers(config.home, config.prefix)
    tell('funding the accounts that pay…')
    await fund(stage, payers, 1_000_000)
    const bench = { stage, observer, payers, tell }
    const single = await measureSingles(bench)
    const load = await measureLoad(bench)
    return [...single, ...load, relayerMemory(config.home)]
  } finally {
    observer.close()
    await stage.close()
    await down(config)
  }
}

function zoneChain(stage: OpenStage, id: string): OpenStage['hub']['chain'] {
  const zone = stage.zones.get(id)
  if (zone === undefined) throw new Error(`no zone ${id}`)
  return zone.chain
}

async function loadUsers(home: string, prefix: string): Promise<readonly User[]> {
  const accounts = JSON.parse(readFileSync(join(home, 'accounts.json'), 'utf8')) as Record<string, { mnemonic: string }>
  const names = Object.keys(accounts)
    .filter((name) => name.startsWith('load-'))
    .slice(0, payersMax)
  return Promise.all(names.map((name) => User.fromMnemonic(name, accounts[name]?.mnemonic ?? '', prefix)))
}

async function nextPayment({ stage, payers }: Bench, index: number): Promise<Payment> {
  const payer = payers[index % payers.length]
  const payee = payers[(index + 1) % payers.length]
  if (payer === undefined || payee === undefined) throw new Error('no accounts to pay with')
  const { timeNs } = await stage.hub.chain.queryStatus()
  return planPayment(stage, payer, payee.address, timeNs)
}

/** One at a time, each at a random moment between blocks. */
async function measureSingles(bench: Bench): Promise<readonly Figure[]> {
  const { stage, observer, tell } = bench
  const before = await readRelayer()
  const firstPacket = observer.packets.length
  const ms: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const payment = await nextPayment(bench, run)
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
  return [
    quantileFigure('submitted to visible on three zones, p50', blocks, 0.5, 'block intervals', { at: '<=', bound: 4 }),
    quantileFigure('submitted to visible on three zones, p95', blocks, 0.95, 'block intervals', { at: '<=', bound: 6 }),
    quantileFigure('submitted to visible on three zones, p50 in ms', ms, 0.5, 'ms', {
      at: '<=',
      bound: round(4 * intervalMs, 0),
    }),
    hopFigure(commits),
    latencyFigure(before, after),
    messagesFigure(before, after),
  ]
}

function hopFigure(commits: readonly number[]): Figure {
  const exact = (commits.filter((count) => count === 2).length / commits.length) * 100
  return figure(
    'hops of exactly two commits, idle',
    exact,
    '%',
    { at: '>=', bound: 95 },
    `commits a hop: ${spreadOf(commits)}`,
  )
}

function latencyFigure(before: RelayerReading, after: RelayerReading): Figure {
  const samples = after.latencyMsSamples(before)
  return quantileFigure("relayer's own time, header to broadcast, p50 (upper bounds of buckets)", samples, 0.5, 'ms', {
    at: '<=',
    bound: 30,
  })
}

function messagesFigure(before: RelayerReading, after: RelayerReading): Figure {
  const each = (after.messages - before.messages) / (runs * zoneIds.length)
  const spread = `${after.messages - before.messages} messages, ${runs} transactions, ${zoneIds.length} zones`
  return figure('relayed IBC messages a zone and transaction', each, 'messages', { at: '<=', bound: 2 }, spread)
}

/** Open loop: requests come at a fixed rate, whatever happened to those before. */
async function measureLoad(bench: Bench): Promise<readonly Figure[]> {
  const { observer, tell } = bench
  const submitted = new Map<string, number>()
  const refused: string[] = []
  const cpuBefore = readCpu(localnetConfig())
  const startedMs = performance.now()
  const sending: Promise<void>[] = []
  for (let index = 0; performance.now() < startedMs + loadSec * 1_000; index += 1) {
    const dueMs = startedMs + (index * 1_000) / loadRate
    await new Promise((resume) => setTimeout(resume, Math.max(0, dueMs - performance.now())))
    sending.push(send(bench, index, submitted).catch((error: unknown) => void refused.push(String(error))))
    if (index % (loadRate * 10) === 0) tell(`load: ${index} submitted, ${committedCount(bench, submitted)} committed`)
  }
  await Promise.all(sending)
  const cpu = describeCpu(cpuBefore, readCpu(localnetConfig()), (performance.now() - startedMs) / 1_000)
  tell(`CPU while the load came, of one core: ${cpu}`)
  const all = (): boolean => [...submitted.keys()].every((id) => observer.isSettled(id, zoneIds))
  await observer.until('the load to settle', 120_000, all).catch((error: unknown) => tell(String(error)))
  const ends = [...submitted]
    .filter(([id]) => observer.isSettled(id, zoneIds))
    .map(([id, fromMs]) => ({
      fromMs,
      atMs: observer.settledAtMs(id, zoneIds),
      committed: zoneIds.every((zone) => observer.settled.get(id)?.get(zone)?.state === 'applied'),
    }))
  const committed = ends.filter((one) => one.committed)
  const lastMs = Math.max(...committed.map(({ atMs }) => atMs))
  const rate = committed.length / ((lastMs - startedMs) / 1_000)
  const words = `${submitted.size} accepted in ${loadSec} s at ${loadRate}/s, ${refused.length} refused, ${committed.length} committed, the last ${round((lastMs - startedMs) / 1_000, 1)} s after the first`
  const latencies = committed.map(({ fromMs, atMs }) => atMs - fromMs)
  return [
    figure('committed three-zone transactions a second, sustained', rate, 'tx/s', { at: '>=', bound: 50 }, words),
    figure('latency under that load, mean', mean(latencies), 'ms', { at: '<=', bound: 60_000 }, spreadOf(latencies)),
  ]
}

async function send(bench: Bench, index: number, submitted: Map<string, number>): Promise<void> {
  const payment = await nextPayment(bench, index)
  const atMs = performance.now()
  await bench.stage.api.submit(payment.planned, payment.consents, { check: false })
  submitted.set(payment.planned.transactionId, atMs)
}

function committedCount({ observer }: Bench, submitted: ReadonlyMap<string, number>): number {
  return [...submitted.keys()].filter((id) => observer.isSettled(id, zoneIds)).length
}

/** Highest resident set of the relayer since its start. */
function relayerMemory(home: string): Figure {
  const pid = runningPid(home, 'relayer')
  const status = pid === undefined ? '' : readFileSync(`/proc/${pid}/status`, 'utf8')
  const peakMb = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_024
  return figure('relayer, highest RSS', peakMb, 'MB', { at: '<=', bound: 300 }, 'VmHWM at the end of the load')
}
