// The HTTP door of collection: two media types, one intake, and problems that say why.
import { toBase64 } from '../../core/bytes.ts'
import { openHttpDoor } from '../../platform/collection/httpDoor.ts'
import type { Door } from '../../platform/process/doors.ts'
import { makeCollection, senmlPack, source, type World } from '../fakes/collectionWorld.ts'
import { rowsFrom, signRows } from '../fakes/devices.ts'

const options = { chainId: 'zone-a', host: '127.0.0.1', port: 0 }
let world: World
let door: Door
beforeEach(async () => {
  world = await makeCollection()
  door = await openHttpDoor(options, world)
})
afterEach(async () => {
  await door.close()
  await world.journal.close()
})

const documents = '/v1/streams/weather/devices/station-1/documents'
const post = async (path: string, body: string, headers: object = {}): Promise<{ status: number; json: unknown }> => {
  const response = await fetch(`http://127.0.0.1:${door.port}${path}`, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer secret', 'content-type': 'application/senml+json', ...headers },
  })
  return { status: response.status, json: await response.json() }
}
const batchBody = (change: object = {}): string => {
  const { signature, content, attempt, curve, ...name } = signRows(world.device, rowsFrom(1n, 2))
  const numbers = { first: '1', last: '2', sentNs: name.sentNs.toString() }
  const ids = { streamId: name.streamId, deviceId: name.deviceId, attempt, curve }
  return JSON.stringify({ ...ids, ...numbers, signature: toBase64(signature), content: toBase64(content), ...change })
}

test('both media types reach the one intake, and an answer means that it is on disk (Y-8.1.2a)', async () => {
  expect(await post(documents, senmlPack(1, 2))).toEqual({ status: 202, json: { accepted: 2, repeated: 0 } })
  const observation = {
    phenomenonTime: '2026-11-25T12:03:00Z',
    parameters: { sequence: 3 },
    Datastream: { '@iot.id': 1 },
    result: 21.5,
  }
  const json = { 'content-type': 'application/json; charset=utf-8' }
  expect(await post(documents, JSON.stringify(observation), json)).toMatchObject({ status: 202 })
  expect((await world.journal.waiting(source, 1n, 10)).map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n])
})

test('a batch that the device signed needs no other credential, and is the same when it comes again (Y-7.1.5d)', async () => {
  const json = { 'content-type': 'application/json', authorization: '' }
  const id = 'did:causeway:entry:zone-a:weather.station-1.1-2'
  expect(await post('/v1/batches', batchBody(), json)).toEqual({ status: 202, json: { id, repeated: false } })
  expect(await post('/v1/batches', batchBody(), json)).toEqual({ status: 202, json: { id, repeated: true } })
})

test.each([
  ['no credential', documents, () => '[]', { authorization: '' }, 403, 'DEVICE_NOT_ALLOWED'],
  ['a wrong credential', documents, () => '[]', { authorization: 'Bearer guess' }, 403, 'DEVICE_NOT_ALLOWED'],
  ['another media type', documents, () => '[]', { 'content-type': 'text/csv' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
  ['too long a body', documents, () => ' '.repeat(262_145), {}, 413, 'BODY_TOO_LARGE'],
  ['an untranslatable document', documents, () => '[{"n":"x"}]', {}, 422, 'UNTRANSLATABLE'],
  ['a path that is none', '/v1/streams', () => '[]', {}, 404, 'NOT_FOUND'],
  [
    'a device whose name looks like another',
    documents.replace('station', 'ѕtation'),
    () => '[]',
    {},
    400,
    'ID_MALFORMED',
  ],
  [
    'a batch with a member more',
    '/v1/batches',
    () => batchBody({ root: '' }),
    { 'content-type': 'application/json' },
    400,
    'BODY_INVALID',
  ],
  [
    'a batch with numbers as numbers',
    '/v1/batches',
    () => batchBody({ first: 1 }),
    { 'content-type': 'application/json' },
    400,
    'BODY_INVALID',
  ],
  ['a batch that is no JSON', '/v1/batches', () => '{', { 'content-type': 'application/json' }, 400, 'BODY_INVALID'],
  [
    'a batch for another time',
    '/v1/batches',
    () => batchBody({ sentNs: '1' }),
    { 'content-type': 'application/json' },
    403,
    'SIGNATURE_INVALID',
  ],
])('a request with %s is a problem with its code', async (_, path, body, headers, status, code) => {
  expect(await post(path, body(), headers)).toMatchObject({ status, json: { status, code, hint: expect.any(String) } })
  expect(await world.journal.waitingSources()).toEqual([])
})

test('a refusal names the place in the document', async () => {
  expect(await post(documents, '[{"n":"x","v":1}]')).toMatchObject({ json: { errors: [{ pointer: '/0/n' }] } })
})

test('a device reads the counts of what it submitted (Y-8.1.2c)', async () => {
  await post(documents, senmlPack(1, 2))
  const path = '/v1/streams/weather/devices/station-1/counts?fromMs=0&toMs=1900000000000'
  const headers = { authorization: 'Bearer secret' }
  await post(documents, '[]')
  await post(documents, '[]', { 'content-type': 'text/csv' })
  await post(documents, ' '.repeat(262_145))
  await post(documents, '[]', { authorization: 'Bearer guess' })
  const response = await fetch(`http://127.0.0.1:${door.port}${path}`, { headers })
  const { items } = (await response.json()) as { items: { code: string; count: number }[] }
  expect(items.map(({ code, count }) => `${code} ${count}`)).toEqual([
    'ACCEPTED 2',
    'BODY_TOO_LARGE 1',
    'MEDIA_TYPE_UNSUPPORTED 1',
    'UNTRANSLATABLE 1',
  ])
  expect((await fetch(`http://127.0.0.1:${door.port}${path}`)).status).toBe(403)
})

test('a door without TLS opens on loopback alone, and not where another listens (Y-6.1-5)', async () => {
  await expect(openHttpDoor({ ...options, host: '0.0.0.0' }, world)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await expect(openHttpDoor({ ...options, port: door.port }, world)).rejects.toMatchObject({ code: 'PORT_IN_USE' })
})
