// One store: what it takes, hands out, signs and reports. It believes the chain and the hashes, nobody else.
import type { KeyObject } from 'node:crypto'
import type { CryptoKey } from 'jose'
import { toHex } from '../../core/bytes.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Clock, Log } from '../../relayer/ports.ts'
import type { Accesses, Recorded } from '../access/ports.ts'
import type { AccessRequest } from '../access/request.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { isSealed, type ObjectName } from '../keys/seal.ts'
import { checkShare, keyThumbprint, unwrapShare, wrapShare } from '../keys/shares.ts'
import { chunkRoot, proveChunk } from './chunks.ts'
import { cidOf } from './cid.ts'
import { challengesPerSweepMax, requestSkewMs } from './limits.ts'
import type { Objects } from './objects.ts'
import { isOpen } from './place.ts'
import type { Asked, Grant, Ledger, Mismatch, Placement, Replicas, Seat, ShareRequest } from './ports.ts'
import type { Kept, Shelf } from './shelf.ts'
import {
  askText,
  deliveryText,
  forgottenText,
  isSigned,
  receiptText,
  type Signed,
  signText,
  timeOf,
} from './statements.ts'

export type StoreKeys = {
  /** The store's name on chain. */
  readonly store: string
  /** Ed25519. */
  readonly signingKey: KeyObject
  /** Opens the shares that were wrapped to this store. */
  readonly encryptionKey: CryptoKey
}
export type StoreDeps = {
  readonly objects: Objects
  readonly replicas: Replicas
  readonly shelf: Shelf
  readonly ledger: Ledger
  /** Where it is given, what a grant opens is handed out under an access that the chain has counted. */
  readonly accesses?: Accesses
  readonly clock: Clock
  readonly log: Log
}
export type SeatedPlacement = Placement & { readonly seat: Seat }

const nanosecondsPerMs = 1_000_000n

export class StoreNode {
  readonly #keys: StoreKeys
  readonly #deps: StoreDeps
  #flushing: Promise<void> = Promise.resolve()

  constructor(keys: StoreKeys, deps: StoreDeps) {
    this.#keys = keys
    this.#deps = deps
  }

  get store(): string {
    return this.#keys.store
  }

  /** Before a byte of the object is read: throws unless the chain places exactly this object here, validated. */
  async admit(name: ObjectName, cid: string, lengthBytes: number): Promise<SeatedPlacement> {
    const placement = await this.#placement(name)
    if (placement.cid !== cid) throw new CausewayError('PLACEMENT_MISSING', { reason: 'another address', cid })
    if (placement.lengthBytes !== lengthBytes) {
      throw new CausewayError('PLACEMENT_MISSING', { reason: 'another length', length: String(lengthBytes) })
    }
    if (!placement.validated) throw new CausewayError('NOT_VALIDATED', { objectId: name.objectId })
    return placement
  }

  /** The receipt; what it says is on disk. The same object again gets the same receipt, and heals a damaged copy. */
  async accept(placement: SeatedPlacement, sealed: Uint8Array): Promise<Signed> {
    const { objectId, version, cid } = placement
    if (!isOpen(placement) && !isSealed(sealed)) throw new CausewayError('PLAINTEXT_REFUSED', { objectId })
    if (sealed.length !== placement.lengthBytes) {
      throw new CausewayError('PLACEMENT_MISSING', { reason: 'another length', length: String(sealed.length) })
    }
    if (cidOf(sealed) !== cid) throw new CausewayError('CID_MISMATCH', { cid })
    // The receipt states the root, so that the store finds it out for itself.
    if (chunkRoot(sealed) !== placement.chunkRoot)
      throw new CausewayError('PLACEMENT_MISSING', { reason: 'other chunks' })
    await this.#deps.objects.put(sealed)
    const atNs = this.#nowNs()
    const text = receiptText({ objectId, version, cid, chunkRoot: placement.chunkRoot, store: this.store, atNs })
    // What is under this name already stays: its receipt is given again.
    const kept = this.#deps.shelf.keep({ objectId, version, cid, receipt: signText(text, this.#keys.signingKey) })
    if (kept.cid !== cid) {
      if (this.keptByCid(cid) === undefined) await this.#deps.objects.remove(cid)
      throw new CausewayError('OBJECT_TAKEN', { kept: kept.cid, cid })
    }
    this.#deps.log.info('object.stored', { objectId, version, cid, bytes: sealed.length })
    return kept.receipt
  }

  /** Verified bytes; a damaged copy is reported, fetched again from another store and repaired before it is served. */
  async read(cid: string): Promise<Uint8Array> {
    const kept = this.#deps.shelf.keptByCid(cid)
    if (kept === undefined) throw new CausewayError('OBJECT_MISSING', { cid })
    try {
      return await this.#deps.objects.get(cid)
    } catch (error) {
      if (!isCausewayError(error, 'OBJECT_CORRUPT') && !isCausewayError(error, 'OBJECT_MISSING')) throw error
      this.#report(kept, error.code === 'OBJECT_CORRUPT' ? 'corrupt' : 'missing')
      return await this.#repair(cid, error)
    }
  }

  /** Keeps the wrapped share; throws SHARE_MISMATCH unless it opens to what the chain says this store shall hold. */
  async placeShare(name: ObjectName, jwe: string): Promise<void> {
    const { seat } = await this.#placement(name)
    const share = await unwrapShare(jwe, name, this.store, this.#keys.encryptionKey)
    checkShare(share, seat.share)
    this.#deps.shelf.keepShare(name, jwe)
  }

  /** The share as a JWE to the key that the grant names, which alone can open it. */
  async releaseShare({ grant: id, recipientKey, request, access, ...name }: ShareRequest): Promise<string> {
    const grant = await this.authorise(name, { grant: id, request, ...(access === undefined ? {} : { access }) })
    // The chain names the key; a request may not put another in its place.
    if ((await keyThumbprint(recipientKey)) !== (await keyThumbprint(grant.recipientKey))) {
      throw new CausewayError('GRANT_REFUSED', { grant: id, reason: 'of another key' })
    }
    const kept = this.#deps.shelf.share(name)
    if (kept === undefined) throw new CausewayError('OBJECT_MISSING', { objectId: name.objectId, reason: 'no share' })
    const share = await unwrapShare(kept, name, this.store, this.#keys.encryptionKey)
    this.#deps.log.info('share.released', { ...name, grant: id, ...(access === undefined ? {} : { access }) })
    return wrapShare(share, name, this.store, recipientKey)
  }

  /** The grant behind a signed request; throws GRANT_REFUSED, SIGNATURE_INVALID, STATEMENT_STALE. */
  async authorise({ objectId, version }: ObjectName, { grant: id, request, access }: Asked): Promise<Grant> {
    const grant = await this.#deps.ledger.queryGrant(id, { objectId, version })
    if (grant === undefined) throw new CausewayError('GRANT_REFUSED', { grant: id, reason: 'unknown' })
    await this.#checkAccess(objectId, grant, access)
    const atNs = timeOf(request.text)
    const expected = askText({ objectId, version, grant: id, store: this.store, atNs })
    if (!grant.signingKeys.some((key) => isSigned(request, expected, key))) {
      throw new CausewayError('SIGNATURE_INVALID', { grant: id })
    }
    const skewMs = Math.abs(Number((atNs - this.#nowNs()) / nanosecondsPerMs))
    if (skewMs > requestSkewMs) throw new CausewayError('STATEMENT_STALE', { skewMs: String(skewMs) })
    return grant
  }

  /** One store has the access counted, and the others find it on chain. */
  async recordAccess(request: AccessRequest): Promise<Recorded> {
    const { accesses, log } = this.#deps
    if (accesses === undefined) throw new CausewayError('NOT_FOUND', { path: '/accesses' })
    const recorded = await accesses.submitUse(request)
    log.info('access.recorded', { ...recorded })
    return recorded
  }

  /** The last of a grant's uses is still one: it is counted before what it opens goes out. */
  async #checkAccess(objectId: string, { id, refusal }: Grant, number: bigint | undefined): Promise<void> {
    const { accesses } = this.#deps
    const refuse = (reason: string): never => {
      throw new CausewayError('GRANT_REFUSED', { grant: id, reason })
    }
    if (refusal !== '' && (accesses === undefined || refusal !== 'GRANT_USED_UP')) refuse(refusal)
    if (accesses === undefined) return
    if (number === undefined) return refuse(refusal === '' ? 'no access' : refusal)
    const recorded = await accesses.queryAccess(objectId, number)
    if (recorded?.grant !== id) refuse('no access')
  }

  /** Signs that the whole object went out under an agreement, once it has. */
  delivered(agreement: string, { objectId, version, cid }: Kept, bytes: Uint8Array): void {
    const text = deliveryText({ objectId, version, cid, sha256: toHex(sha256(bytes)), agreement, atNs: this.#nowNs() })
    this.#deps.shelf.keepDelivery(agreement, cid, signText(text, this.#keys.signingKey))
  }

  delivery(agreement: string, cid: string): Signed | undefined {
    return this.#deps.shelf.delivery(agreement, cid)
  }

  keptByCid(cid: string): Kept | undefined {
    return this.#deps.shelf.keptByCid(cid)
  }

  /** Erases what was ended, answers what is asked, reads every object once; no failure of one keeps the others. */
  async sweep(signal: AbortSignal): Promise<void> {
    for (let page = this.#deps.shelf.sharesAfter(undefined); page.length > 0 && !signal.aborted; ) {
      await this.#each('erasure.failed', page, signal, (name) => this.#forgetErased(name))
      page = this.#deps.shelf.sharesAfter(page.at(-1))
    }
    await this.#each('challenge.failed', await this.#challenges(), signal, async (challenge) => {
      const kept = this.#deps.shelf.kept(challenge)
      if (kept === undefined) throw new CausewayError('OBJECT_MISSING', { objectId: challenge.objectId })
      const proof = proveChunk(await this.read(kept.cid), challenge.index)
      await this.#deps.ledger.submitAnswer(challenge, this.store, proof)
    })
    for (let page = this.#deps.shelf.keptAfter(undefined); page.length > 0 && !signal.aborted; ) {
      await this.#each('sweep.failed', page, signal, async ({ cid }) => void (await this.read(cid)))
      page = this.#deps.shelf.keptAfter(page.at(-1))
    }
    await this.flushReports()
  }

  /** One at a time: two that run at once would send the same reports twice. */
  flushReports(): Promise<void> {
    const flush = (): Promise<void> => this.#flush()
    this.#flushing = this.#flushing.then(flush, flush)
    return this.#flushing
  }

  /** The key share goes first: what is left of the object then opens to nobody. */
  async #forgetErased(name: ObjectName): Promise<void> {
    const { ledger, shelf, log } = this.#deps
    const placement = await ledger.queryPlacement(name)
    if (placement?.erased !== true) return
    const { objectId, version, cid, keyCommitment } = placement
    const text = forgottenText({ objectId, version, keyCommitment, store: this.store, atNs: this.#nowNs() })
    shelf.forget(name, cid, signText(text, this.#keys.signingKey))
    log.info('object.erased', { objectId, version, cid })
  }

  /** Reports and statements that the chain does not take now stay for the next sweep. */
  async #flush(): Promise<void> {
    const { shelf } = this.#deps
    await this.#tellForgotten()
    await this.#each('report.failed', shelf.reports(), undefined, async ({ id, mismatch }) => {
      await this.#deps.ledger.submitMismatch(mismatch)
      shelf.dropReport(id)
    })
  }

  /** The statement says that the share is gone, so it waits until no file has it. */
  async #tellForgotten(): Promise<void> {
    const { ledger, objects, shelf, log } = this.#deps
    const due = shelf.forgotten()
    if (due.length === 0) return
    const isGone = shelf.scrub()
    if (!isGone) log.warn('erasure.waits', { objects: due.length })
    await this.#each('erasure.failed', due, undefined, async ({ statement, cid, ...name }) => {
      // Another object may have the very same bytes.
      if (shelf.keptByCid(cid) === undefined) await objects.remove(cid)
      if (!isGone) return
      await ledger.submitForgotten(name, this.store, statement)
      shelf.dropForgotten(name)
    })
  }

  async #challenges() {
    const open = await this.#deps.ledger.queryChallenges(this.store).catch((error: unknown) => {
      this.#deps.log.warn('challenges.unknown', { reason: error })
      return []
    })
    return open.slice(0, challengesPerSweepMax)
  }

  async #each<T>(
    event: string,
    parts: readonly T[],
    signal: AbortSignal | undefined,
    act: (part: T) => Promise<void>,
  ): Promise<void> {
    for (const part of parts) {
      if (signal?.aborted === true) return
      await act(part).catch((error: unknown) => this.#deps.log.error(event, { reason: error }))
    }
  }

  async #placement(name: ObjectName): Promise<SeatedPlacement> {
    const placement = await this.#deps.ledger.queryPlacement(name)
    const seat = placement?.seats.find(({ store }) => store === this.store)
    if (placement === undefined || seat === undefined) {
      throw new CausewayError('PLACEMENT_MISSING', { objectId: name.objectId, version: `${name.version}` })
    }
    return { ...placement, seat }
  }

  #report({ objectId, version, cid }: Kept, found: Mismatch['found']): void {
    this.#deps.log.error('object.damaged', { objectId, version, cid, found })
    this.#deps.shelf.keepReport({ objectId, version, cid, store: this.store, found, atNs: this.#nowNs() })
    // Whoever reads does not wait for the chain.
    void this.flushReports()
  }

  /** Throws what was wrong with the own copy where no other store has one. */
  async #repair(cid: string, damage: CausewayError): Promise<Uint8Array> {
    const bytes = await this.#deps.replicas.fetch(cid).catch((error: unknown) => {
      this.#deps.log.error('object.lost', { cid, reason: error })
      throw damage
    })
    await this.#deps.objects.put(bytes)
    this.#deps.log.info('object.repaired', { cid })
    return bytes
  }

  #nowNs(): bigint {
    return BigInt(this.#deps.clock.nowMs()) * nanosecondsPerMs
  }
}
