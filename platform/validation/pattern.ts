// Decides whether a stranger's regular expression may run: no groups, few ways for its quantifiers to share a text.
// JavaScript's engine backtracks; without groups its steps are bounded by the product of what each quantifier may take.
import { patternBytesMax, patternTextMax, patternWaysMax } from './limits.ts'

// A literal, an escape or a class, and the quantifier behind it.
const escaped = String.raw`\\(?:[dDwWsStnrfv^$\\.*+?()[\]{}|/-]|u[0-9a-fA-F]{4})`
const charClass = String.raw`\[\^?(?:${escaped}|[^\]\\[])+\]`
const atom = new RegExp(
  String.raw`(?:${escaped}|${charClass}|[^\\^$.*+?()[\]{}|]|\.)(?:([*+?])|\{(\d{1,3})(?:(,)(\d{0,3}))?\})?`,
  'uy',
)

/** Why the pattern may not run, or undefined. It must begin with ^, so that it is tried at one place only. */
export function patternProblem(pattern: string): string | undefined {
  if (Buffer.byteLength(pattern) > patternBytesMax) return `at most ${patternBytesMax} bytes`
  if (!pattern.startsWith('^')) return 'a pattern that begins with ^'
  const end = pattern.endsWith('$') && !/\\(?:\\\\)*\$$/.test(pattern) ? pattern.length - 1 : pattern.length
  let ways = 1
  atom.lastIndex = 1
  while (atom.lastIndex < end) {
    const match = atom.exec(pattern)
    if (match === null) return 'literals, classes and quantifiers, without groups or alternatives'
    ways *= choices(match)
    if (ways > patternWaysMax) return 'fewer or narrower quantifiers'
  }
  return undefined
}

/** How many lengths the quantifier allows within a bounded text. */
function choices([, sign, least, comma, most]: RegExpExecArray): number {
  if (sign === '?') return 2
  if (sign !== undefined) return patternTextMax
  if (least === undefined || comma === undefined) return 1
  const max = most === undefined || most === '' ? patternTextMax : Number(most)
  return Math.max(1, max - Number(least) + 1)
}
