// The MQTT door of collection, with real clients: acknowledged when durable, refused with a reason, bounded.
import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { connectAsync, type MqttClient } from 'mqtt'
import type { Collection } from '../../platform/collection/collection.ts'
import { packetGuard } from '../../platform/collection/frames.ts'
import { openMqttDoor } from '../../platform/collection/mqttDoor.ts'
import type { Door } from '../../platform/process/doors.ts'
import { makeCollection, senmlPack, source, type World } from '../fakes/collectionWorld.ts'

let world: World
let door: Door
let clients: MqttClient[]
beforeEach(async () => {
  world = await makeCollection()
  clients = []
})
afterEach(async () => {
  for (const client of clients) client.end(true)
  await door.close()
  await world.journal.close()
})

const open = async (collection: Collection = world.collection): Promise<void> => {
  door = await openMqttDoor({ chainId: 'zone-a', host: '127.0.0.1', port: 0 }, { ...world, collection })
}
const connect = async (username = 'station-1', password = 'secret'): Promise<MqttClient> => {
  const client = await connectAsync(`mqtt://127.0.0.1:${door.port}`, { username, password, reconnectPeriod: 0 })
  clients.push(client)
  client.on('error', () => undefined)
  return client
}
const closed = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()))
const topic = 'causeway/weather/station-1/senml'

test('a document is in the journal when the device has its acknowledgement (Y-8.1)', async () => {
  await open()
  const client = await connect()
  await client.publishAsync(topic, senmlPack(1, 2), { qos: 1 })
  expect(await world.journal.waiting(source, 1n, 10)).toHaveLength(2)
})

test('a device is not acknowledged before its document is durable', async () => {
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const reached = Promise.withResolvers<void>()
  await open({
    ...world.collection,
    submitDocument: async (document) => {
      reached.resolve()
      await held
      return world.collection.submitDocument(document)
    },
  })
  const client = await connect()
  const order: string[] = []
  const published = client.publishAsync(topic, senmlPack(1, 1), { qos: 1 }).then(() => order.push('acknowledged'))
  await reached.promise
  // The broker answers other packets of the same connection meanwhile, so an acknowledgement would have come.
  await client.subscribeAsync('causeway/weather/station-1/refused', { qos: 0 })
  order.push('released')
  release()
  await published
  expect(order).toEqual(['released', 'acknowledged'])
})

test('a refused document is not acknowledged, and its device learns why', async () => {
  await open()
  const client = await connect()
  await client.subscribeAsync('causeway/weather/station-1/refused')
  const reason = new Promise<string>((resolve) => client.once('message', (_topic, payload) => resolve(String(payload))))
  const end = closed(client)
  const published = client.publishAsync(topic, '[{"n":"x","v":1}]', { qos: 1 }).then(
    () => 'acknowledged',
    () => 'not acknowledged',
  )
  expect(JSON.parse(await reason)).toMatchObject({
    code: 'UNTRANSLATABLE',
    retryable: false,
    facts: { pointer: '/0/n' },
  })
  await end
  client.end(true)
  expect(await published).toBe('not acknowledged')
  expect(await world.journal.waitingSources()).toEqual([])
})

test.each([
  ['in the name of another device', 'causeway/weather/station-2/senml', 1, []],
  ['in a format that is unknown', 'causeway/weather/station-1/csv', 1, ['NOT_FOUND']],
  ['to a topic that is none of ours', 'lights/on', 1, []],
  ['that could not be acknowledged', topic, 0, ['BODY_INVALID']],
] as const)('a document %s ends the connection and leaves nothing (Y-8.1.2b)', async (_, to, qos, codes) => {
  const taken: string[] = []
  await open({
    ...world.collection,
    submitDocument: async ({ deviceId }) => {
      taken.push(deviceId)
      return { accepted: 1, repeated: 0 }
    },
  })
  const client = await connect()
  const end = closed(client)
  client.publish(to, senmlPack(1, 1), { qos }, () => undefined)
  await end
  expect(taken).toEqual([])
  const { now } = world.clock
  const counted = await world.journal.counts(source, now - 1, now + 1)
  expect(counted.map(({ code }) => code)).toEqual(codes)
})

test.each([
  ['a wrong password', 'station-1', 'guess'],
  ['a name outside the grammar', 'Station-1', 'secret'],
  ['a pattern for a name', '+', 'secret'],
])('a client with %s does not get in (Y-8.1.2b)', async (_, username, password) => {
  await open()
  await expect(connect(username, password)).rejects.toThrow(/Not authorized|Bad username/)
})

test('a device reads its own refusals and nothing else', async () => {
  await open()
  const client = await connect()
  const grants = async (to: string): Promise<unknown> =>
    (await client.subscribeAsync(to).catch(() => [{ qos: 128 }])).map(({ qos }) => qos)
  expect(await grants('causeway/weather/station-1/refused')).toEqual([0])
  for (const other of ['#', 'causeway/#', 'causeway/+/station-2/refused', topic])
    expect(await grants(other)).toEqual([128])
})

test('a packet that announces more than a document may have ends the connection', async () => {
  await open()
  const client = await connect()
  const end = closed(client)
  client.publish(topic, 'x'.repeat(300_000), { qos: 1 }, () => undefined)
  await end
  expect(await world.journal.waitingSources()).toEqual([])
})

/** A packet whose body has so many bytes. */
function packetOf(bodyBytes: number): number[] {
  const head = [0x30]
  for (let rest = bodyBytes; ; rest = Math.floor(rest / 128)) {
    head.push(rest > 127 ? (rest % 128) + 128 : rest)
    if (rest <= 127) return [...head, ...new Array<number>(bodyBytes).fill(0xff)]
  }
}

const passes = async (bytes: readonly number[], cut: number, bytesMax: number): Promise<boolean> => {
  const guard = packetGuard(bytesMax)
  const chunks = Array.from({ length: Math.ceil(bytes.length / cut) }, (_, i) => bytes.slice(i * cut, (i + 1) * cut))
  try {
    let length = 0
    for await (const chunk of Duplex.from(chunks.map((each) => Buffer.from(each))).pipe(guard)) length += chunk.length
    return length === bytes.length
  } catch {
    return false
  }
}

test('packets pass however they are cut, unless one is too long', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 4 }),
    fc.integer({ min: 1, max: 50 }),
    async (lengths, cut) => {
      const bytes = lengths.flatMap(packetOf)
      expect(await passes(bytes, cut, 200)).toBe(lengths.every((length) => length <= 200))
    },
  )
  await fc.assert(property, { numRuns: 60 })
  expect(await passes([0x30, 0x80, 0x80, 0x80, 0x80], 5, 2 ** 30)).toBe(false)
})
