// A walk of the specification for readers, as Quint writes it (ITF): what was done, on which zone, and what is so then.
import type { Step, View } from '../sim/follower.ts'

type ItfMap = { readonly '#map': readonly (readonly [string, string])[] }
type ItfState = {
  readonly 'mbt::actionTaken': string
  readonly 'mbt::nondetPicks': { readonly zone: { readonly tag: string; readonly value: unknown } }
  readonly legs: ItfMap
  readonly votes: ItfMap
  readonly acks: ItfMap
  readonly phase: string
  readonly yes: { readonly '#set': readonly string[] }
}

/** Its first step is the start. */
export function readWalk(text: string): readonly Step[] {
  const { states } = JSON.parse(text) as { readonly states: readonly ItfState[] }
  return states.map((state) => {
    const { tag, value } = state['mbt::nondetPicks'].zone
    const [legs, votes, acks] = [state.legs, state.votes, state.acks].map((one) => Object.fromEntries(one['#map']))
    const view = { legs, votes, acks, phase: state.phase, yes: [...state.yes['#set']].sort() } as View
    return { action: state['mbt::actionTaken'], zone: tag === 'Some' ? String(value) : '', view }
  })
}
