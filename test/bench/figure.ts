// The shape of a measured figure, and the statistics behind it.
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** As words, with its comparison: "<= 4". */
  readonly target: string
  readonly met: boolean
  /** What lies around the value: quartiles, extremes or counts, as words. */
  readonly spread: string
}
export type Target = { readonly at: '<=' | '>='; readonly bound: number }

/** Linear between neighbours; NaN of nothing. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const position = (sorted.length - 1) * q
  const low = sorted[Math.floor(position)] ?? Number.NaN
  const high = sorted[Math.ceil(position)] ?? Number.NaN
  return low + (high - low) * (position - Math.floor(position))
}

export const mean = (samples: readonly number[]): number => samples.reduce((sum, one) => sum + one, 0) / samples.length

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))

export function spreadOf(samples: readonly number[]): string {
  const at = (q: number): string => String(round(quantile(samples, q)))
  const parts = [
    `min ${at(0)}`,
    `p25 ${at(0.25)}`,
    `p50 ${at(0.5)}`,
    `p75 ${at(0.75)}`,
    `p95 ${at(0.95)}`,
    `max ${at(1)}`,
  ]
  return `${parts.join(', ')}, n ${samples.length}`
}

export function figure(name: string, value: number, unit: string, target: Target, spread: string): Figure {
  const met = target.at === '<=' ? value <= target.bound : value >= target.bound
  return { name, value: round(value), unit, target: `${target.at} ${target.bound}`, met, spread }
}

export function quantileFigure(
  name: string,
  samples: readonly number[],
  q: number,
  unit: string,
  target: Target,
): Figure {
  return figure(name, quantile(samples, q), unit, target, spreadOf(samples))
}
