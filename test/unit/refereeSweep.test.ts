// What the referee's sweep calls a violation: another outcome, limits on one side only, forged bytes that are taken.
import type { Swept } from '../referee/node.ts'
import { Sweeper } from '../referee/sweep.ts'

const good: Swept = { kind: 'v1.MsgRecvPacket', full: 300, reverted: 5, equal: 5, forged: 4, refused: 4, others: [] }

/** Of blocks of the hub in which these were tried, one each; and how the next ones are to be tried. */
function swept(...found: readonly Swept[]): { sweeper: Sweeper; plans: readonly object[] } {
  const sweeper = new Sweeper({ limits: 10, forged: 4, states: 1 }, 7)
  const plans = [...found, undefined].map((one) => {
    const plan = sweeper.plan('causeway-hub')
    sweeper.take('causeway-hub', one === undefined ? [] : [one])
    return plan
  })
  return { sweeper, plans }
}

test('an entry point is tried once, and its outcomes are counted', () => {
  const { sweeper, plans } = swept(good)
  expect(sweeper.violations).toEqual([])
  expect(sweeper.counts).toEqual({ entries: 1, limits: 10, forged: 4 })
  expect(plans).toMatchObject([{ skipped: [] }, { skipped: ['v1.MsgRecvPacket'], limits: 10, forged: 4 }])
})

test('another outcome than nothing and everything is a violation', () => {
  const { sweeper } = swept({ ...good, others: ['gas 150 of 300: another state'] })
  expect(sweeper.violations).toEqual(['hub: v1.MsgRecvPacket: gas 150 of 300: another state'])
})

test('limits that never decide, and forged bytes that are all taken, show nothing', () => {
  expect(swept({ ...good, reverted: 0 }).sweeper.violations).toHaveLength(1)
  expect(swept({ ...good, equal: 0 }).sweeper.violations).toHaveLength(1)
  expect(swept({ ...good, refused: 0 }).sweeper.violations).toHaveLength(1)
})
