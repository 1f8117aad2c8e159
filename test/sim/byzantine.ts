// A zone whose validators lie: it forgets what its contracts have said, says what they have never said, and tells them
// the opposite of what it has heard. Whatever it does, the others agree among themselves and lose nothing.
import { decodeAcknowledgement, encodeAcknowledgement, encodePacket } from '../../core/codec.ts'
import { parsePacket } from '../../core/packet.ts'
import { parsePacketEvents } from '../../core/relay.ts'
import type { Vote } from '../../core/words.ts'
import { sendPacket } from '../fakes/ibcRules.ts'
import type { SimNode } from './node.ts'
import type { Side } from './troubles.ts'

const backBlocks = 10n
const timeoutNs = 600_000_000_000n
/** Of other chains, the newest blocks in which it looks for what is being voted on. */
const lookedAt = 20
/** REFUSED_BY_ACTOR. */
const refusal = 512

export class ByzantineZone {
  readonly #zone: Side
  readonly #others: () => readonly SimNode[]
  readonly #honest: SimNode['sender']
  #turn = 0

  constructor(zone: Side, others: () => readonly SimNode[]) {
    this.#zone = zone
    this.#others = others
    this.#honest = zone.node.sender
  }

  readonly faults = {
    /** Everything that its contracts keep is as it was some blocks ago. */
    zoneForgets: (): void => {
      const { node } = this.#zone
      const then = node.height - backBlocks
      node.act(({ store }) => {
        for (const key of store.keys('contract/')) store.set(key, node.store.getAt(key, then))
      })
    },
    /** A yes or a no to what it has prepared or not, once more or for the first time, in time or late. */
    zoneForges: (): boolean => {
      const vote = this.#someVote()
      if (vote === undefined) return false
      this.#turn += 1
      const { node, portId, channel = '' } = this.#zone
      const answer =
        this.#turn % 3 === 0 ? ({ answer: 'no', code: refusal } as const) : ({ answer: 'yes', code: 0 } as const)
      const data = encodePacket({ kind: 'votes', value: { votes: [{ ...vote, ...answer }] } })
      node.act((context) => sendPacket(context, portId, channel, data, context.timeNs + timeoutNs))
      return true
    },
    /** Until it does so again. */
    zoneMishears: (): void => {
      const { node } = this.#zone
      node.sender = node.sender === this.#honest ? turnedSender(node) : this.#honest
    },
  }

  /** Of any zone, on anything. */
  #someVote(): Vote | undefined {
    const events = this.#others().flatMap(({ blocks }) => blocks.slice(-lookedAt).flatMap(parsePacketEvents))
    const votes = events.flatMap(({ kind, packet }) => (kind === 'sent' ? votesIn(packet.data) : []))
    return votes[this.#turn % Math.max(votes.length, 1)]
  }
}

function votesIn(data: Uint8Array): readonly Vote[] {
  try {
    const packet = parsePacket(data)
    return packet.kind === 'votes' ? packet.value.votes : []
  } catch {
    return []
  }
}

/** Contracts that are told the opposite of what the hub has decided. */
export function turnedSender(node: SimNode): NonNullable<SimNode['sender']> {
  const { sender } = node
  if (sender === undefined) throw new Error('the chain has no contracts')
  return {
    ...sender,
    acknowledged: (packet, bytes, context) => sender.acknowledged(packet, turned(bytes), context),
  }
}

/** The other decisions; what has none is as it was. */
function turned(acknowledgement: Uint8Array): Uint8Array {
  try {
    const { kind, decisions } = decodeAcknowledgement(acknowledgement)
    const others = decisions.map((one) => {
      return { ...one, outcome: one.outcome === 'commit' ? 'abort' : 'commit' } as const
    })
    return encodeAcknowledgement({ kind, decisions: others })
  } catch {
    return acknowledgement
  }
}
