// Reads an object: sealed bytes from any store, its key from k of them, nothing believed before it is verified.
import type { KeyObject } from 'node:crypto'
import type { CryptoKey } from 'jose'
import { CausewayError } from '../../core/errors.ts'
import type { Clock } from '../../relayer/ports.ts'
import { plaintextFingerprint, sameFingerprint } from '../keys/fingerprints.ts'
import { type ObjectName, openSealed } from '../keys/seal.ts'
import { checkShare, combineShares, type PublicJwk, unwrapShare } from '../keys/shares.ts'
import { checkObject } from './cid.ts'
import { codeOf, type Fault } from './place.ts'
import type { Asked, Ledger, Placement, Seat, StoreClient } from './ports.ts'
import { askText, type Signed, signText } from './statements.ts'

export type Recipient = {
  readonly grant: string
  readonly publicKey: PublicJwk
  readonly privateKey: CryptoKey
  /** Ed25519 key of the grantee: signs requests. */
  readonly signingKey: KeyObject
  /** Number of the access that the chain has counted for this read. */
  readonly access?: bigint
  /** Where the owner gave it: the content is then compared with what was validated. */
  readonly salt?: Uint8Array
}
export type FetchDeps = {
  readonly ledger: Pick<Ledger, 'queryPlacement'>
  readonly clientOf: (store: string) => StoreClient
  readonly clock: Pick<Clock, 'nowMs'>
}
export type Fetched = {
  readonly plaintext: Uint8Array
  /** The store whose bytes were used. */
  readonly from: string
  /** Stores that lied, refused or did not answer. */
  readonly faults: readonly Fault[]
}

export async function fetchObject(name: ObjectName, recipient: Recipient, deps: FetchDeps): Promise<Fetched> {
  const placement = await deps.ledger.queryPlacement(name)
  if (placement === undefined) throw new CausewayError('PLACEMENT_MISSING', { objectId: name.objectId })
  if (placement.erased) throw new CausewayError('OBJECT_ERASED', { objectId: name.objectId })
  const ask = (store: string): Signed => {
    const atNs = BigInt(deps.clock.nowMs()) * 1_000_000n
    return signText(askText({ ...placement, grant: recipient.grant, store, atNs }), recipient.signingKey)
  }
  const keyed = await fetchKey(placement, recipient, ask, deps)
  const asked = (store: string): Asked => ({
    grant: recipient.grant,
    request: ask(store),
    ...numbered(recipient.access),
  })
  const { sealed, from, faults } = await fetchSealed(placement, deps, asked)
  const plaintext = openSealed(sealed, keyed.contentKey, placement)
  if (recipient.salt !== undefined) {
    const found = plaintextFingerprint(plaintext, recipient.salt)
    if (!sameFingerprint(found, placement.plaintext)) throw new CausewayError('FINGERPRINT_MISMATCH', nameOf(name))
  }
  return { plaintext, from, faults: [...keyed.faults, ...faults] }
}

type Sealed = { readonly sealed: Uint8Array; readonly from: string; readonly faults: readonly Fault[] }

/** Verified sealed bytes from the first store in turn that has them; throws REPLICAS_LOST. */
export async function fetchSealed(
  { cid, seats }: Placement,
  { clientOf }: Pick<FetchDeps, 'clientOf'>,
  asked?: (store: string) => Asked,
): Promise<Sealed> {
  const faults: Fault[] = []
  for (const { store } of seats) {
    try {
      const sealed = await clientOf(store).get(cid, asked === undefined ? {} : { asked: asked(store) })
      checkObject(cid, sealed)
      return { sealed, from: store, faults }
    } catch (error) {
      faults.push({ store, code: codeOf(error) })
    }
  }
  throw new CausewayError('REPLICAS_LOST', {
    cid,
    stores: faults.map(({ store, code }) => `${store} ${code}`).join(', '),
  })
}

type Keyed = { readonly contentKey: Uint8Array; readonly faults: readonly Fault[] }

/** Asks all stores at once and goes on with the first k shares that are the committed ones. */
async function fetchKey(
  placement: Placement,
  { grant, publicKey, privateKey, access }: Recipient,
  ask: (store: string) => Signed,
  { clientOf }: FetchDeps,
): Promise<Keyed> {
  const { objectId, version, quorum } = placement
  const faults: Fault[] = []
  const fetchShare = async ({ store, share: commitment }: Seat): Promise<Uint8Array> => {
    try {
      const request = { objectId, version, grant, recipientKey: publicKey, request: ask(store), ...numbered(access) }
      const jwe = await clientOf(store).releaseShare(request)
      const share = await unwrapShare(jwe, placement, store, privateKey)
      checkShare(share, commitment)
      return share
    } catch (error) {
      faults.push({ store, code: codeOf(error) })
      throw error
    }
  }
  const shares = await firstOf(placement.seats.map(fetchShare), quorum)
  if (shares.length < quorum) {
    const stores = faults.map(({ store, code }) => `${store} ${code}`).join(', ')
    throw new CausewayError('SHARES_MISSING', { needed: `${quorum}`, got: `${shares.length}`, stores })
  }
  return { contentKey: await combineShares(shares, placement.keyCommitment), faults: [...faults] }
}

/** The first `count` that succeed, or as many as do. */
function firstOf<T>(tries: readonly Promise<T>[], count: number): Promise<readonly T[]> {
  return new Promise((resolve) => {
    const found: T[] = []
    let open = tries.length
    const settled = (): void => {
      open -= 1
      if (found.length >= count || open === 0) resolve(found.slice(0, count))
    }
    for (const each of tries) {
      each.then((value) => {
        found.push(value)
        settled()
      }, settled)
    }
  })
}

const numbered = (access: bigint | undefined): { access?: bigint } => (access === undefined ? {} : { access })

const nameOf = ({ objectId, version }: ObjectName) => ({ objectId, version: `${version}` })
