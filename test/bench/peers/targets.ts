// What is asked of our relayer, beside a tuned Hermes: each ratio is taken within a repeat, and the median counts.
import { type Figure, figure, quantile, spreadOf, type Target } from '../figure.ts'
import type { Outcome } from './matrix.ts'

const ours = 'Causeway'
const theirs = 'Hermes, tuned'

type Ask = {
  readonly name: string
  readonly scenario: string
  readonly metric: string
  readonly unit: string
  readonly target: Target
  /** Ours by itself, or one as a part of the other. */
  readonly as: 'ours' | 'ours by theirs' | 'theirs by ours'
}

const noneLost = { metric: 'hops that lost none, %', unit: '%', as: 'ours' } as const
const sooner = { unit: '×', as: 'theirs by ours' } as const
const lastAck = 'send → ack, last, s'

const asks: readonly Ask[] = [
  { name: 'idle, 500 ms', scenario: 'idle-500ms', ...noneLost, target: { at: '>=', bound: 95 } },
  { name: 'idle, 200 ms', scenario: 'idle-200ms', ...noneLost, target: { at: '>=', bound: 90 } },
  {
    name: 'send → ack at 200 ms blocks, sooner than Hermes',
    scenario: 'idle-200ms',
    metric: 'send → ack, p50, s',
    ...sooner,
    target: { at: '>=', bound: 10 },
  },
  ...[1_000, 3_000].map((count) => ({
    name: `last ack of ${count} at once, sooner than Hermes`,
    scenario: `burst-${count}-500ms`,
    metric: lastAck,
    ...sooner,
    target: { at: '>=', bound: 3 } as const,
  })),
  {
    name: 'of 3000 at once, never acknowledged',
    scenario: 'burst-3000-500ms',
    metric: 'never acknowledged, packets',
    unit: 'packets',
    as: 'ours',
    target: { at: '<=', bound: 0 },
  },
  {
    name: 'backlog of 5000 cleared, sooner than Hermes',
    scenario: 'backlog-5000-500ms',
    metric: 'start → ack, last, s',
    ...sooner,
    target: { at: '>=', bound: 5 },
  },
  {
    name: 'live packets during the backlog, lost a hop',
    scenario: 'backlog-5000-500ms',
    metric: 'live packets meanwhile: blocks lost a hop, p50',
    unit: 'blocks',
    as: 'ours',
    target: { at: '<=', bound: 1 },
  },
  {
    name: 'CPU of the nodes a packet, beside Hermes',
    scenario: 'burst-1000-500ms',
    metric: 'CPU of the two nodes, s per 1,000',
    unit: '×',
    as: 'ours by theirs',
    target: { at: '<=', bound: 0.6 },
  },
  {
    name: 'CPU of relayer and Redis a packet, beside Hermes',
    scenario: 'burst-1000-500ms',
    metric: 'CPU of the relayer, s per 1,000',
    unit: '×',
    as: 'ours by theirs',
    target: { at: '<=', bound: 1.5 },
  },
  {
    name: 'RSS of relayer and Redis at most',
    scenario: 'burst-3000-500ms',
    metric: 'RSS of the relayer at most, MB',
    unit: 'MB',
    as: 'ours',
    target: { at: '<=', bound: 300 },
  },
  {
    name: 'CPU at rest',
    scenario: 'rest-500ms',
    metric: 'CPU of the relayer at rest, % of a core',
    unit: '%',
    as: 'ours',
    target: { at: '<=', bound: 3 },
  },
  {
    name: 'distance to what the chains alone can take',
    scenario: 'limit-5000-500ms',
    metric: 'part of the limit that is reached, %',
    unit: '%',
    as: 'ours',
    target: { at: '>=', bound: 80 },
  },
  {
    name: 'client, connection and channel',
    scenario: 'link-500ms',
    metric: 'link, s',
    unit: 's',
    as: 'ours',
    target: { at: '<=', bound: 7 },
  },
]

/** With a title of its own where it stands beside others of its scenario. */
type Titled = Outcome & { readonly title?: string }

/** Of what was run, on each machine by itself; a scenario that failed in every repeat misses its target as NaN. */
export function targetFigures(outcomes: readonly Titled[]): readonly Figure[] {
  return asks.flatMap((ask) => {
    const needed = ask.as === 'ours' ? [ours] : [ours, theirs]
    return outcomes
      .filter(({ scenario, runs }) => scenario.name === ask.scenario && needed.every((label) => runs.has(label)))
      .map((outcome) => {
        const { title = ask.scenario } = outcome
        const samples = samplesOf(outcome, ask)
        const name = title === ask.scenario ? ask.name : `${ask.name} (${title})`
        return figure(name, quantile(samples, 0.5), ask.unit, ask.target, spreadOf(samples))
      })
  })
}

function samplesOf({ runs }: Outcome, { metric, as }: Ask): readonly number[] {
  const of = (label: string): readonly number[] =>
    (runs.get(label) ?? []).map(({ result }) => result?.metrics[metric] ?? Number.NaN)
  const [mine, other] = [of(ours), of(theirs)]
  const pairs = mine.map((value, repeat) => {
    const beside = other[repeat] ?? Number.NaN
    if (as === 'ours') return value
    return as === 'ours by theirs' ? value / beside : beside / value
  })
  return pairs.filter((value) => !Number.isNaN(value))
}
