// Well-formed messages that vectors and unit tests vary.
import { createHash } from 'node:crypto'
import { envelopeDigest } from '../../core/format.ts'
import type { Sha256 } from '../../core/sha256.ts'
import type { Envelope, Leg, Manifest, Operation, OperationBody } from '../../core/words.ts'

export const sha256: Sha256 = (bytes) => Uint8Array.from(createHash('sha256').update(bytes).digest())

export const alice = 'wasm1alice'
export const bob = 'wasm1bob'

/** One day of weather: open, copyable, a table. */
export function weather(change: Partial<Envelope> = {}): Envelope {
  return {
    schema: { major: 1, minor: 0 },
    id: 'did:causeway:entry:zone-a:weather-2015',
    dataType: 'record',
    structure: 'table',
    elements: [
      { name: 'date', type: 'timestamp', unit: '', lengthMax: 8, optional: false },
      { name: 'precipitation', type: 'decimal', unit: 'mm', lengthMax: 8, optional: false },
      { name: 'temp_max', type: 'decimal', unit: 'Cel', lengthMax: 8, optional: true },
      { name: 'Wetter 天気', type: 'text', unit: '', lengthMax: 16, optional: true },
    ],
    length: 1024n,
    access: 'open',
    copyable: true,
    movable: false,
    owner: 'did:causeway:party:zone-a:observatory',
    controller: '',
    terms: 'https://data.example/terms/open',
    stored: { algorithm: 'sha2_256', digest: sha256(new Uint8Array([1, 2, 3])) },
    lineage: ['did:causeway:entry:zone-a:station-1', 'did:causeway:entry:zone-a:station-2'],
    claimedTimeNs: 1_420_070_400_000_000_000n,
    ...change,
  }
}

/** A closed asset that its owner lets move. */
export function certificate(change: Partial<Envelope> = {}): Envelope {
  return {
    schema: { major: 1, minor: 0 },
    id: 'did:causeway:asset:zone-a:certificate-7',
    dataType: 'non_fungible',
    elements: [],
    length: 0n,
    access: 'closed',
    copyable: false,
    movable: true,
    owner: 'did:causeway:party:zone-a:harbour',
    controller: '',
    terms: '',
    lineage: [],
    claimedTimeNs: 0n,
    ...change,
  }
}

export function operation(body: OperationBody, actor: string = alice): Operation {
  return { resource: 'wasm1assets', actor, body }
}

export function leg(chainId: string, ...operations: readonly Operation[]): Leg {
  return { chainId, gate: 'wasm1gate', operations }
}

export function manifest(legs: readonly Leg[], change: Partial<Manifest> = {}): Manifest {
  return {
    schema: { major: 1, minor: 0 },
    hubChainId: 'causeway-hub',
    hubContract: 'wasm1hub',
    legs,
    deadlineNs: 1_763_000_060_000_000_000n,
    nonce: Uint8Array.from({ length: 16 }, (_, index) => index + 1),
    ...change,
  }
}

/** The read condition at the source of a replication. */
export function source(envelope: Envelope, version = 1n): Operation {
  const value = { id: envelope.id, version, envelopeDigest: envelopeDigest(envelope, sha256) }
  return operation({ kind: 'checkRecord', value })
}

export function replica(envelope: Envelope, version = 1n): Operation {
  return operation({ kind: 'replicateRecord', value: { envelope, version, sourceChainId: 'zone-a' } }, bob)
}

/** An open record of zone A for zones B and C. */
export function share(envelope: Envelope = weather()): Manifest {
  const legs = [leg('zone-a', source(envelope)), leg('zone-b', replica(envelope)), leg('zone-c', replica(envelope))]
  return manifest(legs)
}
