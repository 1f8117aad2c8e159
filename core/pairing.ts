// Decides whether what leaves one leg arrives in another: conservation of assets and coins, before any state is read.
// Twin of pairing.rs in causeway-proto.
import { equalBytes } from './bytes.ts'
import { CausewayError } from './errors.ts'
import { envelopeDigest } from './format.ts'
import { exclusiveKey } from './operation.ts'
import type { Sha256 } from './sha256.ts'
import type { Leg, Manifest, OperationBody } from './words.ts'

/** One exclusive operation per key and leg; every replica has its source, every release its receipt, and back. */
export function checkPairing(manifest: Manifest, sha256: Sha256): void {
  manifest.legs.forEach(checkKeys)
  manifest.legs.forEach((leg, legIndex) => {
    leg.operations.forEach(({ body }, index) => {
      if (!hasCounterpart(manifest, leg, body, sha256)) {
        throw new CausewayError('UNPAIRED', { path: `legs[${legIndex}].operations[${index}]`, operation: body.kind })
      }
    })
  })
  checkCoins(manifest)
}

/** Two exclusive operations on one key in one leg could both be prepared and not both be carried out. */
function checkKeys(leg: Leg, legIndex: number): void {
  const keys = new Set<string>()
  leg.operations.forEach((operation, index) => {
    const key = exclusiveKey(operation)
    if (key === undefined) return
    if (keys.has(key)) {
      throw new CausewayError('LEGS_INVALID', { path: `legs[${legIndex}].operations[${index}]`, id: key })
    }
    keys.add(key)
  })
}

function hasCounterpart(manifest: Manifest, leg: Leg, body: OperationBody, sha256: Sha256): boolean {
  const legHas = (chainId: string, wanted: (other: OperationBody) => boolean): boolean =>
    manifest.legs.some((other) => other.chainId === chainId && other.operations.some((each) => wanted(each.body)))
  switch (body.kind) {
    case 'replicateRecord': {
      const { envelope, version, sourceChainId } = body.value
      const digest = envelopeDigest(envelope, sha256)
      return legHas(
        sourceChainId,
        ({ kind, value }) =>
          kind === 'checkRecord' &&
          value.id === envelope.id &&
          value.version === version &&
          equalBytes(value.envelopeDigest, digest),
      )
    }
    case 'receiveAsset':
      return legHas(body.value.sourceChainId, (other) => isMove(other, leg.chainId, body, sha256))
    case 'releaseAsset':
      return legHas(
        body.value.destinationChainId,
        (other) =>
          other.kind === 'receiveAsset' &&
          other.value.sourceChainId === leg.chainId &&
          isMove(body, body.value.destinationChainId, other, sha256),
      )
    default:
      return true
  }
}

type Receive = Extract<OperationBody, { kind: 'receiveAsset' }>

/** Whether the release is the one that the receipt on `destination` waits for. */
function isMove(release: OperationBody, destination: string, { value: receipt }: Receive, sha256: Sha256): boolean {
  return (
    release.kind === 'releaseAsset' &&
    release.value.id === receipt.envelope.id &&
    release.value.version === receipt.version &&
    release.value.destinationChainId === destination &&
    equalBytes(release.value.envelopeDigest, envelopeDigest(receipt.envelope, sha256))
  )
}

/** Releases and receipts of coins are equal as multisets of (source, destination, origin, denomination, amount). */
function checkCoins(manifest: Manifest): void {
  const open = new Map<string, number>()
  for (const leg of manifest.legs) {
    for (const { body } of leg.operations) {
      if (body.kind !== 'releaseCoins' && body.kind !== 'receiveCoins') continue
      const { originChainId, denom, amount } = body.value.amount
      const [source, destination, change] =
        body.kind === 'releaseCoins'
          ? [leg.chainId, body.value.destinationChainId, 1]
          : [body.value.sourceChainId, leg.chainId, -1]
      const key = [source, destination, originChainId, denom, amount].join(' ')
      open.set(key, (open.get(key) ?? 0) + change)
    }
  }
  const unpaired = [...open].find(([, difference]) => difference !== 0)
  if (unpaired) throw new CausewayError('UNPAIRED', { coins: unpaired[0] })
}
