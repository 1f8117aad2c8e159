// Brings every change of a subject to every other zone: reads blocks, compares versions on both chains, shares.
// What it remembers is how far it has read; without that it reads again, and finds everything carried.
import { isCausewayError } from '../../core/errors.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import { changedSubjects, isToCarry, type Place, planCarry, type SubjectRecords } from './carry.ts'
import { carrierPollMs, carriesOpenMax, carryPauseMsMax } from './limits.ts'
import type { Shared, Sharing } from './sharing.ts'

export type CarrierZone = {
  readonly chain: Pick<Chain, 'chainId' | 'queryStatus' | 'queryBlock'>
  readonly identity: string
  readonly records: SubjectRecords
}

/** Up to which height all changes of a home chain are with everybody. Losing it costs time. */
export interface Heights {
  height(chainId: string): Promise<bigint | undefined>
  save(chainId: string, height: bigint): Promise<void>
}

export type CarrierPorts = {
  readonly zones: readonly CarrierZone[]
  readonly sharing: Sharing
  readonly heights: Heights
  readonly clock: Clock
  readonly log: Log
}

/** A change on its way to one zone: first and last height that speak of it. */
type Waiting = { readonly first: bigint; last: bigint; failures: number; notBeforeMs: number; isOpen: boolean }
type Lane = { readonly home: CarrierZone; readonly to: CarrierZone; readonly waiting: Map<string, Waiting> }

// The other chain will never take this version: somebody there holds the key, or the record is too large.
const hopeless = new Set(['KEY_TAKEN', 'LIMIT_EXCEEDED', 'NOT_HOME'])

/** Runs until the signal; a chain or an API that is away is waited for. */
export async function runCarrier(ports: CarrierPorts, signal: AbortSignal): Promise<void> {
  await Promise.all(ports.zones.map((home) => runHome(home, ports, signal)))
}

async function runHome(home: CarrierZone, ports: CarrierPorts, signal: AbortSignal): Promise<void> {
  const { zones, heights, clock, log } = ports
  const { chainId } = home.chain
  const lanes = zones.flatMap((to): Lane[] => (to === home ? [] : [{ home, to, waiting: new Map() }]))
  const open = new Set<Promise<void>>()
  let saved: bigint | undefined
  let read: bigint | undefined
  while (!signal.aborted) {
    try {
      read ??= (await heights.height(chainId)) ?? 0n
      read = await readOn(lanes, home, read, signal)
      for (const lane of lanes) {
        for (const carrying of startDue(lane, ports)) {
          open.add(carrying)
          void carrying.finally(() => open.delete(carrying))
        }
      }
      const done = doneUpTo(lanes, read)
      if (done !== saved) await heights.save(chainId, done)
      saved = done
    } catch (error) {
      log.warn('carrier.read_failed', { chainId, error: String(error) })
    }
    await clock.sleep(carrierPollMs, signal)
  }
  await Promise.all(open)
}

/** Notes the changes of the blocks behind `read`; the height that is read now. */
async function readOn(lanes: readonly Lane[], home: CarrierZone, read: bigint, signal: AbortSignal): Promise<bigint> {
  const { height: head } = await home.chain.queryStatus()
  let height = read
  for (; height < head && !signal.aborted; height += 1n) {
    const block = await home.chain.queryBlock(height + 1n)
    for (const id of changedSubjects(block, home.identity)) {
      for (const { waiting } of lanes) note(waiting, id, block.height)
    }
  }
  return height
}

function note(waiting: Map<string, Waiting>, id: string, height: bigint): void {
  const known = waiting.get(id)
  if (known === undefined) {
    waiting.set(id, { first: height, last: height, failures: 0, notBeforeMs: 0, isOpen: false })
  } else {
    known.last = height
    known.notBeforeMs = 0
  }
}

const doneUpTo = (lanes: readonly Lane[], read: bigint): bigint =>
  lanes
    .flatMap(({ waiting }) => [...waiting.values()])
    .reduce((least, { first }) => (first <= least ? first - 1n : least), read)

function startDue(lane: Lane, ports: CarrierPorts): Promise<void>[] {
  const nowMs = ports.clock.nowMs()
  const all = [...lane.waiting]
  const free = carriesOpenMax - all.filter(([, { isOpen }]) => isOpen).length
  const due = all.filter(([, { isOpen, notBeforeMs }]) => !isOpen && notBeforeMs <= nowMs).slice(0, Math.max(free, 0))
  return due.map(([id, waiting]) => carryNoted(lane, id, waiting, ports))
}

async function carryNoted(lane: Lane, id: string, waiting: Waiting, ports: CarrierPorts): Promise<void> {
  const { last } = waiting
  waiting.isOpen = true
  const ended = await carryOne(lane, id, ports)
  waiting.isOpen = false
  if (ended && waiting.last === last) {
    lane.waiting.delete(id)
  } else if (!ended) {
    waiting.failures += 1
    const pauseMs = Math.min(carrierPollMs * 2 ** Math.min(waiting.failures - 1, 16), carryPauseMsMax)
    waiting.notBeforeMs = ports.clock.nowMs() + pauseMs
  }
}

/** Whether nothing is left to do for what the home says now. */
async function carryOne({ home, to }: Lane, id: string, { sharing, log }: CarrierPorts): Promise<boolean> {
  const facts = { id, from: home.chain.chainId, to: to.chain.chainId }
  try {
    const [record, there] = await Promise.all([home.records.record(id), to.records.version(id)])
    if (!isToCarry(id, { home: record.version, there })) return true
    const shared = await sharing.share(planCarry(id, record, [placeOf(home), placeOf(to)], sharing.actor))
    const version = record.version.toString()
    if (shared.isCommitted) log.info('carrier.carried', { ...facts, version })
    else log.warn('carrier.not_carried', { ...facts, version, code: shared.code })
    return isEnded(shared)
  } catch (error) {
    const code = isCausewayError(error) ? error.code : String(error)
    log.warn('carrier.not_carried', { ...facts, code })
    return false
  }
}

const placeOf = ({ chain, identity }: CarrierZone): Place => ({ chainId: chain.chainId, identity })

const isEnded = ({ isCommitted, code }: Shared): boolean => isCommitted || (code !== undefined && hopeless.has(code))
