// Projects what chains say into the state of a transaction: (view, event) -> view, in any order, any number of times.
import type { EditView, TraceRow, ViewRow } from './store/store.ts'

export type Place = {
  readonly chainId: string
  readonly height: string
  readonly txHash: string
  readonly timeNs: string
}
export type LegState = 'none' | 'voted' | 'refused' | 'applied' | 'aborted'

export type LegView = {
  readonly state: LegState
  /** Numeric `Code` of a refusal or abort; '0' where there is none. */
  readonly code: string
  /** What settled it: prepare, refuse, ack, error_ack, timeout or decision. */
  readonly by: string
  /** Latest `Code` with which the gate turned the leg away without effect. */
  readonly busy: { readonly code: string; readonly place: Place } | null
  readonly prepared: Place | null
  readonly settled: Place | null
  readonly vote: 'missing' | 'yes' | 'no'
  readonly confirmed: boolean
  /** Resource calls that failed after the decision; the gate's own record says which are parked still. */
  readonly parked: readonly string[]
}

export type View = {
  readonly deadlineNs: string
  readonly queued: boolean
  readonly legs: Readonly<Record<string, LegView>>
  readonly opened: Place | null
  readonly decision: { readonly outcome: 'commit' | 'abort'; readonly code: string; readonly place: Place } | null
  /** Name of the code why it ended before anything was locked. */
  readonly rejected: string | null
}

export const requestStates = [
  'received', 'queued', 'preparing', 'voting', 'decided', 'applied', 'rejected',
] as const // biome-ignore format: one line reads as the sequence it is
export type RequestState = (typeof requestStates)[number]
export type RequestOutcome = 'pending' | 'committed' | 'aborted' | 'rejected'

const untouched: LegView = {
  state: 'none',
  code: '0',
  by: '',
  busy: null,
  prepared: null,
  settled: null,
  vote: 'missing',
  confirmed: false,
  parked: [],
}

export function initialView(chainIds: readonly string[], deadlineNs: bigint): View {
  const legs = Object.fromEntries(chainIds.map((chainId) => [chainId, untouched]))
  return { deadlineNs: deadlineNs.toString(), queued: false, legs, opened: null, decision: null, rejected: null }
}

const rank: Readonly<Record<LegState, number>> = { none: 0, voted: 1, refused: 2, applied: 2, aborted: 2 }

/** One event into the view. Unknown kinds change nothing; so does an event that the view already holds. */
export function project(view: View, row: TraceRow): View {
  const place = placeOf(row)
  switch (row.kind) {
    case 'packet_sent':
      return named(view, row)
    case 'leg':
      return withLeg(view, row.chainId, (leg) => settleLeg(leg, row, place))
    case 'rejected':
      return withLeg(view, row.chainId, (leg) =>
        leg.busy !== null && !isAfter(place, leg.busy.place) ? leg : { ...leg, busy: { code: code(row), place } },
      )
    case 'parked':
      return withLeg(view, row.chainId, (leg) => ({ ...leg, parked: union(leg.parked, row.facts['ordinal'] ?? '') }))
    case 'opened':
      return view.opened === null ? { ...view, opened: place } : view
    case 'vote':
      return withLeg(view, row.facts['voter'] ?? '', (leg) => countVote(leg, row))
    case 'confirmed':
      return withLeg(view, row.facts['zone'] ?? '', (leg) => (leg.confirmed ? leg : { ...leg, confirmed: true }))
    case 'decision':
      return view.decision === null ? { ...view, decision: decisionOf(row, place) } : view
    default:
      return view
  }
}

/** A vote packet names every leg and the deadline, so a transaction that came past this API is complete as well. */
function named(view: View, row: TraceRow): View {
  const missing = (row.facts['legs'] ?? '').split(',').filter((chainId) => chainId !== '' && !(chainId in view.legs))
  const deadlineNs = view.deadlineNs === '0' ? (row.facts['deadline_ns'] ?? '0') : view.deadlineNs
  if (missing.length === 0 && deadlineNs === view.deadlineNs) return view
  const legs = { ...view.legs, ...Object.fromEntries(missing.map((chainId) => [chainId, untouched])) }
  return { ...view, deadlineNs, legs }
}

function settleLeg(leg: LegView, row: TraceRow, place: Place): LegView {
  const state = legState(row.facts['state'])
  if (state === 'none') return leg
  const seen =
    state === 'voted' ? { ...leg, prepared: leg.prepared ?? place } : { ...leg, settled: leg.settled ?? place }
  // A leg never leaves a final state (commit rule 9), whatever order the blocks were read in.
  if (rank[state] <= rank[leg.state]) return seen
  return { ...seen, state, code: code(row), by: row.facts['by'] ?? '' }
}

function countVote(leg: LegView, row: TraceRow): LegView {
  const answer = row.facts['answer']
  if (leg.vote !== 'missing' || (answer !== 'yes' && answer !== 'no')) return leg
  return { ...leg, vote: answer }
}

const legState = (text: string | undefined): LegState =>
  text === 'voted' || text === 'refused' || text === 'applied' || text === 'aborted' ? text : 'none'

const decisionOf = (row: TraceRow, place: Place): NonNullable<View['decision']> => ({
  outcome: row.facts['decision'] === 'commit' ? 'commit' : 'abort',
  code: code(row),
  place,
})

function withLeg(view: View, chainId: string, change: (leg: LegView) => LegView): View {
  if (chainId === '') return view
  const leg = view.legs[chainId] ?? untouched
  const changed = change(leg)
  return changed === leg ? view : { ...view, legs: { ...view.legs, [chainId]: changed } }
}

export function outcomeOf(view: View): RequestOutcome {
  if (view.decision !== null) return view.decision.outcome === 'commit' ? 'committed' : 'aborted'
  const legs = Object.values(view.legs)
  // A zone may be read before the hub: what it applied was decided, whether or not we saw the decision.
  if (legs.some((leg) => leg.state === 'applied')) return 'committed'
  if (legs.some((leg) => leg.state === 'aborted' || leg.state === 'refused')) return 'aborted'
  // A vote that was read late shows that a lock exists after all: then only the hub can end it.
  return view.rejected !== null && legs.every((leg) => leg.state === 'none') ? 'rejected' : 'pending'
}

export function stateOf(view: View): RequestState {
  const outcome = outcomeOf(view)
  const legs = Object.values(view.legs)
  if (outcome === 'rejected') return 'rejected'
  // A leg that never locked anything has nothing to release: an abort is complete without it.
  if (outcome === 'committed') return legs.every((leg) => leg.state === 'applied') ? 'applied' : 'decided'
  if (outcome === 'aborted') return legs.every((leg) => leg.state !== 'voted') ? 'applied' : 'decided'
  if (legs.length > 0 && legs.every((leg) => leg.state === 'voted')) return 'voting'
  if (view.opened !== null || legs.some((leg) => leg.state !== 'none')) return 'preparing'
  return view.queued ? 'queued' : 'received'
}

export type Wait = {
  readonly chainId: string
  readonly what: 'queue' | 'prepare' | 'vote' | 'decision' | 'release'
  readonly code: string | null
}

/** What has to happen next, and where. Empty once nothing is outstanding. */
export function waitsFor(view: View, hubChainId: string): readonly Wait[] {
  const state = stateOf(view)
  if (state === 'rejected') return []
  if (state === 'received') return [{ chainId: hubChainId, what: 'queue', code: null }]
  const waits: Wait[] = []
  for (const [chainId, leg] of Object.entries(view.legs)) {
    const what = legWaits(leg, outcomeOf(view))
    if (what !== undefined) waits.push({ chainId, what, code: what === 'prepare' ? (leg.busy?.code ?? null) : null })
  }
  if (waits.length === 0 && outcomeOf(view) === 'pending')
    waits.push({ chainId: hubChainId, what: 'decision', code: null })
  return waits
}

function legWaits(leg: LegView, outcome: RequestOutcome): 'prepare' | 'vote' | 'release' | undefined {
  if (outcome !== 'pending')
    return leg.state === 'voted' || (leg.state === 'none' && outcome === 'committed') ? 'release' : undefined
  if (leg.state === 'none') return 'prepare'
  return leg.vote === 'missing' ? 'vote' : undefined
}

/** Folds the rows of a block into views; a row without a view starts one, so foreign transactions are shown too. */
export function foldViews(trace: readonly TraceRow[], views: ReadonlyMap<string, string>): readonly ViewRow[] {
  const before = new Map<string, View>()
  const after = new Map<string, View>()
  for (const row of trace) {
    const id = row.transactionId
    const known = after.get(id) ?? parseView(views.get(id))
    if (!before.has(id)) before.set(id, known)
    after.set(id, project(known, row))
  }
  return [...after].flatMap(([id, view]) => {
    const earlier = before.get(id) ?? view
    return view === earlier && views.has(id) ? [] : [viewRow(id, view, earlier)]
  })
}

/** The row of a view, with an event for watchers when what they can see has changed. */
export function viewRow(transactionId: string, view: View, earlier: View): ViewRow {
  const data = JSON.stringify(summary(view))
  const event = data === JSON.stringify(summary(earlier)) ? undefined : { type: stateOf(view), data }
  return { transactionId, state: stateOf(view), view: JSON.stringify(view), event }
}

/** An edit of stored views out of a change of one view. */
export function editView(change: (view: View) => View): EditView {
  return (transactionId, json) => {
    const view = parseView(json)
    return viewRow(transactionId, change(view), view)
  }
}

export function parseView(json: string | undefined): View {
  return json === undefined ? initialView([], 0n) : (JSON.parse(json) as View)
}

const summary = (view: View): object => ({
  state: stateOf(view),
  outcome: outcomeOf(view),
  legs: Object.entries(view.legs).map(([chainId, leg]) => ({ chainId, state: leg.state, vote: leg.vote })),
})

const code = (row: TraceRow): string => row.facts['code'] ?? '0'
const union = (list: readonly string[], item: string): readonly string[] =>
  list.includes(item) ? list : [...list, item]

const isAfter = (a: Place, b: Place): boolean => BigInt(a.height) > BigInt(b.height)

const placeOf = (row: TraceRow): Place => ({
  chainId: row.chainId,
  height: row.height.toString(),
  txHash: row.txHash,
  timeNs: row.timeNs.toString(),
})
