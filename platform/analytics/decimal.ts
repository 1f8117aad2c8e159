// Exact decimals as bigint units of 10^-scale, so that no result depends on the order of its additions.

/** Units of 10^-scale, or undefined where the text is no decimal or has more digits than `digits` and `scale` hold. */
export function parseDecimal(text: string, digits: number, scale: number): bigint | undefined {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', given = ''] = match
  const fraction = given.replace(/0+$/, '')
  if (fraction.length > scale || whole.replace(/^0+/, '').length > digits - scale) return undefined
  return BigInt(`${sign}${whole}${fraction.padEnd(scale, '0')}`)
}

/** The shortest text: no zero at the end of a fraction, no "-0". */
export function formatDecimal(units: bigint, scale: number): string {
  if (scale === 0) return units.toString()
  const size = units < 0n ? -units : units
  const digits = size.toString().padStart(scale + 1, '0')
  const fraction = digits.slice(-scale).replace(/0+$/, '')
  const text = fraction === '' ? digits.slice(0, -scale) : `${digits.slice(0, -scale)}.${fraction}`
  return units < 0n ? `-${text}` : text
}

/** Rounded half to even; the denominator is positive. */
export function divide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const rest = numerator % denominator
  const twice = 2n * (rest < 0n ? -rest : rest)
  const up = twice > denominator || (twice === denominator && quotient % 2n !== 0n)
  return up ? quotient + (numerator < 0n ? -1n : 1n) : quotient
}
