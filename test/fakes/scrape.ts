// Reads what Prometheus would: the samples of an exposition, by metric and labels.

export type Sample = {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export function parseSamples(exposition: string): readonly Sample[] {
  return exposition
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', inBraces = '', value = ''] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      const labels = [...inBraces.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, key = '', of = '']) => [key, of] as const)
      return { name, labels: Object.fromEntries(labels), value: Number(value) }
    })
}

/** Sum of the samples of this metric that have these labels; undefined where there is none. */
export function sumOf(
  exposition: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = parseSamples(exposition).filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, of]) => sample.labels[key] === of),
  )
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
}
