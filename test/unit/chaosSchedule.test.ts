// Which strikes a seed makes: always the same, never two on one part at a time, every sort of process its share.
import { isNode, isStore, type Kind, type Part, parts, planStrikes } from '../chaos/schedule.ts'

const counts: Readonly<Record<Kind, number>> = {
  kill: 20,
  pause: 5,
  wipe: 3,
  'cut-file': 2,
  'cut-off': 4,
  skew: 2,
  fill: 8,
}
const plan = { seed: 7, minutes: 10, counts }

test('one seed makes one schedule, and another seed another one', () => {
  const strikes = planStrikes(plan)
  expect(planStrikes(plan)).toEqual(strikes)
  expect(planStrikes({ ...plan, seed: 8 })).not.toEqual(strikes)
})

test('there are as many of each kind as were asked for, over all sorts alike, in the order of their time', () => {
  const strikes = planStrikes(plan)
  for (const [kind, count] of Object.entries(counts)) {
    expect([kind, strikes.filter((strike) => strike.kind === kind).length]).toEqual([kind, count])
  }
  const killed = (fits: (part: Part) => boolean): number =>
    strikes.filter(({ kind, part }) => kind === 'kill' && fits(part)).length
  const alone = (['relayer', 'api', 'redis'] as const).map((name) => killed((part) => part === name))
  expect([killed(isNode), killed(isStore), ...alone]).toEqual([4, 4, 4, 4, 4])
  expect(strikes.some(({ kind, part }) => kind === 'fill' && part === 'relayer')).toBe(false)
  expect(strikes.map(({ atMs }) => atMs)).toEqual(strikes.map(({ atMs }) => atMs).sort((a, b) => a - b))
})

test('a part that was struck has ten seconds before the next strike, and the end of the run is quiet', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const strikes = planStrikes({ ...plan, seed })
    for (const part of parts) {
      const those = strikes.filter((strike) => strike.part === part)
      for (const [index, strike] of those.entries()) {
        const before = those[index - 1]
        if (before !== undefined) expect(strike.atMs).toBeGreaterThan(before.atMs + before.lastsMs + 10_000)
      }
    }
    expect(Math.max(...strikes.map(({ atMs, lastsMs }) => atMs + lastsMs))).toBeLessThanOrEqual(595_000)
  }
})

test('more strikes than there is time for are refused', () => {
  expect(() => planStrikes({ ...plan, minutes: 1 })).toThrow('1 minutes are too few')
})
