// Decides by a seed when which part is struck, how, and for how long: the same seed, the same strikes.
import { type Random, randomFrom, shuffled } from '../random.ts'

/** Nodes go by the names of their chains. */
export const nodes = ['causeway-hub', 'zone-a', 'zone-b', 'zone-c'] as const
/** Of a platform, each of its keeper. */
export const stores = ['store-0', 'store-1', 'store-2', 'store-3'] as const
/** Processes that can be struck. */
export const parts = [...nodes, ...stores, 'relayer', 'api', 'redis'] as const
export type Part = (typeof parts)[number]
export type Store = (typeof stores)[number]
export const isStore = (part: Part): part is Store => stores.some((store) => store === part)
export const isNode = (part: Part): part is (typeof nodes)[number] => nodes.some((node) => node === part)
export type Kind =
  /** SIGKILL; started again afterwards. */
  | 'kill'
  /** SIGSTOP; SIGCONT afterwards. */
  | 'pause'
  /** FLUSHALL. */
  | 'wipe'
  /** SIGKILL, and the append-only file loses its end. */
  | 'cut-file'
  /** Nobody outside reaches the node: connections end, and new ones are refused. */
  | 'cut-off'
  /** The program runs with a clock that is wrong. */
  | 'skew'
  /** The disk of the part has no room left. */
  | 'fill'
export type Strike = {
  readonly kind: Kind
  readonly part: Part
  /** From the beginning of the run. */
  readonly atMs: number
  readonly lastsMs: number
}
/** How many of each kind. */
export type Plan = { readonly seed: number; readonly minutes: number; readonly counts: Readonly<Record<Kind, number>> }

const programs: readonly Part[] = ['relayer', 'api']
/** In turn, so that each sort of process is struck as often as the others, whatever number of it there is. */
const inTurn: readonly Part[] = nodes.flatMap((node, at) => [node, 'relayer', 'api', 'redis', stores[at] ?? 'store-0'])
const struck: Readonly<Record<Kind, readonly Part[]>> = {
  kill: inTurn,
  pause: inTurn,
  wipe: ['redis'],
  'cut-file': ['redis'],
  'cut-off': nodes,
  skew: programs,
  fill: inTurn.filter((part) => part !== 'relayer'),
}
/** Shortest and longest, ms. A wipe is over at once. */
const lasting: Readonly<Record<Kind, readonly [number, number]>> = {
  kill: [0, 10_000],
  pause: [1_000, 40_000],
  wipe: [0, 0],
  'cut-file': [0, 3_000],
  'cut-off': [1_000, 30_000],
  skew: [10_000, 30_000],
  fill: [3_000, 20_000],
}
/** Between the end of one strike on a part and the next one on it: it must have had a chance to come back. */
const restMs = 10_000
/** At the beginning and at the end nothing is struck. */
const quietMs = 5_000

/**
 * Every sort of process is struck equally often by a kind, give or take one. Strikes on different parts may overlap,
 * those on one part never do. Throws where the minutes are too few for so many.
 */
export function planStrikes({ seed, minutes, counts }: Plan): readonly Strike[] {
  const random = randomFrom(seed)
  const wanted = (Object.keys(struck) as Kind[]).flatMap((kind) =>
    Array.from({ length: counts[kind] }, (_, index) => ({ kind, part: partOf(kind, index) })),
  )
  const busy = new Map<Part, (readonly [number, number])[]>()
  const strikes = shuffled(wanted, random).map(({ kind, part }) => {
    const [shortest, longest] = lasting[kind]
    const lastsMs = Math.round(shortest + random() * (longest - shortest))
    const atMs = freeMoment({ taken: busy.get(part) ?? [], lastsMs, endMs: minutes * 60_000 - quietMs }, random)
    if (atMs === undefined) throw new Error(`${minutes} minutes are too few for so many strikes on ${part}`)
    busy.set(part, [...(busy.get(part) ?? []), [atMs, atMs + lastsMs]])
    return { kind, part, atMs, lastsMs }
  })
  return strikes.sort((a, b) => a.atMs - b.atMs)
}

const partOf = (kind: Kind, index: number): Part => struck[kind][index % struck[kind].length] as Part

type Wish = { readonly taken: readonly (readonly [number, number])[]; readonly lastsMs: number; readonly endMs: number }
const triesMax = 1_000

function freeMoment({ taken, lastsMs, endMs }: Wish, random: Random): number | undefined {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const atMs = Math.round(quietMs + random() * (endMs - lastsMs - quietMs))
    const isFree = taken.every(([from, to]) => atMs > to + restMs || atMs + lastsMs < from - restMs)
    if (isFree) return atMs
  }
  return undefined
}
