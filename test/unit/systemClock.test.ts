// The clock of this machine: it sleeps until it is told to end, and keeps nothing of a sleep that is over.
import { getEventListeners } from 'node:events'
import { systemClock } from '../../relayer/adapters/systemClock.ts'

test('a sleep leaves nothing on the signal that it would have ended by; loops sleep on one for months', async () => {
  const { signal } = new AbortController()
  for (let round = 0; round < 3; round += 1) await systemClock.sleep(1, signal)
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

test('a sleep ends with its signal, also one that has ended before', async () => {
  const stop = new AbortController()
  const asleep = systemClock.sleep(600_000, stop.signal)
  stop.abort()
  expect(await asleep).toBeUndefined()
  expect(await systemClock.sleep(600_000, stop.signal)).toBeUndefined()
})
