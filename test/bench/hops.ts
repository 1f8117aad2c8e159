// Counts the commits of a hop: from the block that wrote a packet or acknowledgement to the block that took it in.
import type { Observer, PacketSight } from './observer.ts'

export type Hop = { readonly from: PacketSight; readonly to: PacketSight }

const arrivalOf = { sent: 'received', ack_written: 'acknowledged' } as const

export function hopsOf(sights: readonly PacketSight[]): readonly Hop[] {
  const hops: Hop[] = []
  for (const from of sights) {
    if (from.kind !== 'sent' && from.kind !== 'ack_written') continue
    const to = sights.find((one) => one.kind === arrivalOf[from.kind as keyof typeof arrivalOf] && one.key === from.key)
    if (to !== undefined) hops.push({ from, to })
  }
  return hops
}

/** The proof block at the source, and every block of the destination after it up to the one with the message. */
export function countCommits(observer: Observer, { from, to }: Hop): number {
  const provenMs = observer.arrivals.get(from.chainId)?.find(({ height }) => height === from.height + 1n)?.atMs ?? 0
  // A chain with itself needs no proof block: its own next block is the destination.
  if (from.chainId === to.chainId) return Number(to.height - from.height)
  const blocks = observer.arrivals.get(to.chainId) ?? []
  return 1 + blocks.filter(({ atMs, height }) => atMs > provenMs && height <= to.height).length
}
