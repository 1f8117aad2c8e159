// Decides the next step of a connection or channel handshake from its two ends, and leads them to the last one.
import { type CausewayError, isCausewayError } from '../../core/errors.ts'

export type EndState = 'none' | 'init' | 'tryopen' | 'open' | 'closed'
export type Side = 'a' | 'b'
export type HandshakeStep = { readonly side: Side; readonly kind: 'init' | 'try' | 'ack' | 'confirm' }

const steps: Readonly<Record<string, HandshakeStep>> = {
  'none none': { side: 'a', kind: 'init' },
  'init none': { side: 'b', kind: 'try' },
  'none init': { side: 'a', kind: 'try' },
  'init tryopen': { side: 'a', kind: 'ack' },
  'tryopen init': { side: 'b', kind: 'ack' },
  'open tryopen': { side: 'b', kind: 'confirm' },
  'tryopen open': { side: 'a', kind: 'confirm' },
}

/** The step to take, 'done', or 'stuck' when no step of ICS-03 or ICS-04 leads on from here. */
export function planHandshake(a: EndState, b: EndState): HandshakeStep | 'done' | 'stuck' {
  if (a === 'open' && b === 'open') return 'done'
  return steps[`${a} ${b}`] ?? 'stuck'
}

const states: readonly EndState[] = ['none', 'init', 'tryopen', 'open', 'closed']

/** The number in ConnectionEnd.state and Channel.state; upgrading states count as open for a handshake. */
export function endState(state: number | undefined): EndState {
  if (state === undefined) return 'none'
  return states[state] ?? 'open'
}

/** Height of each chain whose state shows what this process has done there last. */
export type Heights = Partial<Record<Side, bigint>>

export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a')

export type Handshake = {
  readonly states: () => Promise<Readonly<Record<Side, EndState>>>
  /** `since` is the height of the other side that shows what the step proves, where this process knows it. */
  readonly take: (step: HandshakeStep, since: bigint | undefined) => Promise<{ readonly height: bigint }>
  readonly refused: (step: string, cause?: unknown) => CausewayError
}

/** Continues from whatever the chains show; throws HANDSHAKE_REFUSED when a step fails and nobody else took it. */
export async function completeHandshake(handshake: Handshake, known: Heights = {}): Promise<void> {
  const { states: query, take, refused } = handshake
  let heights = { ...known }
  let failed: HandshakeStep | undefined
  for (;;) {
    const { a, b } = await query()
    const step = planHandshake(a, b)
    if (step === 'done') return
    if (step === 'stuck') throw refused('no step leads on')
    try {
      heights[step.side] = (await take(step, heights[otherSide(step.side)])).height
    } catch (error) {
      if (!isCausewayError(error, 'TX_FAILED')) throw error
      if (failed === step) throw refused(step.kind, error)
      failed = step
      // Somebody else may have gone on meanwhile, at heights that this process does not know.
      heights = {}
    }
  }
}
