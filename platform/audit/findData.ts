// Finds data by its identifier alone, wherever it lives, with the fingerprint that its chain holds, and the proof.
import { z } from 'zod'
import { parseEntryId } from '../../core/batch.ts'
import { toBase64, toHex, utf8 } from '../../core/bytes.ts'
import { decodeEnvelope } from '../../core/codec.ts'
import { CausewayError } from '../../core/errors.ts'
import { parseId } from '../../core/ids.ts'
import { ask, type Contract } from '../chain/contract.ts'
import { mapKey, queryStored, type Stored, wasmStore } from '../chain/stateProof.ts'
import { verifyState } from '../credentials/stateProof.ts'
import { movesMax } from './limits.ts'

/** Contracts of one zone that hold data; a zone without services has no intake. */
export type DataZone = { readonly assets: Contract; readonly intake?: Contract | undefined }

/** Bytes are base64; `fingerprint` is hex of sha256, of an entry the root of the batch that holds it. */
export type FoundData = {
  readonly id: string
  readonly chainId: string
  readonly contract: string
  readonly fingerprint: string
  readonly height: string
  readonly proof: {
    readonly store: string
    readonly key: string
    readonly value: string
    readonly proofs: readonly [string, string]
  }
}

const itemSchema = z.looseObject({ state: z.string(), departed_to: z.string().nullable() }).nullable()
const batchSchema = z.looseObject({ id: z.string(), attempt: z.number() }).nullable()
const attemptSchema = z.looseObject({ root: z.string() })

/**
 * DATA_UNKNOWN for what no zone knows, PROOF_UNAVAILABLE for what came with the newest block.
 * A zone that is away is CHAIN_UNREACHABLE, never "not found".
 */
export function openFindData(zones: ReadonlyMap<string, DataZone>): (id: string) => Promise<FoundData> {
  const zoneOf = (id: string, chainId: string): DataZone => {
    const zone = zones.get(chainId)
    if (zone === undefined) throw new CausewayError('DATA_UNKNOWN', { id, zone: chainId })
    return zone
  }
  return async (id) => {
    const { kind, chainId } = parseId(id)
    if (kind === 'entry') return findEntry(id, chainId, zoneOf(id, chainId))
    if (kind !== 'asset') throw new CausewayError('DATA_UNKNOWN', { id })
    let home = chainId as string
    for (let moves = 0; moves <= movesMax; moves += 1) {
      const { assets } = zoneOf(id, home)
      const item = await ask(assets, { item: { id } }, itemSchema)
      if (item?.state === 'live') return findAsset(id, home, assets)
      if (item === null || item.departed_to === null) break
      home = item.departed_to
    }
    throw new CausewayError('DATA_UNKNOWN', { id })
  }
}

async function findAsset(id: string, chainId: string, assets: Contract): Promise<FoundData> {
  const stored = await queryStored(assets, utf8(`envelope:${id}`))
  if (stored === undefined) throw tooNew(id, chainId)
  return found(id, chainId, assets, stored)
}

async function findEntry(id: string, chainId: string, { intake }: DataZone): Promise<FoundData> {
  if (intake === undefined) throw new CausewayError('DATA_UNKNOWN', { id })
  const { streamId: stream, deviceId: device, first } = parseEntryId(id)
  const batch = await ask(intake, { batch_of: { stream, device, sequence: first.toString() } }, batchSchema)
  if (batch === null) throw new CausewayError('DATA_UNKNOWN', { id })
  const attempt = new Uint8Array(4)
  new DataView(attempt.buffer).setUint32(0, batch.attempt)
  const stored = await queryStored(intake, mapKey('attempt', [utf8(batch.id), attempt]))
  if (stored === undefined) throw tooNew(id, chainId)
  return found(id, chainId, intake, stored)
}

/** It is there, but the header that could prove it is of the next block: to be asked again in a moment. */
const tooNew = (id: string, chainId: string): CausewayError => new CausewayError('PROOF_UNAVAILABLE', { id, chainId })

function found(id: string, chainId: string, { address }: Contract, stored: Stored): FoundData {
  const { key, value, height, proofs } = stored
  const proof = {
    store: wasmStore,
    key: toBase64(key),
    value: toBase64(value),
    proofs: [toBase64(proofs[0]), toBase64(proofs[1])] as const,
  }
  return { id, chainId, contract: address, fingerprint: fingerprintIn(id, value), height: height.toString(), proof }
}

/** From the proven bytes alone, so that who verifies them has verified the fingerprint as well. */
function fingerprintIn(id: string, value: Uint8Array): string {
  if (parseId(id).kind === 'entry') return attemptSchema.parse(JSON.parse(Buffer.from(value).toString())).root
  const { stored } = decodeEnvelope(value)
  return stored === undefined ? '' : toHex(stored.digest)
}

/**
 * What a client does with an answer. `appHash` is of the header at `height` + 1, from a node of its own.
 * Throws CHAIN_PROOF_INVALID where any byte is another than the chain's.
 */
export function verifyFound(answer: FoundData, appHash: Uint8Array): void {
  const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'))
  const { store, key, value, proofs } = answer.proof
  const named = { store, key: bytes(key), value: bytes(value) }
  verifyState({ appHash, ...named, proofs: [bytes(proofs[0]), bytes(proofs[1])] })
  if (fingerprintIn(answer.id, named.value) !== answer.fingerprint) {
    throw new CausewayError('CHAIN_PROOF_INVALID', { reason: 'another fingerprint' })
  }
}
