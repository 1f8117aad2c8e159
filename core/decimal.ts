// Exact decimal numbers as text: what JSON writes, without exponent, added and scaled without rounding.
import { NumberText, untranslatable } from './nativeJson.ts'

/** `digits` · 10^-`scale`. */
export type Decimal = { readonly digits: bigint; readonly scale: number }

// JSON of other programs went through doubles: beyond 2^53 their integers are not what was measured.
const magnitudeMax = 2n ** 53n - 1n
const digitsMax = 64

/** A JSON number, exactly. Refuses magnitudes beyond 2^53-1 and exponents that stand for absurd lengths. */
export function parseDecimal(json: unknown, pointer: string): Decimal {
  if (!(json instanceof NumberText)) return untranslatable(pointer, 'a number')
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,3}))?$/.exec(json.text)
  if (match === null || json.text.length > digitsMax) return untranslatable(pointer, `a number of ${digitsMax} digits`)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const scale = fraction.length - Number(exponent)
  if (Math.abs(scale) > digitsMax) return untranslatable(pointer, `a number of ${digitsMax} digits`)
  const digits = BigInt(`${sign}${whole}${fraction}`)
  const decimal = scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale }
  const magnitude = decimal.digits / 10n ** BigInt(decimal.scale)
  if (magnitude > magnitudeMax || magnitude < -magnitudeMax) return untranslatable(pointer, 'a number within 2^53-1')
  return decimal
}

/** Text of the form that decimal cells have; trailing zeros stay, they say how finely was measured. */
export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : ''
  const padded = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const at = padded.length - scale
  return scale === 0 ? `${sign}${padded}` : `${sign}${padded.slice(0, at)}.${padded.slice(at)}`
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  const at = (value: Decimal): bigint => value.digits * 10n ** BigInt(scale - value.scale)
  return { digits: at(a) + at(b), scale }
}

/** The number in units of 10^-`scale` as an integer, or undefined where it is finer than that. */
export function scaledInteger(value: Decimal, scale: number): bigint | undefined {
  if (value.scale <= scale) return value.digits * 10n ** BigInt(scale - value.scale)
  const step = 10n ** BigInt(value.scale - scale)
  return value.digits % step === 0n ? value.digits / step : undefined
}

/** An integer in units of 10^-9 as the shortest decimal: nanoseconds as seconds. */
export function nanoText(nanos: bigint): string {
  const text = decimalText({ digits: nanos, scale: 9 })
  return text.replace(/\.?0+$/, '')
}
