// What the referee's sweep calls a violation: another outcome, limits on one side only, forged bytes that are taken.
import type { RefereeNode } from '../referee/node.ts'
import { Sweeper } from '../referee/sweep.ts'

const good = { kind: 'v1.MsgRecvPacket', full: 300, reverted: 5, equal: 5, forged: 4, refused: 4, others: [] }

type Asked = { readonly plan: { readonly skipped: readonly string[]; readonly limits: number } }

/** A node whose process tells these, one after the other, and remembers what it was asked. */
function scripted(chainId: string, answers: readonly object[]): { node: RefereeNode; asked: Asked[] } {
  const asked: Asked[] = []
  const left = [...answers]
  const ask = async (_: string, question: Asked): Promise<object[]> => {
    asked.push(question)
    const next = left.shift()
    return next === undefined ? [] : [next]
  }
  return { node: { chainId, ask, inspect: undefined } as unknown as RefereeNode, asked }
}

async function swept(...answers: readonly object[]): Promise<{ sweeper: Sweeper; asked: readonly Asked[] }> {
  const sweeper = new Sweeper({ limits: 10, forged: 4, states: 1 }, 7)
  const { node, asked } = scripted('causeway-hub', answers)
  sweeper.watch([node])
  for (let block = 0; block <= answers.length; block += 1) await node.inspect?.(node)
  return { sweeper, asked }
}

test('an entry point is tried once, and its outcomes are counted', async () => {
  const { sweeper, asked } = await swept(good)
  expect(sweeper.violations).toEqual([])
  expect(sweeper.counts).toEqual({ entries: 1, limits: 10, forged: 4 })
  expect(asked.map(({ plan }) => plan.skipped)).toEqual([[], ['v1.MsgRecvPacket']])
})

test('another outcome than nothing and everything is a violation', async () => {
  const { sweeper } = await swept({ ...good, others: ['gas 150 of 300: another state'] })
  expect(sweeper.violations).toEqual(['hub: v1.MsgRecvPacket: gas 150 of 300: another state'])
})

test('limits that never decide, and forged bytes that are all taken, show nothing', async () => {
  expect((await swept({ ...good, reverted: 0 })).sweeper.violations).toHaveLength(1)
  expect((await swept({ ...good, equal: 0 })).sweeper.violations).toHaveLength(1)
  expect((await swept({ ...good, refused: 0 })).sweeper.violations).toHaveLength(1)
})
