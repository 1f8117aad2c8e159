// Units of SenML (RFC 8428 section 12.1, RFC 8798) by their UCUM codes, which elements carry.

/** Spelled alike in both. */
const same = [
  ...['m', 'kg', 'g', 's', 'A', 'K', 'cd', 'mol', 'Hz', 'rad', 'sr', 'N', 'Pa', 'J', 'W', 'C', 'V', 'F', 'Ohm', 'S'],
  ...['Wb', 'T', 'H', 'Cel', 'lm', 'lx', 'Bq', 'Gy', 'Sv', 'kat', 'm2', 'm3', 'l', 'm/s', 'm/s2', 'm3/s', 'l/s'],
  ...['W/m2', 'cd/m2', 'bit', 'bit/s', 'dB', '%', 'S/m', 'J/m', 'kg/m3', 'N/m', 'deg'],
  ...['ms', 'min', 'h', 'MHz', 'kW', 'mV', 'mA', 'ug/m3', 'mm/h', 'm/h', 'hPa', 'mm', 'cm', 'km', 'km/h'],
] as const

const ucumBySenml: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ...same.map((unit) => [unit, unit] as const),
  ['lat', 'deg'],
  ['lon', 'deg'],
  ['pH', '[pH]'],
  ['dBW', 'dB[W]'],
  ['Bspl', 'B[SPL]'],
  ['count', '{count}'],
  ['/', '1'],
  ['%RH', '%{RH}'],
  ['%EL', '%{EL}'],
  ['EL', 's'],
  ['1/s', '/s'],
  ['1/min', '/min'],
  ['beat/min', '{beat}/min'],
  ['beats', '{beat}'],
  ['B', 'By'],
  ['B/s', 'By/s'],
  ['KiB', 'KiBy'],
  ['GB', 'GBy'],
  ['MB/s', 'MBy/s'],
  ['Mbit/s', 'Mbit/s'],
  ['VA', 'V.A'],
  ['VAs', 'V.A.s'],
  ['kVA', 'kV.A'],
  ['kVAh', 'kV.A.h'],
  ['var', 'V.A{reactive}'],
  ['vars', 'V.A.s{reactive}'],
  ['Ah', 'A.h'],
  ['Wh', 'W.h'],
  ['kWh', 'kW.h'],
  ['Wh/km', 'W.h/km'],
  ['ppm', '[ppm]'],
  ['/100', '%'],
  ['/1000', '10*-3'],
  ['dBm', 'dB[mW]'],
])

/** The UCUM code of a SenML unit, or undefined where it has none that we know. */
export function ucumOfSenml(unit: string): string | undefined {
  return ucumBySenml.get(unit)
}
