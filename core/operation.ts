// Decides whether one operation is well formed where it stands: in the leg of one zone.
// Twin of operations.rs in causeway-proto: same order of checks, same codes (test/vectors/manifest).
import { checkDuplication } from './duplication.ts'
import { CausewayError } from './errors.ts'
import { checkEnvelope } from './format.ts'
import { isAddress, parseChainId, parseDataId } from './ids.ts'
import {
  addressBytesMax,
  checkLimit,
  checkTextLimit,
  contentBytesMax,
  customBytesMax,
  denomBytesMax,
  nameBytesMax,
} from './limits.ts'
import type { Amount, Operation, OperationBody } from './words.ts'

type At = (part: string) => string

/** Everything that can be said about an operation in the leg of `chainId` without the other legs. */
export function checkOperation(operation: Operation, chainId: string, path: string): void {
  checkAddress(operation.resource, `${path}.resource`)
  checkAddress(operation.actor, `${path}.actor`)
  checkBody(operation.body, chainId, operation.actor, (part) => `${path}.${operation.body.kind}.${part}`)
}

/** The key that the operation locks exclusively, if it does. */
export function exclusiveKey({ body }: Operation): string | undefined {
  switch (body.kind) {
    case 'replicateRecord':
    case 'receiveAsset':
      return body.value.envelope.id
    case 'releaseAsset':
    case 'transferAsset':
      return body.value.id
    default:
      return undefined
  }
}

export function checkAddress(value: string, path: string): void {
  if (value === '') throw new CausewayError('PART_MISSING', { path })
  checkTextLimit(value, addressBytesMax, path)
  if (!isAddress(value)) throw new CausewayError('ID_MALFORMED', { path, expected: 'a lower-case bech32 address' })
}

/** Returns the number of units. The denomination follows the Cosmos SDK. */
export function checkAmount(amount: Amount, path: string): bigint {
  parseChainId(amount.originChainId, `${path}.originChainId`)
  if (amount.denom === '') throw new CausewayError('PART_MISSING', { path: `${path}.denom` })
  checkTextLimit(amount.denom, denomBytesMax, `${path}.denom`)
  if (!/^[a-zA-Z][a-zA-Z0-9/:._-]{2,}$/.test(amount.denom)) {
    throw new CausewayError('ID_MALFORMED', { path: `${path}.denom`, expected: '[a-zA-Z][a-zA-Z0-9/:._-]{2,127}' })
  }
  if (amount.amount === '') throw new CausewayError('PART_MISSING', { path: `${path}.amount` })
  const units = /^[1-9][0-9]{0,38}$/.test(amount.amount) ? BigInt(amount.amount) : undefined
  if (units === undefined || units >= 2n ** 128n) {
    throw new CausewayError('MALFORMED', { path: `${path}.amount`, expected: 'an integer from 1 to 2^128-1' })
  }
  return units
}

function checkBody(body: OperationBody, chainId: string, actor: string, at: At): void {
  switch (body.kind) {
    case 'checkRecord':
      parseDataId(body.value.id, at('id'))
      return checkDigest(body.value.envelopeDigest, at('envelopeDigest'))
    case 'replicateRecord':
      checkEnvelope(body.value.envelope, at('envelope'))
      checkDuplication('replicate', body.value.envelope, at('envelope'))
      checkLimit(Number(body.value.envelope.length), contentBytesMax, at('envelope.length'))
      return checkOtherZone(body.value.sourceChainId, chainId, at('sourceChainId'))
    case 'checkAsset':
      parseDataId(body.value.id, at('id'))
      return checkAddress(body.value.owner, at('owner'))
    case 'releaseAsset':
      parseDataId(body.value.id, at('id'))
      checkDigest(body.value.envelopeDigest, at('envelopeDigest'))
      return checkOtherZone(body.value.destinationChainId, chainId, at('destinationChainId'))
    case 'receiveAsset':
      checkEnvelope(body.value.envelope, at('envelope'))
      checkDuplication('move', body.value.envelope, at('envelope'))
      checkOtherZone(body.value.sourceChainId, chainId, at('sourceChainId'))
      checkAddress(body.value.recipient, at('recipient'))
      return checkRecipient(body.value.recipient, actor, at('recipient'))
    case 'transferAsset':
      parseDataId(body.value.id, at('id'))
      return checkAddress(body.value.recipient, at('recipient'))
    default:
      return checkCoinsOrCustom(body, chainId, at)
  }
}

type CoinsOrCustom = Extract<OperationBody, { kind: 'transferCoins' | 'releaseCoins' | 'receiveCoins' | 'custom' }>

function checkCoinsOrCustom(body: CoinsOrCustom, chainId: string, at: At): void {
  if (body.kind === 'custom') {
    if (body.value.name === '') throw new CausewayError('PART_MISSING', { path: at('name') })
    checkTextLimit(body.value.name, nameBytesMax, at('name'))
    return checkLimit(body.value.body.length, customBytesMax, at('body'))
  }
  checkAmount(body.value.amount, at('amount'))
  if (body.kind === 'releaseCoins') {
    return checkOtherZone(body.value.destinationChainId, chainId, at('destinationChainId'))
  }
  if (body.kind === 'receiveCoins') checkOtherZone(body.value.sourceChainId, chainId, at('sourceChainId'))
  checkAddress(body.value.recipient, at('recipient'))
}

function checkDigest(digest: Uint8Array, path: string): void {
  if (digest.length === 0) throw new CausewayError('PART_MISSING', { path })
  if (digest.length !== 32) throw new CausewayError('MALFORMED', { path, expected: '32 bytes' })
}

/** Nothing crosses from a zone to itself. */
function checkOtherZone(other: string, chainId: string, path: string): void {
  parseChainId(other, path)
  if (other === chainId) throw new CausewayError('UNPAIRED', { path, expected: `another zone than ${chainId}` })
}

/** Nobody is made the owner of something without having consented to this transaction. */
function checkRecipient(recipient: string, actor: string, path: string): void {
  if (recipient !== actor) throw new CausewayError('UNAUTHORISED', { path, expected: 'the actor of the operation' })
}
