// A platform as the story needs it: its collection process with doors and validator, and devices at them.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { batchId, type SignedBatch } from '../../core/batch.ts'
import { toBase64 } from '../../core/bytes.ts'
import type { SenmlMapping } from '../../core/senml.ts'
import type { SensorThingsMapping } from '../../core/sensorThings.ts'
import { type ChainAttempt, queryVerdicts } from '../../platform/chain/verdicts.ts'
import { parseCollectionConfig } from '../../platform/collection/config.ts'
import { type CollectionProcess, startCollection } from '../../platform/collection/main.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Log } from '../../relayer/ports.ts'
import type { Device } from './devices.ts'
import { chainSection, keepSecret, pemOf } from './processConfig.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'
import { waitFor } from './transact.ts'

export type PlatformPlan = {
  readonly chainId: string
  /** Key of the account that carries batches to the chain, and of the one that reports on them. */
  readonly carrier: string
  readonly validator?: string
  readonly devices: readonly Device[]
  readonly sources: readonly {
    readonly stream: string
    readonly device: Device
    readonly senml?: SenmlMapping
    readonly sensorthings?: SensorThingsMapping
  }[]
  readonly salts?: Readonly<Record<string, string>>
  readonly entriesMax?: number
  /** What was kept by an earlier start goes on from there. */
  readonly folder?: string
  readonly log?: Log
}

export type Platform = CollectionProcess & { readonly folder: string }

/** What a device shows at the doors; nobody but who has its key can say it. */
export const credentialOf = (device: Device): string => createHash('sha256').update(pemOf(device)).digest('hex')

const localOf = (id: string): string => id.slice(id.lastIndexOf(':') + 1)

/** The values of a configuration file; keys and salts are written beside it. */
export function platformConfig(stage: Stage, plan: PlatformPlan, folder: string): object {
  const { identity, intake, credentials } = servicesOf(stage, plan.chainId)
  const devices = plan.devices.map((device) => ({
    did: device.id,
    credential_sha256: createHash('sha256').update(credentialOf(device)).digest('hex'),
    key_file: keepSecret(folder, `${localOf(device.id)}.pem`, pemOf(device)),
  }))
  const streams = Object.entries(plan.salts ?? {}).map(([did, salt]) => ({
    did,
    salt_file: keepSecret(folder, `${localOf(did)}.salt`, salt),
  }))
  const sources = plan.sources.map(({ device, ...source }) => ({ ...source, device: device.id }))
  return {
    log_level: 'silent',
    collection: {
      folder: '.',
      entries_max: plan.entriesMax ?? 256,
      age_ms_max: 200,
      tick_ms: 100,
      key_name: plan.carrier,
    },
    http: { port: 0 },
    mqtt: { port: 0 },
    ...(plan.validator === undefined ? {} : { validator: { key_name: plan.validator } }),
    chain: chainSection(stage, plan.chainId),
    contracts: { identity, intake, credentials },
    devices,
    streams,
    sources,
  }
}

export async function openPlatform(stage: Stage, plan: PlatformPlan): Promise<Platform> {
  const folder = plan.folder ?? mkdtempSync(join(tmpdir(), 'causeway-platform-'))
  const config = parseCollectionConfig(platformConfig(stage, plan, folder), (name) => join(folder, name))
  const { chain } = zoneOf(stage, plan.chainId)
  const started = await startCollection(config, { chain, clock: systemClock, log: plan.log ?? openLog('silent') })
  const close = async (): Promise<void> => {
    await started.close()
    if (plan.folder === undefined) rmSync(folder, { recursive: true, force: true })
  }
  return { ...started, folder, close }
}

export type DoorAnswer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** A document over HTTP, as a device posts it; the door's answer. */
export async function postDocument(
  url: string,
  stream: string,
  device: Device,
  type: 'application/senml+json' | 'application/json',
  body: string,
  credential = credentialOf(device),
): Promise<DoorAnswer> {
  const response = await fetch(`${url}/v1/streams/${localOf(stream)}/devices/${localOf(device.id)}/documents`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${credential}` },
    body,
  })
  return { status: response.status, body: (await response.json()) as DoorAnswer['body'] }
}

/** A document over MQTT; resolves once it is acknowledged, so once it is on the platform's disk. */
export async function publishDocument(
  port: number,
  stream: string,
  device: Device,
  format: 'senml' | 'sensorthings',
  body: string,
): Promise<void> {
  const login = { username: localOf(device.id), password: credentialOf(device), reconnectPeriod: 0 }
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, login)
  // Whoever is refused is not acknowledged: its connection ends.
  const ended = new Promise<never>((_, reject) => client.once('close', () => reject(new Error('not acknowledged'))))
  ended.catch(() => undefined)
  try {
    const topic = `causeway/${localOf(stream)}/${localOf(device.id)}/${format}`
    await Promise.race([client.publishAsync(topic, body, { qos: 1 }), ended])
  } finally {
    await client.endAsync(true)
  }
}

export const batchOf = (streamId: string, device: Device, first: number, last: number): string =>
  batchId({ streamId, deviceId: device.id, first: BigInt(first), last: BigInt(last) })

/** The newest attempt, once `isReached` says so of it. */
export function batchReaches(
  stage: Stage,
  chainId: string,
  batch: string,
  what: string,
  isReached: (attempt: ChainAttempt) => boolean,
): Promise<ChainAttempt> {
  const intake = { chain: zoneOf(stage, chainId).chain, address: servicesOf(stage, chainId).intake }
  return waitFor(`${batch} to be ${what}`, 40_000, async () => {
    const found = await queryVerdicts(intake, batch)
    return found !== null && isReached(found) ? found : undefined
  })
}

export const validated = (stage: Stage, chainId: string, batch: string): Promise<ChainAttempt> =>
  batchReaches(stage, chainId, batch, 'validated', ({ state }) => state === 'validated')

/** A batch that its device has signed itself; the door's answer. */
export async function postBatch(url: string, batch: SignedBatch): Promise<DoorAnswer> {
  const { streamId, deviceId, attempt, first, last, sentNs, curve, signature, content } = batch
  const numbers = { first: String(first), last: String(last), sentNs: String(sentNs) }
  const bytes = { signature: toBase64(signature), content: toBase64(content) }
  const body = JSON.stringify({ streamId, deviceId, attempt, ...numbers, curve, ...bytes })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/v1/batches`, { method: 'POST', headers, body })
  return { status: response.status, body: (await response.json()) as DoorAnswer['body'] }
}
