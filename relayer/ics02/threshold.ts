// The trust threshold of ICS-07: the part of a trusted voting power that must have signed a header which skips others.

export type Threshold = { readonly numerator: bigint; readonly denominator: bigint }

/** "1/3"; undefined for what is no fraction from a third, less than which ICS-07 does not take, to below 1. */
export function readThreshold(text: string): Threshold | undefined {
  const [, numerator = '0', denominator = '0'] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []
  const threshold = { numerator: BigInt(numerator), denominator: BigInt(denominator) }
  const isTaken = threshold.numerator * 3n >= threshold.denominator && threshold.numerator < threshold.denominator
  return isTaken ? threshold : undefined
}
