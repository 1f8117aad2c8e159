// Brings content into stores: sealed, split, placed on chain, put everywhere at once; stored once k receipts are in.
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Log } from '../../relayer/ports.ts'
import { plaintextFingerprint } from '../keys/fingerprints.ts'
import { type Cipher, type ObjectName, sealObject } from '../keys/seal.ts'
import { splitKey, wrapShare } from '../keys/shares.ts'
import { chunkRoot } from './chunks.ts'
import { storesMax, storesMin } from './limits.ts'
import { addressOf } from './objects.ts'
import type { Ledger, Placement, Planned, StoreClient, StoreIdentity } from './ports.ts'
import { isSigned, type Receipt, receiptText, type Signed, timeOf } from './statements.ts'

export type PlaceInput = ObjectName & {
  readonly plaintext: Uint8Array
  /** 32 secret bytes of the owner, for the fingerprint of the plaintext. */
  readonly salt: Uint8Array
  readonly stores: readonly StoreIdentity[]
  /** So many receipts make it stored, and so many stores together release its key. */
  readonly quorum: number
  readonly cipher?: Cipher
  /** Public: stored as it is, without a key. */
  readonly open?: true
}
export type PlaceDeps = {
  readonly ledger: Ledger
  readonly clientOf: (store: string) => StoreClient
  readonly log: Log
}

/** What the owner keeps to itself: with it, a lost seat gets its share again. */
export type Prepared = {
  readonly placement: Planned
  readonly sealed: Uint8Array
  readonly contentKey: Uint8Array
  readonly shares: ReadonlyMap<string, Uint8Array>
}
/** A store that did not do its part, and the code of why. */
export type Fault = { readonly store: string; readonly code: string }
export type Taken = { readonly receipts: readonly Receipt[]; readonly faults: readonly Fault[] }
export type Placed = Prepared & Taken

const nothing = { algorithm: 'hmac_sha2_256', digest: new Uint8Array() } as const

/** Without a key there is nothing to hide: the bytes are stored as they are. */
export const isOpen = ({ keyCommitment }: Pick<Placement, 'keyCommitment'>): boolean => keyCommitment === ''

/** Throws RECEIPTS_MISSING below the quorum; what is in by then stays, and storeObject goes on with it. */
export async function placeObject(input: PlaceInput, deps: PlaceDeps): Promise<Placed> {
  const prepared = await prepareObject(input)
  // The chain refuses here what was not validated: no store has seen a byte by then.
  await deps.ledger.submitPlacement(prepared.placement)
  return { ...prepared, ...(await storeObject(prepared, input.stores, deps)) }
}

export async function prepareObject(input: PlaceInput): Promise<Prepared> {
  const { objectId, version, plaintext, salt, stores, quorum, cipher } = input
  const names = stores.map(({ store }) => store)
  const count = new Set(names).size
  if (count !== names.length || count < storesMin || count > storesMax || quorum < 2 || quorum > count) {
    throw new CausewayError('REQUEST_INVALID', { reason: `${quorum} of ${count} different stores` })
  }
  const { sealed, contentKey } =
    input.open === true
      ? { sealed: plaintext, contentKey: new Uint8Array() }
      : sealObject(plaintext, { objectId, version }, cipher)
  const { shares, keyCommitment } =
    input.open === true ? { shares: [], keyCommitment: '' } : await splitKey(contentKey, count, quorum)
  const placement = {
    objectId,
    version,
    cid: addressOf(sealed),
    lengthBytes: sealed.length,
    chunkRoot: chunkRoot(sealed),
    plaintext: input.open === true ? nothing : plaintextFingerprint(plaintext, salt),
    seats: names.map((store, at) => ({ store, share: shares[at]?.commitment ?? '' })),
    quorum,
    keyCommitment,
  }
  const kept = new Map(names.flatMap((store, at) => (shares[at] === undefined ? [] : [[store, shares[at].share]])))
  return { placement, sealed, contentKey, shares: kept }
}

/** Puts to every store at once; a store that fails or lies costs its own receipt only. */
export async function storeObject(
  { placement, sealed, shares }: Omit<Prepared, 'contentKey'>,
  stores: readonly StoreIdentity[],
  { ledger, clientOf, log }: PlaceDeps,
): Promise<Taken> {
  const tries = await Promise.allSettled(
    stores.map(async (identity) => {
      const client = clientOf(identity.store)
      const share = shares.get(identity.store)
      const [signed] = await Promise.all([
        client.put(placement, placement.cid, sealed),
        share === undefined ? undefined : giveShare(client, placement, identity, share),
      ])
      const receipt = checkReceipt(signed, placement, identity)
      await ledger.submitReceipt(receipt, signed.signature)
      return receipt
    }),
  )
  const receipts = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const faults = tries.flatMap((each, at) =>
    each.status === 'rejected' ? [{ store: stores[at]?.store ?? '', code: codeOf(each.reason) }] : [],
  )
  for (const fault of faults) log.warn('store.failed', { ...fault, cid: placement.cid })
  if (receipts.length < Math.min(placement.quorum, stores.length)) {
    const failed = faults.map(({ store, code }) => `${store} ${code}`).join(', ')
    throw new CausewayError('RECEIPTS_MISSING', { receipts: `${receipts.length}`, stores: failed })
  }
  return { receipts, faults }
}

export async function giveShare(
  client: StoreClient,
  name: ObjectName,
  { store, encryptionKey }: StoreIdentity,
  share: Uint8Array,
): Promise<void> {
  await client.placeShare(name, await wrapShare(share, name, store, encryptionKey))
}

/** Throws RECEIPT_INVALID unless the store signed exactly this object. */
function checkReceipt(signed: Signed, placement: Planned, identity: StoreIdentity): Receipt {
  const { objectId, version, cid, chunkRoot } = placement
  const receipt = { objectId, version, cid, chunkRoot, store: identity.store, atNs: timeOf(signed.text) }
  if (!isSigned(signed, receiptText(receipt), identity.signingKey)) {
    throw new CausewayError('RECEIPT_INVALID', { store: identity.store })
  }
  return receipt
}

/** The code of an error that has one. */
export const codeOf = (error: unknown): string => (isCausewayError(error) ? error.code : 'INTERNAL')
