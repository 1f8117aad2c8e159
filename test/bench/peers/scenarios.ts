// What is measured of a relayer: one packet at a time, bursts, what lay there before it started, linking, resting.
import { chainHome } from '../../../localnet/genesis.ts'
import { runningPid } from '../../../localnet/processes.ts'
import { cpuOf, peakMb } from '../cpu.ts'
import { quantile } from '../figure.ts'
import { commitsMin, countCommits, floorMs, type Life } from '../hops.ts'
import { type Bed, startBed } from './bed.ts'
import type { Contender, Running } from './contenders.ts'
import { Traffic } from './traffic.ts'

/** One figure each, by name; the name says the unit. */
export type Metrics = Readonly<Record<string, number>>
export type Result = {
  readonly metrics: Metrics
  /** From the block that sent a packet to the one that took in its acknowledgement, as `thinned` leaves them. */
  readonly ackMs: readonly number[]
  /** What that would have been with two commits a hop, median, ms. */
  readonly floorMs: number
}
export type Scenario = {
  readonly name: string
  readonly about: string
  /** The one relayer that it is run with. */
  readonly only?: string
  run(bed: Bed, contender: Contender, phase: number): Promise<Result>
}

/** What a scenario is named after, and the part of it that a run does: less than 1 only shows that all of it works. */
export type Size = { readonly blockMs: number; readonly full: number; readonly part: number }

export const countOf = ({ full, part }: Size): number => Math.max(1, Math.round(full * part))

const warmMs = 90_000
/** The time of whoever is given up is a bound from below, and so is a ratio to it; the document says it. */
export const giveUpMs = 120_000
/** Long enough to tell whether five times as long as we need (30 s) is enough for another relayer. */
export const backlogGiveUpMs = 180_000
/** For the last single packets of a relayer that has already been given up. */
const stragglersMs = 20_000
export const none: Pick<Result, 'ackMs' | 'floorMs'> = { ackMs: [], floorMs: Number.NaN }

const pointsMax = 200

/** Sorted, whole ms, Infinity for what never came; of many, evenly chosen ones with the first and the last. */
export function thinned(ms: readonly number[], total: number): readonly number[] {
  const never = Array<number>(total - ms.length).fill(Number.POSITIVE_INFINITY)
  const all = [...ms.map(Math.round).sort((a, b) => a - b), ...never]
  if (all.length <= pointsMax) return all
  const step = (all.length - 1) / (pointsMax - 1)
  return Array.from({ length: pointsMax }, (_, index) => all[Math.round(index * step)] ?? Number.NaN)
}

type Site = { readonly bed: Bed; readonly traffic: Traffic }
type Work = (site: Site, start: () => Promise<Running>) => Promise<Result>

/** Chains from their copy, the relayer prepared; everything is ended afterwards. */
async function onSite(bed: Bed, contender: Contender, blockMs: number, phase: number, work: Work): Promise<Result> {
  await startBed(bed, { copy: 'linked', blockMs, phaseMs: phase * blockMs })
  await contender.prepare(bed, true)
  const traffic = await Traffic.open(bed)
  let running: Running | undefined
  try {
    return await work({ bed, traffic }, async () => {
      running = await contender.start(bed)
      return running
    })
  } finally {
    await running?.stop()
    await traffic.close()
  }
}

const nodePids = ({ config }: Bed): readonly number[] =>
  config.chains.flatMap(({ id }) => runningPid(chainHome(config, id), 'node') ?? [])

const msBetween = (from: Life['sent'], to: Life['sent']): readonly number[] =>
  from === undefined || to === undefined ? [] : [to.atMs - from.atMs]

/** When the last of so many came; with some left, the time that was waited for them: they came later, or never. */
export const lastOf = (ms: readonly number[], total: number, waitedMs: number): number =>
  Math.max(...ms, ms.length < total ? waitedMs : 0)

/** Times and lost blocks of packets; those that never arrived are missing in all but `left`. */
function livesResult({ bed, traffic }: Site, lives: readonly Life[], waitedMs: number): Result {
  const { observer } = traffic
  const recvMs = lives.flatMap(({ sent, received }) => msBetween(sent, received))
  const ackMs = lives.flatMap(({ sent, acknowledged }) => msBetween(sent, acknowledged))
  const lost = (from: Life['sent'], to: Life['sent']): readonly number[] =>
    from === undefined || to === undefined ? [] : [countCommits(observer, { from, to }) - commitsMin]
  const hops = lives.flatMap(({ sent, received, ack_written, acknowledged }) => [
    ...lost(sent, received),
    ...lost(ack_written, acknowledged),
  ])
  const floors = lives.flatMap(({ sent }) => (sent === undefined ? [] : [floorMs(observer, sent, bed.b.site.id)]))
  const metrics = {
    'send → recv, p50, s': quantile(recvMs, 0.5) / 1_000,
    'send → recv with two commits, p50, s':
      quantile(
        floors.map(({ recv }) => recv),
        0.5,
      ) / 1_000,
    'send → ack, p50, s': quantile(ackMs, 0.5) / 1_000,
    'send → ack, p95, s': quantile(ackMs, 0.95) / 1_000,
    'send → ack, last, s': lastOf(ackMs, lives.length, waitedMs) / 1_000,
    'send → ack with two commits, p50, s':
      quantile(
        floors.map(({ ack }) => ack),
        0.5,
      ) / 1_000,
    'send → ack, p50, blocks': quantile(ackMs, 0.5) / traffic.blockMs(),
    'blocks lost a hop, p50': quantile(hops, 0.5),
    'blocks lost a hop, p95': quantile(hops, 0.95),
    'hops that lost none, %': (hops.filter((one) => one <= 0).length / hops.length) * 100,
    'never acknowledged, packets': lives.length - ackMs.length,
    'block interval, ms': traffic.blockMs(),
  }
  return {
    metrics,
    ackMs: thinned(ackMs, lives.length),
    floorMs: quantile(
      floors.map(({ ack }) => ack),
      0.5,
    ),
  }
}

/** Single packets in an open loop: the next one leaves whether or not the last one has arrived. */
export function idle(size: Size): Scenario {
  const { blockMs } = size
  const packets = countOf(size)
  const everyMs = 700
  return {
    name: `idle-${blockMs}ms`,
    about: `${packets} single packets, one about each ${everyMs} ms at a random phase, blocks of ${blockMs} ms`,
    run: (bed, contender, phase) =>
      onSite(bed, contender, blockMs, phase, async (site, start) => {
        const { traffic } = site
        await start()
        await traffic.warm(warmMs)
        const keys: string[] = []
        const sending: Promise<void>[] = []
        for (let count = 0; count < packets; count += 1) {
          sending.push(traffic.send(1).then((batch) => void keys.push(...batch.keys)))
          await new Promise((resume) => setTimeout(resume, everyMs + (Math.random() - 0.5) * blockMs))
        }
        await Promise.all(sending)
        await traffic.settle({ keys }, giveUpMs)
        return livesResult(site, traffic.lives({ keys }), giveUpMs)
      }),
  }
}

type Usage = { readonly relayer: number; readonly nodes: number }

const usageOf = (bed: Bed, { pids }: Running): Usage => ({ relayer: cpuOf(pids.values()), nodes: cpuOf(nodePids(bed)) })

/** CPU of 1,000 packets that went there and back. */
function usageMetrics(bed: Bed, running: Running, before: Usage, lives: number): Metrics {
  const after = usageOf(bed, running)
  const each = (seconds: number): number => (lives === 0 ? Number.NaN : (seconds / lives) * 1_000)
  return {
    'CPU of the relayer, s per 1,000': each(after.relayer - before.relayer),
    'CPU of the two nodes, s per 1,000': each(after.nodes - before.nodes),
    'RSS of the relayer at most, MB': [...running.pids.values()].reduce((sum, pid) => sum + peakMb(pid), 0),
  }
}

export function burst(size: Size): Scenario {
  const { blockMs } = size
  const packets = countOf(size)
  return {
    name: `burst-${size.full}-${blockMs}ms`,
    about: `${packets} packets at once, blocks of ${blockMs} ms`,
    run: (bed, contender, phase) =>
      onSite(bed, contender, blockMs, phase, async (site, start) => {
        const { traffic } = site
        const running = await start()
        await traffic.warm(warmMs)
        const before = usageOf(bed, running)
        const batch = await traffic.send(packets)
        const left = await traffic.settle(batch, giveUpMs)
        const usage = usageMetrics(bed, running, before, packets - left)
        const { metrics, ...rest } = livesResult(site, traffic.lives(batch), giveUpMs)
        return { metrics: { ...metrics, ...usage }, ...rest }
      }),
  }
}

/** Packets that lay there before the relayer started, and single ones that are sent while it works them off. */
export function backlog(size: Size): Scenario {
  const { blockMs } = size
  const packets = countOf(size)
  return {
    name: `backlog-${size.full}-${blockMs}ms`,
    about: `${packets} packets found at the start, single ones meanwhile, blocks of ${blockMs} ms`,
    run: (bed, contender, phase) =>
      onSite(bed, contender, blockMs, phase, async (site, start) => {
        const { traffic } = site
        const old = await traffic.send(packets)
        await traffic.blocks(10)
        const startedMs = performance.now()
        const running = await start()
        const before = { relayer: 0, nodes: usageOf(bed, running).nodes }
        const keys: string[] = []
        let settled = false
        const settling = traffic.settle(old, backlogGiveUpMs).then((left) => {
          settled = true
          return left
        })
        while (!settled) {
          keys.push(...(await traffic.send(1)).keys)
          await new Promise((resume) => setTimeout(resume, blockMs * (0.5 + Math.random())))
        }
        const left = await settling
        const lives = traffic.lives(old)
        const usage = usageMetrics(bed, running, before, packets - left)
        await traffic.settle({ keys }, left === 0 ? backlogGiveUpMs : stragglersMs)
        const live = livesResult(site, traffic.lives({ keys }), backlogGiveUpMs).metrics
        const sinceStart = lives.flatMap(({ acknowledged }) =>
          acknowledged === undefined ? [] : [acknowledged.atMs - startedMs],
        )
        const metrics = {
          'start → first ack, s': quantile(sinceStart, 0) / 1_000,
          'start → ack, p50, s': quantile(sinceStart, 0.5) / 1_000,
          'start → ack, last, s': lastOf(sinceStart, lives.length, backlogGiveUpMs) / 1_000,
          'never acknowledged, packets': left,
          'live packets meanwhile: send → ack, p50, s': live['send → ack, p50, s'] ?? Number.NaN,
          'live packets meanwhile: blocks lost a hop, p50': live['blocks lost a hop, p50'] ?? Number.NaN,
          ...usage,
        }
        return { ...none, metrics, ackMs: thinned(sinceStart, lives.length) }
      }),
  }
}

/** From the command to the open channel, on chains that have never met. */
export function linkTime(blockMs: number): Scenario {
  return {
    name: `link-${blockMs}ms`,
    about: `client, connection and channel by one command, blocks of ${blockMs} ms`,
    run: async (bed, contender, phase) => {
      await startBed(bed, { copy: 'bare', blockMs, phaseMs: phase * blockMs })
      await contender.prepare(bed, false)
      const startedMs = performance.now()
      await contender.link(bed)
      return { ...none, metrics: { 'link, s': (performance.now() - startedMs) / 1_000 } }
    },
  }
}

export function atRest(size: Size): Scenario {
  const { blockMs } = size
  const seconds = countOf(size)
  return {
    name: `rest-${blockMs}ms`,
    about: `${seconds} s without a packet, two chains, blocks of ${blockMs} ms`,
    run: (bed, contender, phase) =>
      onSite(bed, contender, blockMs, phase, async ({ traffic }, start) => {
        const running = await start()
        await traffic.warm(warmMs)
        const [before, beganMs] = [usageOf(bed, running), performance.now()]
        await traffic.blocks(Math.round((seconds * 1_000) / blockMs))
        const [after, elapsedSec] = [usageOf(bed, running), (performance.now() - beganMs) / 1_000]
        const metrics = {
          'CPU of the relayer at rest, % of a core': ((after.relayer - before.relayer) / elapsedSec) * 100,
          'CPU of the two nodes, % of a core': ((after.nodes - before.nodes) / elapsedSec) * 100,
        }
        return { ...none, metrics }
      }),
  }
}
