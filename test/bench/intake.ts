// Measures intake on one zone: entries a second from devices' documents to validated batches, and gas by the entry.
import { batchId } from '../../core/batch.ts'
import { type LocalnetConfig, localnetConfig } from '../../localnet/config.ts'
import { openStream, signBatch } from '../../localnet/demo/batches.ts'
import { ensureCast, home } from '../../localnet/demo/cast.ts'
import { openPlatform, type Platform, postDocument } from '../../localnet/demo/collect.ts'
import type { Device } from '../../localnet/demo/devices.ts'
import { newThing } from '../../localnet/demo/field.ts'
import {
  readHours,
  weatherElements,
  weatherMapping,
  weatherModel,
  weatherPack,
} from '../../localnet/demo/measurements.ts'
import { openStage } from '../../localnet/demo/stage.ts'
import { type Stage, servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { down } from '../../localnet/down.ts'
import { queryBatch, submissionOf } from '../../platform/chain/intake.ts'
import type { Included } from '../../relayer/ports.ts'
import { weatherRows } from '../e2e/batchSteps.ts'
import { type Figure, figure } from './figure.ts'

const entries = 256
const load = { devices: 8, rounds: 12 }

export async function benchIntake(
  tell: (line: string) => void,
  { config = localnetConfig(), rounds = load.rounds, keep = false }: BenchOptions = {},
): Promise<readonly Figure[]> {
  const stage = await openStage({ config, say: tell })
  try {
    return [await measureRate(stage, rounds, tell), ...(await measureGas(stage))]
  } finally {
    await stage.close()
    if (!keep) await down(config)
  }
}
export type BenchOptions = {
  readonly config?: LocalnetConfig
  readonly rounds?: number
  /** Leaves the chains running. */
  readonly keep?: boolean
}

/** A device sends its next document once the last one is acknowledged; the clock stops with the last verdict. */
async function measureRate(stage: Stage, rounds: number, tell: (line: string) => void): Promise<Figure> {
  const { supplier: owner } = await ensureCast(stage)
  const numbers = Array.from({ length: load.devices }, (_, index) => index)
  const devices = await Promise.all(numbers.map((one) => newThing(stage, home, owner, `load-${one}`, 'ed25519')))
  const parts = { elements: weatherElements, model: weatherModel, open: true, devices }
  const stream = await openStream(stage, { chainId: home, owner, name: 'load', ...parts })
  const sources = devices.map((device) => ({ stream, device, senml: weatherMapping }))
  const plan = { chainId: home, carrier: 'load-4', validator: 'city', devices, sources, entriesMax: entries }
  const platform = await openPlatform(stage, plan)
  const hours = readHours(entries * rounds)
  const packs = Array.from({ length: rounds }, (_, round) => {
    const first = round * entries
    return weatherPack(hours.slice(first, first + entries), first + 1)
  })
  tell(`${load.devices} devices hand in ${rounds} documents of ${entries} entries each…`)
  const startedMs = performance.now()
  try {
    await Promise.all(devices.map((device) => sendAll(platform, stream, device, packs)))
    const acceptedMs = performance.now() - startedMs
    await Promise.all(devices.map((device) => allValidated(stage, stream, device, rounds)))
    const seconds = (performance.now() - startedMs) / 1_000
    const total = load.devices * rounds * entries
    const onDisk = (acceptedMs / 1_000).toFixed(1)
    const words = `${total} entries in ${seconds.toFixed(1)} s; all were on disk after ${onDisk} s`
    return figure(
      'entries validated a second, from document to verdict',
      total / seconds,
      '1/s',
      { at: '>=', bound: 500 },
      words,
    )
  } finally {
    await platform.close()
  }
}

async function sendAll({ url }: Platform, stream: string, device: Device, packs: readonly string[]): Promise<void> {
  for (const pack of packs) {
    const { status, body } = await postDocument(url, stream, device, 'application/senml+json', pack)
    if (status !== 202) throw new Error(`a document was refused: ${JSON.stringify(body)}`)
  }
}

async function allValidated(stage: Stage, streamId: string, { id: deviceId }: Device, rounds: number): Promise<void> {
  const intake = { chain: zoneOf(stage, home).chain, address: servicesOf(stage, home).intake }
  for (let round = 0; round < rounds; round += 1) {
    const first = BigInt(round * entries + 1)
    const id = batchId({ streamId, deviceId, first, last: first + BigInt(entries) - 1n })
    await waitFor(`${id} to be validated`, 120_000, async () =>
      (await queryBatch(intake, id))?.state === 'validated' ? true : undefined,
    )
  }
}

/** Submission and report of one entry, and of a batch of entries by the entry. */
async function measureGas(stage: Stage): Promise<readonly Figure[]> {
  const { supplier: owner } = await ensureCast(stage)
  const device = await newThing(stage, home, owner, 'gas', 'ed25519')
  const parts = { elements: weatherElements, model: weatherModel, open: true, devices: [device] }
  const stream = await openStream(stage, { chainId: home, owner, name: 'gas', ...parts })
  // The first batch of a device makes entries that later ones find.
  await gasOf(stage, stream, device, 1, 1)
  const alone = await gasOf(stage, stream, device, 2, 1)
  const batch = await gasOf(stage, stream, device, 3, entries)
  const each = batch / entries
  const words = `${alone} alone; ${batch} for the batch, ${Math.round(each)} by the entry`
  const name = 'gas of an entry sent alone, over one in a batch of 256'
  return [figure(name, alone / each, 'times', { at: '>=', bound: 20 }, words)]
}

async function gasOf(stage: Stage, stream: string, device: Device, first: number, count: number): Promise<number> {
  const { chain } = zoneOf(stage, home)
  const { intake } = servicesOf(stage, home)
  const batch = signBatch(device, stream, weatherRows(first, count), BigInt(first))
  const gas = ({ result }: Included): number => Number(result.gasUsed)
  const submitted = await stage.person('load-5').execute(chain, intake, { submit: submissionOf(batch) })
  const report = { batch: batchId(batch), attempt: 1, model_version: 1, failed: [], more: 0 }
  return gas(submitted) + gas(await stage.person('city').execute(chain, intake, { report }))
}
