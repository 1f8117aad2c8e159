// The chain as stores see it, in memory, with the rules of the contracts; and a server of its JSON for processes.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseBase64, parseHex, toBase64, toHex, utf8 } from '../../core/bytes.ts'
import { CausewayError, codeNumber, type ErrorCode, isCausewayError } from '../../core/errors.ts'
import type { ObjectName } from '../../platform/keys/seal.ts'
import { type ChunkProof, chunkCount, verifyChunk } from '../../platform/storage/chunks.ts'
import { cidOfDigest, digestOf } from '../../platform/storage/cid.ts'
import type { Challenge, Grant, Ledger, Mismatch, Placement, Planned, Seat } from '../../platform/storage/ports.ts'
import {
  forgottenText,
  isSigned,
  type Receipt,
  receiptText,
  type Signed,
  timeOf,
} from '../../platform/storage/statements.ts'
import { bodyOf, LoopbackServer } from './loopbackServer.ts'

type GivenGrant = Omit<Grant, 'id' | 'refusal' | 'agreement'> & {
  readonly objectId: string
  readonly expiresMs: number
}
type Answer = ObjectName & { readonly store: string; readonly right: boolean }

const keyOf = ({ objectId, version }: ObjectName): string => `${objectId}/${version}`

export class MemoryLedger implements Ledger {
  /** What happened, in the order of its heights. */
  readonly events: string[] = []
  readonly mismatches: Mismatch[] = []
  readonly answers: Answer[] = []
  /** While true, nothing is answered. */
  away = false
  readonly #validated = new Set<string>()
  readonly #placements = new Map<string, Placement>()
  readonly #grants = new Map<string, GivenGrant & { revoked: boolean }>()
  readonly #challenges: (Challenge & { readonly store: string })[] = []
  /** Ed25519 keys of the stores. */
  readonly storeKeys = new Map<string, Uint8Array>()
  readonly #waits: { readonly is: () => boolean; readonly resolve: () => void }[] = []

  validate(objectId: string): void {
    this.#validated.add(objectId)
    this.#happened(`validated ${objectId}`)
  }

  give(id: string, grant: GivenGrant): void {
    this.#grants.set(id, { ...grant, revoked: false })
  }

  assetOf(grant: string): string | undefined {
    return this.#grants.get(grant)?.objectId
  }

  /** The newest grant on the asset has been used once, just now. */
  accessesOf(asset: string): object {
    this.#answerable()
    const [grant] = [...this.#grants].findLast(([, { objectId }]) => objectId === asset) ?? []
    return { accesses: [{ number: '1', grant: grant ?? '', time_ns: `${Date.now()}000000`, code: 0 }] }
  }

  revoke(id: string): void {
    const grant = this.#grants.get(id)
    if (grant !== undefined) grant.revoked = true
  }

  challenge(name: ObjectName, store: string, index: number): void {
    this.#challenges.push({ ...name, store, index })
  }

  /** Past the rules of the contract, as a chain that was taken over would. */
  force(placement: Placement): void {
    this.#placements.set(keyOf(placement), placement)
  }

  /** Resolves once the condition holds after something was written. */
  until(is: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      if (is()) resolve()
      else this.#waits.push({ is, resolve })
    })
  }

  async queryPlacement(name: ObjectName): Promise<Placement | undefined> {
    this.#answerable()
    return this.#placements.get(keyOf(name))
  }

  async queryGrant(id: string, name: ObjectName): Promise<Grant | undefined> {
    this.#answerable()
    const grant = this.#grants.get(id)
    if (grant === undefined) return undefined
    const expired = grant.expiresMs <= Date.now() ? 'GRANT_EXPIRED' : ''
    const ended = this.#placements.get(keyOf(name))?.erased === true ? 'OBJECT_ERASED' : expired
    const refusal = grant.objectId !== name.objectId ? 'OBJECT_UNKNOWN' : grant.revoked ? 'GRANT_REVOKED' : ended
    return { ...grant, id, agreement: id, refusal }
  }

  async queryChallenges(store: string): Promise<readonly Challenge[]> {
    this.#answerable()
    const open = this.#challenges.filter((each) => each.store === store)
    return open.map(({ objectId, version, index }) => ({ objectId, version, index }))
  }

  async submitPlacement(placement: Planned): Promise<void> {
    this.#answerable()
    if (!this.#validated.has(placement.objectId))
      throw new CausewayError('NOT_VALIDATED', { objectId: placement.objectId })
    const before = this.#placements.get(keyOf(placement))
    if (before !== undefined && before.cid !== placement.cid) throw new CausewayError('OBJECT_TAKEN')
    if (before !== undefined) return
    this.#placements.set(keyOf(placement), { ...placement, validated: true, erased: false })
    this.#happened(`placed ${placement.cid}`)
  }

  async submitReceipt(receipt: Receipt, signature: Uint8Array): Promise<void> {
    this.#answerable()
    const placement = this.#placements.get(keyOf(receipt))
    const seated = placement?.seats.some(({ store }) => store === receipt.store) ?? false
    const text = receiptText(receipt)
    const key = this.storeKeys.get(receipt.store) ?? new Uint8Array()
    const fits = placement?.cid === receipt.cid && placement.chunkRoot === receipt.chunkRoot
    if (!seated || !fits || !isSigned({ text, signature }, text, key)) throw new CausewayError('RECEIPT_INVALID')
    this.#happened(`receipt ${receipt.cid} ${receipt.store}`)
  }

  async submitMismatch(mismatch: Mismatch): Promise<void> {
    this.#answerable()
    this.mismatches.push(mismatch)
    this.#happened(`mismatch ${mismatch.cid} ${mismatch.store} ${mismatch.found}`)
  }

  async submitAnswer(name: ObjectName, store: string, proof: ChunkProof): Promise<void> {
    this.#answerable()
    const placement = this.#placements.get(keyOf(name))
    const at = this.#challenges.findIndex((each) => keyOf(each) === keyOf(name) && each.store === store)
    const [challenge] = at < 0 ? [] : this.#challenges.splice(at, 1)
    if (placement === undefined || challenge === undefined) throw new CausewayError('CHALLENGE_INVALID', {})
    const claim = { ...proof, index: challenge.index % chunkCount(placement.lengthBytes) }
    const right = verifyChunk(claim, placement.lengthBytes, parseHex(placement.chunkRoot))
    this.answers.push({ ...name, store, right })
    this.#happened(`answer ${store} ${right}`)
  }

  async submitErasure(name: ObjectName): Promise<void> {
    this.#answerable()
    const placement = this.#placements.get(keyOf(name))
    if (placement === undefined) throw new CausewayError('OBJECT_UNKNOWN')
    this.#placements.set(keyOf(name), { ...placement, seats: [], erased: true })
  }

  async submitForgotten(name: ObjectName, store: string, statement: Signed): Promise<void> {
    this.#answerable()
    const placement = this.#placements.get(keyOf(name))
    const { keyCommitment = '', erased = false } = placement ?? {}
    const text = forgottenText({ ...name, keyCommitment, store, atNs: timeOf(statement.text) })
    const key = this.storeKeys.get(store) ?? new Uint8Array()
    if (!erased || !isSigned(statement, text, key)) throw new CausewayError('RECEIPT_INVALID')
    this.#happened(`forgotten ${name.objectId} ${store}`)
  }

  async submitReplacement(name: ObjectName, lost: string, spare: Seat): Promise<void> {
    this.#answerable()
    const placement = this.#placements.get(keyOf(name))
    if (placement === undefined) throw new CausewayError('PLACEMENT_MISSING', {})
    const seats = placement.seats.map((seat) => (seat.store === lost ? spare : seat))
    this.#placements.set(keyOf(name), { ...placement, seats })
    this.#happened(`replaced ${lost} ${spare.store}`)
  }

  #answerable(): void {
    if (this.away) throw new CausewayError('LEDGER_UNAVAILABLE', {})
  }

  #happened(event: string): void {
    this.events.push(event)
    for (const wait of this.#waits.filter(({ is }) => is())) wait.resolve()
  }
}

/** The addresses of the contracts that the server answers for. */
export const contracts = { stores: 'wasm1st0res', rights: 'wasm1rghts', identity: 'wasm1dent' } as const

type Json = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The ledger behind the REST gateway of a node and a signing service, as processes reach it. */
export class LedgerServer extends LoopbackServer {
  readonly #ledger: MemoryLedger

  constructor(ledger: MemoryLedger) {
    super()
    this.#ledger = ledger
  }

  protected async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (request.method === 'POST') {
        await this.#execute((JSON.parse((await bodyOf(request)).toString()) as { msg: Json }).msg)
        return void response.end('{}')
      }
      const [, encoded = ''] = /\/smart\/(.+)$/.exec(request.url ?? '') ?? []
      const query = JSON.parse(Buffer.from(parseBase64(decodeURIComponent(encoded))).toString()) as Json
      response.end(JSON.stringify({ data: await this.#query(query) }))
    } catch (error) {
      response.statusCode = isCausewayError(error, 'LEDGER_UNAVAILABLE') ? 500 : 400
      response.end(JSON.stringify({ message: isCausewayError(error) ? error.code : String(error) }))
    }
  }

  async #query({ object, grant, may, subject, challenges, accesses }: Json): Promise<unknown> {
    if (object !== undefined) {
      const name = { objectId: String(object['id']), version: BigInt(Number(object['version'])) }
      const found = await this.#ledger.queryPlacement(name)
      return found === undefined ? null : objectJson(found)
    }
    if (challenges !== undefined) {
      const found = await this.#ledger.queryChallenges(String(challenges['store']))
      return { challenges: found.map((each) => ({ ...each, object: each.objectId, version: Number(each.version) })) }
    }
    if (accesses !== undefined) return this.#ledger.accessesOf(String(accesses['asset']))
    // The grantee has the grant's name here, so that its keys are found by the next query.
    const id = String(grant?.['id'] ?? may?.['grant'] ?? subject?.['id'])
    const objectId = this.#ledger.assetOf(id) ?? ''
    const found = await this.#ledger.queryGrant(id, { objectId, version: 1n })
    if (found === undefined) return null
    if (may !== undefined) {
      return { allowed: found.refusal === '', code: codeNumber(found.refusal as ErrorCode) ?? 0 }
    }
    if (grant !== undefined) {
      const recipient_key = toBase64(utf8(JSON.stringify(found.recipientKey)))
      return { asset: objectId, grantee: id, recipient_key, terms: { fields: ['*'], purposes: ['research'] } }
    }
    const keys = found.signingKeys.map((key) => ({
      algorithm: 'ed25519',
      public_key: toBase64(key),
      until_height: null,
    }))
    return { status: 'active', keys }
  }

  async #execute({ place, receipt, report_read: report, answer, replace, erase, forgotten }: Json): Promise<void> {
    if (place !== undefined) return this.#ledger.submitPlacement(placementOf(place['placement'] as Json[string]))
    const body = receipt ?? report ?? answer ?? replace ?? erase ?? forgotten ?? {}
    const name = { objectId: String(body['object']), version: BigInt(Number(body['version'])) }
    const store = String(body['store'])
    if (erase !== undefined) return this.#ledger.submitErasure(name)
    const placement = await this.#ledger.queryPlacement(name)
    if (forgotten !== undefined) {
      const said = {
        ...name,
        keyCommitment: placement?.keyCommitment ?? '',
        store,
        atNs: BigInt(String(body['at_ns'])),
      }
      const statement = { text: forgottenText(said), signature: parseBase64(String(body['signature'])) }
      return this.#ledger.submitForgotten(name, store, statement)
    }
    const { cid, chunkRoot } = placement ?? { cid: '', chunkRoot: '' }
    if (receipt !== undefined) {
      const atNs = BigInt(String(body['at_ns']))
      return this.#ledger.submitReceipt(
        { ...name, cid, chunkRoot, store, atNs },
        parseBase64(String(body['signature'])),
      )
    }
    if (replace !== undefined) {
      return this.#ledger.submitReplacement(name, String(body['lost']), body['seat'] as Seat)
    }
    if (report !== undefined) {
      return this.#ledger.submitMismatch({ ...name, store, cid, found: complaint(body['code']), atNs: 0n })
    }
    const path = (body['path'] as string[]).map(parseHex)
    return this.#ledger.submitAnswer(name, store, { index: -1, chunk: parseBase64(String(body['chunk'])), path })
  }
}

const complaint = (code: unknown): Mismatch['found'] =>
  code === 422 ? 'corrupt' : code === 404 ? 'missing' : 'unreachable'

const placementOf = (body: Json[string]): Planned => ({
  objectId: String(body['id']),
  version: BigInt(Number(body['version'])),
  cid: cidOfDigest(parseHex(String(body['fingerprint']))).toString(),
  lengthBytes: Number(body['length']),
  chunkRoot: String(body['chunks']),
  plaintext: { algorithm: 'hmac_sha2_256', digest: parseHex(String(body['plaintext'])) },
  seats: body['stores'] as Seat[],
  quorum: Number(body['quorum']),
  keyCommitment: String(body['key']),
})

const objectJson = ({ cid, plaintext, keyCommitment, lengthBytes, chunkRoot, seats, quorum, erased }: Placement) => ({
  fingerprint: toHex(digestOf(cid)),
  plaintext: toHex(plaintext.digest),
  key: keyCommitment,
  length: lengthBytes,
  chunks: chunkRoot,
  replicas: seats.map(({ store, share }) => ({ store, share, state: 'held' })),
  quorum,
  erased_height: erased ? 1 : null,
})
