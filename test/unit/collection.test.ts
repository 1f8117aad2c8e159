// Collection from document to delivered batch: durable, once, in order, and only for those who may.

import { parseBatchContent, type SignedBatch } from '../../core/batch.ts'
import { utf8 } from '../../core/bytes.ts'
import { leafHashOf } from '../../platform/collection/collection.ts'
import { isSigned } from '../../platform/validation/checkBatch.ts'
import {
  fakeSink,
  makeCollection,
  ranges,
  senmlEntry,
  senmlPack,
  source,
  submit,
  type World,
} from '../fakes/collectionWorld.ts'
import { makeDevice, rowsFrom, signRows } from '../fakes/devices.ts'

let world: World
beforeEach(async () => {
  world = await makeCollection()
})
afterEach(() => world.journal.close())

test.each(['ed25519', 'p256'] as const)(
  'documents become batches that verify under the %s key of their device (Y-8.1, Y-7.1.5d)',
  async (curve) => {
    const own = await makeCollection({ curve })
    expect(await submit(own, senmlPack(1, 4))).toEqual({ accepted: 4, repeated: 0 })
    await own.collection.work()
    const [batch] = own.sink.delivered as [SignedBatch]
    expect(isSigned(batch, own.device.key, leafHashOf(own.stream))).toBe(true)
    expect(parseBatchContent(batch, own.stream.elements, batch.content)).toEqual(rowsFrom(1n, 4))
    await own.journal.close()
  },
)

test('two unlike formats reach one intake and give rows of the one form (Y-8.1.2a)', async () => {
  const observation = { phenomenonTime: '2026-11-25T12:02:00Z', parameters: { sequence: 2 } }
  const document = [
    { ...observation, Datastream: { '@iot.id': 1 }, result: 21.5 },
    { ...observation, Datastream: { '@iot.id': 2 }, result: 'Regen' },
  ]
  await submit(world, senmlPack(1, 1))
  await submit(world, JSON.stringify(document), 'sensorthings')
  world.clock.now += 10_000
  await world.collection.work()
  const rows = parseBatchContent(
    world.sink.delivered[0] as SignedBatch,
    world.stream.elements,
    world.sink.delivered[0]?.content as Uint8Array,
  )
  expect(rows.map(({ cells }) => cells.map(({ kind }) => kind))).toEqual([
    ['integer', 'timestampNs', 'decimal', 'empty'],
    ['integer', 'timestampNs', 'decimal', 'text'],
  ])
})

test('a closed stream is fingerprinted under its salt', async () => {
  const salt = new Uint8Array(32).fill(7)
  const closed = await makeCollection({ stream: { access: 'closed', salt } })
  await submit(closed, senmlPack(1, 4))
  await closed.collection.work()
  const [batch] = closed.sink.delivered as [SignedBatch]
  expect(isSigned(batch, closed.device.key, leafHashOf(closed.stream))).toBe(true)
  expect(isSigned(batch, closed.device.key, leafHashOf({ ...closed.stream, access: 'open' }))).toBe(false)
  expect(() => leafHashOf({ ...closed.stream, salt: new Uint8Array(31) })).toThrow(
    expect.objectContaining({ code: 'PART_MISSING' }),
  )
  await closed.journal.close()
})

test('the same document again, and the same entries in another document, change nothing (Y-9.3b)', async () => {
  await submit(world, senmlPack(1, 4))
  expect(await submit(world, senmlPack(1, 4))).toEqual({ accepted: 0, repeated: 4 })
  expect(await submit(world, senmlPack(2, 3))).toEqual({ accepted: 0, repeated: 2 })
  await world.collection.work()
  expect(await submit(world, senmlPack(1, 5))).toEqual({ accepted: 1, repeated: 4 })
  expect(ranges(world.sink.delivered)).toEqual(['1-4 attempt 1'])
})

test('a document with relative times may be sent again later, though its times would resolve otherwise', async () => {
  const relative = '[{"n":"seq","t":-5,"v":1},{"n":"temp","u":"Cel","t":-5,"v":3}]'
  expect(await submit(world, relative)).toEqual({ accepted: 1, repeated: 0 })
  world.clock.now += 1000
  expect(await submit(world, relative)).toEqual({ accepted: 0, repeated: 1 })
})

test('a number that is taken by other content is refused with the whole document (Y-9.3b)', async () => {
  await submit(world, senmlPack(1, 1))
  const other = `[${senmlEntry(2)},${senmlEntry(1, '22')}]`
  await expect(submit(world, other)).rejects.toMatchObject({ code: 'BATCH_CONFLICT', facts: { sequence: '1' } })
  expect((await world.journal.waiting(source, 1n, 10)).map(({ sequence }) => sequence)).toEqual([1n])
})

test('entries leave in the order of their numbers, and wait behind a gap until it is filled', async () => {
  await submit(world, senmlPack(3, 6))
  world.clock.now += 60_000
  await world.collection.work()
  expect(world.sink.delivered).toEqual([])
  await submit(world, senmlPack(1, 2))
  await world.collection.work()
  expect(ranges(world.sink.delivered)).toEqual(['1-4 attempt 1', '5-6 attempt 1'])
})

test('a batch is made when it is full, or when its first entry has waited long enough', async () => {
  await submit(world, senmlPack(1, 5))
  await world.collection.work()
  expect(ranges(world.sink.delivered)).toEqual(['1-4 attempt 1'])
  world.clock.now += 9999
  await world.collection.work()
  expect(world.sink.delivered).toHaveLength(1)
  world.clock.now += 1
  await world.collection.work()
  expect(ranges(world.sink.delivered)).toEqual(['1-4 attempt 1', '5-5 attempt 1'])
})

test('after a restart everything that was answered is still delivered, in order and once (Y-8.1)', async () => {
  await submit(world, senmlPack(1, 6))
  world.sink.failure = 'CHAIN_UNREACHABLE'
  await world.collection.work()
  const signed = await world.journal.undelivered(source, 10)
  await world.journal.close()
  const { path, device } = world
  world = await makeCollection({ path, device })
  expect(await submit(world, senmlPack(1, 6))).toEqual({ accepted: 0, repeated: 6 })
  world.clock.now += 10_000
  await world.collection.work()
  expect(ranges(world.sink.delivered)).toEqual(['1-4 attempt 1', '5-6 attempt 1'])
  expect(world.sink.delivered[0]).toEqual(signed[0])
  await world.collection.work()
  expect(world.sink.delivered).toHaveLength(2)
})

test('an empty journal goes on where the chain says that the device is', async () => {
  const sink = fakeSink()
  await sink.deliver(signRows(world.device, rowsFrom(1n, 4)))
  const fresh = await makeCollection({ device: world.device, sink })
  await submit(fresh, senmlPack(2, 2))
  await submit(fresh, senmlPack(5, 8))
  await fresh.collection.work()
  expect(ranges(sink.delivered)).toEqual(['1-4 attempt 1', '5-8 attempt 1'])
  const early = signRows(world.device, rowsFrom(1n, 4))
  const empty = await makeCollection({ device: world.device, sink })
  await expect(empty.collection.submitBatch(early)).rejects.toMatchObject({ code: 'BATCH_CONFLICT' })
  await empty.journal.close()
  await expect(submit(fresh, senmlPack(3, 3))).rejects.toMatchObject({ code: 'BATCH_CONFLICT' })
  await fresh.journal.close()
})

test('a delivery that fails is tried again before later ones, unless the numbers are taken at the chain', async () => {
  await submit(world, senmlPack(1, 4))
  world.sink.failure = 'CHAIN_UNREACHABLE'
  await world.collection.work()
  expect(await world.journal.undelivered(source, 10)).toHaveLength(1)
  await submit(world, senmlPack(5, 8))
  world.sink.failure = 'DEVICE_NOT_ALLOWED'
  await world.collection.work()
  expect(await world.journal.undelivered(source, 10)).toHaveLength(2)
  expect(world.log.events).toEqual(['collection.delivery_failed', 'collection.delivery_failed'])
  world.sink.failure = 'BATCH_CONFLICT'
  await world.collection.work()
  expect(await world.journal.undelivered(source, 10)).toEqual([])
})

test('one that is refused takes nothing with it of those that share its commit', async () => {
  await submit(world, senmlPack(1, 1))
  const results = await Promise.allSettled([
    submit(world, senmlPack(2, 2)),
    submit(world, `[${senmlEntry(3)},${senmlEntry(1, '9')}]`),
    submit(world, senmlPack(4, 4)),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await world.journal.waiting(source, 1n, 10)).map(({ sequence }) => sequence)).toEqual([1n, 2n, 4n])
})

test('more than may wait is refused for now, and taken once there is room', async () => {
  const narrow = await makeCollection({ waitingMax: 5 })
  await submit(narrow, senmlPack(1, 4))
  await expect(submit(narrow, senmlPack(5, 6))).rejects.toMatchObject({ code: 'BACKLOG_FULL', retryable: true })
  await narrow.collection.work()
  expect(await submit(narrow, senmlPack(5, 6))).toEqual({ accepted: 2, repeated: 0 })
  await narrow.journal.close()
})

test('a batch whose entries the device itself sent while it was being signed is dropped', async () => {
  const device = makeDevice('ed25519')
  let own: SignedBatch | undefined = signRows(device, rowsFrom(1n, 2))
  const raced = await makeCollection({
    device,
    whileSigning: async (collection) => {
      const batch = own
      own = undefined
      if (batch !== undefined) await collection.submitBatch(batch)
    },
  })
  await submit(raced, senmlPack(1, 4))
  await raced.collection.work()
  expect(ranges(raced.sink.delivered)).toEqual(['1-2 attempt 1'])
  raced.clock.now += 10_000
  await raced.collection.work()
  expect(ranges(raced.sink.delivered)).toEqual(['1-2 attempt 1', '3-4 attempt 1'])
  await raced.journal.close()
})

test('a batch that the signer signed with another key than is bound to the device is not kept', async () => {
  const wrong = await makeCollection({ signer: makeDevice('ed25519') })
  await submit(wrong, senmlPack(1, 4))
  await wrong.collection.work()
  expect(wrong.log.events).toEqual(['collection.batch_failed'])
  expect(await wrong.journal.waiting(source, 1n, 10)).toHaveLength(4)
  expect(await wrong.journal.undelivered(source, 10)).toEqual([])
  await wrong.journal.close()
})

test('an entry whose identifier would be too long is refused before it is kept', async () => {
  const device = makeDevice('ed25519', `did:causeway:thing:zone-a:${'d'.repeat(52)}`)
  const own = await makeCollection({ device })
  const send = (text: string) =>
    own.collection.submitDocument({ ...source, deviceId: device.deviceId, format: 'senml', body: utf8(text) })
  expect(await send(senmlPack(1, 1))).toEqual({ accepted: 1, repeated: 0 })
  await expect(send(senmlPack(10, 10))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  await own.journal.close()
})

test.each(['CLOCK_SKEW', 'SIGNATURE_INVALID'] as const)(
  'a batch that the chain refuses with %s is signed anew',
  async (code) => {
    await submit(world, senmlPack(1, 4))
    world.sink.failure = code
    await world.collection.work()
    const before = world.clock.now
    world.clock.now += 60_000
    await world.collection.work()
    world.sink.failure = undefined
    await world.collection.work()
    const [batch] = world.sink.delivered as [SignedBatch]
    expect(batch.sentNs).toBe(BigInt(before + 60_000) * 1_000_000n)
    expect(isSigned(batch, world.device.key, leafHashOf(world.stream))).toBe(true)
  },
)

test('who may not submit is refused, at once after the right is withdrawn (Y-8.1.2b)', async () => {
  await submit(world, senmlPack(1, 1))
  world.forbidden.add(source.deviceId)
  await expect(submit(world, senmlPack(2, 2))).rejects.toMatchObject({ code: 'DEVICE_NOT_ALLOWED' })
  const elsewhere = {
    ...source,
    streamId: 'did:causeway:asset:zone-a:noise',
    format: 'senml',
    body: utf8('[]'),
  } as const
  await expect(world.collection.submitDocument(elsewhere)).rejects.toMatchObject({ code: 'STREAM_UNKNOWN' })
})

test('accepted and refused submissions are counted by device, hour and reason (Y-8.1.2c)', async () => {
  const hour = 3_600_000
  const start = world.clock.now - (world.clock.now % hour)
  await submit(world, senmlPack(1, 3))
  await submit(world, '[5]').catch(() => undefined)
  await submit(world, '[5]').catch(() => undefined)
  world.clock.now += hour
  await submit(world, senmlPack(4, 4))
  await submit(world, `[${senmlEntry(4, '3')}]`).catch(() => undefined)
  const stranger = {
    ...source,
    deviceId: 'did:causeway:thing:zone-a:stranger',
    format: 'senml',
    body: utf8('[]'),
  } as const
  await world.collection.submitDocument(stranger).catch(() => undefined)
  expect(await world.collection.counts(source, start, start + 2 * hour)).toEqual([
    { fromMs: start, code: 'ACCEPTED', count: 3 },
    { fromMs: start, code: 'UNTRANSLATABLE', count: 2 },
    { fromMs: start + hour, code: 'ACCEPTED', count: 1 },
    { fromMs: start + hour, code: 'BATCH_CONFLICT', count: 1 },
  ])
  expect(await world.collection.counts(source, start + hour, start + 2 * hour)).toHaveLength(2)
  const ofStrangers = await world.collection.counts({ ...source, deviceId: '' }, start, start + 2 * hour)
  expect(ofStrangers).toEqual([{ fromMs: start + hour, code: 'DEVICE_NOT_ALLOWED', count: 1 }])
})

test.each([
  ['nothing', '[]', 'UNTRANSLATABLE'],
  ['more bytes than allowed', ' '.repeat(262_145), 'LIMIT_EXCEEDED'],
  ['deeper nesting than allowed', '['.repeat(9), 'LIMIT_EXCEEDED'],
  ['more entries than allowed', senmlPack(1, 257), 'LIMIT_EXCEEDED'],
  ['no JSON', 'temp=5', 'UNTRANSLATABLE'],
])('a document with %s is refused and nothing waits', async (_, text, code) => {
  await expect(submit(world, text)).rejects.toMatchObject({ code })
  expect(await world.journal.waitingSources()).toEqual([])
})

test('a full disk is said, and what was answered before stays', async () => {
  const small = await makeCollection({ pagesMax: 40 })
  let accepted = 0
  const fill = async (): Promise<void> => {
    for (let at = 1; at < 4000; at += 200) accepted += (await submit(small, senmlPack(at, at + 199))).accepted
  }
  await expect(fill()).rejects.toMatchObject({ code: 'STORE_FULL' })
  expect(accepted).toBeGreaterThan(0)
  expect(await small.journal.waiting(source, 1n, 10_000)).toHaveLength(accepted)
  await small.journal.close()
})
