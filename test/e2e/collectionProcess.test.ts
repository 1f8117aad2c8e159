// The collection process as an operator starts it, from its configuration file, and killed without warning.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { stringify } from 'smol-toml'
import { openStream } from '../../localnet/demo/batches.ts'
import { ensureCast, home } from '../../localnet/demo/cast.ts'
import { batchOf, credentialOf, platformConfig, postDocument, validated } from '../../localnet/demo/collect.ts'
import { newThing } from '../../localnet/demo/field.ts'
import {
  readHours,
  weatherElements,
  weatherMapping,
  weatherModel,
  weatherPack,
} from '../../localnet/demo/measurements.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { selfSigned } from '../fakes/certificate.ts'
import { killPlatforms, startPlatform } from './platformProcess.ts'
import { Wire } from './wire.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

let stage: OpenStage
const folder = mkdtempSync(join(tmpdir(), 'causeway-process-'))
const start = (path: string) => startPlatform('collection', path)

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(async () => {
  killPlatforms()
  rmSync(folder, { recursive: true })
  await stage.close()
})

/** A stream of one station, and the configuration of a process that takes it in, with what a test changes. */
async function station(name: string, change: { readonly http?: object; readonly age_ms_max: number }) {
  const { supplier: owner } = await ensureCast(stage)
  const device = await newThing(stage, home, owner, `station-${name}`, 'ed25519')
  const parts = { elements: weatherElements, model: weatherModel, open: true, devices: [device] }
  const stream = await openStream(stage, { chainId: home, owner, name: `weather-${name}`, ...parts })
  const sources = [{ stream, device, senml: weatherMapping }]
  const plan = { chainId: home, carrier: 'load-6', validator: 'city', devices: [device], sources }
  const place = join(folder, name)
  const values = platformConfig(stage, plan, place) as { collection: object; http: object }
  const collection = { ...values.collection, age_ms_max: change.age_ms_max }
  const http = { ...values.http, ...change.http }
  const path = join(place, 'collection.toml')
  writeFileSync(path, stringify({ ...values, log_level: 'info', collection, http }))
  return { path, stream, device, place }
}

test(
  'what a device was acknowledged for survives a process that is killed, and is validated after its restart with nobody’s help (Y-8.1)',
  async () => {
    // Old enough only after the kill: until then the entries are on disk and nowhere else.
    const { path, stream, device } = await station('p', { age_ms_max: 3_000 })
    const first = await start(path)
    const pack = weatherPack(readHours(12), 1)
    expect(await postDocument(first.url, stream, device, 'application/senml+json', pack)).toMatchObject({ status: 202 })
    await first.end('SIGKILL')
    const second = await start(path)
    const again = await postDocument(second.url, stream, device, 'application/senml+json', pack)
    expect(again.body).toEqual({ accepted: 0, repeated: 12 })
    expect(await validated(stage, home, batchOf(stream, device, 1, 12))).toMatchObject({
      attempt: 1,
      state: 'validated',
    })
  },
  blocksMs,
)

test.each(['http', 'https'] as const)(
  'whoever listens between a device and a door over %s reads what is sent in the clear, and nothing where it is not (Y-8.4, Y-6.1-5)',
  async (scheme) => {
    const certificate = selfSigned()
    const before = getCACertificates('default')
    const tls = { key_file: 'door.key', cert_file: 'door.crt' }
    const change = scheme === 'https' ? { http: { tls } } : {}
    const { path, stream, device, place } = await station(scheme, { ...change, age_ms_max: 3_000 })
    writeFileSync(join(place, tls.key_file), certificate.key, { mode: 0o600 })
    writeFileSync(join(place, tls.cert_file), certificate.cert)
    const { end, url } = await start(path)
    expect(url.startsWith(`${scheme}://`)).toBe(true)
    const tap = new Wire(Number(new URL(url).port))
    await tap.mend()
    setDefaultCACertificates([...before, certificate.cert])
    try {
      const pack = weatherPack(readHours(12), 1)
      const through = `${scheme}://127.0.0.1:${tap.port}`
      expect(await postDocument(through, stream, device, 'application/senml+json', pack)).toMatchObject({ status: 202 })
      const secrets = [pack.slice(0, 60), credentialOf(device), 'accepted', device.id.split(':').at(-1) ?? '']
      expect(tap.heard().length).toBeGreaterThan(pack.length)
      expect(secrets.map((secret) => tap.heard().includes(secret))).toEqual(secrets.map(() => scheme === 'http'))
    } finally {
      setDefaultCACertificates(before)
      await end('SIGKILL')
      await tap.cut()
    }
  },
  blocksMs,
)
