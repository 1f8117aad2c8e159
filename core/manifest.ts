// Decides whether a manifest may be sent at all: everything that needs no chain state.
// Twin of manifest.rs in causeway-proto: same order of checks, same codes (test/vectors/manifest).
import { decodeManifest, encodeManifest } from './codec.ts'
import { CausewayError } from './errors.ts'
import { checkSchema } from './format.ts'
import { parseChainId } from './ids.ts'
import { checkLimit, legsMax, manifestBytesMax, nonceBytes, operationsMax } from './limits.ts'
import { checkAddress, checkOperation } from './operation.ts'
import { checkPairing } from './pairing.ts'
import type { Sha256 } from './sha256.ts'
import type { Leg, Manifest } from './words.ts'

/** Untrusted bytes to a checked manifest. The size comes first: it bounds everything that follows. */
export function parseManifest(bytes: Uint8Array, sha256: Sha256): Manifest {
  checkLimit(bytes.length, manifestBytesMax, 'manifest')
  const manifest = decodeManifest(bytes)
  checkManifest(manifest, sha256)
  return manifest
}

/** Form, limits, data rules and pairing of a decoded manifest; the order of the checks is part of the format. */
export function checkManifest(manifest: Manifest, sha256: Sha256): void {
  checkSchema(manifest.schema, 'schema')
  parseChainId(manifest.hubChainId, 'hubChainId')
  checkAddress(manifest.hubContract, 'hubContract')
  if (manifest.nonce.length !== nonceBytes) {
    throw new CausewayError('PART_MISSING', { path: 'nonce', expected: `${nonceBytes} bytes` })
  }
  if (manifest.deadlineNs === 0n) throw new CausewayError('PART_MISSING', { path: 'deadlineNs' })
  checkLimit(manifest.legs.length, legsMax, 'legs')
  if (manifest.legs.length === 0) throw new CausewayError('LEGS_INVALID', { path: 'legs', expected: 'at least one' })
  manifest.legs.forEach((leg, index) => void parseChainId(leg.chainId, `legs[${index}].chainId`))
  manifest.legs.forEach((leg, index) => {
    const before = manifest.legs[index - 1]
    if (before && before.chainId >= leg.chainId) {
      throw new CausewayError('LEGS_INVALID', { path: `legs[${index}].chainId`, expected: `after ${before.chainId}` })
    }
  })
  manifest.legs.forEach(checkLeg)
  checkPairing(manifest, sha256)
}

/** The canonical bytes of a checked manifest, within their limit. */
export function manifestBytes(manifest: Manifest, sha256: Sha256): Uint8Array {
  checkManifest(manifest, sha256)
  const bytes = encodeManifest(manifest)
  checkLimit(bytes.length, manifestBytesMax, 'manifest')
  return bytes
}

/** The accounts whose consent a leg needs, each once, ascending. */
export function actorsOf(leg: Leg): readonly string[] {
  return [...new Set(leg.operations.map((operation) => operation.actor))].sort()
}

export function legOf(manifest: Manifest, chainId: string): Leg | undefined {
  return manifest.legs.find((leg) => leg.chainId === chainId)
}

function checkLeg(leg: Leg, index: number): void {
  const path = `legs[${index}]`
  checkAddress(leg.gate, `${path}.gate`)
  if (leg.operations.length === 0) throw new CausewayError('LEGS_INVALID', { path, expected: 'an operation' })
  checkLimit(leg.operations.length, operationsMax, `${path}.operations`)
  leg.operations.forEach((operation, at) => checkOperation(operation, leg.chainId, `${path}.operations[${at}]`))
}
