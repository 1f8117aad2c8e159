// A device that signs for itself: its batches pass as they are, in their turn, and are corrected by the next attempt.
import { makeCollection, ranges, senmlEntry, senmlPack, source, submit, type World } from '../fakes/collectionWorld.ts'
import { makeDevice, rowsFrom, signRows, weatherRow } from '../fakes/devices.ts'

let world: World
beforeEach(async () => {
  world = await makeCollection()
})
afterEach(() => world.journal.close())

describe('a device that signs its own batches', () => {
  test('has them delivered as they are; the same again changes nothing (Y-9.3b)', async () => {
    const batch = signRows(world.device, rowsFrom(1n, 3))
    expect(await world.collection.submitBatch(batch)).toEqual({
      id: 'did:causeway:entry:zone-a:weather.station-1.1-3',
      repeated: false,
    })
    expect(await world.collection.submitBatch(batch)).toMatchObject({ repeated: true })
    await world.collection.work()
    expect(world.sink.delivered).toEqual([{ ...batch, signedHere: false }])
  })

  test('sends one that became too old again, with another time', async () => {
    const old = signRows(world.device, rowsFrom(1n, 2))
    await world.collection.submitBatch(old)
    world.sink.failure = 'CLOCK_SKEW'
    await world.collection.work()
    expect((await world.journal.undelivered(source, 1))[0]?.sentNs).toBe(old.sentNs)
    world.sink.failure = undefined
    const again = signRows(world.device, rowsFrom(1n, 2), { sentNs: old.sentNs + 1n })
    expect(await world.collection.submitBatch(again)).toMatchObject({ repeated: true })
    await world.collection.work()
    expect(world.sink.delivered).toMatchObject([again])
  })

  test('takes over entries that wait with the same content, and no others', async () => {
    await submit(world, senmlPack(1, 3))
    const other = signRows(world.device, [weatherRow(1n), weatherRow(2n, { temperature: '5' })])
    await expect(world.collection.submitBatch(other)).rejects.toMatchObject({ code: 'BATCH_CONFLICT' })
    await world.collection.submitBatch(signRows(world.device, rowsFrom(1n, 2)))
    world.clock.now += 10_000
    await world.collection.work()
    expect(ranges(world.sink.delivered)).toEqual(['1-2 attempt 1', '3-3 attempt 1'])
  })

  test.each([
    [
      'signed by a clone',
      (own: World) => ({ ...signRows(makeDevice('ed25519'), rowsFrom(1n, 1)), deviceId: own.device.deviceId }),
      'SIGNATURE_INVALID',
    ],
    [
      'changed on its way',
      (own: World) => ({
        ...signRows(own.device, rowsFrom(1n, 1)),
        content: signRows(own.device, [weatherRow(1n, { temperature: '1' })]).content,
      }),
      'SIGNATURE_INVALID',
    ],
    ['beyond a gap', (own: World) => signRows(own.device, rowsFrom(2n, 1)), 'SEQUENCE_GAP'],
    [
      'of a device that is unknown',
      () => signRows(makeDevice('ed25519', 'did:causeway:thing:zone-a:stranger'), rowsFrom(1n, 1)),
      'DEVICE_NOT_ALLOWED',
    ],
    ['that corrects nothing', (own: World) => signRows(own.device, rowsFrom(1n, 1), { attempt: 2 }), 'BATCH_CONFLICT'],
    [
      'with rows of another model',
      (own: World) => signRows(own.device, [{ cells: weatherRow(1n).cells.slice(0, 2) }]),
      'TABLE_MALFORMED',
    ],
  ])('has a batch %s refused (Y-6.2.1b)', async (_, make, code) => {
    await expect(world.collection.submitBatch(make(world))).rejects.toMatchObject({ code })
    expect(await world.journal.undelivered(source, 10)).toEqual([])
  })

  test('has a second batch refused when it begins beyond or within the first', async () => {
    await world.collection.submitBatch(signRows(world.device, rowsFrom(1n, 3)))
    await expect(world.collection.submitBatch(signRows(world.device, rowsFrom(3n, 2)))).rejects.toMatchObject({
      code: 'BATCH_CONFLICT',
    })
    await expect(world.collection.submitBatch(signRows(world.device, rowsFrom(5n, 1)))).rejects.toMatchObject({
      code: 'SEQUENCE_GAP',
    })
    const other = signRows(world.device, [weatherRow(1n, { temperature: '5' }), ...rowsFrom(2n, 2)])
    await expect(world.collection.submitBatch(other)).rejects.toMatchObject({ code: 'BATCH_CONFLICT' })
  })

  test('corrects a failed batch by the next attempt, whose content then counts (Y-9.3b)', async () => {
    const first = signRows(world.device, rowsFrom(1n, 2))
    await world.collection.submitBatch(first)
    await world.collection.work()
    const corrected = signRows(world.device, [weatherRow(1n, { temperature: '9' }), weatherRow(2n)], { attempt: 2 })
    await expect(world.collection.submitBatch(corrected)).rejects.toMatchObject({ code: 'BATCH_CONFLICT' })
    world.sink.failed.add('did:causeway:entry:zone-a:weather.station-1.1-2 1')
    await world.collection.submitBatch(corrected)
    await world.collection.work()
    expect(ranges(world.sink.delivered)).toEqual(['1-2 attempt 1', '1-2 attempt 2'])
    expect(await submit(world, `[${senmlEntry(1, '9')}]`)).toEqual({ accepted: 0, repeated: 1 })
    await expect(submit(world, senmlPack(1, 1))).rejects.toMatchObject({ code: 'BATCH_CONFLICT' })
  })

  test('corrects what failed at the chain although the journal was lost', async () => {
    world.sink.failed.add('did:causeway:entry:zone-a:weather.station-1.1-2 1')
    await world.collection.submitBatch(signRows(world.device, rowsFrom(1n, 2), { attempt: 2 }))
    expect(await submit(world, senmlPack(1, 2))).toEqual({ accepted: 0, repeated: 2 })
    await world.collection.work()
    expect(ranges(world.sink.delivered)).toEqual(['1-2 attempt 2'])
  })
})
