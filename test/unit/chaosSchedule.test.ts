// Which strikes a seed makes: always the same, never two on one part at a time, every part its share.
import { type Kind, parts, planStrikes } from '../chaos/schedule.ts'

const counts: Readonly<Record<Kind, number>> = { kill: 21, pause: 7, wipe: 3, 'cut-file': 2, 'cut-off': 4, skew: 2 }
const plan = { seed: 7, minutes: 10, counts }

test('one seed makes one schedule, and another seed another one', () => {
  const strikes = planStrikes(plan)
  expect(planStrikes(plan)).toEqual(strikes)
  expect(planStrikes({ ...plan, seed: 8 })).not.toEqual(strikes)
})

test('there are as many of each kind as were asked for, over all parts alike, in the order of their time', () => {
  const strikes = planStrikes(plan)
  for (const [kind, count] of Object.entries(counts)) {
    expect([kind, strikes.filter((strike) => strike.kind === kind).length]).toEqual([kind, count])
  }
  for (const part of parts) expect(strikes.filter((one) => one.kind === 'kill' && one.part === part)).toHaveLength(3)
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
