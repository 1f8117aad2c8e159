// Counts the commits of a hop: from the block that wrote a packet or acknowledgement to the block that took it in.
import type { Arrival, Observer, PacketSight } from './observer.ts'

export type Hop = { readonly from: PacketSight; readonly to: PacketSight }
/** What has been seen of one packet. */
export type Life = Partial<Record<PacketSight['kind'], PacketSight>>

/** The proof block at the source, and the next block of the destination: no light client allows less. */
export const commitsMin = 2

const arrivalOf = { sent: 'received', ack_written: 'acknowledged' } as const
const starts = Object.keys(arrivalOf) as (keyof typeof arrivalOf)[]

/** By packet, in the order of their first sights; of an event that comes again, the first one counts. */
export function livesOf(sights: readonly PacketSight[]): ReadonlyMap<string, Life> {
  const lives = new Map<string, Life>()
  for (const sight of sights) lives.set(sight.key, { [sight.kind]: sight, ...lives.get(sight.key) })
  return lives
}

export function hopsOf(sights: readonly PacketSight[]): readonly Hop[] {
  return [...livesOf(sights).values()].flatMap((life) =>
    starts.flatMap((start) => {
      const [from, to] = [life[start], life[arrivalOf[start]]]
      return from === undefined || to === undefined ? [] : [{ from, to }]
    }),
  )
}

type Arrivals = Pick<Observer, 'arrivals'>

const blocksOf = ({ arrivals }: Arrivals, chainId: string): readonly Arrival[] => arrivals.get(chainId) ?? []

/** When the header was there that what a block wrote can be proven against. */
const provenAtMs = (observer: Arrivals, { chainId, height }: PacketSight): number | undefined =>
  blocksOf(observer, chainId).find((block) => block.height === height + 1n)?.atMs

/** The proof block at the source, and every block of the destination after it up to the one with the message. */
export function countCommits(observer: Arrivals, { from, to }: Hop): number {
  // A chain with itself needs no proof block: its own next block is the destination.
  if (from.chainId === to.chainId) return Number(to.height - from.height)
  const provenMs = provenAtMs(observer, from) ?? 0
  return 1 + blocksOf(observer, to.chainId).filter(({ atMs, height }) => atMs > provenMs && height <= to.height).length
}

/** The block in which `from` could be taken in at the soonest, by a relayer that takes no time at all. */
export function soonest(observer: Arrivals, from: PacketSight, destination: string): Arrival | undefined {
  const provenMs = provenAtMs(observer, from)
  return provenMs === undefined ? undefined : blocksOf(observer, destination).find(({ atMs }) => atMs > provenMs)
}

/** How long a packet and its acknowledgement would have taken with two commits a hop, ms from the block that sent. */
export function floorMs(observer: Arrivals, sent: PacketSight, destination: string): { recv: number; ack: number } {
  const received = soonest(observer, sent, destination)
  const written = received && { ...sent, chainId: destination, height: received.height, atMs: received.atMs }
  const acknowledged = written && soonest(observer, written, sent.chainId)
  const since = (arrival: Arrival | undefined): number => (arrival?.atMs ?? Number.NaN) - sent.atMs
  return { recv: since(received), ack: since(acknowledged) }
}
