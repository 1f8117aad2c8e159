// Writes projected views as the REST API shows them: camelCase, names instead of numbers, RFC 3339 times.
import type { z } from 'zod'
import { codeName } from '../core/errors.ts'
import { type LegView, outcomeOf, type Place, parseView, stateOf, type View, waitsFor } from './project.ts'
import type { legSchema, placeSchema, shareRequestSchema, stepSchema, summarySchema } from './schemas.ts'
import type { RequestRow, TraceRow } from './store/store.ts'

export function summaryOf(transactionId: string, view: View, hubChainId: string): z.infer<typeof summarySchema> {
  return {
    transactionId,
    state: stateOf(view),
    outcome: outcomeOf(view),
    code: reasonOf(view),
    deadline: view.deadlineNs === '0' ? null : timeOf(view.deadlineNs),
    deadlineNs: view.deadlineNs,
    decided: placeOf(view.decision?.place ?? null),
    opened: placeOf(view.opened),
    legs: Object.entries(view.legs).map(([chainId, leg]) => legOf(chainId, leg)),
    waitsFor: waitsFor(view, hubChainId).map((wait) => ({
      ...wait,
      code: wait.code === null ? null : nameOf(wait.code),
    })),
  }
}

export function shareRequestOf(
  row: RequestRow,
  hubChainId: string,
  trace?: readonly TraceRow[],
): z.infer<typeof shareRequestSchema> {
  return {
    id: row.transactionId,
    receivedAt: new Date(row.receivedAtMs).toISOString(),
    ...summaryOf(row.transactionId, parseView(row.view), hubChainId),
    ...(trace === undefined ? {} : { steps: trace.map(stepOf) }),
  }
}

/** The hub's reason where it gave one; else that of the leg which refused. */
function reasonOf(view: View): string | null {
  if (view.decision !== null && nameOf(view.decision.code) !== null) return nameOf(view.decision.code)
  if (outcomeOf(view) === 'rejected') return view.rejected
  const refused = Object.values(view.legs).find((leg) => leg.state === 'refused' || leg.state === 'aborted')
  return refused === undefined ? null : nameOf(refused.code)
}

function legOf(chainId: string, leg: LegView): z.infer<typeof legSchema> {
  return {
    chainId,
    state: leg.state,
    vote: leg.vote,
    code: nameOf(leg.code),
    by: leg.by === '' ? null : leg.by,
    busyCode: leg.state === 'none' && leg.busy !== null ? nameOf(leg.busy.code) : null,
    prepared: placeOf(leg.prepared),
    settled: placeOf(leg.settled),
    confirmed: leg.confirmed,
  }
}

export function stepOf(row: TraceRow): z.infer<typeof stepSchema> {
  return {
    kind: row.kind,
    chainId: row.chainId,
    height: row.height.toString(),
    txHash: row.txHash,
    time: timeOf(row.timeNs.toString()),
    facts: { ...row.facts },
    causes: [...row.causes],
  }
}

function placeOf(place: Place | null): z.infer<typeof placeSchema> | null {
  if (place === null) return null
  return { chainId: place.chainId, height: place.height, txHash: place.txHash, time: timeOf(place.timeNs) }
}

/** '0' is no reason. */
export function nameOf(code: string | number): string | null {
  const number = Number(code)
  return number === 0 || Number.isNaN(number) ? null : codeName(number)
}

// The last moment that a Date can hold; a stranger's deadline may lie beyond it.
const timeMaxMs = 8_640_000_000_000_000n

export function timeOf(ns: string): string {
  const ms = BigInt(ns) / 1_000_000n
  return new Date(Number(ms > timeMaxMs ? timeMaxMs : ms)).toISOString()
}
