// Everything around collection but its journal: a registry, rights, devices that sign, a sink that remembers, a clock.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { batchId, type Curve, type SignedBatch } from '../../core/batch.ts'
import { utf8 } from '../../core/bytes.ts'
import { CausewayError, type ErrorCode } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { type Collection, openCollection } from '../../platform/collection/collection.ts'
import { type Journal, openJournal } from '../../platform/collection/journal.ts'
import type { BatchSink, Callers, Registry, Stream } from '../../platform/collection/ports.ts'
import { signSubmission } from '../../platform/validation/signature.ts'
import type { Clock, Log } from '../../relayer/ports.ts'
import { type Device, deviceId, makeDevice, minuteNs, startNs, streamId, weatherElements } from './devices.ts'

export const senml = {
  sequence: 'seq',
  fields: [
    { name: 'temp', unit: 'Cel', element: 'temperature' },
    { name: 'state', unit: '', element: 'state' },
  ],
}
export const sensorthings = {
  sequence: 'sequence',
  resultTime: '',
  datastreams: [
    { datastream: '1', unitOfMeasurement: { name: '', symbol: '°C', definition: '' }, element: 'temperature' },
    { datastream: '2', unitOfMeasurement: { name: '', symbol: '', definition: '' }, element: 'state' },
  ],
}

/** One entry as SenML: a minute of weather. */
export function senmlEntry(sequence: number, temperature = '21.50'): string {
  const time = (startNs + BigInt(sequence) * minuteNs) / 1_000_000_000n
  return `{"n":"seq","t":${time},"v":${sequence}},{"n":"temp","u":"Cel","t":${time},"v":${temperature}}`
}

export const senmlPack = (from: number, to: number): string =>
  `[${Array.from({ length: to - from + 1 }, (_, index) => senmlEntry(from + index)).join(',')}]`

export type FakeSink = BatchSink & {
  readonly delivered: SignedBatch[]
  /** Thrown by every delivery while set. */
  failure: ErrorCode | undefined
  failed: Set<string>
}

export function fakeSink(): FakeSink {
  const delivered: SignedBatch[] = []
  return {
    delivered,
    failure: undefined,
    failed: new Set(),
    async deliver(batch) {
      if (this.failure !== undefined) throw new CausewayError(this.failure)
      delivered.push(batch)
    },
    async last(stream, device) {
      const lasts = delivered
        .filter((one) => one.streamId === stream && one.deviceId === device)
        .map(({ last }) => last)
      return lasts.sort((a, b) => (a < b ? -1 : 1)).at(-1) ?? 0n
    },
    async hasFailed(name) {
      return this.failed.has(`${batchId(name)} ${name.attempt}`)
    },
  }
}

export type World = {
  readonly collection: Collection
  readonly journal: Journal
  readonly sink: FakeSink
  readonly device: Device
  readonly stream: Stream
  readonly forbidden: Set<string>
  readonly callers: Callers
  readonly clock: Clock & { now: number }
  readonly log: Log & { readonly events: string[] }
  readonly path: string
}

export type WorldOptions = {
  readonly curve?: Curve
  readonly path?: string
  readonly device?: Device
  readonly sink?: FakeSink
  readonly stream?: Partial<Stream>
  readonly entriesMax?: number
  readonly pagesMax?: number
  readonly waitingMax?: number
  /** Signs in place of the device. */
  readonly signer?: Device
  /** Runs while a batch waits for its signature. */
  readonly whileSigning?: (collection: Collection) => Promise<void>
}

const folder = mkdtempSync(join(tmpdir(), 'causeway-collection-'))
afterAll(() => rmSync(folder, { recursive: true }))

export async function makeCollection(options: WorldOptions = {}): Promise<World> {
  const path = options.path ?? join(mkdtempSync(join(folder, 'one-')), 'journal.db')
  const pages = options.pagesMax === undefined ? {} : { pagesMax: options.pagesMax }
  const journal = await openJournal(openSqlite(path, pages), options.waitingMax)
  const device = options.device ?? makeDevice(options.curve ?? 'ed25519')
  const stream: Stream = { streamId, elements: weatherElements, access: 'open', ...options.stream }
  const sink = options.sink ?? fakeSink()
  const forbidden = new Set<string>()
  const known = (id: string): boolean => id === device.deviceId
  const registry: Registry = {
    stream: async (id) => (id === streamId ? stream : undefined),
    mappings: async (_stream, id) => (known(id) ? { senml, sensorthings } : undefined),
    key: async (id) => (known(id) ? device.key : undefined),
  }
  const rights = { maySubmit: async (_stream: string, id: string) => known(id) && !forbidden.has(id) }
  const clock = { now: Number(startNs / 1_000_000n) + 3_600_000, nowMs: () => clock.now, sleep: async () => undefined }
  const signer = {
    sign: async (_id: string, text: string) => {
      await options.whileSigning?.(collection)
      const { key, privateKey } = options.signer ?? device
      return signSubmission(key.curve, privateKey, text)
    },
  }
  const log = memoryLog()
  const batching = { entriesMax: options.entriesMax ?? 4, ageMsMax: 10_000, tickMs: 100 }
  const collection: Collection = openCollection(batching, { journal, registry, rights, signer, sink, clock, log })
  const callers = { isDevice: async (id: string, credential: string) => known(id) && credential === 'secret' }
  return { collection, journal, sink, device, stream, forbidden, callers, clock, log, path }
}

function memoryLog(): Log & { readonly events: string[] } {
  const events: string[] = []
  const keep = (event: string): void => void events.push(event)
  const log = { events, debug: keep, info: keep, warn: keep, error: keep, child: () => log }
  return log
}

export const source = { streamId, deviceId }

/** A document of the usual device on the usual stream. */
export const submit = ({ collection }: World, text: string, format: 'senml' | 'sensorthings' = 'senml') =>
  collection.submitDocument({ ...source, format, body: utf8(text) })

/** What each batch is, in words. */
export const ranges = (batches: readonly SignedBatch[]): readonly string[] =>
  batches.map(({ first, last, attempt }) => `${first}-${last} attempt ${attempt}`)
