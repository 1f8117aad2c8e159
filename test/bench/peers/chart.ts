// Draws how many packets were acknowledged by when, one curve a relayer, with what no light client allows to beat.

export type Curve = {
  readonly name: string
  /** Of acknowledged packets, ms: of each, or of one of many. */
  readonly samples: readonly number[]
  /** How many samples there would be if all had been acknowledged. */
  readonly total: number
  /** Packets that were not. */
  readonly never: number
}
export type Chart = { readonly title: string; readonly curves: readonly Curve[]; readonly floorMs: number }

const size = { width: 760, height: 380 }
const plot = { left: 56, right: 580, top: 44, bottom: 330 }
const colours = ['#0b7a75', '#c2410c', '#f59e0b', '#4338ca', '#94a3b8', '#be185d']
const pointsMax = 200

/** 1, 2 and 5 of each power of ten, ms, from below the least to above the greatest. */
export function ticksAround(least: number, greatest: number): readonly number[] {
  const all = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power))
  const from = all.findLastIndex((tick) => tick <= least)
  const to = all.findIndex((tick) => tick >= greatest)
  return all.slice(Math.max(0, from), to < 0 ? undefined : to + 1)
}

type Scale = (ms: number) => number

/** Logarithmic: a burst takes one relayer a hundred times as long as another. */
function scaleOver(ticks: readonly number[]): Scale {
  const [low, high] = [Math.log(ticks[0] ?? 1), Math.log(ticks.at(-1) ?? 10)]
  return (ms) => plot.left + ((Math.log(ms) - low) / (high - low || 1)) * (plot.right - plot.left)
}

const heightOf = (share: number): number => plot.bottom - share * (plot.bottom - plot.top)
const round = (value: number): number => Math.round(value * 10) / 10
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Points of a rising staircase; of many packets only some are drawn, the last one always. */
export function stairs({ samples, total }: Curve, x: Scale): string {
  const sorted = [...samples].sort((a, b) => a - b)
  const step = Math.max(1, Math.ceil(sorted.length / pointsMax))
  const points: string[] = []
  for (const [index, ms] of sorted.entries()) {
    if (index % step !== 0 && index !== sorted.length - 1) continue
    const at = round(x(ms))
    points.push(`${at},${round(heightOf(index / total))}`, `${at},${round(heightOf((index + 1) / total))}`)
  }
  return points.join(' ')
}

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${round(x)}" y="${round(y)}"${more}>${escaped(words)}</text>`
const line = (x1: number, y1: number, x2: number, y2: number, more: string): string =>
  `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" ${more}/>`

/** SVG text. */
export function drawChart({ title, curves, floorMs }: Chart): string {
  const drawn = curves.filter(({ samples }) => samples.length > 0)
  const all = [...drawn.flatMap(({ samples }) => [Math.min(...samples), Math.max(...samples)]), floorMs]
  const finite = all.filter((ms) => Number.isFinite(ms) && ms > 0)
  const ticks = ticksAround(Math.min(...finite), Math.max(...finite))
  const x = scaleOver(ticks)
  const grid = ticks.flatMap((ms) => [
    line(x(ms), plot.top, x(ms), plot.bottom, 'stroke="#e2e8f0"'),
    text(x(ms), plot.bottom + 18, `${ms / 1_000}`, ' text-anchor="middle"'),
  ])
  const shares = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    line(plot.left, heightOf(share), plot.right, heightOf(share), 'stroke="#e2e8f0"'),
    text(plot.left - 8, heightOf(share) + 4, `${share * 100} %`, ' text-anchor="end"'),
  ])
  const lines = drawn.map((curve, index) => {
    const colour = colours[index % colours.length]
    return `<polyline points="${stairs(curve, x)}" fill="none" stroke="${colour}" stroke-width="2"/>`
  })
  const names = drawn.map(({ name, never }, index) => {
    const y = plot.top + 14 + index * 22
    const words = never > 0 ? `${name} (${never} never)` : name
    const colour = colours[index % colours.length]
    const sample = line(plot.right + 14, y - 4, plot.right + 34, y - 4, `stroke="${colour}" stroke-width="3"`)
    return sample + text(plot.right + 40, y, words)
  })
  const floor = Number.isFinite(floorMs)
    ? [
        line(
          x(floorMs),
          plot.top,
          x(floorMs),
          plot.bottom,
          'stroke="#111827" stroke-width="1.5" stroke-dasharray="5 4"',
        ),
        text(x(floorMs) + 4, plot.top - 6, 'two commits a hop', ' font-size="11"'),
      ]
    : []
  const parts = [
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    text(plot.left, 20, title, ' font-size="14" font-weight="bold"'),
    ...grid,
    ...shares,
    ...floor,
    ...lines,
    ...names,
    text((plot.left + plot.right) / 2, plot.bottom + 38, 'seconds until acknowledged', ' text-anchor="middle"'),
  ]
  const frame = `viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}"`
  const font = 'font-family="sans-serif" font-size="12" fill="#111827"'
  return `<svg xmlns="http://www.w3.org/2000/svg" ${frame} ${font}>\n${parts.join('\n')}\n</svg>\n`
}
