// Lists of packet sequences as people write and read them: "1,10..20", both ends of a range included.
import { InvalidArgumentError } from 'commander'
import { sequencesMax } from './limits.ts'

const sequenceMax = 2n ** 64n - 1n

/** Throws InvalidArgumentError with the part that is wrong. */
export function parseSequences(text: string): ReadonlySet<bigint> {
  const found = new Set<bigint>()
  for (const part of text.split(',').map((one) => one.trim())) {
    const [, first = '', last = first] = /^(\d{1,20})(?:\.\.(\d{1,20}))?$/.exec(part) ?? []
    if (first === '') throw new InvalidArgumentError(`"${part}" is neither a sequence like 7 nor a range like 10..20.`)
    const [low, high] = [BigInt(first), BigInt(last)]
    if (low < 1n || high > sequenceMax) {
      throw new InvalidArgumentError(`"${part}" is out of bounds: sequences go from 1 to ${sequenceMax}.`)
    }
    if (low > high) throw new InvalidArgumentError(`"${part}" ends before it begins; write ${high}..${low}.`)
    // Counted before it is unfolded: a range may be longer than any memory.
    if (high - low >= BigInt(sequencesMax)) throw tooMany()
    for (let sequence = low; sequence <= high; sequence += 1n) found.add(sequence)
    if (found.size > sequencesMax) throw tooMany()
  }
  return found
}

const tooMany = (): InvalidArgumentError =>
  new InvalidArgumentError(`No more than ${sequencesMax} sequences at a time; clear them in several runs.`)

/** The shortest text that parseSequences reads as these; "none" of none. */
export function formatSequences(sequences: Iterable<bigint>): string {
  const ranges: { low: bigint; high: bigint }[] = []
  for (const sequence of inOrder(sequences)) {
    const last = ranges.at(-1)
    if (last !== undefined && sequence <= last.high + 1n) last.high = sequence
    else ranges.push({ low: sequence, high: sequence })
  }
  const parts = ranges.map(({ low, high }) => (low === high ? `${low}` : `${low}..${high}`))
  return parts.length === 0 ? 'none' : parts.join(',')
}

/** In order, and as text: JSON has no 64-bit numbers. */
export const sequenceTexts = (sequences: readonly bigint[]): readonly string[] => inOrder(sequences).map(String)

const inOrder = (sequences: Iterable<bigint>): readonly bigint[] => [...sequences].sort((a, b) => (a < b ? -1 : 1))
