// Decides what of an ordered channel may go next: nothing overtakes what comes before it, and nothing waits for more.
import type { Work } from './relay.ts'

/**
 * Works of an ordered channel that one chain must be told in their order: its receives, or what becomes of its own
 * packets. Acknowledgements and timeouts are one line, since a timeout closes the channel to every acknowledgement.
 */
export function lineOf({ kind, dst, packet }: Work): string {
  return kind === 'recv'
    ? `recv ${dst}/${packet.destinationPort}/${packet.destinationChannel}`
    : `settle ${dst}/${packet.sourcePort}/${packet.sourceChannel}`
}

const isInTurnKind = ({ kind }: Work): boolean => kind === 'recv' || kind === 'ack'

export const bySequence = (a: Work, b: Work): number => (a.packet.sequence < b.packet.sequence ? -1 : 1)

export type LinePlan = {
  /** Receives or acknowledgements without a gap; they may go if the first of them is the one that the chain expects. */
  readonly run: readonly Work[]
  /** Timeouts: none of them waits for another one, yet all wait for the acknowledgements that can still go. */
  readonly timeouts: readonly Work[]
}

/** `works` are all of one line, by their sequences. */
export function planLine(works: readonly Work[]): LinePlan {
  const inTurn = works.filter(isInTurnKind)
  const first = inTurn[0]?.packet.sequence ?? 0n
  const gap = inTurn.findIndex(({ packet }, index) => packet.sequence !== first + BigInt(index))
  const run = gap < 0 ? inTurn : inTurn.slice(0, gap)
  return { run, timeouts: works.filter((work) => !isInTurnKind(work)) }
}
