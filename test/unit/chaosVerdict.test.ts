// What the judge of a chaos run calls a breach, on every way in which a transaction can stand.
import { breachesOf, isOver } from '../chaos/verdict.ts'

const ids = (hub: string, legs: readonly string[], answer: 'ok' | 'refused' | 'unknown' = 'ok'): readonly string[] =>
  breachesOf({ id: 'tx', answer }, { hub, legs }).map((words) => words.slice(0, 2))

test.each([
  ['commit', ['applied', 'applied', 'applied']],
  ['abort', ['aborted', 'aborted', 'aborted']],
  ['abort', ['refused', 'none', 'aborted']],
  ['none', ['none', 'none', 'none']],
])('%s with %p is as promised', (hub, legs) => {
  expect(ids(hub, legs)).toEqual([])
  expect(isOver({ hub, legs })).toBe(true)
})

test.each([
  ['commit', ['applied', 'aborted', 'applied'], ['I1', 'I6']],
  ['abort', ['applied', 'aborted', 'aborted'], ['I1', 'I2']],
  ['none', ['applied', 'applied', 'applied'], ['I2']],
  ['abort', ['voted', 'aborted', 'aborted'], ['I6']],
  ['commit', ['voted', 'voted', 'voted'], ['I6']],
  ['open', ['none', 'none', 'none'], ['I6']],
])('%s with %p breaks %p', (hub, legs, broken) => {
  expect(ids(hub, legs)).toEqual(broken)
})

test('what was refused must not have happened; of what got no answer both is right', () => {
  expect(ids('commit', ['applied', 'applied', 'applied'], 'refused')).toEqual(['I8'])
  expect(ids('commit', ['applied', 'applied', 'applied'], 'unknown')).toEqual([])
  expect(ids('none', ['none', 'none', 'none'], 'unknown')).toEqual([])
})
