// One suite for every place of sealed objects: memory, Helia on a disk, Kubo and S3 keep the same promises.
import { randomBytes } from 'node:crypto'
import { cidOf } from '../../platform/storage/cid.ts'
import { objectBytesMax } from '../../platform/storage/limits.ts'
import type { Objects } from '../../platform/storage/objects.ts'
import {
  heliaWorld,
  memoryWorld,
  type ObjectsWorld,
  ownKuboWorld,
  ownS3World,
  realKuboWorld,
  realS3World,
} from './objectsCases.ts'

const kubo = process.env['KUBO_BINARY']
const versitygw = process.env['VERSITYGW_BINARY']

const worlds: readonly (readonly [string, () => Promise<ObjectsWorld>])[] = [
  ['memory', memoryWorld],
  ['Helia', heliaWorld],
  ['the RPC of Kubo at a server of our own', ownKuboWorld],
  ['S3 at a server of our own', ownS3World],
  ...(kubo === undefined ? [] : [['a Kubo node', () => realKuboWorld(kubo)] as const]),
  ...(versitygw === undefined ? [] : [['versitygw', () => realS3World(versitygw)] as const]),
]

const coded = (code: string) => expect.objectContaining({ code })

describe.each(worlds)('objects on %s', (_, start) => {
  let world: ObjectsWorld
  let objects: Objects

  beforeAll(async () => {
    world = await start()
    objects = world.objects
  }, 30_000)
  afterAll(() => world.stop())

  test('gives back the bytes under the address that is their hash, whole or a range of them (Y-9.5b)', async () => {
    const bytes = randomBytes(2_500_000)
    const cid = await objects.put(bytes)
    expect(cid).toBe(cidOf(bytes))
    expect(Buffer.compare(await objects.get(cid), bytes)).toBe(0)
    const range = await objects.get(cid, { first: 1_048_000, last: 1_049_999 })
    expect(Buffer.compare(range, bytes.subarray(1_048_000, 1_050_000))).toBe(0)
    expect(await objects.get(cid, { first: 2_499_999, last: 9_999_999 })).toHaveLength(1)
  })

  test('refuses ranges that lie outside the object', async () => {
    const cid = await objects.put(randomBytes(100))
    for (const range of [
      { first: 100, last: 120 },
      { first: 5, last: 4 },
      { first: -1, last: 4 },
      { first: 0.5, last: 4 },
    ]) {
      await expect(objects.get(cid, range)).rejects.toEqual(coded('RANGE_INVALID'))
    }
  })

  test('says that it does not have what was never put, and refuses what is no address', async () => {
    const cid = cidOf(randomBytes(10))
    expect(await objects.has(cid)).toBe(false)
    await expect(objects.get(cid)).rejects.toEqual(coded('OBJECT_MISSING'))
    for (const wrong of ['', '../etc/passwd', cid.toUpperCase(), `${cid}a`, cid.replace('bafkrei', 'bafybei')]) {
      await expect((async () => objects.get(wrong))()).rejects.toEqual(coded('CID_MALFORMED'))
      await expect((async () => objects.has(wrong))()).rejects.toEqual(coded('CID_MALFORMED'))
      await expect((async () => objects.remove(wrong))()).rejects.toEqual(coded('CID_MALFORMED'))
    }
  })

  test('lists what it has, and forgets what is removed', async () => {
    const before = await objects.list()
    const cids = await Promise.all([1, 2, 3, 4, 5].map((size) => objects.put(randomBytes(size * 1000))))
    expect(await objects.list()).toEqual([...before, ...cids].sort())
    const [gone = '', ...rest] = cids
    await objects.remove(gone)
    await objects.remove(gone)
    expect(await objects.has(gone)).toBe(false)
    await expect(objects.get(gone)).rejects.toEqual(coded('OBJECT_MISSING'))
    expect(await objects.list()).toEqual([...before, ...rest].sort())
  })

  test('never hands on bytes that are not the object, and heals when they are put again (Y-7.1.2b)', async () => {
    const bytes = randomBytes(3000)
    const cid = await objects.put(bytes)
    await world.damage(cid)
    await expect(objects.get(cid)).rejects.toEqual(coded('OBJECT_CORRUPT'))
    await expect(objects.get(cid, { first: 0, last: 9 })).rejects.toEqual(coded('OBJECT_CORRUPT'))
    await objects.put(bytes)
    expect(Buffer.compare(await objects.get(cid), bytes)).toBe(0)
  })

  test('refuses an object beyond the limit and keeps nothing of it', async () => {
    const bytes = new Uint8Array(objectBytesMax + 1)
    await expect(objects.put(bytes)).rejects.toEqual(coded('OBJECT_TOO_LARGE'))
    expect(await objects.has(cidOf(bytes))).toBe(false)
  })
})

describe.each(worlds.filter(([name]) => name !== 'memory' && name !== 'Helia'))('%s that died', (_, start) => {
  test('is reported as unavailable, not as empty', async () => {
    const world = await start()
    const cid = await world.objects.put(randomBytes(100))
    await world.kill?.()
    for (const ask of [() => world.objects.get(cid), () => world.objects.has(cid), () => world.objects.list()]) {
      await expect(ask()).rejects.toEqual(coded('OBJECTS_UNAVAILABLE'))
    }
    await world.stop()
  }, 30_000)
})
