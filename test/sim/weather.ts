// How much goes wrong in a run, and of what kinds: where every run has a little of everything, some histories never
// come about (swarm testing).
import type { Random } from '../random.ts'

export type Weather = {
  /** Of such calls that are let go, the part that fails. */
  readonly lost: (call: string) => number
  /** The part of calls that is answered with a lie, and of blocks that is told twice. */
  readonly lies: number
  readonly twice: number
  /** Of steps, the part in which something happens to a process or a chain. */
  readonly strikes: number
  /** Whether this kind of strike never comes. */
  readonly spares: (kind: string) => boolean
}

export const usual: Weather = { lost: () => 0.05, lies: 0.02, twice: 0.1, strikes: 0.015, spares: () => false }

const lost = [0.01, 0.05, 0.25]
/** Calls that are seldom made: what becomes of them when they fail would hardly ever be seen. */
const seldom: ReadonlySet<string> = new Set(['accept', 'accepted', 'search'])
const lostOfSeldom = 0.4
const twice = [0, 0.05, 0.4]
const strikes = [0.005, 0.015, 0.06]
/** Of all runs, the part in which a kind never comes; more of them where it ends all that is under way. */
const sparedPart = 0.25
const sparedParts: Readonly<Record<string, number>> = { clientsExpired: 0.5 }

const oneOf = (random: Random, all: readonly number[]): number => all[Math.floor(random() * all.length)] as number

export function drawWeather(random: Random): Weather {
  const spared = new Map<string, boolean>()
  const drawn = { twice: oneOf(random, twice), strikes: oneOf(random, strikes) }
  const ofOthers = oneOf(random, lost)
  const spares = (kind: string): boolean => {
    const known = spared.get(kind) ?? random() < (sparedParts[kind] ?? sparedPart)
    spared.set(kind, known)
    return known
  }
  const lostOf = (call: string): number => (seldom.has(call) ? lostOfSeldom : ofOthers)
  return { ...drawn, lost: lostOf, lies: usual.lies, spares }
}
