// Readings of a thermometer: what an analysis can add up, the same in every run.
import type { Element, Row } from '../../core/words.ts'

const firstNs = 1_767_225_600_000_000_000n
const minuteNs = 60_000_000_000n

/** From `first` on, one a minute since the beginning of 2026; tenths of a degree that go up and down. */
export function readings(
  count: number,
  first = 1,
): { readonly elements: readonly Element[]; readonly rows: readonly Row[] } {
  const elements: readonly Element[] = [
    { name: 'temperature', type: 'decimal', unit: 'Cel', lengthMax: 32, optional: false },
  ]
  const rows = Array.from({ length: count }, (_, index): Row => {
    const sequence = BigInt(first + index)
    const value = `${10 + (Number(sequence) % 7)}.5`
    const timestamp = firstNs + sequence * minuteNs
    return {
      cells: [
        { kind: 'integer', value: sequence },
        { kind: 'timestampNs', value: timestamp },
        { kind: 'decimal', value },
      ],
    }
  })
  return { elements, rows }
}
