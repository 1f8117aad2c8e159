// The projection of a transaction: the same view whatever the order of the blocks, and no block counts twice.
import * as fc from 'fast-check'
import { initialView, outcomeOf, project, stateOf, type View, waitsFor } from '../../api/project.ts'
import type { TraceRow } from '../../api/store/store.ts'

const hub = 'causeway-hub'
let index = 0

function row(chainId: string, kind: string, facts: Record<string, string> = {}, height = 5n): TraceRow {
  index += 1
  const txHash = `${chainId}-${index}`
  return {
    chainId, height, txIndex: 0, eventIndex: index, entry: 0, transactionId: 'aa', kind, txHash, timeNs: height, facts,
    causes: [],
  } // biome-ignore format: the shape matters less than the few parts a test names
}

const voted = (zone: string): TraceRow => row(zone, 'leg', { state: 'voted', code: '0', by: 'prepare' }, 5n)
const applied = (zone: string): TraceRow => row(zone, 'leg', { state: 'applied', code: '0', by: 'ack' }, 9n)
const aborted = (zone: string, code = '0'): TraceRow => row(zone, 'leg', { state: 'aborted', code, by: 'timeout' }, 9n)
const counted = (zone: string): TraceRow => row(hub, 'vote', { voter: zone, answer: 'yes', code: '0' }, 7n)
const opened = (): TraceRow => row(hub, 'opened', { deadline_ns: '60' }, 7n)
const decided = (decision: string, code = '0'): TraceRow => row(hub, 'decision', { decision, code }, 8n)

const zones = ['zone-a', 'zone-b']
const start = initialView(zones, 60n)
const after = (...rows: TraceRow[]): View => rows.reduce(project, start)

test('a request goes from received to applied by what chains say, one step at a time', () => {
  const story: readonly (readonly [string, View])[] = [
    ['received', start],
    ['queued', { ...start, queued: true }],
    ['preparing', after(voted('zone-a'))],
    ['voting', after(voted('zone-a'), voted('zone-b'), opened(), counted('zone-a'))],
    ['decided', after(voted('zone-a'), voted('zone-b'), decided('commit'))],
    ['decided', after(voted('zone-a'), voted('zone-b'), decided('commit'), applied('zone-a'))],
    ['applied', after(decided('commit'), applied('zone-a'), applied('zone-b'))],
  ]
  expect(story.map(([, view]) => stateOf(view))).toEqual(story.map(([state]) => state))
})

test('an abort is complete when no leg holds a lock, also where a leg was never prepared', () => {
  expect(stateOf(after(voted('zone-a'), decided('abort')))).toBe('decided')
  const view = after(voted('zone-a'), decided('abort', '500'), aborted('zone-a'))
  expect([stateOf(view), outcomeOf(view)]).toEqual(['applied', 'aborted'])
})

test('what a zone did tells the outcome before the hub has been read', () => {
  expect(outcomeOf(after(voted('zone-b'), applied('zone-b')))).toBe('committed')
  expect(outcomeOf(after(aborted('zone-b', '510')))).toBe('aborted')
})

test('a settled leg stays settled when its vote is read later', () => {
  const view = after(applied('zone-a'), voted('zone-a'))
  expect(view.legs['zone-a']).toMatchObject({ state: 'applied', by: 'ack' })
  expect(view.legs['zone-a']?.prepared).not.toBeNull()
})

test('a decision is written once: a second one changes nothing', () => {
  const view = after(decided('commit'))
  expect(project(view, decided('abort'))).toBe(view)
})

test('a late lock makes a rejected request pending again, because only the hub can end it', () => {
  const rejected: View = { ...start, rejected: 'DEADLINE_PASSED' }
  expect([stateOf(rejected), outcomeOf(rejected)]).toEqual(['rejected', 'rejected'])
  expect(outcomeOf(project(rejected, voted('zone-a')))).toBe('pending')
})

test('the view says what it waits for, and why a gate turned the leg away', () => {
  expect(waitsFor(start, hub)).toEqual([{ chainId: hub, what: 'queue', code: null }])
  const busy = project(after(voted('zone-a')), row('zone-b', 'rejected', { code: '400' }))
  expect(waitsFor(busy, hub)).toEqual([
    { chainId: 'zone-a', what: 'vote', code: null },
    { chainId: 'zone-b', what: 'prepare', code: '400' },
  ])
  const counting = after(voted('zone-a'), voted('zone-b'), counted('zone-a'), counted('zone-b'))
  expect(waitsFor(counting, hub)).toEqual([{ chainId: hub, what: 'decision', code: null }])
  const releasing = after(voted('zone-a'), voted('zone-b'), decided('commit'), applied('zone-a'))
  expect(waitsFor(releasing, hub)).toEqual([{ chainId: 'zone-b', what: 'release', code: null }])
  expect(waitsFor(after(decided('commit'), applied('zone-a'), applied('zone-b')), hub)).toEqual([])
})

test('the latest reason for turning a leg away wins, whatever the order of reading', () => {
  const early = row('zone-a', 'rejected', { code: '400' }, 3n)
  const late = row('zone-a', 'rejected', { code: '403' }, 4n)
  expect(after(early, late).legs['zone-a']?.busy?.code).toBe('403')
  expect(after(late, early).legs['zone-a']?.busy?.code).toBe('403')
})

test('a transaction that came past this API is complete once its first vote packet is seen', () => {
  const view = project(initialView([], 0n), row('zone-a', 'packet_sent', { legs: 'zone-a,zone-b', deadline_ns: '77' }))
  expect([Object.keys(view.legs), view.deadlineNs]).toEqual([zones, '77'])
})

test('any order and any repetition of the same rows gives the same view', () => {
  const rows = [
    voted('zone-a'), voted('zone-b'), opened(), counted('zone-a'), counted('zone-b'), decided('commit'),
    applied('zone-a'), applied('zone-b'), row('zone-b', 'rejected', { code: '400' }, 3n),
    row(hub, 'confirmed', { zone: 'zone-a' }), row('zone-a', 'unheard_of'),
  ] // biome-ignore format: one story a line
  const expected = rows.reduce(project, start)
  const orders = fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2, maxLength: rows.length * 2 })
  void fc.assert(fc.property(orders, (order) => expect(order.reduce(project, start)).toEqual(expected)))
})
